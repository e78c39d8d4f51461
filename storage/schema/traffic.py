"""What comes in, what goes out, what is asked, what takes long."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import Key
from storage.schema.base import json_column, key_column, loose_column, moment_column, ref_column


class InboxRow(SQLModel, table=True):
    """A raw update, stored before it is confirmed. `update` turns NULL after a week: Telegram reuses ids."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "seq", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
        Index(
            "ix_inbox_resting",
            "not_before",
            sqlite_where=text("state = 0 AND not_before IS NOT NULL"),
            postgresql_where=text("state = 0 AND not_before IS NOT NULL"),
        ),
    )
    seq: int | None = key_column()
    update: int | None = Field(sa_column=Column("update_id", BigInteger, unique=True, nullable=True))
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    received_at: datetime = moment_column()
    not_before: datetime | None = moment_column(nullable=True)
    state: int = 0
    error: str | None = None
    body: Any = json_column()


class OutboxRow(SQLModel, table=True):
    """Something to be sent or edited. A sent row is also the identity of its message: buttons and edits name it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "lane",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index(
            "ix_outbox_unsettled",
            "state",
            sqlite_where=text("state IN (1, 3)"),
            postgresql_where=text("state IN (1, 3)"),
        ),
        Index("ix_outbox_chat_message", "chat", "message"),
        Index("ix_outbox_edits", "edits"),
    )
    id: int | None = key_column()
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    lane: int = 0
    state: int = 0
    version: int = 0
    edits: int | None = loose_column()
    message: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    contact: int | None = loose_column()
    created_at: datetime = moment_column()
    sent_at: datetime | None = moment_column(nullable=True)
    body: Any = json_column()
    actions: Any = json_column()


class TurnRow(SQLModel, table=True):
    """Who stored what when: the unit of undo, and the audit trail (no contents)."""

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_rep", "rep", "id"), Index("ix_turn_message", "chat", "message"))
    id: int | None = key_column()
    rep: int = ref_column("member.id")
    at: datetime = moment_column()
    typed_at: datetime = moment_column()
    what: str = ""
    contact: int | None = loose_column()
    chat: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    message: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    reply: int | None = loose_column()
    undone_at: datetime | None = moment_column(nullable=True)


class QuestionRow(SQLModel, table=True):
    """A question put to a rep: the typed line waits here for a tap or an answer, at most 24 h."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_expires", "expires_at"),)
    message: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    rep: int = ref_column("member.id")
    line: str
    typed_at: datetime = moment_column()
    expires_at: datetime = moment_column()


class JobRow(SQLModel, table=True):
    """Work too long for a turn. `cursor`: how far it got; `message`: the outbox row that shows it."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_open", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
    )
    id: int | None = key_column()
    kind: str
    rep: int = ref_column("member.id")
    message: int | None = loose_column()
    created_at: datetime = moment_column()
    state: int = 0
    args: Any = json_column()
    cursor: Any = json_column()


class FactRow(SQLModel, table=True):
    """The few things the system remembers of itself: last tick, last poll."""

    __tablename__ = "fact"
    name: str = Field(primary_key=True)
    value: str = ""
