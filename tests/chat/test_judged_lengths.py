"""The analyst's answers fit into their messages, however long the names and however much there is to say."""

import itertools
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from bot.views import matrices, origins, premium
from domain.climbs import Climb
from domain.contact import Contact
from domain.dossier import Dossier
from domain.events import Money, Way
from domain.matrix import Group
from domain.pareto import pareto
from domain.premium import Label, Mention, Premium
from domain.referrals import Referral
from domain.rfm import Buying
from domain.rules import Rules
from domain.status import Status
from domain.window import Level
from storage.customers import Movement
from storage.referrals import Recruited

RULES, TODAY = Rules(), date(2026, 3, 2)
LONG = "W&<lfeschlegelsteinhausenbergerdorff von und zu Hohenzollern-Sigmaringen und Söhne"
MUCH = 999_999_999  # nearly the largest amount there is
NUMBERS = {
    "per_year": MUCH, "mean_per_year": MUCH, "cv": 1.23, "irregular_from": 0.75, "n": 9999, "weekend": 9999,
    "p": 0.04999, "free": 99, "lately": 99, "reach": MUCH,
}  # fmt: skip


@pytest.fixture
def desk():
    office = SimpleNamespace(rules=RULES, currency="EUR")
    return SimpleNamespace(
        office=office, today=TODAY, turn=SimpleNamespace(member=SimpleNamespace(lead=False))
    )


def person(number):
    return Contact(number, 1, LONG, datetime(2026, 3, 2, tzinfo=UTC), company=LONG)


def label(tag):
    return Label(tag, tuple(NUMBERS.items()))


def plain(reply):
    """As Telegram counts: without tags, entities as one sign."""
    for before, after in (("<b>", ""), ("</b>", ""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        reply = reply.replace(before, after)
    return reply


def test_pareto_and_its_warnings_fit_under_a_picture(desk):
    found = pareto([(1, MUCH), (2, MUCH), (3, MUCH), *((n, 9_999_999) for n in range(4, 12))], rules=RULES)
    caption = plain("\n".join(matrices._shares(desk, found, dict.fromkeys(range(1, 12), LONG))))  # noqa: SLF001
    assert caption.count("Achtung") == 3
    assert len(caption) <= 1024


def test_the_matrix_with_every_group_fits_under_a_picture(desk):
    places = [(group.value, True, True, 99_999, MUCH * 1000) for group in Group]
    moved = [Movement(n, LONG, MUCH, "A5", after) for after in ("A4", "A6!") for n in range(9)]
    window = SimpleNamespace(w50=111, w80=222, level=Level.ESTIMATED)
    reply = matrices.matrix(desk, places, {}, moved, window, [Money(MUCH, "CHF"), Money(MUCH, "USD")])
    assert "W50 111" in reply.text  # nothing was cut off
    assert len(plain(reply.text)) <= 1024


def test_sources_and_touches_of_every_way_fit(desk):
    counts = {f"{n}{LONG}": {status.value: 9999 for status in Status} for n in range(20)}
    climbed = {name: [Climb(rung, 365) for rung in origins.RUNGS for _ in range(99)] for name in counts}
    found = origins.Sources(counts, climbed, {name: [365] * 99 for name in counts})
    touches = {way.value: (999, 999) for way in Way}
    text = origins.sources(desk, found, touches, (TODAY, 9999, 9999)).text
    assert len(plain(text)) <= 1200


def test_all_premium_types_with_their_people_fit(desk):
    found = {tag: [person(n) for n in range(99)] for tag in Premium}
    text = premium.overview(desk, found, 19.9, ((999, 9999), (999, 9999))).text
    assert len(plain(text)) <= 1200


@pytest.mark.parametrize("royal", [Premium.ROYAL, Premium.CANDIDATE])
def test_one_of_every_type_who_recruited_many_fits(desk, royal):
    tags = (royal, Premium.ADDICT, Premium.ADVOCATE, Premium.INFLUENCER)
    made = tuple(Referral(1, n, TODAY, rewarded=True) for n in range(2, 60))
    seen = [Recruited(n, LONG, "EK", MUCH) for n in range(2, 50)]
    mentions = tuple(itertools.repeat(Mention(TODAY, MUCH, LONG), 9))
    found = Dossier(
        Buying(revenue=MUCH * 100), None, None, tuple(map(label, tags)), None, mentions, made, None
    )
    text = premium.of_contact(desk, person(1), found, seen).text
    assert len(plain(text)) <= 1200
