"""The analyst's answers to a rep never name a colleague's contact nor count its money; a lead sees both."""

import random
import re

import pytest

ASKED = (
    "/premium", "/matrix", "/pareto", "/quellen", "/persona", "/typ", "/qualifizierung", "/woche",
    "/liste Wachsend", "/liste Neuling", "/liste Verloren", "/liste Einmalig",
    "/liste Advokat", "/liste Royal-Anwärter",
)  # fmt: skip
MINE, THEIRS = "Eigen", "Fremd"  # every name tells whose contact it is; so does every amount
WAYS = (
    "/kauf {who} {amount} Filter vor {ago} Tagen", "/kauf {who} {amount} Filter vor {ago} Tagen",
    "/hinweis {who} Feedback",
    "/qualifizierung {who} Geld ja", "/premium {who} erwähnt Blatt 5000", "/reaktion {who} Anruf",
    "/status {who} SK weil alt",
)  # fmt: skip


@pytest.fixture(params=[1, 2, 3])
async def mixed(request, chat):
    """Customers of a rep and of the lead, who recruited one another as only a lead can log it."""
    chance = random.Random(request.param)  # noqa: S311 – no secret
    for number in range(5):
        for who, name in (("2", MINE), ("", THEIRS)):
            await chat.answers(
                f"{who}> /neu {name}{number} Muster, Quelle {name}quelle, Branche {name}branche"
            )
            amount = (7 if name == MINE else 1_000_000) * (number + 1)
            for _ in range(4):
                way = chance.choice(WAYS).format(
                    who=f"{name}{number}", amount=amount, ago=chance.randint(1, 900)
                )
                await chat.answers(f"{who}> {way}")
    for _ in range(8):
        giver, taker = (f"{chance.choice((MINE, THEIRS))}{chance.randrange(5)}" for _ in range(2))
        await chat.answers(f"> /empfehlung {giver} hat {taker} geworben")


@pytest.mark.usefixtures("mixed")
async def test_nothing_of_a_colleagues_contacts_is_told(chat):
    lines = [*ASKED, *(f"/{what} {MINE}{n}" for n in range(5) for what in ("premium", "warum", "typ"))]
    for line in lines:
        found = "\n".join(await chat.answers(f"2> {line}"))
        assert THEIRS not in found, line
        assert not re.search(r"\d\.000\.000", found), line  # theirs are millions


@pytest.mark.usefixtures("mixed")
async def test_a_lead_sees_both(chat):
    found = "\n".join(await chat.answers("> /quellen"))
    assert MINE in found
    assert THEIRS in found
