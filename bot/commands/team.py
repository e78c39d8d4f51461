"""`/einladen`: leads let people in, by a link that works once and for 48 hours."""

import secrets

from bot.commands.registry import command
from bot.desk import Desk
from bot.turn import Reply
from bot.views import words
from domain.folding import folded
from storage.members import INVITE_VALID

BOT_NAME = "bot_name"  # the fact under which our own name is kept


@command(
    "einladen",
    topic="Team",
    does="Kollegin oder Kollegen einladen",
    examples=("/einladen", "/einladen Leitung"),
    leads_only=True,
)
def invite(desk: Desk, rest: str) -> Reply:
    """Only the hash of the code is stored; the link is shown this once."""
    lead = folded(rest).startswith("leit")
    code = secrets.token_urlsafe(16)
    desk.work.members.invite(code, lead=lead, expires_at=desk.turn.now + INVITE_VALID)
    desk.begin("einladen")
    until = words.moment(desk.local(desk.turn.now + INVITE_VALID), desk.today)
    role = "als Leitung" if lead else "ins Team"
    return Reply(
        f"Einladung {role}, gültig einmal und bis {until}:\n{_link(desk, code)}<code>/start {code}</code>\n"
        "Leite die Nachricht an die Person weiter."
    )


def _link(desk: Desk, code: str) -> str:
    name = desk.work.recall(BOT_NAME)
    return (
        f"https://t.me/{words.shown(name)}?start={code}\noder als Zeile an den Bot: "
        if name
        else "Als Zeile an den Bot: "
    )
