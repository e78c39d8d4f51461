"""`/start`, `/hilfe`, `/system`: getting in, getting along, looking under the bonnet."""

from datetime import datetime

from bot.backups import LAST_BACKUP
from bot.commands.registry import COMMANDS, Command, command, nearest
from bot.desk import Desk
from bot.errors import UnknownCommand
from bot.turn import Reply, rows
from bot.views import texts, words
from bot.views.pages import turning
from domain.folding import folded
from storage.outbox import State

TOPICS = ("Erfassen", "Planen", "Termine", "Nachsehen", "Berichtigen", "Team", "Sonst")
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@command("start", topic="Sonst", does="von vorn", examples=("/start",))
def start(desk: Desk, rest: str) -> Reply:
    """Members are in already; a lead's invite makes a rep a lead."""
    member = desk.turn.member
    if rest:
        promoted = desk.work.members.claim(rest.strip(), member.telegram, name=member.name, now=desk.turn.now)
        if promoted is None:
            return Reply(
                "Du bist schon dabei; diesen Code brauchst du nicht. Was heute dran ist, sagt dir /heute."
            )
        return texts.welcome(promoted.name, lead=promoted.lead)
    return texts.welcome(member.name, lead=member.lead)


@command(
    "hilfe",
    topic="Sonst",
    does="alle Befehle, mit Beispielen",
    examples=("/hilfe", "/hilfe kauf", "/hilfe termin"),
)
def help_(desk: Desk, rest: str) -> Reply:
    """Everything by topic; a topic's commands; a command's examples."""
    word = next(iter(rest.strip().lstrip("/").split()), "")
    if not word:
        return _overview(desk)
    if topic := next((t for t in TOPICS if folded(t) == folded(word)), None):
        return _topic(desk, topic)
    found = COMMANDS.get(folded(word)) or nearest(word)
    if found is None:
        raise UnknownCommand(word, None)
    return _about(found)


def _of_topic(desk: Desk, topic: str) -> list[Command]:
    return [c for c in COMMANDS.values() if c.topic == topic and (desk.turn.member.lead or not c.leads_only)]


def _overview(desk: Desk) -> Reply:
    """Short enough for a phone's screen, however many commands there are."""
    shown = {topic: commands for topic in TOPICS if (commands := _of_topic(desk, topic))}
    blocks = [f"<b>{topic}</b>: " + " · ".join(map(_slash, commands)) for topic, commands in shown.items()]
    hint = (
        "Was ein Befehl tut, zeigen die Knöpfe; Beispiele gibt <code>/hilfe kauf</code>. Tage wie <i>gestern, Di, "
        "3.11., in 2 Wochen</i> und Zeiten wie <i>14 Uhr, halb drei</i> sind erlaubt."
    )
    keys = [turning(topic, f"/hilfe {topic}") for topic in shown]
    return Reply("\n".join([*blocks, "", hint]), rows(*(keys[i : i + 3] for i in range(0, len(keys), 3))))


def _topic(desk: Desk, topic: str) -> Reply:
    commands = _of_topic(desk, topic)
    lines = [f"<b>{topic}</b>", *(f"{_slash(c)} – {c.does}" for c in commands)]
    return Reply("\n".join(lines), rows([turning("Alle Befehle", "/hilfe")]))


def _slash(command_: Command) -> str:
    return "/" + command_.name.translate(_ASCII)


def _about(found: Command) -> Reply:
    examples = "\n".join(f"<code>{words.shown(example)}</code>" for example in found.examples)
    return Reply(f"{_slash(found)} – {found.does}\n\n{examples}", rows([turning("Alle Befehle", "/hilfe")]))


def _backup(desk: Desk) -> list[str]:
    """Only where the bot makes copies by itself."""
    stored = desk.work.recall(LAST_BACKUP)
    return (
        [f"Letzte Sicherung: {words.moment(desk.local(datetime.fromisoformat(stored)), desk.today)}"]
        if stored
        else []
    )


@command("system", topic="Sonst", does="läuft alles?", examples=("/system",))
def system(desk: Desk, _rest: str) -> Reply:
    """Is the bot healthy: last tick, queues, unclear pushes, version."""
    work = desk.work
    boxes, letters = work.outbox.counts(), work.inbox.counts()
    stored = work.recall("last_tick")
    tick = words.moment(desk.local(datetime.fromisoformat(stored)), desk.today) if stored else "noch keiner"
    lines = [
        "<b>System</b>",
        f"Letzter Takt: {tick}",
        f"Warteschlange: {max(0, letters.get(0, 0) - 1)} Eingänge, {boxes.get(State.WAITING, 0) + boxes.get(State.SENDING, 0)} Ausgänge",
        f"Erinnerungen in Vorbereitung: {work.reminders.waiting()}",
        f"Ungeklärt zugestellt: {boxes.get(State.UNCLEAR, 0)} · abgelehnt: {boxes.get(State.FAILED, 0)} · beiseitegelegt: {letters.get(2, 0)}",
        *_backup(desk),
        f"Version {desk.office.version}",
    ]
    return Reply("\n".join(lines))
