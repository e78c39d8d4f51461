"""The rows. Nothing outside storage/ sees them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, text
from sqlmodel import Field, SQLModel

from storage.columns import Json, Key, Moment, Word

SQLModel.metadata.naming_convention = MetaData(  # Alembic needs names to alter constraints
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def _id() -> Any:
    return Field(default=None, sa_column=Column(Key, primary_key=True, autoincrement=True))


def _ref(target: str, *, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Key, ForeignKey(target), nullable=nullable))


def _loose() -> Any:
    """Names a row that retention may have deleted: no foreign key."""
    return Field(default=None, sa_column=Column(Key, nullable=True))


def _moment(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable))


def _json() -> Any:
    return Field(default=None, sa_column=Column(Json, nullable=True))


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


class MemberRow(SQLModel, table=True):
    """Who may talk to the bot. Removed members stay as rows: their entries keep an author."""

    __tablename__ = "member"
    id: int | None = _id()
    telegram: int = Field(sa_column=Column(BigInteger, unique=True, nullable=False))
    name: str
    lead: bool = False
    removed: bool = False
    unreachable: bool = False
    wishes: Any = _json()
    joined_at: datetime = _moment()


class InviteRow(SQLModel, table=True):
    """A one-time invite: only the hash of its code."""

    __tablename__ = "invite"
    code_hash: str = Field(primary_key=True)
    lead: bool = False
    expires_at: datetime = _moment()
    used_by: int | None = _ref("member.id", nullable=True)


class StrangerRow(SQLModel, table=True):
    """A keyed hash of who was turned away on which day: one line a day, no content."""

    __tablename__ = "stranger"
    hash: str = Field(primary_key=True)
    day: date


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
    seq: int | None = _id()
    update: int | None = Field(sa_column=Column("update_id", BigInteger, unique=True, nullable=True))
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    received_at: datetime = _moment()
    not_before: datetime | None = _moment(nullable=True)
    state: int = 0
    error: str | None = None
    body: Any = _json()


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
    id: int | None = _id()
    chat: int = Field(sa_column=Column(BigInteger, nullable=False))
    lane: int = 0
    state: int = 0
    version: int = 0
    edits: int | None = _loose()
    message: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    contact: int | None = _loose()
    created_at: datetime = _moment()
    sent_at: datetime | None = _moment(nullable=True)
    body: Any = _json()
    actions: Any = _json()


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
    id: int | None = _id()
    owner: int = _ref("member.id")
    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    town: str = ""
    industry: str = ""
    source: str = ""
    private: bool = False
    hidden: bool = False
    details: Any = _json()
    merged_into: int | None = _loose()
    created_at: datetime = _moment()
    used_at: datetime = _moment()
    status: str = "ZA"
    since: date | None = None
    step: str = ""
    step_day: date | None = None
    step_at: datetime | None = _moment(nullable=True)
    reconsider_at: datetime | None = _moment(nullable=True)
    appointment_at: datetime | None = _moment(nullable=True)
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


class EventRow(SQLModel, table=True):
    """The append-only skeleton of an event; only the marks of a void are ever written later."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_contact", "contact"),
        Index("ix_event_turn", "turn"),
        Index("ix_event_kind_day", "kind", "day"),
    )
    id: int | None = _id()
    contact: int = _ref("contact.id")
    rep: int = _ref("member.id")
    turn: int = _ref("turn.id")
    kind: str
    at: datetime = _moment()
    day: date
    timed: bool = True
    logged_at: datetime = _moment()
    detail: str = ""
    signal: str = ""
    amount: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    currency: str | None = None
    due_day: date | None = None
    due_at: datetime | None = _moment(nullable=True)
    ends_at: datetime | None = _moment(nullable=True)
    refers_to: int | None = _ref("event.id", nullable=True)
    flags: str = ""
    voided_at: datetime | None = _moment(nullable=True)
    voided_by: int | None = _ref("member.id", nullable=True)
    voided_turn: int | None = _ref("turn.id", nullable=True)


class WordingRow(SQLModel, table=True):
    """What an event says: erasure can empty it without touching the skeleton. `file`: Telegram's file id."""

    __tablename__ = "wording"
    event: int = Field(sa_column=Column(Key, ForeignKey("event.id"), primary_key=True))
    product: str = ""
    text: str = ""
    file: str = Field(default="", sa_column_kwargs={"server_default": ""})


class TurnRow(SQLModel, table=True):
    """Who stored what when: the unit of undo, and the audit trail (no contents)."""

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_rep", "rep", "id"), Index("ix_turn_message", "chat", "message"))
    id: int | None = _id()
    rep: int = _ref("member.id")
    at: datetime = _moment()
    typed_at: datetime = _moment()
    what: str = ""
    contact: int | None = _loose()
    chat: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    message: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    reply: int | None = _loose()
    undone_at: datetime | None = _moment(nullable=True)


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


class MovedRow(SQLModel, table=True):
    """An event that a merge (`turn`) took from the contact it was logged for: the way back."""

    __tablename__ = "moved"
    turn: int = Field(sa_column=Column(Key, ForeignKey("turn.id"), primary_key=True))
    event: int = Field(sa_column=Column(Key, ForeignKey("event.id"), primary_key=True))
    contact: int = _ref("contact.id")


class JobRow(SQLModel, table=True):
    """Work too long for a turn. `cursor`: how far it got; `message`: the outbox row that shows it."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_open", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
    )
    id: int | None = _id()
    kind: str
    rep: int = _ref("member.id")
    message: int | None = _loose()
    created_at: datetime = _moment()
    state: int = 0
    args: Any = _json()
    cursor: Any = _json()


class BatchRow(SQLModel, table=True):
    """An import: staged, then confirmed, applied, perhaps reverted. `turn` is what its events name."""

    __tablename__ = "batch"
    __table_args__ = (Index("ix_batch_rep", "rep", "id"),)
    id: int | None = _id()
    rep: int = _ref("member.id")
    turn: int | None = _loose()
    message: int | None = _loose()
    created_at: datetime = _moment()
    name: str = ""
    state: str = "staged"
    total: int = 0
    mapping: Any = _json()
    counts: Any = _json()


class StagedRow(SQLModel, table=True):
    """A row of an import before it is applied: what was read, what is to become of it, and why not."""

    __tablename__ = "staged"
    __table_args__ = (Index("ix_staged_verdict", "batch", "verdict", "place"), {"sqlite_with_rowid": False})
    batch: int = Field(sa_column=Column(Key, ForeignKey("batch.id"), primary_key=True))
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    verdict: str = ""
    contact: int | None = _loose()
    reason: str = ""
    body: Any = _json()


class MovementRow(SQLModel, table=True):
    """A contact changed its activity group (`place`), by what was bought or by the clock."""

    __tablename__ = "movement"
    __table_args__ = (Index("ix_movement_day", "day"), Index("ix_movement_contact", "contact"))
    id: int | None = _id()
    contact: int = _ref("contact.id")
    day: date
    before: str
    after: str


class FeedRow(SQLModel, table=True):
    """A member's secret calendar address: only the hash of its code."""

    __tablename__ = "feed"
    code_hash: str = Field(primary_key=True)
    member: int = _ref("member.id")
    created_at: datetime = _moment()


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
    id: int | None = _id()
    contact: int = _ref("contact.id")
    owner: int = _ref("member.id")
    key: str
    kind: str
    stage: int = 0
    day: date
    at: datetime | None = _moment(nullable=True)
    planned_at: datetime | None = _moment(nullable=True)
    push_at: datetime | None = _moment(nullable=True)
    state: int = 0
    rule: str = ""
    uncapped: bool = False
    binding: bool = False
    exempt: bool = False
    until: datetime | None = _moment(nullable=True)
    reason: Any = _json()
    push: int | None = _loose()
    pushed_at: datetime | None = _moment(nullable=True)


class QuestionRow(SQLModel, table=True):
    """A question put to a rep: the typed line waits here for a tap or an answer, at most 24 h."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_expires", "expires_at"),)
    message: int = Field(sa_column=Column(Key, primary_key=True, autoincrement=False))
    rep: int = _ref("member.id")
    line: str
    typed_at: datetime = _moment()
    expires_at: datetime = _moment()


class DigestRow(SQLModel, table=True):
    """A member's weekly digest: one row per ISO week is what keeps it from coming twice."""

    __tablename__ = "digest"
    __table_args__ = (
        Index("ix_digest_due", "due_at", sqlite_where=text("NOT done"), postgresql_where=text("NOT done")),
    )
    member: int = Field(sa_column=Column(Key, ForeignKey("member.id"), primary_key=True))
    week: str = Field(primary_key=True)  # "2026-W09"
    due_at: datetime = _moment()
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


class FactRow(SQLModel, table=True):
    """The few things the system remembers of itself: last tick, last poll."""

    __tablename__ = "fact"
    name: str = Field(primary_key=True)
    value: str = ""


metadata = SQLModel.metadata
