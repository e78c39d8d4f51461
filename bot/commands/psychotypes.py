"""`/hinweis` and `/typ`: evidence for the psychotype, logged by a word, and the ledger it makes (§6)."""

import re

from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors_judged import HintUnknown, TypeReasonMissing, TypeUnknown
from bot.turn import Reply
from bot.views import psychotypes as views
from bot.views import recorded, words
from domain.contact import Contact
from domain.dossier import Dossier
from domain.events import Kind
from domain.evidence import HINTS
from domain.folding import folded
from domain.psychotype import Type
from storage.work import Change

EXAMPLE = "/hinweis Meier Feedback gestern"
_BECAUSE = re.compile(r"^(?:\s|[:,–-]|\bweil\b)+", re.IGNORECASE)
_SET = "setzen"
_TYPES = {folded(label).replace(" ", ""): kind for kind, label in views.TYPES.items()} | {
    "loyal": Type.LOYAL, "treu": Type.LOYAL, "treuer": Type.LOYAL, "sucher": Type.SEEKER, "nutzer": Type.USER,
    "einmal": Type.ARMS_LENGTH,
}  # fmt: skip


@command(
    "hinweis",
    topic="Erfassen",
    does="Beleg für den Kundentyp notieren",
    examples=(EXAMPLE, "/hinweis Meier Idee", "/hinweis Meier Vertrag verlängert um ein Jahr"),
)
def hint(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return views.choose_hint(contact)
    said = past(desk, content, what="Der Hinweis", example=EXAMPLE)
    word, _, more = said.text.strip().partition(" ")
    item = HINTS.get(folded(word.strip(",.:!")))
    if item is None:
        of = f"#{contact.id}:"
        raise HintUnknown(word or content, words.name(contact), f"/hinweis {of}", f"/notiz {of} {content}")
    event = desk.event(Kind.HINT, said.when, detail=item.value, text=bounded(more, "Hinweis"))
    change = desk.record(contact, event)
    told = f"{views.ITEMS[item]}, {words.both_days(change.events[0].day, desk.today)}"
    return _with_type(desk, change, "Hinweis notiert", told)


def _with_type(desk: Desk, change: Change, title: str, told: str) -> Reply:
    """What was stored, and what the ledger says now."""
    found = judged(desk, change.contact).psychotype
    now = f"Typ: <b>{views.brief(found)}</b> – {views.totals(found)}"
    return recorded.recorded(desk, title, f"{told}\n{now}\n{views.next_line(found)}".rstrip(), change)


def judged(desk: Desk, contact: Contact) -> Dossier:
    """Everything that is judged of a contact as of today."""
    history, profile, _ = desk.work.profile(contact)
    return desk.work.dossier(contact, history, profile, now=desk.turn.now)


@command(
    "typ",
    topic="Auswerten",
    does="Kundentyp mit allen Belegen, oder von Hand setzen",
    examples=("/typ Meier", "/typ Meier Beziehungssucher weil plant mit uns", "/typ #12"),
)
def psychotype(desk: Desk, rest: str) -> Reply:
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return views.ledger(desk, contact, judged(desk, contact).psychotype)
    if folded(content) == _SET:
        return views.choose_type(contact)
    kind, reason = _named(content)
    line = f"/typ #{contact.id}:"
    if kind is None:
        raise TypeUnknown(content.split()[0], words.name(contact), line)
    label = views.TYPES[kind]
    if not reason:
        raise TypeReasonMissing(label, words.name(contact), f"{line} {label} weil")
    change = desk.record(contact, desk.event(Kind.TYPE, detail=kind.value, text=bounded(reason, "Grund")))
    days = desk.office.rules.type_override_days
    return _with_type(desk, change, "Typ gesetzt", f"{label}, weil {words.shown(reason)}; gilt {days} Tage")


def _named(content: str) -> tuple[Type | None, str]:
    """`treuer Käufer weil …`: the type by one word or two, and why."""
    parts = content.split()
    for many in (2, 1):
        kind = _TYPES.get("".join(folded(part.strip(",:.")) for part in parts[:many]))
        if kind is not None:
            return kind, _BECAUSE.sub("", " ".join(parts[many:])).strip()
    return None, ""
