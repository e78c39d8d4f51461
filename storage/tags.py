"""Keywords of contacts: given by a rep or an import, looked for folded."""

from sqlalchemy import Connection, bindparam, select

from domain.folding import folded
from storage.filters import in_sight
from storage.inserts import adding
from storage.prepared import Prepared
from storage.tables import metadata
from storage.words import Scope

TAG = metadata.tables["tag"]
CONTACT = metadata.tables["contact"]
LONGEST = 40
_OF = Prepared(select(TAG.c.tag).where(TAG.c.contact == bindparam("b_contact")).order_by(TAG.c.folded))
_REMOVE = Prepared(
    TAG.delete().where(TAG.c.folded == bindparam("b_folded"), TAG.c.contact == bindparam("b_contact"))
)


def key(tag: str) -> str:
    """How a keyword is looked for."""
    return " ".join(folded(tag).split())[:LONGEST]


class Tags:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, contact: int, tag: str) -> bool:
        """Returns whether it is new to the contact."""
        row = {"folded": key(tag), "contact": contact, "tag": " ".join(tag.split())}
        return bool(adding(self._connection, TAG, "folded,contact").run(self._connection, **row))

    def remove(self, contact: int, tag: str) -> bool:
        """Returns whether the contact had it."""
        return bool(_REMOVE.run(self._connection, b_folded=key(tag), b_contact=contact))

    def of(self, contact: int) -> list[str]:
        """A contact's keywords, as typed."""
        return [row[0] for row in _OF.all(self._connection, b_contact=contact)]

    def having(self, tag: str, *, scope: Scope, most: int = 1000) -> list[int]:
        """Contacts in sight with this keyword."""
        query = select(TAG.c.contact).join(CONTACT, CONTACT.c.id == TAG.c.contact)
        query = query.where(TAG.c.folded == key(tag), in_sight(scope)).order_by(TAG.c.contact).limit(most)
        return [row[0] for row in self._connection.execute(query)]
