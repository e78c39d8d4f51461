"""In the child process: the ordered file, read from the database itself, from one moment."""

import io
from typing import Any

from bot.exports.files import WRITERS, Order
from storage.reading import reading


def make(facts: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    order = Order.of(facts)
    with reading(facts["database"]) as connection:
        WRITERS[order.file](connection, order, out, lambda _done: None)
    return out.getvalue()
