"""First buyers counted anew, some contacts at a time, while turns go on: in a rebuild, and after an upgrade.

A fact says up to which contact's number the count has come. What happens meanwhile to a contact beyond it isn't
added up: it is found when the count gets there. So a rebuild that was broken off is finished by a night.

With several processes a lock keeps the two apart: who adds up has it with others until the commit, and counts by what
the fact says then; who counts has it alone, and sees all that was decided before, and nothing that wasn't.
"""

from sqlalchemy import Connection, bindparam, select, update

from storage import locks
from storage.prepared import Prepared
from storage.tables import metadata

FACT = metadata.tables["fact"]
COUNTED = "first_buyers_counted"
ALL = ""
AT_ONCE = 200  # contacts a transaction: some 30 ms

_FOUND = Prepared(select(FACT.c.value).where(FACT.c.name == COUNTED))
_MOVE = Prepared(update(FACT).where(FACT.c.name == COUNTED).values(value=bindparam("b_value")))


def counted_to(connection: Connection) -> int | None:
    """The last contact counted; None = all are, as nearly always."""
    found = _FOUND.scalar(connection)
    return int(found) if found else None


def held(connection: Connection) -> int | None:
    """The same, and it stays so until the commit."""
    locks.count(connection)
    return counted_to(connection)


def alone(connection: Connection) -> int | None:
    """The same; until the commit nobody else counts or adds up."""
    locks.count(connection, alone=True)
    return counted_to(connection)


def counted(connection: Connection, to: int | None) -> None:
    _MOVE.run(connection, b_value=ALL if to is None else str(to))
