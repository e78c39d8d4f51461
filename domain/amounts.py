"""The amount in a typed line: `1299`, `1.299,00`, `49,90 €`, `EUR 1.299`, `1,3k`, `CHF 200` (spec 2)."""

import re
from dataclasses import replace

from domain.numerals import Amount, Number, numbers_in
from domain.phrases.words import word_before

__all__ = ["LARGEST", "Amount", "AmountOutOfRange", "AmountUnclear", "find_amount"]

Span = tuple[int, int]

LARGEST = 10_000_000  # currency units; spec 2: more is asked back
# `49 ,90`, `49 Euro 90`, `49 € und 90 Cent`
_CENTS_FOLLOW = re.compile(
    r" ,[0-9]{2}(?![0-9])|(?<=[€RrOo]) ?(?:und )?[0-9]{2}(?: ?(?:cent|ct))?(?=$|,)", re.IGNORECASE
)
_EACH = re.compile(
    r" ?(?:/|pro|je|per) ?(?:st(?:ü|ue?)ck|st[ck]k?\.?|lizenz|nutzer|user|person|tag|stunde|monat|jahr)\b",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?:\A|(?<=\s))(?:für|fuer|zu|zum Preis von|in Höhe von|i\. ?H\. ?v\.)\s+\Z", re.IGNORECASE
)
_THOUSANDS_FOLLOW = re.compile(r" [0-9]{3}(?![0-9])")
_COUNT = re.compile(r"[0-9]")
_SMALL_COUNT = 50  # "2 Lizenzen 500": a small number in front may count things


class AmountUnclear(ValueError):
    """Digits that can be read in two ways or in none: `12,34.56`, `1,299`, `2 x 500`, two amounts."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class AmountOutOfRange(ValueError):
    """Negative, zero or above `LARGEST`; `minor` is what was understood."""

    def __init__(self, phrase: str, minor: int) -> None:
        super().__init__(phrase, minor)
        self.phrase, self.minor = phrase, minor


def find_amount(text: str, *, skip: Span | None = None) -> Amount | None:
    """Read the one amount of the line; `skip` is a date that was found before (several: `Found.blanked`).

    Raises AmountUnclear, AmountOutOfRange.
    """
    if skip:
        text = text[: skip[0]] + "\n" * (skip[1] - skip[0]) + text[skip[1] :]
    if not (numbers := list(numbers_in(text))):
        return None
    number = _chosen(numbers)
    if number.amount is None or _split(number, text) or _is_price_of_one(number.amount, text):
        raise AmountUnclear(number.phrase)
    if not 0 < number.amount.minor <= LARGEST * 100:
        raise AmountOutOfRange(number.phrase, number.amount.minor)
    priced = _PRICED.search(text, 0, number.amount.start)
    return replace(number.amount, start=priced.start()) if priced else number.amount


def _split(number: Number, text: str) -> bool:
    """`Office 365 299,00 €`, `120 500`, `49 Euro 90`: one number or two?"""
    if not number.amount:
        return False
    if _CENTS_FOLLOW.match(text, number.amount.end):
        return True
    if re.fullmatch(r"[0-9]{1,3}", number.phrase) and _THOUSANDS_FOLLOW.match(text, number.amount.end):
        return True
    before = word_before(text, number.amount.start) if number.money else ""
    head = re.match(r"(?:€|EUR|CHF)?\s*[0-9]{3}(?![0-9.'’])", number.phrase)
    return bool(head) and re.fullmatch(r"[0-9]{1,3}", before) is not None


def _is_price_of_one(amount: Amount, text: str) -> bool:
    """`2 Lizenzen je 500 €`: the price of one or of all?"""
    before = text[: amount.start]
    each = word_before(before, len(before)) in {"je", "à", "á", "a", "@"} or _EACH.match(text, amount.end)
    return bool(each) and _COUNT.search(before) is not None


def _chosen(numbers: list[Number]) -> Number:
    """Let a currency decide, then what looks like money, then the first; two of a kind are asked back."""
    for number in numbers:
        if number.amount is None and (number.first or number.certain):
            return number
    good = [number for number in numbers if number.amount]
    certain = [number for number in good if number.certain]
    written = [number for number in good if number.money]
    if certain or written:
        return _single(certain or written, _rival(good, written) if not certain else None)
    return _of_counts(good) if good else numbers[0]


def _rival(good: list[Number], written: list[Number]) -> Number | None:
    """Find a plain number in front that is too large to be a count: "1299 Wartung 12,50"."""
    front = good[0]
    large = front.amount is not None and front.amount.minor >= _SMALL_COUNT * 100
    return front if front.first and front not in written and large else None


def _single(numbers: list[Number], rival: Number | None) -> Number:
    if len(numbers) > 1 or rival:
        raise AmountUnclear(" / ".join(number.phrase for number in [*([rival] if rival else []), *numbers]))
    return numbers[0]


def _of_counts(good: list[Number]) -> Number:
    """Plain numbers: the one in front, unless it may count what a larger one prices."""
    front = good[0]
    if len(good) == 1:
        return front
    minors = [number.amount.minor for number in good if number.amount]
    if not front.first or (minors[0] < _SMALL_COUNT * 100 and max(minors) > minors[0]):
        raise AmountUnclear(" / ".join(number.phrase for number in good))
    return front
