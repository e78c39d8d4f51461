"""Premium customers: five tags, several may hold, each with its reason (§7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import comb
from statistics import StatisticsError, fmean
from typing import NamedTuple, TypeVar

from domain.matrix import Group
from domain.referrals import Referral
from domain.rfm import Buying, exactly, top
from domain.rules import Rules

Who = TypeVar("Who", int, str)
_YEAR = 365  # a customer of exactly one year has one customer-year
_WEEKEND, _WEEK = 2, 7


class Premium(StrEnum):
    ROYAL = "Royal"
    CANDIDATE = "Royal-Anwärter"
    ADDICT = "Addict"  # on screen and in exports "Spontankäufer"
    ADVOCATE = "Advokat"
    INFLUENCER = "Influencer"


@dataclass(frozen=True, slots=True)
class Label:
    """A tag with the numbers that gave it and the events it rests on."""

    tag: Premium
    numbers: tuple[tuple[str, float], ...] = ()
    events: tuple[int, ...] = ()


class Mention(NamedTuple):
    """A recorded public mention: `/premium Meier erwähnt Instagram 2500`."""

    day: date
    reach: int
    where: str = ""
    event: int | None = None


@dataclass(frozen=True, slots=True)
class PremiumFigures:
    """The team's: who is Royal, the mean revenue per year of all who ever bought, and whether weekends count."""

    royals: frozenset[int] | frozenset[str] = frozenset()
    mean_per_year: float = 0.0
    sells_at_weekends: bool = True


def per_year(found: Buying, *, today: date) -> float:
    """Revenue ÷ customer-years, at least one; minor units. Equal rates are equal floats: one division."""
    days = (today - found.first).days if found.first else 0
    return found.revenue * _YEAR / max(_YEAR, days)


def may_be_royal(found: Buying, group: Group, *, today: date, rules: Rules) -> bool:
    if found.first is None or group is Group.LOST:
        return False
    return (today - found.first).days >= rules.royal_days and found.n >= rules.royal_purchases


def royals(eligible: Iterable[tuple[Who, float]], *, rules: Rules, of: int | None = None) -> frozenset[Who]:
    """Take ⌈3 %⌉ of the eligible by revenue per year, at least 1, at most 20; ties in the order of their keys.

    Nobody is Royal for nothing: revenue has to be above zero. `of`: how many are eligible, where only the
    best of them are given.
    """
    ranked = sorted(eligible, key=lambda pair: (-pair[1], pair[0]))
    places = min(rules.royal_most, max(1, top(rules.royal_share, len(ranked) if of is None else of)))
    return frozenset(who for who, rate in ranked[:places] if rate > 0)


def mean(rates: Iterable[float]) -> float:
    try:
        return fmean(rates)
    except StatisticsError:  # nobody ever bought
        return 0.0


def labels(
    who: int | str,
    found: Buying,
    *,
    team: PremiumFigures,
    today: date,
    rules: Rules,
    referrals: Sequence[Referral] = (),
    mentions: Sequence[Mention] = (),
) -> tuple[Label, ...]:
    """All tags of one customer; `referrals`: those this customer made."""
    royal = _royal(who, found, team, today) or _candidate(found, team, today, rules)
    advocate = _advocate(referrals, today, rules)
    influencer = _influencer(mentions, today, rules) if advocate else None
    given = (royal, _addict(found, team, rules), advocate, influencer)
    return tuple(label for label in given if label is not None)


def _royal(who: int | str, found: Buying, team: PremiumFigures, today: date) -> Label | None:
    if who not in team.royals:
        return None
    rate = per_year(found, today=today)
    return Label(Premium.ROYAL, (("per_year", round(rate)), ("royals", len(team.royals))))


def _candidate(found: Buying, team: PremiumFigures, today: date, rules: Rules) -> Label | None:
    rate = per_year(found, today=today)
    if not _impulsive(found, rules) or rate <= team.mean_per_year:
        return None
    compared = (("per_year", round(rate)), ("mean_per_year", round(team.mean_per_year)))
    return Label(Premium.CANDIDATE, (*compared, *_rhythm(found, rules)))


def _addict(found: Buying, team: PremiumFigures, rules: Rules) -> Label | None:
    """The share alone would tag whoever bought twice in four times at a weekend: chance does that, too."""
    if not team.sells_at_weekends or not _impulsive(found, rules):
        return None
    if found.weekend < exactly(rules.weekend_share) * found.n:
        return None
    p = weekend_chance(found.weekend, found.n)
    if p > exactly(rules.weekend_p):
        return None
    return Label(Premium.ADDICT, (("weekend", found.weekend), ("p", float(p)), *_rhythm(found, rules)))


def weekend_chance(at_weekend: int, n: int) -> Fraction:
    """One-sided binomial p: at least so many of n on two days of seven by chance, exact."""
    rest = _WEEK - _WEEKEND
    ways = sum(comb(n, k) * _WEEKEND**k * rest ** (n - k) for k in range(at_weekend, n + 1))
    return Fraction(ways, _WEEK**n)


def _impulsive(found: Buying, rules: Rules) -> bool:
    return found.n >= rules.impulse_purchases and found.cv is not None and found.cv > rules.irregular_cv


def _rhythm(found: Buying, rules: Rules) -> tuple[tuple[str, float], ...]:
    return ("n", found.n), ("cv", found.cv or 0), ("irregular_from", rules.irregular_cv)


def _advocate(made: Sequence[Referral], today: date, rules: Rules) -> Label | None:
    known = [referral for referral in made if referral.day <= today]
    lately = [referral for referral in known if (today - referral.day).days < rules.advocate_days]
    free = [referral for referral in known if referral.reacted and not referral.rewarded]
    if not free and len(lately) < rules.advocate_referrals:
        return None
    rests_on = free or lately
    numbers = (("free", len(free)), ("lately", len(lately)))
    return Label(Premium.ADVOCATE, numbers, tuple(r.event for r in rests_on if r.event is not None))


def _influencer(mentions: Sequence[Mention], today: date, rules: Rules) -> Label | None:
    known = [mention for mention in mentions if mention.day <= today]
    best = max(known, key=lambda mention: (mention.reach, mention.day), default=None)
    if best is None or best.reach < rules.influencer_reach:
        return None
    return Label(Premium.INFLUENCER, (("reach", best.reach),), () if best.event is None else (best.event,))


def factor(revenues: Mapping[Who, int], premium: frozenset[Who]) -> float | None:
    """Premium ÷ average revenue per customer (S yardstick: 20); None without either."""
    of_premium = [minor for who, minor in revenues.items() if who in premium]
    total = sum(revenues.values())
    if not of_premium or not total:
        return None
    return float(Fraction(sum(of_premium), len(of_premium)) / Fraction(total, len(revenues)))
