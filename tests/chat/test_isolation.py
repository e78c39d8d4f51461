"""Nobody gets at a colleague's contacts: not by name, number, phone, button, reply or edit; strangers get at nothing.

Everybody's data is written in words of their own. Some are known to the others and typed by them; the rest may show
up on their owner's phone and on the lead's, and nowhere else. Seen to fail where a scope admits everybody; where
lists, `/heute`, the contacts used last, open questions, replies, corrections, undo, [Doch behalten] or buttons don't
ask whose they are; where a push goes to the lead. A search without scope is caught by a second lock behind it.
"""

import asyncio
import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.commands.registry import COMMANDS, TAPS
from bot.playground.demo import playground
from bot.playground.stage import LEAD, REP, STRANGER, Stage
from storage.outbox import Lane

OTHER = 103
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MEMBERS = (LEAD, REP, OTHER)


@dataclass(frozen=True)
class Owner:
    """`first`: what colleagues know of the contacts. `secrets`: what they don't, never typed by another."""

    first: tuple[str, str]
    secrets: tuple[str, ...]
    phone: str
    words: tuple[str, str]  # for notes, products, steps
    contacts: tuple[int, int]


OWNERS = {
    LEAD: Owner(("Kasimir", "Klothilde"), ("Kupferberg", "Kornhaus"), "0171 1112223", ("Kerze", "Kanne"), (1, 4)),
    REP: Owner(("Alraune", "Almut"), ("Ahornblatt", "Amberwerk"), "0172 4445556", ("Atlas", "Amboss"), (2, 5)),
    OTHER: Owner(("Birkhild", "Bodo"), ("Brombeer", "Basaltwerk"), "0173 7778889", ("Borke", "Bussard"), (3, 6)),
}  # fmt: skip
PRIVATE = {
    user: re.compile(
        "|".join((*own.secrets, *own.words, re.escape(own.phone[1:4] + own.phone[5:]))), re.IGNORECASE
    )
    for user, own in OWNERS.items()
}
NAMED = ("#{number}", "#{number}:", "{first}", "{start}", "{first}:", "{digits}", "{last}", "{mail}", "@", "")
CONTENT = (
    "", "{word}", "Mail gestern", "100 {word}", "morgen 10:00", "KI weil {word}", "Seite 2", "zurück",
    "heute 17:00 {word}",
)  # fmt: skip
OWN_LINES = (
    "/heute", "/woche", "/liste", "/liste EK", "/liste ZA KI", "/liste heute", "/liste überfällig", "/warum_nicht",
    "/fenster", "/rueckgaengig", "/system", "{word}",
)  # fmt: skip


class Room:
    """The real bot with three members and a stranger; every act is looked at from both sides."""

    def __init__(self, loop: asyncio.Runner) -> None:
        self._loop = loop
        self.stage = Stage(playground("sqlite://"), MONDAY)
        for user, name in ((OTHER, "Ute"), (STRANGER, "Fremder")):
            self.stage.standin.join(user, name)
        self._seen = 0
        self.old, self.seen = [], []

    def furnish(self) -> None:
        loop, nachfass = self._loop, self.stage.nachfass
        loop.run(nachfass.open())
        with nachfass.store.work() as work:
            for user in MEMBERS:
                work.members.admit(user, name=f"Mitglied {user}", lead=user == LEAD, now=MONDAY)
        for place in (0, 1):
            for user, own in OWNERS.items():
                self.say(
                    user,
                    f"/neu {own.first[place]} {own.secrets[0]}, {own.secrets[1]} GmbH, {own.phone if place else ''}",
                )
        for user, own in OWNERS.items():
            for line in (
                "/notiz #{} {}",
                "/kauf #{} 100 {}",
                "/termin #{} morgen 15:00 {}",
                "/schritt #{} {} morgen 14:00",
            ):
                self.say(user, line.format(own.contacts[0], own.words[0]))
            self.say(user, "/notiz")  # a question that waits

    @property
    def raw(self):
        return self.stage.nachfass.store.engine.raw_connection().driver_connection

    def ask(self, query, *values):
        return self.raw.execute(query, values).fetchall()

    def settle(self) -> None:
        self._loop.run(self.stage.settle())

    def say(self, user, text, **more) -> None:
        self.stage.standin.say(user, text, **more)
        self.settle()

    def send(self, kind, body) -> None:
        """An update made by hand: what no honest phone would send."""
        self.stage.standin.updates.add(kind, body)
        self.settle()

    def pass_time(self, **later) -> None:
        self._loop.run(self.stage.advance(self.stage.clock.now() + timedelta(**later)))

    def news(self):
        """What the bot showed on any phone since this was last asked: chat and everything in it that can be read."""
        fresh = self.stage.standin.did(after=self._seen)
        self._seen = len(self.stage.standin.journal)
        return [(entry.chat, _readable(entry)) for entry in fresh]

    def books(self, user):
        """All that is this member's, to the last column."""
        return [self.ask(f"{query} ORDER BY 1, 2, 3", user) for query in BOOKS]


_MEMBER = "(SELECT id FROM member WHERE telegram = ?)"
_CONTACTS = f"(SELECT id FROM contact WHERE owner = {_MEMBER})"  # noqa: S608 – as all of these: our own names
BOOKS = (
    f"SELECT * FROM contact WHERE owner = {_MEMBER}",  # noqa: S608
    f"SELECT * FROM event WHERE contact IN {_CONTACTS}",  # noqa: S608
    f"SELECT w.* FROM wording w JOIN event e ON e.id = w.event WHERE e.contact IN {_CONTACTS}",  # noqa: S608
    f"SELECT * FROM reminder WHERE contact IN {_CONTACTS}",  # noqa: S608
    f"SELECT * FROM word WHERE rep = {_MEMBER}",  # noqa: S608
    f"SELECT * FROM turn WHERE rep = {_MEMBER}",  # noqa: S608
    f"SELECT * FROM question WHERE rep = {_MEMBER}",  # noqa: S608
    f"SELECT * FROM digest WHERE member = {_MEMBER}",  # noqa: S608
    "SELECT * FROM member WHERE telegram = ?",
    "SELECT * FROM outbox WHERE chat = ?",
)
MEMBER = 8
PERSONAL = slice(5, 9)  # of these: what a lead doesn't touch either


def _readable(entry):
    message = entry.message
    labels = [label for row in entry.labels for label in row]
    file = [message.file.name, message.file.data.decode(errors="replace")] if message and message.file else []
    return " ".join([entry.text, *labels, *file])


@pytest.fixture(scope="module")
def loop():
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def furnished(loop):
    """A room as each example finds it."""
    room = Room(loop)
    room.furnish()
    yield room
    loop.run(room.stage.close())


@pytest.fixture(scope="module")
def enter(furnished):
    """The same morning for everyone who comes in: database, phones, clock."""
    database, standin = furnished.raw.serialize(), furnished.stage.standin
    messages = dict(standin.messages)

    def again():
        furnished.raw.deserialize(database)
        standin.messages = dict(messages)  # its numbers run on: the intake knows which are over
        standin.blocked.clear()
        furnished.stage.clock.set(MONDAY)
        furnished.news()
        return furnished

    return again


def line(me, whose, which, how, content):
    """What somebody types who knows the first names, some digits and all the numbers of a colleague's contacts."""
    own = OWNERS[whose]
    said = {
        "number": own.contacts[which], "first": own.first[which], "start": own.first[which][:4],
        "digits": own.phone[-4:], "last": own.first[which][:-1] + "x", "mail": f"{own.first[which]}@",
        "word": word(me, which),
    }  # fmt: skip
    return f"{how} {content}".format(**said)


def word(me, which=0):
    """What the lead writes about the team's contacts may be read by their owners."""
    return "Zettel" if me == LEAD else OWNERS[me].words[which]


class Acts:
    """What one does who tries everything."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def command(self, me, whose, which, name, how, content):
        self.room.say(me, f"/{name} {line(me, whose, which, how, content)}")

    def own(self, me, text):
        self.room.say(me, text.format(word=word(me)))

    def reply(self, me, whose, which, pick, content):
        """To a message id of the other's chat, as far as one's own phone can name it."""
        theirs = [message for chat, message in self.room.stage.standin.messages if chat == whose]
        quoted = _message(me, theirs[pick % len(theirs)], "x")
        text = line(me, whose, which, "", content) or "x"
        for said in (text, f"/notiz {text}"):
            self.room.send("message", _message(me, self._number(), said) | {"reply_to_message": quoted})

    def edit(self, me, whose, pick, content):
        """A line of one's own that has the id of the other's."""
        theirs = [
            n for (chat, n), m in self.room.stage.standin.messages.items() if chat == whose and not m.by_bot
        ]
        text = f"/notiz {OWNERS[me].first[0]} {content}".format(word=word(me))
        edited = _message(me, theirs[pick % len(theirs)], text)
        self.room.send("edited_message", edited | {"edit_date": edited["date"]})

    def guess(self, me, pick, version, place):
        """Callback data of any row there is, and of some that there aren't."""
        rows = self.room.ask("SELECT max(id) FROM outbox")[0][0]
        self._press(me, pick, f"{1 + pick % (rows + 2)}.{version}.{place}")

    def stolen(self, me, whose, pick):
        """Callback data as it stands under the other's messages."""
        keys = _keys(self.room, whose)
        self._press(me, pick, keys[pick % len(keys)][1])

    def press(self, me, pick):
        keys = _keys(self.room, me)
        self.room.stage.standin.press(me, *keys[-1 - pick % len(keys)])
        self.room.settle()

    def time(self, hours):
        self.room.pass_time(hours=hours)

    def _press(self, me, number, data):
        query = {"id": "5", "from": _person(me), "chat_instance": str(me), "data": data}
        self.room.stage.standin.queries["5"] = (me, self.room.stage.clock.now())
        self.room.send("callback_query", query | {"message": _message(me, number, "x")})

    def _number(self):
        self.room.stage.standin.last_message += 1
        return self.room.stage.standin.last_message


def _person(user):
    return {"id": user, "is_bot": False, "first_name": "x"}


def _message(user, number, text):
    chat = {"id": user, "type": "private"}
    return {
        "message_id": number,
        "date": int(MONDAY.timestamp()),
        "chat": chat,
        "from": _person(user),
        "text": text,
    }


def _keys(room, user):
    return [
        (number, key["callback_data"])
        for (chat, number), message in room.stage.standin.messages.items()
        for row in message.buttons
        for key in row
        if chat == user and "callback_data" in key
    ]


WHO = st.sampled_from((REP, REP, OTHER, LEAD))
PICK = st.integers(0, 400)
ACTS = st.one_of(
    st.tuples(st.just("command"), WHO, WHO, st.integers(0, 1), st.sampled_from(sorted(COMMANDS)),
              st.sampled_from(NAMED), st.sampled_from(CONTENT)),
    st.tuples(st.just("own"), WHO, st.sampled_from(OWN_LINES)),
    st.tuples(st.just("reply"), WHO, WHO, st.integers(0, 1), PICK, st.sampled_from(CONTENT)),
    st.tuples(st.just("edit"), WHO, WHO, PICK, st.sampled_from(CONTENT)),
    st.tuples(st.just("guess"), WHO, PICK, st.integers(0, 1), st.integers(0, 5)),
    st.tuples(st.just("stolen"), WHO, WHO, PICK),
    st.tuples(st.just("press"), WHO, st.integers(0, 20)),
    st.tuples(st.just("time"), st.sampled_from((1, 6, 24, 24 * 7))),
)  # fmt: skip
OFTEN = settings(
    max_examples=100, deadline=None, derandomize=True, database=None, phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(autouse=True)
def quiet():
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@OFTEN
@given(acts=st.lists(ACTS, min_size=5, max_size=15))
def test_nobody_sees_or_changes_what_is_a_colleagues(enter, acts):
    room = enter()
    for name, *given_ in acts:
        actor = None if name == "time" else given_[0]
        before = {user: room.books(user) for user in MEMBERS}
        getattr(Acts(room), name)(*given_)
        for user in MEMBERS:
            if actor and user != actor:
                unchanged(before[user], room.books(user), by_lead=actor == LEAD)
        nobody_reads_anothers(room)
    pushes_go_to_the_owner(room)
    assert room.ask("SELECT error FROM inbox WHERE state = 2") == []


def test_who_stands_in_sees_that_ones_contacts_only_and_only_then(enter):
    """Ute stands in for the rep, never for the lead; before, after and for others she gets no further than ever."""
    room = enter()
    room.say(REP, "/urlaub vom 4.3. bis 5.3. Vertretung Mitglied 3")
    for hours, sees in ((1, False), (48, True), (24, True), (24, False)):
        room.pass_time(hours=hours)
        shown = " ".join(asked_for_all(room))
        assert bool(PRIVATE[REP].search(shown)) is sees, hours
        assert not PRIVATE[LEAD].search(shown), hours


def asked_for_all(room):
    """What Ute reads who asks for the rep's and the lead's contacts in every way."""
    room.news()
    for user in (REP, LEAD):
        for number, first in zip(OWNERS[user].contacts, OWNERS[user].first, strict=True):
            for text in (
                f"/kontakt {first}",
                f"/kontakt #{number}",
                f"/verlauf #{number}:",
                f"/suche {first}",
                first,
            ):
                room.say(OTHER, text)
    for text in ("/heute", "/liste ZA EK", "/liste heute", "/woche"):
        room.say(OTHER, text)
    return [text for chat, text in room.news() if chat == OTHER]


def unchanged(before, after, *, by_lead):
    """A lead may write to the team's contacts, and what was pushed of them may turn void; all else is the rep's own."""
    parts = PERSONAL if by_lead else slice(None)
    if (
        by_lead and before[MEMBER] != after[MEMBER]
    ):  # removed, or taken in again: that ends questions and digests
        parts = slice(5, 6)
    assert before[parts] == after[parts]


def nobody_reads_anothers(room):
    for chat, shown in room.news():
        for user, private in PRIVATE.items():
            if chat not in (user, LEAD) and not handed(room, user, chat):
                leaked = {word.lower() for word in private.findall(shown)}
                assert not leaked, f"{chat} reads {leaked}: {shown}"


def handed(room, giver, taker):
    """Whether a lead gave contacts of one to the other: what is theirs may be read there from then on."""
    numbers = [room.ask("SELECT id FROM member WHERE telegram = ?", user)[0][0] for user in (giver, taker)]
    return bool(
        room.ask("SELECT 1 FROM event WHERE kind = 'handed' AND detail = ?", ">".join(map(str, numbers)))
    )


def pushes_go_to_the_owner(room):
    """What rang before a handover rang at the former one's."""
    astray = room.ask(
        "SELECT o.id FROM outbox o JOIN reminder r ON r.push = o.id JOIN contact c ON c.id = r.contact"
        " JOIN member m ON m.id = c.owner WHERE o.lane = ? AND m.telegram != o.chat"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.contact = c.id AND e.kind = 'handed' AND e.at >= r.pushed_at)",
        Lane.PUSH,
    )
    assert astray == []


def test_whoever_knows_a_number_gets_no_further_with_any_command(enter):
    served = {}
    for name in sorted(COMMANDS):
        for content in CONTENT:
            text = f"/{name} #{OWNERS[OTHER].contacts[0]}: {content}".format(word="Zettel")
            mine, theirs = (answered(enter(), user, text) for user in (OTHER, REP))
            served[name] = served.get(name, 0) + (mine != theirs)
    assert sum(map(bool, served.values())) > 15  # for the owner these do something


def test_whoever_gets_hold_of_a_button_gets_no_further_with_any_tap(enter):
    served = {}
    for name in sorted(TAPS):
        room = enter()
        args = everything_about(room, OWNERS[OTHER].contacts[0])
        mine, theirs = (pressed(enter(), user, name, args) for user in (OTHER, REP))
        served[name] = mine != theirs
    assert sum(served.values()) > 10


def test_who_had_a_contact_before_gets_at_nothing_of_it_and_who_has_it_now_at_all(enter):
    """As after `/uebergabe`: by any command, by any button they were shown, by time."""
    for name in sorted(COMMANDS):
        room = given_away(enter())
        room.say(REP, f"/{name} #{OWNERS[REP].contacts[0]}: Zettel")
        keeps_to_itself(room)
    room = given_away(enter())
    for number, data in _keys(room, REP):
        room.stage.standin.press(REP, number, data)
        room.settle()
        keeps_to_itself(room)
    room.pass_time(hours=24 * 8)
    keeps_to_itself(room)
    assert any(PRIVATE[REP].search(text) for chat, text in room.seen if chat == OTHER)


def given_away(room):
    """All that was the rep's is the other's; the phone of the one who had it shows what it showed."""
    room.say(LEAD, "/uebergabe Mitglied 2 an Mitglied 3")
    number, data = _keys(room, LEAD)[-2]
    room.stage.standin.press(LEAD, number, data)
    room.settle()
    assert room.ask(f"SELECT count(*) FROM contact WHERE owner = {_MEMBER}", REP) == [(0,)]  # noqa: S608
    room.news()
    messages = room.stage.standin.messages.items()
    room.old, room.seen = (
        [message.text for (chat, _), message in messages if chat == REP and message.text],
        [],
    )
    return room


def keeps_to_itself(room):
    """Nothing new of those contacts on the former one's phone, and nothing broken."""
    room.seen += room.news()
    told = [_without_old(room, text) for chat, text in room.seen if chat == REP]
    assert not [text for text in told if PRIVATE[REP].search(text)]
    assert room.ask("SELECT error FROM inbox WHERE state = 2") == []


def _without_old(room, text):
    """A pressed message keeps its text: what stood there before is no news."""
    for old in room.old:
        text = text.replace(old, "")
    return text


def answered(room, user, text):
    """What a line brings; for a colleague nothing that isn't hers."""
    before = room.books(OTHER)
    room.say(user, text)
    return judged(room, user, before)


def pressed(room, user, name, args):
    """The same for a button that this member has never been shown."""
    if name == "keep":
        room.say(OTHER, "/rueckgaengig")
    with room.stage.nachfass.store.work() as work:
        body = {"text": "Knopf", "rows": [["Knopf"]]}
        row = work.outbox.add(user, body, now=room.stage.clock.now(), actions=[[name, args]])
    room.settle()
    before = room.books(OTHER)
    room.news()
    Acts(room)._press(user, 1, f"{row}.0.0")  # noqa: SLF001 – one of its own
    return judged(room, user, before)


def judged(room, user, before):
    shown = room.news()
    assert room.ask("SELECT error FROM inbox WHERE state = 2") == []
    assert not any("Fehler" in text for _, text in shown)
    if user == REP:
        assert before == room.books(OTHER)
        assert not any(PRIVATE[OTHER].search(text) for _, text in shown)
        assert {chat for chat, _ in shown} <= {REP}
    return [text for _, text in shown]


def everything_about(room, contact):
    """Whatever any tap asks for. A new one that asks for more shows here as `Fehler`."""
    number = f"#{contact}:"
    step, appointment = (
        room.ask("SELECT max(id) FROM event WHERE contact = ? AND kind = ?", contact, kind)[0][0]
        for kind in ("step", "appointment")
    )
    assert step
    assert appointment
    with room.stage.nachfass.store.work() as work:
        now = work.contacts.listed(contact)
    turn = room.ask("SELECT max(id) FROM turn WHERE contact = ? AND what != 'undo'", contact)[0][0]
    return {
        "contact": contact, "event": appointment, "kind": "own_step", "key": "", "code": "1d", "moves": False,
        "grade": 3, "turn": turn, "line": f"/notiz {number} Zettel", "name": "Neu", "typed": "Neu Zettel",
        "wanted": "EK", "page": 0, "what": "offer", "timed": False, "text": "Zettel",
        "new": {"name": "Neu", "unclear": []}, "one": contact, "other": contact + 1, "survivor": contact,
        "lost": contact + 1, "batch": 1, "sheet": "", "column": 0, "meaning": "name", "product": "", "done": 0,
        "entries": [turn], "file": "x", "job": 1,
        "due": [str(now.step_day), str(now.step_at)],
    }  # fmt: skip


STRANGE = "Fremdwort"
LET_IN = ("inbox", "stranger", "fact", "outbox", "sqlite_sequence")


@pytest.mark.parametrize("quoted", [False, True])
def test_a_stranger_changes_nothing_and_leaves_nothing(enter, quoted):
    room = enter()
    before = strictly_ours(room)
    for name in sorted(COMMANDS):
        text = f"/{name} #{OWNERS[REP].contacts[0]}: {STRANGE}"
        quotation = {"reply_to_message": _message(STRANGER, 5, "x")} if quoted else {}
        room.send("message", _message(STRANGER, 5, text) | quotation)
        room.send("edited_message", _message(STRANGER, 5, text) | {"edit_date": int(MONDAY.timestamp())})
    for _, data in _keys(room, REP) + _keys(room, LEAD):
        Acts(room)._press(STRANGER, 5, data)  # noqa: SLF001 – one of its own
    room.stage.standin.inline(STRANGER, STRANGE)
    room.stage.standin.document(STRANGER, f"{STRANGE}.csv", STRANGE.encode(), STRANGE)
    room.stage.standin.block(STRANGER)
    room.stage.standin.group(-7, STRANGER, f"/neu {STRANGE}")
    room.settle()
    assert before == strictly_ours(room)
    assert STRANGE not in "".join(room.raw.iterdump())
    assert room.ask("SELECT DISTINCT body FROM inbox WHERE chat IN (?, -7)", STRANGER) == [(None,)]
    said = [text for chat, text in room.news() if chat in (STRANGER, -7)]
    assert len(said) == 2  # not invited, not in groups: once a day each
    assert not any(private.search(text) for text in said for private in PRIVATE.values())


def strictly_ours(room):
    """Every table a stranger has no business in, and what was said to members."""
    tables = [name for (name,) in room.ask("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = {name: room.ask(f"SELECT * FROM {name}") for name in tables if name not in LET_IN}  # noqa: S608
    return kept, room.ask("SELECT * FROM outbox WHERE chat NOT IN (?, -7)", STRANGER)
