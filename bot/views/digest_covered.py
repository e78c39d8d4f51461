"""The digest's lines about whom one stands in for."""

from bot.views import absences, words
from bot.views.digest_people import WEEK, Part, Section
from storage.members import Member

MOST_LINES = 3


def covered(part: Part) -> Section:
    """For whom, until when, and how much is due there within the week."""
    if part.owner is None:
        return Section()
    members = part.work.absences.covered(part.owner, now=part.now)
    more = (f"und {len(members) - MOST_LINES} weitere Vertretungen",) if len(members) > MOST_LINES else ()
    return Section((*(_line(part, member) for member in members[:MOST_LINES]), *more))


def _line(part: Part, member: Member) -> str:
    assert member.absence is not None  # noqa: S101 – stood in for
    total, late = part.work.figures.due(member.id, today=part.today, until=part.today + WEEK)
    head = f"Vertretung für {absences.called(member)} {absences.span(member.absence, part.today)}"
    if not total:
        return f"{head}: nichts dran"
    overdue = f", davon {late} überfällig" if late else ""
    return f"{head}: {words.count(total, 'Schritt', 'Schritte')}{overdue}"
