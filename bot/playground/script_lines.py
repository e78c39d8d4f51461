"""A script's lines: who does what. Also what the player says about one it can't carry out."""

import re
from dataclasses import dataclass

from bot.playground.stage import LEAD, REP, STRANGER

WHO = {"": LEAD, "2": REP, "x": STRANGER}
MARKS = {user: mark for mark, user in WHO.items()}
ACT = re.compile(r"(?P<who>[2x]?)(?P<act>[recf]?>|[!^])\s*(?P<text>.*)")
CLOCK = re.compile(r"(?P<act>[+@]|off\b|kill\b)\s*(?P<text>.*)")
ANSWER = re.compile(r"[2x]?(<|~|\*|\[)|\?\s")  # what an earlier run printed
KINDS = "> 2> x> ! 2! ^ r> e> c> f> + @ off kill #"


class Slip(Exception):
    """A line that can't be carried out; the script goes on and ends with exit code 1."""


@dataclass(frozen=True, slots=True)
class Act:
    """`kind` is the line's sign: what a person does (`>` `!` `^` `r>` `e>` `c>` `f>`) or what time does."""

    kind: str
    text: str
    user: int = LEAD


def parse(line: str) -> Act | None:
    r"""Read one line; None for comments and blank ones. Raises Slip. `\\n` in a text begins a new line."""
    line = line.strip()
    if not line or line.startswith("#"):
        return None
    if found := CLOCK.fullmatch(line):
        if found["act"] == "kill" and found["text"]:
            raise Slip("„kill“ steht allein")
        return Act(found["act"], found["text"])
    if found := ACT.fullmatch(line):
        text = found["text"].replace("\\n", "\n")
        if not text.strip():
            raise Slip("hier fehlt der Text")
        return Act(found["act"], text, WHO[found["who"]])
    raise Slip(f"unbekannte Zeile, möglich sind: {KINDS}")


def is_answer(line: str, *, after_answer: bool) -> bool:
    """Tell what a printed transcript has of the bot: played again, it is answered anew."""
    continued = after_answer and line.startswith("  ")
    return continued or ANSWER.match(line) is not None
