"""What happened: the events, what they say, and what changed with them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from storage.columns import Key
from storage.schema.base import key_column, moment_column, ref_column


class EventRow(SQLModel, table=True):
    """The append-only skeleton of an event; only the marks of a void are ever written later."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_contact", "contact"),
        Index("ix_event_turn", "turn"),
        Index("ix_event_kind_day", "kind", "day"),
    )
    id: int | None = key_column()
    contact: int = ref_column("contact.id")
    rep: int = ref_column("member.id")
    turn: int = ref_column("turn.id")
    kind: str
    at: datetime = moment_column()
    day: date
    timed: bool = True
    logged_at: datetime = moment_column()
    detail: str = ""
    signal: str = ""
    amount: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    currency: str | None = None
    due_day: date | None = None
    due_at: datetime | None = moment_column(nullable=True)
    ends_at: datetime | None = moment_column(nullable=True)
    refers_to: int | None = ref_column("event.id", nullable=True)
    flags: str = ""
    voided_at: datetime | None = moment_column(nullable=True)
    voided_by: int | None = ref_column("member.id", nullable=True)
    voided_turn: int | None = ref_column("turn.id", nullable=True)


class WordingRow(SQLModel, table=True):
    """What an event says: erasure can empty it without touching the skeleton. `file`: Telegram's file id."""

    __tablename__ = "wording"
    event: int = Field(sa_column=Column(Key, ForeignKey("event.id"), primary_key=True))
    product: str = ""
    text: str = ""
    file: str = Field(default="", sa_column_kwargs={"server_default": ""})


class MovedRow(SQLModel, table=True):
    """An event that a merge (`turn`) took from the contact it was logged for: the way back."""

    __tablename__ = "moved"
    turn: int = Field(sa_column=Column(Key, ForeignKey("turn.id"), primary_key=True))
    event: int = Field(sa_column=Column(Key, ForeignKey("event.id"), primary_key=True))
    contact: int = ref_column("contact.id")


class MovementRow(SQLModel, table=True):
    """A contact changed its activity group (`place`), by what was bought or by the clock."""

    __tablename__ = "movement"
    __table_args__ = (Index("ix_movement_day", "day"), Index("ix_movement_contact", "contact"))
    id: int | None = key_column()
    contact: int = ref_column("contact.id")
    day: date
    before: str
    after: str
