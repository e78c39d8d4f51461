"""The persona: what regular customers have in common that others haven't, or that it can't be said (V14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from domain.rules import Rules


class Trait(NamedTuple):
    """A value of a field: `of_regulars` SK have it, `of_all` contacts."""

    field: str
    value: str
    of_regulars: int
    of_all: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """A trait that tells regular customers from others: `lift` times as frequent among them as among all."""

    trait: Trait
    share: float
    lift: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How many have at least `needed` of the criteria: of the regular customers, of all."""

    needed: int
    regulars: int
    of_regulars: int
    all: int
    of_all: int

    @property
    def share_of_regulars(self) -> float:
        return self.regulars / self.of_regulars if self.of_regulars else 0.0

    @property
    def share_of_all(self) -> float:
        return self.all / self.of_all if self.of_all else 0.0

    @property
    def lift(self) -> float:
        return self.share_of_regulars / self.share_of_all if self.share_of_all else 0.0

    def too_broad(self, rules: Rules) -> bool:
        """It fits so many that it says nothing."""
        return self.share_of_all > rules.persona_widest

    def too_weak(self, rules: Rules) -> bool:
        """Regular customers fit it hardly more often than anybody."""
        return self.lift < rules.persona_lift


def criteria(traits: Iterable[Trait], *, regulars: int, contacts: int, rules: Rules) -> tuple[Criterion, ...]:
    """Choose at most 7, one per field: frequent among regular customers and more so than among all."""
    if regulars < rules.persona_regulars or not contacts:
        return ()
    found = (_criterion(trait, regulars, contacts) for trait in traits if trait.value)
    telling = [c for c in found if c.lift >= rules.persona_lift and c.share >= rules.persona_share]
    ranked = sorted(telling, key=lambda c: (-c.lift * c.share, c.trait.field, c.trait.value))
    first: dict[str, Criterion] = {}
    for criterion in ranked:
        first.setdefault(criterion.trait.field, criterion)
    return tuple(first.values())[: rules.persona_criteria]


def needed(chosen: int) -> int:
    """Half of the criteria describe somebody."""
    return ceil(chosen / 2)


def _criterion(trait: Trait, regulars: int, contacts: int) -> Criterion:
    share, base = trait.of_regulars / regulars, trait.of_all / contacts
    return Criterion(trait, share, share / base if base else 0.0)
