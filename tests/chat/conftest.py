"""A chat with the real bot: transcripts as a rep would see them, played on a clock that stands until moved."""

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

import pytest

from bot.playground.demo import playground
from bot.playground.script import Player
from bot.playground.script_lines import is_answer
from bot.playground.stage import Stage, one_lead

WIDTH = 58
# The chats that ask the database most are played on PostgreSQL, too; `pytest --everywhere` plays all on both.
ON_BOTH = {
    f"test_{name}.py"
    for name in (
        "absence", "access", "appointments", "digest", "edits", "finding", "ladder", "lists", "merge", "questions",
        "quick", "readme", "reminders", "script", "team_members", "handover", "undo", "window_chat",
    )
}  # fmt: skip


def pytest_collection_modifyitems(config, items):
    if config.getoption("everywhere"):
        return
    left_out = [item for item in items if once_is_enough(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not once_is_enough(item)]


def once_is_enough(item):
    here = item.path.is_relative_to(Path(__file__).parent) and item.path.name not in ON_BOTH
    callspec = getattr(item, "callspec", None)
    return here and callspec is not None and callspec.params.get("database_url") == "postgresql"


@dataclass
class Chat:
    """`await chat.play(...)`: lines as in a script, under each what the bot is to answer.

    `…` stands for anything; a lone `…` for any further answers. Buttons are compared where they are named,
    whatever their rows; answers that aren't named fail the test.
    """

    stage: Stage
    said: list[str] = field(default_factory=list)
    player: Player = field(init=False)

    def __post_init__(self):
        self.player = Player(self.stage, self.said.append)

    async def play(self, transcript):
        for line, expected in blocks(textwrap.dedent(transcript).strip("\n").splitlines()):
            got = await self.answers(line)
            if not fits(answers(expected), answers(got)):
                pytest.fail(side_by_side(line, expected, got), pytrace=False)

    async def answers(self, line):
        """Play one line; what was printed under it."""
        self.said.clear()
        await self.player.play_line(line)
        return self.said[1:]

    @property
    def now(self):
        return self.stage.local()

    @property
    def work(self):
        """A unit of work on the bot's database."""
        return self.stage.nachfass.store.work


@dataclass
class Answer:
    """One message of the bot with its buttons; `rest` is the lone `…`."""

    text: str
    buttons: str = ""

    @property
    def rest(self):
        return self.text == "…"


def blocks(lines: Iterable[str]):
    """Each line of a script with the answers written under it."""
    block: list[str] = []
    answered = False
    for line in lines:
        if not line.strip():
            continue
        answered = line.strip() == "…" or is_answer(line, after_answer=answered)
        if not answered and block:
            yield block[0], block[1:]
            block = []
        block.append(line.rstrip())
    if block:
        yield block[0], block[1:]


def answers(lines: Iterable[str]):
    found: list[Answer] = []
    for line in lines:
        if re.match(r"[2x]?\[", line) and found:
            found[-1].buttons = f"{found[-1].buttons} {line.lstrip('2x')}".strip()
        elif line.startswith("  ") and found:
            found[-1].text += "\n" + line[2:].rstrip()
        else:
            found.append(Answer(line.strip()))
    return found


def fits(expected: list[Answer], got: list[Answer]):
    if not expected:
        return not got
    first, *others = expected
    if first.rest:
        return any(fits(others, got[skipped:]) for skipped in range(len(got) + 1))
    return bool(got) and same(first, got[0]) and fits(others, got[1:])


def same(expected: Answer, got: Answer):
    return like(expected.text, got.text) and (not expected.buttons or like(expected.buttons, got.buttons))


def like(expected: str, got: str):
    """Blank lines and the indentation of further lines don't matter, `…` is anything."""
    flat = [re.sub(r"\s*\n\s*", "\n", text.strip()) for text in (expected, got)]
    pattern = ".*".join(re.escape(part.strip()) for part in flat[0].split("…"))
    return re.fullmatch(pattern, flat[1], re.DOTALL) is not None


def side_by_side(line: str, expected: list[str], got: list[str]):
    def folded(lines):
        return [
            part for text in lines for part in textwrap.wrap(text, WIDTH, subsequent_indent="    ") or [""]
        ]

    left_side, right_side = (["erwartet", *folded(expected)], ["bekommen", *folded(got)])
    rows = zip_longest(left_side, right_side, fillvalue="")
    return "\n".join([line, *(f"{left:{WIDTH}} │ {right}" for left, right in rows)])


@pytest.fixture
def now():
    """Wall clock at the beginning, a Monday; a test may set another by parametrising `now`."""
    return "2026-03-02 09:00"


@pytest.fixture
def rules():
    """What differs from the defaults of [rules]; a test may set some by parametrising `rules`."""
    return {}


@pytest.fixture
async def chat(database_url, now, rules, tmp_path, monkeypatch):
    """One lead, no data; the second rep exists from the first `2>` on."""
    monkeypatch.chdir(tmp_path)  # `^ file` looks here
    settings = playground(database_url)
    settings = replace(settings, rules=replace(settings.rules, **rules))
    stage = Stage(settings, datetime.fromisoformat(now).replace(tzinfo=settings.team.timezone))
    opened = Chat(stage)
    await stage.open(one_lead)
    yield opened
    await stage.close()
