"""`import FILE` from the command line: the whole team's contacts and purchases out of a table or contact cards."""

import asyncio
import sys
from datetime import datetime
from html import unescape
from pathlib import Path
from re import sub

from bot.cli.progress import Progress
from bot.cli.wholefile import whole_file
from bot.clock import SystemClock
from bot.exports.failed_rows import failed_rows
from bot.imports.applying import apply
from bot.imports.checking import check
from bot.imports.source import MEGABYTE, Limits, Source
from bot.imports.staging import clear, stage
from bot.imports.terms import terms
from bot.policies import policy
from bot.settings import ConfigError, Settings
from bot.turn import Refusal
from bot.views import imports as views
from bot.views import refusals
from bot.why import why
from storage.imports import Batch
from storage.members import Member
from storage.work import Store

SOME_FAILED = 1


def import_file(settings: Settings, file: Path, *, member: int | None, sheet: str) -> int:
    """Read, check, enter; prints the counts. Returns 1 where rows were left out: they lie beside the file."""
    store = Store(settings.database.url, policy(settings))
    store.prepare()
    try:
        return asyncio.run(_imported(store, settings, file, member, sheet))
    except Refusal as refusal:
        raise ConfigError(*_in_two(refusals.reply(refusal, SystemClock().now()).text)) from None
    finally:
        store.close()


def _in_two(text: str) -> tuple[str, str]:
    """What, and what to do, without markup."""
    plain = unescape(sub("<[^>]+>", "", text))
    what, stored, remedy = plain.partition("Gespeichert ist nichts.")
    return (what + stored).strip(), remedy.strip() or "Prüf die Datei."


async def _imported(store: Store, settings: Settings, file: Path, member: int | None, sheet: str) -> int:
    now = SystemClock().now()
    source = _opened(file, settings)
    if sheet and sheet not in source.sheets:
        raise ConfigError(f"Ein Blatt „{sheet}“ hat {file} nicht.", f"Es gibt: {', '.join(source.sheets)}.")
    if len(source.sheets) > 1 and not sheet:
        names = ", ".join(source.sheets)
        raise ConfigError(
            f"{file} hat mehrere Blätter: {names}.", f"Nenn eines: --sheet „{source.sheets[0]}“"
        )
    with store.work() as work:
        for lead in settings.team.leads:
            if work.members.by_telegram(lead) is None:  # as the bot's own start would
                work.members.admit(lead, name="", lead=True, now=now)
        who = _member(work.members.all(), member)
        number = work.imports.begin(who.id, file.name[:120], now=now)
        by = terms(work, who, country=settings.team.country, currency=settings.team.currency, now=now)
    try:
        staging = Progress("Einlesen", settings.limits.import_rows)
        rows = await stage(store, number, source, sheet, staging.shown)
        staging.done()
    except Refusal:
        await clear(store, number)
        raise
    reading = Progress("Prüfen", rows)
    counts = await check(store, _batch(store, number), by, reading.shown)
    reading.done()
    _begin(store, number, who, now)
    entering = Progress("Import", rows)
    counts = await apply(store, number, by, now, entering.shown)
    entering.done()
    return _told(store, file, number, counts)


def _opened(file: Path, settings: Settings) -> Source:
    try:
        if file.stat().st_size > settings.limits.import_mb * MEGABYTE:
            most = f"höchstens {settings.limits.import_mb} MB gehen ([limits] import_mb)"
            raise ConfigError(f"{file} ist zu groß, {most}.", "Teil die Datei auf.")
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{file} lässt sich nicht lesen: {why(error)}.", "Nenn eine Datei .csv, .xlsx oder .vcf."
        ) from None
    return Source(data, file.name, Limits(settings.limits.import_mb, settings.limits.import_rows))


def _member(members: list[Member], wanted: int | None) -> Member:
    """By Telegram id; else the first lead."""
    for member in members:
        if member.telegram == wanted or (wanted is None and member.lead):
            return member
    if wanted is None:
        raise ConfigError("Noch gehört niemand zur Leitung.", "Lade zuerst ein: python -m bot invite --lead")
    known = ", ".join(f"{member.telegram} {member.name}".strip() for member in members)
    raise ConfigError(f"{wanted} ist kein Mitglied.", f"Es gibt: {known}.")


def _batch(store: Store, number: int) -> Batch:
    with store.work() as work:
        batch = work.imports.get(number)
    assert batch is not None  # noqa: S101 – begun above
    return batch


def _begin(store: Store, number: int, who: Member, now: datetime) -> None:
    with store.work() as work:
        turn = work.turns.begin(who.id, "import", now=now, typed_at=now, chat=None, message=None)
        batch = work.imports.get(number)
        counts = {**(batch.counts if batch else {}), "begun": now.isoformat()}
        work.imports.save(number, state="applying", turn=turn, counts=counts)


def _told(store: Store, file: Path, number: int, counts: dict[str, object]) -> int:
    sys.stdout.write(f"{file}: {views.summary(counts)}\n")
    if not counts.get("bad"):
        return 0
    with store.work() as work:
        content = failed_rows(work.imports, number)
    beside = file.with_name(f"{file.stem}-fehler.csv")
    try:
        with whole_file(beside) as opened:
            opened.write(content)
    except OSError as error:
        sys.stdout.write(f"Fehlerzeilen lassen sich nicht schreiben ({beside}: {why(error)}).\n")
    else:
        sys.stdout.write(f"Fehlerzeilen mit Grund: {beside}\n")
    return SOME_FAILED
