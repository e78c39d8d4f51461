"""`/tour`: five taps on a contact the rep names, each a real entry, explained; all of it kept or taken back."""

from domain.events import Kind


def events_of(chat, number=1):
    with chat.work() as work:
        return work.events.history(number).events


async def begun(chat, *presses):
    await chat.answers("> /tour Berta Beispiel")
    for label in presses:
        await chat.answers(f"! {label}")


async def test_the_welcome_offers_the_tour_and_the_tour_goes_through_a_day(chat):
    await chat.play("""
        > /start
        < Hallo Kim Berger! …
        [Rundgang in 5 Taps] [Was ist heute dran?] [Alle Befehle]
        ! Rundgang
        ~ … Wen triffst du heute? Antworte mit einem Namen, zum Beispiel Berta Beispiel
        [Später]
        > Berta Beispiel
        …
        < 1 von 5 · getippt wäre das: /neu Berta Beispiel
          Neu: Berta Beispiel – ZA, Nummer #1 …
          … Status ZA (S1) …
        [Es kam eine Reaktion] [Aufhören]
        ! Es kam eine Reaktion
        ~ 2 von 5 · getippt wäre das: /reaktion Berta Beispiel Infomaterial
          Reaktion notiert: Berta Beispiel – Infomaterial, heute 09:00
          ZA → II, weil erste Reaktion: heute Info (S2)
          Nächster Schritt: Informationen schicken bis Mi 4.3.
          … ZA → II (S2) …
        [Termin vereinbart] [Aufhören]
        ! Termin vereinbart
        ~ 3 von 5 · getippt wäre das: /termin Berta Beispiel 3.3. 10:00
          Termin: Berta Beispiel – morgen, Di 3.3. 10:00
          II → KI, weil Kaufsignal: Termin vereinbart (S4) …
        [Das kam heraus] [Aufhören]
        ! Das kam heraus
        ~ 4 von 5 · getippt wäre das: /ergebnis Berta Beispiel Angebot schicken in 3 Tagen
          Ergebnis notiert: Berta Beispiel – …
        [Rückgängig] [Aufhören]
        ! Rückgängig
        ~ 5 von 5 · getippt wäre das: /rueckgaengig
          Zurückgenommen: Berta Beispiel – Ergebnis …
          … Soll bleiben, was du eingetragen hast?
        [Behalten] [Alles zurücknehmen]
        ! Behalten
        ~ Berta Beispiel bleibt, mit allem, was du eingetragen hast.
        [Karte] [Was ist heute dran?]
        > /kontakt Berta
        < Berta Beispiel · #1
          Status KI seit Mo 2.3. …
          Nächster Schritt: Termin morgen 10:00 …
        …
    """)


async def test_every_tap_is_a_real_entry_and_all_of_it_can_be_taken_back(chat):
    await begun(chat, "Es kam", "Termin", "Das kam", "Rückgängig")
    standing = [event.kind for event in events_of(chat) if event.voided is None]
    assert standing == [Kind.CREATED, Kind.REACTION, Kind.APPOINTMENT]
    await chat.play("""
        ! Alles zurücknehmen
        ~ Alles zurückgenommen (3 Einträge). …
        > /kontakt Berta
        < „Berta“ finde ich nicht. …
        …
        > /heute
        < Heute ist nichts fällig.
        …
    """)
    assert all(event.voided for event in events_of(chat))


async def test_it_can_be_left_after_any_tap(chat):
    for presses in ((), ("Es kam",), ("Es kam", "Termin"), ("Es kam", "Termin", "Das kam")):
        await begun(chat, *presses)
        said = "\n".join(await chat.answers("! Aufhören"))
        assert (
            said
            == "~ Rundgang beendet. Soll bleiben, was du dabei eingetragen hast?\n[Behalten] [Alles zurücknehmen]"
        )
        said = "\n".join(await chat.answers("! Alles zurücknehmen"))
        assert f"Alles zurückgenommen ({len(presses) + 1} Ein" in said


async def test_who_has_no_time_is_told_how_to_come_back(chat):
    await chat.play("""
        > /tour
        < Der erste Tag in fünf Taps. …
        [Später]
        ! Später
        ~ Gut, ein andermal: /tour fängt von vorn an. …
    """)


async def test_nobody_practises_on_a_customer(chat):
    await chat.play("""
        > /neu Anna Meier
        …
        > /tour Anna Meier
        < Anna Meier kenne ich schon, daran soll niemand üben. …
        > Berta Beispiel
        …
        < 1 von 5 …
        …
    """)
    assert [event.kind for event in events_of(chat)] == [Kind.CREATED]


async def test_what_was_entered_beside_the_tour_keeps_the_contact(chat):
    await begun(chat, "Es kam")
    await chat.answers("> /notiz Berta kommt mit dem Zug")
    chat.stage.standin.press(101, *chat.stage.standin.find_button(101, "Aufhören"))
    await chat.stage.settle()
    said = "\n".join(await chat.answers("! Alles zurücknehmen"))
    assert "Berta Beispiel bleibt angelegt, denn daran hängt noch: Notiz" in said
    assert all(event.voided is None for event in events_of(chat))


async def test_an_entry_taken_back_by_hand_isnt_taken_back_twice(chat):
    await begun(chat, "Es kam", "Termin", "Das kam")
    await chat.answers("> /rueckgaengig")
    chat.stage.standin.press(101, *chat.stage.standin.find_button(101, "Doch behalten"))
    await chat.stage.settle()
    assert all(event.voided is None for event in events_of(chat))


async def test_after_a_day_the_tour_stands_like_any_entry(chat):
    await begun(chat, "Es kam", "Aufhören")
    await chat.answers("+ 2d")
    said = "\n".join(await chat.answers("! Alles zurücknehmen"))
    assert "Nach 24 Stunden nehme ich einen Eintrag nicht mehr zurück" in said


async def test_on_a_friday_the_appointment_is_on_monday(chat):
    await chat.answers("@ 2026-03-06 10:00")
    await begun(chat, "Es kam", "Termin")
    assert "Mo 9.3. 10:00" in "\n".join(await chat.answers("> /kontakt Berta"))
