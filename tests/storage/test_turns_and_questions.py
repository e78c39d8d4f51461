"""Whose turn was last, which line stored what; which question waits and until when."""

from datetime import timedelta


def begun(work, rep, now, what="note", *, message=None):
    return work.turns.begin(rep.id, what, now=now, typed_at=now, chat=rep.telegram, message=message)


def test_the_last_turn_is_the_members_own_newest_that_stands(work, jana, bert, now):
    first, second = begun(work, jana, now), begun(work, jana, now)
    begun(work, bert, now)
    assert work.turns.last(jana.id, now=now).id == second
    work.turns.undone(second, at=now)
    assert work.turns.last(jana.id, now=now).id == first


def test_undoing_and_keeping_are_no_entries(work, jana, now):
    begun(work, jana, now, "undo")
    begun(work, jana, now, "keep")
    assert work.turns.last(jana.id, now=now) is None


def test_after_24_hours_there_is_no_last_turn(work, jana, now):
    begun(work, jana, now)
    assert work.turns.last(jana.id, now=now + timedelta(hours=23, minutes=59)) is not None
    assert work.turns.last(jana.id, now=now + timedelta(hours=24)) is None


def test_a_corrected_line_is_known_by_its_newest_turn(work, jana, now):
    begun(work, jana, now, message=5)
    newest = begun(work, jana, now, message=5)
    assert work.turns.by_message(jana.telegram, 5).id == newest
    assert work.turns.by_message(jana.telegram, 6) is None


def asked(work, rep, now, line):
    row = work.outbox.add(rep.telegram, {"text": "?"}, now=now)
    work.questions.ask(row, rep=rep.id, line=line, typed_at=now, now=now)
    return row


def test_a_question_waits_24_hours(work, jana, now):
    row = asked(work, jana, now, "/notiz #1:")
    day = timedelta(hours=24)
    assert work.questions.latest(jana.id, now=now + day - timedelta(seconds=1)).message == row
    assert work.questions.latest(jana.id, now=now + day) is None
    assert [q.message for q in work.questions.expired(now=now + day)] == [row]
    assert work.questions.next_expiry() == now + day


def test_a_settled_question_waits_no_longer(work, jana, now):
    row = asked(work, jana, now, "/notiz #1:")
    work.questions.settle(row)
    assert work.questions.of(row) is None
    assert work.questions.next_expiry() is None


def test_a_question_is_put_to_one_member(work, jana, bert, now):
    asked(work, jana, now, "/notiz #1:")
    assert work.questions.latest(bert.id, now=now) is None


def test_the_newest_question_may_stand_in_an_older_message(work, jana, now):
    card = work.outbox.add(jana.telegram, {"text": "Karte"}, now=now)
    asked(work, jana, now, "/notiz #1:")
    later = now + timedelta(minutes=1)
    work.questions.ask(card, rep=jana.id, line="/kauf #2:", typed_at=later, now=later)
    assert work.questions.latest(jana.id, now=later).line == "/kauf #2:"
