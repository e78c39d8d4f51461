"""`/team`: who is in it, who leads it, who may come in; leads only."""

from dataclasses import replace
from typing import Any

from bot import delivery
from bot.commands import colleagues
from bot.commands.registry import command, tap
from bot.commands.team import invite
from bot.desk import Desk
from bot.errors import LeadsOnly
from bot.errors_team import InviteGone, LastLead, TeamMoved
from bot.turn import Reply
from bot.views import pages
from bot.views import team as views
from domain.folding import folded
from storage.members import Member
from storage.roster import Seat
from storage.turns import TEAM

_REMOVE = frozenset({"entfernen", "entferne", "raus", "loschen"})
_ANEW = frozenset({"aufnehmen", "wieder", "zuruck"})


@command(
    "team",
    topic="Team",
    does="wer dabei ist; entfernen, zur Leitung machen",
    examples=("/team", "/team Seite 2"),
    leads_only=True,
)
def team(desk: Desk, rest: str) -> Reply:
    """`/team` shows all, `/team Jan` one, `/team entfernen Jan` asks whether to remove that one."""
    typed, at = pages.page_of(rest)
    if not typed:
        return _page(desk, at)
    verb, _, name = typed.partition(" ")
    said = verb if name and folded(verb) in _REMOVE | _ANEW else ""
    line = f"/team {said} {{}}".replace("  ", " ")
    who = colleagues.one(desk, name.strip() if said else typed, line, removed=True)
    removes = folded(verb) in _REMOVE and said and not who.removed
    return views.really(desk, _seat(desk, who)) if removes else views.member(desk, _seat(desk, who))


def _page(desk: Desk, at: int) -> Reply:
    everybody = sorted(desk.work.members.everybody(), key=colleagues.order)
    at = min(at, max(0, len(everybody) - 1) // pages.PAGE)
    seats = desk.work.roster.seats(everybody[at * pages.PAGE : (at + 1) * pages.PAGE])
    invites = desk.work.roster.invites(now=desk.turn.now)
    return views.page(desk, seats, invites, at, len(everybody))


def _seat(desk: Desk, member: Member) -> Seat:
    return desk.work.roster.seats([desk.work.members.get(member.id)])[0]


def meant(desk: Desk, args: dict[str, Any]) -> Member:
    """Whom a button is about; a rep's tap, or a former lead's, is refused before anything is looked up."""
    if not desk.turn.member.lead:
        raise LeadsOnly("team")
    return desk.work.members.get(args["member"])


@tap("team_member")
def opened(desk: Desk, args: dict[str, Any]) -> Reply:
    return views.member(desk, _seat(desk, meant(desk, args)))


@tap("team_invite")
def inviting(desk: Desk, _args: dict[str, Any]) -> Reply:
    if not desk.turn.member.lead:
        raise LeadsOnly("einladen")
    return replace(invite(desk, ""), new=True)


@tap("team_uninvite")
def uninvite(desk: Desk, args: dict[str, Any]) -> Reply:
    if not desk.turn.member.lead:
        raise LeadsOnly("team")
    if not desk.work.roster.withdraw_invite(args["invite"]):
        raise InviteGone
    _noted(desk, "uninvite", args["invite"][:8])
    return replace(_page(desk, 0), toast="Zurückgezogen.")


@tap("team_remove")
def remove(desk: Desk, args: dict[str, Any]) -> Reply:
    if not args.get("sure"):
        return views.really(desk, _seat(desk, meant(desk, args)))
    who = _changing(desk, args, removed=False)
    _noted(desk, "remove", who.id)
    desk.work.roster.remove(who, now=desk.turn.now)
    if who.id == desk.turn.member.id:
        return views.left()
    return views.member(desk, _seat(desk, who), views.removed(who))


@tap("team_readmit")
def readmit(desk: Desk, args: dict[str, Any]) -> Reply:
    who = _changing(desk, args, removed=True)
    _noted(desk, "readmit", who.id)
    desk.work.roster.readmit(who)
    return _told(desk, who, views.readmitted(who), views.BACK)


@tap("team_promote")
def promote(desk: Desk, args: dict[str, Any]) -> Reply:
    who = _changing(desk, args, removed=False, lead=False)
    _noted(desk, "promote", who.id)
    desk.work.roster.promote(who)
    return _told(desk, who, views.promoted(who), views.LEADS)


@tap("team_demote")
def demote(desk: Desk, args: dict[str, Any]) -> Reply:
    who = _changing(desk, args, removed=False, lead=True)
    _noted(desk, "demote", who.id)
    desk.work.roster.demote(who, now=desk.turn.now)
    if who.id == desk.turn.member.id:
        return Reply(views.LEADS_NO_MORE)
    return _told(desk, who, views.demoted(who), views.LEADS_NO_MORE)


def _noted(desk: Desk, what: str, whom: int | str) -> None:
    """Who did what with whom, and when: kept for good."""
    desk.begin(f"{TEAM}{what} {whom}")


def _changing(desk: Desk, args: dict[str, Any], *, removed: bool, lead: bool | None = None) -> Member:
    """As they stand while nobody else changes who leads; somebody always has to."""
    leads = desk.work.roster.leads()
    if desk.turn.member.id not in leads:
        raise LeadsOnly("team")
    who = meant(desk, args)
    if who.removed != removed or (lead is not None and who.lead != lead):
        raise TeamMoved(who.label)
    if leads == [who.id]:
        raise LastLead(who.label)
    return who


def _told(desk: Desk, who: Member, said: str, to_them: str) -> Reply:
    delivery.say(desk.work, who.telegram, to_them, now=desk.turn.now)
    return views.member(desk, _seat(desk, who), said)
