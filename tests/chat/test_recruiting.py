"""Who recruited whom, however it is said: nothing typed is lost, nobody twice, and never in a circle."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import Kind

THREE = ("/neu Anna Meier", "/neu Bert Kunz", "/neu Cleo Vogel")


@pytest.fixture
async def three(chat):
    for line in THREE:
        await chat.answers(f"> {line}")


async def told(chat, line):
    return "\n".join(await chat.answers(line))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "line",
    [
        "Meier hat Kunz geworben gestern",
        "Meier hat Kunz gestern geworben",
        "Kunz wurde von Meier geworben gestern",
        "Kunz ist durch Meier gekommen, gestern",
        "#1 hat #2 empfohlen, gestern",
    ],
)
async def test_the_day_may_stand_anywhere_and_either_may_come_first(chat, line):
    found = await told(chat, f"> /empfehlung {line}")
    assert "Empfehlung notiert: Anna Meier – hat Bert Kunz geworben, gestern, So 1.3." in found


@pytest.mark.usefixtures("three")
async def test_without_a_reward_is_no_reward_and_further_words_stay(chat):
    await chat.play("""
        > /empfehlung Meier hat Kunz ohne Belohnung geworben auf dem Grillfest
        < Empfehlung notiert: Anna Meier – hat Bert Kunz geworben, heute, Mo 2.3.: auf dem Grillfest …
        > /empfehlung Meier hat Vogel geworben gegen Prämie
        < Empfehlung notiert: Anna Meier – hat Cleo Vogel geworben, heute, Mo 2.3., Belohnung versprochen …
        > /verlauf Kunz
        < … von Anna Meier geworben – auf dem Grillfest …
    """)


@pytest.mark.usefixtures("three")
async def test_the_same_referral_twice_is_refused_and_counts_once(chat):
    await chat.answers("> /empfehlung Meier hat Kunz geworben")
    await chat.play("""
        > /empfehlung Meier hat Kunz geworben
        < Bert Kunz wurde schon von Anna Meier geworben, und werben kann nur einer; es ist nichts gespeichert. …
        > /premium Meier
        < Premium Anna Meier: keine Marke …
    """)


@pytest.mark.usefixtures("three")
async def test_what_is_to_stand_again_may_not_close_a_circle_either(chat):
    await chat.play("""
        > /empfehlung Meier hat Kunz geworben
        …
        > /rueckgaengig
        …
        > /empfehlung Kunz hat Vogel geworben
        …
        > /empfehlung Vogel hat Meier geworben
        …
        ! Doch behalten
        ~ Zurückgenommen: … Das wäre ein Kreis: Anna Meier ← Cleo Vogel ← Bert Kunz. …
        > /verlauf Meier
        < … von Cleo Vogel geworben …
          … hat Bert Kunz geworben (zurückgenommen) …
    """)


@pytest.mark.usefixtures("three")
async def test_a_reply_means_its_contact_unless_another_is_named(chat):
    await chat.play("""
        > /kontakt Vogel
        < Cleo Vogel …
        r> /empfehlung Meier hat Kunz geworben
        < Empfehlung notiert: Anna Meier – hat Bert Kunz geworben …
        > /neu Dora Doll
        …
        > /kontakt Vogel
        …
        r> /empfehlung hat Doll geworben
        < Empfehlung notiert: Cleo Vogel – hat Dora Doll geworben …
    """)


@pytest.mark.usefixtures("three")
async def test_a_merged_one_is_who_it_has_become(chat):
    """The numbers in the events stay those they were logged with."""
    for line in (
        "/neu Berta Konz", "/empfehlung Meier hat Konz geworben", "/zusammenfuehren #2 + #4",
    ):  # fmt: skip
        await chat.answers(f"> {line}")
    await chat.answers("! Zusammenführen")
    await chat.answers("> /kauf Kunz 250 Filter")
    found = await told(chat, "> /premium Meier")
    assert "Premium Anna Meier: Advokat" in found
    assert "Geworben: Bert Kunz; brachte 250,00 €" in found
    assert "Das wäre ein Kreis" in await told(chat, "> /empfehlung Kunz hat Meier geworben")


@pytest.mark.usefixtures("three")
async def test_a_promised_reward_is_due_as_soon_as_the_recruited_one_bought(chat):
    await chat.answers("> /empfehlung Meier hat Kunz geworben mit Belohnung")
    await chat.answers("> /reaktion Kunz Angebot")
    assert "fällig" not in await told(chat, "> /premium Meier")
    await chat.answers("> /kauf Kunz 250 Filter")
    assert "Versprochene Belohnung fällig für Bert Kunz (V11)" in await told(chat, "> /premium Meier")


async def test_recruited_ones_are_compared_with_the_others_from_five_on(chat):
    for number in range(11):
        await chat.answers(f"> /neu Kunde Nummer{number}")
    for number in range(1, 6):
        await chat.answers(f"> /empfehlung Nummer0 hat Nummer{number} geworben")
    await chat.answers("> /kauf Nummer1 100 Filter")
    found = await told(chat, "> /premium")
    assert "Von den Geworbenen haben 20 % gekauft (n = 5), von den anderen 0 % (n = 6)." in found


@pytest.mark.usefixtures("three")
async def test_a_colleagues_contact_is_counted_but_neither_named_nor_its_revenue_told(chat):
    for line in (
        "2> /neu Dora Geheim", "2> /kauf Geheim 777 Filter", "2> /neu Emil Eigen",
        "> /empfehlung Eigen hat Geheim geworben", "> /empfehlung Eigen hat Kunz geworben",
        "> /empfehlung Vogel hat Geheim geworben", "> /kauf Kunz 555 Filter",
    ):  # fmt: skip
        await chat.answers(line)
    found = await told(chat, "2> /premium Eigen")
    assert "Geworben: Dora Geheim; brachte 777,00 € (dazu 1 Kontakt, nicht bei dir)" in found
    assert "Kunz" not in found
    assert "555" not in found
    assert "1.332" not in found


MEMBERS = range(1, 5)
step = st.one_of(
    st.tuples(st.just("hat"), st.sampled_from(MEMBERS), st.sampled_from(MEMBERS)),
    st.tuples(st.sampled_from(["/rueckgaengig", "! Doch behalten", "! Rückgängig"]), st.none(), st.none()),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, min_size=3, max_size=10))
async def test_whatever_is_typed_and_taken_back_there_is_no_circle_and_one_recruiter_each(chat, steps):
    numbers = [await created(chat, f"Person {letter}{len(steps)}") for letter in "ABCD"]
    for what, giver, taker in steps:
        line = f"> /empfehlung #{numbers[giver - 1]} hat #{numbers[taker - 1]} geworben" if giver else what
        await chat.answers(line if line[0] in ">!" else f"> {line}")
    with chat.work() as work:
        by = {n: [int(e.detail) for e in work.events.history(n).standing(Kind.REFERRED)] for n in numbers}
    assert all(len(givers) <= 1 for givers in by.values())
    for number in numbers:
        above, seen = number, []
        while by.get(above):
            above = by[above][0]
            assert above != number
            assert above not in seen
            seen.append(above)


async def created(chat, name):
    found = "\n".join(await chat.answers(f"> /neu {name} Muster"))
    if "Nummer #" not in found:
        found = "\n".join(await chat.answers("! Trotzdem anlegen"))
    return int(re.search(r"Nummer #(\d+)", found)[1])
