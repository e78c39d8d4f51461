"""An import on its way."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from storage.columns import Key
from storage.schema.base import json_column, key_column, loose_column, moment_column, ref_column


class BatchRow(SQLModel, table=True):
    """An import: staged, then confirmed, applied, perhaps reverted. `turn` is what its events name."""

    __tablename__ = "batch"
    __table_args__ = (Index("ix_batch_rep", "rep", "id"),)
    id: int | None = key_column()
    rep: int = ref_column("member.id")
    turn: int | None = loose_column()
    message: int | None = loose_column()
    created_at: datetime = moment_column()
    name: str = ""
    state: str = "staged"
    total: int = 0
    mapping: Any = json_column()
    counts: Any = json_column()


class StagedRow(SQLModel, table=True):
    """A row of an import before it is applied: what was read, what is to become of it, and why not."""

    __tablename__ = "staged"
    __table_args__ = (Index("ix_staged_verdict", "batch", "verdict", "place"), {"sqlite_with_rowid": False})
    batch: int = Field(sa_column=Column(Key, ForeignKey("batch.id"), primary_key=True))
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    verdict: str = ""
    contact: int | None = loose_column()
    reason: str = ""
    body: Any = json_column()
