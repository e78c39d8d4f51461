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
        if dialect.name == "sqlite":
            return _micros(value)
        return None if value is None else _aware(value).astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return _moment(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """On SQLite without SQLAlchemy's frame around the conversion: an event has up to five moments."""
        return _micros if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """The same on the way out."""
        return _moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + timedelta(0, 0, micros)


def _micros(moment: datetime | None) -> int | None:
    """Exact: a float timestamp would lose the last microsecond."""
    return None if moment is None else (_aware(moment) - EPOCH) // MICROSECOND


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "a moment without a zone"
        raise ValueError(message)
    return moment


class Json(TypeDecorator[Any]):
    """A small JSON value as text, in words that every text column takes: all that is said comes in by one of these."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 – the base's frame
        return to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 – the base's frame
        return from_text(value)

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002 – the base's frame
        """Without SQLAlchemy's frame, as above."""
        return to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002 – the base's frame
        return from_text


def to_text(value: Any) -> str | None:
    if value is None:
        return None
    text = _as_text(value)
    return text if _is_sound(text) else _as_text(_mended(value))


def from_text(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _is_sound(text: str) -> bool:
    """PostgreSQL takes no NUL, and no database half a surrogate; both can come out of JSON."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in text


def _mended(value: Any) -> Any:
    match value:
        case str():
            halves = value.replace("\0", "").encode("utf-16-le", "surrogatepass")
            return halves.decode("utf-16-le", "replace")
        case dict():
            return {_mended(key): _mended(found) for key, found in value.items()}
        case list() | tuple():
            return [_mended(found) for found in value]
    return value


Key = BigInteger().with_variant(Integer(), "sqlite")
# Words are compared byte by byte, so that a prefix is a range on both databases.
Word = String().with_variant(String(collation="C"), "postgresql")
