"""What a customer's purchases come to, beside the contact, and their movement between activity groups."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("first_bought", sa.Date(), nullable=True),
        sa.Column("revenue", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("cycle", sa.Float(), nullable=True),
        sa.Column("cv", sa.Float(), nullable=True),
        sa.Column("year_revenue", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("quarters", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("inclination", sa.Float(), nullable=True),
        sa.Column("place", sa.String(), nullable=False, server_default="A0"),
        sa.Column("look_on", sa.Date(), nullable=True),
    ):
        op.add_column("contact", column)
    op.create_index("ix_contact_look", "contact", ["look_on"])
    op.create_table(
        "movement",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("contact", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.id"], name=op.f("fk_movement_contact_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    op.create_index("ix_movement_day", "movement", ["day"])
    op.create_index("ix_movement_contact", "movement", ["contact"])
    pushed = sa.text("pushed_at IS NOT NULL")  # how many pushes a day has had (R3)
    op.create_index(
        "ix_reminder_pushed", "reminder", ["owner", "pushed_at"], sqlite_where=pushed, postgresql_where=pushed
    )
    # Customers of before are looked at in the first night: a day long past makes them due.
    op.execute("UPDATE contact SET look_on = '1970-01-01' WHERE occasions > 0")
