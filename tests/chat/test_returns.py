"""`/retoure`: which purchase it gives back, how much of it, and what that does to the status (§1, S7)."""

import pytest


@pytest.fixture
async def three_purchases(chat):
    for line in (
        "/neu Anna Meier", "/kauf Meier 300 Wartung am 2.2.", "/kauf Meier 200 Filter am 9.2.",
        "/kauf Meier 100 Wartung am 16.2.",
    ):  # fmt: skip
        await chat.answers(f"> {line}")


@pytest.mark.usefixtures("three_purchases")
@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("100", "100,00 € vom Kauf Mo 16.2. (Wartung)"),  # the youngest that covers it
        ("150", "150,00 € vom Kauf Mo 9.2. (Filter)"),
        ("250", "250,00 € vom Kauf Mo 2.2. (Wartung)"),
        ("50 Filter", "50,00 € vom Kauf Mo 9.2. (Filter)"),  # the youngest of that product
        ("50 wartung", "50,00 € vom Kauf Mo 16.2. (Wartung)"),
        ("1,50 € Filter gestern", "1,50 € vom Kauf Mo 9.2. (Filter), gestern"),
    ],
)
async def test_it_names_the_purchase_it_gives_back(chat, line, of):
    assert (await chat.answers(f"> /retoure Meier {line}"))[0].startswith(
        f"< Retoure notiert: Anna Meier – {of}"
    )


@pytest.mark.usefixtures("three_purchases")
@pytest.mark.parametrize(
    ("line", "left"), [("301", "100,00 €"), ("101 Wartung", "100,00 €"), ("200,01 Filter", "200,00 €")]
)
async def test_more_than_remains_is_refused_with_what_remains(chat, line, left):
    said = "".join(await chat.answers(f"> /retoure Meier {line}"))
    assert f"sind noch {left} übrig" in said
    assert "Gespeichert ist nichts" in said
    assert "Retoure" not in "".join((await chat.answers("> /verlauf Meier"))[1:])


async def test_given_back_bit_by_bit_no_more_than_was_paid(chat):
    for line in ("/neu Anna Meier", "/kauf Meier 100 Wartung", "/retoure Meier 60", "/retoure Meier 40"):
        await chat.answers(f"> {line}")
    assert "steht kein Kauf" in "".join(await chat.answers("> /retoure Meier 1"))


async def test_another_currency_gives_nothing_back(chat):
    for line in ("/neu Anna Meier", "/kauf Meier 100 Wartung"):
        await chat.answers(f"> {line}")
    assert "steht kein Kauf" in "".join(await chat.answers("> /retoure Meier CHF 100"))


@pytest.mark.parametrize("line", ["0", "-5", "20.000.000", "100 morgen", "100 am 31.2."])
async def test_what_cannot_be_is_refused_and_nothing_stored(chat, line):
    for typed in ("/neu Anna Meier", "/kauf Meier 100 Wartung gestern"):
        await chat.answers(f"> {typed}")
    assert not (await chat.answers(f"> /retoure Meier {line}"))[0].startswith("< Retoure notiert")
    assert "EK seit gestern" in "".join(await chat.answers("> /kontakt Meier")).replace("So 1.3.", "gestern")


@pytest.mark.usefixtures("three_purchases")
async def test_the_status_goes_down_step_by_step_and_undo_brings_it_back(chat):
    await chat.play("""
        > /retoure Meier 100
        < Retoure notiert: …
          Nächster Schritt: …
        …
        > /retoure Meier 200
        < Retoure notiert: …
          SK → EK, weil der Kauf ganz zurückgegeben ist (S7)
          Nächster Schritt: …
        …
        > /retoure Meier 300
        < Retoure notiert: …
          EK → ZA, weil der Kauf ganz zurückgegeben ist (S7)
          Nächster Schritt: …
        …
        > /rueckgaengig
        ~ …
        < Zurückgenommen: Anna Meier – Retoure 300,00 €
          ZA → EK, weil der Eintrag nicht mehr zählt (S7) …
        > /warum Meier
        < …
          2. Mo 2.2., eingetragen heute: ZA → EK (II, KI übersprungen), weil erster Kauf: 2.2. 300,00 € (S5)
          3. Mo 9.2., eingetragen heute: EK → SK, weil 2 Käufe: 2.2. 300,00 € und 9.2. 200,00 € (S6)
          4. heute: SK → EK, weil der Kauf ganz zurückgegeben ist (S7) …
    """)


@pytest.mark.usefixtures("three_purchases")
async def test_a_part_given_back_leaves_the_purchase(chat):
    await chat.answers("> /retoure Meier 99,99 Wartung")
    assert "3 Käufe, zusammen 500,01 €" in "".join(await chat.answers("> /kontakt Meier"))


async def test_nothing_goes_back_before_it_was_bought(chat):
    await chat.play("""
        > /neu Anna Meier
        < …
        > /kauf Meier 200 Wartung
        < …
        > /retoure Meier 200 vorgestern
        < Zurück …, gekauft aber erst Mo 2.3.: das kann bei Anna Meier nicht stimmen. Gespeichert ist nichts. …
        > /retoure Meier 200
        < Retoure notiert: Anna Meier – 200,00 € vom Kauf Mo 2.3. (Wartung), …
          …
    """)


async def test_an_older_purchase_is_meant_by_an_older_return(chat):
    await chat.play("""
        > /neu Anna Meier
        < …
        > /kauf Meier 200 Wartung vor 10 Tagen
        < …
        > /kauf Meier 300 Filter
        < …
        > /retoure Meier 50 vorgestern
        < Retoure notiert: Anna Meier – 50,00 € vom Kauf … (Wartung), …
          …
    """)
