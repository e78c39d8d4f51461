"""What nobody should type and everybody does: each line gets an answer that says how it would work."""

import pytest

from bot import respond
from bot.commands.registry import COMMANDS

respond.load()
NAMES = sorted(command.name for command in COMMANDS.values())
LONGEST = 4096


async def said(chat, line):
    return "\n".join(await chat.answers(line))


async def test_every_bare_command_is_answered(chat):
    for name in [*NAMES, "neu Anna Meier", *NAMES]:
        answer = await said(chat, f"> /{name}")
        assert answer.startswith(("< ", "~ ", "<picture: ")), name
        assert "Fehler" not in answer, name


ABSURD = [
    "Meier " + "x" * (LONGEST - 40),
    "x" * (LONGEST - 40),
    "Meier " + "🦊" * 1000,
    "Meier " + "<b>&amp;</b>" * 300,
    "Meier " + "a " * 1500,
    "Meier 🦊",
    "Meier \u202eשלום\u202c مرحبا",
    "Meier </b><i>&amp; \"' \\ % _ {}",
    "Meier 31.2.",
    "Meier 99.99.9999",
    "Meier 0",
    "Meier -1 €",
    "Meier 99999999999999999999",
    "Meier 200 in 3 Jahren",
    "Meier vor 900 Jahren",
    "Meier in 99999 Tagen",
    "#1",
    "#1:",
    "#999999999999",
    "#0 200",
    ": 200",
    "Meier: ",
    "0171",
    "@@@",
    "\ue000Meier\ue000 200",
    "Meier KW 99",
    "Meier 25:61",
]


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in {"start", "system", "heute", "woche"}]
)
async def test_absurd_contents_are_answered_in_at_most_1200_characters(chat, name):
    await chat.answers("> /neu Anna Meier")
    for tail in ABSURD:
        answers = await chat.answers(f"> /{name} {tail}")
        assert answers, tail
        assert "Fehler" not in "\n".join(answers), tail
        assert all(len(message) <= 1200 for message in messages(answers)), tail


def messages(lines):
    """What was sent, without buttons."""
    found = []
    for line in lines:
        if line.startswith(("< ", "~ ")):
            found.append(line[2:])
        elif line.startswith("  ") and found:
            found[-1] += "\n" + line[2:]
    return found


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/kauf Meier 0 Wartung", "0 ist kein Betrag für einen Kauf. …"),
        ("/kauf Meier -5 Wartung", "-5 ist kein Betrag für einen Kauf. …"),
        ("/kauf Meier 10000001", "10000001 ist sehr viel, stimmt das? …"),
        ("/kauf Meier 12,34.56", "„12,34.56“ kann ich nicht als Betrag lesen. …"),
        ("/kauf Meier Wartung", "Um wie viel geht es bei Anna Meier? …"),
        ("/kauf Meier 200 am 31.2.", "„31.2.“ gibt es nicht. …"),
        ("/kauf Meier 200 morgen", "Der Kauf läge in der Zukunft (morgen, Di 3.3.) …"),
        ("/kauf Meier 200 heute 23:59", "Der Kauf läge in der Zukunft (heute, Mo 2.3. 23:59) …"),
        ("/reaktion Meier Info in 2 Wochen", "Die Reaktion läge in der Zukunft (Mo 16.3.) …"),
        ("/reaktion Meier Dings", "Wie hat Anna Meier reagiert? …"),
        ("/nachgefasst Meier Dings", "Was hast du bei Anna Meier gemacht? …"),
        ("/nachgefasst Meier morgen angerufen", "Das Nachfassen läge in der Zukunft …"),
        ("/termin Meier gestern 10:00", "Der Termin läge in der Vergangenheit (gestern, So 1.3. 10:00). …"),
        ("/termin Meier heute 8:00", "Der Termin läge in der Vergangenheit (heute, Mo 2.3. 08:00). …"),
        ("/termin Meier morgen 25:00", "„25:00“ gibt es nicht. …"),
        ("/termin Meier morgen", "Um wie viel Uhr ist der Termin mit Anna Meier? …"),
        ("/termin Meier Dings", "Wann ist der Termin mit Anna Meier? …"),
        ("/ergebnis Meier Angebot bis gestern", "Der nächste Schritt läge in der Vergangenheit …"),
        ("/schritt Meier anrufen", "Bis wann soll das bei Anna Meier erledigt sein? …"),
        ("/spaeter Meier in 3 Jahren", "So weit im Voraus erinnere ich nicht – höchstens bis Di 2.3.2027. …"),
        ("/status Meier XX", "Den Status „XX“ gibt es nicht – es gibt ZA, II, KI, EK und SK. …"),
        ("/zurueckstellen Meier zurück", "Anna Meier ist gar nicht zurückgestellt; …"),
        ("/termin_verschieben Meier morgen 9:00", "Mit Anna Meier ist kein Termin offen. …"),
        ("/neu", "Für einen neuen Kontakt brauche ich zuerst einen Namen. …"),
        (
            "/neu 12345",
            "Für einen neuen Kontakt brauche ich zuerst einen Namen. Verstanden habe ich „12345“. …",
        ),
        ("/neu 🦊", "Für einen neuen Kontakt brauche ich zuerst einen Namen. …"),
        ("/xyzzyqq foo", "Den Befehl /xyzzyqq kenne ich nicht. Alle Befehle zeigt /hilfe."),
        ("/", "Den Befehl / kenne ich nicht. …"),
        ("/reaktoin Meier Info", "Den Befehl /reaktoin kenne ich nicht. Meintest du /reaktion? …"),
        ("/hilfe kuaf", "/kauf – Kauf eintragen …"),
    ],
)
async def test_a_refusal_names_what_was_wrong(chat, line, answer):
    await chat.answers("> /neu Anna Meier")
    await chat.play(f"> {line}\n< {answer}")


@pytest.mark.parametrize(
    ("refused", "answer", "stored"),
    [
        ("/kauf Meier 0 Wartung", "200", "Kauf notiert: Anna Meier – 200,00 € Wartung, heute 09:00 …"),
        ("/kauf Meier Wartung", "49,90 €", "Kauf notiert: Anna Meier – 49,90 € Wartung, heute 09:00 …"),
        (
            "/kauf Meier 200 Wartung am 31.2.",
            "28.2.",
            "Kauf notiert: Anna Meier – 200,00 € Wartung, Sa 28.2. …",
        ),
        (
            "/kauf Meier 200 Wartung morgen",
            "gestern",
            "Kauf notiert: Anna Meier – 200,00 € Wartung, gestern …",
        ),
        (
            "/termin Meier gestern 10:00 Video",
            "morgen 10:00",
            "Termin: Anna Meier – morgen, Di 3.3. 10:00 – Video …",
        ),
        ("/termin Meier morgen Video", "14 Uhr", "Termin: Anna Meier – morgen, Di 3.3. 14:00 – Video …"),
        ("/schritt Meier anrufen", "Freitag", "Schritt: Anna Meier – anrufen, Fr 6.3. …"),
        ("/spaeter Meier in 3 Jahren", "in 3 Tagen", "Später: Anna Meier – Erinnerungen ruhen bis Do 5.3. …"),
        ("/reaktion Meier", "Anruf", "Reaktion notiert: Anna Meier – Anruf, heute 09:00 …"),
        ("/nachgefasst Meier", "Mailbox", "Nachgefasst: Anna Meier – Mailbox, heute 09:00 …"),
        ("/ergebnis Meier", "will Bedenkzeit", "Ergebnis notiert: Anna Meier – will Bedenkzeit …"),
    ],
)
async def test_a_refused_line_is_not_lost_an_answer_completes_it(chat, refused, answer, stored):
    await chat.answers("> /neu Anna Meier")
    await chat.answers(f"> {refused}")
    await chat.play(f"> {answer}\n…\n< {stored}")


@pytest.mark.parametrize(
    "typed", ["/Rückgängig", "/rueckgaengig", "/RÜCKGÄNGIG", "/ruckgangig", "/rückgängig@nachfass_bot"]
)
async def test_umlauts_and_case_of_a_command_do_not_matter(chat, typed):
    await chat.answers("> /neu Anna Meier")
    assert "Zurückgenommen: Anna Meier – angelegt" in await said(chat, f"> {typed}")


async def test_a_misspelt_command_is_carried_out_by_a_tap(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /reaktoin Meier Info
        < … Meintest du /reaktion? …
        ! Ja
        ~ Reaktion notiert: Anna Meier – Info, heute 09:00 …
    """)


async def test_a_line_without_a_command_stores_nothing_before_a_tap(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > Meier will ein Angebot
        < „Meier will ein Angebot“ – was soll ich damit tun? …
        [Reaktion: Angebot] [Schritt] [Notiz]
        > /kontakt Meier
        < … Status ZA …
        ! Reaktion: Angebot
        ~ Reaktion notiert: Anna Meier – will ein Angebot, heute 09:00
          ZA → KI …
    """)


async def test_a_long_line_without_a_command_is_kept_whole_for_the_tap(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> Meier " + "sehr lange Rede " * 60 + "Schluss")
    await chat.answers("! Notiz")
    with chat.work() as work:
        note = work.events.history(1).events[-1]
    assert note.text.endswith("Schluss")


async def test_a_sticker_says_what_is_read(chat):
    chat.said.clear()
    chat.stage.standin.sticker(101)
    await chat.stage.settle()
    assert chat.said[0].startswith("< Mit Stickern kann ich nichts anfangen – ich lese Text")


async def test_a_caption_counts_as_text(chat):
    await chat.answers("> /neu Anna Meier")
    chat.said.clear()
    chat.stage.standin.document(101, "bild.jpg", b"x", "/notiz Meier so sieht es aus", kind="photo")
    await chat.stage.settle()
    assert chat.said[0] == "< Notiz: Anna Meier – so sieht es aus"


@pytest.mark.parametrize("name", ["<b>Fett</b>", "Müller & Söhne", "</b>Ende", "A < B > C"])
async def test_markup_in_names_is_text(chat, name):
    await chat.play(f"""
        > /neu {name}
        < Neu: {name} – ZA …
        > /kontakt #1
        < {name} · #1 …
        > /warum #1
        < Warum {name} ZA ist: …
        > /notiz #1 sagt {name}
        < Notiz: {name} – sagt {name} …
    """)


async def test_after_an_error_nobody_foresaw_the_next_line_is_served(chat, monkeypatch):
    await chat.answers("> /neu Anna Meier")
    note = COMMANDS["notiz"]

    def broken(_desk, _rest):
        raise ZeroDivisionError

    monkeypatch.setitem(
        COMMANDS, "notiz", type(note)(**{f: getattr(note, f) for f in note.__slots__} | {"handler": broken})
    )
    await chat.play("""
        > /notiz Meier Hund
        < Das hat nicht geklappt (Fehler …). Der Eintrag ist nicht gespeichert.
        > /kontakt Meier
        < Anna Meier · #1 …
    """)


WAYS_ON = {
    "/termin Meier Di 25:00": "antworte mit der richtigen Zeit: 14:00",
    "/termin Meier 31.2.": "antworte mit dem richtigen Tag: morgen,",
    "/kauf Meier 200 31.2.": "antworte mit dem richtigen Tag: gestern,",
    "/neu anna@meier.example": "brauche ich zuerst einen Namen. Verstanden habe ich „anna@meier.example“",
    "/neu " + "x" * 200: "bitte kürzer, zum Beispiel /neu Anna Meier",
    "/suche 0171": "brauche ich mehr Ziffern",
}


@pytest.mark.parametrize("line", WAYS_ON)
async def test_what_is_half_right_is_told_what_is_missing(chat, line):
    await chat.answers("> /neu Anna Meier, 0171 3920012")
    assert WAYS_ON[line] in await said(chat, f"> {line}")


async def test_a_misspelt_help_is_offered_once(chat):
    assert (await chat.answers("> /hilf"))[1:] == ["[Ja: /hilfe]"]
