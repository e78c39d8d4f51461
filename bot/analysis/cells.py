"""What a row of purchases says, remembered: files repeat themselves. How cells are read stands in bot/imports."""

from datetime import date

from bot.imports.cleaning import cleaned
from bot.imports.days import written
from bot.imports.money import currency_of
from bot.imports.unread import NOTHING, Unread, said
from bot.settings import ConfigError

_REMEMBERED = 100_000  # different texts whose meaning is kept


class Unusable(ConfigError):
    """The file can't be analysed: one line what, one line what to do."""


class Days(dict[str, int]):
    """Texts and their days as ordinals; raises Unread."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def __missing__(self, text: str) -> int:
        cell = text.strip()
        if cell.casefold() in NOTHING:
            raise Unread("no_day")
        found = written(cell, self._today).day.toordinal()
        if len(self) < _REMEMBERED:
            self[text] = found
        return found


class Names(dict[str, str]):
    """Who bought, as the import would call them; raises Unread where nobody is named."""

    def __missing__(self, text: str) -> str:
        name = " ".join(said(cleaned(text)).split())
        if not name:
            raise Unread("nobody")
        if len(self) < _REMEMBERED:
            self[text] = name
        return name


class Currencies(dict[str, str]):
    """What a column of currencies says: codes, or nothing."""

    def __missing__(self, text: str) -> str:
        self[text] = found = currency_of(cleaned(text))
        return found
