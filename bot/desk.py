"""What a handler works at: the turn, the open unit of work, the team's settings."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from bot.turn import Turn
from domain.calendar import Rhythm
from domain.contact import Contact
from domain.events import Due, Event, Kind
from domain.phrases import When, local_moment
from domain.rules import Rules
from storage.members import Member
from storage.words import Scope
from storage.work import Change, Work


@dataclass(frozen=True, slots=True)
class Office:
    """The team's settings that handlers need. `country` reads phone numbers, `currency` amounts without one."""

    name: str
    country: str
    currency: str
    rules: Rules
    bot_name: str = ""
    version: str = ""
    feed: str = ""  # under which address calendars reach us; empty: they don't
    import_mb: int = 20  # `[limits]`
    import_rows: int = 100_000


@dataclass(slots=True)
class Desk:
    """Handed to every command and tap; `entry` is the id of what this turn stores, once it stores something."""

    turn: Turn
    work: Work
    office: Office
    rhythm: Rhythm
    command: str = ""  # as typed by its proper name: what an unfinished line is completed to
    entry: int | None = None
    changes: list[Change] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)  # what was noticed by the way, said below the answer
    about: Contact | None = None  # whom the line named

    @property
    def scope(self) -> Scope:
        """A rep sees own contacts and those of whom one stands in for, a lead the team's."""
        return self.work.absences.scope(self.turn.member, now=self.turn.now)

    @property
    def own(self) -> Scope:
        """What figures are of: a rep's own, a lead's team; those of whom one stands in for stay that one's."""
        return Scope(None if self.turn.member.lead else (self.turn.member.id,))

    @property
    def covered(self) -> list[Member]:
        """For whom the rep stands in now."""
        return self.work.absences.covered(self.turn.member.id, now=self.turn.now)

    @property
    def typed(self) -> datetime:
        """When the line was typed, in the rep's zone."""
        return self.rhythm.local(self.turn.typed_at)

    @property
    def today(self) -> date:
        """The day the line was typed on."""
        return self.typed.date()

    def local(self, moment: datetime) -> datetime:
        """A moment in the rep's zone."""
        return self.rhythm.local(moment)

    def begin(self, what: str) -> int:
        """The entry this turn makes: the unit of undo."""
        if self.entry is None:
            turn = self.turn
            self.entry = self.work.turns.begin(
                turn.member.id,
                what,
                now=turn.now,
                typed_at=turn.typed_at,
                chat=turn.chat,
                message=turn.message,
            )
        return self.entry

    def event(self, kind: Kind, when: When | None = None, **facts: Any) -> Event:
        """An event of this rep; without `when` it happened as the line was typed."""
        at, day, timed = self._happened(when)
        return Event(
            id=0,
            kind=kind,
            contact=0,
            rep=self.turn.member.id,
            at=at,
            day=day,
            timed=timed,
            logged_at=self.turn.now,
            turn=self.begin(kind.value),
            **facts,
        )

    def _happened(self, when: When | None) -> tuple[datetime, date, bool]:
        if when is None:
            return self.turn.typed_at, self.work.team_day(self.turn.typed_at), True
        if when.at is not None:
            at = local_moment(when, self.rhythm.zone)
            return at, self.work.team_day(at), True
        noon = local_moment(When(when.day, time(12)), self.rhythm.zone)
        return min(noon, self.turn.typed_at.astimezone(UTC)), when.day, False

    def due(self, when: When) -> Due:
        """A moment to come, as events carry it."""
        return Due(when.day, local_moment(when, self.rhythm.zone) if when.at else None)

    def record(self, contact: Contact, *events: Event) -> Change:
        """Append to a contact's history within this turn's entry."""
        change = self.work.record(contact, events, now=self.turn.now)
        self.changes.append(change)
        if self.entry is not None:
            self.work.turns.concerns(self.entry, contact.id)
        self.work.contacts.used(contact.id, now=self.turn.now)
        return change
