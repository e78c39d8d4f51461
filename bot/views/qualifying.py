"""Three criteria with their evidence, and what to ask next (Q1–Q3)."""

from collections.abc import Sequence
from datetime import date

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import words
from domain.contact import Contact
from domain.qualification import Answer, Criterion, Finding, Qualification, Question, Verdict

CRITERIA = {Criterion.MOTIVATION: "Motivation", Criterion.MONEY: "Geld", Criterion.REALISM: "Realismus"}
ASKED = {
    Criterion.MOTIVATION: "Sieht der Kunde den Nutzen für sich?",
    Criterion.MONEY: "Kann er es bezahlen?",
    Criterion.REALISM: "Sucht er etwas, das es gibt?",
}
VERDICTS = {
    Verdict.OPEN: "noch offen",
    Verdict.PARKED: "nicht qualifiziert, weil ein Nein dabei ist (Q2)",
    Verdict.QUALIFIED: "qualifiziert, drei Ja (Q2)",
}


def overview(
    desk: Desk,
    contact: Contact,
    found: Qualification,
    questions: tuple[Question, ...],
    *,
    told: str,
    parked: bool,
) -> Reply:
    """Criterion by criterion, with buttons for the answers that are missing or aged."""
    lines = [
        *([told] if told else []),
        f"Qualifizierung {words.name(contact)}: <b>{_verdict(found, parked=parked)}</b>",
    ]
    lines += [f"• {line(found, criterion, desk.today)}" for criterion in Criterion]
    if questions:
        lines.append(asked(questions[0]))
    wanted = [question.criterion for question in questions] or list(Criterion)
    keys = ([_key(contact, criterion, answer) for answer in _OFFERED] for criterion in wanted)
    return Reply(
        "\n".join(lines), rows(*keys, [Button.line("Karte", f"/kontakt #{contact.id}:")]), contact=contact.id
    )


def _verdict(found: Qualification, *, parked: bool) -> str:
    """Whoever reacts or buys is no longer put back, whatever was answered."""
    if parked and found.verdict is Verdict.PARKED:
        return "zurückgestellt, weil ein Nein dabei ist (Q2)"
    return VERDICTS[found.verdict]


_OFFERED = (Answer.YES, Answer.PARTLY, Answer.NO)


def _key(contact: Contact, criterion: Criterion, answer: Answer) -> Button:
    name = CRITERIA[criterion]
    return Button.line(f"{name}: {answer}", f"/qualifizierung #{contact.id}: {name} {answer}")


def line(found: Qualification, criterion: Criterion, today: date) -> str:
    """`Geld: ja – Anzahlung geleistet, Di 3.3.`"""
    finding = found.finding(criterion)
    if finding is None:
        return f"{CRITERIA[criterion]}: unbekannt"
    return f"{CRITERIA[criterion]}: {finding.answer} – {evidence(finding, today)}"


def evidence(finding: Finding, today: date) -> str:
    text = words.shown(finding.evidence, most=120) or ("Anzahlung" if finding.prepaid else "")
    day = words.day(finding.day, today)
    return f"{text}, {day}" if text else day


def asked(question: Question) -> str:
    return f"Frage für den nächsten Kontakt: {_question(question)}"


def _question(question: Question) -> str:
    aged = f" (zuletzt vor {question.age} Tagen geklärt)" if question.age is not None else ""
    return f"{ASKED[question.criterion]}{aged}"


def next_ones(due: Sequence[tuple[Contact, Question]]) -> Reply:
    """`/qualifizierung`: whom to ask what next, with a button for each answer."""
    if not due:
        return Reply(
            "Gerade ist nichts nachzufragen. Antworten notierst du mit <code>/qualifizierung Meier Geld ja, weil Anzahlung geleistet</code>"
        )
    lines = [f"• {to_ask(contact, question)}" for contact, question in due]
    keys = (short_keys(contact, question) for contact, question in due)
    return Reply("\n".join(["Beim nächsten Kontakt klären (Q3):", *lines]), rows(*keys))


def to_ask(contact: Contact, question: Question) -> str:
    """`Anna Alt: Kann er es bezahlen? (zuletzt vor 195 Tagen geklärt)`."""
    return f"{words.name(contact)}: {_question(question)}"


def short_keys(contact: Contact, question: Question) -> list[Button]:
    """A button for each answer. Two contacts may be asked the same: the button names its own, and the list stays."""
    line = f"/qualifizierung #{contact.id}: {CRITERIA[question.criterion]}"
    labels = {answer: f"{contact.name[:16]}: {answer}" for answer in _OFFERED}
    return [Button(labels[answer], "run", {"line": f"{line} {answer}", "new": True}) for answer in _OFFERED]
