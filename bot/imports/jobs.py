"""Imports as long work in the chat: download and preview, enter, take back; each shows its progress in its message."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from telegram.error import BadRequest, NetworkError, TelegramError

from bot import delivery
from bot.errors_imports import FileTooLarge, FileUnreachable
from bot.imports.applying import apply
from bot.imports.checking import Terms, check
from bot.imports.pace import rarely_collected
from bot.imports.reverting import DAYS, revert
from bot.imports.source import MEGABYTE, Limits, Source
from bot.imports.staging import clear, stage
from bot.imports.terms import terms
from bot.longwork import Bench, long_work
from bot.turn import Edit, Refusal, Reply
from bot.views import imports as views
from bot.views import refusals
from storage.imports import Batch
from storage.jobs import Job
from storage.work import Work

TELL_EVERY = 2.0  # seconds
TRIES = 4
WAITING = ("reading", "sheet", "staged")  # for somebody to go on


@long_work("import_read")
async def read(bench: Bench, job: Job) -> None:
    """Download, stage, check, show. Killed in the middle it begins anew: nothing was entered."""
    batch = _batch(bench, job)
    if batch is None or batch.state != "reading":
        return _end(bench, job, None)
    try:
        limits = Limits(bench.office.import_mb, bench.office.import_rows)
        data = await _fetched(bench, job.args["file"], batch.name, limits)
        await asyncio.to_thread(import_module, "phonenumbers")  # 40 ms that the loop needn't wait
        source = await asyncio.to_thread(Source, data, batch.name, limits)
        sheet = job.args.get("sheet", "")
        if not sheet and len(source.sheets) > 1:
            return _ask_sheet(bench, job, batch, source.sheets)
        told = _Told(bench, job, lambda done: views.reading(batch.name, done))
        with rarely_collected():
            await stage(bench.store, batch.id, source, sheet, told)
    except Refusal as refusal:
        return await _refuse(bench, job, batch, refusal)
    return await _show(bench, job)


@long_work("import_check")
async def check_again(bench: Bench, job: Job) -> None:
    """A column means something else now."""
    await _show(bench, job)


@long_work("import_apply")
async def enter(bench: Bench, job: Job) -> None:
    batch = _batch(bench, job)
    if batch is None or batch.state != "applying":
        return _end(bench, job, None)
    told = _Told(bench, job, lambda done: views.applying(batch, done))
    begun = datetime.fromisoformat(batch.counts["begun"])  # the same after a kill
    with rarely_collected():
        counts = await apply(bench.store, batch.id, _terms(bench, job), begun, told)
    return _end(bench, job, views.done(batch, counts))


@long_work("import_revert")
async def take_back(bench: Bench, job: Job) -> None:
    batch = _batch(bench, job)
    if batch is None or batch.state != "reverting":
        return _end(bench, job, None)
    told = _Told(bench, job, lambda done: views.reverting(batch, done))
    counts = await revert(bench.store, batch.id, bench.clock.now(), told)
    return _end(bench, job, views.reverted(batch, counts))


@long_work("import_clear")
async def forget(bench: Bench, job: Job) -> None:
    """What was staged of an import that was cancelled, or that nobody went on with for too long."""
    batch = _batch(bench, job)
    if batch is None or batch.state in {"applying", "reverting"}:
        return _end(bench, job, None)
    if batch.state in WAITING:
        with bench.store.work() as work:
            work.imports.save(batch.id, state="cancelled")
    await clear(bench.store, batch.id)
    return _end(bench, job, None)


def forget_old(work: Work, *, now: datetime) -> None:
    """Rows are kept for as long as an import can be taken back; then their clearing is queued."""
    for batch, rep in work.imports.outdated(before=now - timedelta(days=DAYS)):
        if not work.jobs.open_of(batch=batch):
            work.jobs.add("import_clear", rep=rep, now=now, batch=batch)


async def _fetched(bench: Bench, file: str, name: str, limits: Limits) -> bytes:
    """The bytes, in a few tries; raises FileTooLarge, FileUnreachable."""
    for tried in range(TRIES):
        try:
            data = await bench.api.download(file, most=limits.megabytes * MEGABYTE)
        except BadRequest as refused:
            if "too big" in str(refused).lower():
                raise FileTooLarge(name, 0, limits.megabytes) from None
            raise FileUnreachable(name) from None
        except NetworkError:
            await asyncio.sleep(2**tried / 2)
        except TelegramError:
            raise FileUnreachable(name) from None
        else:
            if data is None:
                raise FileTooLarge(name, 0, limits.megabytes)
            return data
    raise FileUnreachable(name)


def _ask_sheet(bench: Bench, job: Job, batch: Batch, sheets: list[str]) -> None:
    with bench.store.work() as work:
        work.imports.save(batch.id, state="sheet", mapping={"sheets": sheets, "file": job.args["file"]})
    _end(bench, job, views.which_sheet(batch, sheets))


async def _show(bench: Bench, job: Job) -> None:
    """Check what is staged, then the preview."""
    batch = _batch(bench, job)
    if batch is None or batch.state != "reading":
        return _end(bench, job, None)
    told = _Told(bench, job, lambda done: views.checking(batch, done))
    with rarely_collected():
        await check(bench.store, batch, _terms(bench, job), told)
    with bench.store.work() as work:
        judged = work.imports.get(batch.id) or batch
        failed = work.imports.rows(batch.id, after=0, most=views.MOST_FAILED, verdict="bad")
    return _end(bench, job, views.preview(judged, failed))


async def _refuse(bench: Bench, job: Job, batch: Batch, refusal: Refusal) -> None:
    """The file can't be read: its message says why, nothing is left of it."""
    await clear(bench.store, batch.id)
    with bench.store.work() as work:
        work.imports.save(batch.id, state="refused")
    _end(bench, job, refusals.reply(refusal, bench.clock.now()))


def _batch(bench: Bench, job: Job) -> Batch | None:
    with bench.store.work() as work:
        return work.imports.get(job.args["batch"])


def _terms(bench: Bench, job: Job) -> Terms:
    office = bench.office
    with bench.store.work() as work:
        member = work.members.get(job.rep)
        return terms(work, member, country=office.country, currency=office.currency, now=bench.clock.now())


def _end(bench: Bench, job: Job, said: Reply | None) -> None:
    """The last word and the end of the job in one transaction."""
    with bench.store.work() as work:
        if said is not None and job.message is not None:
            delivery.change(work, Edit(job.message, said.text, said.buttons), now=bench.clock.now())
        work.jobs.finish(job.id)


class _Told:
    """Progress as an edit of the job's message, not too often."""

    def __init__(self, bench: Bench, job: Job, words: Callable[[int], str]) -> None:
        self._bench, self._job, self._words = bench, job, words
        self._next = time.monotonic() + TELL_EVERY

    def __call__(self, done: int) -> None:
        if time.monotonic() < self._next or self._job.message is None:
            return
        self._next = time.monotonic() + TELL_EVERY
        with self._bench.store.work() as work:
            delivery.change(work, Edit(self._job.message, self._words(done)), now=self._bench.clock.now())
        self._bench.stored()
