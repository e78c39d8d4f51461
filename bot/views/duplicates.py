"""Likely pairs on a page, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import likeness, words
from bot.views.pages import number as number_of
from bot.views.pages import page_of, turners
from domain.likeness import Sign
from storage.contacts import Listed
from storage.duplicates import COMPARED

PAGE = 4


@dataclass(frozen=True, slots=True)
class Shown:
    one: Listed
    other: Listed
    signs: tuple[Sign, ...]


def comparing(many: int) -> str:
    """While a job compares; its result takes this message's place."""
    return f"Ich vergleiche {number_of(min(many, COMPARED))} Kontakte nach Nummer, Mail, Name und Klang – das Ergebnis steht gleich hier."


def page(desk: Desk, shown: Sequence[Shown], number: int, *, total: int, job: int | None = None) -> Reply:
    """`job`: that found them, and knows the other pages."""
    if not shown:
        return Reply(
            f"Niemand sieht doppelt aus. Verglichen habe ich {_compared(desk)} nach Nummer, Mail, Name und Klang."
        )
    first = number * PAGE + 1
    lines = [f"<b>Vielleicht doppelt</b> ({words.count(total, 'Paar', 'Paare')})"]
    lines += [_line(desk, place, pair) for place, pair in enumerate(shown, first)]
    found_by = {} if job is None else {"job": job}
    keys = [_keys(place, pair, {"page": number, **found_by}) for place, pair in enumerate(shown, first)]
    turning = turners("/dubletten", number, last=first + len(shown) > total, words_=("Zurück", "Weiter"))
    if job is not None:
        turning = [Button(key.label, "doubles", {"page": _page(key), **found_by}) for key in turning]
    return Reply("\n".join(lines), rows(*keys, turning))


def _page(key: Button) -> int:
    """Which page a turning button leads to; the first is 0."""
    return page_of(key.args["line"])[1]


def _compared(desk: Desk) -> str:
    whose = "die Kontakte des Teams" if desk.turn.member.lead else "deine Kontakte"
    known = desk.work.contacts.count(owner=None if desk.turn.member.lead else desk.turn.member.id)
    return f"die {COMPARED} zuletzt genutzten" if known > COMPARED else whose


def _line(desk: Desk, place: int, pair: Shown) -> str:
    one, other = (_who(desk, listed, pair) for listed in (pair.one, pair.other))
    return f"{place}. {one} – {other}: {likeness.shared(pair.signs)}"


def _who(desk: Desk, listed: Listed, pair: Shown) -> str:
    owner = ""
    if pair.one.contact.owner != pair.other.contact.owner:
        owner = f", bei {words.shown(desk.work.members.get(listed.contact.owner).name, most=30)}"
    return f"{words.name(listed.contact)} #{listed.contact.id} {listed.status}{owner}"


def _keys(place: int, pair: Shown, of_page: dict[str, int]) -> list[Button]:
    one, other = pair.one.contact.id, pair.other.contact.id
    look = Button(f"{place}. Ansehen", "run", {"line": f"/zusammenfuehren #{one} + #{other}", "new": True})
    return [look, Button(f"{place}. Kein Duplikat", "apart", {"one": one, "other": other, **of_page})]
