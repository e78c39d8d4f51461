"""Who may talk to the bot: members, invites, strangers turned away."""

import hashlib
import hmac
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Text, bindparam, delete, insert, select, type_coerce, update

from domain.absence import Absence
from storage import away
from storage.facts import Facts
from storage.inserts import adding, insert_new
from storage.prepared import Prepared
from storage.tables import metadata

MEMBER = metadata.tables["member"]
INVITE = metadata.tables["invite"]
STRANGER = metadata.tables["stranger"]
INVITE_VALID = timedelta(hours=48)
REMOVED, DEMOTED = "removed ", "demoted "  # facts, by member: when; whom the chat took the lead from


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a member set for themselves; None means the team's. Times as "HH:MM", `quiet` as "20:00-08:00"."""

    zone: str | None = None
    quiet: str | None = None
    cap: int | None = None
    digest_day: int | None = None  # 0 = Monday
    digest_at: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A rep or a lead; `telegram` is the user and private chat id. `stood_in`: by whom, now or once."""

    id: int
    telegram: int
    name: str
    lead: bool
    removed: bool
    unreachable: bool
    wishes: Wishes
    absence: Absence | None = None
    stood_in: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """What they are called; whom the config named and who never wrote has no name yet."""
        return self.name or f"Mitglied {self.id}"


_COLUMNS = (
    MEMBER.c.id,
    MEMBER.c.telegram,
    MEMBER.c.name,
    MEMBER.c.lead,
    MEMBER.c.removed,
    MEMBER.c.unreachable,
    MEMBER.c.wishes,
)
_BY_TELEGRAM = Prepared(select(*_COLUMNS).where(MEMBER.c.telegram == bindparam("b_telegram")))
_BY_ID = Prepared(select(*_COLUMNS).where(MEMBER.c.id == bindparam("b_id")))
_LEADS = select(*_COLUMNS).where(MEMBER.c.lead, ~MEMBER.c.removed).order_by(MEMBER.c.id)
_ALL = select(*_COLUMNS).where(~MEMBER.c.removed).order_by(MEMBER.c.id)
_EVERYBODY = select(*_COLUMNS).order_by(MEMBER.c.id)
_AWAY = Prepared(
    select(*_COLUMNS)
    .where(type_coerce(MEMBER.c.wishes, Text).contains(f'"{away.NAME}"'), ~MEMBER.c.removed)
    .order_by(MEMBER.c.id)
)
_HELD = select(*_COLUMNS).where(MEMBER.c.id == bindparam("b_id")).with_for_update()
_WISHES = select(MEMBER.c.wishes).where(MEMBER.c.id == bindparam("b_id")).with_for_update()
_REACHABLE = (
    update(MEMBER).where(MEMBER.c.id == bindparam("b_id")).values(unreachable=bindparam("b_unreachable"))
)
_CLAIM = (
    update(INVITE)
    .where(
        INVITE.c.code_hash == bindparam("b_hash"),
        INVITE.c.used_by.is_(None),
        INVITE.c.expires_at > bindparam("b_now"),
    )
    .values(used_by=bindparam("b_member"))
)


class Members:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._away: list[Member] | None = None  # asked for all through a turn

    def by_telegram(self, telegram: int) -> Member | None:
        found = _BY_TELEGRAM.first(self._connection, b_telegram=telegram)
        return _member(found) if found else None

    def get(self, member: int) -> Member:
        found = _BY_ID.first(self._connection, b_id=member)
        if found is None:
            raise LookupError(member)
        return _member(found)

    def leads(self) -> list[Member]:
        return [_member(row) for row in self._connection.execute(_LEADS)]

    def all(self) -> list[Member]:
        return [_member(row) for row in self._connection.execute(_ALL)]

    def admit(self, telegram: int, *, name: str, lead: bool, now: datetime) -> Member:
        """Let someone in who isn't in yet; a lead stays a lead. Who was removed comes back by a new invite only."""
        known = self.by_telegram(telegram)
        if known is None:
            row = {"telegram": telegram, "name": name, "lead": lead, "joined_at": now}
            statement = insert_new(self._connection, MEMBER, "telegram")  # two processes may start at once
            self._connection.execute(statement, {**row, "removed": False, "unreachable": False})
        else:
            changed = {
                "removed": False,
                "unreachable": False,
                "lead": lead or (known.lead and not known.removed),
            }
            self._connection.execute(
                update(MEMBER).where(MEMBER.c.id == known.id).values(name=name or known.name, **changed)
            )
        member = self.by_telegram(telegram)
        assert member is not None  # noqa: S101 – just written
        return member

    def reachable(self, member: int, reachable: bool) -> None:
        self._connection.execute(_REACHABLE, {"b_id": member, "b_unreachable": not reachable})

    def wish(self, member: int, wishes: Wishes) -> None:
        """Keep what a member set for themselves."""
        stored = self._connection.execute(_WISHES, {"b_id": member}).scalar() or {}
        kept = {key: value for key, value in asdict(wishes).items() if value is not None}
        self._keep(member, kept | away.of(stored))

    def everybody(self) -> list[Member]:
        """Those who were removed, too."""
        return [_member(row) for row in self._connection.execute(_EVERYBODY)]

    def absent(self) -> list[Member]:
        """Whoever is or will be away, or has come back and wasn't told all of it yet."""
        if self._away is None:
            self._away = [_member(row) for row in _AWAY.all(self._connection)]
        return self._away

    def held(self, member: int) -> Member:
        """As they stand; until the commit no other process changes it."""
        return _member(self._connection.execute(_HELD, {"b_id": member}).one())

    def leave(self, member: int, absence: Absence | None) -> None:
        """Keep when a member is away, and whom it makes stand in; None: no more."""
        stored = self._connection.execute(_WISHES, {"b_id": member}).scalar() or {}
        self._keep(member, away.changed(stored, absence))

    def _keep(self, member: int, facts: dict[str, Any]) -> None:
        self._connection.execute(update(MEMBER).where(MEMBER.c.id == member).values(wishes=facts or None))
        self._away = None

    def rename(self, member: int, name: str) -> None:
        self._connection.execute(update(MEMBER).where(MEMBER.c.id == member).values(name=name))

    def invite(self, code: str, *, lead: bool, expires_at: datetime) -> None:
        """Keep the hash of a fresh code; who knows the code may come in once."""
        self._connection.execute(
            insert(INVITE),
            {"code_hash": _hash(code), "lead": lead, "expires_at": expires_at, "used_by": None},
        )

    def claim(self, code: str, telegram: int, *, name: str, now: datetime) -> Member | None:
        """Use an invite up, in this transaction; None where it is unknown, used or expired."""
        invite = self._connection.execute(
            select(INVITE.c.lead, INVITE.c.expires_at).where(INVITE.c.code_hash == _hash(code))
        ).first()
        if invite is None:
            return None
        lead, expires_at = invite
        known = self.by_telegram(telegram)
        if known is not None and not known.removed and known.lead >= lead:
            return None  # nothing to gain: the invite stays good for whom it was meant
        if known is not None and known.removed and expires_at - INVITE_VALID < self._removed_at(known.id):
            return None  # a link kept from before is no way back
        spare = self._connection.execute(
            select(INVITE.c.code_hash)
            .where(INVITE.c.code_hash == _hash(code), INVITE.c.used_by.is_(None), INVITE.c.expires_at > now)
            .with_for_update()  # who comes second waits, and finds it used
        ).first()
        if spare is None:
            return None
        member = self.admit(telegram, name=name, lead=bool(lead), now=now)
        used = self._connection.execute(_CLAIM, {"b_hash": _hash(code), "b_member": member.id, "b_now": now})
        return member if used.rowcount else None

    def _removed_at(self, member: int) -> datetime:
        found = Facts(self._connection).recall(f"{REMOVED}{member}")
        return datetime.fromisoformat(found) if found else datetime.min.replace(tzinfo=UTC)

    def first_today(self, stranger: int, *, key: bytes, today: date) -> bool:
        """Whether this stranger wasn't turned away today yet; keeps a keyed hash and a date, no more."""
        self._connection.execute(delete(STRANGER).where(STRANGER.c.day < today))
        mark = hmac.new(key, str(stranger).encode(), hashlib.sha256).hexdigest()
        return bool(adding(self._connection, STRANGER, "hash").run(self._connection, hash=mark, day=today))


def _member(row: Any) -> Member:
    number, telegram, name, lead, removed, unreachable, wishes = row
    own = Wishes(**away.without(wishes or {}))
    return Member(number, telegram, name, lead, removed, unreachable, own, *away.read(wishes or {}))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
