"""The tables: which columns, and what stands in them. A cell is a text, a date, a time, a number or empty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from html import unescape
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.exports.cells import neutral, phone
from bot.views import eventwords
from bot.views.fields import FIELDS
from bot.views.steps import WORDS
from domain.changes import TAG
from domain.events import Channel, Event, Kind, Signal, Way
from domain.planned import ReminderKind
from domain.purchases import kept
from domain.record import COLUMNS, DETAILS, Field
from storage.exports import BOTH_WAYS, Entry, Exported, Exports
from storage.words import Scope

Cell = str | date | time | Decimal | int | None
PHONES = (Field.PHONE, Field.PHONE2)
MINOR = Decimal(100)
DISCOUNT = "rabatt"
KINDS = {
    Kind.CREATED: "Angelegt", Kind.REACTION: "Reaktion", Kind.PURCHASE: "Kauf", Kind.RETURN: "Retoure",
    Kind.APPOINTMENT: "Termin", Kind.MOVED: "Termin verschoben", Kind.CANCELLED: "Termin abgesagt",
    Kind.NO_SHOW: "Nicht erschienen", Kind.RESULT: "Ergebnis", Kind.TOUCH: "Ansprache", Kind.NOTE: "Notiz",
    Kind.STEP: "Schritt", Kind.DONE: "Schritt erledigt", Kind.STATUS: "Status von Hand",
    Kind.SNOOZE: "Erinnerungen ruhen", Kind.PARKED: "Zurückgestellt", Kind.RESUMED: "Wieder aufgenommen",
    Kind.OFFER: "Angebot", Kind.REFUSAL: "Absage", Kind.SATISFACTION: "Zufriedenheit", Kind.CHANGED: "Geändert",
    Kind.MERGED: "Zusammengeführt", Kind.HANDED: "Übergeben", Kind.FILE: "Datei",
    Kind.HINT: "Hinweis", Kind.TYPE: "Kundentyp",
    Kind.QUALIFIED: "Qualifizierung", Kind.MENTION: "Erwähnung", Kind.REFERRAL: "Empfehlung", Kind.REFERRED: "Geworben",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """`team`: a lead's export, which names the rep of each row; `zone`: in which times are written."""

    exports: Exports
    scope: Scope
    zone: ZoneInfo
    team: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is a sheet's; rows come as they are read."""

    name: str
    heads: tuple[str, ...]
    rows: Iterator[list[Cell]]


def contacts(asked: Asked) -> Table:
    """The record in the words the import understands (domain/record.py), then what is derived."""
    used = asked.exports.details(asked.scope)
    fields = (*COLUMNS, *(field for field in DETAILS if field in used))
    heads = (
        "Nr", *(FIELDS[field] for field in fields), "Stichworte", "Status", "Seit", "Nächster Schritt", "Fällig",
        "Fällig um", "Käufe", "Letzter Kauf", "Angelegt", *_rep_head(asked),
    )  # fmt: skip
    found = asked.exports.contacts(asked.scope)
    return Table("Kontakte", heads, (_contact(item, fields, asked) for item in found))


def entries(asked: Asked) -> Table:
    heads = (
        "Nr", "Name", "Firma", "Datum", "Uhrzeit", "Art", "Angabe", "Betrag", "Währung", "Produkt", "Text",
        "Fällig", "Fällig um", *_rep_head(asked),
    )  # fmt: skip
    found = asked.exports.entries(asked.scope)
    return Table("Einträge", heads, (_happened(entry, asked) for entry in found))


def purchases(asked: Asked) -> Table:
    """What was bought and kept, as `python -m bot analyse` and our import read it."""
    heads = (
        "Kundennummer", "Name", "Firma", "Datum", "Betrag", "Währung", "Produkt", "Rabatt", *_rep_head(asked),
    )  # fmt: skip
    found = asked.exports.entries(asked.scope, BOTH_WAYS)
    histories = groupby(found, key=lambda entry: entry.event.contact)
    return Table("Käufe", heads, (row for _, history in histories for row in _bought(list(history), asked)))


TABLES: dict[str, Callable[[Asked], Table]] = {
    "contacts": contacts,
    "entries": entries,
    "purchases": purchases,
}


def _rep_head(asked: Asked) -> tuple[str, ...]:
    return ("Verkäufer",) if asked.team else ()


def _rep(name: str, asked: Asked) -> tuple[str, ...]:
    return (neutral(name),) if asked.team else ()


def _contact(item: Exported, fields: tuple[Field, ...], asked: Asked) -> list[Cell]:
    contact = item.contact
    created = contact.created_at.astimezone(asked.zone).date()
    return [
        contact.id, *(_field(item, field) for field in fields), neutral(", ".join(item.tags)), item.status,
        item.since, WORDS[ReminderKind(item.step)] if item.step else "", item.step_day, _clock(item.step_at, asked),
        item.occasions, item.last_bought, created, *_rep(item.rep, asked),
    ]  # fmt: skip


def _field(item: Exported, field: Field) -> str:
    contact = item.contact
    value = getattr(contact, field.value) if field in COLUMNS else contact.detail(field)
    if field is Field.PRIVATE:
        return "ja" if value else ""
    return phone(value) if field in PHONES else neutral(value)


def _happened(entry: Entry, asked: Asked) -> list[Cell]:
    event = entry.event
    amount, currency = _money(event)
    return [
        event.contact, neutral(entry.name), neutral(entry.company), event.day,
        _clock(event.at, asked) if event.timed else None, _kind(event),
        neutral(_said(event)), amount, currency, neutral(event.product if event.kind in _GOODS else ""),
        neutral(event.text),
        event.due.day if event.due else None, _clock(event.due.at, asked) if event.due else None,
        *_rep(entry.rep, asked),
    ]  # fmt: skip


def _bought(history: list[Entry], asked: Asked) -> Iterator[list[Cell]]:
    """Less what was given back: of a purchase returned in full nothing is left (§1)."""
    entries_of = {entry.event.id: entry for entry in history}
    for purchase in kept(entry.event for entry in history):
        entry = entries_of[purchase.id]
        if purchase.left is None:
            continue
        yield [
            neutral(entry.number or f"#{entry.event.contact}"), neutral(entry.name), neutral(entry.company),
            purchase.day, Decimal(purchase.left.minor) / MINOR, purchase.left.currency, neutral(purchase.product),
            "ja" if DISCOUNT in entry.event.flags else "", *_rep(entry.rep, asked),
        ]  # fmt: skip


def _money(event: Event) -> tuple[Decimal | None, str]:
    return (Decimal(event.money.minor) / MINOR, event.money.currency) if event.money else (None, "")


def _clock(moment: datetime | None, asked: Asked) -> time | None:
    return moment.astimezone(asked.zone).time().replace(second=0, microsecond=0) if moment else None


def _kind(event: Event) -> str:
    return KINDS[event.kind]


def _in_words(event: Event) -> str:
    """As the chat says it, with whole dates and without its markup."""
    return unescape(eventwords.what(event, today=date.min, local=lambda moment: moment))


_TOLD = frozenset(
    {Kind.FILE, Kind.MERGED, Kind.HINT, Kind.QUALIFIED, Kind.MENTION, Kind.REFERRAL, Kind.REFERRED}
)
_GOODS = frozenset({Kind.PURCHASE, Kind.RETURN, Kind.OFFER})


def _said(event: Event) -> str:
    """What the kind leaves open: how they reacted, what we did, which status."""
    if event.kind is Kind.REACTION:
        channel = eventwords.CHANNELS[Channel(event.detail)] if event.detail else ""
        signal = eventwords.SIGNALS[Signal(event.signal)] if event.signal else ""
        return ", ".join(part for part in (channel, signal) if part)
    if event.kind is Kind.TOUCH:
        return eventwords.WAYS[Way(event.detail)] if event.detail else ""
    if event.kind is Kind.CHANGED:
        return "Stichwort" if event.detail == TAG else FIELDS[Field(event.detail)]
    if event.kind is Kind.CREATED:
        return ""
    if event.kind in _TOLD:
        return _in_words(event)
    flags = (eventwords.FLAGS.get(flag, flag) for flag in sorted(event.flags))
    return ", ".join(part for part in (event.detail, *flags) if part)
