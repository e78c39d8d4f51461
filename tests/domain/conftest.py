"""A contact's story in a few lines: `story().on(1).reaction("web")` – builders every domain test shares."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import Calendar, Rhythm
from domain.events import Due, Event, History, Kind, Money, Voided
from domain.phrases import DateUnreadable, Lean, find_when
from domain.profile import Profile, fold
from domain.reminders import Planned, ReminderKind, plan, push_moment
from domain.rules import Rules
from domain.status import Standing, advance
from domain.steps import Step, next_step

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)  # day 0 of every story; no public holiday until Good Friday, 3 April
RHYTHM = Rhythm(BERLIN, Calendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)})))


def local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, BERLIN).astimezone(UTC)


class Story:
    """Events told one after the other; `on` moves the day, `logged` says when the next ones were typed."""

    def __init__(self, rules: Rules, rhythm: Rhythm) -> None:
        self.rules, self.rhythm = rules, rhythm
        self.events: list[Event] = []
        self.day, self.at, self.typed = MONDAY, time(10), None
        self.created()

    def on(self, offset: int, at: time = time(10), logged: int | None = None) -> "Story":
        """Day `offset` after the Monday it began; `logged` = typed so many days after that Monday."""
        self.day, self.at = MONDAY + timedelta(days=offset), at
        self.typed = None if logged is None else MONDAY + timedelta(days=logged)
        return self

    def event(self, kind: Kind, detail: str = "", *, due: Due | int | None = None, **facts) -> "Story":
        happened = local(self.day, self.at)
        number = len(self.events) + 1
        if isinstance(due, int):
            due = Due(MONDAY + timedelta(days=due))
        typed = happened if self.typed is None else local(self.typed, time(12)) + timedelta(seconds=number)
        self.events.append(
            Event(number, kind, 1, 7, happened, self.day, typed, detail=detail, due=due, turn=number, **facts)
        )
        return self

    def created(self) -> "Story":
        return self.event(Kind.CREATED)

    def reaction(self, how: str = "web", signal: str = "") -> "Story":
        return self.event(Kind.REACTION, how, signal=signal)

    def touch(self, way: str = "anruf") -> "Story":
        return self.event(Kind.TOUCH, way)

    def purchase(self, minor: int = 10_000, product: str = "", currency: str = "EUR") -> "Story":
        return self.event(Kind.PURCHASE, money=Money(minor, currency), product=product)

    def returned(self, purchase: int, minor: int = 10_000, currency: str = "EUR") -> "Story":
        return self.event(Kind.RETURN, money=Money(minor, currency), refers_to=purchase)

    def appointment(self, offset: int, at: time | None = time(14), ends: time | None = None) -> "Story":
        day = MONDAY + timedelta(days=offset)
        due = Due(day, local(day, at)) if at else Due(day)
        return self.event(Kind.APPOINTMENT, due=due, ends_at=local(day, ends) if ends else None)

    def moved(self, appointment: int, offset: int, at: time = time(14)) -> "Story":
        day = MONDAY + timedelta(days=offset)
        return self.event(Kind.MOVED, due=Due(day, local(day, at)), refers_to=appointment)

    def about(self, kind: Kind, event: int) -> "Story":
        return self.event(kind, refers_to=event)

    def by_hand(self, status: str) -> "Story":
        return self.event(Kind.STATUS, status)

    def step(self, offset: int, at: time | None = None) -> "Story":
        day = MONDAY + timedelta(days=offset)
        return self.event(Kind.STEP, due=Due(day, local(day, at)) if at else Due(day))

    def snooze(self, offset: int, at: time | None = None) -> "Story":
        day = MONDAY + timedelta(days=offset)
        return self.event(Kind.SNOOZE, due=Due(day, local(day, at)) if at else Due(day))

    def note(self) -> "Story":
        return self.event(Kind.NOTE)

    def void(self, number: int | None = None) -> "Story":
        index = -1 if number is None else number - 1
        event = self.events[index]
        self.events[index] = replace(event, voided=Voided(event.logged_at, 7, 99))
        return self

    @property
    def last(self) -> int:
        return len(self.events)

    @property
    def history(self) -> History:
        return History.of(self.events)

    @property
    def standing(self) -> Standing:
        return advance(self.history, rules=self.rules)

    @property
    def status(self) -> str:
        return str(self.standing.status)

    @property
    def path(self) -> list[str]:
        """Every change as `ZA→II S2 +3` (day after the Monday)."""
        return [
            f"{m.before}→{m.after} {m.reason.rule} +{(m.day - MONDAY).days}" for m in self.standing.moves[1:]
        ]

    @property
    def profile(self) -> Profile:
        return fold(self.history, rules=self.rules)

    @property
    def planned(self) -> tuple[Planned, ...]:
        return plan(self.history, self.profile, rules=self.rules, rhythm=self.rhythm)

    def find(self, kind: str, stage: int = 1) -> Planned:
        (found,) = [p for p in self.planned if p.kind == kind and p.stage == stage]
        return found

    @property
    def due(self) -> list[str]:
        """The plan as `kind stage +due day`, earliest first; `(…)` where it never rings."""
        told = sorted(self.planned, key=lambda p: (p.due.day, p.stage))
        texts = (f"{p.kind} {p.stage} +{(p.due.day - MONDAY).days}" for p in told)
        return [text if p.pushes else f"({text})" for text, p in zip(texts, told, strict=True)]

    def pushed(self, kind: str, stage: int = 1) -> str | None:
        """When it rings, local: `+3 09:00`."""
        moment = push_moment(self.find(kind, stage), rhythm=self.rhythm)
        if moment is None:
            return None
        rings = self.rhythm.local(moment)
        return f"+{(rings.date() - MONDAY).days} {rings:%H:%M}"

    def step_now(self, offset: int | None = None, at: time = time(12)) -> str | None:
        now = None if offset is None else local(MONDAY + timedelta(days=offset), at)
        step: Step | None = next_step(self.profile, self.planned, now=now)
        return step and f"{step.kind} {step.stage} +{(step.due.day - MONDAY).days}"


@pytest.fixture
def story() -> Callable[..., Story]:
    """Begin a story: a contact created on Monday, 2 March 2026, 10:00 in Berlin."""

    def begin(rhythm: Rhythm = RHYTHM, **rules: object) -> Story:
        return Story(Rules(**rules), rhythm)

    return begin


@pytest.fixture
def rhythm() -> Rhythm:
    return RHYTHM


@pytest.fixture
def kinds() -> type[ReminderKind]:
    return ReminderKind


@pytest.fixture(scope="session")
def read() -> Callable[[str, Lean, datetime], str]:
    """What a line typed at `now` says of a day, in the short form of the tables of phrases."""
    return _read


def _read(line: str, lean: Lean, now: datetime) -> str:
    try:
        found = find_when(line, now=now, lean=lean)
    except DateUnreadable:
        return "abgelehnt"
    if found is None:
        return "–"
    clock = f" {found.when.at:%H:%M}" if found.when.at else ""
    ends = f"-{found.ends:%H:%M}" if found.ends else ""
    left = f" «{rest}»" if (rest := found.rest(line)) else ""
    return f"{found.when.day:%d.%m.%Y}{clock}{ends}{left}"
