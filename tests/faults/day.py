"""A scripted day of two reps and their lead: what is typed, tapped and changed, and when."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.playground.standin import StandIn

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PEOPLE = {101: "Kim", 102: "Jan", 103: "Ute"}

# Blank lines end a moment: what stands together arrives together. `+`: so much later.
# `>` types, `!` presses the newest button with this label, `e>` changes one's own last line.
DAY = """
101> /neu Anna Meier, Bäckerei Huber, 0171 2345678
102> /neu Kurt Klein, Klein Bau
103> /neu Ida Ott

102> /neu Kora Klein
102> /reaktion Kurt Infomaterial vorgestern
103> /reaktion Ott Anruf

102> /reaktion Klein Anruf
101> /reaktion Meier Anruf
101> /kauf Müller 99

102! Kora
101! neu anlegen
103> /termin Ott heute 15:00

103> /kauf Ott 120 Brot
102> /reaktion Kurt Anruf
102> /kauf Kora 50
102e> /kauf Kora 75
101> /heute

+ 50m
102e> /kauf Kora 80 Stühle
103> /notiz Ott mag Kuchen
103> /rückgängig
102> quatsch

+ 50m
102> /termin Kurt morgen 10:00
103> /kontakt Ott
101> /reaktion Müller Messe gestern

+ 50m

+ 50m

+ 50m
101> /termin Müller heute 14:30

+ 40m
103! Verschieben
102! Rückgängig

+ 50m
103> morgen 16:00

+ 70h

+ 50m
102> /heute
102! Nachgefasst

+ 24h
101> /kauf Meier 10
101> /kauf Meier 20
101> /kauf Meier 30
102> /neu Lars Lang
102> /reaktion Lang Anruf
102e> /reaktion Lang Mail

+ 50m
"""
STEP = re.compile(r"\+ (\d+)([hm])")
ACT = re.compile(r"(\d+)(>|!|e>) (.*)")


@dataclass(frozen=True)
class Moment:
    """What happens before the bot gets to see any of it, `later` than the moment before."""

    later: timedelta
    acts: tuple[tuple[int, str, str], ...]


def moments(script: str = DAY) -> Iterator[Moment]:
    for block in script.strip().split("\n\n"):
        later, acts = timedelta(minutes=1), []
        for line in block.splitlines():
            if step := STEP.fullmatch(line):
                later = timedelta(minutes=int(step[1]) * (60 if step[2] == "h" else 1))
            else:
                person, how, words = ACT.fullmatch(line).groups()
                acts.append((int(person), how, words))
        yield Moment(later, tuple(acts))


def act(standin: StandIn, person: int, how: str, words: str) -> None:
    if how == ">":
        standin.say(person, words)
    elif how == "!":
        found = standin.find_button(person, words)
        assert found, f"{person} has no button „{words}“: a message is missing"
        standin.press(person, *found)
    else:
        standin.edit(person, standin.last(person, by_bot=False).id, words)
