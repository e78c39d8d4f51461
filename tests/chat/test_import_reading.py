"""How cells, cards and names of a file are read, without a chat."""

import csv
import io
import json
import re
import threading
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors_imports, respond
from bot import imports as reading
from bot.commands.cards import read_card
from bot.commands.new import phone_number
from bot.errors_imports import FileEmpty
from bot.imports import cards
from bot.imports.crowd import fits
from bot.imports.headings import Extra
from bot.imports.row import Reader, Row
from bot.imports.source import Limits, Source, cleaned
from bot.imports.unread import Unread
from bot.turn import Refusal
from bot.views import imports as views
from bot.views import refusals
from domain.record import Field

respond.load()
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("anna meier", "anna meier", True),
        ("a. meier", "anna meier", True),
        ("anna meier", "a. meier", True),
        ("frau meier", "anna meier", True),
        ("", "anna meier", True),
        ("anna meier", "bert braun", False),
        ("anna meier", "bert meier", False),
        ("anna", "anna meier", True),
    ],
)
def test_which_names_may_be_one_persons(one, other, same):
    assert fits(one, other) is same


def test_a_card_that_never_ends_is_left_out():
    assert list(cards.rows(b"BEGIN:VCARD\nFN:Anna\n")) == [list(cards.HEADINGS)]


def kinds():
    return [
        kind
        for kind in vars(errors_imports).values()
        if isinstance(kind, type) and kind.__module__ == errors_imports.__name__
    ]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_refusal_of_a_file_has_a_sentence_with_a_way_on(kind):
    facts = {
        "name": "<kunden>.csv",
        "megabytes": 21.25,
        "most": 20,
        "found": "ein Bild",
        "detail": "ab Zeile 3",
        "days": 30,
    }
    said = refusals.reply(kind(**{f.name: facts[f.name] for f in fields(kind)}), NOW)
    assert said.buttons or "nichts geändert" in said.text
    assert "<kunden>" not in said.text


def test_every_reason_a_row_is_left_out_has_words():
    code = "".join(file.read_text(encoding="utf-8") for file in Path(reading.__file__).parent.glob("*.py"))
    reasons = set(re.findall(r'Unread\("(\w+)"', code)) | {
        "no_day",
        "no_amount",
        "several",
        "nameless",
        "gone",
    }
    assert {"amount", "date_impossible", "owner"} <= reasons
    for reason in reasons:
        assert views.why(f"{reason}\tx")


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reader(cell):
    reader = Reader(
        [
            Field.NAME,
            Field.PHONE,
            Field.EMAIL,
            Extra.AMOUNT,
            Extra.DAY,
            Extra.STATUS,
            Extra.TAGS,
            Field.PRIVATE,
        ],
        today=date(2026, 3, 2),
        currency="EUR",
        phone=lambda typed: phone_number(typed, "DE"),
    )
    for place in range(8):
        row = ["Anna", *[""] * 7]
        row[place] = cleaned(cell)
        try:
            read = reader.read(row)
        except Unread as unread:
            views.why(f"{unread.why}\t{unread.said}")  # raises where there are no words
        else:
            assert Row.back(json.loads(json.dumps(read.out()))) == read


@given(st.binary(max_size=300))
def test_no_file_breaks_more_than_itself(data):
    try:
        source = Source(data, "x.csv", Limits())
        assert all(isinstance(cell, str) for row in source.rows() for cell in row)
    except Refusal:
        pass


@given(
    st.lists(
        st.lists(st.text(alphabet='aä;,\t"\n ', max_size=6), min_size=2, max_size=4), min_size=1, max_size=5
    )
)
def test_what_a_table_says_comes_back(rows):
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    wanted = [cells for row in rows if any(cells := [cleaned(cell) for cell in row])]
    try:
        found = list(Source(("sep=;\r\n" + out.getvalue()).encode(), "x.csv", Limits()).rows())
    except FileEmpty:
        found = []
    assert found == wanted


class Handed(bytes):
    """A card file that tells which thread looked at it."""

    readers: ClassVar[set[str]] = set()

    def startswith(self, *given):
        self.readers.add(threading.current_thread().name)
        return super().startswith(*given)


class Download:
    async def download(self, _file, *, most):
        return Handed(PICTURED) if len(PICTURED) <= most else None


PICTURED = (
    b"BEGIN:VCARD\r\nFN:Anna\r\nPHOTO;ENCODING=b:" + b"\r\n ".join([b"QUJD" * 18] * 6000) + b"\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE:"
    + b"=\r\n".join([b"=C3=A4"] * 9)
    + b"\r\nTEL:0171 3920012\r\nEND:VCARD\r\n"
)


async def test_a_card_is_read_beside_the_turns():
    """With its picture it takes longer than anybody should wait for an answer."""
    bench = SimpleNamespace(api=Download(), office=SimpleNamespace(country="DE"), store=None)
    job = SimpleNamespace(args={"file": {"kind": "document", "file": "1", "name": "anna.vcf", "size": 9}})
    with pytest.raises(AttributeError):  # there is no database to tell it to
        await read_card(bench, job)
    assert Handed.readers
    assert threading.main_thread().name not in Handed.readers


def test_a_card_with_a_picture_is_unfolded():
    ((name, *_, note, _tags),) = list(cards.rows(PICTURED))[1:]
    assert (name, note) == ("Anna", "ä" * 9)
