"""`/kontakt`, `/warum`, `/status`, `/heute`: look before you act."""

import re
from dataclasses import replace
from typing import Any

from bot.commands.qualifying import due_today
from bot.commands.reading import bounded
from bot.commands.registry import command, tap
from bot.commands.statuses import status_of
from bot.commands.steps import done
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import ReasonMissing, StatusUnknown, StepGone
from bot.turn import Button, Reply
from bot.views import card, pages, recorded, words, worklist
from bot.views.pages import PAGE
from domain.contact import Contact
from domain.events import Due, Kind
from domain.planned import ReminderKind
from domain.status import Status
from domain.urgency import urgency
from storage.contacts import Mark
from storage.team import Team

_FROM_TO = re.compile(r"(?:von\s+\S+\s+)?(?:auf|zu|nach|ist|wird)\s+(?P<to>\S+.*)", re.IGNORECASE | re.DOTALL)
_BECAUSE = re.compile(r"^(?:\s|[:,–-]|\bweil\b)+", re.IGNORECASE)


@command(
    "kontakt",
    topic="Nachsehen",
    does="Karte eines Kontakts",
    examples=("/kontakt Meier", "/kontakt #12", "/kontakt 0171 3920012"),
    menu=10,
)
def contact_card(desk: Desk, rest: str) -> Reply:
    contact, _ = contact_and_rest(desk, rest)
    desk.work.contacts.used(contact.id, now=desk.turn.now)
    history, profile, planned = desk.work.profile(contact)
    return card.card(desk, contact, history, profile, desk.work.step(profile, planned, now=desk.turn.now))


@command(
    "warum",
    topic="Nachsehen",
    does="jeder Statuswechsel mit Regel und Grund",
    examples=("/warum Meier", "/warum #12", "/warum Anna Meier"),
)
def why(desk: Desk, rest: str) -> Reply:
    contact, _ = contact_and_rest(desk, rest)
    history, profile, planned = desk.work.profile(contact)
    return card.why(desk, contact, history, profile, desk.work.step(profile, planned, now=desk.turn.now))


@command(
    "status",
    topic="Nachsehen",
    does="Status zeigen oder von Hand setzen",
    examples=("/status Meier", "/status Meier KI weil Budget bestätigt", "/status #12 SK weil alter Kunde"),
)
def status(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return why(desk, f"#{contact.id}")
    code, word, said = _named_status(content)
    reason = _BECAUSE.sub("", said)
    if code is None:
        raise StatusUnknown(word, words.name(contact), f"/status #{contact.id}:", reason)
    if not reason:
        raise ReasonMissing(f"/status #{contact.id}: {code} weil", code, words.name(contact))
    return _set(desk, contact, code, bounded(reason, "Grund"))


def _named_status(content: str) -> tuple[Status | None, str, str]:
    """The status, the word it was said with, and the reason: `KI weil …`, `Stammkunde, weil …`, `von KI auf EK weil …`."""
    moved = _FROM_TO.match(content)
    word, _, said = (moved["to"] if moved else content).partition(" ")
    found = status_of(word)
    return found, word, said if found else content[len(word) :] if not moved else ""


def _set(desk: Desk, contact: Contact, code: str, reason: str) -> Reply:
    change = desk.record(contact, desk.event(Kind.STATUS, detail=code, text=reason))
    return recorded.recorded(desk, "Status gesetzt", f"{code}, weil {words.shown(reason)} (S8)", change)


@command(
    "heute",
    topic="Nachsehen",
    does="was heute dran ist",
    examples=("/heute", "/heute Seite 2"),
    menu=1,
)
def today(desk: Desk, rest: str) -> Reply:
    """Overdue and due today, by Q6; always an answer."""
    _, page = pages.page_of(rest)
    reply = _work_list(desk, page)
    return reply if rest else replace(reply, new=True)  # a page turns in place


def _work_list(desk: Desk, page: int) -> Reply:
    until = desk.rhythm.local(desk.turn.now).date()
    team = desk.work.customers.team()
    owners = (desk.turn.member.id, *(member.id for member in desk.covered))
    due = [mark for owner in owners for mark in desk.work.contacts.due_marks(owner=owner, until=until)]
    marks = sorted(due, key=lambda mark: _urgency(mark, team))
    asked = due_today(desk)
    page = min(page, max(0, len(marks) + len(asked) - 1) // PAGE)
    begin, end = page * PAGE, (page + 1) * PAGE
    numbers = [mark.contact for mark in marks[begin:end]]
    found = {item.contact.id: item for item in desk.work.contacts.many(numbers, scope=desk.scope)}
    questions = asked[max(0, begin - len(marks)) : max(0, end - len(marks))]
    more = len(marks) + len(asked) > end
    return worklist.today(desk, [found[number] for number in numbers], questions, page, len(marks), more=more)


@tap("done_today")
def done_today(desk: Desk, args: dict[str, Any]) -> Reply:
    """The list stays where it is and goes on without what was done; what stands there by now is another step."""
    now = desk.work.contacts.many([args["contact"]], scope=desk.scope)
    if not now or args["due"] != [str(now[0].step_day), str(now[0].step_at)]:
        raise StepGone
    said = done(desk, args)
    rest = _work_list(desk, args.get("page", 0))
    undo = Button("Rückgängig", "undo", {"turn": desk.entry})
    return Reply(f"{said.text.splitlines()[0]}\n\n{rest.text}", (*rest.buttons, (undo,)))


def _urgency(mark: Mark, team: Team) -> tuple[object, ...]:
    kind, class_ = ReminderKind(mark.step), team.class_of(mark.year_revenue)
    return urgency(kind, Status(mark.status), Due(mark.day, mark.at), class_)
