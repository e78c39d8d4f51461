"""All that is derived of contacts, anew from their events: what differs from what stands there is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from domain.customer import NO_BUYER
from domain.events import History
from domain.profile import Profile, fold
from storage.beside import Kept
from storage.customers import FIGURES, figures
from storage.recount import AT_ONCE
from storage.work import Work

_PLACE, _LOOK_ON = FIGURES.index("place"), FIGURES.index("look_on")
_DAY = timedelta(days=1)
NOBODY_KNOWN: Mapping[int, Profile] = MappingProxyType({})


def derive(work: Work, numbers: Sequence[int], *, now: datetime) -> int:
    """Status, next step, reminders, figures, and the window's counts, where these are under way. Returns how many.

    `numbers`: of all contacts between the first and the last of them, in order.
    """
    if not numbers:
        return 0
    folded = _derive(work, numbers, now=now)
    count_on(work, {kept.contact.id: profile for kept, profile in folded})
    reckoned = (
        (kept.contact.id, kept.figures, _figures(work, kept, profile, now)) for kept, profile in folded
    )
    work.customers.keep_all([(contact, found) for contact, before, found in reckoned if found != before])
    return len(folded)


def _derive(work: Work, numbers: Sequence[int], *, now: datetime) -> list[tuple[Kept, Profile]]:
    """The same without counts and figures. What is read is read when nobody changes it any more."""
    between = numbers[0], numbers[-1]
    folded, changed = [], []
    held = work.beside.between(*between)
    events, reminders = work.events.between(*between), work.agenda.between(*between)
    for kept in held:
        contact = kept.contact
        history = History.of(events.get(contact.id, ()))
        profile = fold(history, rules=work.policy.rules)
        found = work.plans.derived(contact, history, profile, now=now)
        rows = reminders.get(contact.id, ())
        work.agenda.match(rows, contact.id, contact.owner, found.moments, today=found.today)
        if found.columns != kept.columns:
            changed.append((contact.id, found.columns))
        folded.append((kept, profile))
    work.beside.keep(changed)
    return folded


def _figures(work: Work, kept: Kept, profile: Profile, now: datetime) -> tuple[Any, ...]:
    """The group stays as recorded, where one is: its changes are noted where they happen, not here."""
    today = _as_of(work, kept.figures[_LOOK_ON], profile, work.team_day(now))
    found = work.looks.on(today, profile)
    recorded = kept.figures[_PLACE]
    kept_on = (recorded == NO_BUYER) == (not found.buying.n)
    return figures(replace(found, place=recorded) if kept_on else found)


def _as_of(work: Work, look_on: date | None, profile: Profile, today: date) -> date:
    """What a look is due for stays as it was the day before: that look is to find what has changed.

    A day before the last purchase, or before the team's summary, was never one to look on: it only asks for one.
    """
    if look_on is None or look_on > today or not profile.occasions:
        return today
    looked = max(work.customers.team().day or date.min, profile.occasions[-1].day)
    return look_on - _DAY if look_on > looked else today


def count_on(work: Work, known: Mapping[int, Profile] = NOBODY_KNOWN) -> bool:
    """Some of the first buyers that a rebuild or an upgrade left uncounted. Returns whether there were any.

    `known`: who was just derived; the others are counted as they stand, whoever has them in hand counts later.
    """
    if (last := work.first_buyers.begin()) is None:
        return False
    if last == 0:
        work.first_buyers.recount()
    numbers = work.contacts.after(last, most=max(AT_ONCE, len(known)))
    events = work.events.of_contacts([number for number in numbers if number not in known])
    rules = work.policy.rules
    anew = {number: fold(History.of(found), rules=rules) for number, found in events.items()}
    work.first_buyers.count_all({number: known.get(number) or anew[number] for number in numbers})
    return True
