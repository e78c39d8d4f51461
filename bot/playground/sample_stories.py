"""What happened with a made-up customer, as the events a rep would have logged on the day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from domain.calendar import Rhythm
from domain.events import Channel, Due, Event, Kind, Money, Signal, Way

PRODUCTS = (
    ("Wartungsvertrag", 129_900), ("Filterset", 24_900), ("Inspektion", 48_000), ("Ersatzteilpaket", 89_500),
    ("Schulung", 156_000), ("Steuerung", 412_000), ("Nachrüstsatz", 267_500),
)  # fmt: skip
CHANNELS = (Channel.WEB, Channel.MAIL, Channel.ANRUF, Channel.MESSE, Channel.INFO)
MISSED = (Way.NOT_REACHED, Way.VOICEMAIL, Way.NOT_REACHED, Way.CALL)
OUTCOMES = ("Angebot gewünscht", "Budget ist da, Entscheidung im Team", "will Referenzen sehen")


@dataclass
class Diary:
    """One customer's past; days are counted back from `start`, and nothing is logged at weekends."""

    start: datetime
    rhythm: Rhythm
    dice: Random
    events: list[Event] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.rhythm.local(self.start).date()

    def day(self, ago: int) -> date:
        """The working day so long ago, or the last one before it."""
        return self.rhythm.calendar.before(self.today - timedelta(days=ago - 1))

    def workdays(self, count: int) -> int:
        """How many days ago that many working days began."""
        day = self.rhythm.calendar.on_or_after(self.today)
        for _ in range(count):
            day = self.rhythm.calendar.before(day)
        return (self.today - day).days

    def add(self, ago: int, kind: Kind, **facts: Any) -> "Diary":
        """Something logged on that day as it happened; never in the last minutes before the start."""
        clock = time(self.dice.randrange(8, 17), self.dice.randrange(0, 60, 5))
        at = self.rhythm.moment(self.day(ago), clock)
        latest = self.start - timedelta(minutes=30)
        last = self.events[-1].at + timedelta(minutes=5) if self.events else at
        at = min(max(at, last), latest).astimezone(UTC)
        day = self.rhythm.local(at).date()
        self.events.append(Event(0, kind, 0, 0, at, day, logged_at=at, **facts))
        return self

    def created(self, ago: int) -> "Diary":
        return self.add(ago, Kind.CREATED)

    def reaction(self, ago: int, signal: str = "") -> "Diary":
        return self.add(ago, Kind.REACTION, detail=self.dice.choice(CHANNELS).value, signal=signal)

    def touch(self, ago: int, way: Way) -> "Diary":
        return self.add(ago, Kind.TOUCH, detail=way.value)

    def appointment(self, ago: int, ahead: int, clock: time) -> "Diary":
        """Arranged `ago` days ago for `ahead` days from now (negative: it is over)."""
        day = self.day(-ahead) if ahead < 0 else self.today + timedelta(days=ahead)
        if ahead > 1:
            day = self.rhythm.calendar.on_or_after(day)
        due = Due(day, self.rhythm.moment(day, clock))
        return self.add(
            ago, Kind.APPOINTMENT, due=due, text=self.dice.choice(("vor Ort", "Video", "Telefon"))
        )

    def purchase(self, ago: int) -> "Diary":
        product, price = self.dice.choice(PRODUCTS)
        cheap = self.dice.random() < 0.2  # noqa: PLR2004 – every fifth at a discount
        money = Money(price * self.dice.choice((1, 1, 1, 2)) * (9 if cheap else 10) // 10, "EUR")
        flags = frozenset({"rabatt"}) if cheap else frozenset()
        return self.add(ago, Kind.PURCHASE, money=money, product=product, flags=flags)


def fresh(diary: Diary, ago: int) -> None:
    diary.created(ago)


def cold(diary: Diary, ago: int, touches: int) -> None:
    diary.created(ago)
    for number in range(touches):
        diary.touch(ago - 7 - 32 * number, MISSED[number])


def curious(diary: Diary, workdays: int) -> None:
    ago = diary.workdays(workdays)
    diary.created(ago + 4).reaction(ago)


def informed(diary: Diary, ago: int) -> None:
    diary.created(ago + 6).reaction(ago + 2).touch(ago, Way.INFO)


def serious(diary: Diary, workdays: int) -> None:
    ago = diary.workdays(workdays)
    informed(diary, ago + 12)
    diary.reaction(ago, Signal.OFFER)


def meeting(diary: Diary, ahead: int) -> None:
    informed(diary, 20)
    diary.reaction(9).appointment(5, ahead, later(diary) if ahead == 0 else time(10 + ahead % 5, 30))


def offered(diary: Diary, ago: int) -> None:
    informed(diary, ago + 25)
    diary.reaction(ago + 14, Signal.APPOINTMENT).appointment(ago + 12, -ago - 1, time(11))
    diary.add(ago, Kind.RESULT, text=diary.dice.choice(OUTCOMES)).touch(ago, Way.MAIL)


def parked(diary: Diary, ago: int) -> None:
    offered(diary, ago + 9)
    until = diary.rhythm.calendar.on_or_after(diary.today + timedelta(days=33))
    diary.add(ago, Kind.PARKED, due=Due(until), text="neues Budget erst im nächsten Quartal")


def first(diary: Diary, ago: int) -> None:
    """Bought once; the thanks and the grade follow as far as their day has come."""
    offered(diary, ago + 6)
    diary.purchase(ago)
    if ago > 3:  # noqa: PLR2004 – §2 EK
        diary.touch(ago - 3, Way.THANKS)
    if ago > 14:  # noqa: PLR2004 – §2 EK
        diary.add(ago - 15, Kind.SATISFACTION, detail=str(diary.dice.choice((3, 4, 4, 5, 5))))


def regular(diary: Diary, *ago: int) -> None:
    informed(diary, ago[0] + 10)
    for number, days in enumerate(ago):
        diary.purchase(days)
        if number == 0:
            diary.touch(days - 4, Way.THANKS)
    diary.add(
        max(1, ago[-1] - 9), Kind.NOTE, text=diary.dice.choice(("mag kurze Mails", "erst ab 10 Uhr anrufen"))
    )


def returned(diary: Diary, *ago: int) -> None:
    regular(diary, *ago)
    bought = next(event for event in reversed(diary.events) if event.kind is Kind.PURCHASE)
    diary.add(ago[-1] - 12, Kind.RETURN, money=bought.money, product=bought.product, text="falsche Größe")


def step(diary: Diary, ahead: int) -> None:
    """The rep's own next step, today at a time."""
    curious(diary, 6)
    day = diary.rhythm.calendar.on_or_after(diary.today + timedelta(days=ahead)) if ahead else diary.today
    clock = later(diary) if ahead == 0 else time(9 + ahead, 15)
    diary.touch(4, Way.CALL).add(
        1, Kind.STEP, due=Due(day, diary.rhythm.moment(day, clock)), text="Angebot durchsprechen"
    )


def known(diary: Diary, ago: int) -> None:
    """An old customer, set by hand (S8)."""
    diary.created(ago).add(ago, Kind.STATUS, detail="SK", text="kauft seit Jahren, vor unserer Zeit")
    diary.touch(ago // 2, Way.VISIT)


def later(diary: Diary) -> time:
    """A time today that still lies ahead where the day is long enough, else in the afternoon."""
    hour = diary.rhythm.local(diary.start).hour
    return time(max(14, hour + 2)) if hour < 20 else time(14)  # noqa: PLR2004 – late evenings


STORIES: dict[str, Callable[..., None]] = {
    story.__name__: story
    for story in (
        fresh,
        cold,
        curious,
        informed,
        serious,
        meeting,
        offered,
        parked,
        first,
        regular,
        returned,
        step,
        known,
    )
}


def told(story: str, diary: Diary) -> list[Event]:
    """The events of `name number number …`."""
    name, *numbers = story.split()
    STORIES[name](diary, *map(int, numbers))
    return diary.events
