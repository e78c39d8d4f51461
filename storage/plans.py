"""What a contact calls for: its reminders and its one next step, in its owner's rhythm."""

from collections.abc import Iterable
from datetime import datetime

from domain.calendar import Rhythm
from domain.contact import Contact
from domain.events import History
from domain.profile import Profile
from domain.reminders import Planned, plan, push_moment
from domain.steps import Step, next_step
from storage import beside
from storage.beside import Derived
from storage.members import Member, Members
from storage.policy import Policy
from storage.windows import Windows


class Plans:
    def __init__(self, members: Members, windows: Windows, policy: Policy) -> None:
        self._members, self._windows, self._policy = members, windows, policy
        self._rhythms: dict[int, Rhythm] = {}  # by owner; a transaction is short

    def planned(self, contact: Contact, history: History, profile: Profile) -> tuple[Planned, ...]:
        """All that the rules call for."""
        window = self._windows.of(profile) if profile.occasions else None
        rules, rhythm = self._policy.rules, self._rhythm(contact)
        return plan(history, profile, rules=rules, rhythm=rhythm, window=window)

    def step(self, profile: Profile, planned: tuple[Planned, ...], *, now: datetime) -> Step | None:
        """The one next step as of now."""
        return next_step(profile, planned, now=now, minutes=self._policy.rules.appointment_minutes)

    def derived(self, contact: Contact, history: History, profile: Profile, *, now: datetime) -> Derived:
        """What a profile calls for as of now."""
        rhythm = self._rhythm(contact)
        planned = () if contact.hidden else self.planned(contact, history, profile)
        step = None if contact.hidden else self.step(profile, planned, now=now)
        columns = beside.columns(profile, step, self._reconsider(profile, planned, now))
        moments = tuple((item, push_moment(item, rhythm=rhythm)) for item in planned)
        return Derived(step, moments, rhythm.local(now).date(), columns)

    def _reconsider(self, profile: Profile, planned: Iterable[Planned], now: datetime) -> datetime | None:
        """The next moment at which the clock alone changes the next step."""
        minutes = self._policy.rules.appointment_minutes
        over = [appointment.over_at(minutes=minutes) for appointment in profile.open_appointments]
        gives_way = [item.until for item in planned if item.until is not None]
        return min((moment for moment in (*over, *gives_way) if moment > now), default=None)

    def rhythm(self, member: Member) -> Rhythm:
        """A member's, in which the rest of the transaction plans for their contacts."""
        self._rhythms[member.id] = found = self._policy.rhythm(member)
        return found

    def _rhythm(self, contact: Contact) -> Rhythm:
        if contact.owner not in self._rhythms:
            self.rhythm(self._members.get(contact.owner))
        return self._rhythms[contact.owner]
