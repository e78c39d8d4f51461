"""In the child process: the rows an import left out, as CSV with the reason in the first column."""

import csv
import io
from typing import Any

from bot.exports.cells import neutral
from bot.imports.person import Verdict
from bot.views.imports import why
from storage.imports import Imports
from storage.reading import reading

REASON = "Fehler"
AT_ONCE = 500


def make(facts: dict[str, Any]) -> bytes:
    with reading(facts["database"]) as connection:
        return failed_rows(Imports(connection), facts["batch"])


def failed_rows(imports: Imports, number: int) -> bytes:
    """With a byte order mark: Excel then sees the umlauts. Sent again, the column with the reason is left out."""
    batch = imports.get(number)
    assert batch is not None  # noqa: S101 – its button names it
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([REASON, *map(neutral, batch.mapping["headings"])])
    after = 0
    while rows := imports.rows(number, after=after, most=AT_ONCE, verdict=Verdict.BAD):
        writer.writerows([neutral(why(row.reason)), *map(neutral, row.body["c"])] for row in rows)
        after = rows[-1].place
    return out.getvalue().encode("utf-8-sig")
