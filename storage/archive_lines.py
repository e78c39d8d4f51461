"""The archive as text: one valid JSON document whose every row has a line of its own, so that it is written and read
in a stream. It ends by saying how many rows there were: a file that was cut off is noticed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

NAME = "nachfass"
FORMAT = 1
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class ArchiveForeign(Exception):
    """Not our archive at all."""


@dataclass
class ArchiveNewer(Exception):
    """Written by a newer version than this."""

    format: int
    schema: str


@dataclass
class ArchiveBroken(Exception):
    """Cut off or changed by somebody. `line`: where it was noticed, from 1."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """`line`: where it stands in the file."""

    line: int
    table: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class End:
    """The last line: the outbox's last number, and how many rows each table had."""

    line: int
    outbox: int
    rows: dict[str, int]


def head(schema: str) -> bytes:
    return _line(f'{{"{NAME}":{_compact({"format": FORMAT, "schema": schema})}')


def table(name: str, rows: Iterable[dict[str, Any]], counted: dict[str, int]) -> Iterator[bytes]:
    """A table's lines; how many rows it had is written to `counted`."""
    counted[name] = 0
    yield f',"{name}":[\n'.encode()
    for facts in rows:
        yield _line(("," if counted[name] else "") + encoded(facts))
        counted[name] += 1
    yield b"]\n"


def end(outbox: int, counted: dict[str, int]) -> bytes:
    return _line(f',"outbox":{outbox},"rows":{_compact(counted)}}}')


def encoded(facts: dict[str, Any]) -> str:
    """Half a surrogate, which no UTF-8 can hold, goes as the escape it came as."""
    text = _compact(facts)
    return text if text.isascii() or _is_utf8(text) else json.dumps(facts, separators=(",", ":"))


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _line(text: str) -> bytes:
    return text.encode() + b"\n"


def parsed(lines: Iterable[str], schema: str) -> Iterator[Row | End]:
    """Row by row, the end last; raises ArchiveForeign, ArchiveNewer, ArchiveBroken."""
    numbered = enumerate(lines, start=1)
    _check_head(next(numbered, (1, ""))[1], schema)
    name = ""
    for number, line in numbered:
        text = line.strip()
        if text.startswith(',"outbox":') and not name:
            yield _end(number, text)
            if any(rest.strip() for _, rest in numbered):
                raise ArchiveBroken(number + 1, "etwas nach dem Ende")
            return
        if text == "]" and name:
            name = ""
        elif not name:
            name = _opened(number, text)
        else:
            yield Row(number, name, _facts(number, text))
    raise ArchiveBroken(number if name else 1, "das Ende fehlt")


def _check_head(line: str, schema: str) -> None:
    try:
        found = json.loads(line.removeprefix("\ufeff").strip() + "}")[NAME]
        written = (int(found["format"]), str(found["schema"]))
    except (ValueError, KeyError, TypeError):
        raise ArchiveForeign from None
    if written[0] > FORMAT or written[1] > schema:
        raise ArchiveNewer(*written)


def _opened(number: int, text: str) -> str:
    name = text.removeprefix(',"').removesuffix('":[')
    if text != f',"{name}":[':
        raise ArchiveBroken(number, "keine Tabelle")
    return name


def _facts(number: int, text: str) -> dict[str, Any]:
    try:
        facts = json.loads(text.removeprefix(","))
    except ValueError:
        raise ArchiveBroken(number, "kein JSON") from None
    if not isinstance(facts, dict):
        raise ArchiveBroken(number, "keine Zeile einer Tabelle")
    return facts


def _end(number: int, text: str) -> End:
    try:
        found = json.loads("{" + text.removeprefix(","))
        return End(number, int(found["outbox"]), {str(k): int(v) for k, v in found["rows"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveBroken(number, "das Ende ist nicht zu lesen") from None
