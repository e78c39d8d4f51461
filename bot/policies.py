"""What the settings say to the rooms: the policy statuses are derived by, the office the commands work in."""

from dataclasses import replace
from datetime import time
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.desk import Office
from bot.settings import Settings, rhythm
from bot.version import VERSION
from domain.calendar import Rhythm
from storage.members import Member, Wishes
from storage.work import Policy


def policy(settings: Settings) -> Policy:
    """What storage needs of the settings to derive statuses and reminders."""

    @lru_cache
    def rhythm_with(wishes: Wishes) -> Rhythm:
        return wished(rhythm(settings, ZoneInfo(wishes.zone) if wishes.zone else None), wishes)

    def rhythm_of(member: Member) -> Rhythm:
        return rhythm_with(member.wishes)

    team = settings.team
    return Policy(settings.rules, team.timezone, rhythm_of, team.currency, team.sells_at_weekends)


def wished(team: Rhythm, wishes: Wishes) -> Rhythm:
    """The team's rhythm with what a member set differently."""
    quiet = [time.fromisoformat(at) for at in wishes.quiet.split("-")] if wishes.quiet else []
    return replace(
        team,
        quiet_from=quiet[0] if quiet else team.quiet_from,
        quiet_until=quiet[1] if quiet else team.quiet_until,
        daily_cap=team.daily_cap if wishes.cap is None else wishes.cap,
        digest_on=team.digest_on if wishes.digest_day is None else wishes.digest_day,
        digest_at=time.fromisoformat(wishes.digest_at) if wishes.digest_at else team.digest_at,
    )


def office(settings: Settings, *, bot_name: str = "") -> Office:
    team = settings.team
    feed = settings.feed.base
    limits = settings.limits
    return Office(
        team.name,
        team.country,
        team.currency,
        settings.rules,
        bot_name,
        VERSION,
        feed,
        import_mb=limits.import_mb,
        import_rows=limits.import_rows,
    )
