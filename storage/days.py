"""Days between two dates, in the words of both databases."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class DaysBetween(GenericFunction[int]):
    """`DaysBetween(earlier, later)`: whole days; dates are ISO texts on SQLite and dates on PostgreSQL."""

    type = Integer()
    inherit_cache = True


@compiles(DaysBetween)
def _in_sqlite(element: DaysBetween, compiler: Any, **how: Any) -> str:
    earlier, later = (compiler.process(clause, **how) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(DaysBetween, "postgresql")
def _in_postgresql(element: DaysBetween, compiler: Any, **how: Any) -> str:
    earlier, later = (compiler.process(clause, **how) for clause in element.clauses)
    return f"(CAST({later} AS date) - CAST({earlier} AS date))"
