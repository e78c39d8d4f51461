"""The psychotype in words: the ledger line by line, the one question, the tips. Neutral labels (§6)."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import words
from domain.contact import Contact
from domain.evidence import Axis, Item
from domain.psychotype import Counted, Psychotype, Reading, Side, Tip, Type
from domain.rules import Rules

TYPES = {
    Type.SEEKER: "Beziehungssucher",
    Type.LOYAL: "treuer Käufer",
    Type.USER: "Beziehungsnutzer",
    Type.ARMS_LENGTH: "Einmalkunde",
}
AXES = {Axis.HORIZON: "Horizont", Axis.CLOSENESS: "Nähe"}
SIDES = {Side.LONG: "langfristig", Side.SHORT: "kurzfristig", Side.CLOSE: "nah", Side.DISTANT: "fern"}
ITEMS = {
    Item.YEARS: "3 Käufe über mehr als ein Jahr",
    Item.OLD: "seit mehr als 2 Jahren Kunde",
    Item.VIP: "Gruppe VIP",
    Item.STAYED: "blieb trotz besserem Angebot",
    Item.FORGAVE: "hat eine Panne verziehen",
    Item.CONTRACT: "Vertrag oder Abo",
    Item.LEFT: "zum Wettbewerb gewechselt",
    Item.DISCOUNT: "kauft meist mit Rabatt",
    Item.PAST_WINDOW: "nur 1 Kauf, nach W80",
    Item.LOST: "Gruppe Verloren",
    Item.FEEDBACK: "gab ungefragt Feedback",
    Item.DATA: "hat mehr als das Nötigste erzählt",
    Item.PROJECT: "Interview, Veranstaltung oder Projekt mitgemacht",
    Item.IDEA: "brachte eine Idee",
    Item.CONTACTS: "meldet sich auch ohne Kauf",
    Item.REWARD: "fragt nach Belohnung fürs Ausfüllen",
    Item.REFUSED: "hat Angaben oder Interview verweigert",
    Item.UNANSWERED: "mehrmals nicht geantwortet",
    Item.ORDERS_ONLY: "nur Bestellungen, sonst kein Kontakt",
}
LABELS = {  # on buttons of /hinweis, as they are typed
    Item.FEEDBACK: "Feedback",
    Item.IDEA: "Idee",
    Item.PROJECT: "Projekt",
    Item.DATA: "Daten",
    Item.CONTRACT: "Vertrag",
    Item.STAYED: "treu",
    Item.FORGAVE: "Panne",
    Item.LEFT: "abgewandert",
    Item.REFUSED: "verweigert",
    Item.REWARD: "Belohnung",
    Item.UNANSWERED: "unbeantwortet",
}
QUESTIONS = {
    Item.CONTRACT: "Hat der Kunde einen Vertrag oder ein Abo?",
    Item.STAYED: "Ist er geblieben, obwohl er ein besseres Angebot kannte?",
    Item.LEFT: "Ist er zum Wettbewerb gewechselt?",
    Item.FORGAVE: "Hat er eine Panne verziehen?",
    Item.PROJECT: "Macht er bei einem Interview, einer Veranstaltung oder einem Projekt mit?",
    Item.REFUSED: "Verweigert er Angaben oder ein Interview?",
    Item.FEEDBACK: "Gibt er ungefragt Feedback?",
    Item.IDEA: "Bringt er eigene Ideen?",
    Item.DATA: "Erzählt er mehr als das Nötigste?",
    Item.REWARD: "Fragt er nach einer Belohnung, wenn er etwas ausfüllen soll?",
}
TIPS = {
    Tip.JOINT_PLANS: "gemeinsam planen",
    Tip.ASK_FOR_IDEAS: "nach Ideen fragen",
    Tip.BE_RELIABLE: "verlässlich liefern",
    Tip.LITTLE_EFFORT: "wenig Aufwand machen",
    Tip.NO_SURVEYS: "keine Umfragen",
    Tip.GRADED_STATUS: "gestufte Statusvorteile",
    Tip.PRICE_FLOOR: "eine Preisuntergrenze halten",
    Tip.BUNDLES: "einfache Komplettangebote",
    Tip.NO_CAMPAIGN: "keine Beziehungskampagne",
}
MOST_LINES = 8
MOST_ASKED = 5  # whom the overview names


def brief(found: Psychotype) -> str:
    """`Beziehungssucher`, `noch unbestimmt`."""
    return TYPES[found.type] if found.type else "noch unbestimmt"


def totals(found: Psychotype) -> str:
    """`Horizont +3 (langfristig), Nähe +1`."""
    return ", ".join(_total(reading) for reading in (found.horizon, found.closeness))


def _total(reading: Reading) -> str:
    side = f" ({SIDES[reading.side]})" if reading.side else ""
    return f"{AXES[reading.axis]} {signed(reading.total)}{side}"


def signed(value: float) -> str:
    return f"{value:+g}".replace(".", ",").replace("-", "−") if value else "0"


def next_line(found: Psychotype) -> str:
    """The one question that would settle it, or what the type calls for."""
    if found.ask:
        return f"Offene Frage: {QUESTIONS[found.ask]}"
    return f"Tipp: {', '.join(TIPS[tip] for tip in found.tips)}." if found.tips else ""


def ledger(desk: Desk, contact: Contact, found: Psychotype) -> Reply:
    """`/typ`: every piece of evidence with its day and weight, both axes, what follows."""
    lines = [
        f"Typ von {words.name(contact)}: <b>{brief(found)}</b>",
        *_override(found, desk.today, desk.office.rules),
    ]
    for reading in (found.horizon, found.closeness):
        lines += [
            _total(reading) + ("" if reading.lines else ": noch nichts bekannt"),
            *_lines(reading, desk.today),
        ]
    rules = desk.office.rules
    lines.append(
        f"Eine Achse spricht ab ±{rules.type_sum} aus {rules.type_items} verschiedenen Belegen (§6)."
    )
    lines.append(next_line(found))
    return Reply("\n".join(line for line in lines if line), _keys(contact, found), contact=contact.id)


def _override(found: Psychotype, today: date, rules: Rules) -> list[str]:
    if found.override is None:
        return []
    reason = f": {words.shown(found.override.reason, most=200)}" if found.override.reason else ""
    until = words.dated(found.override.day + timedelta(days=rules.type_override_days), today)
    return [
        words.sentence(f"Von Hand gesetzt {words.dated(found.override.day, today)}{reason}"),
        f"Gilt bis {until}",
    ]


def _lines(reading: Reading, today: date) -> list[str]:
    newest = sorted(reading.lines, key=lambda line: line.evidence.day, reverse=True)[:MOST_LINES]
    return [f"• {signed(line.weight)} {_evidence(line, today)}" for line in newest]


def _evidence(line: Counted, today: date) -> str:
    return f"{ITEMS[line.evidence.item]}, {words.day(line.evidence.day, today)}"


def _keys(contact: Contact, found: Psychotype) -> Rows:
    of = f"#{contact.id}:"
    asked = (
        [Button.line(f"Ja: {LABELS[found.ask]}", f"/hinweis {of} {LABELS[found.ask]}")] if found.ask else []
    )
    return rows(
        asked,
        [Button.line("Hinweis notieren", f"/hinweis {of}"), Button.line("Typ setzen", f"/typ {of} setzen")],
        [Button.line("Karte", f"/kontakt {of}")],
    )


def choose_hint(contact: Contact, day: str = "") -> Reply:
    """`day`: as it was typed without a word."""
    keys = [
        Button.line(label, f"/hinweis #{contact.id}: {label} {day}".rstrip()) for label in LABELS.values()
    ]
    return Reply(
        f"Was fiel bei {words.name(contact)} auf? Tippe oder antworte mit dem Wort.",
        rows(*(keys[place : place + 3] for place in range(0, len(keys), 3))),
        contact=contact.id,
        question=f"/hinweis #{contact.id}: {day}".rstrip(),
    )


def choose_type(contact: Contact, rules: Rules) -> Reply:
    keys = [Button.line(label, f"/typ #{contact.id}: {label} weil") for label in TYPES.values()]
    return Reply(
        f"Welcher Typ ist {words.name(contact)}? Er gilt {rules.type_override_days} Tage, danach zählen wieder die Belege.",
        rows(keys[:2], keys[2:]),
        contact=contact.id,
    )


def overview(found: Sequence[tuple[Contact, Psychotype]], *, cut: bool) -> Reply:
    """`/typ`: how many are of which type; of those unsettled the ones most is known of, each with its one question."""
    if not found:
        return Reply(
            "Noch gibt es keine Kunden, bei denen sich ein Typ zeigt. Belege notierst du mit <code>/hinweis Meier Feedback</code>"
        )
    counts = {kind: sum(one.type is kind for _, one in found) for kind in Type}
    known = [f"{label}: {counts[kind]}" for kind, label in TYPES.items() if counts[kind]]
    open_ = [(contact, one) for contact, one in found if one.type is None]
    of = f" (die {len(found)} kaufwahrscheinlichsten)" if cut else f" (n = {len(found)})"
    lines = [f"<b>Typen deiner Kunden</b>{of}", *known]
    lines += [f"noch unbestimmt: {len(open_)}"] if open_ else []
    next_ = sorted(open_, key=lambda pair: _known(pair[1]), reverse=True)[:MOST_ASKED]
    lines += [f"• {words.shown(c.name, most=40)}: {QUESTIONS[one.ask]}" for c, one in next_ if one.ask]
    keys = [Button(c.name[:24], "run", {"line": f"/typ #{c.id}:", "new": True}) for c, _ in next_]
    return Reply("\n".join(lines), rows(keys[:2], keys[2:4], keys[4:]))


def _known(found: Psychotype) -> tuple[int, float]:
    """An axis that speaks already, then how much is known of the other."""
    readings = (found.horizon, found.closeness)
    return sum(one.side is not None for one in readings), sum(abs(one.total) for one in readings)


WORDS = ", ".join(LABELS.values())
