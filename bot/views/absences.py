"""What is said of who is away and who stands in."""

from collections.abc import Sequence
from datetime import date

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import words
from domain.absence import Absence
from domain.contact import Contact
from domain.events import Event
from storage.members import Member
from storage.work import Work

WAITED = "R10 abwesend"  # the rule of what waits for the return
MOST_LINES = 8
MOST_COLLEAGUES = 6
LONGEST = 30  # characters of a name
_WEEKS = (("1 Woche", "/urlaub 1 Woche"), ("2 Wochen", "/urlaub 2 Wochen"))


def called(member: Member) -> str:
    return words.shown(member.label, most=LONGEST)


def for_whom(work: Work, contact: Contact, reader: Member) -> str:
    """`für Anna`, where it isn't the reader's own contact; else nothing."""
    return "" if contact.owner == reader.id else whose(work.members.get(contact.owner))


def whose(member: Member) -> str:
    return f"für {called(member)}"


def logged_by(desk: Desk, event: Event) -> str:
    """Who entered it in the owner's place; their own entries go without a name."""
    contact = None if event.rep == desk.turn.member.id else desk.work.contacts.any(event.contact)
    if contact is None or event.rep == contact.owner:
        return ""
    if event.rep not in desk.work.members.get(contact.owner).stood_in:
        return ""
    return f" – von {called(desk.work.members.get(event.rep))}"


def on_card(covered: Sequence[Member], contact: Contact, today: date) -> list[str]:
    """Whose contact it is that one sees only now."""
    return [
        f"Vertretung {whose(member)} {span(member.absence, today)}"
        for member in covered
        if member.id == contact.owner and member.absence
    ]


def span(absence: Absence, today: date) -> str:
    """`Mo 3.8. bis Fr 14.8.`; what has begun only has an end."""
    until = f"bis {words.both_days(absence.last, today)}"
    return until if absence.first <= today else f"{words.both_days(absence.first, today)} {until}"


def shown(absence: Absence | None, stand_in: Member | None, covered: Sequence[Member], today: date) -> Reply:
    """What holds, and for whom one stands in."""
    mine = [_mine(absence, stand_in, today)] if absence else ["Du bist nicht abwesend gemeldet."]
    others = [
        f"Du vertrittst {called(member)} {span(member.absence, today)}."
        for member in covered
        if member.absence
    ]
    how = "Zum Beispiel <code>/urlaub bis 14.8.</code>, mit „Vertretung“ und einem Namen dahinter."
    return Reply("\n".join([*mine, *others, how]), rows(_ending(absence), *_weeks()))


def _mine(absence: Absence, stand_in: Member | None, today: date) -> str:
    said = f"Abwesend {span(absence, today)}"
    return f"{said}, Vertretung: {called(stand_in)}." if stand_in else f"{said}, ohne Vertretung."


def _ending(absence: Absence | None) -> list[Button]:
    return [_key("Beenden", "/urlaub Ende")] if absence else []


def _weeks() -> list[list[Button]]:
    return [[_key(label, line) for label, line in _WEEKS]]


def _key(label: str, line: str) -> Button:
    return Button(label, "run", {"line": line, "over": True})


def kept(absence: Absence, stand_in: Member | None, today: date, *, colleagues: Sequence[Member]) -> Reply:
    """Set just now; without a stand-in those who could are offered."""
    lines = [f"Eingetragen: {_mine(absence, stand_in, today)}"]
    if stand_in:
        lines.append(
            f"{called(stand_in)} bekommt in der Zeit deine Erinnerungen, sieht deine Kontakte und kann eintragen; "
            "deine Kontakte bleiben deine. Danach sage ich dir, was eingetragen wurde."
        )
    else:
        lines.append("Deine Erinnerungen warten, bis du wieder da bist, und kommen dann gesammelt (R10).")
    if absence.last > today:
        lines.append("Der Wochenblick fällt so lange aus.")
    keys = [] if stand_in else choices(colleagues, line_of(absence))
    return Reply("\n".join(lines), rows(*keys, _ending(absence)))


def line_of(absence: Absence) -> str:
    """The line that says these days again; `{}` where the stand-in goes."""
    return f"/urlaub vom {absence.first:%d.%m.%Y} bis {absence.last:%d.%m.%Y} Vertretung {{}}"


def choices(found: Sequence[Member], line: str) -> list[list[Button]]:
    """A button each; of two with the same name each says the number."""
    labels = [member.label for member in found]
    keys = []
    for member in found[:MOST_COLLEAGUES]:
        known = member.label if labels.count(member.label) == 1 else f"Mitglied {member.id}"
        label = member.label if known == member.label else f"{member.label} ({known})"
        keys.append([_key(f"Vertretung {label[:LONGEST]}", line.replace("{}", known))])
    return keys


def begun(member: Member, absence: Absence, contacts: int, today: date) -> Reply:
    """What the stand-in reads when it begins."""
    name = called(member)
    return Reply(
        f"Du vertrittst jetzt {name}, bis {words.both_days(absence.last, today)} "
        f"({words.count(contacts, 'Kontakt', 'Kontakte')}). Die Erinnerungen für {name} kommen zu dir, die Kontakte "
        "findest du wie deine eigenen; /heute zeigt beides.",
        rows([Button.line("Heute", "/heute")]),
    )


def over(member: Member, stand_in: Member) -> Reply:
    gone = "" if stand_in.lead else " Die Kontakte siehst du jetzt nicht mehr."
    return Reply(f"Deine Vertretung für {called(member)} ist zu Ende. Danke!{gone}")


def summary(found: Sequence[tuple[int, str, int]]) -> Reply | None:
    """What the stand-in logged, by contact, in at most eight lines; None where there is nothing to say (R8)."""
    if not found:
        return None
    total = words.count(sum(count for _, _, count in found), "Eintrag", "Einträge")
    named = found if len(found) < MOST_LINES else found[: MOST_LINES - 2]
    lines = [f"<b>Während du weg warst</b>: {total} deiner Vertretung"]
    lines += [
        f"• {words.shown(name, most=LONGEST)}: {words.count(n, 'Eintrag', 'Einträge')}"
        for _, name, n in named
    ]
    if more := len(found) - len(named):
        lines.append(f"und {more} weitere Kontakte")
    keys = [Button(name[:24], "open", {"contact": number}) for number, name, _ in named]
    return Reply("\n".join(lines), rows(*(keys[place : place + 2] for place in range(0, len(keys), 2))))


def ended(said: Reply | None) -> Reply:
    """Back earlier than planned, with what there is to tell."""
    lines = ["Willkommen zurück, deine Abwesenheit ist beendet. Was offen ist, zeigt /heute."]
    return Reply("\n".join([*lines, *([said.text] if said else [])]), said.buttons if said else ())
