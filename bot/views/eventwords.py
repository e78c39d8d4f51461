"""Events in a few German words: in replies, cards, histories and reasons."""

from collections.abc import Callable
from datetime import date, datetime

from bot.views.fields import FIELDS
from bot.views.words import amount, dated, day, moment, money, shown
from domain.changes import TAG
from domain.events import Channel, Event, Kind, Signal, Way
from domain.record import Field

CHANNELS = {
    Channel.WEB: "Web",
    Channel.AKTION: "Aktion",
    Channel.BRIEF: "Brief",
    Channel.MAIL: "Mail",
    Channel.ANRUF: "Anruf",
    Channel.MESSENGER: "Messenger",
    Channel.MESSE: "Messe",
    Channel.EMPFEHLUNG: "Empfehlung",
    Channel.INFO: "Info",
}
SIGNALS = {
    Signal.OFFER: "Angebot gewünscht",
    Signal.APPOINTMENT: "Termin gewünscht",
    Signal.TRIAL: "Probe gewünscht",
}
WAYS = {
    Way.CALL: "angerufen",
    Way.MAIL: "Mail geschrieben",
    Way.VISIT: "besucht",
    Way.INFO: "Info gesendet",
    Way.LETTER: "Brief geschickt",
    Way.MESSENGER: "Nachricht geschrieben",
    Way.THANKS: "bedankt",
    Way.NOT_REACHED: "nicht erreicht",
    Way.VOICEMAIL: "Mailbox",
}
FILES = {
    "photo": "Foto", "voice": "Sprachnotiz", "document": "Datei", "video": "Video", "audio": "Tondatei", "animation": "Kurzvideo",
    "video_note": "Videonachricht",
}  # fmt: skip
FLAGS = {"rabatt": "mit Rabatt", "anzahlung": "Anzahlung"}
Local = Callable[[datetime], datetime]


def what(event: Event, *, today: date, local: Local) -> str:
    """An event without its day: `Reaktion Info`, `Kauf 200,00 € Wartung`; its text only where it says more."""
    describe = _WHAT.get(event.kind)
    words = describe(event, today, local) if describe else event.kind.value
    more = event.kind in _WITH_TEXT and event.text and event.text.casefold() not in words.casefold()
    return words + (f" – {shown(event.text, most=120)}" if more else "")


def happened(event: Event, *, today: date, local: Local) -> str:
    """When it happened: `heute 14:05`, `gestern`; old ones only by day."""
    if event.timed and local(event.at).date() == event.day and abs((event.day - today).days) <= 1:
        return moment(local(event.at), today)
    return day(event.day, today)


def brief(event: Event, *, today: date) -> str:
    """In a reason: `3.11. Web`, `heute 200,00 €`."""
    short = (
        day(event.day, today) if abs((event.day - today).days) <= 1 else dated(event.day, today).split(" ")[1]
    )
    return f"{short} {_essence(event)}".strip()


def _essence(event: Event) -> str:
    if event.kind is Kind.REACTION:
        channel = CHANNELS.get(Channel(event.detail)) if event.detail else ""
        return channel or SIGNALS.get(Signal(event.signal), "") if event.signal or event.detail else ""
    if event.kind is Kind.PURCHASE:
        return money(event.money)
    return {Kind.APPOINTMENT: "Termin vereinbart", Kind.RETURN: "Retoure"}.get(event.kind, "")


def _reaction(event: Event, _today: date, _local: Local) -> str:
    parts = [
        CHANNELS[Channel(event.detail)] if event.detail else "",
        SIGNALS[Signal(event.signal)] if event.signal else "",
    ]
    return "Reaktion " + ", ".join(part for part in parts if part)


def _purchase(event: Event, _today: date, _local: Local) -> str:
    flags = [FLAGS[flag] for flag in sorted(event.flags) if flag in FLAGS]
    parts = [money(event.money), shown(event.product, most=80), *flags]
    return "Kauf " + " ".join(part for part in parts if part)


def _changed(event: Event, _today: date, _local: Local) -> str:
    if event.detail == TAG:
        return (
            f"Stichwort +{shown(event.text, most=60)}"
            if event.text
            else f"Stichwort -{shown(event.product, most=60)}"
        )
    label = FIELDS[Field(event.detail)]
    old, new = (shown(value, most=60) or "leer" for value in (event.product, event.text))
    return f"{label}: {old} → {new}"


def _other(event: Event) -> str:
    """Another contact: its name, where bot/views/people.py put one, else its number."""
    return f"#{event.detail}" if event.detail.isdecimal() else shown(event.detail, most=60)


def _dated_to(name: str) -> Callable[[Event, date, Local], str]:
    def describe(event: Event, today: date, local: Local) -> str:
        if event.due is None:
            return name
        shown_due = moment(local(event.due.at), today) if event.due.at else day(event.due.day, today)
        return f"{name} {shown_due}"

    return describe


_WHAT: dict[Kind, Callable[[Event, date, Local], str]] = {
    Kind.CREATED: lambda *_: "angelegt",
    Kind.REACTION: _reaction,
    Kind.PURCHASE: _purchase,
    Kind.RETURN: lambda e, *_: f"Retoure {money(e.money)}",
    Kind.APPOINTMENT: _dated_to("Termin"),
    Kind.MOVED: _dated_to("Termin verschoben auf"),
    Kind.CANCELLED: lambda *_: "Termin abgesagt",
    Kind.NO_SHOW: lambda *_: "nicht erschienen",
    Kind.RESULT: lambda *_: "Ergebnis",
    Kind.TOUCH: lambda e, *_: WAYS[Way(e.detail)] if e.detail else "nachgefasst",
    Kind.NOTE: lambda *_: "Notiz",
    Kind.STEP: _dated_to("Schritt für"),
    Kind.DONE: lambda *_: "Schritt erledigt",
    Kind.STATUS: lambda e, *_: f"Status von Hand: {e.detail}",
    Kind.SNOOZE: _dated_to("Erinnerungen ruhen bis"),
    Kind.PARKED: _dated_to("zurückgestellt bis"),
    Kind.RESUMED: lambda *_: "wieder aufgenommen",
    Kind.OFFER: lambda e, *_: " ".join(
        part for part in ("Angebot", money(e.money), shown(e.product, most=80)) if part
    ),
    Kind.REFUSAL: lambda e, *_: "Absage" if e.due else "Absage, nie wieder",
    Kind.SATISFACTION: lambda e, *_: f"Zufriedenheit {e.detail} von 5",
    Kind.CHANGED: _changed,
    Kind.MERGED: lambda e, *_: f"zusammengeführt mit {_other(e)}",
    Kind.HANDED: lambda e, *_: f"übergeben {shown(e.product, most=90)}".strip(),
    Kind.HINT: lambda e, *_: f"Hinweis {e.detail.capitalize()}",
    Kind.TYPE: lambda *_: "Typ von Hand gesetzt",
    Kind.QUALIFIED: lambda e, *_: f"{e.detail.capitalize()}: {e.signal}",
    Kind.MENTION: lambda e, *_: f"erwähnt {shown(e.product, most=60)}".strip() + f", Reichweite {e.detail}",
    Kind.REFERRAL: lambda e, *_: f"hat {_other(e)} geworben",
    Kind.REFERRED: lambda e, *_: f"von {_other(e)} geworben",
    Kind.FILE: lambda e, *_: " ".join([FILES.get(e.detail, "Datei"), shown(e.product, most=60)]).strip(),
}
_WITH_TEXT = frozenset(
    {
        Kind.REACTION,
        Kind.TOUCH,
        Kind.NOTE,
        Kind.RESULT,
        Kind.STEP,
        Kind.APPOINTMENT,
        Kind.STATUS,
        Kind.PARKED,
        Kind.NO_SHOW,
        Kind.REFUSAL,
        Kind.FILE,
        Kind.HINT,
        Kind.TYPE,
        Kind.QUALIFIED,
        Kind.REFERRAL,
        Kind.REFERRED,
    }
)

__all__ = ["CHANNELS", "SIGNALS", "WAYS", "amount", "brief", "happened", "what"]
