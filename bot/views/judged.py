"""What is judged of a contact besides its status: on the card in a line, on `/warum` each with its reason."""

from bot.desk import Desk
from bot.views import groups, premium, psychotypes, qualifying, words
from domain.contact import Contact
from domain.dossier import Dossier
from domain.events import History, Kind
from domain.inclination import inclination
from domain.matrix import Group
from domain.pareto import Class
from domain.profile import Profile
from domain.qualification import Answer, Criterion
from domain.window import Level

_GROUNDS = frozenset({Kind.HINT, Kind.TYPE, Kind.QUALIFIED, Kind.MENTION, Kind.REFERRAL, Kind.REFERRED})


def known(desk: Desk, contact: Contact, history: History, profile: Profile) -> Dossier | None:
    """None where there is nothing to judge by: no purchase, and nothing was noted."""
    if not profile.occasions and not any(event.kind in _GROUNDS for event in history.standing()):
        return None
    return desk.work.dossier(contact, history, profile, now=desk.turn.now)


def brief(desk: Desk, contact: Contact, found: Dossier) -> str:
    """`Wachsend, gefährdet · Klasse A · Beziehungssucher · Royal · qualifiziert`."""
    parts = [
        groups.name(found.grouping) if found.grouping.group is not Group.NO_BUYER else "",
        _class(desk.work.customers.class_of(contact.id)) if found.buying.n else "",
        psychotypes.brief(found.psychotype) if found.psychotype.type else "",
        premium.names(found.premium),
        "qualifiziert" if set(found.qualification.answers) == {Answer.YES} else "",
    ]
    return " · ".join(part for part in parts if part)


def _class(class_: Class | None) -> str:
    return f"Klasse {class_}" if class_ else ""


def reasons(desk: Desk, contact: Contact, profile: Profile, found: Dossier) -> list[str]:
    """Group, window, inclination, type, tags, qualification: with rule id and numbers."""
    return [
        *_group(desk, contact, profile, found),
        f"Typ: {psychotypes.brief(found.psychotype)} – {psychotypes.totals(found.psychotype)} (§6)",
        *(premium.why(label, desk.office.currency) for label in found.premium),
        *_qualification(desk, found),
        *_recruiter(desk, contact, found),
    ]


def _group(desk: Desk, contact: Contact, profile: Profile, found: Dossier) -> list[str]:
    if not found.buying.n:
        return []
    window = desk.work.windows.of(profile)
    default = window.level is Level.DEFAULT
    lines = [f"Gruppe: {groups.name(found.grouping)} – {groups.why(found.grouping, default_window=default)}"]
    if found.buying.n == 1:
        of = f" von {words.shown(window.product, most=30)}" if window.product else ""
        lines.append(
            f"Fenster{of}: W50 {window.w50}, W80 {window.w80} Tage ({window.level}, n = {window.n}, W2)"
        )
    class_ = desk.work.customers.class_of(contact.id)
    return [
        *lines,
        *([f"Klasse {class_} nach Jahresumsatz (Q5)"] if class_ else []),
        _inclined(desk, profile),
    ]


def _inclined(desk: Desk, profile: Profile) -> str:
    """An exponentially decayed count of purchases (§4)."""
    rules, today = desk.office.rules, desk.work.team_day(desk.turn.now)
    days = (occasion.day for occasion in profile.occasions if occasion.day <= today)
    value = inclination(days, rules=rules).on(today, rules=rules)
    shown = f"{value:.2f}".replace(".", ",")
    return f"Kaufneigung {shown}: jeder Kauf zählt 1 und halbiert sich alle {rules.inclination_half_life} Tage (§4)"


def _qualification(desk: Desk, found: Dossier) -> list[str]:
    if not found.qualification.findings:
        return []
    verdict = qualifying.VERDICTS[found.qualification.verdict]
    given = (found.qualification.finding(criterion) for criterion in Criterion)
    told = [
        f"{qualifying.CRITERIA[one.criterion]} {one.answer} ({qualifying.evidence(one, desk.today)})"
        for one in given
        if one
    ]
    return [f"Qualifizierung: {verdict} – {'; '.join(told)}"]


def _recruiter(desk: Desk, contact: Contact, found: Dossier) -> list[str]:
    number = desk.work.referrals.recruiter(contact.id) if found.recruiter else None
    by = desk.work.contacts.any(number) if number else None
    if by is None:
        return []
    seen = desk.scope.admits(by.owner) and not by.hidden
    return [f"Geworben von {words.name(by) if seen else 'einem Kontakt aus dem Team'} (V11)"]
