"""What `/hilfe` shows: short enough for a phone, and whatever looks like an example works when it is copied."""

from collections.abc import Mapping, Sequence

from bot.commands.registry import Command
from bot.turn import Button, Reply, Rows, rows
from bot.views import words
from bot.views.pages import turning

WRITING = "Schreibweisen"
LONGEST = 1200
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ALL = turning("Alle Themen", "/hilfe")


def slash(command: Command) -> str:
    """As Telegram makes it a link."""
    return "/" + command.name.translate(_ASCII)


def overview(by_topic: Mapping[str, Sequence[Command]]) -> Reply:
    """Everything at a glance, however many commands there are; what one does is a tap away."""
    blocks = [f"<b>{topic}</b>: " + " · ".join(map(slash, commands)) for topic, commands in by_topic.items()]
    hint = "Ein Satz genügt: Befehl, Name, was war. Was ein Befehl tut und drei Beispiele zeigen die Knöpfe."
    keys = [turning(topic, f"/hilfe {topic}") for topic in (*by_topic, WRITING)]
    return Reply(
        "\n".join([*blocks, "", hint]), rows(*_threes(keys), [Button.line("Rundgang in 5 Taps", "/tour")])
    )


def topic(name: str, commands: Sequence[Command]) -> Reply:
    """A topic's commands with what they do, and an example each as long as there is room."""
    told = [f"{slash(each)} – {each.does}" for each in commands]
    samples = [f"\n{_example(each.examples[0])}" if " " in each.examples[0] else "" for each in commands]
    body = "\n".join(f"{line}{sample}" for line, sample in zip(told, samples, strict=True))
    keys = [turning(each.name, f"/hilfe {each.name}") for each in commands]
    return Reply(
        f"<b>{name}</b>\n{body if len(body) < LONGEST - len(name) - 20 else chr(10).join(told)}",
        rows(*_threes(keys), [_ALL]),
    )


def about(found: Command) -> Reply:
    """One command: what it does, its examples, the way back."""
    examples = "\n".join(map(_example, found.examples))
    back = turning(found.topic, f"/hilfe {found.topic}")
    return Reply(f"{slash(found)} – {found.does}\n\n{examples}", rows([back, _ALL]))


def _example(line: str) -> str:
    return f"<code>{words.shown(line)}</code>"


_WRITING = {
    "Wen? Name, Firma, Nummer, Telefon – so weit, bis klar ist, wer": (
        "/kontakt Meier",
        "/kontakt #12",
        "/notiz Anna Meier: spielt Handball",
    ),
    "Wann? gestern, Di, 3.11., vor 2 Wochen, in 3 Tagen, halb drei, mittags": (
        "/reaktion Meier Anruf vorgestern",
        "/termin Meier nächsten Di 14 Uhr",
        "/schritt Meier anrufen in 3 Tagen",
    ),
    "Wie viel? 1299 · 1.299 · 1.299,00 · 49,90 € · 1,3k · CHF 200": (
        "/kauf Meier 1.299 Wartung",
        "/kauf Meier 49,90 € Filter gestern",
        "/angebot Meier 1,3k Wartung bis Ende des Monats",
    ),
}


def writing() -> Reply:
    """Names, days and amounts, as people write them."""
    blocks = ["\n".join([f"<b>{asked}</b>", *map(_example, lines)]) for asked, lines in _WRITING.items()]
    return Reply("\n\n".join(blocks), rows([_ALL]))


def _threes(keys: Sequence[Button]) -> Rows:
    return rows(*(keys[place : place + 3] for place in range(0, len(keys), 3)))
