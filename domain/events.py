"""What happened with a contact: an append-only list of events, the only truth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """Event kinds (§0, §1). A handle or a mark is an event too, so that undo is one mechanism."""

    CREATED = "created"
    REACTION = "reaction"
    PURCHASE = "purchase"
    RETURN = "return"
    APPOINTMENT = "appointment"
    MOVED = "moved"  # refers to the appointment; carries the new `due`
    CANCELLED = "cancelled"  # refers to the appointment
    NO_SHOW = "no_show"  # refers to the appointment; counts as its result
    RESULT = "result"  # refers to the appointment, if any
    TOUCH = "touch"
    NOTE = "note"
    STEP = "step"  # the rep's own next step, `due` with or without a time
    DONE = "done"  # refers to the STEP it settles
    STATUS = "status"  # set by hand (S8); `detail` is the code
    SNOOZE = "snooze"  # `due` until when
    PARKED = "parked"  # `due` until when, or open end
    RESUMED = "resumed"
    OFFER = "offer"  # sent by us; `due` until when it is valid
    REFUSAL = "refusal"  # `due` until when we keep still; without it: never again
    SATISFACTION = "satisfaction"  # `detail` "1" … "5"
    CHANGED = (
        "changed"  # a field of the record: `detail` is its code, `product` the old value, `text` the new
    )
    MERGED = "merged"  # another contact was merged into this one; `detail` is its number
    HANDED = "handed"  # given into other hands; `detail`: from and to, as members' numbers, `2>3`
    FILE = "file"  # `detail`: photo, voice, video or document; `product` is its name, `text` its caption
    HINT = "hint"  # evidence for the psychotype; `detail` is the folded word (§6)
    TYPE = "type"  # the psychotype set by hand; `detail` is the type, `text` why
    QUALIFIED = "qualified"  # `detail` is the criterion, `signal` the answer, `text` the evidence (Q1)
    MENTION = "mention"  # recommended us in public; `detail` is the reach, `product` where (§7)
    REFERRAL = "referral"  # recruited somebody; `detail` is their number (V11)
    REFERRED = "referred"  # was recruited; `detail` is the recruiter's number


class Channel(StrEnum):
    """How a contact reacted (S2)."""

    WEB = "web"
    AKTION = "aktion"
    BRIEF = "brief"
    MAIL = "mail"
    ANRUF = "anruf"
    MESSENGER = "messenger"
    MESSE = "messe"
    EMPFEHLUNG = "empfehlung"
    INFO = "info"


class Signal(StrEnum):
    """What a reaction said beyond interest (S4)."""

    OFFER = "angebot"
    APPOINTMENT = "termin"
    TRIAL = "probe"


class Way(StrEnum):
    """How we approached a contact (touch)."""

    CALL = "anruf"
    MAIL = "mail"
    VISIT = "besuch"
    INFO = "info"
    LETTER = "brief"
    MESSENGER = "messenger"
    THANKS = "dank"
    NOT_REACHED = "nicht_erreicht"
    VOICEMAIL = "mailbox"


@dataclass(frozen=True, slots=True)
class Due:
    """A moment to come: a day, or a day with a time. `at` is aware UTC and None where only the day is known."""

    day: date
    at: datetime | None = None

    @property
    def timed(self) -> bool:
        return self.at is not None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of a currency (ISO 4217)."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Voided:
    at: datetime
    by: int
    turn: int


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of a contact's history. `at`, `logged_at`: aware UTC; `day`: the team's calendar day of `at` (§1)."""

    id: int
    kind: Kind
    contact: int
    rep: int
    at: datetime
    day: date
    logged_at: datetime
    timed: bool = True
    detail: str = ""  # a code inside the kind: Channel, Way, a status, a grade
    signal: str = ""  # reactions: a Signal, or empty
    money: Money | None = None
    due: Due | None = None
    ends_at: datetime | None = None
    refers_to: int | None = None
    product: str = ""
    text: str = ""
    file: str = ""  # Telegram's file id
    flags: frozenset[str] = field(default_factory=frozenset)  # rabatt, anzahlung
    turn: int = 0
    voided: Voided | None = None

    @property
    def order(self) -> tuple[date, bool, datetime, datetime, int]:
        """Happened, logged, id; a date without a time comes after the timed events of its day (§1)."""
        return self.day, not self.timed, self.at, self.logged_at, self.id


@dataclass(frozen=True, slots=True)
class History:
    """All events of one contact in order, voided ones included."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, events: Iterable[Event]) -> "History":
        return cls(tuple(sorted(events, key=lambda event: event.order)))

    def standing(self, *kinds: Kind) -> Iterator[Event]:
        """Events that weren't voided, oldest first; of these kinds only, if any are named."""
        return (e for e in self.events if e.voided is None and (not kinds or e.kind in kinds))

    def last(self, *kinds: Kind) -> Event | None:
        found = None
        for found in self.standing(*kinds):  # noqa: B007 – the last one is what we want
            pass
        return found
