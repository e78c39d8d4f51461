"""The figures of a small shop that can be reckoned by hand, and of two published histories."""

from datetime import date
from pathlib import Path

import pytest

SHOP = Path(__file__).parent / "shop.csv"
MARCH = date(2026, 3, 2)
DATA = Path(__file__).parents[2].parent / "shared" / "data"
PUBLISHED = {  # first buyers, second purchases, not back (%), W50 … W90, customers of 80 % (%), share of top 20 % (%)
    "cdnow_master": (23_570, 11_516, 54.1, (50, 77, 171, 250), 32.6, 67.8),
    "online_retail_ii": (5_878, 4_189, 26.3, (63, 86, 159, 234), 23.1, 77.2),
}


def test_a_shop_reckoned_by_hand(analysed):
    assert analysed(SHOP, as_of=MARCH).facts == {
        "customers": 8,
        "first_buyers": 7,
        "second_purchases": 3,
        "not_back_by_horizon": pytest.approx(4 / 5 * 3 / 4 * 1 / 2),  # back after 40, 60 and 122 days
        "window": {
            "level": "Standardwert",
            "w50": 91,
            "w60": None,
            "w80": 182,
            "w90": None,
            "n": 7,
            "horizon": 365,
        },
        "matrix": {"A0": 1, "A1": 2, "A2": 1, "A3": 1, "A4": 1, "A5": 1, "A6": 1},
        "abc": {"a": 1, "b": 1, "c": 3},
        "revenue_share_top20": pytest.approx(3_120 / 3_395),
        "customers_for_80pct_revenue": pytest.approx(1 / 7),
        "premium": {"Royal": 0, "Royal-Anwärter": 0, "Addict": 0, "Advokat": 0, "Influencer": 0},
        "psychotype_horizon": {"long": 0, "short": 0, "open": 8},
        "other_currencies": {},
    }


def test_what_isnt_counted_is_said_beside_the_figures(analysed):
    found = analysed(SHOP, as_of=MARCH)
    assert found.err == "Nicht gezählt, Rückgabe größer als jeder Kauf davor: 1 Zeile mit zusammen 40,00.\n"
    assert "Rückgabe größer" in analysed(SHOP, as_of=MARCH, json=False).out


def test_the_text_names_groups_windows_and_shares_with_their_reasons(analysed):
    text = analysed(SHOP, as_of=MARCH, json=False).out
    for line in (
        "Stand 2.3.2026: 8 Kunden, 11 Käufe",
        "Zweitkauf-Fenster (Standardwert)",
        "A2 Zweitkauf fällig         1   12,5 %  n = 1, 91 < r ≤ 182 (W80)",
        "A5 VIP",
        "Achtung: Kunde Vip allein bringt",
    ):
        assert line in text


def test_the_top_of_the_year_is_measured_on_who_bought_in_it_and_on_what(analysed):
    often = [
        f"{who},{day},{each}"
        for who, each in (("w", 40), ("v", 10))
        for day in ("2025-06-01", "2025-10-01", "2026-02-01")
    ]
    long_ago = [f"old{n},2020-01-01,5" for n in range(10)]  # ten more would make room for a second VIP
    facts = analysed("\n".join([*often, "v,2020-01-01,1000", *long_ago]), as_of=MARCH).facts
    assert (facts["matrix"]["A5"], facts["matrix"]["A6"]) == (1, 1)


def test_abc_ranks_the_revenue_of_the_last_365_days(analysed):
    rows = "x,2025-03-03,100\ny,2025-03-04,100\ny,2025-03-02,10000\nz,2025-03-02,1"
    assert analysed(rows, as_of=MARCH).facts["abc"] == {"a": 2, "b": 0, "c": 0}


def test_a_day_in_the_past_knows_nothing_of_what_came_later(analysed):
    found = analysed(SHOP, as_of=date(2025, 12, 31))
    assert (found.facts["customers"], found.facts["first_buyers"]) == (5, 5)
    assert "liegt nach dem 31.12.2025: 8 Zeilen" in found.err


def test_without_a_day_the_last_of_the_file_is_taken(analysed):
    at_end = analysed("a,2001-05-01,5\nb,2001-06-01,5").facts
    assert at_end["matrix"]["A1"] == 2


def test_the_horizon_and_the_months_are_those_asked_for(analysed):
    facts = analysed(SHOP, as_of=MARCH, horizon=730, months=6).facts
    assert facts["window"]["horizon"] == 730
    assert facts["first_buyers"] == 7  # the whole file, whatever the window rests on


def test_the_picture_is_a_png(analysed, tmp_path):
    pytest.importorskip("matplotlib", exc_type=ImportError)
    text = analysed(SHOP, as_of=MARCH, json=False, plot=tmp_path / "out.png").out
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert text.endswith(f"Bild: {tmp_path / 'out.png'}\n")


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no purchase histories in {DATA.parent.name}/data")
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_histories_give_the_figures_they_are_known_by(analysed, name):
    buyers, again, not_back, marks, most, top = PUBLISHED[name]
    facts = analysed(DATA / f"{name}.csv", months=0).facts
    assert (facts["customers"], facts["first_buyers"], facts["second_purchases"]) == (buyers, buyers, again)
    assert round(100 * facts["not_back_by_horizon"], 1) == not_back
    assert facts["window"]["level"] == "gemessen"
    assert tuple(facts["window"][mark] for mark in ("w50", "w60", "w80", "w90")) == marks
    assert round(100 * facts["customers_for_80pct_revenue"], 1) == most
    assert round(100 * facts["revenue_share_top20"], 1) == top
    assert sum(facts["matrix"].values()) == sum(facts["psychotype_horizon"].values()) == buyers
