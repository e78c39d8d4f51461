"""The activity group in words, with the numbers that decided (§4)."""

from domain.matrix import Group, Grouping, Tag
from domain.premium import Premium

GROUPS = {
    Group.NO_BUYER: "Kein Käufer",
    Group.NEWCOMER: "Neuling",
    Group.SECOND_DUE: "Zweitkauf fällig",
    Group.ONE_TIME: "Einmalig",
    Group.LOST: "Verloren",
    Group.VIP: "VIP",
    Group.GROWING: "Wachsend",
}
TAGS = {Tag.ENDANGERED: "gefährdet", Tag.IRREGULAR: "unregelmäßig"}
PREMIUM = {
    Premium.ROYAL: "Royal",
    Premium.CANDIDATE: "Royal-Anwärter",
    Premium.ADDICT: "Spontankäufer",
    Premium.ADVOCATE: "Advokat",
    Premium.INFLUENCER: "Influencer",
}


def name(found: Grouping) -> str:
    """`Wachsend, gefährdet`."""
    return ", ".join([GROUPS[found.group], *(TAGS[tag] for tag in Tag if tag in found.tags)])


def place(stored: str) -> str:
    """A group as it is kept beside the contact: `A6!` is endangered."""
    endangered = stored.endswith("!")
    return GROUPS[Group(stored.rstrip("!"))] + (", gefährdet" if endangered else "")


def why(found: Grouping, *, default_window: bool = False) -> str:
    """`1 Kauf, vor 70 Tagen: nach W50 (60) und noch nicht nach W80 (140) (A2)`."""
    numbers = {key: value for key, value in found.numbers}  # noqa: C416 – by name
    words = _WHY[found.group](numbers)
    mark = ", W ist ein Standardwert" if default_window and found.group in _BY_WINDOW else ""
    return f"{words}{mark} ({found.rule})"


Numbers = dict[str, float]
_BY_WINDOW = {Group.NEWCOMER, Group.SECOND_DUE, Group.ONE_TIME}


def plain(value: float) -> str:
    """`31`, `31,5`."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}".replace(".", ",")


def _single(told: str, numbers: Numbers) -> str:
    return f"1 Kauf, {_ago(numbers)}: {told}"


def _ago(numbers: Numbers) -> str:
    days = int(numbers["r"])
    return {0: "heute", 1: "gestern"}.get(days) or f"vor {days} Tagen"


def _several(numbers: Numbers) -> str:
    bought = f"{plain(numbers['n'])} Käufe, letzter {_ago(numbers)}"
    return f"{bought}, eigener Abstand {plain(numbers['cycle'])} Tage"


def _vip(numbers: Numbers) -> str:
    in_quarters = f"in {plain(numbers['q'])} von 4 Quartalen gekauft"
    return f"{_several(numbers)}; {in_quarters}, nach Jahresumsatz unter den oberen 20 %"


def _growing(numbers: Numbers) -> str:
    words = f"{_several(numbers)}; gefährdet ab {plain(numbers['endangered_after'])} Tagen Stille"
    if "cv" in numbers:
        words += f", Abstände schwanken um {round(100 * numbers['cv'])} %"
    return words


_WHY = {
    Group.NO_BUYER: lambda _: "noch kein Kauf",
    Group.NEWCOMER: lambda n: _single(f"noch vor W50 ({plain(n['w50'])} Tage)", n),
    Group.SECOND_DUE: lambda n: _single(
        f"zwischen W50 ({plain(n['w50'])}) und W80 ({plain(n['w80'])} Tage)", n
    ),
    Group.ONE_TIME: lambda n: _single(f"nach W80 ({plain(n['w80'])} Tage)", n),
    Group.LOST: lambda n: f"{_several(n)}; verloren ab {plain(n['lost_after'])} Tagen Stille",
    Group.VIP: _vip,
    Group.GROWING: _growing,
}
