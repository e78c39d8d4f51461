"""Shared cards, forwarded messages, files: kept only after it is certain whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot import waiting
from bot.turn import Attachment
from domain.events import Kind
from storage.contacts import CONTACT

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
VCARD = """BEGIN:VCARD
VERSION:3.0
N:Meier;Anna;;;
FN:Anna Meier
ORG:Meier GmbH;Einkauf
TITLE:Leiterin
TEL;type=CELL;type=pref:0171 3920012
EMAIL;type=WORK:anna@meier.example
ADR;type=WORK:;;Am Hof 3;Köln;;50667;Deutschland
NOTE:Messe\\, Stand 4
END:VCARD
"""


async def events(chat, number=1):
    with chat.work() as work:
        return sorted(work.events.history(number).events, key=lambda event: event.id)


async def sent(chat, caption="", *, kind="photo", name="bild.png", user=101, to="", data=PNG):
    """A file; `to`: in reply to the newest message that says this."""
    chat.said.clear()
    history = reversed(chat.stage.standin.history(user))
    reply_to = next(m.id for m in history if m.by_bot and to in m.text) if to else None
    chat.stage.standin.document(user, name, data, caption, kind=kind, reply_to=reply_to)
    await chat.stage.settle()
    return list(chat.said)


async def test_a_shared_card_is_shown_and_created_by_a_tap(chat):
    await chat.play("""
        c> Anna Meier, 0171 3920012
        < Kontaktkarte: Anna Meier
          Telefon: +491713920012
          Noch ist nichts angelegt.
        [Anlegen] [Abbrechen]
        > /kontakt #1
        < Einen Kontakt #1 gibt es bei dir nicht. …
        kill
        ! Anlegen
        ~ Neu: Anna Meier – ZA, Nummer #1
          +491713920012 …
    """)


async def test_all_of_a_card_is_read(chat):
    chat.stage.standin.contact(101, "Anna", "491713920012", last_name="Meier", vcard=VCARD)
    await chat.stage.settle()
    shown = "\n".join(chat.said)
    for read in (
        "+491713920012",
        "Meier GmbH",
        "anna@meier.example",
        "Köln",
        "50667",
        "Am Hof 3",
        "Leiterin",
        "Stand 4",
    ):
        assert read in shown
    await chat.answers("! Anlegen")
    with chat.work() as work:
        contact = work.contacts.any(1)
    assert (contact.name, contact.company, contact.town) == ("Anna Meier", "Meier GmbH", "Köln")
    assert contact.detail("role") == "Leiterin"


@pytest.mark.parametrize(
    "vcard", ["", "Unsinn", "BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD", "BEGIN:VCARD\nTEL:xx\nEND:VCARD"]
)
async def test_a_card_that_says_little_is_shown_as_far_as_it_goes(chat, vcard):
    chat.stage.standin.contact(101, "Anna", "+49 171 3920012", vcard=vcard)
    await chat.stage.settle()
    assert chat.said[0] == "< Kontaktkarte: Anna"


async def test_a_card_of_somebody_known_warns(chat):
    await chat.play("""
        > /neu Anna Meier, 0171 3920012
        …
        c> Anna M., +491713920012
        < Kontaktkarte: Anna M. … Gibt es vielleicht schon: … Anna Meier …
        [Trotzdem anlegen] [Abbrechen] [Öffnen: Anna Meier]
        ! Abbrechen
        ~ Abgebrochen, nichts gespeichert.
    """)


async def test_an_ignored_card_changes_nothing_of_the_next_line(chat):
    await chat.play("""
        > /neu Bert Braun
        …
        c> Anna Meier, 0171 3920012
        …
        > Braun will ein Angebot
        < … Es geht um Bert Braun. …
        > /kontakt #2
        < Einen Kontakt #2 gibt es bei dir nicht. …
        + 25h
        …
        > /kontakt #2
        < Einen Kontakt #2 gibt es bei dir nicht. …
    """)


async def test_what_a_contact_wrote_is_forwarded_as_reaction_or_note(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        f> Anna Meier: Bitte ein Angebot bis 5.12., danke!
        < „Bitte ein Angebot bis 5.12., danke!“ – was soll ich damit tun?
          Es geht um Anna Meier. Gespeichert ist noch nichts.
        [Reaktion] [Notiz]
        ! Reaktion
        ~ Reaktion notiert: Anna Meier – Bitte ein Angebot bis 5.12., danke!, heute 09:00
          ZA → KI …
    """)
    event = (await events(chat))[-1]
    assert (event.kind, event.detail, event.text) == (
        Kind.REACTION, "messenger", "Bitte ein Angebot bis 5.12., danke!",
    )  # fmt: skip


async def test_whose_a_forwarded_message_is_can_be_chosen_named_or_new(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        f> AM: Bis morgen
        < „Bis morgen“ – was soll ich damit tun? Um wen geht es? …
        [Neu: AM] [Anna Meier · ZA] [Abbrechen]
        ! Anna
        ~ „Bis morgen“ … Es geht um Anna Meier. …
        [Reaktion] [Notiz]
        f> AM: /kauf Meier 200
        …
        kill
        > Meier
        …
        < „/kauf Meier 200“ – was soll ich damit tun?
          Es geht um Anna Meier. Gespeichert ist noch nichts.
        ! Notiz
        ~ Notiz: Anna Meier – /kauf Meier 200 …
        f> Bert Braun: Schönes Gerät
        …
        ! Neu: Bert Braun
        ~ Neu: Bert Braun – ZA, Nummer #2 … Es geht um Bert Braun. …
    """)


async def test_several_of_the_senders_name_are_asked_about(chat):
    await chat.play("""
        > /neu Anna Meier, Meier GmbH
        …
        > /neu Anna Meier, Stadtwerke AG
        …
        ! Trotzdem
        …
        f> Anna Meier: Passt so
        < „Anna Meier“ passt auf mehrere. Wer ist gemeint? …
        ! Stadtwerke
        ~ „Passt so“ … Es geht um Anna Meier (Stadtwerke AG). …
        ! Notiz
        ~ Notiz: Anna Meier (Stadtwerke AG) – Passt so …
    """)


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "document"])
async def test_a_file_in_reply_to_a_card_stays_with_the_contact_and_comes_back(chat, kind):
    await chat.answers("> /neu Anna Meier")
    said = await sent(chat, "Typenschild", kind=kind, to="Anna Meier")
    assert said[0].startswith("< Angehängt: Anna Meier – ")
    assert "Typenschild" in said[0]
    event = (await events(chat))[-1]
    assert (event.kind, event.detail, event.text) == (Kind.FILE, kind, "Typenschild")
    await chat.answers("! zeigen")
    again = chat.stage.standin.history(101)[-1]
    assert again.by_bot
    assert again.file.id == event.file
    verlauf = await chat.answers("> /verlauf Meier")
    assert any("heute]" in row for row in verlauf)


async def test_a_file_without_a_word_is_asked_whose_it_is(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /neu Bert Braun")
    said = await sent(chat)
    assert said[0].startswith("< Foto: Zu wem gehört das? Tippe oder antworte mit einem Namen")
    await chat.play("""
        kill
        > Braun
        …
        < Angehängt: Bert Braun – Foto …
    """)
    await sent(chat, kind="voice", name="a.ogg")
    await chat.play("""
        ! Anna
        ~ Angehängt: Anna Meier – Sprachnotiz …
        [Sprachnotiz zeigen] [Schritt ändern] [Rückgängig]
        ! Rückgängig
        ~ Zurückgenommen: Anna Meier – Sprachnotiz …
    """)


async def test_a_caption_is_a_line_and_its_file_goes_along(chat):
    await chat.answers("> /neu Anna Meier")
    said = await sent(chat, "/notiz Meier Schild am Tor")
    assert said[0] == "< Notiz: Anna Meier – Schild am Tor"
    assert [e.kind for e in await events(chat)][1:] == [Kind.NOTE, Kind.FILE]
    await chat.play("""
        ! Rückgängig
        ~ Zurückgenommen: …
        > /kontakt Meier
        < … Nächster Schritt: erste Ansprache …
    """)
    assert all(event.voided for event in (await events(chat))[1:])


async def test_the_file_waits_with_a_question_over_a_restart(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /neu Bert Meier")
    said = await sent(chat, "/kauf Meier")
    assert said[0].startswith("< „Meier“ passt auf mehrere")
    await chat.play("""
        kill
        ! Bert
        ~ Um wie viel geht es bei Bert Meier? …
        > 200 Wartung
        …
        < Kauf notiert: Bert Meier – 200,00 € Wartung, heute 09:00 … Foto angehängt.
    """)
    assert [e.kind for e in await events(chat, 2)][1:] == [Kind.PURCHASE, Kind.FILE]


async def test_a_caption_that_names_somebody_is_proposed_with_the_file(chat):
    await chat.answers("> /neu Anna Meier")
    said = await sent(chat, "Meier Typenschild")
    assert said[2].startswith("[Foto anhängen]")
    assert len(await events(chat)) == 1
    await chat.play("""
        ! Notiz
        ~ Notiz: Anna Meier – Typenschild … Foto angehängt.
    """)


async def test_the_file_of_a_look_is_not_lost_silently(chat):
    await chat.answers("> /neu Anna Meier")
    said = await sent(chat, "/heute")
    assert any("Foto: dabei nicht gespeichert." in line for line in said)


async def test_a_corrected_caption_corrects_what_was_attached(chat):
    await chat.answers("> /neu Anna Meier")
    await chat.answers("> /neu Bert Braun")
    await sent(chat, "/anhang Meier Schild")
    await chat.play("""
        e> /anhang Braun Schild
        ~ Berichtigt. Angehängt: Bert Braun – Foto – Schild …
    """)
    assert (await events(chat))[-1].voided
    assert (await events(chat, 2))[-1].kind is Kind.FILE


async def test_attaching_without_a_file_says_how(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /anhang Meier
        < Zu Anna Meier ist keine Datei dabei. …
    """)


async def test_a_colleague_gets_neither_contact_nor_file(chat):
    await chat.answers("> /neu Anna Meier")
    await sent(chat, to="Anna Meier")
    await chat.answers("2> /neu Bert Braun")
    await sent(chat, "/anhang Meier Schild", user=102)
    await sent(chat, "/anhang #1 Schild", user=102)
    assert len(await events(chat)) == 2
    show = chat.stage.standin.find_button(101, "zeigen")
    message = chat.stage.standin.last(102, by_bot=True)
    chat.stage.standin.press(102, message.id, show[1])
    await chat.stage.settle()
    assert not any(m.file for m in chat.stage.standin.history(102) if m.by_bot)


async def test_a_file_that_telegram_no_longer_has_is_told(chat):
    await chat.answers("> /neu Anna Meier")
    await sent(chat, to="Anna Meier")
    chat.stage.standin.files.clear()
    answer = await chat.answers("! zeigen")
    assert any("Telegram gibt diese Datei nicht mehr heraus." in line for line in answer)


async def test_each_photo_of_an_album_is_kept(chat):
    await chat.answers("> /neu Anna Meier")
    for _ in range(3):
        await sent(chat, to="Neu: Anna Meier")
    assert [e.kind for e in await events(chat)].count(Kind.FILE) == 3


async def test_a_file_with_one_card_is_a_new_contact_prefilled(chat):
    said = await sent(chat, kind="document", name="anna.vcf", data=VCARD.encode())
    assert said[0] == "< Kontaktkarte: Anna Meier"
    await chat.play("""
        kill
        ! Anlegen
        ~ Neu: Anna Meier (Meier GmbH) – ZA, Nummer #1 …
    """)


async def test_a_file_with_several_cards_is_an_import(chat):
    await sent(chat, kind="document", name="alle.vcf", data=(VCARD + VCARD.replace("Anna", "Bert")).encode())
    assert not any("Kontaktkarte" in line for line in chat.said)
    with chat.work() as work:
        assert work.imports.latest(1, most=5)


async def test_a_broken_card_file_is_told_by_the_import(chat):
    said = await sent(chat, kind="document", name="kaputt.vcf", data=b"BEGIN:VCARD\nUnsinn")
    assert said[0].startswith("< kaputt.vcf: 0 Zeilen")


async def test_a_table_in_reply_to_a_card_is_still_an_import_and_a_card_file_is_attached(chat):
    await chat.answers("> /neu Anna Meier")
    said = await sent(
        chat, kind="document", name="kontakte.csv", data=b"Name;Mail\nBert Braun;b@x.example", to="Nummer #1"
    )
    assert "Angehängt" not in said[0]
    said = await sent(chat, kind="document", name="anna.vcf", data=VCARD.encode(), to="Nummer #1")
    assert said[0].startswith("< Angehängt: Anna Meier – Datei anna.vcf")


async def test_a_file_of_a_contact_that_was_handed_over_is_out_of_reach(chat):
    await chat.answers("2> /neu Bert Braun")
    await sent(chat, to="Bert Braun", user=102)
    with chat.work() as work:
        work._connection.execute(update(CONTACT).values(owner=work.members.by_telegram(101).id))  # noqa: SLF001
    await chat.play("""
        2! Foto zeigen
        2~ … Dieser Kontakt ist nicht mehr bei dir. …
    """)
    assert not any(m.file for m in chat.stage.standin.history(102) if m.by_bot)


async def test_marks_of_ours_in_what_people_send_mean_nothing(chat):
    await chat.answers("> /neu Anna Meier")
    said = await sent(
        chat, "\ue001{}\ue001/notiz \ue000Meier\ue000 Schild", name="b\ue001il\ue000d.png", kind="document"
    )
    assert said[0] == "< „{}/notiz Meier Schild“ – was soll ich damit tun?"
    chat.stage.standin.forward(101, "Un\ue000be\ue001kannt", "Hallo\ue001")
    await chat.stage.settle()
    await chat.play("""
        ! Neu: Unbekannt
        ~ Neu: Unbekannt – ZA, Nummer #2
          „Hallo“ – was soll ich damit tun? …
        ! Reaktion
        ~ Reaktion notiert: Unbekannt – Hallo, heute 09:00 …
    """)


@given(st.text(), st.text(), st.text(), st.booleans())
def test_what_waits_with_a_line_comes_back_whole(line, name, mime, forwarded):
    file = Attachment("document", "id", waiting.safe(name), waiting.safe(mime), 5)
    line = waiting.safe(line)
    asked = waiting.plain(line, "Meier")
    sealed = waiting.sealed(asked, waiting.Enclosed(file, forwarded))
    assert waiting.opened(sealed) == (asked, waiting.Enclosed(file, forwarded))
    chosen, enclosed = waiting.opened(waiting.completed(sealed, 7))
    assert (chosen, enclosed.file) == (f"#7: {line}".strip(), file)
    assert waiting.typed(sealed) == f"Meier {line}".strip()
