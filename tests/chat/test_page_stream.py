"""What the page shows as a push: a message nobody asked for just now."""

from datetime import UTC, datetime

import pytest

from bot.playground.page_stream import Stream
from bot.playground.standin import StandIn

KIM, JAN = 101, 102
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Still:
    def now(self):
        return NOW


@pytest.fixture
def room():
    """The stand-in with two people, and the stream of its page."""
    standin = StandIn(Still())
    for user, name in ((KIM, "Kim"), (JAN, "Jan")):
        standin.join(user, name)
    return standin, Stream(standin, Still().now)


def sent(room, chat, text):
    """Whether this message of the bot is shown as a push."""
    standin, stream = room
    standin.call("sendMessage", {"chat_id": chat, "text": text})
    return standin.journal[-1].seq in stream.pushes


def test_what_comes_unasked_is_a_push(room):
    assert sent(room, KIM, "Erinnerung")


def test_an_answer_is_none_but_a_colleague_did_not_ask(room):
    room[0].say(KIM, "/heute")
    assert not sent(room, KIM, "Heute dran")
    assert sent(room, JAN, "Erinnerung")


def test_a_late_answer_is_none_even_while_the_clock_moves(room):
    room[0].say(KIM, "/heute")
    room[1].moving = True
    assert not sent(room, KIM, "Heute dran")
    assert sent(room, KIM, "Erinnerung")


def test_edits_and_what_is_said_about_a_tap_are_none(room):
    standin, stream = room
    assert sent(room, KIM, "Erinnerung")
    standin.call("editMessageText", {"chat_id": KIM, "message_id": standin.last_message, "text": "Erledigt"})
    assert stream.pushes == {1}
    assert len(standin.journal) == 2
