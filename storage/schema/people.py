"""Who may talk to the bot, and who was turned away."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from storage.schema.base import json_column, key_column, moment_column, ref_column


class MemberRow(SQLModel, table=True):
    """Who may talk to the bot. Removed members stay as rows: their entries keep an author."""

    __tablename__ = "member"
    id: int | None = key_column()
    telegram: int = Field(sa_column=Column(BigInteger, unique=True, nullable=False))
    name: str
    lead: bool = False
    removed: bool = False
    unreachable: bool = False
    wishes: Any = json_column()
    joined_at: datetime = moment_column()


class InviteRow(SQLModel, table=True):
    """A one-time invite: only the hash of its code."""

    __tablename__ = "invite"
    code_hash: str = Field(primary_key=True)
    lead: bool = False
    expires_at: datetime = moment_column()
    used_by: int | None = ref_column("member.id", nullable=True)


class StrangerRow(SQLModel, table=True):
    """A keyed hash of who was turned away on which day: one line a day, no content."""

    __tablename__ = "stranger"
    hash: str = Field(primary_key=True)
    day: date


class FeedRow(SQLModel, table=True):
    """A member's secret calendar address: only the hash of its code."""

    __tablename__ = "feed"
    code_hash: str = Field(primary_key=True)
    member: int = ref_column("member.id")
    created_at: datetime = moment_column()
