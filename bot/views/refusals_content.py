"""Sentences for what a line says: dates, amounts, texts that are missing, impossible or too long."""

from datetime import date, datetime, timedelta

from bot import errors
from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.refusals import example, says
from bot.views.words import shown


@says(errors.TooLong)
def _too_long(refusal: errors.TooLong, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.what}: {refusal.length} Zeichen sind zu lang, höchstens {refusal.most}. Gespeichert ist nichts – "
        f"bitte kürzer, zum Beispiel {example('/notiz Meier ruft morgen zurück')}"
    )


_WHY = {
    "impossible": "gibt es nicht",
    "ambiguous": "lässt mehr als eine Deutung zu",
    "unclear": "verstehe ich nicht als Tag oder Zeit",
}


@says(errors.DateUnreadable)
def _date(refusal: errors.DateUnreadable, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.phrase, most=60)}“ {_WHY[refusal.why]}. Gespeichert ist nichts – antworte mit dem "
        f"richtigen Tag: gestern, Di, 3.11., in 2 Wochen. Ganze Zeile zum Beispiel {example(refusal.example)}",
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


@says(errors.AmountMissing)
def _amount_missing(refusal: errors.AmountMissing, _local: datetime) -> Reply:
    seen = f" In „{shown(refusal.said, most=60)}“ sehe ich keinen Betrag." if refusal.said else ""
    return Reply(
        f"Um wie viel geht es bei {refusal.who}?{seen} Antworte einfach mit dem Betrag, zum Beispiel <code>1.299,00</code>",
        question=refusal.line,
    )


@says(errors.AmountUnreadable)
def _amount(refusal: errors.AmountUnreadable, _local: datetime) -> Reply:
    return Reply(
        f"„{shown(refusal.phrase, most=40)}“ kann ich nicht als Betrag lesen. Gespeichert ist nichts – antworte mit dem "
        f"Betrag: 1299, 1.299,00 oder 49,90 €. Ganze Zeile zum Beispiel {example('/kauf Meier 1.299,00 Wartung')}",
        question=refusal.line,
    )


@says(errors.AmountOutOfRange)
def _range(refusal: errors.AmountOutOfRange, _local: datetime) -> Reply:
    why = "ist sehr viel, stimmt das?" if refusal.minor > 0 else "ist kein Betrag für einen Kauf."
    return Reply(
        f"{shown(refusal.phrase, most=40)} {why} Ich nehme Beträge über 0 bis 10.000.000, gespeichert ist nichts. "
        f"Antworte mit dem Betrag. Ganze Zeile zum Beispiel {example('/kauf Meier 1.299,00 Wartung')}",
        question=refusal.line,
    )


_ASKED = {
    "termin": "Wann ist der Termin mit {}?",
    "uhrzeit": "Um wie viel Uhr ist der Termin mit {}?",
    "schritt": "Bis wann soll das bei {} erledigt sein?",
    "was": "Was ist bei {} der nächste Schritt, und bis wann?",
    "spaeter": "Wann soll ich wieder an {} erinnern?",
}
_SAMPLES = {
    "termin": "Di 14:00",
    "uhrzeit": "14:00",
    "schritt": "Freitag",
    "was": "anrufen Do 10:00",
    "spaeter": "in 3 Tagen",
}


@says(errors.WhenMissing)
def _when(refusal: errors.WhenMissing, local: datetime) -> Reply:
    keys = [Button.line(label, f"{refusal.line} {phrase}") for label, phrase in _moments(refusal.what, local)]
    text = f"{_ASKED[refusal.what].format(refusal.who)} Tippe oder antworte, zum Beispiel <code>{_SAMPLES[refusal.what]}</code>"
    return Reply(text, rows(keys[:2], keys[2:4], keys[4:]), question=refusal.line)


def _moments(what: str, local: datetime) -> list[tuple[str, str]]:
    """Quick choices; none that is past."""
    today = [("Heute 17:00", "heute 17:00")] if local.hour < 17 else []  # noqa: PLR2004 – five o'clock
    next_monday = local.date() + timedelta(days=7 - local.weekday())
    monday = f"{next_monday.day}.{next_monday.month}."
    if what == "uhrzeit":
        return [(at, f"{at} Uhr") for at in ("9:00", "11:00", "14:00", "16:00")]
    if what == "termin":
        return [
            *today,
            ("Morgen 9:00", "morgen 9:00"),
            ("Morgen 14:00", "morgen 14:00"),
            (f"Mo {monday} 9:00", f"{monday} 9:00"),
        ]
    days = [("Heute", "heute"), ("Morgen", "morgen"), ("In 3 Tagen", "in 3 Tagen"), (f"Mo {monday}", monday)]
    if what == "was":
        return [("Anrufen morgen", "anrufen morgen"), ("Angebot in 3 Tagen", "Angebot schicken in 3 Tagen")]
    return days


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
