"""The price in a line: which number it is, and what has to be asked first. Nothing is stored by guess."""

import re
from datetime import date

from bot.commands.reading import Content, money_in
from bot.desk import Desk
from bot.errors_pieces import AmountsSeveral, DayOrAmount
from bot.views import words
from domain.amounts import LARGEST, Amount, AmountOutOfRange, AmountUnclear, find_amount
from domain.contact import Contact
from domain.events import Money
from domain.folding import words as folded_words
from domain.numerals import numbers_in
from domain.phrases import DateUnreadable, Lean, find_when

TWO = 2
COUNTS = 50  # currency units: a smaller plain number rather counts things
_BARE = re.compile(
    r"(?<![\w.,:/#+-])(?<![€$£] )(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})"
    r"(?![\w.,:%])(?!\s*(?:€|\$|£|eur|chf|franken|euro|usd|cent|ct|k\b|tsd|mio|h\b|std|uhr|x\b|%))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:version|v|nr\.?|modell|typ|serie|release|eur|chf|€)\s*$", re.IGNORECASE)
_VAGUE = frozenset(
    folded_words(
        "viel viele vieles wenig weniger mehr etwas einiges nichts alles teuer billig günstig umsonst gratis "
        "kostenlos geschenkt unbekannt offen später egal keine ahnung"
    )
)


def price(
    desk: Desk, contact: Contact, content: str, said: Content, *, lean: Lean = Lean.PAST
) -> Amount | None:
    """The amount a line names. Raises what has to be asked: which of several, or whether `3.11` is a day."""
    if said.when is None and (bare := bare_day(content)):
        raise _day_or_amount(desk, contact, content, bare, lean)
    found = _candidates(said.blanked)
    if len(found) >= TWO and _is_open(said.blanked, found):
        raise _several(desk, contact, content, said, found)
    return money_in(said.blanked)


def is_vague(text: str) -> bool:
    """`viel`, `umsonst`, 🎉: neither an amount nor what was bought."""
    return _VAGUE.issuperset(folded_words(text))


def bare_day(text: str) -> re.Match[str] | None:
    """`3.11`: a day of the calendar without its second dot, not a version or a number of something."""
    for found in _BARE.finditer(text):
        if _NAMED.search(text[: found.start()]) is None and _is_day(int(found["day"]), int(found["month"])):
            return found
    return None


def _is_day(day: int, month: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def _day_or_amount(
    desk: Desk, contact: Contact, content: str, bare: re.Match[str], lean: Lean
) -> DayOrAmount:
    of = f"/{desk.command} #{contact.id}:"
    before, after = content[: bare.start()], content[bare.end() :]
    amount, day = f"{bare['day']},{bare['month']:0<2} €", f"{bare[0]}."
    choices = [(f"Betrag {amount}", f"{of} {before}{amount}{after}")]
    try:
        found = find_when(day, now=desk.typed, lean=lean)
    except DateUnreadable:
        found = None
    if found:
        label = f"Tag {words.both_days(found.when.day, desk.today)}"
        choices.insert(0, (label, f"{of} {before}{day}{after}"))
    return DayOrAmount(bare[0], choices)


def _candidates(blanked: str) -> list[Amount]:
    """Numbers that may be prices."""
    amounts = (number.amount for number in numbers_in(blanked))
    return [amount for amount in amounts if amount and 0 < amount.minor <= LARGEST * 100]


def _is_open(blanked: str, found: list[Amount]) -> bool:
    """Whether it can't be told which one is meant: two that look alike, none of them a mere count."""
    try:
        chosen = find_amount(blanked)
    except AmountUnclear:
        return True
    except AmountOutOfRange:
        return False
    plain = [one for one in found if blanked[one.start : one.end].strip().isdigit()]
    return chosen in plain and all(one.minor >= COUNTS * 100 for one in plain) and len(plain) >= TWO


def _several(
    desk: Desk, contact: Contact, content: str, said: Content, found: list[Amount]
) -> AmountsSeveral:
    of = f"/{desk.command} #{contact.id}:"
    choices = [_choice(desk, of, content, said.blanked, one, found) for one in found]
    phrases = [content[one.start : one.end].strip() for one in found]
    bare = " ".join(_without(content, found).split())
    return AmountsSeveral(phrases, list(dict.fromkeys(choices)), line=f"{of} {bare}".strip())


def _choice(
    desk: Desk, of: str, content: str, blanked: str, one: Amount, found: list[Amount]
) -> tuple[str, str]:
    """The line with this amount said plainly; other numbers stay only where they leave no doubt."""
    label = words.money(Money(one.minor, one.currency or desk.office.currency))
    before, after = content[: one.start], content[one.end :]
    plain = f"{blanked[: one.start]} {label} {blanked[one.end :]}"
    if _reads(plain, one.minor):
        return label, " ".join(f"{of} {before} {label} {after}".split())
    others = [other for other in found if other is not one]
    marked = [*others, one]
    return label, " ".join(f"{of} {label} {_without(content, marked)}".split())


def _reads(text: str, minor: int) -> bool:
    try:
        amount = find_amount(text)
    except (AmountUnclear, AmountOutOfRange):
        return False
    return amount is not None and amount.minor == minor


def _without(content: str, found: list[Amount]) -> str:
    for one in sorted(found, key=lambda amount: -amount.start):
        content = f"{content[: one.start]} {content[one.end :]}"
    return content
