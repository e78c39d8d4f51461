"""The README's sample chat is true."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


async def test_the_readmes_sample_chat_plays_as_printed(chat):
    sample = re.search(r"```chat\n(.*?)```", README.read_text(), re.DOTALL)
    assert sample
    await chat.play(sample[1])


def test_the_readmes_two_commands_are_the_ones_ci_runs():
    ci = (README.parent / ".ci" / "run").read_text()
    command = next(line for line in README.read_text().splitlines() if line.endswith(".venv/bin/pytest"))
    assert command in ci
