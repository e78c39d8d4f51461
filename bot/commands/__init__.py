"""What a rep can type and tap: one module per topic."""

from importlib import import_module

MODULES = (
    "new",
    "reactions",
    "purchases",
    "touches",
    "appointments",
    "steps",
    "look",
    "undo",
    "lists",
    "returns",
    "offers",
    "calendars",
    "team",
    "wishes",
    "hints",
    "week",
    "windows",
    "start",
)


def load() -> None:
    """Import every command module, so that each registers its commands and taps."""
    for module in MODULES:
        import_module(f"bot.commands.{module}")
    for sentences in ("content", "state", "trade"):
        import_module(f"bot.views.refusals_{sentences}")
