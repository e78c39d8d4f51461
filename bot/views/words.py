"""How moments, money and names are written: short, German, in the rep's zone; user text escaped at this one place."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape

from babel.dates import format_date
from babel.numbers import format_currency

from domain.contact import Contact
from domain.events import Due, Money

LOCALE = "de_DE"
LONGEST_NAME = 60


def shown(text: str, *, most: int = 300) -> str:
    """User text made safe for Telegram's HTML; what is too long ends in …"""
    text = " ".join(text.split())
    return escape(text if len(text) <= most else text[: most - 1] + "…", quote=False)


def bold(text: str) -> str:
    return f"<b>{shown(text, most=LONGEST_NAME)}</b>"


def name(contact: Contact) -> str:
    """`Anna Meier (Meier GmbH)`, the name in bold."""
    company = f" ({shown(contact.company, most=LONGEST_NAME)})" if contact.company else ""
    return bold(contact.name) + company


def label(contact: Contact, status: str = "") -> str:
    """A contact on a button: plain text, name, company, town, status."""
    parts = [contact.name[:30], contact.company[:22], contact.town[:16], status]
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def day(value: date, today: date) -> str:
    """`heute`, `gestern`, `morgen`, else `Di 24.11.`; with the year where it is not this one's neighbourhood."""
    near = {-1: "gestern", 0: "heute", 1: "morgen"}.get((value - today).days)
    return near or dated(value, today)


@lru_cache(maxsize=4096)
def dated(value: date, today: date) -> str:
    """`Di 24.11.`; more than half a year away with the year."""
    weekday = format_date(value, "EEEEEE", locale=LOCALE).removesuffix(".")
    pattern = "d.M." if abs(value - today) < timedelta(days=183) else "d.M.y"
    return f"{weekday} {format_date(value, pattern, locale=LOCALE)}"


def clock(local: datetime) -> str:
    return f"{local:%H:%M}"


def moment(local: datetime, today: date) -> str:
    """`heute 14:00`, `Di 24.11. 14:00`."""
    return f"{day(local.date(), today)} {clock(local)}"


def due(value: Due, today: date, local: datetime | None) -> str:
    """A due day, with its time if it has one; `local` is `value.at` in the rep's zone."""
    return moment(local, today) if local else day(value.day, today)


def both_days(value: date, today: date) -> str:
    """A near day with its date, so that a wrong guess is seen: `heute, Di 24.11.`"""
    near, full = day(value, today), dated(value, today)
    return full if near == full else f"{near}, {full}"


@lru_cache(maxsize=1024)
def amount(minor: int, currency: str) -> str:
    """`1.299,00 €`; below zero with a minus, not a hyphen."""
    return format_currency(minor / 100, currency, locale=LOCALE).replace("\xa0", " ").replace("-", "−")


def money(value: Money | None) -> str:
    return amount(value.minor, value.currency) if value else ""


def listing(parts: Iterable[str], last: str = "und") -> str:
    """`A, B und C`."""
    *others, end = parts
    return f"{', '.join(others)} {last} {end}" if others else end


def sentence(text: str) -> str:
    """With its full stop, unless it ends with one already, as dates do: `seit Di 3.3.`"""
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."


def count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
