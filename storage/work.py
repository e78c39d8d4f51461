"""The unit of work: one connection, one transaction, everything a turn or a job may touch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select
from sqlalchemy.pool import StaticPool

from domain.calendar import Rhythm
from domain.contact import Contact
from domain.control import kept_back as drawn
from domain.customer import Customer, customer
from domain.dossier import Dossier, Measures, dossier, referrals
from domain.events import Event, History
from domain.first_buyers import Counts, change_of
from domain.matrix import TeamFigures
from domain.outlook import Outlook, outlook
from domain.profile import Profile, fold
from domain.reminders import Planned, plan, push_moment
from domain.rules import Rules
from domain.steps import Step, next_step
from domain.window import Window, by_product, changed, measure, own_window
from storage import beside, control, locks
from storage.beside import Beside, Derived
from storage.contacts import Contacts
from storage.customers import Customers, Team, figures, figures_for, premium_figures
from storage.database import READS, StoreUnavailable, connect, opened, savepoint, transaction
from storage.digests import Digests
from storage.duplicates import Duplicates
from storage.events import Events
from storage.exports import Exports
from storage.feeds import Feeds
from storage.figures import Figures
from storage.imports import Imports
from storage.inbox import Inbox
from storage.inserts import upsert
from storage.jobs import Jobs
from storage.loyalty import defection
from storage.members import Member, Members
from storage.merges import Merges
from storage.noted import Noted
from storage.origins import Origins
from storage.outbox import Outbox
from storage.questions import Questions
from storage.referrals import Referrals
from storage.refill import Refill
from storage.reminders import Reminders
from storage.tables import metadata
from storage.tags import Tags
from storage.turns import Turns
from storage.usual import Usual
from storage.window import FirstBuyers

FACT = metadata.tables["fact"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the rules need besides events: their numbers, the team's zone, each member's rhythm."""

    rules: Rules
    zone: ZoneInfo
    rhythm: Callable[[Member], Rhythm]
    currency: str = "EUR"
    sells_at_weekends: bool = True


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
REPLAN = "replan"  # a fact: since when first buyers are concerned, and how far that is done
HOLIDAYS = 14  # days by which weekends and holidays may move a due day


class Work:
    """Handed to turns and jobs; nobody calls commit, the unit of work does."""

    def __init__(self, connection: Connection, policy: Policy) -> None:
        self._connection = connection
        self.policy = policy
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.members = Members(connection)
        self.contacts = Contacts(connection)
        self.merges = Merges(connection, self.contacts)
        self.duplicates = Duplicates(connection, self.contacts)
        self.tags = Tags(connection)
        self.events = Events(connection)
        self.turns = Turns(connection)
        self.reminders = Reminders(connection)
        self.beside = Beside(connection)
        self.questions = Questions(connection)
        self.usual = Usual(connection)
        self.jobs = Jobs(connection)
        self.imports = Imports(connection)
        self.digests = Digests(connection)
        self.figures = Figures(connection)
        self.first_buyers = FirstBuyers(connection, self.recall, self.remember)
        self.archive = Refill(connection)
        self.exports = Exports(connection)
        self.feeds = Feeds(connection)
        self.customers = Customers(connection, self.recall, self.remember, currency=policy.currency)
        self.referrals = Referrals(connection)
        self.noted = Noted(connection)
        self.origins = Origins(connection)
        self._window: Window | None = None
        self._windows: dict[str, Window] | None = None  # of products
        self._rhythms: dict[int, Rhythm] = {}  # by owner; a transaction is short

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
        return moment.astimezone(self.policy.zone).date()

    def profile(self, contact: Contact) -> tuple[History, Profile, tuple[Planned, ...]]:
        """A contact's history, what it folds to, and what it calls for."""
        history = self.events.history(contact.id)
        profile = fold(history, rules=self.policy.rules)
        return history, profile, self._plan(contact, history, profile)

    def step(self, profile: Profile, planned: tuple[Planned, ...], *, now: datetime) -> Step | None:
        """A contact's one next step as of now."""
        return next_step(profile, planned, now=now, minutes=self.policy.rules.appointment_minutes)

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
            self._keep_customer(contact, before, after, now)
        found = self.derived(contact, history, after, now=now)
        withdrawn = self.reminders.sync(contact.id, contact.owner, found.moments, today=found.today)
        self.beside.keep([(contact.id, found.columns)])
        return Change(contact, before, after, found.step, history, withdrawn=tuple(withdrawn))

    def derived(self, contact: Contact, history: History, profile: Profile, *, now: datetime) -> Derived:
        """What a profile calls for as of now."""
        rhythm, minutes = self._rhythm(contact), self.policy.rules.appointment_minutes
        planned = () if contact.hidden else self._plan(contact, history, profile)
        step = None if contact.hidden else next_step(profile, planned, now=now, minutes=minutes)
        columns = beside.columns(profile, step, self._reconsider(profile, planned, now))
        moments = tuple((item, push_moment(item, rhythm=rhythm)) for item in planned)
        return Derived(step, moments, rhythm.local(now).date(), columns)

    def _reconsider(self, profile: Profile, planned: Iterable[Planned], now: datetime) -> datetime | None:
        """The next moment at which the clock alone changes the next step."""
        minutes = self.policy.rules.appointment_minutes
        over = [appointment.over_at(minutes=minutes) for appointment in profile.open_appointments]
        gives_way = [item.until for item in planned if item.until is not None]
        return min((moment for moment in (*over, *gives_way) if moment > now), default=None)

    def _plan(self, contact: Contact, history: History, profile: Profile) -> tuple[Planned, ...]:
        window = self.window_of(profile) if profile.occasions else None
        return plan(history, profile, rules=self.policy.rules, rhythm=self._rhythm(contact), window=window)

    def _rhythm(self, contact: Contact) -> Rhythm:
        if contact.owner not in self._rhythms:
            self._rhythms[contact.owner] = self.policy.rhythm(self.members.get(contact.owner))
        return self._rhythms[contact.owner]

    def _keep_customer(self, contact: Contact, before: Profile, after: Profile, now: datetime) -> None:
        """The figures that lists and the team's summary are made of; a changed activity group is noted."""
        found = self.customer(after, now=now)
        if (place := self.customer(before, now=now).place) != found.place:
            self.customers.moved(contact.id, place, found.place, day=found.day)
        self.customers.keep(contact.id, found)

    def customer(self, profile: Profile, *, now: datetime) -> Customer:
        """What a contact's purchases come to as of now."""
        return self.customer_on(self.team_day(now), profile)

    def customer_on(self, today: date, profile: Profile) -> Customer:
        """The same as of a day of the team's."""
        currency, rules = self.policy.currency, self.policy.rules
        return customer(profile, currency=currency, team=self.team(), today=today, rules=rules)

    def team(self) -> TeamFigures:
        """What one customer is measured by: the window and the year's rank cut, as last measured."""
        window = self.window()
        return figures_for(self.customers.team(), (window.w50, window.w80))

    def measures(self, *, now: datetime) -> Measures:
        """What the whole team's figures say of one contact, as of now."""
        policy = self.policy
        premium = premium_figures(self.customers.team(), sells_at_weekends=policy.sells_at_weekends)
        return Measures(self.team(), premium, self.team_day(now), policy.currency, policy.rules)

    def dossier(self, contact: Contact, history: History, profile: Profile, *, now: datetime) -> Dossier:
        """Everything that is judged of a contact, with its reasons."""
        made = self.referrals.followed(referrals(contact.id, history.standing()))
        return dossier(contact, history, profile, self.measures(now=now), made=made)

    def look_at_customers(self, *, now: datetime, most: int = 100) -> bool:
        """Some of those whose figures the clock has changed; returns whether there were any."""
        today = self.team_day(now)
        numbers = self.customers.to_look_at(today=today, most=most)
        events, places = self.events.of_contacts(numbers), self.customers.places(numbers)
        looked = []
        for number in numbers:
            found = self.customer_on(today, fold(History.of(events[number]), rules=self.policy.rules))
            if found.place != places[number]:
                self.customers.moved(number, places[number], found.place, day=found.day)
            looked.append((number, figures(found)))
        self.customers.keep_all(looked)
        return bool(numbers)

    def measure_team(self, *, now: datetime) -> Team:
        """Measure the team's ranks and cuts anew."""
        return self.customers.take(self.team_measured(now=now))

    def team_measured(self, *, now: datetime) -> Team:
        """The same without writing: `customers.take` keeps it. Reads all customers."""
        return self.customers.measured(self.team(), today=self.team_day(now), rules=self.policy.rules)

    def window(self) -> Window:
        """The team's second-purchase window as of its last measuring; before the first one the defaults."""
        if self._window is None:
            nobody = measure(Counts.of(()), today=date.min, rules=self.policy.rules)
            self._window = self.first_buyers.summary() or nobody
        return self._window

    def windows(self) -> dict[str, Window]:
        """The windows of products that have their own (W3), most first buyers first."""
        if self._windows is None:
            self._windows = by_product(self.first_buyers.summaries())
        return self._windows

    def window_of(self, profile: Profile) -> Window:
        """A first buyer's: their product's where it has its own, else the team's (W3)."""
        return own_window(profile, self.windows()) or self.window()

    def remeasure(self, *, now: datetime) -> Window:
        """Measure the windows anew; whom a changed one concerns is planned anew by the next ticks (W4)."""
        self.take_windows(self.windows_measured(now=now), now=now)
        return self.window()

    def windows_measured(self, *, now: datetime) -> tuple[Window, ...]:
        """The team's and those of products without writing. Reads all counts; () while these aren't complete."""
        if self.first_buyers.counted_to is not None:
            return ()  # of half the buyers there'd be a wrong one
        return self.first_buyers.measure(today=self.team_day(now), rules=self.policy.rules)

    def take_windows(self, measured: Sequence[Window], *, now: datetime, later: bool = False) -> None:
        """Keep what was measured. `later`: `replan_first_buyers` sees to whom it concerns."""
        if not measured:
            return
        before = (self.window(), *self.windows().values())
        self._window, self._windows = measured[0], by_product(measured[1:])
        self.first_buyers.take(measured[0], measured[1:])
        if changed(before, measured):
            longest, today = max(window.w80 for window in (*before, *measured)), self.team_day(now)
            since = today - timedelta(days=longest + HOLIDAYS)
            if later:
                self.remember(REPLAN, f"{since} 0")
            else:
                self.contacts.reconsider_first_buyers(since=since, now=now, today=today)

    def replan_first_buyers(self, *, now: datetime, most: int = 2000) -> bool:
        """Some of those whom changed windows concern; returns whether there may be more."""
        if not (stored := self.recall(REPLAN)):
            return False
        since, last = stored.split()
        if numbers := self.contacts.after(int(last), most=most):
            day, today, between = date.fromisoformat(since), self.team_day(now), (numbers[0], numbers[-1])
            self.contacts.reconsider_first_buyers(since=day, now=now, today=today, between=between)
        self.remember(REPLAN, f"{since} {numbers[-1]}" if numbers else "")
        return bool(numbers)

    def kept_back(self, purchase: int) -> bool:
        """W6a: whether the window reminders of this purchase are kept back, to see what reminders bring."""
        share = self.policy.rules.control_share
        return share > 0 and drawn(purchase, salt=control.salt(self.recall, self.remember), share=share)

    def outlook(self, *, now: datetime) -> Outlook:
        """What the window lets expect, who never comes back, and what reminders bring (W6, W6a)."""
        today, rules = self.team_day(now), self.policy.rules
        found = outlook(self.first_buyers.counts(), self.window(), today=today)
        customers, defected = defection(self._connection, today=today)
        compared = None
        if rules.control_share:
            compared = control.comparison(self._connection, today=today, days=rules.control_days)
        return replace(found, customers=customers, defected=defected, comparison=compared)

    def remember(self, name: str, value: str) -> None:
        """A fact the system keeps of itself."""
        self._connection.execute(upsert(self._connection, FACT, "name"), {"name": name, "value": value})

    def recall(self, name: str) -> str | None:
        found: str | None = self._connection.execute(select(FACT.c.value).where(FACT.c.name == name)).scalar()
        return found


class Store:
    """The database: opens it, migrates it, hands out units of work on its one writing connection."""

    def __init__(self, url: str, policy: Policy) -> None:
        self.url = url
        self.engine: Engine = connect(url)
        self._policy = policy
        self._connection: Connection | None = None
        self._roles: set[locks.Role] = set()  # held by the connection, and lost with it
        self.shared = self.engine.dialect.name == "postgresql"  # other processes may be at work on it

    def prepare(self) -> None:
        """Bring the schema to today's revision; a fresh one is made at once."""
        from storage.migrate import prepare  # noqa: PLC0415 – Alembic is loaded only when there is work

        prepare(self.engine)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction."""
        with self._transaction() as connection:
            work = Work(connection, self._policy)
            yield work
            work.write()

    def hurry(self) -> None:
        """From here on no commit waits for the disk: of what can be made again a power cut may take the last bit."""
        with self._transaction() as connection:
            raw = connection.connection
            if self.shared:
                connection.exec_driver_sql("SET synchronous_commit = off")
        if not self.shared:
            raw.cursor().execute("PRAGMA synchronous=NORMAL")

    @property
    def has_aside(self) -> bool:
        """A database in memory is its one connection."""
        return not isinstance(self.engine.pool, StaticPool)

    @contextmanager
    def aside(self) -> Iterator[Work]:
        """Reads beside the turns, in a thread of its own, what takes longer than a turn may wait. Writes nothing."""
        if not self.has_aside:
            with self.work() as work:
                yield work
            return
        with opened(self.engine).execution_options(**{READS: True}) as connection, transaction(connection):
            yield Work(connection, self._policy)

    def lead(self, role: locks.Role) -> bool:
        """Whether this process has the role; one that nobody has it takes."""
        if not self.leads(role):
            with self._transaction() as connection:
                if locks.take(connection, role):
                    self._roles.add(role)
        return self.leads(role)

    def leads(self, role: locks.Role) -> bool:
        """Whether this process has the role, as far as it knows: until the next transaction fails."""
        return role in self._roles or not self.shared

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._connection is None or self._connection.closed:
            self._connection = opened(self.engine)
        try:
            with transaction(self._connection):
                yield self._connection
        except StoreUnavailable:
            if self._connection.invalidated:
                self._let_go()
            raise

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        self._roles.clear()
        if connection is not None:
            with suppress(Exception):  # it may be broken
                connection.close()

    def close(self) -> None:
        self._let_go()
        self.engine.dispose()
