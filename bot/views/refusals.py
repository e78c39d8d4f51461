"""A sentence for every refusal: what was wrong, what was understood, one example that works when copied."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot import errors, waiting
from bot.turn import Button, Refusal, Reply, rows
from bot.views import words
from bot.views.words import shown
from storage.contacts import Listed

_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
Sentence = Callable[[Any, datetime], Reply]
SENTENCES: dict[type[Refusal], Sentence] = {}


def reply(refusal: Refusal, local: datetime) -> Reply:
    """The German answer; `local` is when the line was typed, in the rep's zone."""
    return SENTENCES[type(refusal)](refusal, local)


def says(kind: type[Refusal]) -> Callable[[Sentence], Sentence]:
    def register(sentence: Sentence) -> Sentence:
        SENTENCES[kind] = sentence
        return sentence

    return register


def example(line: str) -> str:
    return f"<code>{shown(line)}</code>"


def _name(command: str) -> str:
    return "/" + command.translate(_ASCII)


@says(errors.NothingTyped)
def _nothing(_refusal: errors.NothingTyped, _local: datetime) -> Reply:
    return Reply(
        "Damit kann ich noch nichts anfangen – ich lese Text. Schreib eine Zeile, zum Beispiel "
        f"{example('/notiz Meier hat Bilder geschickt')}"
    )


@says(errors.NoCommand)
def _no_command(refusal: errors.NoCommand, _local: datetime) -> Reply:
    text = f"#{refusal.about}: {refusal.text}" if refusal.about else refusal.text
    hint = f"Gespeichert ist nichts. Eine Zeile beginnt mit einem Befehl, zum Beispiel {example('/reaktion Meier Infomaterial')}"
    keys = [_instead("Als Reaktion", f"/reaktion {text}"), _instead("Als Notiz", f"/notiz {text}")]
    return Reply(
        f"„{shown(refusal.text, most=120)}“ – was soll ich damit tun? {hint}",
        rows(keys, [Button.line("Hilfe", "/hilfe")]),
    )


def _instead(label: str, line: str) -> Button:
    """Its answer replaces this message, which says that nothing is stored."""
    return Button(label, "run", {"line": line, "over": True})


@says(errors.UnknownCommand)
def _unknown_command(refusal: errors.UnknownCommand, _local: datetime) -> Reply:
    word = shown(refusal.word, most=40)
    if refusal.nearest is None:
        return Reply(
            f"Den Befehl /{word} kenne ich nicht. Alle Befehle zeigt /hilfe.",
            rows([Button.line("Hilfe", "/hilfe")]),
        )
    near = _name(refusal.nearest.name)
    line = f"{near} {refusal.rest}".strip()
    text = f"Den Befehl /{word} kenne ich nicht. Meintest du {near}? Zum Beispiel {example(refusal.nearest.examples[0])}"
    return Reply(
        text, rows([Button.line(f"Ja: {line[:40]}", line)], [Button.line("Hilfe", "/hilfe")]), question=line
    )


@says(errors.LeadsOnly)
def _leads_only(refusal: errors.LeadsOnly, _local: datetime) -> Reply:
    return Reply(f"{_name(refusal.command)} darf nur die Vertriebsleitung. Was du tun kannst, zeigt /hilfe.")


@says(errors.ContactMissing)
def _contact_missing(refusal: errors.ContactMissing, _local: datetime) -> Reply:
    command = refusal.line.split()[0]
    sample = example(f"{command} Anna Meier")
    if not refusal.recent:
        return Reply(
            f"Um wen geht es? Du hast noch keine Kontakte. Leg einen an: {example('/neu Anna Meier')}"
        )
    keys = _choices(refusal.recent, refusal.line)
    text = f"Um wen geht es? Tippe einen Namen an oder antworte mit einem, zum Beispiel {sample}"
    return Reply(text, rows(*(keys[i : i + 2] for i in range(0, len(keys), 2))), question=command)


def _choices(found: Sequence[Listed], line: str) -> list[Button]:
    """A button each; those that would read the same say their number."""
    labels = [words.label(item.contact, item.status) for item in found]
    return [
        Button.line(
            f"{label} · #{item.contact.id}" if labels.count(label) > 1 else label,
            waiting.completed(line, item.contact.id),
        )
        for item, label in zip(found, labels, strict=True)
    ]


@says(errors.ContactAmbiguous)
def _ambiguous(refusal: errors.ContactAmbiguous, _local: datetime) -> Reply:
    more = " Es gibt noch mehr – genauer, bitte." if refusal.more else ""
    keys = [[key] for key in _choices(refusal.found, refusal.line)]
    text = f"„{shown(refusal.query, most=60)}“ passt auf mehrere. Wer ist gemeint?{more}"
    return Reply(text, rows(*keys, [CANCEL]), question=refusal.line)


@says(errors.ContactUnsure)
def _unsure(refusal: errors.ContactUnsure, _local: datetime) -> Reply:
    query = shown(refusal.query, most=60)
    if len(refusal.found) == 1:
        item = refusal.found[0]
        yes = Button.line(f"Ja, {item.contact.name[:30]}", waiting.completed(refusal.line, item.contact.id))
        text = f"„{query}“ kenne ich nicht. Meintest du {words.name(item.contact)}?"
        return Reply(text, rows([yes, CANCEL], [_create(refusal.query, refusal.line)]), question=refusal.line)
    keys = [[key] for key in _choices(refusal.found, refusal.line)]
    text = f"„{query}“ kenne ich nicht. Meintest du jemanden von diesen?"
    return Reply(text, rows(*keys, [_create(refusal.query, refusal.line), CANCEL]), question=refusal.line)


CANCEL = Button("Abbrechen", "cancel_question", {})


def _create(name: str, line: str) -> Button:
    return Button(f"„{name[:30]}“ neu anlegen", "create", {"name": name, "line": line})


@says(errors.ContactUnknown)
def _unknown(refusal: errors.ContactUnknown, _local: datetime) -> Reply:
    query = shown(refusal.query, most=60)
    if not refusal.creatable or not any(letter.isalpha() for letter in refusal.query):
        return Reply(
            f"Zu „{query}“ finde ich keinen Kontakt. Leg ihn an, zum Beispiel "
            f"{example('/neu Anna Meier, 0171 3920012')}"
        )
    keys = [_create(name, line) for name, line in _names(refusal.query, refusal.line)]
    text = f"„{query}“ finde ich nicht. Soll ich neu anlegen? Dein Eintrag wird danach gleich ausgeführt."
    return Reply(text, rows(*([key] for key in keys), [CANCEL]), question=refusal.line)


def _names(query: str, line: str) -> list[tuple[str, str]]:
    """The name as it was read; with a second word it may also be the first alone."""
    first, *further = query.split()
    return [(query, line), *([(first, waiting.shortened(line, first))] if further else [])]


@says(errors.NumberUnknown)
def _number(refusal: errors.NumberUnknown, _local: datetime) -> Reply:
    return Reply(
        f"Einen Kontakt #{refusal.number} gibt es bei dir nicht. Such mit dem Namen: {example('/kontakt Meier')}"
    )


@says(errors.NameMissing)
def _name_missing(refusal: errors.NameMissing, _local: datetime) -> Reply:
    understood = f" Verstanden habe ich „{shown(refusal.typed, most=80)}“." if refusal.typed else ""
    return Reply(
        f"Für einen neuen Kontakt brauche ich zuerst einen Namen.{understood} Zum Beispiel {example('/neu Anna Meier, 0171 3920012')}",
        question="/neu",
    )


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
    return Reply(
        f"Wie viel hat {refusal.who} bezahlt? Antworte einfach mit dem Betrag, zum Beispiel <code>1.299,00</code>",
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
    sample = {"/notiz": "/notiz Meier spielt Handball"}.get(command, f"{command} Meier Angebot bis Freitag")
    return Reply(
        f"{refusal.who}: {refusal.what} Antworte einfach, zum Beispiel wie in {example(sample)}",
        question=refusal.line,
    )


@says(errors.StatusUnknown)
def _status(refusal: errors.StatusUnknown, _local: datetime) -> Reply:
    return Reply(
        f"Den Status „{shown(refusal.word, most=20)}“ gibt es nicht – es gibt ZA, II, KI, EK und SK. "
        f"Zum Beispiel {example('/status Meier KI weil Budget bestätigt')}"
    )


@says(errors.ReasonMissing)
def _reason(refusal: errors.ReasonMissing, _local: datetime) -> Reply:
    return Reply(
        f"Warum soll {refusal.who} {refusal.status} sein? Ein Status von Hand braucht einen Grund (S8). Antworte mit dem Grund, "
        f"zum Beispiel {example(f'/status Meier {refusal.status} weil Budget bestätigt')}",
        question=refusal.line,
    )


@says(errors.NothingToUndo)
def _nothing_to_undo(_refusal: errors.NothingToUndo, _local: datetime) -> Reply:
    return Reply("In den letzten 24 Stunden gibt es von dir keinen Eintrag, den ich zurücknehmen kann.")


@says(errors.TooLateToUndo)
def _too_late(_refusal: errors.TooLateToUndo, _local: datetime) -> Reply:
    return Reply(
        "Nach 24 Stunden nehme ich einen Eintrag nicht mehr zurück. Schreib dazu, was stimmt, "
        f"zum Beispiel {example('/notiz Meier war ein anderer Kunde')}"
    )


@says(errors.AlreadyUndone)
def _already(_refusal: errors.AlreadyUndone, _local: datetime) -> Reply:
    return Reply("Das ist schon erledigt; es wurde nichts geändert.")


@says(errors.OthersHangOn)
def _others(refusal: errors.OthersHangOn, _local: datetime) -> Reply:
    way = (
        "Das hat auch jemand anderes eingetragen; sprecht euch ab."
        if refusal.colleagues
        else "Nimm erst das zurück – mit /rueckgaengig, Eintrag für Eintrag."
    )
    reason = words.sentence(f"denn daran hängt noch: {words.listing(refusal.others)}")
    return Reply(f"{refusal.contact} bleibt angelegt, {reason} {way}")


@says(errors.StillIncomplete)
def _incomplete(_refusal: errors.StillIncomplete, _local: datetime) -> Reply:
    return Reply(
        "So fehlt in der geänderten Zeile noch etwas, ich habe sie nicht übernommen. "
        f"Vollständig ist zum Beispiel {example('/reaktion Meier Infomaterial gestern')}"
    )


@says(errors.StepGone)
def _step_gone(_refusal: errors.StepGone, _local: datetime) -> Reply:
    return Reply(
        "Dieser Schritt ist schon erledigt oder ersetzt; es wurde nichts geändert. "
        f"Was jetzt ansteht, zeigt {example('/kontakt Meier')} oder /heute."
    )


@says(errors.NotParked)
def _not_parked(refusal: errors.NotParked, _local: datetime) -> Reply:
    return Reply(
        f"{refusal.who} ist gar nicht zurückgestellt; es wurde nichts geändert. "
        f"Ruhen lassen kannst du so: {example('/zurueckstellen Meier bis Mai')}"
    )


@says(errors.NoAppointment)
def _no_appointment(refusal: errors.NoAppointment, _local: datetime) -> Reply:
    keys = [Button.line("Termin setzen", f"/termin #{refusal.number}:")]
    return Reply(
        f"Mit {refusal.who} ist kein Termin offen. Setz einen, zum Beispiel {example(f'/termin #{refusal.number} Di 14:00')}",
        rows(keys),
    )


@says(errors.NotYours)
def _not_yours(_refusal: errors.NotYours, _local: datetime) -> Reply:
    return Reply("Dieser Kontakt ist nicht mehr bei dir. Es wurde nichts geändert.")
