"""Lists that turn in place: a page of events, a page of contacts, how many stand where."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import card, steps, words
from domain.contact import Contact
from domain.events import Due, Event
from domain.planned import ReminderKind
from domain.status import Status
from storage.contacts import Listed

PAGE = 8


def turning(label: str, line: str) -> Button:
    """A button that turns the page of the message it hangs on."""
    return Button(label, "run", {"line": line, "over": True})


def turners(line: str, page: int, *, last: bool, words_: tuple[str, str]) -> list[Button]:
    """To the page before and after, as far as there is one."""
    back = [turning(f"« {words_[0]}", f"{line} Seite {page}")] if page else []
    on = [] if last else [turning(f"{words_[1]} »", f"{line} Seite {page + 2}")]
    return [*back, *on]


def history(
    desk: Desk, contact: Contact, events: Sequence[Event], page: int, *, last: bool, total: int
) -> Reply:
    """Newest first; what was taken back stays, marked."""
    head = f"Verlauf {words.name(contact)} ({words.count(total, 'Eintrag', 'Einträge')})"
    lines = [f"• {card.event_line(desk, event)}" for event in events]
    turning_keys = turners(f"/verlauf #{contact.id}:", page, last=last, words_=("Neuer", "Älter"))
    keys = [Button.line("Karte", f"/kontakt #{contact.id}:")]
    return Reply(
        "\n".join([head, *(lines or ["Hier ist nichts mehr."])]), rows(turning_keys, keys), contact=contact.id
    )


def overview(desk: Desk, counts: dict[str, int]) -> Reply:
    """How many contacts stand on each rung; a tap lists them."""
    whose = "Alle Kontakte des Teams" if desk.turn.member.lead else "Deine Kontakte"
    total = sum(counts.values())
    if not total:
        return Reply("Noch keine Kontakte.", rows([Button.line("Neuer Kontakt: so geht’s", "/hilfe neu")]))
    lines = [f"{whose}: {total}", *(f"{code}: {counts.get(code, 0)}" for code in Status)]
    keys = [turning(f"{code} ({counts[code]})", f"/liste {code}") for code in Status if counts.get(code)]
    more = [
        turning("KI ohne Termin", "/liste KI ohne Termin"),
        turning("Überfällig", "/liste überfällig"),
        turning("Ohne Schritt", "/liste ohne Schritt"),
        turning("Zurückgestellt", "/liste zurückgestellt"),
    ]
    return Reply("\n".join(lines), rows(keys, *two_by_two(more)))


def contacts(desk: Desk, wanted: str, found: Sequence[Listed], page: int, total: int) -> Reply:
    """A page of contacts, each with its reason and a button; the list stays when one is opened."""
    back = [turning("Übersicht", "/liste")]
    if not found:
        return Reply(f"Liste „{words.shown(wanted, most=60)}“: niemand.", rows(back))
    first = page * PAGE + 1
    owners = _colleagues(desk)
    lines = [f"Liste „{words.shown(wanted, most=60)}“: {total}"]
    lines += [
        f"{place}. {words.name(item.contact)} {item.status}: {_reason(desk, item)}{owners.get(item.contact.owner, '')}"
        for place, item in enumerate(found, first)
    ]
    keys = [opening(f"{n}. {item.contact.name[:24]}", item.contact.id) for n, item in enumerate(found, first)]
    turning_keys = turners(
        f"/liste {wanted}", page, last=first + len(found) > total, words_=("Zurück", "Weiter")
    )
    return Reply("\n".join(lines), rows(*two_by_two(keys), [*turning_keys, *back]))


def opening(label: str, contact: int) -> Button:
    """A button that shows a card as a message of its own, so that the list it hangs on can be tapped again."""
    return Button(label, "open", {"contact": contact})


def listing(label: str, wanted: str) -> Button:
    """A button that shows a list as a message of its own."""
    return Button(label, "listing", {"wanted": wanted})


def two_by_two(keys: Sequence[Button]) -> Rows:
    return rows(*(keys[i : i + 2] for i in range(0, len(keys), 2)))


def _colleagues(desk: Desk) -> dict[int, str]:
    """What a lead's list says behind a colleague's contact."""
    if not desk.turn.member.lead:
        return {}
    others = (member for member in desk.work.members.all() if member.id != desk.turn.member.id)
    return {member.id: f", bei {words.shown(member.name, most=30)}" for member in others if member.name}


def _reason(desk: Desk, item: Listed) -> str:
    """The next step and when; a rep's own wording where there is one."""
    if not item.step or item.step_day is None:
        return "kein nächster Schritt"
    kind, text = ReminderKind(item.step), ""
    if kind is ReminderKind.OWN_STEP:
        _, profile, _ = desk.work.profile(item.contact)
        text = profile.own_step.text if profile.own_step else ""
    late = " (überfällig)" if item.step_day < desk.today else ""
    at = steps.when(Due(item.step_day, item.step_at), desk.today, desk.local)
    return f"{steps.words(kind, text)} – {at}{late}"
