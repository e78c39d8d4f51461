"""One row of a file as it is understood: fields of a record, perhaps a purchase, notes, keywords, a status."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import Any

from bot.imports import cells
from bot.imports.days import moment
from bot.imports.headings import Extra, Meaning
from bot.imports.money import Amounts, currency_of
from bot.imports.unread import Unread, said
from domain.amounts import LARGEST
from domain.folding import folded
from domain.record import Field

LONGEST_FIELD = 120
LONGEST_NOTE = 2000
MOST_TAGS = 20
_FREE = (
    Field.NAME, Field.COMPANY, Field.TOWN, Field.INDUSTRY, Field.SOURCE, Field.CUSTOMER_NO, Field.STREET,
    Field.POSTCODE, Field.COUNTRY, Field.WEBSITE, Field.ROLE, Field.TITLE, Field.LANGUAGE, Field.ADDRESS,
    Field.CHANNEL, Field.INTERESTS,
)  # fmt: skip
_COMMA_NAME = re.compile(r"([^\W\d_][\w' .-]*),\s*([^\W\d_][\w' .-]*)")


@dataclass(frozen=True, slots=True)
class Row:
    """`fields` by their codes, phones as E.164; `minor` and `day`: a purchase, below 0 a return; `at`: its time."""

    fields: dict[str, str] = field(default_factory=dict)
    minor: int | None = None
    currency: str = ""
    day: date | None = None
    at: time | None = None
    product: str = ""
    discount: bool = False
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str = ""
    owner: str = ""

    @property
    def name(self) -> str:
        return self.fields.get(Field.NAME, "")

    def out(self) -> dict[str, Any]:
        """As JSON for its staging row; what it doesn't say is left out."""
        facts: dict[str, Any] = {
            "f": self.fields, "m": self.minor, "c": self.currency, "d": self.day and self.day.isoformat(),
            "t": self.at and self.at.isoformat("minutes"), "p": self.product, "r": self.discount, "n": list(self.notes),
            "k": list(self.tags), "s": self.status, "o": self.owner,
        }  # fmt: skip
        return {key: value for key, value in facts.items() if value}

    @classmethod
    def back(cls, facts: dict[str, Any]) -> "Row":
        day, at = facts.get("d"), facts.get("t")
        return cls(
            fields=facts.get("f", {}),
            minor=facts.get("m"),
            currency=facts.get("c", ""),
            day=date.fromisoformat(day) if day else None,
            at=time.fromisoformat(at) if at else None,
            product=facts.get("p", ""),
            discount=facts.get("r", False),
            notes=tuple(facts.get("n", ())),
            tags=tuple(facts.get("k", ())),
            status=facts.get("s", ""),
            owner=facts.get("o", ""),
        )


class Reader:
    """Reads rows by a mapping: a meaning for each column. `phone`: E.164 of what was typed, empty where it is none.

    `marks`: those before the cents of each column, by its place.
    """

    def __init__(
        self,
        mapping: Sequence[Meaning],
        *,
        today: date,
        currency: str,
        phone: Callable[[str], str],
        marks: Mapping[str, str] | None = None,
    ) -> None:
        self._places: dict[Meaning, list[int]] = {}
        for place, meaning in enumerate(mapping):
            self._places.setdefault(meaning, []).append(place)
        self._today, self._currency = today, currency
        self._phone = lru_cache(maxsize=1024)(phone)  # a customer's rows stand together
        self.trades = Extra.AMOUNT in self._places and Extra.DAY in self._places
        paid = str(self._places[Extra.AMOUNT][0]) if self.trades else ""
        self._amounts = Amounts((marks or {}).get(paid, ""))
        self._free = [f for f in _FREE if f in self._places]

    def read(self, row: Sequence[str]) -> Row:
        """Raises Unread."""
        minor, currency, day, at = self._purchase(row)
        return Row(
            fields=self._fields(row),
            minor=minor,
            currency=currency,
            day=day,
            at=at,
            product=_short(self._cell(row, Extra.PRODUCT)) if minor else "",
            discount=bool(minor) and self._discount(row),
            notes=self._notes(row),
            tags=self._tags(row),
            status=cells.status(word) if (word := self._cell(row, Extra.STATUS)) else "",
            owner=self._cell(row, Extra.OWNER),
        )

    def _cell(self, row: Sequence[str], meaning: Meaning) -> str:
        places = self._places.get(meaning)
        return said(row[places[0]]) if places and places[0] < len(row) else ""

    def _fields(self, row: Sequence[str]) -> dict[str, str]:
        found = {code.value: text for code in self._free if (text := _short(self._cell(row, code)))}
        found |= self._numbers(row)
        found |= self._mails(row)
        if (name := self._name(row, found.get(Field.NAME, ""))) or found.get(Field.COMPANY):
            found[Field.NAME.value] = name or found[Field.COMPANY]
        if (word := self._cell(row, Field.PRIVATE)) and cells.private(word):
            found[Field.PRIVATE.value] = "ja"
        return found

    def _name(self, row: Sequence[str], whole: str) -> str:
        """`Meier, Anna` is turned; first and last name come together."""
        parts = [_short(self._cell(row, Extra.FIRST)), _short(self._cell(row, Extra.LAST))]
        if whole and not parts[1]:
            parts = [] if whole.startswith(f"{parts[0]} ") else parts  # a whole name beside its parts
            turned = _COMMA_NAME.fullmatch(whole)
            parts = [*parts, f"{turned[2]} {turned[1]}" if turned else whole]
        name = " ".join(part for part in parts if part)
        if name and not any(letter.isalpha() for letter in name):
            raise Unread("name", name)
        return " ".join(name.split())[:LONGEST_FIELD]

    def _numbers(self, row: Sequence[str]) -> dict[str, str]:
        found: list[str] = []
        for meaning in (Field.PHONE, Field.PHONE2):
            if cell := self._cell(row, meaning):
                found += self._dialled(cell)
        return dict(zip((Field.PHONE.value, Field.PHONE2.value), dict.fromkeys(found), strict=False))

    def _dialled(self, cell: str) -> list[str]:
        if number := self._phone(cell):
            return [number]
        numbers = [self._phone(part) for part in re.split(r"[;,|\n]| / | oder ", cell)]
        if not all(numbers):
            raise Unread("phone", cell)
        return numbers

    def _mails(self, row: Sequence[str]) -> dict[str, str]:
        found: list[str] = []
        for meaning in (Field.EMAIL, Field.EMAIL2):
            if cell := self._cell(row, meaning):
                found += [cells.mail(part) for part in re.split(r"[;,|\s]+(?=\S+@)", cell)]
        return dict(zip((Field.EMAIL.value, Field.EMAIL2.value), dict.fromkeys(found), strict=False))

    def _purchase(self, row: Sequence[str]) -> tuple[int | None, str, date | None, time | None]:
        if not self.trades:
            return None, "", None, None
        paid, when = self._cell(row, Extra.AMOUNT), self._cell(row, Extra.DAY)
        if not paid and not when:
            return None, "", None, None
        if not paid or not when:
            raise Unread("no_day" if paid else "no_amount")
        minor, currency = self._paid(paid)
        usual = currency_of(self._cell(row, Extra.CURRENCY)) or self._currency
        return minor, currency or usual, *moment(when, self._today)

    def _paid(self, cell: str) -> tuple[int, str]:
        """Nothing is neither a purchase nor a return."""
        found = self._amounts[cell]
        minor = self._settled(cell) if found.minor is None else found.minor
        if not minor:
            raise Unread("zero", cell)
        if abs(minor) > LARGEST * 100:
            raise Unread("amount_range", cell)
        return minor, found.currency

    def _settled(self, cell: str) -> int:
        """`1.234` without an example of cents is a thousand (spec 2); tenths of a cent nobody has paid."""
        found = self._amounts[cell]
        if (self._amounts.marks or {","}) == {mark for mark in ",." if mark in found.text}:
            raise Unread("amount", cell)
        return self._amounts.settle(found, ",")

    def _discount(self, row: Sequence[str]) -> bool:
        cell = self._cell(row, Extra.DISCOUNT)
        return bool(cell) and cells.flagged(cell)

    def _notes(self, row: Sequence[str]) -> tuple[str, ...]:
        """Long ones go on in a second note: nothing is cut off."""
        texts = [said(row[place]) for place in self._places.get(Extra.NOTE, ()) if place < len(row)]
        return tuple(
            text[start : start + LONGEST_NOTE].strip()
            for text in texts
            for start in range(0, len(text), LONGEST_NOTE)
        )

    def _tags(self, row: Sequence[str]) -> tuple[str, ...]:
        texts = [said(row[place]) for place in self._places.get(Extra.TAGS, ()) if place < len(row)]
        found = [tag.strip(" #*\n") for text in texts for tag in re.split(r"[,;|\n]| ::: ", text)]
        tags = {folded(tag): tag[:60] for tag in found if tag}
        if len(tags) > MOST_TAGS:
            raise Unread("tags", str(len(tags)))
        return tuple(tags.values())


def _short(text: str) -> str:
    if len(text) > LONGEST_FIELD:
        raise Unread("long", text)
    return " ".join(text.split())
