"""`@bot NAME`: a member's own contacts, to nobody else, and only where it is switched on."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select, update

from bot.playground.demo import playground
from bot.playground.stage import LEAD, REP, STRANGER, Stage, one_lead
from storage.inbox import INBOX
from storage.members import MEMBER


@pytest.fixture
async def stage(database_url):
    """With inline queries; Anna is the lead's, Bert the rep's."""
    settings = playground(database_url)
    settings = replace(settings, telegram=replace(settings.telegram, inline=True))
    stage = Stage(settings, datetime(2026, 3, 2, 9, tzinfo=settings.team.timezone))
    await stage.open(one_lead)
    stage.admit_rep()
    stage.standin.say(LEAD, "/neu Anna Meier, Meier & Söhne GmbH, 0171 3920012, Ort Köln – <b>geheim</b>")
    stage.standin.say(REP, "/neu Bert Meier")
    await stage.settle()
    yield stage
    await stage.close()


async def results(stage, user, query):
    stage.standin.inline(user, query)
    await stage.settle()
    number = max(stage.standin.asked)
    return stage.standin.inline_answers[number]


def kept(stage):
    """How many updates were ever stored."""
    with stage.nachfass.store.work() as work:
        return work._connection.execute(select(func.count()).select_from(INBOX)).scalar()  # noqa: SLF001


async def test_a_member_finds_own_contacts(stage):
    answer = await results(stage, LEAD, "mei")
    assert [item["title"] for item in answer["results"]] == ["Anna Meier"]
    assert answer["results"][0]["description"] == "Meier & Söhne GmbH · Köln · +491713920012"
    sent = answer["results"][0]["input_message_content"]
    assert sent["message_text"] == "<b>Anna Meier</b>\nMeier &amp; Söhne GmbH\n+491713920012"
    assert sent["parse_mode"] == "HTML"


async def test_an_empty_question_shows_the_last_used(stage):
    assert [item["title"] for item in (await results(stage, REP, ""))["results"]] == ["Bert Meier"]


async def test_a_stranger_and_who_was_removed_see_nobody(stage):
    stage.standin.join(STRANGER, "Unbekannt", shown=False)
    assert (await results(stage, STRANGER, "mei"))["results"] == []
    with stage.nachfass.store.work() as work:
        work._connection.execute(update(MEMBER).where(MEMBER.c.telegram == REP).values(removed=True))  # noqa: SLF001
    assert (await results(stage, REP, "mei"))["results"] == []


async def test_an_answer_is_personal_and_not_kept_by_telegram(stage):
    answer = await results(stage, LEAD, "nobody")
    assert (answer["cache_time"], answer["is_personal"]) in {(0, True), ("0", "true")}
    assert answer["results"] == []


async def test_nothing_of_it_is_stored(stage):
    before = kept(stage)
    await results(stage, LEAD, "mei")
    assert kept(stage) == before


async def test_of_what_somebody_types_quickly_the_newest_is_answered(stage):
    for typed in ("m", "me", "mei"):
        stage.standin.inline(LEAD, typed)
    await stage.settle()
    assert max(stage.standin.asked) in stage.standin.inline_answers


async def test_a_query_that_is_too_old_is_passed_over(stage):
    update = stage.standin.inline(LEAD, "mei")
    stage.standin.asked.clear()
    await stage.settle()
    assert update["inline_query"]["id"] not in stage.standin.inline_answers
    assert (await results(stage, LEAD, "mei"))["results"]


async def test_without_the_setting_telegram_is_not_even_asked_for_them(chat):
    await chat.answers("> /neu Anna Meier")
    chat.stage.standin.inline(LEAD, "mei")
    await chat.stage.settle()
    assert chat.stage.standin.inline_answers == {}
    assert "inline_query" not in chat.stage.standin.updates.allowed
