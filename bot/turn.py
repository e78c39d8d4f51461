"""One turn: who typed or tapped what, when; and what is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what only reads files needs no database
    from storage.members import Member
    from storage.outbox import Message


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the line. `kind`: photo, voice, video, document …; `file`: Telegram's id, `size`: bytes."""

    kind: str
    file: str
    name: str = ""
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A contact card shared from the phone's address book. `vcard`: its full text, where Telegram passes it on."""

    name: str
    phone: str
    vcard: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """`typed_at`: the message's own time, aware UTC; `now`: when it is handled. `pressed`, `answers`: our messages.

    `sender`: the name of who wrote a forwarded message, empty where it is hidden; None: not forwarded.
    `other`: what it is where there is nothing in it for us, by Telegram's name (sticker, location, …).
    """

    member: "Member"
    text: str
    typed_at: datetime
    now: datetime
    message: int | None = None
    answers: "Message | None" = None
    pressed: "Message | None" = None
    edited: bool = False
    file: Attachment | None = None
    card: Card | None = None
    sender: str | None = None
    other: str = ""

    @property
    def chat(self) -> int:
        return self.member.telegram


@dataclass(frozen=True, slots=True)
class Button:
    """What a tap does: `run` types a line, other actions have handlers of their own.

    `url` buttons open a page, `copy` ones put their text on the phone's clipboard: of both we hear nothing.
    """

    label: str
    action: str = "run"
    args: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    copy: str = ""

    @classmethod
    def line(cls, label: str, line: str) -> "Button":
        """A button that types this line, at the time the question was asked."""
        return cls(label, "run", {"line": line})


Rows = tuple[tuple[Button, ...], ...]


def rows(*groups: Iterable[Button]) -> Rows:
    """Rows of buttons, empty ones left out."""
    return tuple(tuple(group) for group in groups if group)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a message already sent: `row` is its outbox row; buttons not given go."""

    row: int
    text: str
    buttons: Rows = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A small file, kept in the outbox row until it is sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A picture or a big file that the sender has made off the loop (bot/workshop.py) when it sends it.

    `kind`: photo or document; `database`: the maker reads the database itself and is told where it is.
    """

    kind: str
    maker: str
    facts: dict[str, Any]
    name: str
    database: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a turn answers. `question`: the line that waits for an answer; `new`: its own message even after a tap."""

    text: str
    buttons: Rows = ()
    contact: int | None = None
    toast: str = ""
    question: str = ""
    edits: tuple[Edit, ...] = ()
    document: Document | None = None  # sent with the text as its caption; always a message of its own
    made: Made | None = None  # the same, of what is still to be made
    kept: Attachment | None = None  # a file that Telegram has, sent again by its id; a message of its own
    job: dict[str, Any] | None = (
        None  # long work (`kind` and its arguments) that shows its progress in this message
    )
    keeps: bool = False  # after a tap: the pressed message keeps its text, this comes below it
    new: bool = False
    onto: int | None = None  # the outbox row this is written over instead (a corrected entry's reply)


class Refusal(Exception):
    """A line that can't be carried out: facts only; `bot/views/refusals.py` has a sentence for each.

    `about`: how a line may call the contact it was about, so that the example is one for them.
    """

    about: str = ""
