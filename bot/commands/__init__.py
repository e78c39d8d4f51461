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
    "change",
    "merge",
    "duplicates",
    "lists",
    "search",
    "returns",
    "offers",
    "calendars",
    "exports",
    "feeds",
    "team",
    "members",
    "handover",
    "absence",
    "wishes",
    "hints",
    "week",
    "windows",
    "psychotypes",
    "qualifying",
    "premium",
    "recruiting",
    "matrices",
    "origins",
    "funnel",
    "tour",
    "imports",
    "arrivals",
    "proposals",
    "pick",
    "outcomes",
    "help",
    "start",
)


def load() -> None:
    """Import every command module, so that each registers its commands and taps."""
    for module in MODULES:
        import_module(f"bot.commands.{module}")
