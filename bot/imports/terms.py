"""By whose lights a member's import is read: whose contacts are compared, who may be named as owner."""

from collections import Counter
from datetime import datetime

from bot.commands.new import phone_number
from bot.imports.checking import Terms
from storage.members import Member
from storage.work import Work


def terms(work: Work, member: Member, *, country: str, currency: str, now: datetime) -> Terms:
    """A rep imports into their own hands and is told of nobody else's contacts; a lead may name owners."""
    return Terms(
        scope=None if member.lead else member.id,
        today=work.team_day(now),
        currency=currency,
        phone=lambda typed: phone_number(typed, country),
        owners=_owners(work.members.all()) if member.lead else {},
    )


def _owners(members: list[Member]) -> dict[str, int]:
    """By whole name, and by each part that only one of them has."""
    parts = Counter(part for member in members for part in member.name.casefold().split())
    found = {
        part: member.id for member in members for part in member.name.casefold().split() if parts[part] == 1
    }
    return found | {member.name.casefold(): member.id for member in members if member.name}
