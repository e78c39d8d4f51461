"""Next steps in German, and the buttons that carry them out."""

from collections.abc import Callable
from datetime import date, datetime

from bot.turn import Button
from bot.views.words import day, moment, shown
from domain.events import Due
from domain.planned import ReminderKind
from domain.profile import OwnStep
from domain.status import Status
from domain.steps import Step

WORDS = {
    ReminderKind.FIRST_TOUCH: "erste Ansprache",
    ReminderKind.NEXT_TOUCH: "wieder ansprechen",
    ReminderKind.PARK_PROPOSAL: "zurückstellen? Mehrere Ansprachen ohne Reaktion",
    ReminderKind.SEND_INFO: "Informationen schicken",
    ReminderKind.ASK_REACTION: "nach einer Reaktion fragen",
    ReminderKind.NO_APPOINTMENT: "Termin vereinbaren",
    ReminderKind.BUY_OR_PARK: "kaufen oder zurückstellen?",
    ReminderKind.THANKS: "für den Kauf bedanken",
    ReminderKind.SATISFACTION: "nach der Zufriedenheit fragen",
    ReminderKind.WINDOW_NEAR: "Angebot zum Zweitkauf machen",
    ReminderKind.WINDOW_OVER: "Zweitkauf überfällig: nachfassen",
    ReminderKind.OFFER_FOLLOW_UP: "beim Angebot nachfassen",
    ReminderKind.OFFER_ENDS: "Angebot läuft ab: nachfassen",
    ReminderKind.RHYTHM: "wieder melden",
    ReminderKind.LAST_PURCHASE: "letzten Kauf nachtragen",
    ReminderKind.RESULT_MISSING: "Ergebnis des Termins eintragen",
    ReminderKind.DAY_BEFORE: "Termin",
    ReminderKind.SOON: "Termin",
    ReminderKind.APPOINTMENT: "Termin",
    ReminderKind.OWN_STEP: "eigener Schritt",
}
GOALS = {
    Status.ZA: "eine Reaktion bekommen",
    Status.II: "informieren, den Kaufwunsch wecken",
    Status.KI: "persönlicher Termin, dann der erste Abschluss",
    Status.EK: "zum Stammkunden machen",
    Status.SK: "halten, lernen, um Empfehlungen bitten",
}


def when(due: Due, today: date, local: Callable[[datetime], datetime]) -> str:
    return moment(local(due.at), today) if due.at else day(due.day, today)


def words(kind: ReminderKind, text: str = "") -> str:
    return shown(text, most=120) if text and kind is ReminderKind.OWN_STEP else WORDS[kind]


def sentence(step: Step | None, today: date, local: Callable[[datetime], datetime]) -> str:
    """`Nächster Schritt: Termin vereinbaren bis Di 24.11.`"""
    if step is None:
        return "Kein nächster Schritt"
    at = when(step.due, today, local)
    if step.kind is ReminderKind.APPOINTMENT:
        place = f" – {shown(step.text, most=80)}" if step.text else ""
        return f"Nächster Schritt: Termin {at}{place}"
    joint = "" if step.due.at else "bis "
    overdue = " (überfällig)" if step.due.day < today else ""
    return f"Nächster Schritt: {words(step.kind, step.text)} {joint}{at}{overdue}"


def button(step: Step | None, contact: int, own: OwnStep | None) -> Button:
    """The tap that does the step, as far as one line can; it means this one and none that takes its place."""
    of, kind = f"#{contact}:", step.kind if step else None
    if kind is ReminderKind.OWN_STEP and own:
        return Button("Erledigt", "done", {"contact": contact, "kind": kind.value, "event": own.event})
    if kind is ReminderKind.NO_APPOINTMENT:
        return Button.line("Termin setzen", f"/termin {of}")
    if kind in {ReminderKind.RESULT_MISSING, ReminderKind.APPOINTMENT}:
        return Button.line("Ergebnis eintragen", f"/ergebnis {of}")
    if kind is ReminderKind.LAST_PURCHASE:
        return Button.line("Kauf eintragen", f"/kauf {of}")
    return Button.line("Nachgefasst", f"/nachgefasst {of}")
