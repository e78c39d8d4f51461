"""A small .vcf file: one card is `/neu` prefilled, several of them are an import."""

import asyncio
import logging
from dataclasses import asdict
from itertools import islice
from typing import Any

from telegram.error import TelegramError

from bot import delivery
from bot.commands.imports import received
from bot.desk import Desk
from bot.longwork import Bench, long_work
from bot.turn import Attachment, Edit, Refusal, Reply, Turn
from bot.vcards import read
from bot.views import arrived, refusals
from domain.contact import NewContact
from storage.jobs import Job
from storage.work import Work

log = logging.getLogger(__name__)

LARGEST = 512 * 1024  # bytes: a card with a picture; what is larger holds many


def is_card(file: Attachment) -> bool:
    named = file.name.casefold().endswith((".vcf", ".vcard")) or "vcard" in file.mime.casefold()
    return named and 0 < file.size <= LARGEST


def fetched(file: Attachment) -> Reply:
    """It is read outside of the turn; this message shows what it holds."""
    return Reply(arrived.reading(file), job={"kind": "card", "file": asdict(file)})


@long_work("card")
async def read_card(bench: Bench, job: Job) -> None:
    file = Attachment(**job.args["file"])
    data = await _content(bench, file)
    new = await asyncio.to_thread(_only, data, bench.office.country)  # some take half a second
    with bench.store.work() as work:
        desk = _desk(bench, work, job)
        reply = _prefilled(desk, new) if new else _handed_over(desk, file)
        _show(work, job, reply, desk)
        work.jobs.finish(job.id)


async def _content(bench: Bench, file: Attachment) -> bytes:
    """Empty where it can't be had: the import tries again, and says so."""
    try:
        return await bench.api.download(file.file, most=LARGEST) or b""
    except TelegramError as trouble:
        log.warning("a card wasn't downloaded: %s", trouble)
        return b""


def _only(data: bytes, country: str) -> NewContact | None:
    found = list(islice(read(data, country), 2))
    return found[0] if len(found) == 1 else None


def _desk(bench: Bench, work: Work, job: Job) -> Desk:
    """As the turn had it that brought the file."""
    member = work.members.get(job.rep)
    turn = Turn(member, "", job.created_at, bench.clock.now())
    return Desk(turn, work, bench.office, work.policy.rhythm(member))


def _prefilled(desk: Desk, new: NewContact) -> Reply:
    known = desk.work.duplicates.like(new, scope=desk.scope)
    return arrived.card(new, [desk.work.contacts.listed(likely.contact) for likely in known])


def _handed_over(desk: Desk, file: Attachment) -> Reply:
    try:
        return received(desk, file)
    except Refusal as refusal:
        return refusals.reply(refusal, desk.typed)


def _show(work: Work, job: Job, reply: Reply, desk: Desk) -> None:
    """In the message that said the file is read; an import goes on in it."""
    now, further = desk.turn.now, dict[str, Any](reply.job or {})
    assert job.message is not None  # noqa: S101 – a reply queued it
    delivery.change(work, Edit(job.message, reply.text, reply.buttons), now=now)
    if further:
        work.jobs.add(**further, rep=job.rep, now=now, message=job.message)
    elif reply.question:
        work.questions.settle(job.message)
        work.questions.ask(job.message, rep=job.rep, line=reply.question, typed_at=job.created_at, now=now)
