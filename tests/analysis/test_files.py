"""What a file may look like, and what is said where it can't be read."""

import contextlib
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.analysis.cells import Days, Unusable
from bot.imports.money import Amounts
from bot.imports.unread import Unread
from domain.events import Event, History, Kind, Money
from domain.purchases import occasions
from domain.returns import MoreThanRemains, NothingToReturn, to_return

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", (2026, 3, 2)),
        ("2009-12-01T07:45", (2009, 12, 1)),
        ("2009-12-01 07:45:10", (2009, 12, 1)),
        ("20260302", (2026, 3, 2)),
        ("02.03.2026", (2026, 3, 2)),
        ("2.3.26", (2026, 3, 2)),
        ("2.3.97", (1997, 3, 2)),
        ("2.3.1950, 14:30", (1950, 3, 2)),
        (" 1950-01-01 ", (1950, 1, 1)),
        ("3/14/2026", (2026, 3, 14)),
        ("3. November 2025", (2025, 11, 3)),
        ("46083", (2026, 3, 2)),  # as a spreadsheet counts
    ],
)
def test_days_are_german_or_iso(text, day):
    assert Days(TODAY)[text] == date(*day).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "gestern",
        "3/4/2026",
        "30.2.2026",
        "2026-13-01",
        "2026-03-02x",
        "4608",
        "31.12.1949",
        "2026-03-02 25:00",
    ],
)
def test_what_is_no_day_isnt_guessed(text):
    with pytest.raises(Unread):
        Days(TODAY)[text]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12", 1_200),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("-12,50 €", -1_250),
        ("12,50-", -1_250),
        ("−3", -300),
        ("€ 1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567", 123_456_700),
        ("1'234.50", 123_450),
        ("1\xa0234,50", 123_450),
        ("0", 0),
        (",5", 50),
        ("1234.567", 123_457),  # no group of three in front: tenths of a cent, half up
        ("0.125", 13),
        ("145.79999999999998", 14_580),
    ],
)
def test_amounts_are_exact_to_the_cent(text, minor):
    assert Amounts()[text].minor == minor


@pytest.mark.parametrize(
    "text", ["", "kostenlos", "1.23.456,00", "1,2,3", "1e5", "12,34.56,7", "1-2", "99999999999999"]
)
def test_what_is_no_amount_isnt_guessed(text):
    with pytest.raises(Unread):
        Amounts()[text]


@pytest.mark.parametrize(
    ("rows", "head", "revenue"),
    [
        ("a;2026-01-01;1.234\nb;2026-01-02;5,50", "customer_id;date;amount\n", "1.239,50"),
        ("b;2026-01-02;5.50\na;2026-01-01;1.234", "customer_id;date;amount\n", "6,73"),
        ("a;2026-01-01;1.234", "customer_id;date;amount\n", "1.234,00"),
        ("a,2026-01-01,1.234", "customer_id,date,amount\n", "1,23"),
        ('a,2026-01-01,"1,234"', "customer_id,date,amount\n", "1.234,00"),
    ],
)
def test_a_thousand_or_a_decimal_is_what_the_rest_of_the_file_shows(analysed, rows, head, revenue):
    assert f"Umsatz {revenue}." in analysed(rows, head=head, json=False).out


def test_where_the_file_shows_both_the_unclear_amount_isnt_counted(analysed):
    found = analysed("a;2026-01-01;1,50\na;2026-01-02;1.50\na;2026-01-03;1.234", head="Kunde;Datum;Betrag\n")
    assert "Betrag unklar (Tausender oder Nachkommastellen?): 1 Zeile (zuerst Zeile 4: „1.234“)." in found.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_usual_encoding_and_delimiter_will_do(analysed, encoding, delimiter):
    rows = (("Kunde", "Datum", "Umsatz"), ("Müller & Söhne", "2026-01-01", "5"), ("Groß", "2026-01-02", "7"))
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert analysed(text.encode(encoding)).facts["customers"] == 2


def test_columns_are_found_by_their_headings(analysed):
    head = "Rechnungs-Nr,Invoice Date,Customer ID,Name,Revenue in EUR\n"
    found = analysed('1,2026-01-01,7,Anna,5\n2,2026-02-01,7,"Meier, Anna",5', head=head).facts
    assert (found["customers"], found["second_purchases"]) == (1, 1)


def test_a_currency_that_isnt_the_files_is_told_apart(analysed):
    head = "Kunde;Datum;Betrag;Währung\n"
    rows = "a;2026-01-01;10,00;EUR\na;2026-02-01;200,00;CHF\nb;2026-02-01;30,00;EUR"
    assert analysed(rows, head=head).facts["second_purchases"] == 1
    text = analysed(rows, head=head, json=False).out
    assert "Umsatz 40,00 EUR." in text
    assert "Dazu CHF 200,00" in text


def test_a_return_is_taken_off_in_its_own_currency(analysed):
    head = "Kunde;Datum;Betrag;Währung\n"
    rows = "a;2026-01-01;10,00;EUR\na;2026-01-02;10,00;CHF\na;2026-02-01;-10,00;CHF"
    assert analysed(rows, head=head).facts["second_purchases"] == 0


def test_a_file_all_in_francs_is_in_francs(analysed):
    text = analysed("a;1.1.2026;CHF 10\nb;2.1.2026;CHF 5", head="Kunde;Datum;Betrag\n", json=False).out
    assert "Umsatz 15,00 CHF." in text
    assert "Dazu" not in text


def test_nothing_paid_is_an_occasion_less_than_nothing_a_return(analysed):
    assert analysed("a,2026-01-01,0\na,2026-02-01,0").facts["second_purchases"] == 1
    given_back = analysed("a,2026-01-01,10\na,2026-02-01,10\na,2026-02-03,-10").facts
    assert (given_back["second_purchases"], given_back["customers"]) == (0, 1)


def test_part_of_a_purchase_given_back_leaves_the_occasion(analysed):
    text = analysed("a,2026-01-01,10\na,2026-02-01,10\na,2026-02-03,-4", json=False).out
    assert "2 Käufe" in text
    assert "Umsatz 16,00." in text


def test_a_return_before_its_purchase_is_refused_and_the_order_of_rows_doesnt_matter(analysed):
    early = analysed("a,2026-01-05,10\na,2026-01-01,-10")
    assert early.facts["first_buyers"] == 1
    assert "Rückgabe größer" in early.err
    late = analysed("a,2026-01-09,-10\na,2026-01-05,10")
    assert (late.facts["matrix"]["A0"], late.err) == (1, "")


def test_rows_that_say_nothing_are_counted_aloud(analysed):
    rows = "a,2026-01-01,5\n\n,2026-01-01,5\nb,31.2.2026,5\nc,2026-01-01,viel\nd,2026-01-01\ne,2026-01-01,"
    found = analysed(rows)
    assert found.facts["customers"] == 1
    assert sorted(found.err.splitlines()) == [
        "Nicht gezählt, Betrag unklar: 1 Zeile (zuerst Zeile 6: „viel“).",
        "Nicht gezählt, diesen Tag gibt es nicht: 1 Zeile (zuerst Zeile 5: „31.2.2026“).",
        "Nicht gezählt, ohne Betrag: 1 Zeile (zuerst Zeile 8).",
        "Nicht gezählt, ohne Kunde: 1 Zeile (zuerst Zeile 4).",
        "Nicht gezählt, zu wenige Spalten: 1 Zeile (zuerst Zeile 7).",
    ]


def test_the_future_hasnt_happened(analysed):
    found = analysed("a,2026-01-01,5\nb,2062-01-01,5")
    assert found.facts["customers"] == 1
    assert "liegt nach dem 1.1.2026: 1 Zeile" in found.err


def test_before_1970_is_a_day_as_any(analysed):
    facts = analysed("a,1960-01-01,5\na,1960-03-01,5\nb,1961-05-05,7").facts
    assert (facts["customers"], facts["second_purchases"]) == (2, 1)


def test_one_customer_and_one_day_are_enough(analysed):
    one = analysed("a,2026-01-01,5").facts
    assert (one["customers"], one["matrix"]["A1"], one["abc"]) == (1, 1, {"a": 1, "b": 0, "c": 0})
    assert (one["not_back_by_horizon"], one["revenue_share_top20"]) == (1, 1)
    all_at_once = analysed("\n".join(f"k{n % 50},2026-01-01,5" for n in range(200))).facts
    assert (all_at_once["second_purchases"], all_at_once["window"]["level"]) == (0, "Standardwert")


def test_a_return_that_gives_all_back_leaves_no_buyer(analysed):
    facts = analysed("a,2026-01-01,5\na,2026-01-02,-5").facts
    assert (facts["customers"], facts["first_buyers"], facts["matrix"]["A0"]) == (1, 0, 1)
    assert facts["revenue_share_top20"] == facts["customers_for_80pct_revenue"] == 0


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "purchases.csv ist leer."),
        (b"customer_id,date,amount\n", "In purchases.csv steht kein Kauf."),
        (b"customer_id,date,amount\na,2026-01-01,-5\n", "In purchases.csv steht kein Kauf."),
        (b"customer_id,date\na,2026-01-01\n", "In der ersten Zeile fehlt: Betrag."),
        (b"a,b,c\n1,2,3\n", "In der ersten Zeile fehlt: Kunde, Datum, Betrag."),
        (b"PK\x03\x04\x00\x00", "purchases.csv ist nicht zu lesen: die Arbeitsmappe ist beschädigt."),
        (
            b'customer_id,date,amount\na,2026-01-01,"5\n',
            "purchases.csv ist nicht zu lesen: ab Zeile 2 ist ein Anführungszeichen nicht geschlossen.",
        ),
    ],
)
def test_what_cant_be_analysed_is_refused_in_one_line(refused, content, what):
    assert refused(content) == what


def test_a_file_that_isnt_there_is_refused(refused, tmp_path):
    assert "gibt es nicht" in refused(tmp_path / "none.csv")
    assert "gibt es nicht" in refused(tmp_path)


def test_a_picture_that_cant_be_written_is_refused(refused, tmp_path):
    pytest.importorskip("matplotlib", exc_type=ImportError)
    assert "lässt sich nicht schreiben" in refused(
        b"customer_id,date,amount\na,2026-01-01,5\n", plot=tmp_path
    )


cells = st.sampled_from(
    ["a", "b", "", "2026-01-01", "1.1.2026", "0001-01-01", "9999-12-31", "-5", "1.234", '"', "€"]
)
noise = st.text(max_size=6) | cells
good = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from(["2026-01-01", "5.1.2026", "1.1.1900", "0001-01-01", "9999-12-31"]),
    st.sampled_from(["-5", "5", "1.234", "1,5", "0", "7 CHF"]),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(good | st.lists(noise, max_size=5), max_size=8),
    head=st.sampled_from(["customer_id,date,amount", "Kunde,Datum,Betrag,Währung", "id"]),
    as_of=st.none() | st.dates(),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_whatever_stands_in_a_file_is_analysed_or_refused(analysed, rows, head, as_of, encoding):
    text = "\n".join([head, *(",".join(row) for row in rows)])
    with contextlib.suppress(Unusable):
        facts = analysed(text.encode(encoding, errors="replace"), as_of=as_of).facts
        assert sum(facts["matrix"].values()) == facts["customers"] > 0
        assert facts["second_purchases"] <= facts["first_buyers"] <= facts["customers"]


@given(st.binary(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_of_any_kind_are_analysed_or_refused(analysed, content):
    with contextlib.suppress(Unusable):
        analysed(content)


bought = st.tuples(st.integers(0, 20), st.integers(-4, 4)).filter(lambda row: row[1] != 0)


def event(number, day, euros, refers_to=None):
    at = datetime(2026, 1, 1 + day, number % 24, tzinfo=UTC)
    kind = Kind.PURCHASE if euros > 0 else Kind.RETURN
    money = Money(100 * abs(euros), "EUR")
    return Event(number, kind, 1, 7, at, at.date(), at, money=money, refers_to=refers_to)


def as_in_the_chat(rows):
    """Occasions that stand, and how many returns were refused."""
    events, refused = [], 0
    for number, (day, euros) in enumerate(rows):
        now = event(number, day, euros)
        try:
            meant = to_return(History.of(events), now.money).id if euros < 0 else None
        except (MoreThanRemains, NothingToReturn):
            refused += 1
        else:
            events.append(event(number, day, euros, meant))
    return len(occasions(History.of(events).standing())), refused


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(bought, min_size=1, max_size=10).filter(lambda rows: any(euros > 0 for _, euros in rows)))
def test_returns_are_taken_off_as_in_the_chat(analysed, found):
    rows = sorted(found, key=lambda row: (row[0], row[1] < 0))  # within a day purchases come first
    kept, refused = as_in_the_chat(rows)
    seen = analysed("\n".join(f"a,{date(2026, 1, 1 + day)},{euros}" for day, euros in rows))
    assert (seen.facts["first_buyers"], seen.facts["second_purchases"]) == (kept > 0, kept > 1)
    said = re.search(r"davor: (\d+)", seen.err)
    assert (int(said[1]) if said else 0) == refused
