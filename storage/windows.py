"""The windows that hold: measured anew, kept, and whom a changed one concerns planned anew bit by bit (§5)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from domain.first_buyers import Counts
from domain.profile import Profile
from domain.rules import Rules
from domain.window import Window, by_product, changed, measure, own_window
from storage.contacts import Contacts
from storage.facts import Facts
from storage.policy import Policy
from storage.recount import AT_ONCE
from storage.window import FirstBuyers

REPLAN = "replan"  # a fact: since when first buyers are concerned, and up to which number that is done
HOLIDAYS = 14  # days by which weekends and holidays may move a due day


@lru_cache(maxsize=4)
def _default(rules: Rules) -> Window:
    return measure(Counts.of(()), today=date.min, rules=rules)


class Windows:
    """The team's, and those of products that have their own, as of their last measuring."""

    def __init__(self, first_buyers: FirstBuyers, contacts: Contacts, facts: Facts, policy: Policy) -> None:
        self._first_buyers, self._contacts, self._facts = first_buyers, contacts, facts
        self._policy = policy
        self._team: Window | None = None
        self._own: dict[str, Window] | None = None

    def team(self) -> Window:
        """Before the first measuring the defaults."""
        if self._team is None:
            self._team = self._first_buyers.summary() or _default(self._policy.rules)
        return self._team

    def own(self) -> dict[str, Window]:
        """Of products that have their own (W3), most first buyers first."""
        if self._own is None:
            self._own = by_product(self._first_buyers.summaries())
        return self._own

    def of(self, profile: Profile) -> Window:
        """A first buyer's: their product's where it has its own, else the team's (W3)."""
        return own_window(profile, self.own()) or self.team()

    def remeasure(self, *, now: datetime) -> Window:
        """Measure them anew, and keep them (W5)."""
        self.take(self.measured(now=now), now=now)
        return self.team()

    def measured(self, *, now: datetime) -> tuple[Window, ...]:
        """The team's, then the products', without writing. Reads all counts; () while these aren't complete."""
        if self._first_buyers.counted_to is not None:
            return ()  # of half the buyers there'd be a wrong one
        found = self._first_buyers.measure(today=self._policy.day(now), rules=self._policy.rules)
        return found if self._first_buyers.counted_to is None else ()  # a count may have begun meanwhile

    def take(self, measured: Sequence[Window], *, now: datetime) -> None:
        """Keep what was measured; whom it concerns `replan` sees to (W4)."""
        if not measured:
            return
        before = (self.team(), *self.own().values())
        self._team, self._own = measured[0], by_product(measured[1:])
        self._first_buyers.take(measured[0], measured[1:])
        if changed(before, measured):
            longest = max(window.w80 for window in (*before, *measured))
            self._begin_replan(self._policy.day(now) - timedelta(days=longest + HOLIDAYS))

    def _begin_replan(self, since: date) -> None:
        """Whom an earlier change concerned that isn't seen to yet stays concerned."""
        stored = self._facts.held(REPLAN)
        begun = date.fromisoformat(stored.split()[0]) if stored else since
        self._facts.remember(REPLAN, f"{min(since, begun)} 0")

    @property
    def replanning(self) -> bool:
        """Whether `replan` has something to do."""
        return bool(self._facts.recall(REPLAN))

    def replan(self, *, now: datetime, most: int = AT_ONCE) -> bool:
        """Some of those whom changed windows concern; returns whether there may be more."""
        if not (stored := self._facts.recall(REPLAN)):
            return False
        since, last = stored.split()
        if numbers := self._contacts.after(int(last), most=most):
            between, today = (numbers[0], numbers[-1]), self._policy.day(now)
            self._contacts.reconsider_first_buyers(
                between, since=date.fromisoformat(since), now=now, today=today
            )
        self._facts.move(REPLAN, stored, f"{since} {numbers[-1]}" if numbers else "")
        return bool(numbers)
