"""`/dubletten`: pairs that are likely the same contact, a look at each, and `Kein Duplikat` for good.

A rep's few contacts are compared at once; more than that beside the turns, in a job that keeps what it found.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot import delivery
from bot.commands.reading import in_sight
from bot.commands.registry import command, tap
from bot.desk import Desk
from bot.longwork import Bench, long_work
from bot.turn import Edit, Reply, Turn
from bot.views import duplicates as views
from bot.views.pages import page_of
from domain.likeness import Sign
from storage.duplicates import Pair
from storage.jobs import Job
from storage.words import Scope
from storage.work import Store

PAGE = 4  # pairs: two buttons each
AT_ONCE = 250  # contacts that are compared within a turn
MOST_KEPT = 400  # pairs of a job: nobody turns further


@command(
    "dubletten",
    topic="Berichtigen",
    does="wer doppelt sein könnte",
    examples=("/dubletten", "/dubletten Seite 2"),
)
def duplicates(desk: Desk, rest: str) -> Reply:
    """Own contacts; a lead sees the team's, also in different hands."""
    _, page = page_of(rest)
    many = desk.work.contacts.count(owner=None if desk.turn.member.lead else desk.turn.member.id)
    if many > AT_ONCE:
        return Reply(views.comparing(many), job={"kind": "doubles", "page": page})
    return _page(desk, desk.work.duplicates.pairs(scope=desk.scope), page)


@long_work("doubles")
async def compare(bench: Bench, job: Job) -> None:
    """Reads beside the turns; what was found stays with the job, so that turning a page compares nothing again."""
    with bench.store.work() as work:
        member = work.members.get(job.rep)
    scope = Scope(None if member.lead else (member.id,))
    pairs = (await _compared(bench.store, scope))[:MOST_KEPT]
    kept = [[pair.one, pair.other, [sign.value for sign in pair.signs]] for pair in pairs]
    with bench.store.work() as work:
        work.jobs.advance(job.id, {"pairs": kept})
        turn = Turn(member, "", job.created_at, bench.clock.now())
        desk = Desk(turn, work, bench.office, work.policy.rhythm(member))
        said = _page(desk, pairs, job.args["page"], job.id)
        if job.message is not None:
            delivery.change(work, Edit(job.message, said.text, said.buttons), now=bench.clock.now())
        work.jobs.finish(job.id)


async def _compared(store: Store, scope: Scope) -> list[Pair]:
    def reading() -> list[Pair]:
        with store.aside() as work:
            return work.duplicates.pairs(scope=scope)

    return await asyncio.to_thread(reading) if store.has_aside else reading()


def _page(desk: Desk, pairs: Sequence[Pair], page: int, job: int | None = None) -> Reply:
    page = min(page, max(0, len(pairs) - 1) // PAGE)
    shown = [
        views.Shown(desk.work.contacts.listed(pair.one), desk.work.contacts.listed(pair.other), pair.signs)
        for pair in pairs[page * PAGE : (page + 1) * PAGE]
    ]
    return views.page(desk, shown, page, total=len(pairs), job=job)


@tap("doubles")
def turned(desk: Desk, args: dict[str, Any]) -> Reply:
    """Another page of what a job found, less what was settled since."""
    job = desk.work.jobs.get(args["job"])
    if job is None or job.rep != desk.turn.member.id or not job.cursor:
        return duplicates(desk, f"Seite {args['page'] + 1}")
    found = [Pair(one, other, tuple(map(Sign, signs))) for one, other, signs in job.cursor["pairs"]]
    return _page(desk, desk.work.duplicates.still(found, scope=desk.scope), args["page"], job.id)


@tap("apart")
def keep_apart(desk: Desk, args: dict[str, Any]) -> Reply:
    """They aren't the same, and aren't proposed again; the list goes on."""
    one, other = (in_sight(desk, args[who]) for who in ("one", "other"))
    desk.work.duplicates.keep_apart(one.id, other.id)
    if args.get("job") is not None:
        return turned(desk, args)
    return duplicates(desk, f"Seite {args['page'] + 1}")
