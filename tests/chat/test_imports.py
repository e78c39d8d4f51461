"""Files with contacts and purchases: what is read, asked, refused, entered, and taken back."""

from datetime import date

import pytest

from bot.playground.stage import LEAD, REP
from tests.chat.workbooks import archive, bomb, stretched, workbook

# what a file means is the same on every database
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HEAD = "Name;Firma;Telefon;E-Mail;Ort"
ANNA = "Anna Meier;Meier GmbH;0171 3920012;anna@meier.example;Köln"


async def sent(chat, content, name="kunden.csv", user=LEAD):
    """A file goes to the bot; all it says, without buttons."""
    chat.said.clear()
    data = content.encode() if isinstance(content, str) else content
    chat.stage.standin.document(user, name, data)
    await chat.stage.settle()
    return "\n".join(line for line in chat.said if not line.startswith("["))


async def imported(chat, content, name="kunden.csv"):
    """Sent and confirmed; what is said in the end."""
    await sent(chat, content, name)
    return "\n".join(await chat.answers("! Importieren"))


def contacts(chat):
    with chat.work() as work:
        numbers = work.contacts.after(0, most=100)
        found = [work.contacts.any(number) for number in numbers]
    return [contact for contact in found if not contact.hidden]


def purchases(chat, number):
    with chat.work() as work:
        events = work.events.history(number).standing("purchase")
        return [(event.day, event.money.minor, event.product) for event in events]


async def test_a_table_is_shown_then_entered(chat):
    assert await sent(chat, f"{HEAD}\n{ANNA}\nBert Braun;;0221 123456;;Bonn\n") == (
        "< kunden.csv: 2 Zeilen, noch nichts gespeichert.\n"
        "  2 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft\n"
        "  Neu: Anna Meier – Meier GmbH, Köln, +491713920012, anna@meier.example\n"
        "  Neu: Bert Braun – Bonn, +49221123456"
    )
    assert contacts(chat) == []
    await chat.play("""
        ! Importieren
        ~ Importiert: kunden.csv
          2 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft
          30 Tage lang lässt sich das zurücknehmen, auch unter /import.
        [Import zurücknehmen] [Dubletten]
        > /kontakt Meier
        < Anna Meier (Meier GmbH) · #1
          Status ZA seit Mo 2.3. …
    """)


async def test_the_same_file_again_changes_nothing(chat):
    file = (
        "Name;Telefon;Datum;Betrag;Produkt\nAnna Meier;0171 3920012;03.11.2025;1.299,00 €;Wartung\nBert;;;;\n"
    )
    await imported(chat, file)
    again = await sent(chat, file)
    assert "0 neu · 0 ergänzt · 2 doppelt · 0 fehlerhaft" in again
    assert not chat.stage.standin.find_button(LEAD, "Importieren (")
    assert len(contacts(chat)) == 2
    assert purchases(chat, 1) == [(date(2025, 11, 3), 129900, "Wartung")]


async def test_only_what_was_empty_is_filled(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH, 0171 3920012")
    said = await sent(chat, f"{HEAD}\nAnna Meier;Maier AG;0171 3920012;anna@meier.example;Köln\n")
    assert "0 neu · 1 ergänzt" in said
    await chat.answers("! Importieren")
    (anna,) = contacts(chat)
    assert (anna.company, anna.email, anna.town) == ("Meier GmbH", "anna@meier.example", "Köln")
    assert "Mail: leer → anna@meier.example" in "\n".join(await chat.answers("> /verlauf Meier"))


async def test_another_number_becomes_the_second_one(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH, 0171 3920012")
    assert "1 ergänzt" in await imported(chat, "Name;Firma;Telefon\nAnna Meier;Meier GmbH;0221 123456\n")
    (anna,) = contacts(chat)
    assert (anna.phone, anna.detail("phone2")) == ("+491713920012", "+49221123456")


async def test_three_rows_of_one_person_are_one_contact(chat):
    rows = (
        "Anna Meier;anna@meier.example;\nA. Meier;anna@meier.example;0171 3920012\nAnna Meier;;0171 3920012\n"
    )
    assert "1 neu · 1 ergänzt · 1 doppelt" in await imported(chat, f"Name;Mail;Telefon\n{rows}")
    (anna,) = contacts(chat)
    assert (anna.name, anna.email, anna.phone) == ("Anna Meier", "anna@meier.example", "+491713920012")


async def test_a_switchboard_makes_no_two_people_one(chat):
    rows = "Anna Meier;Meier GmbH;0221 123456\nBert Braun;Meier GmbH;0221 123456\n"
    assert "2 neu" in await imported(chat, f"Name;Firma;Telefon\n{rows}")


async def test_a_customer_number_tells_people_apart_and_together(chat):
    head = "Kunden-Nr.;Name;Ort"
    rows = "17;Anna Meier;Köln\n18;Anna Meier;Köln\n17;Anna Schulz;Köln\n"
    assert "2 neu · 0 ergänzt · 1 doppelt" in await imported(chat, f"{head}\n{rows}")
    assert [contact.detail("customer_no") for contact in contacts(chat)] == ["17", "18"]


async def test_a_name_alone_finds_only_the_only_one(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH")
    bought = "Kunde;Datum;Betrag\nAnna Meier;03.11.2025;200\n"
    assert "1 ergänzt" in await imported(chat, bought)
    await chat.answers("> /neu Anna Meier, Firma Maier AG")
    await chat.answers("! Trotzdem")
    said = await sent(chat, "Kunde;Datum;Betrag\nAnna Meier;04.11.2025;200\n")
    assert "Zeile 2: „Anna Meier“ gibt es mehrmals – Firma, Telefon oder Mail fehlt" in said


async def test_purchases_make_customers_by_their_own_days(chat):
    file = (
        "Kunde;Datum;Betrag;Produkt;Rabatt\n"
        "Anna Meier;03.11.2025;1.299,00 €;Wartung;10 %\n"
        "Anna Meier;05.12.2025;200;Öl;\n"
        "Bert Braun;01.02.2026;CHF 99,50;Öl;nein\n"
    )
    assert "2 neu · 1 ergänzt · 0 doppelt · 0 fehlerhaft; 3 Käufe" in await imported(chat, file)
    await chat.play("""
        > /warum Meier
        < Warum Anna Meier SK ist: …
        > /kontakt Braun
        < … Status EK seit So 1.2. …
        > /verlauf Meier
        < … Kauf 1.299,00 € Wartung mit Rabatt …
    """)


def returned(chat, number):
    """What was given back: the day, how much, and of which purchase's day."""
    with chat.work() as work:
        history = work.events.history(number)
        days = {event.id: event.day for event in history.events}
        return [(e.day, e.money.minor, days[e.refers_to], e.product) for e in history.standing("return")]


RETURNED = """Name;Datum;Betrag;Produkt
Anna;05.01.2026;-50;
Anna;03.11.2025;200;Wartung
Anna;05.12.2025;100;Öl
Anna;20.12.2025;-200;Wartung
"""


async def test_less_than_nothing_is_a_return_and_names_its_purchase(chat):
    said = await imported(chat, RETURNED)
    assert "1 neu · 3 ergänzt · 0 doppelt · 0 fehlerhaft; 2 Käufe, 2 Retouren" in said
    assert returned(chat, 1) == [
        (date(2025, 12, 20), 20000, date(2025, 11, 3), "Wartung"),
        (date(2026, 1, 5), 5000, date(2025, 12, 5), "Öl"),
    ]
    assert "Status EK" in "\n".join(await chat.answers("> /kontakt Anna"))


async def test_a_return_is_there_once_however_often_it_is_sent(chat):
    await imported(chat, RETURNED)
    assert "0 neu · 0 ergänzt · 4 doppelt · 0 fehlerhaft" in await sent(chat, RETURNED)
    chat.said.clear()
    more = RETURNED + "Anna;05.01.2026;-25;Öl\n"
    assert "1 ergänzt · 4 doppelt · 0 fehlerhaft; 1 Retoure" in await imported(chat, more)
    assert len(returned(chat, 1)) == 3


async def test_a_return_finds_a_purchase_that_was_there_before(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 200 Wartung am 3.11.")
    said = await imported(chat, "Kunde;Datum;Betrag\nAnna Meier;05.01.2026;-60,00 €\n")
    assert "0 neu · 1 ergänzt · 0 doppelt · 0 fehlerhaft; 1 Retoure" in said
    assert returned(chat, 1) == [(date(2026, 1, 5), 6000, date(2025, 11, 3), "Wartung")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Anna;05.01.2026;-201", "Retoure 201,00 EUR: kein Kauf davor, von dem noch so viel übrig ist"),
        ("Anna;02.11.2025;-5", "Retoure 5,00 EUR: davor ist kein Kauf in dieser Währung eingetragen"),
        ("Anna;05.01.2026;-5 CHF", "Retoure 5,00 CHF: davor ist kein Kauf in dieser Währung eingetragen"),
    ],
)
async def test_a_return_that_fits_no_purchase_is_left_out_alone(chat, row, why):
    """Even where it stands first, and names the person for all others."""
    said = await sent(chat, f"Name;Datum;Betrag\n{row}\nAnna;03.11.2025;200\nAnna;04.11.2025;10\nBert;;\n")
    assert f"Zeile 2: {why}" in said
    assert "2 neu · 1 ergänzt · 0 doppelt · 1 fehlerhaft; 2 Käufe" in said
    await chat.answers("! Importieren")
    assert [contact.name for contact in contacts(chat)] == ["Anna", "Bert"]
    assert len(purchases(chat, 1)) == 2
    assert returned(chat, 1) == []


async def test_a_return_whose_purchase_went_since_the_preview_is_left_out(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /kauf Meier 200 Wartung am 3.11.")
    await sent(chat, "Kunde;Datum;Betrag\nAnna Meier;05.01.2026;-60\n")
    await chat.answers("> /rueckgaengig")
    assert "0 ergänzt · 0 doppelt · 1 fehlerhaft" in "\n".join(await chat.answers("! Importieren"))
    assert returned(chat, 1) == []


async def test_an_import_with_returns_is_taken_back_whole(chat):
    await imported(chat, RETURNED)
    await chat.answers("! Import zurücknehmen")
    await chat.answers("! Ja, zurück")
    assert contacts(chat) == []
    assert returned(chat, 1) == []


@pytest.mark.parametrize(
    ("cells", "minors"),
    [
        (["1.234", "5.50"], [123, 550]),
        (["1.234", "5,50"], [123400, 550]),
        (["1.234"], [123400]),
    ],
)
async def test_what_a_thousand_is_the_other_amounts_show(chat, cells, minors):
    """As `analyse` reads it; only tenths of a cent nobody has paid."""
    rows = "".join(f"Kunde{n} Huber;01.02.2025;{cell}\n" for n, cell in enumerate(cells))
    said = await imported(chat, f"Name;Datum;Betrag\n{rows}")
    wanted = [minor for minor in minors if minor != 123]
    assert f"{len(wanted)} neu · 0 ergänzt · 0 doppelt · {len(minors) - len(wanted)} fehlerhaft" in said
    assert [purchases(chat, n)[0][1] for n in range(1, len(wanted) + 1)] == wanted


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Lead", "ZA"),
        ("Kontakt", "II"),
        ("Interessent", "KI"),
        ("Kunde", "EK"),
        ("SK", "SK"),
        ("Stammkunde", "SK"),
        ("", "ZA"),
    ],
)
async def test_a_status_column_sets_the_status_with_its_reason(chat, word, status):
    await imported(chat, f"Name;Status\nAnna Meier;{word}\n")
    said = "\n".join(await chat.answers("> /kontakt Meier"))
    assert f"Status {status} seit Mo 2.3." in said
    assert ("Import" in "\n".join(await chat.answers("> /warum Meier"))) is (status != "ZA")


async def test_a_customer_with_purchases_stands_where_they_lead(chat):
    file = "Name;Status;Datum;Betrag\nAnna Meier;Kunde;03.11.2025;1\nAnna Meier;Kunde;04.12.2025;1\n"
    await imported(chat, file)
    assert "Status SK seit Do 4.12." in "\n".join(await chat.answers("> /kontakt Meier"))


async def test_an_import_of_old_purchases_fills_lists_never_phones(chat):
    rows = "\n".join(f"Kunde{n} Huber;0{n % 9 + 1}.0{n % 5 + 1}.2025;100" for n in range(60))
    await imported(chat, f"Name;Datum;Betrag\n{rows}\n")
    assert await chat.answers("+ 4d") == []
    assert "Huber" in "\n".join(await chat.answers("> /heute"))


async def test_notes_and_keywords_come_along_once(chat):
    file = "Name;Bemerkung;Kategorien\nAnna Meier;spielt Handball;Messe, Wartung\n"
    await imported(chat, file)
    with chat.work() as work:
        assert work.tags.of(1) == ["Messe", "Wartung"]
        assert [event.text for event in work.events.history(1).standing("note")] == ["spielt Handball"]
    assert "1 doppelt" in await sent(chat, file)


BAD = [
    ("Name;Datum;Betrag\nAnna;31.02.2025;100\n", "„31.02.2025“ gibt es nicht als Datum"),
    ("Name;Datum;Betrag\nAnna;03/04/2025;100\n", "Tag und Monat sind nicht zu unterscheiden"),
    ("Name;Datum;Betrag\nAnna;01.01.2027;100\n", "„01.01.2027“ liegt in der Zukunft"),
    ("Name;Datum;Betrag\nAnna;01.02.2025;12,34.56\n", "„12,34.56“ ist kein eindeutiger Betrag"),
    (
        "Name;Datum;Betrag\nAnna;01.02.2025;-5\n",
        "Retoure 5,00 EUR: davor ist kein Kauf in dieser Währung eingetragen",
    ),
    ("Name;Datum;Betrag\nAnna;01.02.2025;0\n", "„0“ ist kein Kaufbetrag: weder gekauft noch zurückgegeben"),
    (
        "Name;Datum;Betrag\nAnna;01.02.2025;0,00 €\n",
        "„0,00 €“ ist kein Kaufbetrag: weder gekauft noch zurückgegeben",
    ),
    ("Name;Datum;Betrag\nAnna;01.02.2025;10.000.001\n", "mehr als 10 Mio. geht nicht"),
    ("Name;Datum;Betrag\nAnna;31.12.1949;5\n", "„31.12.1949“ liegt zu weit zurück, vor 1950"),
    ("Name;Datum;Betrag\nAnna;gestern;5\n", "„gestern“ ist kein Datum"),
    ("Name;Datum;Betrag;Währung\nAnna;01.02.2025;5;Stk\n", "„Stk“ ist keine Währung"),
    ("Name;Datum;Betrag\nAnna;;5\n", "Betrag ohne Datum"),
    ("Name;Datum;Betrag\nAnna;01.02.2025;\n", "Datum ohne Betrag"),
    ("Name;Telefon\nAnna;fragen\n", "„fragen“ ist keine Telefonnummer"),
    ("Name;Mail\nAnna;anna(at)meier\n", "„anna(at)meier“ ist keine Mail-Adresse"),
    ("Name;Status\nAnna;Xy\n", "Status „Xy“ ist unbekannt"),
    ("Name;Mail\n;anna@meier.example\n", "kein Name"),
    (f"Name;Ort\n{'x' * 121};Köln\n", "zu lang"),
    ("Name;Ort\n12345;Köln\n", "„12345“ ist kein Name"),
    ("Name;Besitzer\nAnna;Xaver\n", "Besitzer „Xaver“ ist nicht im Team"),
]


@pytest.mark.parametrize(("file", "why"), BAD)
async def test_a_row_that_cannot_be_read_is_left_out_with_its_reason(chat, file, why):
    said = await sent(chat, f"{file.rstrip()}\n{'Bert Braun':s}\n")
    assert why in said
    assert "1 neu · 0 ergänzt · 0 doppelt · 1 fehlerhaft" in said
    await chat.answers("! Importieren")
    assert [contact.name for contact in contacts(chat)] == ["Bert Braun"]


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1299", 129900),
        ("1.299", 129900),
        ("1.299,00", 129900),
        ("1299.00", 129900),
        ("1,299.00", 129900),
        ("49,90 €", 4990),
        ("EUR 1.299", 129900),
        ("12,5", 1250),
        ("12.5", 1250),
    ],
)
async def test_amounts_as_they_are_written(chat, cell, minor):
    await imported(chat, f"Name;Datum;Betrag\nAnna;01.02.2025;{cell}\n")
    assert purchases(chat, 1) == [(date(2025, 2, 1), minor, "")]


@pytest.mark.parametrize(
    "cell", ["03.11.2025", "3.11.25", "2025-11-03", "2025-11-03 14:05", "3. November 2025", "45964"]
)
async def test_days_as_they_are_written(chat, cell):
    await imported(chat, f"Name;Datum;Betrag\nAnna;{cell};5\n")
    assert purchases(chat, 1)[0][0] == date(2025, 11, 3)


async def test_failed_rows_come_back_with_their_reasons_and_can_be_sent_again(chat):
    await sent(chat, "Name;Datum;Betrag\nAnna;31.02.2025;100\n=cmd|x;01.01.2025;1\nBert;31.02.2025;5\n")
    await chat.answers("! Fehlerzeilen")
    (file,) = [m.file for m in chat.stage.standin.history(LEAD) if m.file and m.by_bot]
    text = file.data.decode("utf-8-sig")
    assert file.name == "fehler-kunden.csv"
    assert text.splitlines() == [
        "Fehler;Name;Datum;Betrag",
        "„31.02.2025“ gibt es nicht als Datum;Anna;31.02.2025;100",
        "„31.02.2025“ gibt es nicht als Datum;Bert;31.02.2025;5",
    ]
    await chat.answers("! Importieren")
    corrected = text.replace("31.02.", "28.02.")
    assert "2 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft; 2 Käufe" in await sent(
        chat, corrected, "fehler-kunden.csv"
    )


async def test_a_formula_is_plain_text(chat):
    await imported(chat, "Name;Ort\n=cmd|' /C calc'!A0;@SUM(A1)\n")
    assert [(c.name, c.town) for c in contacts(chat)] == [("=cmd|' /C calc'!A0", "@SUM(A1)")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "cp850"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
async def test_encodings_and_delimiters_are_told_by_content(chat, encoding, delimiter):
    lines = [["Name", "Straße", "Ort"], ["Jürgen Groß", '"Am ""Tor"" 1; links"', "Köln"], ["Änne Öz", "", ""]]
    text = "\n".join(delimiter.join(line) for line in lines)
    data = b"\xff\xfe" + text.encode("utf-16-le") if "bom" in encoding else text.encode(encoding)
    await imported(chat, data)
    assert [c.name for c in contacts(chat)] == ["Jürgen Groß", "Änne Öz"]
    assert contacts(chat)[0].detail("street") == 'Am "Tor" 1; links'


async def test_letters_that_were_lost_cost_only_their_row(chat):
    data = "Name\nJürgen Groß\nÄnne Öz\nKöln M".encode() + b"\xfcller\n"
    said = await sent(chat, data)
    assert "2 neu · 0 ergänzt · 0 doppelt · 1 fehlerhaft" in said
    assert "Zeile 4: unlesbare Zeichen" in said


async def test_a_file_without_headings_is_read_by_its_contents(chat):
    said = await imported(
        chat, "Anna Meier;0171 3920012;anna@meier.example\nBert Braun;0221 123456;b@braun.example\n"
    )
    assert "2 neu" in said
    assert [(c.name, c.phone) for c in contacts(chat)] == [
        ("Anna Meier", "+491713920012"),
        ("Bert Braun", "+49221123456"),
    ]


async def test_headings_may_stand_below_a_title(chat):
    await imported(chat, "Kundenliste 2026\n\nName;Ort\nAnna Meier;Köln\n")
    assert [c.name for c in contacts(chat)] == ["Anna Meier"]


async def test_first_and_last_name_come_together_and_a_comma_is_turned(chat):
    await imported(chat, "Vorname;Nachname\nAnna;Meier\n")
    await imported(chat, 'Name\n"Braun, Bert"\n')
    assert [c.name for c in contacts(chat)] == ["Anna Meier", "Bert Braun"]


async def test_missing_columns_are_asked_for(chat):
    said = await sent(chat, "Farbe;Größe\nrot;12\nblau;13\n")
    assert "0 neu · 0 ergänzt · 0 doppelt · 2 fehlerhaft" in said
    assert "Keine Spalte mit Namen erkannt" in said
    await chat.play("""
        ! Farbe →
        ~ Was steht in der Spalte „Farbe“? …
        ! Name
        ~ kunden.csv: 2 Zeilen, noch nichts gespeichert.
          2 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft …
        ! Importieren
        ~ Importiert: kunden.csv …
    """)
    assert [c.name for c in contacts(chat)] == ["rot", "blau"]


async def test_thirty_columns_are_shown_in_pages(chat):
    head = ";".join(["Name", *(f"Feld {n}" for n in range(29))])
    await sent(chat, f"{head}\nAnna Meier{';x' * 29}\n")
    await chat.answers("! Spalten »")
    await chat.answers("! Spalten »")
    await chat.play("""
        ! Feld 20
        ~ Was steht in der Spalte „Feld 20“? Jetzt: nicht übernehmen
        …
        ! Mehr
        ~ Was steht in der Spalte „Feld 20“? …
        ! Branche
        ~ kunden.csv: 1 Zeile, noch nichts gespeichert. …
        ! Importieren
        ~ Importiert: kunden.csv …
    """)
    assert contacts(chat)[0].industry == "x"


async def test_a_meaning_is_had_by_one_column_only(chat):
    await sent(chat, "Name;Spitzname\nAnna Meier;Anni\n")
    await chat.answers("! Spitzname")
    await chat.answers("! Name")
    assert chat.stage.standin.find_button(LEAD, "Name → –")
    await chat.answers("! Importieren")
    assert contacts(chat)[0].name == "Anni"


async def test_cancelled_nothing_is_stored(chat):
    await sent(chat, f"{HEAD}\n{ANNA}\n")
    await chat.play("""
        ! Abbrechen
        ~ Import abgebrochen: kunden.csv. Gespeichert ist nichts.
    """)
    assert contacts(chat) == []
    with chat.work() as work:
        assert work.imports.rows(1, after=0, most=5) == []


async def test_a_workbook_is_read_with_its_days_and_numbers(chat):
    rows = [
        ["Name", "Telefon", "PLZ", "Datum", "Betrag"],
        ["Anna Meier", 1713920012, 50667, date(2025, 11, 3), 1299.5],
        ["Bert Braun", "0221 123456", "", date(2025, 12, 1), 1.234],
    ]
    said = await imported(chat, workbook(Kunden=rows), "kunden.xlsx")
    assert "1 neu · 0 ergänzt · 0 doppelt · 1 fehlerhaft; 1 Kauf" in said
    (anna,) = contacts(chat)
    assert (anna.phone, anna.detail("postcode")) == ("+491713920012", "50667")
    assert purchases(chat, 1) == [(date(2025, 11, 3), 129950, "")]


async def test_of_two_sheets_one_is_chosen(chat):
    book = workbook(Kunden=[["Name"], ["Anna Meier"]], Lieferanten=[["Name"], ["Bert Braun"]], Leer=[])
    chat.stage.standin.document(LEAD, "alles.xlsx", book)
    await chat.stage.settle()
    await chat.play("""
        ! Lieferanten
        ~ alles.xlsx: 1 Zeile, noch nichts gespeichert. …
        ! Importieren
        ~ Importiert: alles.xlsx …
    """)
    assert [c.name for c in contacts(chat)] == ["Bert Braun"]


async def test_names_lie_content_counts(chat):
    await imported(chat, workbook(Kunden=[["Name"], ["Anna Meier"]]), "kunden.csv")
    await imported(chat, "Name\nBert Braun\n", "kunden.xlsx")
    await imported(chat, b"BEGIN:VCARD\nVERSION:3.0\nFN:Carla Cux\nEND:VCARD\n", "kunden.csv")
    assert [c.name for c in contacts(chat)] == ["Anna Meier", "Bert Braun", "Carla Cux"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES = [
    ("leer.csv", b"", "leer.csv ist leer"),
    ("leer.csv", b"\xef\xbb\xbf\r\n \n", "leer.csv ist leer"),
    ("kopf.csv", b";;;\n;;;\n", "kopf.csv ist leer"),
    ("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "bild.csv ist ein Bild"),
    ("foto.xlsx", b"\xff\xd8\xff\xe0" + bytes(50), "foto.xlsx ist ein Bild"),
    ("text.csv", b"%PDF-1.7 ...", "text.csv ist ein PDF"),
    ("seite.xls", b"<html><body><table></table></body></html>", "seite.xls ist eine Webseite (HTML)"),
    ("brei.csv", bytes(range(256)) * 4, "brei.csv ist keine Tabelle, sondern Binärdaten"),
    ("halb.xlsx", workbook(Blatt=[["Name"], ["Anna"]])[:300], "halb.xlsx ist nicht bis zum Ende lesbar"),
    (
        "geheim.xlsx",
        OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "mit einem Passwort geschützt",
    ),
    ("alt.xls", OLE + bytes(600), "alt.xls ist nicht bis zum Ende lesbar"),
    ("bombe.xlsx", bomb(201, honest=True), "bombe.xlsx ist entpackt größer als 200 MB"),
    ("luege.xlsx", bomb(201, honest=False), "luege.xlsx ist entpackt größer als 200 MB"),
    ("weit.xlsx", stretched(), "weit.xlsx ist entpackt größer als 200 MB"),
    ("calc.ods", archive("content.xml"), "calc.ods ist eine OpenDocument-Datei"),
    ("brief.xlsx", archive("word/document.xml"), "brief.xlsx ist ein Archiv oder Dokument"),
    ("offen.csv", b'Name;Ort\n"Anna;K\xc3\xb6ln\nBert;Bonn\n', "Anführungszeichen nicht geschlossen"),
]


@pytest.mark.parametrize(
    ("name", "content", "why"), FILES, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(FILES)]
)
async def test_what_is_no_table_is_refused_by_name(chat, name, content, why):
    if content:
        said = await sent(chat, content, name)
    else:
        chat.stage.standin.document(LEAD, name, b" ")
        await chat.stage.settle()
        said = "\n".join(chat.said)
    assert why in said
    assert "Gespeichert ist nichts" in said
    assert contacts(chat) == []


async def test_limits_are_named(chat):
    assert "hat mehr als 100.000 Zeilen" in await sent(chat, "Name\n" + "Anna\n" * 100_001)
    large = "Name\n" + f"{'Anna' * 25}\n" * 220_000
    assert "hat 21,2 MB, höchstens 20 MB gehen" in await sent(chat, large)
    assert contacts(chat) == []


CARDS = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Gro=C3=9F;J=C3=BCrgen;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen Gro=
=C3=9F
TEL;HOME:0221 123456
TEL;CELL:0171 3920012
TEL;WORK;FAX:0221 999999
ORG:Gro\\, Klein;Vertrieb
TITLE:Einkauf
BDAY:1970-01-01
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ
 AAAQABAAD
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Meier;Anna;;;
item1.EMAIL;TYPE=INTERNET:anna@meier.example
EMAIL;TYPE=PREF:chef@meier.example
EMAIL:drei@meier.example
ADR;TYPE=WORK:;;Am Tor 1;Köln;;50667;Deutschland
NOTE:spielt\\nHandball\\, gut
CATEGORIES:Messe,Wartung
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Bert Braun
TEL;VALUE=uri;TYPE="voice,cell":tel:+49-171-3920013
END:VCARD
"""


async def test_contact_cards_of_all_versions_are_read(chat):
    said = await imported(chat, CARDS, "adressbuch.vcf")
    assert "3 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft" in said
    jurgen, anna, bert = contacts(chat)
    assert (jurgen.name, jurgen.company, jurgen.phone) == ("Jürgen Groß", "Gro, Klein", "+491713920012")
    assert (jurgen.detail("phone2"), jurgen.detail("role")) == ("+49221123456", "Einkauf")
    assert (anna.email, anna.detail("email2"), anna.town) == (
        "chef@meier.example",
        "anna@meier.example",
        "Köln",
    )
    assert (anna.detail("street"), anna.detail("postcode")) == ("Am Tor 1", "50667")
    assert bert.phone == "+491713920013"
    with chat.work() as work:
        assert work.tags.of(2) == ["Messe", "Wartung"]
        (note,) = work.events.history(2).standing("note")
    assert note.text == "spielt\nHandball, gut\nMail: drei@meier.example"


async def test_three_times_the_same_card_is_one_contact(chat):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Meier\nTEL:0171 3920012\nEND:VCARD\n"
    assert "1 neu · 0 ergänzt · 2 doppelt" in await imported(chat, card * 3, "anna.vcf")
    assert len(contacts(chat)) == 1


async def test_an_import_is_taken_back(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH")
    await imported(
        chat, "Name;Firma;Ort;Datum;Betrag;Tags\nAnna Meier;Meier GmbH;Köln;03.11.2025;5;Messe\nBert;;;;;\n"
    )
    assert contacts(chat)[0].town == "Köln"
    await chat.play("""
        ! Import zurücknehmen
        < Import kunden.csv zurücknehmen? …
        ! Ja, zurücknehmen
        ~ Import zurückgenommen: kunden.csv. 1 Kontakt entfernt.
        > /kontakt Meier
        < Anna Meier (Meier GmbH) · #1
          Status ZA …
    """)
    (anna,) = contacts(chat)
    assert (anna.town, purchases(chat, 1)) == ("", [])
    with chat.work() as work:
        assert work.tags.of(1) == []
    assert "1 neu · 1 ergänzt" in await sent(chat, "Name;Firma;Ort\nAnna Meier;Meier GmbH;Köln\nBert;;\n")


async def test_who_has_other_entries_by_now_stays(chat):
    await imported(chat, "Name;Datum;Betrag\nAnna Meier;03.11.2025;5\nBert Braun;;\n")
    await chat.answers("> /notiz Meier spielt Handball")
    await chat.answers("! Import zurücknehmen")
    assert "1 Kontakt bleibt, weil andere Einträge darin stehen" in "\n".join(await chat.answers("! Ja"))
    assert [c.name for c in contacts(chat)] == ["Anna Meier"]
    assert purchases(chat, 1) == []


async def test_a_field_changed_since_is_left_alone(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH")
    await imported(chat, "Name;Firma;Ort\nAnna Meier;Meier GmbH;Köln\n")
    await chat.answers("> /aendern Meier Ort Bonn")
    await chat.answers("! Import zurücknehmen")
    await chat.answers("! Ja")
    assert contacts(chat)[0].town == "Bonn"


async def test_after_thirty_days_an_import_stays(chat):
    await imported(chat, "Name\nAnna Meier\n")
    await chat.answers("+ 29d")
    await chat.play("""
        > /import
        < …
        [Zurücknehmen: kunden.csv]
        + 2d
        …
        ! Zurücknehmen
        ~ … Nach 30 Tagen nehme ich einen Import nicht mehr zurück. …
        > /import
        < …
    """)
    assert not chat.stage.standin.find_button(LEAD, "Zurücknehmen: ")
    assert len(contacts(chat)) == 1


def staged(chat):
    with chat.work() as work:
        return {batch.state: len(work.imports.rows(batch.id, after=0, most=9)) for batch in _batches(work)}


def _batches(work):
    (lead,) = [member for member in work.members.all() if member.telegram == LEAD]
    return work.imports.latest(lead.id, most=9)


async def test_rows_nobody_went_on_with_are_forgotten_after_thirty_days(chat):
    await sent(chat, "Name;Datum;Betrag\nAnna;31.02.2025;100\nBert;;\n")
    await chat.answers("+ 29d")
    assert staged(chat) == {"staged": 2}
    await chat.answers("+ 3d")
    assert staged(chat) == {"cancelled": 0}
    assert "kunden.csv: abgebrochen" in "\n".join(await chat.answers("> /import"))


async def test_failed_rows_can_be_fetched_for_thirty_days(chat):
    await imported(chat, "Name;Datum;Betrag\nAnna;31.02.2025;100\nBert;;\n")
    assert staged(chat) == {"done": 1}
    await chat.answers("+ 32d")
    assert staged(chat) == {"done": 0}


async def test_what_is_being_entered_is_left_alone_however_old(chat):
    await sent(chat, "Name\nAnna\n")
    with chat.work() as work:
        (batch,) = _batches(work)
        work.imports.save(batch.id, state="applying")
    await chat.answers("+ 32d")
    assert staged(chat) == {"applying": 1}


async def test_undo_leaves_imports_alone(chat):
    await chat.answers("> /neu Carla Cux")
    await imported(chat, "Name\nAnna Meier\n")
    assert "Carla Cux" in "\n".join(await chat.answers("> /rueckgaengig"))
    assert [c.name for c in contacts(chat)] == ["Anna Meier"]


async def test_a_colleagues_contact_is_never_told(chat):
    await chat.answers("> /neu Anna Meier, Firma Meier GmbH, 0171 3920012, anna@meier.example")
    await chat.answers("2> /heute")
    said = await sent(chat, f"{HEAD}\n{ANNA}\n", user=REP)
    assert "1 neu · 0 ergänzt · 0 doppelt" in said
    await chat.answers("2! Importieren")
    assert [c.owner for c in contacts(chat)] == [1, 2]


async def test_a_lead_names_owners_a_rep_does_not(chat):
    await chat.answers("2> /heute")
    await imported(chat, "Name;Verkäufer\nAnna Meier;Jan Vogt\nBert Braun;Jan\nCarla Cux;\n")
    assert [c.owner for c in contacts(chat)] == [2, 2, 1]
    await sent(chat, "Name;Verkäufer\nDora Dill;Kim Berger\n", user=REP)
    await chat.answers("2! Importieren")
    assert contacts(chat)[-1].owner == 2


async def test_a_button_of_a_finished_import_says_so(chat):
    await sent(chat, "Name\nAnna Meier\n")
    copy = chat.stage.standin.find_button(LEAD, "Importieren")
    await chat.answers("! Importieren")
    chat.said.clear()
    chat.stage.standin.press(LEAD, *copy) if copy else None
    await chat.stage.settle()
    assert len(contacts(chat)) == 1


async def test_somebody_undone_is_not_brought_back_but_entered_anew(chat):
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    await chat.answers("> /rueckgaengig")
    assert "1 neu" in await imported(chat, "Name;Telefon\nAnna Meier;0171 3920012\n")
    assert [c.id for c in contacts(chat)] == [2]


async def test_who_was_taken_away_between_preview_and_import_is_left_out(chat):
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    await sent(chat, "Name;Telefon;Ort\nAnna Meier;0171 3920012;Köln\n")
    await chat.answers("> /rueckgaengig")
    await chat.answers("! Importieren")
    assert contacts(chat) == []


async def test_who_was_entered_between_preview_and_import_is_not_entered_twice(chat):
    await sent(chat, "Name;Telefon;Ort\nAnna Meier;0171 3920012;Köln\n")
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    await chat.answers("! Importieren")
    (anna,) = contacts(chat)
    assert anna.town == "Köln"


async def test_a_caption_makes_no_difference(chat):
    chat.stage.standin.document(LEAD, "kunden.csv", b"Name\nAnna Meier\n", "/import")
    await chat.stage.settle()
    assert "1 neu" in "\n".join(chat.said)


async def test_import_without_a_file_tells_how_and_what_was(chat):
    await imported(chat, "Name\nAnna Meier\n")
    await chat.play("""
        > /import
        < Schick mir eine Datei: …
          • kunden.csv: importiert – 1 neu · 0 ergänzt · 0 doppelt · 0 fehlerhaft
        [Zurücknehmen: kunden.csv]
    """)


async def test_who_was_given_to_a_colleague_between_preview_and_import_is_left_out(chat):
    await chat.answers("2> /neu Anna Meier, 0171 3920012")
    await sent(chat, "Name;Telefon;Ort\nAnna Meier;0171 3920012;Köln\n", user=REP)
    with chat.work() as work:
        lead = work.members.by_telegram(LEAD)
        work.merges.give(work.contacts.any(1), lead.id)
    await chat.answers("2! Importieren")
    (anna,) = contacts(chat)
    assert (anna.owner, anna.town) == (lead.id, "")


async def test_who_was_merged_since_stays_where_it_went(chat):
    await chat.answers("> /neu Anna Meier, Meier GmbH")
    await imported(chat, "Name;Firma;Ort\nAnja Meyer;Meier AG;Köln\n")
    await chat.answers("> /zusammenfuehren #1 + #2")
    await chat.answers("! Zusammenführen")
    await chat.answers("> /import")
    await chat.answers("! Zurücknehmen: kunden.csv")
    await chat.answers("! Ja, zurück")
    await chat.answers("> /zusammenfuehren #1")
    await chat.answers("! aufheben")
    with chat.work() as work:
        assert any(work.events.history(2).standing("created"))  # nobody without a beginning came back


async def test_an_import_that_broke_can_be_taken_back(chat, monkeypatch, caplog):
    async def broken(*_):
        raise ValueError("a bug")

    monkeypatch.setattr("bot.imports.applying.replan", broken)
    await imported(chat, "Name\nAnna Meier\n")
    assert "a bug" in caplog.text
    assert "Zurücknehmen" not in "\n".join(await chat.answers("> /import"))  # perhaps somebody is still at it
    await chat.answers("+ 2h")
    await chat.answers("> /import")
    await chat.answers("! Zurücknehmen: kunden.csv")
    monkeypatch.undo()
    assert "1 Kontakt entfernt" in "\n".join(await chat.answers("! Ja, zurück"))
    assert contacts(chat) == []


async def test_a_cards_odd_charset_and_our_own_marks_do_no_harm(chat):
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=undefined:Anna Meier\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:a=00b=EE=80=81c\nTEL:0171 3920012\nEND:VCARD\n"
    )
    assert "1 neu" in await imported(chat, card * 2, "anna.vcf")
    with chat.work() as work:
        (note,) = work.events.history(1).standing("note")
    assert note.text == "abc"
