"""A made-up million of contacts, written straight into the tables: names by Zipf's law, a note each."""

# ruff: noqa: SIM905 – lists of words read best as a line of words
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice, product
from typing import Any

from sqlalchemy import Connection

from domain.contact import Contact
from domain.events import Event, Kind
from domain.mentioned import mentioned
from storage.database import transaction
from storage.prepared import inserting
from storage.schema.contacts import ContactRow
from storage.tables import metadata
from storage.words import index_words

COMMON = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf "
    "Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier "
    "Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß "
    "Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht"
).split()
FIRST = (
    "Anna Peter Maria Thomas Sabine Michael Petra Andreas Monika Stefan Claudia Christian Susanne Markus Andrea Jan "
    "Birgit Frank Heike Klaus Martina Jürgen Julia Uwe Ursula Wolfgang Karin Daniel Manuela Bernd Gabriele Jörg Lena"
).split()
TOWNS = (
    "Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover "
    "Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Karlsruhe Mannheim Augsburg "
    "Wiesbaden Gelsenkirchen Aachen"
).split()
TRADES = "Bau Technik Service Handel Logistik Medien Praxis Werkzeuge Elektro Garten Metall Möbel".split()
TALK = (
    "Wartung Handball Messe Katalog Budget Vertrag Hund Urlaub Heizung Lieferung Rabatt Maschine Schulung Software "
    "Dach Solar Garantie Ersatzteil Angebot Segeln"
).split()
SYLLABLES = (
    "bal",
    "ber",
    "dor",
    "fen",
    "gar",
    "hel",
    "kan",
    "lin",
    "mor",
    "nie",
    "pol",
    "ros",
    "sten",
    "tri",
    "wal",
)
ENDS = ("mann", "er", "ke", "ski", "berg", "haus", "ow", "hofer", "ing", "bach", "en", "el")
SURNAMES = 157_000
EACH, MANY = 500, 5_000  # contacts of a rep; of the first one, member 2
LEAD, BUSY, REP = 1, 2, 3  # members
AT_ONCE = 20_000  # contacts a transaction
LEARNT = 3  # letters, as in storage/words.py
TABLES = {
    name: metadata.tables[name]
    for name in ("member", "turn", "contact", "event", "wording", "word", "vocab", "mention")
}
BLANK = ContactRow().model_dump(exclude_none=True)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass
class Crowd:
    """Draws contacts one after the other, always the same ones."""

    count: int

    def __post_init__(self) -> None:
        self._dice = random.Random(4711)  # noqa: S311 – made-up names
        made = (
            "".join(parts).capitalize()
            for parts in product(SYLLABLES, SYLLABLES, SYLLABLES, (*SYLLABLES, ""), ENDS)
        )
        self.surnames = list(islice(dict.fromkeys([*COMMON, *_shuffled(made)]), SURNAMES))
        self._weights = {
            size: list(accumulate(1 / (place + 8) for place in range(size)))
            for size in (SURNAMES, len(FIRST), len(TOWNS), len(TALK))
        }

    def contacts(self) -> Iterator[tuple[Contact, str]]:
        """Each with its note; owner by owner, the first has many."""
        for number in range(1, self.count + 1):
            owner = 2 if number <= MANY else 3 + (number - MANY - 1) // EACH
            yield (
                self._contact(number, owner),
                f"{self._one(TALK)} und {self._one(TALK)}, {self._one(self.surnames)} fragen",
            )

    def _contact(self, number: int, owner: int) -> Contact:
        first, last, town, dice = self._one(FIRST), self._one(self.surnames), self._one(TOWNS), self._dice
        return Contact(
            id=number,
            owner=owner,
            name=f"{first} {last}",
            created_at=NOW,
            company=f"{self._one(self.surnames)} {dice.choice(TRADES)} GmbH" if dice.random() < 0.5 else "",
            email=f"{first}.{last}{number}@firma.example".lower() if dice.random() < 0.6 else "",
            phone=f"+4917{dice.randrange(10**9):09}",
            town=town,
        )

    def _one(self, choice: list[str]) -> str:
        return self._dice.choices(choice, cum_weights=self._weights[len(choice)])[0]


def _shuffled(names: Iterable[str]) -> list[str]:
    listed = sorted(names)
    random.Random(7).shuffle(listed)  # noqa: S311 – as above
    return listed


def fill(connection: Connection, crowd: Crowd) -> None:
    """Everything a search reads; indexes are made at the end. Statistics are not: a fresh database has none."""
    indexes = [index for table in TABLES.values() for index in table.indexes]
    with transaction(connection):
        for index in indexes:
            index.drop(connection)
        _insert(connection, "member", map(_member, range(1, 3 + max(0, crowd.count - MANY) // EACH + 1)))
        _insert(connection, "turn", [{"id": 1, "rep": 1, "at": NOW, "typed_at": NOW, "what": "import"}])
    vocabulary: set[str] = set()
    drawn = crowd.contacts()
    while part := list(islice(drawn, AT_ONCE)):
        with transaction(connection):
            _write(connection, part, vocabulary)
    with transaction(connection):
        _insert(connection, "vocab", ({"word": word} for word in sorted(vocabulary)))
    for index in indexes:
        with transaction(connection):
            index.create(connection)


def _write(connection: Connection, part: list[tuple[Contact, str]], vocabulary: set[str]) -> None:
    noted = [_event(contact, note) for contact, note in part]
    _insert(connection, "contact", (_contact_row(contact) for contact, _ in part))
    _insert(connection, "event", map(_event_row, noted))
    _insert(
        connection,
        "wording",
        ({"event": event.id, "product": "", "text": event.text, "file": ""} for event in noted),
    )
    found = [(contact, index_words(contact)) for contact, _ in part]
    vocabulary.update(word for _, known in found for word in known if word.isalpha() and len(word) >= LEARNT)
    rows = sorted((contact.owner, word, contact.id) for contact, known in found for word in known)
    _insert(connection, "word", ({"rep": rep, "word": word, "contact": number} for rep, word, number in rows))
    said = sorted((word, event.contact) for event in noted for word in mentioned(event))
    _insert(connection, "mention", ({"word": word, "contact": contact} for word, contact in said))


def _member(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "telegram": number,
        "name": f"Rep {number}",
        "lead": number == 1,
        "removed": False,
        "unreachable": False,
        "joined_at": NOW,
    }


def _event(contact: Contact, note: str) -> Event:
    return Event(contact.id, Kind.NOTE, contact.id, contact.owner, NOW, NOW.date(), NOW, text=note, turn=1)


def _event_row(event: Event) -> dict[str, Any]:
    names = ("id", "contact", "rep", "turn", "at", "day", "timed", "logged_at")
    return {
        **{name: getattr(event, name) for name in names},
        "kind": event.kind.value,
        "detail": "",
        "signal": "",
        "flags": "",
    }


def _contact_row(contact: Contact) -> dict[str, Any]:
    """Used at some time of the last year."""
    names = ("id", "owner", "name", "company", "email", "phone", "town", "private", "hidden", "created_at")
    used = NOW - timedelta(minutes=contact.id * 7919 % 500_000)
    return {**BLANK, **{name: getattr(contact, name) for name in names}, "used_at": used}


def _insert(connection: Connection, name: str, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed and connection.dialect.name == "postgresql":
        with connection.connection.cursor() as cursor:
            columns = ", ".join(f'"{column}"' for column in listed[0])
            with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                for row in listed:
                    copy.write_row(tuple(row.values()))
    elif listed:
        inserting(TABLES[name], *listed[0]).many(connection, listed)
