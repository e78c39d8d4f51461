"""The unit of work: one connection, one transaction, everything a turn or a job may touch."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, bindparam, select, update

from domain.calendar import Rhythm
from domain.contact import Contact
from domain.events import Event, History
from domain.first_buyers import Counts, change_of
from domain.profile import Profile, fold
from domain.reminders import Planned, plan, push_moment
from domain.rules import Rules
from domain.steps import Step, next_step
from domain.window import Window, measure
from storage import locks
from storage.contacts import Contacts
from storage.database import StoreUnavailable, connect, opened, savepoint, transaction
from storage.digests import Digests
from storage.events import Events
from storage.figures import Figures
from storage.inbox import Inbox
from storage.inserts import upsert
from storage.jobs import Jobs
from storage.members import Member, Members
from storage.outbox import Outbox
from storage.prepared import Prepared
from storage.questions import Questions
from storage.reminders import Reminders
from storage.tables import metadata
from storage.turns import Turns
from storage.window import FirstBuyers

CONTACT = metadata.tables["contact"]
FACT = metadata.tables["fact"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the rules need besides events: their numbers, the team's zone, each member's rhythm."""

    rules: Rules
    zone: ZoneInfo
    rhythm: Callable[[Member], Rhythm]


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
        self.events = Events(connection)
        self.turns = Turns(connection)
        self.reminders = Reminders(connection)
        self.questions = Questions(connection)
        self.jobs = Jobs(connection)
        self.digests = Digests(connection)
        self.figures = Figures(connection)
        self.first_buyers = FirstBuyers(connection, self.recall, self.remember)
        self._window: Window | None = None
        self._rhythms: dict[int, Rhythm] = {}  # by owner; a transaction is short

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is written inside goes if it raises; what stood before stays."""
        with (
            self.first_buyers.unwritten.kept(),
            self.contacts.words.unwritten.kept(),
            savepoint(self._connection),
        ):
            yield

    def write(self) -> None:
        """What was left to the end, because all chats share its rows."""
        self.first_buyers.write()
        self.contacts.words.write()

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
        return self._settle(contact, before or fold(history, rules=self.policy.rules), history, now)

    def _settle(self, contact: Contact, before: Profile, history: History, now: datetime) -> Change:
        after = fold(history, rules=self.policy.rules)
        self.first_buyers.apply(change_of(before, after))
        planned = () if contact.hidden else self._plan(contact, history, after)
        rhythm = self._rhythm(contact)
        moments = [(item, push_moment(item, rhythm=rhythm)) for item in planned]
        today = rhythm.local(now).date()
        withdrawn = self.reminders.sync(contact.id, contact.owner, moments, today=today)
        step = (
            None
            if contact.hidden
            else next_step(after, planned, now=now, minutes=self.policy.rules.appointment_minutes)
        )
        self._keep(contact, after, step, self._reconsider(after, planned, now))
        return Change(contact, before, after, step, history, withdrawn=tuple(withdrawn))

    def _reconsider(self, profile: Profile, planned: Iterable[Planned], now: datetime) -> datetime | None:
        """The next moment at which the clock alone changes the next step."""
        minutes = self.policy.rules.appointment_minutes
        over = [appointment.over_at(minutes=minutes) for appointment in profile.open_appointments]
        gives_way = [item.until for item in planned if item.until is not None]
        return min((moment for moment in (*over, *gives_way) if moment > now), default=None)

    def _plan(self, contact: Contact, history: History, profile: Profile) -> tuple[Planned, ...]:
        window = self.window() if profile.occasions else None
        return plan(history, profile, rules=self.policy.rules, rhythm=self._rhythm(contact), window=window)

    def _rhythm(self, contact: Contact) -> Rhythm:
        if contact.owner not in self._rhythms:
            self._rhythms[contact.owner] = self.policy.rhythm(self.members.get(contact.owner))
        return self._rhythms[contact.owner]

    def _keep(
        self, contact: Contact, profile: Profile, step: Step | None, reconsider_at: datetime | None
    ) -> None:
        """The profile's searchable parts, beside the contact."""
        _KEEP.run(
            self._connection,
            b_id=contact.id,
            b_status=profile.standing.status.value,
            b_since=profile.standing.since,
            b_step=step.kind.value if step else "",
            b_day=step.due.day if step else None,
            b_at=step.due.at if step else None,
            b_reconsider=reconsider_at,
            b_appointment=next((a.start.at for a in reversed(profile.open_appointments) if a.start.at), None),
            b_parked=profile.parking is not None,
            b_occasions=len(profile.occasions),
            b_bought=profile.occasions[-1].day if profile.occasions else None,
        )

    def window(self) -> Window:
        """The team's second-purchase window as of its last measuring; before the first one the defaults."""
        if self._window is None:
            nobody = measure(Counts.of(()), today=date.min, rules=self.policy.rules)
            self._window = self.first_buyers.summary() or nobody
        return self._window

    def remeasure(self, *, now: datetime) -> Window:
        """Measure the window anew; whom a changed one concerns is planned anew by the next ticks (W4)."""
        before = self.window()
        self._window = after = self.first_buyers.measure(today=self.team_day(now), rules=self.policy.rules)
        if (before.w50, before.w80) != (after.w50, after.w80):
            since = self.team_day(now) - timedelta(days=max(before.w80, after.w80) + HOLIDAYS)
            self.contacts.reconsider_first_buyers(since=since, now=now)
        return after

    def remember(self, name: str, value: str) -> None:
        """A fact the system keeps of itself."""
        self._connection.execute(upsert(self._connection, FACT, "name"), {"name": name, "value": value})

    def recall(self, name: str) -> str | None:
        found: str | None = self._connection.execute(select(FACT.c.value).where(FACT.c.name == name)).scalar()
        return found


_KEEP = Prepared(
    update(CONTACT)
    .where(CONTACT.c.id == bindparam("b_id"))
    .values(
        status=bindparam("b_status"),
        since=bindparam("b_since"),
        step=bindparam("b_step"),
        step_day=bindparam("b_day"),
        step_at=bindparam("b_at"),
        reconsider_at=bindparam("b_reconsider"),
        appointment_at=bindparam("b_appointment"),
        parked=bindparam("b_parked"),
        occasions=bindparam("b_occasions"),
        last_bought=bindparam("b_bought"),
    )
)


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
