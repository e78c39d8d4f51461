"""`/export` and the command line: files that other programs take, and that hold nobody else's."""

import asyncio
import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot import archives, workshop
from bot.cli.main import main
from bot.commands.new import phone_number
from bot.exports.cards import card
from bot.exports.cells import neutral, phone, plain
from bot.exports.files import WRITERS
from bot.exports.maker import make
from bot.playground.demo import playground
from bot.playground.sample import sample
from bot.playground.stage import LEAD, REP, Stage
from bot.policies import policy
from bot.settings import ConfigError, load
from bot.views.exports import FILES
from bot.views.fields import FIELDS
from domain.contact import Contact
from domain.record import field_named
from storage.exports import Exported
from storage.work import Store

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


async def filled(chat):
    for line in (
        "> /neu Anna Meier, Meier & Söhne GmbH, 0171 3920012, anna@meier.example, Ort Köln, Quelle Messe",
        "> /kauf Meier 1.299,50 =Wartung;„A“ gestern Rabatt",
        "> /termin Meier Di 14:00 Video",
        "> /kauf Meier 200 Filter",
        "> /retoure Meier 50 Filter",
        "> /notiz Meier: -1+1 sagt sie",
        "2> /neu Bert Kunz, privat",
        "2> /kauf Kunz 80 Öl",
    ):
        await chat.answers(line)


async def file_of(chat, line, user=LEAD):
    """The newest file and what was printed."""
    said = await chat.answers(line)
    files = [m.file for m in chat.stage.standin.history(user) if m.file]
    return files[-1], said


def rows_of(data):
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


async def test_it_offers_what_there_is(chat):
    await filled(chat)
    await chat.play("""
        > /export
        < Was soll ich dir schicken? Zu exportieren: 2 Kontakte des Teams.
        [Excel] [vCard] [Archiv JSON]
        [Kontakte CSV] [Einträge CSV] [Käufe CSV]
        2> /export
        2< Was soll ich dir schicken? Zu exportieren: 1 Kontakt von dir.
        2[Excel] [vCard]
        2[Kontakte CSV] [Einträge CSV] [Käufe CSV]
    """)


async def test_a_tap_brings_the_file(chat):
    await filled(chat)
    await chat.answers("> /export")
    file, said = await file_of(chat, "! Kontakte CSV")
    assert file.name == "kontakte-2026-03-02.csv"
    assert said[0] == "<file: kontakte-2026-03-02.csv>"
    assert said[1].startswith("  Kontakte als CSV: 2 Kontakte des Teams.")


async def test_contacts_come_under_headings_the_import_knows(chat):
    await filled(chat)
    file, _ = await file_of(chat, "> /export csv")
    anna, bert = rows_of(file.data)
    assert (anna["Nr"], anna["Name"], anna["Firma"]) == ("1", "Anna Meier", "Meier & Söhne GmbH")
    assert (anna["Telefon"], anna["Mail"], anna["Ort"]) == ("0049 171 3920012", "anna@meier.example", "Köln")
    assert (anna["Status"], anna["Käufe"], anna["Letzter Kauf"]) == ("SK", "2", "02.03.2026")
    assert (bert["Privat"], bert["Verkäufer"]) == ("ja", "Jan Vogt")
    for label in set(FIELDS.values()) & set(anna):
        assert FIELDS[field_named(label)] == label


@pytest.mark.parametrize(("kind", "ending"), [("csv", "csv"), ("excel", "xlsx")])
async def test_exported_contacts_are_the_same_when_they_come_back(chat, tmp_path, kind, ending):
    await chat.answers("> /neu =1+1 Kunz, +SUM(A1) GmbH, +43 1 4277, kunz@kunz.example")
    await chat.answers("> /aendern Kunz Funktion @Chef")
    before = record(chat, 1)
    file, _ = await file_of(chat, f"> /export {kind}")
    (tmp_path / f"team.{ending}").write_bytes(file.data)
    await chat.answers("> /aendern Kunz Name Wer Anders, Telefon 0171 3920099, Mail a@b.example")
    await chat.answers(f"^ team.{ending}")
    if kind == "excel":
        await chat.answers("! Kontakte")
    await chat.answers("! Importieren")
    assert record(chat, 2) == before


def record(chat, number):
    with chat.work() as work:
        found = work.contacts.any(number)
    return found.name, found.company, found.email, found.phone, found.details


async def test_entries_have_their_day_their_kind_and_their_money(chat):
    await filled(chat)
    file, _ = await file_of(chat, "> /export einträge")
    found = rows_of(file.data)
    assert file.name == "eintraege-2026-03-02.csv"
    bought = next(row for row in found if row["Art"] == "Kauf")
    assert (bought["Datum"], bought["Betrag"], bought["Währung"]) == ("01.03.2026", "1299,50", "EUR")
    assert (bought["Produkt"], bought["Angabe"]) == ("'=Wartung;„A“", "mit Rabatt")
    met = next(row for row in found if row["Art"] == "Termin")
    assert (met["Fällig"], met["Fällig um"], met["Text"]) == ("03.03.2026", "14:00", "Video")
    assert next(row for row in found if row["Art"] == "Notiz")["Text"] == "'-1+1 sagt sie"


async def test_purchases_are_what_is_left_after_returns(chat):
    await filled(chat)
    file, _ = await file_of(chat, "> /export käufe")
    found = [(row["Name"], row["Datum"], row["Betrag"], row["Rabatt"]) for row in rows_of(file.data)]
    assert found == [
        ("Anna Meier", "01.03.2026", "1299,50", "ja"),
        ("Anna Meier", "02.03.2026", "150,00", ""),
        ("Bert Kunz", "02.03.2026", "80,00", ""),
    ]


async def test_a_workbook_has_three_sheets_and_no_formula(chat):
    await filled(chat)
    await chat.answers("> /neu @SUM(1), =1+1 GmbH")
    file, _ = await file_of(chat, "> /export excel")
    assert file.name == "nachfass-2026-03-02.xlsx"
    book = zipfile.ZipFile(io.BytesIO(file.data))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    texts = []
    for name in sheets:
        tree = ET.fromstring(book.read(name))  # noqa: S314 – our own file
        assert tree.findall(".//{*}f") == []
        texts += [text.text for text in tree.findall(".//{*}is/{*}t")]
    assert {"Anna Meier", "Kauf", "'=1+1 GmbH", "'@SUM(1)"} <= set(texts)
    assert not [text for text in texts if text.startswith(DANGEROUS)]


async def test_cards_hold_what_a_phone_wants(chat):
    await filled(chat)
    file, _ = await file_of(chat, "> /export vcard")
    text = file.data.decode()
    assert text.count("BEGIN:VCARD\r\nVERSION:3.0\r\n") == 2
    assert "FN:Anna Meier\r\nN:Meier;Anna;;;\r\nORG:Meier & Söhne GmbH\r\n" in text
    assert "TEL;TYPE=CELL:+491713920012\r\n" in text
    assert "Video" not in text


async def test_the_archive_is_for_leads(chat):
    await filled(chat)
    file, _ = await file_of(chat, "> /export archiv")
    assert file.name == "nachfass-archiv-2026-03-02.json"
    assert [row["name"] for row in json.loads(file.data)["contact"]] == ["Anna Meier", "Bert Kunz"]
    await chat.play("""
        2> /export archiv
        2< Das Archiv mit den Daten des ganzen Teams bekommt nur die Vertriebsleitung. …
        2> /export json
        2< Das Archiv mit den Daten des ganzen Teams bekommt nur die Vertriebsleitung. …
    """)


async def test_what_there_is_not_is_said(chat):
    await chat.play("""
        > /export csv
        < Es gibt noch keine Kontakte, die Datei wäre leer. Leg einen an: /neu Anna Meier
        > /neu Anna Meier
        …
        > /export käufe
        < Noch kein Kauf ist eingetragen, die Datei wäre leer. …
        > /export pdf
        < „pdf“ kann ich nicht ausgeben – es gibt excel, csv, einträge, käufe, vcard oder archiv. …
        …
        2> /export csv
        2< Es gibt noch keine Kontakte, die Datei wäre leer. …
        2> /export <b>csv
        2< „<b>csv“ kann ich nicht ausgeben – es gibt excel, csv, einträge, käufe oder vcard. …
        …
    """)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("CSV", "kontakte"), ("als Excel", "nachfass"), ("Käufe csv", "kaeufe"), ("eintraege", "eintraege"),
        ("xlsx.", "nachfass"), ("kontakte csv", "kontakte"), ("csv käufe", "kaeufe"),
    ],
)  # fmt: skip
async def test_it_takes_what_people_type(chat, typed, name):
    await filled(chat)
    file, _ = await file_of(chat, f"> /export {typed}")
    assert file.name.startswith(f"{name}-")


async def test_an_export_is_kept_in_the_audit_and_nothing_to_take_back(chat):
    await filled(chat)
    await chat.answers("> /export csv")
    said = await chat.answers("> /rueckgaengig")
    assert "-1+1 sagt sie" in "".join(said) or "Notiz" in "".join(said)


async def test_a_file_too_large_for_telegram_points_to_the_command_line(chat, monkeypatch):
    monkeypatch.setattr(workshop, "LARGEST", 100)
    await filled(chat)
    said = await chat.answers("> /export csv")
    assert "größer als die 50 MB" in "".join(said)
    assert "python -m bot export" in "".join(said)


@given(text=st.text(st.sampled_from("'=+-@\t\r\na ;\"ä"), max_size=6) | st.text(max_size=30))
@settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_cell_is_a_formula_and_each_can_be_read_back(text):
    assert not neutral(text).startswith(DANGEROUS)
    assert plain(neutral(text)) == text


@pytest.mark.parametrize(
    "number", ["+491713920012", "+41446681800", "+4314277", "+12025550123", "+447400123456"]
)
@pytest.mark.parametrize("country", ["DE", "AT", "CH"])
def test_a_number_comes_back_as_the_same_number(number, country):
    shown = phone(number)
    assert shown[0] not in DANGEROUS
    assert not shown.isdecimal()  # a spreadsheet would take its zeros
    assert shown[0].isdecimal()  # and show an apostrophe
    assert phone_number(shown, country) == number


def exported(**facts):
    return Exported(Contact(1, 1, created_at=NOW, **facts), "Kim", (), "ZA", None, "", None, None, 0, None)


@given(name=st.text(min_size=1, max_size=200), company=st.text(max_size=200))
@settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_name_breaks_a_card(name, company):
    lines = card(exported(name=name, company=company)).split(b"\r\n")
    assert lines[0] == b"BEGIN:VCARD"
    assert lines[-2:] == [b"END:VCARD", b""]
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    properties = [line for line in lines if line and not line.startswith(b" ")]
    assert {re.split(rb"[:;]", line)[0] for line in properties} <= {
        b"BEGIN",
        b"VERSION",
        b"FN",
        b"N",
        b"ORG",
        b"END",
    }


def test_every_file_has_a_maker_and_every_maker_a_file():
    assert {file.file for file in FILES} == set(WRITERS)


SECRET = st.text(st.sampled_from("abcdefgh=;,\"'\n\tÄß"), min_size=3, max_size=8)


@given(word=SECRET.map(lambda text: f"Geheim{text.strip()}"), digits=st.integers(3_000_001, 3_999_999))
@settings(
    max_examples=15, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_nothing_of_a_colleagues_is_in_a_reps_file(word, digits, tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('isolation') / 'nachfass.db'}"
    asyncio.run(two_reps(url, word, digits))
    secret = re.compile(rf"geheim|{digits}|jan vogt".encode(), re.IGNORECASE)
    for file in WRITERS:
        if file == "json":
            continue
        facts = {"database": url, "zone": "Europe/Berlin", "file": file}
        assert not secret.search(unpacked(make({**facts, "owners": [1], "team": False}))), file
        assert secret.search(unpacked(make({**facts, "owners": None, "team": True}))), file


async def two_reps(url, word, digits):
    """Kim's one contact has nothing of what is Jan's."""
    stage = Stage(playground(url), NOW)
    await stage.open(lambda _work, _now: None)
    stage.admit_rep()
    for user, line in (
        (LEAD, "/neu Anna Meier, 0171 3920012"),
        (LEAD, "/kauf Meier 100 Filter"),
        (REP, f"/neu {word} Kunz, {word} GmbH, 0171 {digits}"),
        (REP, "/kauf #2 50 Geheimes"),
        (REP, f"/notiz #2: {word}"),
    ):
        stage.standin.say(user, line)
        await stage.settle()
    await stage.close()


def unpacked(data):
    """A workbook hides its texts from a search."""
    if not data.startswith(b"PK"):
        return data
    book = zipfile.ZipFile(io.BytesIO(data))
    return b"".join(book.read(name) for name in book.namelist() if name.startswith("xl/"))


def test_a_maker_gives_the_archive_to_nobody_but_the_team(database_url):
    with pytest.raises(PermissionError):
        make(
            {"database": database_url, "zone": "Europe/Berlin", "file": "json", "owners": [1], "team": False}
        )


# the command line


def run(capfdbinary, *argv, database):
    status = main(argv, {"NACHFASS_DATABASE__URL": database})
    out, err = capfdbinary.readouterr()
    return status, out, err.decode()


@pytest.fixture
def team(database_url, tmp_path, monkeypatch):
    """The demo's team in a database."""
    monkeypatch.chdir(tmp_path)
    store = Store(database_url, policy(playground(database_url)))
    store.prepare()
    with store.work() as work:
        sample(work, NOW)
    store.close()
    return database_url


def test_the_archive_goes_out_in_and_out_again(team, tmp_path, capfdbinary):

    status, _, said = run(capfdbinary, "export", "--format", "json", "--out", "team.json", database=team)
    assert (status, said) == (0, "60 Kontakte nach team.json geschrieben.\n")
    assert (tmp_path / "team.json").stat().st_mode & 0o077 == 0
    other = f"sqlite:///{tmp_path}/other.db"
    found = load(None, {"NACHFASS_DATABASE__URL": other})
    assert archives.restore(found, tmp_path / "team.json") == 0
    assert b"2 Mitglieder, 60 Kontakte" in capfdbinary.readouterr().out
    _, again, _ = run(capfdbinary, "export", "--format", "json", database=other)
    assert again == (tmp_path / "team.json").read_bytes()


@pytest.mark.parametrize(
    ("argv", "begins"),
    [
        (("--format", "csv"), b"\xef\xbb\xbfNr;Name;Firma;"),
        (("--format", "csv", "--table", "kaeufe"), b"\xef\xbb\xbfKundennummer;Name;"),
        (("--format", "csv", "--table", "eintraege"), b"\xef\xbb\xbfNr;Name;Firma;Datum;"),
        (("--format", "vcf"), b"BEGIN:VCARD\r\n"),
        (("--format", "xlsx"), b"PK\x03\x04"),
    ],
)
def test_every_format_goes_to_standard_output(team, capfdbinary, argv, begins):
    status, out, said = run(capfdbinary, "export", *argv, database=team)
    assert (status, said) == (0, "60 Kontakte geschrieben.\n")
    assert out.startswith(begins)


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--format", "pdf"), "Format „pdf“ gibt es nicht, nur json, csv, xlsx und vcf."),
        ((), "Es fehlt: --format."),
        (("--format", "csv", "--table", "alles"), "Tabelle „alles“ gibt es nicht"),
        (
            ("--format", "json", "--out", "nirgends/team.json"),
            "nirgends/team.json lässt sich nicht schreiben",
        ),
        (("--format", "json", "--out", "ordner"), "ordner lässt sich nicht schreiben"),
    ],
)
def test_a_slip_on_the_command_line_is_said_in_two_lines(team, tmp_path, capfdbinary, argv, says):
    (tmp_path / "ordner").mkdir()
    before = sorted(tmp_path.iterdir())
    status, out, said = run(capfdbinary, "export", *argv, database=team)
    assert (status, out) == (2, b"")
    assert says in said
    assert len(said.splitlines()) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_a_database_that_is_not_there_is_neither_read_nor_made(tmp_path, capfdbinary):
    status, _, said = run(
        capfdbinary, "export", "--format", "json", database=f"sqlite:///{tmp_path}/nowhere.db"
    )
    assert (status, len(said.splitlines())) == (2, 2)
    assert "gibt es nicht" in said
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"Name;Firma\r\nAnna;GmbH", "ist kein Archiv von Nachfass"),
        (b"\xff\xfe\x00", "ist kein Archiv von Nachfass"),
        (b'{"nachfass":{"format":9,"schema":"0002"}\n', "stammt von einer neueren Version"),
        (b'{"nachfass":{"format":1,"schema":"0002"}\n', "ist beschädigt"),
        (None, "lässt sich nicht lesen"),
    ],
)
def test_what_is_no_archive_is_refused_in_two_lines(tmp_path, content, says):

    file = tmp_path / "team.json"
    if content is not None:
        file.write_bytes(content)
    found = load(None, {"NACHFASS_DATABASE__URL": f"sqlite:///{tmp_path}/new.db"})
    with pytest.raises(ConfigError, match=says):
        archives.restore(found, file)


def test_an_archive_overwrites_nothing(team, tmp_path, capfdbinary):

    run(capfdbinary, "export", "--format", "json", "--out", "team.json", database=team)
    with pytest.raises(ConfigError, match="nicht leer"):
        archives.restore(load(None, {"NACHFASS_DATABASE__URL": team}), tmp_path / "team.json")
