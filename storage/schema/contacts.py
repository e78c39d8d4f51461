"""A contact, and the words by which it is found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, String, text
from sqlmodel import Field, SQLModel

from storage.columns import Key, Word
from storage.schema.base import json_column, key_column, loose_column, moment_column, ref_column

_STANDING: dict[
    str, Any
] = {  # SQLite uses a partial index only for a query that says the same, word for word
    "sqlite_where": text("parked = 0 AND hidden = 0"),
    "postgresql_where": text("NOT parked AND NOT hidden"),
}
_PARKED: dict[str, Any] = {
    "sqlite_where": text("parked = 1 AND hidden = 0"),
    "postgresql_where": text("parked AND NOT hidden"),
}


class ContactRow(SQLModel, table=True):
    """A contact and what lists ask of its profile; `hidden` while its creation is undone or it is merged.

    `occasions` and what follows sum up what was bought (domain/rfm.py), `year_revenue` and `quarters` as of the
    last look; `place`: the activity group as last recorded, `!` behind it = endangered; `look_on`: when the clock
    changes one of them. `inclination`: a level to sort by on any day.
    `details`: the fields of its record that have no column of their own (§9), by their codes.
    `reconsider_at`: when its next step changes by the clock alone (an appointment is over, a stage gives way).
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_owner_used", "owner", "used_at"),
        Index("ix_contact_owner_status", "owner", "status"),
        Index("ix_contact_owner_step", "owner", "step_day"),
        Index("ix_contact_reconsider", "reconsider_at"),
        Index("ix_contact_bought", "occasions", "last_bought"),
        Index("ix_contact_look", "look_on"),
        Index("ix_contact_source", "source", "step_day", "id"),
        Index("ix_contact_step", "step_day", "id", **_STANDING),  # the team's lists
        Index("ix_contact_status_step", "status", "step_day", "id", **_STANDING),
        Index("ix_contact_parked", "step_day", "id", **_PARKED),
        Index("ix_contact_merged", "merged_into"),
    )
    id: int | None = key_column()
    owner: int = ref_column("member.id")
    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    town: str = ""
    industry: str = ""
    source: str = ""
    private: bool = False
    hidden: bool = False
    details: Any = json_column()
    merged_into: int | None = loose_column()
    created_at: datetime = moment_column()
    used_at: datetime = moment_column()
    status: str = "ZA"
    since: date | None = None
    step: str = ""
    step_day: date | None = None
    step_at: datetime | None = moment_column(nullable=True)
    reconsider_at: datetime | None = moment_column(nullable=True)
    appointment_at: datetime | None = moment_column(nullable=True)
    parked: bool = False
    occasions: int = 0
    last_bought: date | None = None
    first_bought: date | None = None
    revenue: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))
    cycle: float | None = None
    cv: float | None = None
    year_revenue: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))
    quarters: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    inclination: float | None = None
    place: str = Field(default="A0", sa_column=Column(String, nullable=False, server_default="A0"))
    look_on: date | None = None


class WordRow(SQLModel, table=True):
    """A folded word by which a contact can be found; `rep` is its owner."""

    __tablename__ = "word"
    __table_args__ = (
        Index("ix_word_word_contact", "word", "contact"),
        Index("ix_word_contact", "contact", "word"),
        {"sqlite_with_rowid": False},
    )
    rep: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    word: str = Field(sa_column=Column(Word, primary_key=True))
    contact: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))


class VocabRow(SQLModel, table=True):
    """Every word there is, once: where a lead's typing errors are looked up."""

    __tablename__ = "vocab"
    __table_args__ = ({"sqlite_with_rowid": False},)
    word: str = Field(sa_column=Column(Word, primary_key=True))


class MentionRow(SQLModel, table=True):
    """A folded word that stands in what a contact's events say: `/suche`."""

    __tablename__ = "mention"
    __table_args__ = (Index("ix_mention_contact", "contact", "word"), {"sqlite_with_rowid": False})
    word: str = Field(sa_column=Column(Word, primary_key=True))
    contact: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))


class TagRow(SQLModel, table=True):
    """A keyword a rep or an import gave to a contact, as typed; `folded` is how it is looked for."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_contact", "contact"), {"sqlite_with_rowid": False})
    folded: str = Field(sa_column=Column(Word, primary_key=True))
    contact: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    tag: str
