"""The unit of work: one connection, one transaction, everything a turn or a job may touch."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from domain.contact import Contact
from domain.control import kept_back as drawn
from domain.dossier import Dossier, dossier, referrals
from domain.events import Event, History
from domain.first_buyers import change_of
from domain.outlook import Outlook, outlook
from domain.profile import Profile, fold
from domain.reminders import Planned
from domain.rules import Rules
from domain.steps import Step
from storage import control
from storage.absences import Absences
from storage.agenda import Agenda
from storage.beside import Beside
from storage.contacts import Contacts
from storage.customers import Customers
from storage.database import savepoint
from storage.digests import Digests
from storage.duplicates import Duplicates
from storage.events import Events
from storage.exports import Exports
from storage.facts import Facts
from storage.feeds import Feeds
from storage.figures import Figures
from storage.handovers import Handovers
from storage.imports import Imports
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.looks import Looks
from storage.loyalty import defection
from storage.members import Members
from storage.merges import Merges
from storage.noted import Noted
from storage.origins import Origins
from storage.outbox import Outbox
from storage.plans import Plans
from storage.policy import Policy
from storage.questions import Questions
from storage.referrals import Referrals
from storage.refill import Refill
from storage.reminders import Reminders
from storage.roster import Roster
from storage.tags import Tags
from storage.turnover import Turnover
from storage.turns import Turns
from storage.usual import Usual
from storage.window import FirstBuyers
from storage.windows import Windows


@dataclass(frozen=True, slots=True)
class Change:
    """What recording or voiding did to a contact. `withdrawn`: pushes (outbox rows) whose reminder is gone."""

    contact: Contact
    before: Profile
    after: Profile
    step: Step | None
    history: History
    events: tuple[Event, ...] = ()
    withdrawn: tuple[int, ...] = ()


NOBODY = fold(History(()), rules=Rules())  # before anything was logged


class Work:
    """Handed to turns and jobs; nobody calls commit, the unit of work does."""

    def __init__(self, connection: Connection, policy: Policy) -> None:
        self._connection = connection
        self.policy = policy
        self.facts = Facts(connection)
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.members = Members(connection)
        self.contacts = Contacts(connection)
        self.merges = Merges(connection, self.contacts)
        self.duplicates = Duplicates(connection, self.contacts)
        self.tags = Tags(connection)
        self.events = Events(connection)
        self.turns = Turns(connection)
        self.agenda = Agenda(connection)
        self.reminders = Reminders(connection)
        self.beside = Beside(connection)
        self.questions = Questions(connection)
        self.usual = Usual(connection)
        self.jobs = Jobs(connection)
        self.imports = Imports(connection)
        self.digests = Digests(connection)
        self.figures = Figures(connection)
        self.first_buyers = FirstBuyers(connection, self.facts)
        self.windows = Windows(self.first_buyers, self.contacts, self.facts, policy)
        self.archive = Refill(connection)
        self.exports = Exports(connection)
        self.feeds = Feeds(connection)
        self.customers = Customers(connection, self.facts)
        self.turnover = Turnover(connection, currency=policy.currency)
        self.looks = Looks(self.customers, self.events, self.windows, policy)
        self.referrals = Referrals(connection)
        self.noted = Noted(connection)
        self.origins = Origins(connection)
        self.roster = Roster(connection)
        self.handovers = Handovers(connection, self.events)
        self.plans = Plans(self.members, self.windows, policy)
        self.absences = Absences(connection, self.members, policy)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside goes if it raises; what stood before stays."""
        with (
            self.first_buyers.unwritten.kept(),
            self.contacts.words.unwritten.kept(),
            self.events.mentions.unwritten.kept(),
            savepoint(self._connection),
        ):
            yield

    def write(self) -> None:
        """What was left to the end, because all chats share its rows."""
        self.first_buyers.write()
        self.contacts.words.write()
        self.events.mentions.write()

    def team_day(self, moment: datetime) -> date:
        """The team's calendar day of a moment (§1)."""
        return self.policy.day(moment)

    def profile(self, contact: Contact) -> tuple[History, Profile, tuple[Planned, ...]]:
        """A contact's history, what it folds to, and what it calls for."""
        history = self.events.history(contact.id)
        profile = fold(history, rules=self.policy.rules)
        return history, profile, self.plans.planned(contact, history, profile)

    def step(self, profile: Profile, planned: tuple[Planned, ...], *, now: datetime) -> Step | None:
        """A contact's one next step as of now."""
        return self.plans.step(profile, planned, now=now)

    def record(self, contact: Contact, events: Iterable[Event], *, now: datetime) -> Change:
        """Append events to a contact's history and derive anew what hangs on it."""
        contact = self.contacts.held(contact)
        history = self.events.history(contact.id)
        before = fold(history, rules=self.policy.rules)
        stored = self.events.add(replace(event, contact=contact.id) for event in events)
        after = History.of((*history.events, *stored))
        return replace(self._settle(contact, before, after, now), events=stored)

    def settle(self, contact: Contact, before: Profile | None, *, now: datetime) -> Change:
        """Derive a contact anew from its events as they stand: after a void, by the clock, in a rebuild."""
        contact = self.contacts.held(contact)
        history = self.events.history(contact.id)
        return self._settle(contact, before, history, now)

    def _settle(self, contact: Contact, before: Profile | None, history: History, now: datetime) -> Change:
        after = fold(history, rules=self.policy.rules)
        before = before or after
        self.first_buyers.apply(change_of(before, after), contact=contact.id)
        if before.occasions != after.occasions:
            self.looks.keep(contact, after, now=now)
        found = self.plans.derived(contact, history, after, now=now)
        withdrawn = self.agenda.sync(contact.id, contact.owner, found.moments, today=found.today)
        self.beside.keep([(contact.id, found.columns)])
        return Change(contact, before, after, found.step, history, withdrawn=tuple(withdrawn))

    def dossier(self, contact: Contact, history: History, profile: Profile, *, now: datetime) -> Dossier:
        """Everything that is judged of a contact, with its reasons."""
        measures = self.looks.measures(now=now)
        made = self.referrals.followed(referrals(contact.id, history.standing()))
        return dossier(contact, history, profile, measures, made=made)

    def kept_back(self, purchase: int) -> bool:
        """W6a: whether the window reminders of this purchase are kept back, to see what reminders bring."""
        share = self.policy.rules.control_share
        return share > 0 and drawn(purchase, salt=control.salt(self.recall, self.remember), share=share)

    def outlook(self, *, now: datetime) -> Outlook:
        """What the window lets expect, who never comes back, and what reminders bring (W6, W6a)."""
        today, rules = self.team_day(now), self.policy.rules
        found = outlook(self.first_buyers.counts(), self.windows.team(), today=today)
        customers, defected = defection(self._connection, today=today)
        compared = None
        if rules.control_share:
            compared = control.comparison(self._connection, today=today, days=rules.control_days)
        return replace(found, customers=customers, defected=defected, comparison=compared)

    def remember(self, name: str, value: str) -> None:
        """A fact the system keeps of itself."""
        self.facts.remember(name, value)

    def recall(self, name: str) -> str | None:
        return self.facts.recall(name)
