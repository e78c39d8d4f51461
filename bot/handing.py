"""A handover carried out: few contacts at once, many as long work; each side is told by one message."""

import asyncio
import time

from bot import delivery
from bot.longwork import Bench, long_work
from bot.turn import Edit, Reply
from bot.views import handover as views
from bot.views.handover import Parties
from storage.handovers import AT_ONCE, Deed
from storage.jobs import Job
from storage.outbox import Lane
from storage.work import Work

TELL_EVERY = 2.0  # seconds
KIND = "handover"


def parties(work: Work, giver: int, taker: int, by: int) -> Parties:
    return Parties(*(work.members.get(number) for number in (giver, taker, by)))


def deed(work: Work, who: Parties, turn: int) -> Deed:
    """As of its turn, also after a kill. `replan`: both live by different clocks, the next ticks plan anew."""
    stored = work.turns.get(turn)
    assert stored is not None  # noqa: S101 – begun by whoever asks
    differ = work.policy.rhythm(who.giver) != work.policy.rhythm(who.taker)
    return Deed(
        who.giver.id, who.taker.id, who.by.id, turn, stored.at, work.team_day(stored.at), replan=differ
    )


def tell(work: Work, who: Parties, count: int, contact: int | None, turn: int) -> Reply:
    """To whoever did it; the others get theirs, in quiet hours when these are over (R2)."""
    about = work.contacts.any(contact) if contact is not None else None
    now = deed(work, who, turn).at
    for member, said in ((who.taker, views.to_taker), (who.giver, views.to_giver)):
        if count and views.hears(member, who):
            delivery.push(work, member.telegram, said(who, count, about), now=now, lane=Lane.PUSH)
    return views.done(who, count, about, turn)


@long_work(KIND)
async def hand_over(bench: Bench, job: Job) -> None:
    """Slice by slice; killed in the middle it goes on behind the last one."""
    told = time.monotonic()
    while True:
        with bench.store.work() as work:
            current = work.jobs.get(job.id)
            if current is None or _slice(bench, work, current):
                break
            if time.monotonic() - told > TELL_EVERY:
                told = time.monotonic()
                _progress(bench, work, current)
        bench.stored()
        await asyncio.sleep(0)


def _slice(bench: Bench, work: Work, job: Job) -> bool:
    """One transaction's. Returns whether it was the last."""
    args, cursor = job.args, job.cursor or {"last": 0, "done": 0}
    who = parties(work, args["giver"], args["taker"], args["by"])
    part = [] if who.taker.removed else _next(work, job, cursor["last"])
    if part:
        moved = work.handovers.move(part, deed(work, who, args["turn"]))
        work.jobs.advance(job.id, {"last": part[-1], "done": cursor["done"] + moved})
        return False
    _end(bench, work, job, who, cursor["done"])
    return True


def _next(work: Work, job: Job, last: int) -> list[int]:
    """Of chosen ones the next, else of all the giver had at the beginning."""
    args = job.args
    if args["numbers"] is None:
        return work.handovers.after(args["giver"], last, upto=args["upto"])
    return [number for number in args["numbers"] if number > last][:AT_ONCE]


def _end(bench: Bench, work: Work, job: Job, who: Parties, count: int) -> None:
    said = tell(work, who, count, None, job.args["turn"])
    if who.taker.removed:
        said = views.stopped(who, count, job.args["turn"])
    if job.message is not None:
        delivery.change(work, Edit(job.message, said.text, said.buttons), now=bench.clock.now())
    work.jobs.finish(job.id)


def _progress(bench: Bench, work: Work, job: Job) -> None:
    current = work.jobs.get(job.id)
    if current is None or current.message is None or current.cursor is None:
        return
    who = parties(work, job.args["giver"], job.args["taker"], job.args["by"])
    said = views.running(who, current.cursor["done"])
    delivery.change(work, Edit(current.message, said), now=bench.clock.now())
