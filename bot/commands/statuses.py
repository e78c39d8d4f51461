"""Statuses as reps say them: by their codes, or in words (§0). The codes themselves are never translated."""

from domain.folding import folded
from domain.status import Status

_SAID: dict[tuple[Status, ...], str] = {  # in the singular; a plural's ending is taken off
    (Status.ZA,): "ZA Zielgruppenadresse Zielgruppen-Adresse Adresse Lead",
    (Status.II,): "II Informationsinteressent Informations-Interessent Infointeressent Info-Interessent",
    (Status.KI,): "KI Kaufinteressent Kauf-Interessent",
    (Status.EK,): "EK Erstkäufer Erst-Käufer Erstkunde",
    (Status.SK,): "SK Stammkunde Stamm-Kunde",
    (Status.II, Status.KI): "Interessent",
    (Status.EK, Status.SK): "Kunde Käufer",
}
STATUSES = {folded(word): statuses for statuses, said in _SAID.items() for word in said.split()}
ENDINGS = ("", "s", "'s", "’s", "n", "en", "e")  # of plurals, and of adjectives: KIs, Kunden, Verlorene


def forms(said: str) -> tuple[str, ...]:
    """A folded word as it is, then without what may be the ending of its plural."""
    return tuple(said.removesuffix(ending) for ending in ENDINGS if said.endswith(ending))


def statuses_of(word: str) -> tuple[Status, ...]:
    """`KIs`, `Stammkunden`, `Interessenten` → the statuses meant; none where it is no such word."""
    return next((STATUSES[form] for form in forms(folded(word.strip(",.:;"))) if form in STATUSES), ())


def status_of(word: str) -> Status | None:
    """The one status a word names."""
    found = statuses_of(word)
    return found[0] if len(found) == 1 else None
