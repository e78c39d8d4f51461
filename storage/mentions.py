"""Which words stand in what a contact's events say. Nothing is taken out when an event is voided: who reads looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, delete, literal, or_, select

from domain.events import Event, Kind
from domain.mentioned import mentioned
from storage.inserts import adding, insert_new
from storage.prepared import Prepared
from storage.tables import metadata
from storage.unwritten import Unwritten

MENTION = metadata.tables["mention"]
EVENT = metadata.tables["event"]
WORDING = metadata.tables["wording"]


@dataclass(frozen=True, slots=True)
class Passage:
    """What an event of a contact says."""

    contact: int
    kind: Kind
    day: date
    text: str


class Mentions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.unwritten: Unwritten[tuple[str, int]] = Unwritten()

    def note(self, event: Event) -> None:
        """Make its contact findable by what an event says."""
        if said := mentioned(event):
            self.unwritten.update((word, event.contact) for word in said)

    def write(self) -> None:
        """Add what was noted, in one order."""
        rows = [{"word": word, "contact": contact} for word, contact in sorted(self.unwritten)]
        adding(self.connection, MENTION, "word,contact").many(self.connection, rows)
        self.unwritten.clear()

    def drop(self, contact: int) -> None:
        """Forget all that was said about a contact."""
        for key in [key for key in self.unwritten if key[1] == contact]:
            del self.unwritten[key]
        _DROP.run(self.connection, b_contact=contact)

    def share(self, source: int, target: int) -> None:
        """Another contact got events of this one: it may be found by all that was ever said here."""
        self.write()
        said = (
            select(MENTION.c.word, literal(target))
            .where(MENTION.c.contact == source)
            .order_by(MENTION.c.word)
        )
        query = insert_new(self.connection, MENTION, "word,contact").from_select(["word", "contact"], said)
        self.connection.execute(query)

    def passages(self, contacts: Sequence[int]) -> list[Passage]:
        """All that standing events of these contacts say, the newest first."""
        query = (
            select(EVENT.c.contact, EVENT.c.kind, EVENT.c.day, WORDING.c.product, WORDING.c.text)
            .join(WORDING, WORDING.c.event == EVENT.c.id)
            .where(EVENT.c.contact.in_(contacts), EVENT.c.voided_at.is_(None))
            .where(or_(WORDING.c.product != "", WORDING.c.text != ""))
            .order_by(EVENT.c.day.desc(), EVENT.c.id.desc())
        )
        return [
            Passage(contact, Kind(kind), day, f"{product} {text}".strip())
            for contact, kind, day, product, text in self.connection.execute(query)
        ]


_DROP = Prepared(delete(MENTION).where(MENTION.c.contact == bindparam("b_contact")))
