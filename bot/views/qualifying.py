"""Three criteria with their evidence, and what to ask next (Q1–Q3)."""

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
    Verdict.PARKED: "zurückgestellt, weil ein Nein dabei ist (Q2)",
    Verdict.QUALIFIED: "qualifiziert, drei Ja (Q2)",
}


def overview(
    desk: Desk, contact: Contact, found: Qualification, questions: tuple[Question, ...], told: str = ""
) -> Reply:
    """Criterion by criterion, with buttons for the answers that are missing or aged."""
    lines = [
        *([told] if told else []),
        f"Qualifizierung {words.name(contact)}: <b>{VERDICTS[found.verdict]}</b>",
    ]
    lines += [f"• {line(found, criterion, desk.today)}" for criterion in Criterion]
    if questions:
        lines.append(asked(questions[0]))
    wanted = [question.criterion for question in questions] or list(Criterion)
    keys = ([_key(contact, criterion, answer) for answer in _OFFERED] for criterion in wanted)
    return Reply(
        "\n".join(lines), rows(*keys, [Button.line("Karte", f"/kontakt #{contact.id}:")]), contact=contact.id
    )


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
    text = words.shown(finding.evidence, most=120)
    day = words.day(finding.day, today)
    return f"{text}, {day}" if text else day


def asked(question: Question) -> str:
    aged = f" (zuletzt vor {question.age} Tagen geklärt)" if question.age is not None else ""
    return f"Frage für den nächsten Kontakt: {ASKED[question.criterion]}{aged}"
