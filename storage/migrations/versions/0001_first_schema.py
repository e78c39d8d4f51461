"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
WORD = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_fact")),
    )
    op.create_table(
        "first_buyer",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("back", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gone", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("first", "back", "gone", name=op.f("pk_first_buyer")),
    )
    op.create_table(
        "inbox",
        sa.Column("seq", KEY, autoincrement=True, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_open",
            ["seq"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
        )
        batch_op.create_index(
            "ix_inbox_resting",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state = 0 AND not_before IS NOT NULL"),
            postgresql_where=sa.text("state = 0 AND not_before IS NOT NULL"),
        )

    op.create_table(
        "member",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("telegram", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=True),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("telegram", name=op.f("uq_member_telegram")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edits", KEY, nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("contact", KEY, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("actions", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_chat_message", ["chat", "message"], unique=False)
        batch_op.create_index("ix_outbox_edits", ["edits"], unique=False)
        batch_op.create_index(
            "ix_outbox_unsettled",
            ["state"],
            unique=False,
            sqlite_where=sa.text("state IN (1, 3)"),
            postgresql_where=sa.text("state IN (1, 3)"),
        )
        batch_op.create_index(
            "ix_outbox_waiting",
            ["lane", "id"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
        )

    op.create_table(
        "stranger",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_stranger")),
    )
    op.create_table(
        "vocab",
        sa.Column("word", WORD, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_vocab")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "word",
        sa.Column("rep", KEY, autoincrement=False, nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("contact", KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("rep", "word", "contact", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("word", schema=None) as batch_op:
        batch_op.create_index("ix_word_word_contact", ["word", "contact"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("industry", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("step_day", sa.Date(), nullable=True),
        sa.Column("step_at", MOMENT, nullable=True),
        sa.Column("reconsider_at", MOMENT, nullable=True),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("occasions", sa.Integer(), nullable=False),
        sa.Column("last_bought", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["owner"], ["member.id"], name=op.f("fk_contact_owner_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_bought", ["occasions", "last_bought"], unique=False)
        batch_op.create_index("ix_contact_owner_status", ["owner", "status"], unique=False)
        batch_op.create_index("ix_contact_owner_step", ["owner", "step_day"], unique=False)
        batch_op.create_index("ix_contact_owner_used", ["owner", "used_at"], unique=False)
        batch_op.create_index("ix_contact_reconsider", ["reconsider_at"], unique=False)

    op.create_table(
        "digest",
        sa.Column("member", KEY, nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name=op.f("fk_digest_member_member")),
        sa.PrimaryKeyConstraint("member", "week", name=op.f("pk_digest")),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(
            "ix_digest_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("NOT done"),
            postgresql_where=sa.text("NOT done"),
        )

    op.create_table(
        "invite",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["used_by"], ["member.id"], name=op.f("fk_invite_used_by_member")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invite")),
    )
    op.create_table(
        "question",
        sa.Column("message", KEY, autoincrement=False, nullable=False),
        sa.Column("rep", KEY, nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["rep"], ["member.id"], name=op.f("fk_question_rep_member")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_expires", ["expires_at"], unique=False)

    op.create_table(
        "turn",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("rep", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("typed_at", MOMENT, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("contact", KEY, nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("reply", KEY, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["rep"], ["member.id"], name=op.f("fk_turn_rep_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    with op.batch_alter_table("turn", schema=None) as batch_op:
        batch_op.create_index("ix_turn_message", ["chat", "message"], unique=False)
        batch_op.create_index("ix_turn_rep", ["rep", "id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("contact", KEY, nullable=False),
        sa.Column("rep", KEY, nullable=False),
        sa.Column("turn", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("logged_at", MOMENT, nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("signal", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("due_day", sa.Date(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("refers_to", KEY, nullable=True),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("voided_at", MOMENT, nullable=True),
        sa.Column("voided_by", KEY, nullable=True),
        sa.Column("voided_turn", KEY, nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_event_contact_contact")),
        sa.ForeignKeyConstraint(["refers_to"], ["event.id"], name=op.f("fk_event_refers_to_event")),
        sa.ForeignKeyConstraint(["rep"], ["member.id"], name=op.f("fk_event_rep_member")),
        sa.ForeignKeyConstraint(["turn"], ["turn.id"], name=op.f("fk_event_turn_turn")),
        sa.ForeignKeyConstraint(["voided_by"], ["member.id"], name=op.f("fk_event_voided_by_member")),
        sa.ForeignKeyConstraint(["voided_turn"], ["turn.id"], name=op.f("fk_event_voided_turn_turn")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_contact", ["contact"], unique=False)
        batch_op.create_index("ix_event_kind_day", ["kind", "day"], unique=False)
        batch_op.create_index("ix_event_turn", ["turn"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("contact", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=True),
        sa.Column("planned_at", MOMENT, nullable=True),
        sa.Column("push_at", MOMENT, nullable=True),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("uncapped", sa.Boolean(), nullable=False),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("push", KEY, nullable=True),
        sa.Column("pushed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_reminder_contact_contact")),
        sa.ForeignKeyConstraint(["owner"], ["member.id"], name=op.f("fk_reminder_owner_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reminder_due",
            ["push_at"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
        )
        batch_op.create_index(
            "ix_reminder_owner",
            ["owner", "day"],
            unique=False,
            sqlite_where=sa.text("state < 3"),
            postgresql_where=sa.text("state < 3"),
        )
        batch_op.create_index("ix_reminder_push", ["push"], unique=False)
        batch_op.create_index("uq_reminder_contact_key", ["contact", "key"], unique=True)

    op.create_table(
        "wording",
        sa.Column("event", KEY, nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_wording_event_event")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_wording")),
    )
