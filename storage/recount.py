"""First buyers counted anew, some contacts at a time, while turns go on: in a rebuild, and after an upgrade.

A fact says up to which contact's number the count has come. What happens meanwhile to a contact beyond it isn't
added up: it is found when the count gets there. So a rebuild that was broken off is finished by a night.
"""

from sqlalchemy import Connection, bindparam, select, update

from storage.prepared import Prepared
from storage.tables import metadata

FACT = metadata.tables["fact"]
COUNTED = "first_buyers_counted"
ALL = ""
AT_ONCE = 500  # contacts a transaction

_FOUND = Prepared(select(FACT.c.value).where(FACT.c.name == COUNTED))
_LOCKED = select(FACT.c.value).where(FACT.c.name == COUNTED).with_for_update()
_MOVE = Prepared(update(FACT).where(FACT.c.name == COUNTED).values(value=bindparam("b_value")))


def counted_to(connection: Connection) -> int | None:
    """The last contact counted; None = all are, as nearly always."""
    found = _FOUND.scalar(connection)
    return int(found) if found else None


def locked(connection: Connection) -> int | None:
    """The same; nobody else counts until the commit."""
    found = connection.execute(_LOCKED).scalar()
    return int(found) if found else None


def counted(connection: Connection, to: int | None) -> None:
    _MOVE.run(connection, b_value=ALL if to is None else str(to))
