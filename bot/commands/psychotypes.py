"""`/hinweis` and `/typ`: evidence for the psychotype, logged by a word, and the ledger it makes (§6)."""

import re
from collections.abc import Iterable
from contextlib import suppress

from bot.commands.reading import bounded, past
from bot.commands.registry import command
from bot.commands.who import contact_and_rest
from bot.desk import Desk
from bot.errors import DateUnreadable
from bot.errors_judged import HintUnknown, TypeReasonMissing, TypeUnknown
from bot.turn import Reply
from bot.views import psychotypes as views
from bot.views import recorded, words
from domain.contact import Contact
from domain.dossier import Dossier
from domain.events import Kind
from domain.evidence import HINTS
from domain.folding import folded
from domain.phrases import When
from domain.psychotype import Type
from storage.work import Change

EXAMPLE = "/hinweis Meier Feedback gestern"
_BECAUSE = re.compile(r"^(?:\s|[:,–-]|\bweil\b)+", re.IGNORECASE)
_WEIL = re.compile(r"\bweil\b")
_SET = "setzen"
LONGEST_DAY = 4  # words of a day: `Ende des letzten Monats`
LOOKED_AT = 50  # customers whose histories the overview reads
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
    contact, content = contact_and_rest(desk, uncoloned(rest, HINTS))
    content, until, end = content.partition(" bis ")  # `Vertrag bis 2027` says nothing of when it was noticed
    said = past(desk, content, what="Der Hinweis", example=EXAMPLE)
    if not said.text.strip(" ,:"):
        return views.choose_hint(contact, said.phrase)
    word, _, more = f"{said.text.strip(' ,:')}{until}{end}".partition(" ")
    item = HINTS.get(folded(word.strip(",.:!")))
    if item is None:
        of = f"#{contact.id}:"
        raise HintUnknown(
            word, words.name(contact), f"/hinweis {of}", f"/notiz {of} {content}{until}{end}", said.phrase
        )
    event = desk.event(Kind.HINT, said.when, detail=item.value, text=bounded(more.strip(" ,:–-"), "Hinweis"))
    change = desk.record(contact, event)
    told = f"{views.ITEMS[item]}, {words.both_days(change.events[0].day, desk.today)}"
    return _with_type(desk, change, "Hinweis notiert", told)


def uncoloned(rest: str, known: Iterable[str]) -> str:
    """`Meier Feedback: lobt …` names Meier: the colon stands behind a word of the content."""
    before, colon, after = rest.partition(":")
    name, _, last = before.rstrip().rpartition(" ")
    return f"{name} {last} {after}" if colon and name and folded(last) in known else rest


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
    examples=("/typ Meier", "/typ Meier Beziehungssucher weil plant mit uns", "/typ"),
)
def psychotype(desk: Desk, rest: str) -> Reply:
    if not rest and desk.turn.answers is None:
        return overview(desk)
    contact, content = contact_and_rest(desk, rest)
    if not content:
        return views.ledger(desk, contact, judged(desk, contact).psychotype)
    if folded(content) == _SET:
        return views.choose_type(contact, desk.office.rules)
    kind, said = _named(content)
    line = f"/typ #{contact.id}:"
    if kind is None:
        raise TypeUnknown(content.split()[0], words.name(contact), line)
    label = views.TYPES[kind]
    when, reason = dated_reason(
        desk, said, what="Die Einschätzung", example=f"/typ Meier {label} weil plant mit uns"
    )
    if not reason:
        raise TypeReasonMissing(label, words.name(contact), f"{line} {label} weil")
    event = desk.event(Kind.TYPE, when, detail=kind.value, text=bounded(reason, "Grund"))
    change = desk.record(contact, event)
    day = words.both_days(change.events[0].day, desk.today)
    told = f"{label}, {day}, weil {words.shown(reason)}; gilt {desk.office.rules.type_override_days} Tage"
    return _with_type(desk, change, "Typ gesetzt", told)


def _named(content: str) -> tuple[Type | None, str]:
    """`treuer Käufer weil …`: the type by one word or two, and what is said of it."""
    parts = content.split()
    for many in (2, 1):
        kind = _TYPES.get("".join(folded(part.strip(",:.")) for part in parts[:many]))
        if kind is not None:
            return kind, " ".join(parts[many:]).strip()
    return None, ""


def dated_reason(desk: Desk, said: str, *, what: str, example: str) -> tuple[When | None, str]:
    """`gestern, weil …`: a day that stands alone is when it was found out; days within the reason are its own."""
    found = _WEIL.search(said)
    head, reason = (said[: found.start()], said[found.end() :]) if found else (said, "")
    head = head.strip(" ,:–-")
    if head and len(head.split()) <= LONGEST_DAY:
        with suppress(DateUnreadable):
            dated = past(desk, head, what=what, example=example)
            if not dated.text.strip(" ,:–-"):
                return dated.when, _BECAUSE.sub("", reason).strip()
    return None, _BECAUSE.sub("", said).strip()


def overview(desk: Desk) -> Reply:
    """Of one's own customers, those most likely to buy: how many are of which type, and whom to ask what."""
    numbers = desk.work.noted.typed(owner=desk.turn.member.id, most=LOOKED_AT)
    seen = [one for number in numbers if (one := desk.work.contacts.get(number, scope=desk.scope))]
    found = [(contact, judged(desk, contact).psychotype) for contact in seen]
    return views.overview(found, cut=len(numbers) == LOOKED_AT)
