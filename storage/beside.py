"""What is derived of a contact and kept beside it, so that lists and due queries are index look-ups."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from domain.contact import Contact
from domain.planned import Planned
from domain.profile import Profile
from domain.steps import Step
from storage.contacts import FIELDS
from storage.customers import FIGURES
from storage.prepared import Prepared, inserting
from storage.tables import metadata

CONTACT = metadata.tables["contact"]
COLUMNS = (
    "status", "since", "step", "step_day", "step_at", "reconsider_at", "appointment_at", "parked", "occasions",
    "last_bought",
)  # fmt: skip
_KEEP = Prepared(
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in COLUMNS})
)
_KEPT = Prepared(
    select(*(CONTACT.c[name] for name in (*FIELDS, *COLUMNS, *FIGURES)))
    .where(CONTACT.c.id >= bindparam("b_first"), CONTACT.c.id <= bindparam("b_last"))
    .order_by(CONTACT.c.id)  # in one order, so that two processes never wait for each other
    .with_for_update(key_share=True)
)
_NAMES = tuple(f"b_{name}" for name in COLUMNS)
_ALL = (*FIELDS, *COLUMNS, *FIGURES)
_OWN = attrgetter(*FIELDS)
_ADD = inserting(CONTACT, *_ALL, "used_at")


class Derived(NamedTuple):
    """What a contact's profile calls for as of now; `columns` in the order of `COLUMNS`."""

    step: Step | None
    moments: tuple[tuple[Planned, datetime | None], ...]
    today: date  # in the owner's zone
    columns: tuple[Any, ...]


class Kept(NamedTuple):
    """A contact and what stands beside it: the `columns`, and the `figures` of what was bought."""

    contact: Contact
    columns: tuple[Any, ...]
    figures: tuple[Any, ...]


def columns(profile: Profile, step: Step | None, reconsider_at: datetime | None) -> tuple[Any, ...]:
    """The profile's searchable parts."""
    return (
        profile.standing.status.value,
        profile.standing.since,
        step.kind.value if step else "",
        step.due.day if step else None,
        step.due.at if step else None,
        reconsider_at,
        next((a.start.at for a in reversed(profile.open_appointments) if a.start.at), None),
        profile.parking is not None,
        len(profile.occasions),
        profile.occasions[-1].day if profile.occasions else None,
    )


def _whole(kept: Kept, now: datetime) -> dict[str, Any]:
    values = (*_OWN(kept.contact), *kept.columns, *kept.figures)
    return {**dict(zip(_ALL, values, strict=True)), "used_at": now}


class Beside:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, found: Iterable[tuple[int, tuple[Any, ...]]]) -> None:
        """Write these contacts' columns."""
        rows = ({"b_id": contact, **dict(zip(_NAMES, row, strict=True))} for contact, row in found)
        _KEEP.many(self._connection, rows)

    def add_all(self, found: Iterable[Kept], *, now: datetime) -> None:
        """Whole new contacts, as nobody has used them but whoever entered them."""
        _ADD.many(self._connection, [_whole(kept, now) for kept in found])

    def between(self, first: int, last: int) -> list[Kept]:
        """The contacts with these numbers; until the commit no other process changes what is derived of them."""
        own, derived = len(FIELDS), len(FIELDS) + len(COLUMNS)
        rows = _KEPT.all(self._connection, b_first=first, b_last=last)
        return [Kept(Contact(*row[:own]), row[own:derived], row[derived:]) for row in rows]
