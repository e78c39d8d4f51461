"""One day of the state machine: what people, the clock, the network and death do to the bot, and what rings."""

import sqlite3
from collections import Counter, deque
from datetime import UTC, datetime, timedelta
from typing import Any

from led import TimelessLoop
from machine import POLICY, Life
from machine_ears import Ears
from machine_phones import Killed, Phones

from bot.clock import MovedClock
from storage.database import StoreUnavailable
from storage.work import Store

KIM, JAN, UTE = 101, 102, 103  # Kim leads
CONTACTS = {JAN: (1, 3, 5, 7, 9), UTE: (2, 4, 6, 8, 10)}
START = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)  # 9:00 in Berlin, in the week before Easter
MINUTE = timedelta(minutes=1)


class House:
    """The database that all days share, and the morning each of them begins with."""

    def __init__(self) -> None:
        self.loop = TimelessLoop()
        self.loop.set_exception_handler(lambda *_: None)  # the dead don't complain
        self.store = Store("sqlite://", POLICY)
        self.store.prepare()
        self.raw: sqlite3.Connection = self.store.engine.raw_connection().driver_connection
        early = Day(self, START - timedelta(days=14), {}, 1000)
        early.furnish()
        self._morning = self.raw.serialize(), early.phones.shown, early.phones.next_id

    def day(self) -> "Day":
        """Every one begins with the same morning."""
        database, shown, next_id = self._morning
        self.raw.deserialize(database)
        return Day(self, START, dict(shown), next_id)

    def close(self) -> None:
        self.store.close()
        self.loop.close()


class Day:
    def __init__(self, house: House, start: datetime, shown: dict[int, Any], next_id: int) -> None:
        self.house, self.raw = house, house.raw
        self.clock = MovedClock(start, running=False)
        self.phones = Phones(shown, next_id)
        self.queue: list[Any] = []  # updates that Telegram has and we haven't confirmed
        self.updates: list[Any] = []  # all that there ever were
        self.typed: Counter[int] = Counter()
        self.tapped: Counter[int] = Counter()
        self.ears = Ears(self.raw)
        self.known = self.ask("SELECT coalesce(max(id), 0) FROM outbox")[0][0]  # rows of the days before
        self.first = self.ask("SELECT coalesce(max(update_id), 4999) + 1 FROM inbox")[0][0]
        self.life = self._born()

    def _born(self) -> Life:
        return Life(self.house.store, self.clock, self.phones, self.house.loop)

    def ask(self, query: str, *values: Any) -> list[Any]:
        return self.raw.execute(query, values).fetchall()

    def happen(self, event: tuple[Any, ...], doom: int | None = None) -> None:
        """`doom`: the edge within it at which the process dies."""
        self.life.fate.edges = doom
        try:
            getattr(self, event[0])(*event[1:])
        except Killed:
            self.die()
        except StoreUnavailable:
            pass  # the loops of `run` try again
        self.life.fate.edges = None
        self.ears.listen(self.clock.now())

    def die(self) -> None:
        """A push that is under way may or may not have arrived; the next life can't know."""
        self.phones.unsure.update(row for (row,) in self.ask("SELECT id FROM outbox WHERE state = 1"))
        self.life = self._born()

    def line(self, who: int, text: str, contact: int = 0) -> None:
        known = CONTACTS[who]
        self.typed[who] += 1
        number = 1 + len(self.updates)
        self._written(who, text.format(contact=known[contact % len(known)], n=number))

    def burst(self, who: int, lines: int) -> None:
        """More than a minute allows."""
        for _ in range(lines):
            self.line(who, "/notiz #{contact}: zettel{n}")

    def poison(self, who: int) -> None:
        self.typed[who] += 1
        self._written(who, 5)

    def _written(self, who: int, text: Any) -> None:
        self._come(
            {
                "message": {
                    "message_id": self.phones.number(),
                    "date": int(self.clock.now().timestamp()),
                    "chat": {"id": who, "type": "private"},
                    "from": _person(who),
                    "text": text,
                }
            }
        )

    def tap(self, who: int, pick: int) -> None:
        """Any button that stands on the phone, newer ones first."""
        keys = [
            (message, key["callback_data"])
            for message, (chat, _, keyboard) in reversed(self.phones.shown.items())
            if chat == who and keyboard
            for row in keyboard["inline_keyboard"]
            for key in row
        ]
        if not keys:
            return
        message, data = keys[pick % min(len(keys), 40)]
        self.tapped[who] += 1
        under = {"message_id": message, "date": 1, "chat": {"id": who, "type": "private"}}
        query = {"id": "1", "from": _person(who), "chat_instance": "1", "data": data, "message": under}
        self._come({"callback_query": query})

    def _come(self, content: Any) -> None:
        update = {"update_id": self.first + len(self.updates)} | content
        self.updates.append(update)
        self.queue.append(update)
        self.poll()

    def poll(self) -> None:
        """Telegram gives what isn't confirmed; the poll after the commit confirms."""
        if self.queue:
            self.life.intake.take(self.queue)
            self.queue.clear()

    def again(self, pick: int) -> None:
        """Telegram delivers something a second time."""
        if self.updates:
            self.queue.append(self.updates[-1 - pick % len(self.updates)])
            self.poll()

    def work(self) -> None:
        self.life.worker.work_off()

    def send(self, troubles: list[str]) -> None:
        self.phones.troubles = deque(troubles)
        self.life.send()

    def round(self, who: int, text: str, contact: int, troubles: list[str]) -> None:
        """A line and all that follows from it."""
        self.line(who, text, contact)
        self.work()
        self.send(troubles)

    def change_mind(self, who: int, troubles: list[str]) -> None:
        """An entry is taken back, stands again, and is taken back while the phone is being told that it stands."""
        for text in ("/notiz #{contact}: zettel{n}", "/rückgängig"):
            self.round(who, text, 0, [])
        self.tap(who, 0)  # [Doch behalten]
        self.work()
        self.line(who, "/rückgängig")
        self.send(["meanwhile", *troubles])

    def ahead(self, troubles: list[str]) -> None:
        """On to the next moment at which something is due, and the network as it may be."""
        self.edge()
        self.send(troubles)

    def tick(self) -> None:
        self.life.ticker.tick()

    def later(self, minutes: int) -> None:
        self.clock.set(self.clock.now() + minutes * MINUTE)

    def edge(self) -> None:
        """On to the next moment at which something is due."""
        due = self.life.ticker.next_edge()
        self.clock.set(max(self.clock.now(), due or self.clock.now()))
        self.tick()

    def vanish(self, who: int) -> None:
        """The rep deletes the newest message of ours."""
        mine = [message for message, (chat, *_) in self.phones.shown.items() if chat == who]
        for message in mine[-1:]:
            del self.phones.shown[message]

    def lock(self, times: int) -> None:
        self.life.fate.locked = times

    def furnish(self) -> None:
        """Two reps, a lead and ten contacts in several states."""
        with self.house.store.work() as work:
            for telegram, name in ((KIM, "Kim"), (JAN, "Jan"), (UTE, "Ute")):
                work.members.admit(telegram, name=name, lead=telegram == KIM, now=self.clock.now())
        lines = [
            "/reaktion #{}: Mail",
            "/kauf #{}: 100",
            "/schritt #{}: anrufen 30.3. 17:00",
            "/notiz #{}: x",
        ]
        for number in range(1, 11):
            who = JAN if number % 2 else UTE
            self._written(who, f"/neu Kunde{number} {'Alm' if number % 2 else 'Berg'}")
            self._written(who, lines[number % len(lines)].format(number))
            self.quieten()
            self.later(60)
        while self.clock.now() < START:
            self.happen(("edge",))
            self.life.send()
        self.clock.set(START)

    def quieten(self) -> None:
        """The network is well again, and people wait."""
        self.phones.troubles.clear()
        self.life.fate.locked = 0
        for _ in range(60):
            self.poll()
            while self.life.worker.work_off():
                pass
            self.tick()
            self.ears.listen(self.clock.now())
            self.life.send()
            if not self.ask("SELECT 1 FROM inbox WHERE state = 0"):
                return
            self.later(1)


def _person(who: int) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "Jan" if who == JAN else "Ute"}
