"""What can be wrong with an export: facts. `bot/views/refusals_exports.py` has the sentences."""

from dataclasses import dataclass

from bot.turn import Refusal


@dataclass(eq=False)
class ExportUnknown(Refusal):
    """`/export` with a word that names no file."""

    word: str
    lead: bool


@dataclass(eq=False)
class NothingToExport(Refusal):
    """`purchases`: there are contacts, but nobody has bought."""

    purchases: bool


@dataclass(eq=False)
class ArchiveForLeads(Refusal):
    """The archive holds the whole team's data."""


@dataclass(eq=False)
class FeedOff(Refusal):
    """Whoever runs the bot hasn't said under which address calendars reach it."""


@dataclass(eq=False)
class FeedUnclear(Refusal):
    typed: str
