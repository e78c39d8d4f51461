"""Sources with their conversion, touches with their answers, and the persona: each figure with its n (V14, V15)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from babel.dates import format_date

from bot.desk import Desk
from bot.turn import Button, Reply, rows
from bot.views import pages, words
from bot.views.eventwords import WAYS
from domain.climbs import Climb
from domain.events import Way
from domain.persona import Criterion, Fit
from domain.rules import Rules
from domain.status import Status

RUNGS = (Status.II, Status.KI, Status.EK)
SHOWN = 7
ROOM = 1050  # characters of a reply that its head leaves
LABELS = {"industry": "Branche", "town": "Ort", "source": "Quelle"}
EITHER = {
    "private": {"ja": "Privatkunde", "nein": "Geschäftskunde"},
    "company": {"ja": "mit Firma", "nein": "ohne Firma"},
}


@dataclass(frozen=True, slots=True)
class Sources:
    """By source: how many stand on each rung, the steps of those who climbed, the days to the first purchase."""

    counts: Mapping[str, Mapping[str, int]]
    climbs: Mapping[str, Sequence[Climb]]
    to_buy: Mapping[str, Sequence[int]]


def sources(
    desk: Desk, found: Sources, touches: Mapping[str, tuple[int, int]], lost: tuple[date, int, int]
) -> Reply:
    rules = desk.office.rules
    whose = "des Teams" if desk.turn.member.lead else "von dir"
    tail = [_answered(way, touches[way], rules) for way in Way if way in touches]
    if tail:
        tail = ["", f"Reaktion binnen {rules.touch_answer_days} Tagen auf:", *tail]
    tail += ["", _lost(*lost, rules)]
    lines = [f"<b>Quellen</b> {whose}", *(_all(found, rules, room=ROOM - sum(map(len, tail))))]
    names = list(found.counts)
    keys = [Button("Liste " + name[:20], "listing", {"wanted": f"Quelle {name}"}) for name in names[:4]]
    keys += [Button.line("Nur " + name[:20], f"/quellen {name}") for name in names[:2]]
    return Reply("\n".join([*lines, *tail]), rows(*pages.two_by_two(keys)))


def _all(found: Sources, rules: Rules, *, room: int) -> list[str]:
    """The biggest sources, as many as a reply has room for."""
    if not found.counts:
        return ["Noch hat kein Kontakt eine Quelle, zum Beispiel: <code>/neu Jan Vogt, Quelle Messe</code>"]
    told = [_source(name, found, rules) for name in found.counts]
    shown = told[:SHOWN]
    while len(shown) > 1 and sum(map(len, shown)) > room:
        shown = shown[:-1]
    left = len(told) - len(shown)
    return [*shown, *([f"… und {words.count(left, 'weitere Quelle', 'weitere Quellen')}"] if left else [])]


def of_source(desk: Desk, found: Sources) -> Reply:
    """One source by itself."""
    name = next(iter(found.counts))
    keys = [Button("Liste", "listing", {"wanted": f"Quelle {name}"}), Button.line("Alle Quellen", "/quellen")]
    whose = "des Teams" if desk.turn.member.lead else "von dir"
    return Reply(f"<b>Quelle</b> {whose}\n{_source(name, found, desk.office.rules)}", rows(keys))


def _source(name: str, found: Sources, rules: Rules) -> str:
    """`Messe (40): II 60 %, KI 30 %, EK 10 %, Kauf nach 34 Tagen (n = 6)`, then the days of every step."""
    order, counts = [status.value for status in Status], found.counts[name]
    n = sum(counts.values())
    head = f"• {words.shown(name, most=28)} ({pages.number(n)}): "
    if n < rules.figures_from:
        return head + f"zu wenig (ab {rules.figures_from})"
    reached = (sum(counts.get(code, 0) for code in order[order.index(rung) :]) for rung in RUNGS)
    shares = ", ".join(f"{rung} {_percent(count / n)}" for rung, count in zip(RUNGS, reached, strict=True))
    return f"{head}{shares}{_days(found.to_buy.get(name, ()), rules)}\n{_steps(found.climbs.get(name, ()), rules)}"


def _steps(found: Sequence[Climb], rules: Rules) -> str:
    """`Tage je Schritt: ZA → II 12 (n = 9), II → KI zu wenig (n = 3), …`."""
    told = []
    for before, rung in zip((Status.ZA, *RUNGS), RUNGS, strict=False):
        days = [climb.days for climb in found if climb.to is rung]
        middle = f"{median(days):.0f}" if len(days) >= rules.figures_from else "zu wenig"
        told.append(f"{before} → {rung} {middle} (n = {len(days)})")
    return "Tage je Schritt: " + ", ".join(told)


def _days(days: Sequence[int], rules: Rules) -> str:
    if len(days) < rules.figures_from:
        return ""
    return f", Kauf nach {median(days):.0f} Tagen (Median, n = {len(days)})"


def _answered(way: Way, counted: tuple[int, int], rules: Rules) -> str:
    answered, n = counted
    if n < rules.figures_from:
        return f"• {WAYS[way]}: zu wenig (n = {n})"
    return f"• {WAYS[way]}: {_percent(answered / n)} (n = {n})"


def _lost(month: date, gone: int, customers: int, rules: Rules) -> str:
    name = format_date(month, "LLLL", locale=words.LOCALE)
    if customers < rules.figures_from:
        return f"Verlorene Kunden im {name}: zu wenig Kunden (n = {customers})"
    return f"Verlorene Kunden im {name}: {gone} von {customers} ({_percent(gone / customers)})"


def too_few(regulars: int, rules: Rules) -> Reply:
    return Reply(
        f"Für eine Persona braucht es {rules.persona_regulars} Stammkunden (SK), bisher gibt es {regulars or 'keinen'}."
    )


def nothing_in_common(regulars: int, rules: Rules) -> Reply:
    least = f"{rules.persona_lift:g}".replace(".", ",")
    return Reply(
        f"Die {regulars} Stammkunden haben nichts gemeinsam, was sie von allen Kontakten unterscheidet (mindestens {least}-mal so "
        "häufig). Je mehr Branche, Ort und Quelle gepflegt sind, desto eher zeigt sich etwas: <code>/aendern Meier Branche Handel</code>"
    )


def persona(chosen: Sequence[Criterion], fit: Fit, rules: Rules) -> Reply:
    """At most 7 criteria, how well they tell regular customers from others, and a warning where they don't."""
    lines = [f"<b>Persona</b> aus {fit.of_regulars} Stammkunden"]
    lines += [
        f"• {_trait(c)}: {_percent(c.share)} der SK, {_times(c.lift)}-mal so oft wie bei allen"
        for c in chosen
    ]
    lines.append(
        f"Mindestens {fit.needed} davon haben {_percent(fit.share_of_regulars)} der SK und {_percent(fit.share_of_all)} aller "
        f"{pages.number(fit.of_all)} Kontakte ({_times(fit.lift)}-mal so oft)."
    )
    if fit.too_broad(rules):
        lines.append(
            f"Achtung: Sie passt auf mehr als {_percent(rules.persona_widest)} aller Kontakte und sagt darum wenig."
        )
    elif fit.too_weak(rules):
        lines.append("Achtung: Sie trifft Stammkunden kaum öfter als andere, verlass dich nicht auf sie.")
    return Reply("\n".join(lines))


def _trait(criterion: Criterion) -> str:
    field, value = criterion.trait.field, criterion.trait.value
    if field in EITHER:
        return EITHER[field][value]
    return f"{LABELS[field]} {words.shown(value, most=40)}"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _times(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
