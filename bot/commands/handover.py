"""`/uebergabe`: a member's contacts – all, one, or those a filter names – into another's hands; leads only."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot import handing
from bot.commands import colleagues, filters, hands
from bot.commands.members import meant
from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import LeadsOnly
from bot.errors_team import (
    HandoverEmpty,
    HandoverExtra,
    HandoverTooOld,
    HandoverToSelf,
    HandoverUnclear,
    TakerGone,
)
from bot.turn import Button, Reply
from bot.views import handover as views
from domain.folding import folded
from storage.handovers import Chosen, Load

HANDFUL = 20  # contacts that go at once
REVERSIBLE = timedelta(days=30)
_SAY_NOTHING = frozenset({"status", "mit", "nur", "liste"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a button carries: whose, to whom, and which of them."""

    giver: int
    taker: int
    contact: int | None = None
    filter: str = ""
    turn: int | None = None


@command(
    "übergabe",
    topic="Team",
    does="Kontakte in andere Hände geben",
    examples=("/uebergabe Kim an Jan", "/uebergabe #12 an Jan", "/uebergabe Kim an Jan Status ZA"),
    leads_only=True,
)
def handover(desk: Desk, rest: str) -> Reply:
    """What is before `an` is a member or a contact, what is behind it a member, and perhaps a filter."""
    left, taker, more = hands.halves(desk, rest.strip())
    giver, contact = hands.giver(desk, left, taker, more)
    if contact is not None:
        if more:
            raise HandoverExtra(more, f"/uebergabe #{contact.id} an {taker.label}")
        return _preview(desk, Wanted(contact.owner, taker.id, contact=contact.id))
    said = " ".join(word for word in more.split() if folded(word) not in _SAY_NOTHING)
    return _preview(desk, Wanted(giver.id, taker.id, filter=said))


def _preview(desk: Desk, wanted: Wanted) -> Reply:
    who, chosen = _checked(desk, wanted)
    load = _load(desk, who, chosen)
    contact = desk.work.contacts.any(wanted.contact) if wanted.contact is not None else None
    back = "zurück, was davon noch dort ist" if wanted.turn is not None else wanted.filter
    args = {name: getattr(wanted, name) for name in Wanted.__slots__}
    return views.preview(who, load, contact, back, Button("Übergeben", "handover", args))


def _checked(desk: Desk, wanted: Wanted) -> tuple[views.Parties, Chosen]:
    """As things stand now."""
    who = handing.parties(desk.work, wanted.giver, wanted.taker, desk.turn.member.id)
    if wanted.giver == wanted.taker:
        raise HandoverToSelf(who.taker.label)
    if who.taker.removed:
        raise TakerGone(who.taker.label)
    filter_ = filters.read(desk, wanted.filter) if wanted.filter else None
    return who, Chosen(wanted.giver, wanted.contact, filter_, wanted.turn)


def _load(desk: Desk, who: views.Parties, chosen: Chosen) -> Load:
    load = desk.work.handovers.load(chosen, now=desk.turn.now, today=desk.today)
    if not load.contacts:
        raise HandoverEmpty(who.giver.label, who.taker.label)
    return load


def _numbers(desk: Desk, chosen: Chosen) -> list[int]:
    return desk.work.handovers.numbers(chosen, now=desk.turn.now, today=desk.today)


@tap("handover_to")
def to_whom(desk: Desk, args: dict[str, Any]) -> Reply:
    giver = meant(desk, args)
    team = sorted(desk.work.members.all(), key=colleagues.order)
    return views.to_whom(giver, team, args["page"])


@tap("handover_preview")
def preview(desk: Desk, args: dict[str, Any]) -> Reply:
    _refuse_reps(desk)
    return _preview(desk, Wanted(args["giver"], args["taker"]))


@tap("handover_back")
def back(desk: Desk, args: dict[str, Any]) -> Reply:
    """What a handover brought and is still there; not what the taker had before."""
    _refuse_reps(desk)
    former = desk.work.handovers.of_turn(args["turn"])
    if former is None:
        raise HandoverUnclear
    if desk.turn.now - former.at > REVERSIBLE:
        raise HandoverTooOld
    return _preview(desk, Wanted(former.taker, former.giver, turn=args["turn"]))


@tap("handover")
def carry_out(desk: Desk, args: dict[str, Any]) -> Reply:
    """What the preview showed, as it stands now: a handful at once, more as long work."""
    _refuse_reps(desk)
    wanted = Wanted(**args)
    who, chosen = _checked(desk, wanted)
    load = _load(desk, who, chosen)
    turn = desk.begin("übergabe")
    if load.contacts <= HANDFUL:
        numbers = _numbers(desk, chosen)
        moved = desk.work.handovers.move(numbers, handing.deed(desk.work, who, turn))
        if wanted.contact is not None:
            desk.work.turns.concerns(turn, wanted.contact)
        return handing.tell(desk.work, who, moved, wanted.contact, turn)
    which: dict[str, Any] = {"numbers": None, "upto": desk.work.handovers.last_of(wanted.giver)}
    if not chosen.all:
        which = {"numbers": _numbers(desk, chosen), "upto": 0}
    job = {"kind": handing.KIND, "giver": wanted.giver, "taker": wanted.taker, "by": who.by.id, "turn": turn}
    return Reply(views.running(who, 0), job={**job, **which})


def _refuse_reps(desk: Desk) -> None:
    if not desk.turn.member.lead:
        raise LeadsOnly("übergabe")
