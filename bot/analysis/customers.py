"""All customers of a file on one day: per customer the days on which something was bought and kept."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.analysis.cells import Unusable
from bot.analysis.ledger import MASK, SHIFT, Notes, Shelf, Trade, settled
from domain.rfm import Buying, Spent, buying

_EVERY = 5_000
_NOTHING = array("q")
_NONE: Shelf = defaultdict()


class Customers:
    """By key the occasions packed as in the ledger, oldest first. `foreign`: other currencies, never converted."""

    def __init__(self, trade: Trade, *, as_of: date, currency: str) -> None:
        """Empties the ledger on the way: both at once would need twice the memory."""
        self.as_of = as_of
        self.notes: Notes = trade.notes
        rows = trade.rows()
        self.ours = main_currency(rows, currency)
        self.named = any(code in rows for code in self.ours - {""})
        self.foreign: Counter[str] = Counter()
        self.held: dict[str, array[int]] = {}
        for code in sorted(trade.bought.keys() | trade.back.keys()):
            self._move(code, trade.bought.pop(code, _NONE), trade.back.pop(code, _NONE))

    @property
    def shown_currency(self) -> str:
        """What the file calls its money; empty where it doesn't."""
        return max(self.ours) if self.named else ""

    def each(self, progress: Callable[[int], None]) -> Iterator[tuple[str, "array[int]"]]:
        for count, (key, packed) in enumerate(self.held.items()):
            if count % _EVERY == 0:
                progress(count)
            yield key, packed

    def buying(self, key: str) -> Buying:
        occasions = [Spent(date.fromordinal(packed >> SHIFT), packed & MASK) for packed in self.held[key]]
        return buying(occasions, today=self.as_of)

    def _move(self, code: str, bought: Shelf, back: Shelf) -> None:
        for key in sorted(bought.keys() | back.keys()) if back else list(bought):
            packed, returned = (self._until_now(shelf.pop(key, _NOTHING)) for shelf in (bought, back))
            kept = settled(packed, returned, self.notes)
            if code not in self.ours:
                self.foreign[code] += sum(one & MASK for one in kept)
                kept = [one >> SHIFT << SHIFT for one in kept]
            if packed:
                self._hold(key, kept)

    def _until_now(self, packed: "array[int]") -> Sequence[int]:
        end = (self.as_of.toordinal() + 1) << SHIFT
        if not packed or max(packed) < end:
            return packed
        kept = [one for one in packed if one < end]
        self.notes.later += len(packed) - len(kept)
        return kept

    def _hold(self, key: str, kept: Sequence[int]) -> None:
        """One number a day. Who gave everything back is still a customer, of group A0."""
        days: dict[int, int] = {}
        for one in (*self.held.get(key, ()), *kept):
            days[one >> SHIFT] = days.get(one >> SHIFT, 0) + (one & MASK)
        if max(days.values(), default=0) > MASK:
            raise Unusable(f"Kunde {key[:40]} hat an einem Tag unmöglich viel gekauft.", "Prüf die Beträge.")
        self.held[key] = array("q", ((day << SHIFT) + days[day] for day in sorted(days)))


def main_currency(rows: Counter[str], team: str) -> frozenset[str]:
    """The team's where the file names it or none, else the one most rows are in; without a code it is that one."""
    named = {code: count for code, count in rows.items() if code}
    ours = team if not named or team in named or "" in rows else max(sorted(named), key=named.__getitem__)
    return frozenset({"", ours})
