"""What falls due, and whom the second-purchase window counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import Key, Word
from storage.schema.base import json_column, key_column, loose_column, moment_column, ref_column


class ReminderRow(SQLModel, table=True):
    """Due work. `planned_at` is the plan's moment, `push_at` the same or later, none once held back by `rule`."""

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "ix_reminder_due", "push_at", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")
        ),
        Index(
            "ix_reminder_owner",
            "owner",
            "day",
            sqlite_where=text("state < 3"),
            postgresql_where=text("state < 3"),
        ),
        Index("uq_reminder_contact_key", "contact", "key", unique=True),
        Index("ix_reminder_push", "push"),
        Index(
            "ix_reminder_pushed",
            "owner",
            "pushed_at",
            sqlite_where=text("pushed_at IS NOT NULL"),
            postgresql_where=text("pushed_at IS NOT NULL"),
        ),
    )
    id: int | None = key_column()
    contact: int = ref_column("contact.id")
    owner: int = ref_column("member.id")
    key: str
    kind: str
    stage: int = 0
    day: date
    at: datetime | None = moment_column(nullable=True)
    planned_at: datetime | None = moment_column(nullable=True)
    push_at: datetime | None = moment_column(nullable=True)
    state: int = 0
    rule: str = ""
    uncapped: bool = False
    binding: bool = False
    exempt: bool = False
    until: datetime | None = moment_column(nullable=True)
    reason: Any = json_column()
    push: int | None = loose_column()
    pushed_at: datetime | None = moment_column(nullable=True)


class DigestRow(SQLModel, table=True):
    """A member's weekly digest: one row per ISO week is what keeps it from coming twice."""

    __tablename__ = "digest"
    __table_args__ = (
        Index("ix_digest_due", "due_at", sqlite_where=text("NOT done"), postgresql_where=text("NOT done")),
    )
    member: int = Field(sa_column=Column(Key, ForeignKey("member.id"), primary_key=True))
    week: str = Field(primary_key=True)  # "2026-W09"
    due_at: datetime = moment_column()
    done: bool = False


class FirstBuyerRow(SQLModel, table=True):
    """How many first buyers of a day came `back`, or were `gone`, after so many days; -1: not yet (§5 W1)."""

    __tablename__ = "first_buyer"
    first: date = Field(primary_key=True)
    back: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    gone: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    people: int = 0


class FirstBuyerOfRow(SQLModel, table=True):
    """The same for those who began with a product (W3): `product` folded, `name` as somebody typed it."""

    __tablename__ = "first_buyer_of"
    __table_args__ = ({"sqlite_with_rowid": False},)
    product: str = Field(sa_column=Column(Word, primary_key=True))
    first: date = Field(primary_key=True)
    back: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    gone: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    people: int = 0
    name: str = ""
