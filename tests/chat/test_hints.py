"""`/warum_nicht`: every hint that was held back, with its rule (R6)."""

from bot.playground.stage import LEAD


async def said(chat):
    return "\n".join(await chat.answers("> /warum_nicht"))


async def test_nothing_held_back_is_said_plainly(chat):
    assert await said(chat) == "< Gerade ist kein Hinweis zurückgehalten."


async def test_each_rule_says_itself(chat):
    for line in (
        "> /neu Alt Kunde", "> /kauf Kunde 100 Wartung am 3.11.2025", "> /neu Anna Meier",
        "> /termin Meier heute 9:20", "> /neu Bert Braun", "> /spaeter Braun in 3 Wochen", "> /neu Cem Can",
        "> /status Can SK weil alter Kunde",
    ):  # fmt: skip
        await chat.answers(line)
    told = await said(chat)
    assert "Alt Kunde: für den Kauf bedanken (Di 3.3.) – verjährt: war schon lange fällig" in told
    assert "Anna Meier: Termin (heute 08:20)" in told or "Anna Meier: Termin" in told
    assert (
        "Bert Braun: erste Ansprache (Mo 23.3.) – du hast die Erinnerungen verschoben (R4) → Mo 23.3. 09:00"
        in told
    )
    assert "Cem Can: letzten Kauf nachtragen (Di 3.3.) – in der Antwort schon gefragt (S8)" in told


async def test_what_waits_for_the_end_of_a_silence_says_until_when(chat):
    for line in ("> /neu Anna Meier", "> /spaeter Meier Fr 13.3. 21:00", "@ 2026-03-13 22:00"):
        await chat.answers(line)
    told = await said(chat)
    assert "→ Mo 16.3. 08:00" in told


async def test_who_was_away_finds_what_never_came(chat):
    for line in ("> /neu Anna Meier", "> /schritt Meier anrufen Di"):
        await chat.answers(line)
    chat.stage.standin.block(LEAD)
    await chat.stage.settle()
    await chat.answers("@ 2026-03-04 12:00")
    chat.stage.standin.block(LEAD, blocked=False)
    await chat.stage.settle()
    told = await said(chat)
    assert "Anna Meier: eigener Schritt (Di 3.3.) – du hattest mich blockiert" in told
    assert "1. Anna Meier ZA: anrufen – seit 1 Tag überfällig" in "".join(await chat.answers("> /heute"))


async def test_what_became_needless_leaves_the_list(chat):
    for line in ("> /neu Alt Kunde", "> /kauf Kunde 100 Wartung am 3.11.2025", "> /kauf Kunde 50 Filter"):
        await chat.answers(line)
    assert "bedanken" not in await said(chat)


async def test_a_rep_sees_only_what_was_held_back_from_them(chat):
    for line in ("2> /neu Anna Meier", "2> /kauf Meier 100 Wartung am 3.11.2025"):
        await chat.answers(line)
    assert "Meier" not in await said(chat)
    assert "Anna Meier" in "\n".join(await chat.answers("2> /warum_nicht"))


async def test_a_page_that_is_not_there_says_so(chat):
    for line in ("> /neu Alt Kunde", "> /kauf Kunde 100 Wartung am 3.11.2025"):
        await chat.answers(line)
    for page in ("Seite 2", "Seite 999", "Seite 99999999999", "Seite ²", "Quatsch"):
        assert "Zurückgehalten" in "".join(await chat.answers(f"> /warum_nicht {page}"))
