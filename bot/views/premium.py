"""Premium types in words: why somebody is one, and what to do with it (§7)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import pages, words
from bot.views.groups import PREMIUM
from domain.contact import Contact
from domain.dossier import Dossier
from domain.premium import Label, Premium
from domain.referrals import reward_due
from domain.status import Status
from storage.referrals import Recruited

HINTS = {
    Premium.ROYAL: "einmal im Jahr fragen „Warum wir?“, Anfragen zuerst, Neues vorab zeigen",
    Premium.CANDIDATE: "ein Extra wie für Royals, höchstens alle {perk_days} Tage",
    Premium.ADDICT: "Angebot mit Preis oder Bild am Donnerstag oder Freitag",
    Premium.ADVOCATE: "ein kleines Dankeschön, kein Geld",
    Premium.INFLUENCER: "wie ein Royal-Anwärter behandeln",
}
YARDSTICK = 20  # S [004]: premium customers bring twenty times the average
SHOWN = 3
MENTIONED = 1
LONGEST = 25  # characters of a name: five types with their hints fit into a message


def names(labels: Sequence[Label]) -> str:
    return ", ".join(PREMIUM[label.tag] for label in labels)


def _hint(desk: Desk, tag: Premium) -> str:
    return HINTS[tag].format(perk_days=desk.office.rules.perk_days)


def why(label: Label, currency: str) -> str:
    """`Royal: 12.000,00 € je Kundenjahr, unter den oberen 3 % (höchstens 20)`."""
    numbers: dict[str, float] = dict(label.numbers)
    return f"{PREMIUM[label.tag]}: {_WHY[label.tag](numbers, currency)} (§7)"


def _royal(numbers: Mapping[str, float], currency: str) -> str:
    return f"{_rate(numbers, currency)}, unter den oberen 3 %"


def _rate(numbers: Mapping[str, float], currency: str) -> str:
    return f"{words.amount(round(numbers['per_year']), currency)} je Kundenjahr"


def _candidate(numbers: Mapping[str, float], currency: str) -> str:
    mean = words.amount(round(numbers["mean_per_year"]), currency)
    return f"{_rate(numbers, currency)}, mehr als der Schnitt von {mean}; {_rhythm(numbers)}"


def _rhythm(numbers: Mapping[str, float]) -> str:
    swing = f"die Abstände schwanken um {round(100 * numbers['cv'])} %"
    return f"{numbers['n']:.0f} Käufe, {swing} (ab {round(100 * numbers['irregular_from'])} %)"


def _addict(numbers: Mapping[str, float], _currency: str) -> str:
    share = f"{numbers['weekend']:.0f} von {numbers['n']:.0f} Käufen am Wochenende"
    return f"{share} (Zufall: p = {numbers['p']:.3f})".replace(".", ",", 1) + f"; {_rhythm(numbers)}"


def _advocate(numbers: Mapping[str, float], _currency: str) -> str:
    if numbers["free"]:
        return f"{words.count(int(numbers['free']), 'Empfehlung', 'Empfehlungen')} ohne Belohnung, die zu einer Reaktion führte"
    return f"{words.count(int(numbers['lately']), 'Empfehlung', 'Empfehlungen')} in 365 Tagen"


def _influencer(numbers: Mapping[str, float], _currency: str) -> str:
    return f"Advokat und öffentlich erwähnt, Reichweite {pages.number(int(numbers['reach']))}"


_WHY = {
    Premium.ROYAL: _royal,
    Premium.CANDIDATE: _candidate,
    Premium.ADDICT: _addict,
    Premium.ADVOCATE: _advocate,
    Premium.INFLUENCER: _influencer,
}


def of_contact(desk: Desk, contact: Contact, found: Dossier, seen: Sequence[Recruited]) -> Reply:
    """`/premium Meier`: each tag with its reason and its hint; what those recruited brought (`seen`: those in sight)."""
    currency = desk.office.currency
    lines = [f"Premium {words.name(contact)}: <b>{names(found.premium) or 'keine Marke'}</b>"]
    for label in found.premium:
        lines += [f"• {why(label, currency)}", f"  Tipp: {_hint(desk, label.tag)}"]
    lines.append(f"Eigener Umsatz {words.amount(found.buying.revenue, currency)}")
    lines += [*_recruited(found, seen, currency), *_rewards(found, seen)]
    lines += [_mention(m.where, m.reach, m.day, desk.today) for m in found.mentions[-MENTIONED:]]
    of = f"#{contact.id}:"
    keys = [Button.line("Karte", f"/kontakt {of}"), Button.line("Hat empfohlen", f"/empfehlung {of} hat")]
    return Reply("\n".join(lines), rows(keys), contact=contact.id)


def _recruited(found: Dossier, seen: Sequence[Recruited], currency: str) -> list[str]:
    """`Geworben: Bert Kunz; brachte 250,00 €`; whoever belongs to a colleague is only counted."""
    others = len(found.referrals) - len(seen)
    unseen = f"{words.count(others, 'Kontakt', 'Kontakte')}, nicht bei dir" if others else ""
    if not seen:
        return [f"Geworben: {unseen}"] if unseen else []
    brought = words.amount(sum(one.revenue for one in seen), currency)
    verb = "brachte" if len(seen) == 1 else "brachten zusammen"
    return [f"Geworben: {_who(seen)}; {verb} {brought}" + (f" (dazu {unseen})" if unseen else "")]


def _rewards(found: Dossier, seen: Sequence[Recruited]) -> list[str]:
    """A promised reward is due as soon as who was recruited is EK (V11)."""
    known = {one.contact: one for one in seen}
    promised = [(r, known[r.taker]) for r in found.referrals if r.taker in known]
    due = [one for referral, one in promised if reward_due(referral, status=Status(one.status))]
    return [f"Versprochene Belohnung fällig für {_who(due, 1)} (V11)"] if due else []


def _who(people: Sequence[Recruited | Contact], most: int = SHOWN) -> str:
    """The first ones by name."""
    told = [words.shown(one.name, most=LONGEST) for one in people[:most]]
    more = len(people) - most
    return (
        f"{', '.join(told)} und {words.count(more, 'weiterer', 'weitere')}"
        if more > 0
        else words.listing(told)
    )


def _mention(where: str, reach: int, day: date, today: date) -> str:
    at = f" auf {words.shown(where, most=LONGEST)}" if where else ""
    return f"Erwähnt{at}, Reichweite {pages.number(reach)}, {words.day(day, today)}"


Share = tuple[int, int]  # (bought, n)


def overview(
    desk: Desk,
    found: Mapping[Premium, Sequence[Contact]],
    factor: float | None,
    conversion: tuple[Share, Share],
) -> Reply:
    """`/premium`: who has which tag, and what they bring against the average."""
    known = {tag: people for tag, people in found.items() if people}
    if not known:
        return Reply(NOBODY)
    lines = ["<b>Premium-Kunden</b>"]
    for tag, people in known.items():
        lines += [f"{PREMIUM[tag]} ({len(people)}): {_who(people)}", f"  Tipp: {_hint(desk, tag)}"]
    if factor is not None:
        times = f"{factor:.1f}".replace(".", ",")
        lines.append(f"Sie bringen das {times}-Fache eines Kunden im Schnitt (Richtwert: {YARDSTICK}).")
    lines += _conversion(*conversion, desk.office.rules.figures_from)
    first = {one.id: one.name for people in known.values() for one in people[:2]}
    keys = [pages.opening(name[:24], number) for number, name in first.items()]
    return Reply("\n".join(lines), rows(*pages.two_by_two(keys[:8])))


def _conversion(recruited: Share, others: Share, fewest: int) -> list[str]:
    """How many of the recruited have bought, beside the others (V11)."""
    (won, n), (won_else, n_else) = recruited, others
    if min(n, n_else) < fewest:
        return []
    recruited_ones = f"Von den Geworbenen haben {round(100 * won / n)} % gekauft (n = {pages.number(n)})"
    return [
        f"{recruited_ones}, von den anderen {round(100 * won_else / n_else)} % (n = {pages.number(n_else)})."
    ]


NOBODY = (
    "Noch hat niemand eine Premium-Marke. Royal wird, wer über ein Jahr dabei ist, mindestens dreimal gekauft hat und je "
    "Kundenjahr zu den oberen 3 % zählt; Advokat, wer wirbt: <code>/empfehlung Meier hat Kunz geworben</code>"
)
