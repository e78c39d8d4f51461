"""Telegram's command menu: the ten most used."""

from bot.commands.registry import COMMANDS
from domain.folding import folded

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def menu() -> list[dict[str, str]]:
    """`setMyCommands` wants a–z, 0–9 and _ only."""
    listed = sorted((c for c in COMMANDS.values() if c.menu), key=lambda c: c.menu)
    return [{"command": c.name.translate(_UMLAUTS), "description": c.does} for c in listed[:10]]


def known(name: str) -> bool:
    return folded(name) in COMMANDS
