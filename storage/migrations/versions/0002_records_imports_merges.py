"""Fuller records, what events mention, tags, merges, long work, imports, calendar feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("contact", sa.Column("details", sa.Text(), nullable=True))
    op.add_column("contact", sa.Column("merged_into", KEY, nullable=True))
    op.create_index("ix_contact_source", "contact", ["source", "step_day", "id"])
    standing: dict[str, Any] = {
        "sqlite_where": sa.text("parked = 0 AND hidden = 0"),
        "postgresql_where": sa.text("NOT parked AND NOT hidden"),
    }
    parked: dict[str, Any] = {
        "sqlite_where": sa.text("parked = 1 AND hidden = 0"),
        "postgresql_where": sa.text("parked AND NOT hidden"),
    }
    op.create_index("ix_contact_step", "contact", ["step_day", "id"], **standing)
    op.create_index("ix_contact_status_step", "contact", ["status", "step_day", "id"], **standing)
    op.create_index("ix_contact_parked", "contact", ["step_day", "id"], **parked)
    op.create_index("ix_contact_merged", "contact", ["merged_into"])
    op.add_column("wording", sa.Column("file", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "mention",
        sa.Column("word", WORD, nullable=False),
        sa.Column("contact", KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word", "contact", name=op.f("pk_mention")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_contact", "mention", ["contact", "word"])
    op.create_index("ix_word_contact", "word", ["contact", "word"])
    op.create_table(
        "tag",
        sa.Column("folded", WORD, nullable=False),
        sa.Column("contact", KEY, autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("folded", "contact", name=op.f("pk_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tag_contact", "tag", ["contact"])
    op.create_table(
        "moved",
        sa.Column("turn", KEY, nullable=False),
        sa.Column("event", KEY, nullable=False),
        sa.Column("contact", KEY, nullable=False),
        sa.ForeignKeyConstraint(["turn"], ["turn.id"], name=op.f("fk_moved_turn_turn")),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_moved_event_event")),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_moved_contact_contact")),
        sa.PrimaryKeyConstraint("turn", "event", name=op.f("pk_moved")),
    )
    op.create_table(
        "job",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("rep", KEY, nullable=False),
        sa.Column("message", KEY, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("args", sa.Text(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["rep"], ["member.id"], name=op.f("fk_job_rep_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(
        "ix_job_open", "job", ["id"], sqlite_where=sa.text("state = 0"), postgresql_where=sa.text("state = 0")
    )
    op.create_table(
        "batch",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("rep", KEY, nullable=False),
        sa.Column("turn", KEY, nullable=True),
        sa.Column("message", KEY, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["rep"], ["member.id"], name=op.f("fk_batch_rep_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_rep", "batch", ["rep", "id"])
    op.create_table(
        "staged",
        sa.Column("batch", KEY, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("contact", KEY, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name=op.f("fk_staged_batch_batch")),
        sa.PrimaryKeyConstraint("batch", "place", name=op.f("pk_staged")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_staged_verdict", "staged", ["batch", "verdict", "place"])
    op.create_table(
        "feed",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("member", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name=op.f("fk_feed_member_member")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_feed")),
    )
    op.create_table(
        "first_buyer_of",
        sa.Column("product", WORD, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("back", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("product", "first", "back", "gone", name=op.f("pk_first_buyer_of")),
        sqlite_with_rowid=False,
    )
    # Buyers of before are counted by product in the first night (storage/recount.py).
    op.execute(
        "INSERT INTO fact (name, value)"
        " SELECT 'first_buyers_counted', '0' WHERE EXISTS (SELECT 1 FROM contact)"
    )
