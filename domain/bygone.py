"""How far back anything may lie: a day before that is a slip of the year, wherever it was typed or read."""

from datetime import date

OLDEST = date(1950, 1, 1)  # no customer of a business that runs today was logged earlier


def is_bygone(day: date) -> bool:
    return day < OLDEST
