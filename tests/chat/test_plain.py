"""A typed line is read without PTB, and says the same; whatever more there is to a message, PTB reads."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.plain import Typed, update_of

ANNA = {"id": 101, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "de"}
CHAT = {"id": 101, "type": "private", "first_name": "Anna"}
COMMAND = [{"type": "bot_command", "offset": 0, "length": 4}]
MORE = {
    "reply_to_message": {"message_id": 3, "date": 1_770_000_000, "chat": CHAT, "text": "Mit wem?"},
    "forward_origin": {"type": "hidden_user", "date": 1_770_000_000, "sender_user_name": "Kim"},
    "photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}],
    "contact": {"phone_number": "+49171", "first_name": "Kim"},
    "via_bot": {"id": 9, "is_bot": True, "first_name": "Bot"},
}


def typed(**changed: Any) -> dict[str, Any]:
    message = {"message_id": 7, "date": 1_770_000_000, "chat": CHAT, "from": ANNA, "text": "/neu Kim"}
    return {"update_id": 5, "message": message | changed}


@given(st.text(), st.integers(0, 4_000_000_000), st.integers(1, 2**52))
def test_a_typed_line_says_what_ptb_says(text: str, date: int, user: int) -> None:
    body = typed(text=text, date=date, chat=CHAT | {"id": user}, entities=COMMAND)
    body["message"]["from"] = ANNA | {"id": user}
    ours, ptbs = update_of(body), Update.de_json(body, None)
    assert isinstance(ours, Typed)
    assert ptbs.message is not None
    assert ptbs.effective_user is not None
    assert (ours.message.text, ours.message.message_id) == (ptbs.message.text, ptbs.message.message_id)
    assert ours.message.date == ptbs.message.date
    assert ours.effective_chat.type == "private"
    assert (ours.effective_user.id, ours.effective_user.first_name) == (user, ptbs.effective_user.first_name)


@pytest.mark.parametrize("more", MORE)
def test_a_message_with_more_than_a_text_is_left_to_ptb(more: str) -> None:
    read = update_of(typed(**{more: MORE[more]}))
    assert isinstance(read, Update)
    assert getattr(read.message, more)


@pytest.mark.parametrize(
    "changed",
    [
        {"chat": {"id": -5, "type": "group", "title": "Team"}},
        {"chat": {"id": 102, "type": "private", "first_name": "Kim"}},
        {"edit_date": 1_770_000_060},
    ],
    ids=["group", "somebody else's chat", "edited"],
)
def test_a_line_from_elsewhere_is_left_to_ptb(changed: dict[str, Any]) -> None:
    assert isinstance(update_of(typed(**changed)), Update)


@pytest.mark.parametrize("kind", ["edited_message", "channel_post"])
def test_other_kinds_of_updates_are_left_to_ptb(kind: str) -> None:
    assert isinstance(update_of({"update_id": 5, kind: typed()["message"]}), Update)


def test_a_line_whose_text_is_none_is_left_to_ptb() -> None:
    assert isinstance(update_of(typed(text=5)), Update)
