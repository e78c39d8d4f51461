"""The few things the system remembers of itself."""

from sqlalchemy import Connection, bindparam, select, update

from storage.inserts import upsert
from storage.prepared import Prepared
from storage.tables import metadata

FACT = metadata.tables["fact"]
_VALUE = select(FACT.c.value).where(FACT.c.name == bindparam("b_name"))
_FOUND = Prepared(_VALUE)
_HELD = Prepared(_VALUE.with_for_update())
_MOVE = Prepared(
    update(FACT)
    .where(FACT.c.name == bindparam("b_name"), FACT.c.value == bindparam("b_before"))
    .values(value=bindparam("b_after"))
)


class Facts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(self, name: str, value: str) -> None:
        self._connection.execute(upsert(self._connection, FACT, "name"), {"name": name, "value": value})

    def recall(self, name: str) -> str | None:
        found: str | None = _FOUND.scalar(self._connection, b_name=name)
        return found

    def held(self, name: str) -> str | None:
        """The same; until the commit no other process changes it."""
        found: str | None = _HELD.scalar(self._connection, b_name=name)
        return found

    def move(self, name: str, before: str, after: str) -> None:
        """Unless another process was first: what it wrote stays."""
        _MOVE.run(self._connection, b_name=name, b_before=before, b_after=after)
