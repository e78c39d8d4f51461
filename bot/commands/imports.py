"""`/import`, and what is tapped under a file: its columns, go, cancel, the rows that failed, all of it back."""

from datetime import timedelta
from typing import Any

from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.errors_imports import FileForeign, FileTooLarge, ImportGone, ImportTooOld
from bot.imports import jobs as _jobs  # noqa: F401 – registers its long work
from bot.imports.headings import once
from bot.imports.reverting import DAYS
from bot.imports.source import MEGABYTE, SUFFIXES
from bot.turn import Attachment, Made, Reply
from bot.views import imports as views
from bot.views.words import bold
from storage.imports import Batch

_MIMES = (
    "text/csv",
    "text/vcard",
    "text/x-vcard",
    "text/tab-separated-values",
    "text/comma-separated-values",
)
_SHEETS = ("spreadsheet", "excel")
MOST_SHOWN = 5


def is_importable(file: Attachment) -> bool:
    """Whether a document looks like a table or contact cards; its content has the last word."""
    if file.kind != "document":
        return False
    mime = file.mime.casefold()
    return file.name.casefold().endswith(SUFFIXES) or mime in _MIMES or any(word in mime for word in _SHEETS)


def received(desk: Desk, file: Attachment) -> Reply:
    """A file is downloaded and read by long work; this message shows how far it is, then the preview."""
    name, most = file.name or "Datei", desk.office.import_mb
    if file.kind != "document":
        raise FileForeign(name if file.name else "Das", "keine Tabelle")
    if file.size > most * MEGABYTE:
        raise FileTooLarge(name, file.size / MEGABYTE, most)
    batch = desk.work.imports.begin(desk.turn.member.id, name[:120], now=desk.turn.now)
    return Reply(views.reading(name), job={"kind": "import_read", "batch": batch, "file": file.file})


ABANDONED = timedelta(
    hours=1
)  # after so long an import without a job is nobody's, not one just begun elsewhere


@command(
    "import",
    topic="Erfassen",
    does="Kontakte und Käufe aus einer Datei",
    examples=("/import",),
)
def about(desk: Desk, _rest: str) -> Reply:
    """With a file this is its caption; without one it tells how, and shows one's own last imports."""
    if desk.turn.file is not None:
        return received(desk, desk.turn.file)
    found = desk.work.imports.latest(desk.turn.member.id, most=MOST_SHOWN)
    revertible = {
        batch.id
        for batch in found
        if (batch.state == "done" or _stranded(desk, batch)) and not _is_old(desk, batch)
    }
    return views.overview(found, revertible=revertible)


def _is_old(desk: Desk, batch: Batch) -> bool:
    return desk.turn.now - batch.created_at > timedelta(days=DAYS)


def _stranded(desk: Desk, batch: Batch) -> bool:
    """Its work broke, or was ended: nobody goes on with it, so what it entered can be taken back."""
    begun = desk.turn.now - batch.created_at > ABANDONED and not desk.work.jobs.open_of(batch=batch.id)
    return batch.state in {"applying", "reverting"} and begun


def _mine(desk: Desk, args: dict[str, Any], *states: str) -> Batch:
    """One's own import in one of these states; a button of a colleague's, or of a former state, is refused."""
    batch = desk.work.imports.get(args["batch"])
    if batch is None or batch.rep != desk.turn.member.id or batch.state not in states:
        raise ImportGone
    return batch


@tap("import_sheet")
def sheet(desk: Desk, args: dict[str, Any]) -> Reply:
    batch = _mine(desk, args, "sheet")
    desk.work.imports.save(batch.id, state="reading")
    job = {"kind": "import_read", "batch": batch.id, "file": batch.mapping["file"], "sheet": args["sheet"]}
    return Reply(views.reading(batch.name), job=job)


@tap("import_columns")
def columns(desk: Desk, args: dict[str, Any]) -> Reply:
    return _preview(desk, _mine(desk, args, "staged"), args["page"])


@tap("import_column")
def column(desk: Desk, args: dict[str, Any]) -> Reply:
    return views.choices(_mine(desk, args, "staged"), args["column"], args["page"])


@tap("import_mean")
def mean(desk: Desk, args: dict[str, Any]) -> Reply:
    """The column means something else: what meant it before means nothing; all is checked anew."""
    batch = _mine(desk, args, "staged")
    wanted, place, chosen = list(batch.mapping["meanings"]), args["column"], args["meaning"]
    if wanted[place] == chosen:
        return _preview(desk, batch, place // views.COLUMNS)
    others = [code if at != place else "" for at, code in enumerate(wanted)]
    if chosen in others and once([chosen, chosen])[1] != chosen:
        others[others.index(chosen)] = ""
    others[place] = chosen
    desk.work.imports.save(batch.id, state="reading", mapping={**batch.mapping, "meanings": others})
    return Reply(views.checking(batch, 0), job={"kind": "import_check", "batch": batch.id})


def _preview(desk: Desk, batch: Batch, page: int) -> Reply:
    failed = desk.work.imports.rows(batch.id, after=0, most=views.MOST_FAILED, verdict="bad")
    return views.preview(batch, failed, page)


@tap("import_cancel")
def cancel(desk: Desk, args: dict[str, Any]) -> Reply:
    batch = _mine(desk, args, "staged", "sheet")
    desk.work.imports.save(batch.id, state="cancelled")
    said = views.cancelled(batch)
    return Reply(said.text, job={"kind": "import_clear", "batch": batch.id})


@tap("import_apply")
def apply(desk: Desk, args: dict[str, Any]) -> Reply:
    batch = _mine(desk, args, "staged")
    turn, counts = desk.begin("import"), {**batch.counts, "begun": desk.turn.now.isoformat()}
    desk.work.imports.save(batch.id, state="applying", turn=turn, counts=counts)
    return Reply(views.applying(batch, 0), job={"kind": "import_apply", "batch": batch.id})


@tap("import_failed")
def failed(desk: Desk, args: dict[str, Any]) -> Reply:
    """The rows that were left out, with the reason beside each: to be corrected and sent again."""
    batch = _mine(desk, args, "staged", "done")
    if not desk.work.imports.rows(batch.id, after=0, most=1, verdict="bad"):
        raise ImportGone
    made = Made(
        "document", "bot.exports.failed_rows", {"batch": batch.id}, views.file_name(batch), database=True
    )
    text = f"Fehlerzeilen aus {bold(batch.name)}: {views.count_rows(batch.counts['bad'])}"
    return Reply(text, made=made)


@tap("import_revert")
def revert(desk: Desk, args: dict[str, Any]) -> Reply:
    batch = _mine(desk, args, "done", "applying", "reverting")
    if batch.state != "done" and not _stranded(desk, batch):
        raise ImportGone
    if _is_old(desk, batch):
        raise ImportTooOld(DAYS)
    if not args.get("sure"):
        return views.really(batch)
    counts = {key: value for key, value in batch.counts.items() if not key.startswith("undone")}
    counts["undo"] = desk.begin("import_revert")
    desk.work.imports.save(batch.id, state="reverting", counts=counts)
    return Reply(views.reverting(batch, 0), job={"kind": "import_revert", "batch": batch.id})


@tap("import_keep")
def keep(desk: Desk, args: dict[str, Any]) -> Reply:
    batch = _mine(desk, args, "done")
    return Reply(f"Der Import {bold(batch.name)} bleibt.")
