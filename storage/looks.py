"""Customers as of a day: what their purchases come to, measured by the team, and kept beside them."""

from datetime import date, datetime

from domain.contact import Contact
from domain.customer import Customer, customer
from domain.dossier import Measures
from domain.events import History
from domain.matrix import TeamFigures
from domain.profile import Profile, fold
from storage.customers import Customers, figures
from storage.events import Events
from storage.policy import Policy
from storage.team import Team, figures_for, premium_figures
from storage.windows import Windows


class Looks:
    """What the clock changes is found when a customer's day to be looked at has come, never for all of them."""

    def __init__(self, customers: Customers, events: Events, windows: Windows, policy: Policy) -> None:
        self._customers, self._events, self._windows = customers, events, windows
        self._policy = policy

    def customer(self, profile: Profile, *, now: datetime) -> Customer:
        """What a contact's purchases come to as of now."""
        return self.on(self._policy.day(now), profile)

    def on(self, today: date, profile: Profile) -> Customer:
        """The same as of a day of the team's."""
        currency, rules = self._policy.currency, self._policy.rules
        return customer(profile, currency=currency, team=self.team(), today=today, rules=rules)

    def team(self) -> TeamFigures:
        """What one customer is measured by: the window and the year's rank cut, as last measured."""
        window = self._windows.team()
        return figures_for(self._customers.team(), (window.w50, window.w80))

    def measures(self, *, now: datetime) -> Measures:
        """What the whole team's figures say of one contact, as of now."""
        policy = self._policy
        premium = premium_figures(self._customers.team(), sells_at_weekends=policy.sells_at_weekends)
        return Measures(self.team(), premium, policy.day(now), policy.currency, policy.rules)

    def keep(self, contact: Contact, profile: Profile, *, now: datetime) -> None:
        """The figures that lists and the team's summary are made of; a changed activity group is noted.

        Changed since it was last recorded: what the clock has done since then would be noted by nobody.
        """
        found = self.customer(profile, now=now)
        if (place := self._customers.place(contact.id)) != found.place:
            self._customers.moved(contact.id, place, found.place, day=found.day)
        self._customers.keep(contact.id, found)

    def some(self, *, now: datetime, most: int = 100) -> bool:
        """Some of those whose figures the clock has changed; returns whether there were any."""
        today = self._policy.day(now)
        places = self._customers.held(self._customers.to_look_at(today=today, most=most))
        events = self._events.of_contacts(list(places))
        looked = []
        for number, place in places.items():
            found = self.on(today, fold(History.of(events[number]), rules=self._policy.rules))
            if found.place != place:
                self._customers.moved(number, place, found.place, day=found.day)
            looked.append((number, figures(found)))
        self._customers.keep_all(looked)
        return bool(places)

    def measure_team(self, *, now: datetime) -> Team:
        """Measure the team's ranks and cuts anew, and keep them."""
        return self._customers.take(self.team_measured(now=now))

    def team_measured(self, *, now: datetime) -> Team:
        """The same without writing: `customers.take` keeps them. Reads all customers."""
        return self._customers.measured(self.team(), today=self._policy.day(now), rules=self._policy.rules)
