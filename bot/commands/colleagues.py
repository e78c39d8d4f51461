"""Whom of the team a line means: by all words of the name, or their beginnings; `Mitglied 3` by number."""

import re

from bot.desk import Desk
from bot.errors_team import ColleagueAmbiguous, ColleagueUnknown
from domain.folding import folded, words
from storage.members import Member

_NUMBERED = re.compile(r"mitglied (\d{1,12})")


def named(team: list[Member], typed: str) -> list[Member]:
    """A whole name before parts of one."""
    if numbered := _NUMBERED.fullmatch(" ".join(words(typed))):
        return [member for member in team if member.id == int(numbered[1])]
    meant = words(typed)
    if not meant:
        return []
    whole = [member for member in team if words(member.label) == meant]
    return whole or [member for member in team if _fits(meant, words(member.label))]


def _fits(meant: list[str], name: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in meant)


def one(desk: Desk, typed: str, line: str, *, removed: bool) -> Member:
    """The one that is meant; `line` has `{}` where the name goes. `removed`: they may be, too."""
    team = [m for m in desk.work.members.everybody() if removed or not m.removed]
    found = named(team, typed)
    if not found:
        raise ColleagueUnknown(typed, tuple(team), line)
    if len(found) > 1:
        raise ColleagueAmbiguous(typed, tuple(found), line)
    return found[0]


def leading(team: list[Member], rest: str, *, longest: int = 4) -> int:
    """How many words a line begins with name somebody, as many as do; 0: none."""
    tokens = rest.split()
    for many in range(min(longest, len(tokens)), 0, -1):
        if named(team, " ".join(tokens[:many])):
            return many
    return 0


def order(member: Member) -> tuple[bool, bool, str, int]:
    """Leads first, who was removed last."""
    return member.removed, not member.lead, folded(member.label), member.id
