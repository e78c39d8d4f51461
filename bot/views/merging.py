"""What merging two contacts would mean, and what it did."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import waiting
from bot.desk import Desk
from bot.turn import Button, Reply, Rows, rows
from bot.views import changing, recorded, words
from bot.views.refusals import CANCEL
from domain.contact import Contact
from domain.events import History
from domain.merging import Clash, Union, moves
from domain.profile import Profile
from storage.contacts import Listed
from storage.merges import Merge
from storage.work import Change

LONGEST_VALUE = 30
SHOWN = 5  # fields of a sort


@dataclass(frozen=True, slots=True)
class Joined:
    """What a merge did: to the survivor, to the one that went, and to the record."""

    change: Change
    lost: Change
    union: Union
    dropped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """The one that stays first, in each pair."""

    survivor: Contact
    other: Contact
    union: Union
    histories: tuple[History, History]
    before: tuple[Profile, Profile]
    after: Profile
    dropped: list[tuple[str, str]] = field(default_factory=list)


def preview(desk: Desk, facts: Preview) -> Reply:
    survivor, other = facts.survivor, facts.other
    mine, theirs = (_entries(history) for history in facts.histories)
    one, two = (profile.status for profile in facts.before)
    lines = [
        "Zusammenführen?",
        f"Bleibt: {words.name(survivor)} · #{survivor.id} – {one}, {mine}",
        f"Geht darin auf: {words.name(other)} · #{other.id} – {two}, {theirs}",
        *_record(facts.union),
        *_dropped(facts.dropped, "fällt weg"),
        f"Status: {one} + {two} → <b>{facts.after.status}</b>{_bought(facts)}",
        "Alle Einträge kommen mit. Aufheben kannst du das 30 Tage lang.",
    ]
    return Reply("\n".join(lines), _keys(desk, facts), contact=survivor.id)


def _dropped(links: Sequence[tuple[str, str]], what: str) -> list[str]:
    """V11: recommendations that would lead in a circle."""
    return [
        f"Die Empfehlung „{_short(giver) or 'ein Kontakt aus dem Team'} hat {_short(taker) or 'einen Kontakt'} geworben“ "
        f"{what}: sonst hätte der Kontakt sich im Kreis selbst geworben."
        for giver, taker in links
    ]


def _entries(history: History) -> str:
    return words.count(sum(1 for event in history.standing() if moves(event)), "Eintrag", "Einträge")


def _bought(facts: Preview) -> str:
    days = len(facts.after.occasions)
    return f", {words.count(days, 'Kauftag', 'Kauftage')}" if days else ""


def _record(union: Union) -> list[str]:
    """What is gained, and where both have something: whose stays, and where the other one goes."""
    seconds = {clash.second for clash in union.clashes}
    gained = [f"{changing.label(f)} {_short(v)}" for f, v in union.gains.items() if f not in seconds]
    clashes = [_clash(clash) for clash in union.clashes]
    return [
        *([f"Kommt dazu: {', '.join(_first(gained))}"] if gained else []),
        *([f"Beide haben: {'; '.join(_first(clashes))}"] if clashes else []),
    ]


def _first(parts: list[str]) -> list[str]:
    """As many as a message has room for."""
    more = len(parts) - SHOWN
    return [*parts[:SHOWN], *([f"und {words.count(more, 'weiteres', 'weitere')}"] if more > 0 else [])]


def _clash(clash: Clash) -> str:
    where = changing.label(clash.second) if clash.second else "Notiz"
    return f"{changing.label(clash.field)} {_short(clash.kept)} bleibt ({_short(clash.other)} → {where})"


def _short(value: str) -> str:
    return words.shown(value, most=LONGEST_VALUE)


def _keys(desk: Desk, facts: Preview) -> Rows:
    """Where they are in different hands, the tap says who keeps the contact."""
    survivor, other = facts.survivor, facts.other
    args = {"survivor": survivor.id, "lost": other.id}
    go = [Button("Zusammenführen", "merge", args)]
    if survivor.owner != other.owner:
        go = [
            Button(f"{_owner(desk, owner)} behält", "merge", {**args, "owner": owner})
            for owner in (survivor.owner, other.owner)
        ]
    turned = Button(
        "Umgekehrt", "run", {"line": f"/zusammenfuehren #{other.id} + #{survivor.id}", "over": True}
    )
    return rows(go, [turned, CANCEL])


def _owner(desk: Desk, owner: int) -> str:
    return desk.work.members.get(owner).name[:24] or f"Mitglied {owner}"


def joined(desk: Desk, done: Joined) -> Reply:
    survivor, lost = done.change.contact, done.lost.contact
    lines = [
        f"Zusammengeführt: {words.name(lost)} · #{lost.id} ist in {words.name(survivor)} · #{survivor.id} aufgegangen.",
        *_record(done.union),
        *_dropped(done.dropped, "ist weggefallen"),
        *recorded.consequences(desk, done.change),
    ]
    apart = Button("Zusammenführung aufheben", "unmerge", {"turn": desk.entry})
    keys = rows(
        [
            Button.line("Karte", f"/kontakt #{survivor.id}:"),
            Button.line("Verlauf", f"/verlauf #{survivor.id}:"),
        ],
        [apart],
    )
    return Reply("\n".join(lines), keys, contact=survivor.id)


def handed_on(theirs: Contact, keeper: str) -> str:
    """To the one whose contact a lead merged into somebody else's hands."""
    return (
        f"{words.name(theirs)} (#{theirs.id}) ist jetzt bei {words.shown(keeper, most=30)}: zusammengeführt mit einem Kontakt von dort. "
        "Verloren ist nichts; die Vertriebsleitung kann es 30 Tage lang aufheben."
    )


def merged_before(
    desk: Desk, contact: Contact, lost: Contact | None, merge: Merge, likely: Sequence[Listed], line: str
) -> Reply:
    """A merge that can still be taken back, and with whom there might be another."""
    who = words.name(lost) if lost else f"#{merge.lost}"
    on = words.day(desk.local(merge.at).date(), desk.today)
    text = (
        f"In {words.name(contact)} ist {on} {who} (#{merge.lost}) aufgegangen. Aufheben – oder mit noch jemandem zusammenführen? "
        "Tippe oder antworte mit dem Namen."
    )
    apart = Button("Zusammenführung aufheben", "unmerge", {"turn": merge.turn})
    keys = [
        [Button.line(words.label(item.contact, item.status), waiting.completed(line, item.contact.id))]
        for item in likely
    ]
    return Reply(text, rows([apart], *keys, [CANCEL]), contact=contact.id, question=line)
