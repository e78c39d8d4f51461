"""`/heute`: what is due, best first, each line with its reason and its buttons."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import absences, pages, qualifying, steps, words
from domain.contact import Contact
from domain.events import Due
from domain.pareto import Class
from domain.planned import ReminderKind, touch_for
from domain.qualification import Question
from storage.contacts import Listed


def today(
    desk: Desk,
    found: Sequence[Listed],
    questions: Sequence[tuple[Contact, Question]],
    page: int,
    total: int,
    *,
    more: bool,
) -> Reply:
    """A page of the work list; under each line its card, and done where one tap does it. Questions come last (Q3)."""
    asked = [f"Frage an {qualifying.to_ask(contact, question)} (Q3)" for contact, question in questions]
    answers = [qualifying.short_keys(contact, question) for contact, question in questions]
    if not found:
        new = Button.line("Neuer Kontakt: so geht’s", "/hilfe neu")
        nothing = [] if total else ["Heute ist nichts fällig."]
        turning = pages.turners("/heute", page, last=not more, words_=("Zurück", "Weiter"))
        return Reply("\n".join([*nothing, *asked]), rows(*(answers or [[new]]), turning))
    first = page * pages.PAGE + 1
    for_whom = {member.id: f", {absences.whose(member)}" for member in desk.covered}
    lines = [
        f"{n}. {words.name(item.contact)} {item.status}: {_reason(desk, item)}{for_whom.get(item.contact.owner, '')}"
        for n, item in enumerate(found, first)
    ]
    keys = [_keys(desk, n, item, page) for n, item in enumerate(found, first)]
    turning = pages.turners("/heute", page, last=not more, words_=("Zurück", "Weiter"))
    return Reply("\n".join([f"<b>Heute dran</b> ({total})", *lines, *asked]), rows(*keys, *answers, turning))


def _reason(desk: Desk, item: Listed) -> str:
    """The step, and since when it is due; a rep's own wording where there is one."""
    assert item.step_day is not None  # noqa: S101 – listed because it is due
    due = Due(item.step_day, item.step_at)
    late = (desk.today - due.day).days
    overdue = f"seit {words.count(late, 'Tag', 'Tagen')} überfällig"
    class_ = desk.work.customers.team().class_of(item.year_revenue)
    mark = f", {class_}-Kunde" if class_ in {Class.A, Class.B} else ""
    return (
        f"{pages.step(desk, item)} – {overdue if late > 0 else steps.when(due, desk.today, desk.local)}{mark}"
    )


def _keys(desk: Desk, place: int, item: Listed, page: int) -> list[Button]:
    kind, number = ReminderKind(item.step), item.contact.id
    opened = pages.opening(f"{place}. {item.contact.name[:24]}", number)
    if kind is not ReminderKind.OWN_STEP and touch_for(kind) is None:
        return [opened]
    due = [str(item.step_day), str(item.step_at)]
    args = {"contact": number, "kind": kind.value, "page": page, "due": due}
    if kind is ReminderKind.OWN_STEP and (own := pages.own_step(desk, item)):
        args["event"] = own.event
    return [opened, Button(f"✓ {place}", "done_today", args)]
