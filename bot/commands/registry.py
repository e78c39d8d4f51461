"""Which words are commands and which taps have handlers: each command module registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.desk import Desk
from bot.turn import Reply
from domain.folding import folded

Handler = Callable[[Desk, str], Reply]
Tap = Callable[[Desk, dict[str, Any]], Reply]


@dataclass(frozen=True, slots=True)
class Command:
    """`name` as `/hilfe` shows it; `menu` its words in Telegram's menu (none: not in it); `examples` work when copied."""

    name: str
    handler: Handler
    topic: str
    does: str
    examples: tuple[str, ...]
    menu: int = 0  # place in the menu, 1 first; 0 not in it
    leads_only: bool = False


COMMANDS: dict[str, Command] = {}
TAPS: dict[str, Tap] = {}


def command(
    name: str, *, topic: str, does: str, examples: tuple[str, ...], menu: int = 0, leads_only: bool = False
) -> Callable[[Handler], Handler]:
    """Register a command under its folded name: ü = ue = u, any case."""

    def register(handler: Handler) -> Handler:
        COMMANDS[folded(name)] = Command(name, handler, topic, does, examples, menu, leads_only)
        return handler

    return register


def nearest(word: str) -> Command | None:
    """The command that was probably meant."""
    found = process.extractOne(
        folded(word), list(COMMANDS), scorer=OSA.normalized_similarity, score_cutoff=0.7
    )
    return COMMANDS[found[0]] if found else None


def tap(action: str) -> Callable[[Tap], Tap]:
    """Register what a button's action does."""

    def register(handler: Tap) -> Tap:
        TAPS[action] = handler
        return handler

    return register
