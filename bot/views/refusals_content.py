"""Sentences for what a line says: dates, amounts, texts that are missing, impossible or too long."""

from datetime import date, datetime

from bot import errors
from bot.commands.pricing import bare_day
from bot.turn import Button, Reply, Rows, rows
from bot.views import quick, words
from bot.views.refusals import example, says
from bot.views.words import shown

_SHORT = {
    "Name": "/neu Anna Meier, 0171 3920012",
    "Produkt": "/kauf Meier 1.299,00 Wartung",
    "Schritt": "/schritt Meier anrufen Do 10:00",
    "Grund": "/absage Meier zu teuer",
    "Ergebnis": "/ergebnis Meier Angebot bis Freitag",
}


@says(errors.TooLong)
def _too_long(refusal: errors.TooLong, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.what}: {refusal.length} Zeichen sind zu lang, höchstens {refusal.most}. Gespeichert ist nichts – "
        f"bitte kürzer, zum Beispiel {example(_SHORT.get(refusal.what, '/notiz Meier ruft morgen zurück'))}"
    )


_WHY = {
    "impossible": "gibt es nicht",
    "ambiguous": "lässt mehr als eine Deutung zu",
    "unclear": "verstehe ich nicht als Tag oder Zeit",
}


_AHEAD = {"/termin", "/termin_verschieben", "/schritt", "/spaeter", "/zurueckstellen", "/angebot"}


def _right(phrase: str, sample: str) -> str:
    """What would do instead: a time for a time, days to come for what is to be done."""
    if ":" in phrase:
        return "der richtigen Zeit: 14:00, halb drei"
    days = (
        "morgen, Di, 3.11., in 2 Wochen"
        if sample.split(maxsplit=1)[0] in _AHEAD
        else "gestern, Di, 3.11., vor 2 Wochen"
    )
    return f"dem richtigen Tag: {days}"


@says(errors.DateUnreadable)
def _date(refusal: errors.DateUnreadable, _local: datetime) -> Reply:
    right = _right(refusal.phrase, refusal.example)
    return Reply(
        f"„{shown(refusal.phrase, most=60)}“ {_WHY[refusal.why]}. Gespeichert ist nichts – antworte mit {right}. "
        f"Ganze Zeile zum Beispiel {example(refusal.example)}",
        question=refusal.line,
    )


def _day(value: date | datetime, local: datetime) -> str:
    if isinstance(value, datetime):
        shown_day = words.both_days(value.date(), local.date())
        return f"{shown_day} {words.clock(value)}" if value.hour or value.minute else shown_day
    return words.both_days(value, local.date())


@says(errors.InTheFuture)
def _future(refusal: errors.InTheFuture, local: datetime) -> Reply:
    return Reply(
        f"{refusal.what} läge in der Zukunft ({_day(refusal.when, local)}) – eintragen kann ich nur, was schon war. "
        f"Gespeichert ist nichts, antworte mit dem richtigen Tag. Zum Beispiel {example(refusal.example)}; "
        f"was kommt, setzt du mit {example('/schritt Meier anrufen Do 10:00')}",
        question=refusal.line,
    )


@says(errors.InThePast)
def _past(refusal: errors.InThePast, local: datetime) -> Reply:
    return Reply(
        f"{refusal.what} läge in der Vergangenheit ({_day(refusal.when, local)}). Gespeichert ist nichts, antworte "
        f"mit dem richtigen Tag. Zum Beispiel {example(refusal.example)}; was war, trägst du mit "
        f"{example('/ergebnis Meier Angebot bis Freitag')} ein.",
        question=refusal.line,
    )


@says(errors.TooFarAhead)
def _too_far(refusal: errors.TooFarAhead, local: datetime) -> Reply:
    furthest = words.sentence(f"höchstens bis {_day(refusal.furthest, local)}")
    return Reply(
        f"So weit im Voraus erinnere ich nicht – {furthest} Antworte mit einem früheren Tag, zum Beispiel "
        f"{example(refusal.example)}",
        question=refusal.line,
    )


_ASKED = {
    "termin": "Wann ist der Termin mit {}?",
    "uhrzeit": "Um wie viel Uhr ist der Termin mit {}?",
    "schritt": "Bis wann soll das bei {} erledigt sein?",
    "was": "Was ist bei {} der nächste Schritt, und bis wann?",
    "spaeter": "Wann soll ich wieder an {} erinnern?",
    "ruhe": "Bis wann soll {} ruhen?",
}
_SAMPLES = {
    "termin": "Di 14:00",
    "uhrzeit": "14:00",
    "schritt": "Freitag",
    "was": "anrufen Do 10:00",
    "spaeter": "in 3 Tagen",
    "ruhe": "bis Mai",
}


@says(errors.WhenMissing)
def _when(refusal: errors.WhenMissing, local: datetime) -> Reply:
    text = f"{_ASKED[refusal.what].format(refusal.who)} Tippe oder antworte, zum Beispiel <code>{_SAMPLES[refusal.what]}</code>"
    keys = when_keys(refusal.line, refusal.what, local)
    return Reply(text, (*_dotted(refusal), *keys), question=refusal.line)


def _dotted(refusal: errors.WhenMissing) -> Rows:
    """`1.5` may be a day that lacks its second dot: a tap says so."""
    found = bare_day(refusal.line)
    if found is None:
        return ()
    line = f"{refusal.line[: found.end()]}.{refusal.line[found.end() :]}"
    return rows([Button(f"Am {found[0]}.", "run", {"line": line, "over": True})])


def when_keys(line: str, what: str, local: datetime) -> Rows:
    """Quick choices, none that is past; all others by the calendar."""
    if what == "termin":
        return quick.keys(line, quick.moments(local), local, timed=True)
    if what in {"schritt", "spaeter", "ruhe"}:
        return quick.keys(line, quick.days(local), local, timed=False)
    said = _HOURS if what == "uhrzeit" else _STEPS
    keys = [Button.line(label, f"{line} {phrase}") for label, phrase in said]
    more = [Button("Andere Uhrzeit …", "hours", {"line": line, "timed": True})] if what == "uhrzeit" else []
    return rows(keys[:2], keys[2:], more)


_HOURS = tuple((at, f"{at} Uhr") for at in ("9:00", "11:00", "14:00", "16:00"))
_STEPS = (("Anrufen morgen", "anrufen morgen"), ("Angebot in 3 Tagen", "Angebot schicken in 3 Tagen"))


@says(errors.FileMissing)
def _file_missing(refusal: errors.FileMissing, _local: datetime) -> Reply:
    return Reply(
        f"Zu {refusal.who} ist keine Datei dabei. Schick das Foto, die Sprachnachricht oder die Datei als Antwort auf eine "
        f"Karte – oder mit der Bildunterschrift {example('/anhang Meier Typenschild')}"
    )


@says(errors.TextMissing)
def _text_missing(refusal: errors.TextMissing, _local: datetime) -> Reply:
    command = refusal.line.split()[0]
    sample = {"/notiz": "/notiz Meier spielt Handball", "/angebot": "/angebot Meier 450 Zubehör"}.get(
        command, f"{command} Meier Angebot bis Freitag"
    )
    return Reply(
        f"{refusal.who}: {refusal.what} Antworte einfach, zum Beispiel wie in {example(sample)}",
        question=refusal.line,
    )
