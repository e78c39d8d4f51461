"""What the rows have in common: names of constraints, and the columns that recur."""

from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData
from sqlmodel import Field, SQLModel

from storage.columns import Json, Key, Moment

SQLModel.metadata.naming_convention = MetaData(  # Alembic needs names to alter constraints
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def key_column() -> Any:
    return Field(default=None, sa_column=Column(Key, primary_key=True, autoincrement=True))


def ref_column(target: str, *, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Key, ForeignKey(target), nullable=nullable))


def loose_column() -> Any:
    """Names a row that retention may have deleted: no foreign key."""
    return Field(default=None, sa_column=Column(Key, nullable=True))


def moment_column(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Moment, nullable=nullable))


def json_column() -> Any:
    return Field(default=None, sa_column=Column(Json, nullable=True))
