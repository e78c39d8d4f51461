"""`/start`, `/hilfe`, `/system`: getting in, getting along, looking under the bonnet."""

from datetime import datetime

from bot.commands.registry import COMMANDS, Command, command, nearest
from bot.desk import Desk
from bot.errors import UnknownCommand
from bot.turn import Button, Reply, rows
from bot.views import texts, words
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
    wanted = rest.strip().lstrip("/")
    if not wanted:
        return _overview(desk)
    word = wanted.split()[0]
    found = COMMANDS.get(folded(word)) or nearest(word)
    if found is None:
        raise UnknownCommand(word, None)
    return _about(found)


def _overview(desk: Desk) -> Reply:
    visible = [c for c in COMMANDS.values() if desk.turn.member.lead or not c.leads_only]
    blocks = []
    for topic in TOPICS:
        names = [f"/{c.name.translate(_ASCII)} – {c.does}" for c in visible if c.topic == topic]
        if names:
            blocks.append(f"<b>{topic}</b>\n" + "\n".join(names))
    hint = "Tage wie <i>gestern, Di, 3.11., in 2 Wochen</i> und Zeiten wie <i>14 Uhr, halb drei</i> verstehe ich."
    keys = [
        Button.line(f"Beispiele: {name}", f"/hilfe {name}") for name in ("neu", "reaktion", "kauf", "termin")
    ]
    return Reply("\n\n".join([*blocks, hint]), rows(keys[:2], keys[2:]))


def _about(found: Command) -> Reply:
    examples = "\n".join(f"<code>{words.shown(example)}</code>" for example in found.examples)
    name = found.name.translate(_ASCII)
    return Reply(f"/{name} – {found.does}\n\n{examples}", rows([Button.line("Alle Befehle", "/hilfe")]))


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
        f"Warteschlange: {letters.get(0, 0)} Eingänge, {boxes.get(State.WAITING, 0) + boxes.get(State.SENDING, 0)} Ausgänge",
        f"Erinnerungen in Vorbereitung: {work.reminders.waiting()}",
        f"Ungeklärt zugestellt: {boxes.get(State.UNCLEAR, 0)} · abgelehnt: {boxes.get(State.FAILED, 0)} · beiseitegelegt: {letters.get(2, 0)}",
        f"Version {desk.office.version}",
    ]
    return Reply("\n".join(lines))
