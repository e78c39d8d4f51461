"""The week in one message: sections as far as there is something to say, each figure with its n, one tip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.turn import Reply, Rows, rows
from bot.views import digest_covered, windows
from bot.views import digest_figures as figures
from bot.views import digest_people as people
from bot.views.digest_people import Part, Section
from bot.views.pages import opening, two_by_two
from domain.calendar import Rhythm
from domain.outlook import Outlook
from domain.week import week_of
from storage.members import Member
from storage.work import Work

MOST_KEYS = 8
TIPS = (
    "Ein Termin pro KI schlägt fünf Mails: /liste KI ohne Termin.",
    "Bedank dich auch für eine Absage – der nächste Auftrag kommt oft von dort.",
    "Vereinbarte Zeiten gleich eintragen: /termin Meier Di 14:00 – ich erinnere dich vorher.",
    "Wer zweimal gekauft hat, empfiehlt gern: frag nach einem Namen.",
    "Eine Notiz nach dem Gespräch spart dir zehn Minuten vor dem nächsten: /notiz.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose week, as of when. `so_far`: asked for in between, today counts too; else the seven days before it."""

    member: Member
    now: datetime
    rhythm: Rhythm
    outlook: Outlook
    so_far: bool = False

    @property
    def today(self) -> date:
        return self.rhythm.local(self.now).date()

    @property
    def begin(self) -> date:
        return self.today - timedelta(days=6 if self.so_far else 7)


def digest(work: Work, asked: Asked) -> Reply | None:
    """The rep's own week, for leads a second part for the team; None where only the tip would remain."""
    own = _sections(work, asked, asked.member.id)
    team = _sections(work, asked, None) if asked.member.lead and len(work.members.all()) > 1 else []
    if not own and not team:
        return None
    week = int(week_of(asked.today).partition("W")[2])
    mine = [section.text for section in own] or ["Bei dir selbst ist nichts offen."]
    blocks = ["\n".join([f"<b>Deine Woche</b> (KW {week})", *mine])]
    if team:
        blocks.append("\n".join(["<b>Dein Team</b>", *(section.text for section in team)]))
    blocks += windows.compared(asked.outlook.comparison, work.policy.rules)
    blocks.append(f"Tipp: {TIPS[week % len(TIPS)]}")
    return Reply("\n\n".join(blocks), _keys(own, team), new=True)


def _sections(work: Work, asked: Asked, owner: int | None) -> list[Section]:
    part = Part(work, owner, asked.now, asked.today, asked.rhythm)
    week = work.figures.week(owner, begin=asked.begin)
    found = (
        people.drifting(part, asked.begin),
        people.due(part),
        digest_covered.covered(part),
        people.unarranged(part),
        people.window(part, asked.outlook),
        figures.moves(work, owner, asked.begin),
        figures.revenue(work, owner, week, asked.outlook, asked.begin),
        figures.satisfaction(week),
        figures.parked(work, owner),
        figures.doubles(work, owner),
    )
    return [section for section in found if section.lines]


def _keys(own: Sequence[Section], team: Sequence[Section]) -> Rows:
    """Whoever is named can be tapped, and the lists the figures stand for."""
    named = list(dict.fromkeys(person for section in own for person in section.named))[:MOST_KEYS]
    keys = [opening(name[:24], number) for number, name in named]
    lists = {section.key.label: section.key for section in (*own, *team) if section.key}
    return rows(*two_by_two(keys), *two_by_two(list(lists.values())))
