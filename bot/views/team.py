"""The team on the phone: a line a member, what can be done with one, and what a removal means."""

from collections.abc import Sequence

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import words
from bot.views.pages import PAGE, number, turners, turning, two_by_two
from storage.members import Member
from storage.roster import Invite, Seat

MOST_INVITES = 4
TEAM = turning("Team", "/team")


def page(desk: Desk, seats: Sequence[Seat], invites: Sequence[Invite], at: int, total: int) -> Reply:
    first = at * PAGE + 1
    lines = [f"{place}. {_line(desk, seat)}" for place, seat in enumerate(seats, first)]
    keys = [_opening(f"{place}. {seat.member.label[:24]}", seat) for place, seat in enumerate(seats, first)]
    last = first + len(seats) > total
    turn = turners("/team", at, last=last, words_=("Zurück", "Weiter"))
    text = "\n".join(
        [f"<b>Team</b>: {words.count(total, 'Mitglied', 'Mitglieder')}", *lines, *_open(desk, invites)]
    )
    withdraw = [[_withdraw(desk, invite)] for invite in invites[:MOST_INVITES]]
    return Reply(text, rows(*two_by_two(keys), turn, [Button("Einladen", "team_invite", {})], *withdraw))


def _line(desk: Desk, seat: Seat) -> str:
    return f"{words.shown(seat.member.label, most=30)} · {_facts(desk, seat)}"


def _facts(desk: Desk, seat: Seat) -> str:
    member = seat.member
    role = "entfernt" if member.removed else "Leitung" if member.lead else "Verkäufer"
    if member.removed and seat.removed_at:
        role += f" {words.day(desk.local(seat.removed_at).date(), desk.today)}"
    last = "noch kein Eintrag"
    if seat.last_entry:
        last = f"zuletzt {words.moment(desk.local(seat.last_entry), desk.today)}"
    gone = ["nicht erreichbar"] if member.unreachable and not member.removed else []
    counted = f"{number(seat.contacts)} {'Kontakt' if seat.contacts == 1 else 'Kontakte'}"
    return " · ".join([role, counted, last, *gone])


def _open(desk: Desk, invites: Sequence[Invite]) -> list[str]:
    if not invites:
        return []
    more = f" und {len(invites) - MOST_INVITES} weitere" if len(invites) > MOST_INVITES else ""
    told = "; ".join(_invited(desk, invite) for invite in invites[:MOST_INVITES])
    return [f"Offene Einladungen: {told}{more}"]


def _invited(desk: Desk, invite: Invite) -> str:
    role = "als Leitung" if invite.lead else "ins Team"
    return f"{role} bis {words.moment(desk.local(invite.expires_at), desk.today)}"


def _withdraw(desk: Desk, invite: Invite) -> Button:
    label = f"Einladung {_invited(desk, invite)} zurückziehen"
    return Button(label, "team_uninvite", {"invite": invite.code_hash})


def _opening(label: str, seat: Seat) -> Button:
    return Button(label, "team_member", {"member": seat.member.id})


def member(desk: Desk, seat: Seat, said: str = "") -> Reply:
    """One of them, with what can be done; `said`: what was done just now."""
    who = seat.member
    lines = [*([said] if said else []), f"{words.bold(who.label)} · {_facts(desk, seat)}"]
    if who.removed:
        keys = [_button("Wieder aufnehmen", "team_readmit", who)]
    else:
        role = (
            _button("Leitung nehmen", "team_demote", who)
            if who.lead
            else _button("Zur Leitung machen", "team_promote", who)
        )
        keys = [_button("Entfernen", "team_remove", who), role]
    give = [giving(who)] if seat.contacts else []
    return Reply("\n".join(lines), rows(keys, give, [TEAM]))


def _button(label: str, action: str, who: Member) -> Button:
    return Button(label, action, {"member": who.id})


def giving(who: Member) -> Button:
    return Button("Übergeben an …", "handover_to", {"member": who.id, "page": 0})


def really(desk: Desk, seat: Seat) -> Reply:
    """What stays, and what goes with the tap."""
    who = words.bold(seat.member.label)
    me = seat.member.id == desk.turn.member.id
    gone = "keine Erinnerung, kein Wochenblick, kein Kalender, kein Knopf"
    lines = [
        f"{who} aus dem Team entfernen?{' Das bist du selbst.' if me else ''}",
        f"Ab sofort kommt dort nichts mehr an und geht nichts mehr: {gone}.",
        f"Alle Einträge behalten ihren Verfasser. {_kept(seat)}",
    ]
    sure = Button("Ja, entfernen", "team_remove", {"member": seat.member.id, "sure": True})
    back = Button("Abbrechen", "team_member", {"member": seat.member.id})
    return Reply("\n".join(lines), rows([sure, back], [giving(seat.member)] if seat.contacts else []))


def _kept(seat: Seat) -> str:
    if not seat.contacts:
        return "Eigene Kontakte gibt es nicht."
    if seat.contacts == 1:
        return "Der eine Kontakt bleibt dort, bis du ihn übergibst; bis dahin sieht ihn nur die Leitung."
    many = number(seat.contacts)
    return f"Die {many} Kontakte bleiben dort, bis du sie übergibst; bis dahin sieht sie nur die Leitung."


def left() -> Reply:
    """To a lead who removed themselves: there is nothing more to tap."""
    return Reply("Du bist nicht mehr im Team. Deine Einträge und Kontakte bleiben.")


def removed(who: Member) -> str:
    return f"{words.bold(who.label)} ist nicht mehr im Team."


def readmitted(who: Member) -> str:
    return f"{words.bold(who.label)} ist wieder im Team, als Verkäufer."


def promoted(who: Member) -> str:
    return f"{words.bold(who.label)} gehört jetzt zur Leitung."


def demoted(who: Member) -> str:
    return f"{words.bold(who.label)} gehört nicht mehr zur Leitung."


BACK = "Du bist wieder dabei. Was heute dran ist, sagt dir /heute."
LEADS = "Du gehörst jetzt zur Vertriebsleitung: Du siehst die Kontakte des Teams, und /team gehört dazu."
LEADS_NO_MORE = "Du gehörst nicht mehr zur Vertriebsleitung. Deine eigenen Kontakte bleiben bei dir."
