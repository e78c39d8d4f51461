"""`/dubletten`: pairs that are likely the same contact, a look at each, and `Kein Duplikat` for good."""

from typing import Any

from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors import NotYours
from bot.turn import Reply
from bot.views import duplicates as views
from bot.views.pages import page_of

PAGE = 4  # pairs: two buttons each


@command(
    "dubletten",
    topic="Berichtigen",
    does="wer doppelt sein könnte",
    examples=("/dubletten", "/dubletten Seite 2"),
)
def duplicates(desk: Desk, rest: str) -> Reply:
    """Own contacts; a lead sees the team's, also in different hands."""
    _, page = page_of(rest)
    pairs = desk.work.duplicates.pairs(scope=desk.scope)
    page = min(page, max(0, len(pairs) - 1) // PAGE)
    shown = [
        views.Shown(desk.work.contacts.listed(pair.one), desk.work.contacts.listed(pair.other), pair.signs)
        for pair in pairs[page * PAGE : (page + 1) * PAGE]
    ]
    return views.page(desk, shown, page, total=len(pairs))


@tap("apart")
def keep_apart(desk: Desk, args: dict[str, Any]) -> Reply:
    """They aren't the same, and aren't proposed again; the list goes on."""
    if not all(desk.work.contacts.get(args[who], scope=desk.scope) for who in ("one", "other")):
        raise NotYours
    desk.work.duplicates.keep_apart(args["one"], args["other"])
    return duplicates(desk, f"Seite {args['page'] + 1}")
