"""What becomes of two records when two contacts turn out to be one: whose field stays, what is gained, what clashes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.contact import Contact
from domain.events import Event, History, Kind
from domain.folding import digits, folded
from domain.record import SECOND, Field

STAYS = frozenset(
    {Kind.CREATED, Kind.CHANGED, Kind.MERGED, Kind.HANDED}
)  # they tell of the record they were made for


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both have; the survivor's stays. `second`: where the other one goes, else into the note."""

    field: Field
    kept: str
    other: str
    second: Field | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """What the survivor's record gains, second number and mail included."""

    gains: Mapping[Field, str]
    clashes: tuple[Clash, ...] = ()

    @property
    def noted(self) -> tuple[Clash, ...]:
        return tuple(clash for clash in self.clashes if clash.second is None)


def value_of(contact: Contact, field: Field) -> str:
    """A field as text; empty where it isn't known."""
    if field is Field.PRIVATE:
        return "ja" if contact.private else ""
    attribute = getattr(contact, field.value, None)
    return attribute if isinstance(attribute, str) else contact.detail(field.value)


def united(survivor: Contact, other: Contact) -> Union:
    """The survivor's fields stay; empty ones are filled from the other, and a second number finds its place."""
    gains: dict[Field, str] = {}
    clashes: list[Clash] = []
    for field in Field:
        theirs = value_of(other, field)
        ours = gains.get(field) or value_of(survivor, field)
        if not theirs or _same(field, ours, theirs) or _known(survivor, field, theirs):
            continue
        if not ours and not (field is Field.PRIVATE and survivor.company):
            gains[field] = theirs
            continue
        clash = _clash(survivor, field, ours, theirs)
        clashes.append(clash)
        if clash.second:
            gains[clash.second] = theirs
    return Union(gains, tuple(clashes))


def _clash(survivor: Contact, field: Field, ours: str, theirs: str) -> Clash:
    second = SECOND.get(field)
    free = second is not None and not value_of(survivor, second)
    return Clash(field, ours or "nein", theirs, second if free else None)


def _same(field: Field, one: str, other: str) -> bool:
    if field in {Field.PHONE, Field.PHONE2}:
        return digits(one) == digits(other)
    return " ".join(folded(one).split()) == " ".join(folded(other).split())


def _known(survivor: Contact, field: Field, theirs: str) -> bool:
    """Their first number may be our second one, and the other way round."""
    pairs = {**SECOND, **{second: first for first, second in SECOND.items()}}
    return field in pairs and _same(field, value_of(survivor, pairs[field]), theirs)


def moves(event: Event) -> bool:
    """Whether an event goes along with a merge."""
    return event.kind not in STAYS


def as_one(survivor: int, kept: History, taken: History) -> History:
    """Both histories as they will fold."""
    moved = (replace(event, contact=survivor) for event in taken.events if moves(event))
    return History.of((*kept.events, *moved))
