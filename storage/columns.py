"""Column types that are the same on SQLite and PostgreSQL: UTC moments, big keys, JSON text."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_as_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # `json.dumps` makes one each time


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps whole microseconds since 1970 (fast, sorts), PostgreSQL a timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a zone"
            raise ValueError(message)
        if dialect.name == "sqlite":
            return _micros(value)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return _moment(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """On SQLite without SQLAlchemy's frame around the conversion: an event has up to five moments."""
        return _moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + timedelta(0, 0, micros)


def _micros(moment: datetime) -> int:
    """Exact: a float timestamp would lose the last microsecond."""
    return (moment - EPOCH) // MICROSECOND


class Json(TypeDecorator[Any]):
    """A small JSON value as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 – the base's frame
        if value is None:
            return None
        text = _as_text(value)
        return text if _is_utf8(text) else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 – the base's frame
        return None if value is None else json.loads(value)


def _is_utf8(text: str) -> bool:
    """Half a surrogate can come out of JSON, but goes into a database only as the escape it was."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


Key = BigInteger().with_variant(Integer(), "sqlite")
# Words are compared byte by byte, so that a prefix is a range on both databases.
Word = String().with_variant(String(collation="C"), "postgresql")
