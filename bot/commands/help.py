"""`/hilfe`: by topic, by command, and how names, days and amounts may be written; pages that turn in place."""

from bot.commands.registry import COMMANDS, Command, command, nearest
from bot.desk import Desk
from bot.errors import UnknownCommand
from bot.turn import Reply
from bot.views import help as views
from domain.folding import folded

LAST = 99  # behind any place in the menu
TOPICS = ("Erfassen", "Planen", "Termine", "Nachsehen", "Auswerten", "Berichtigen", "Team", "Sonst")


@command(
    "hilfe",
    topic="Sonst",
    does="alle Befehle, mit Beispielen",
    examples=("/hilfe", "/hilfe kauf", "/hilfe Schreibweisen"),
)
def help_(desk: Desk, rest: str) -> Reply:
    """Everything by topic; a topic's commands; a command's examples."""
    word = next(iter(rest.strip().lstrip("/").split()), "")
    by_topic = _by_topic(desk)
    if not word:
        return views.overview(by_topic)
    if folded(word) == folded(views.WRITING):
        return views.writing()
    if topic := next((each for each in by_topic if folded(each) == folded(word)), None):
        return views.topic(topic, by_topic[topic])
    found = COMMANDS.get(folded(word)) or nearest(word)
    if found is None:
        raise UnknownCommand(word, None)
    return views.about(found)


def _by_topic(desk: Desk) -> dict[str, list[Command]]:
    """What this member may do; topics in the order of a day, then any further ones; the menu's commands first."""
    lead = desk.turn.member.lead
    found: dict[str, list[Command]] = {topic: [] for topic in TOPICS}
    for each in sorted(COMMANDS.values(), key=lambda known: known.menu or LAST):
        if lead or not each.leads_only:
            found.setdefault(each.topic, []).append(each)
    return {topic: commands for topic, commands in found.items() if commands}
