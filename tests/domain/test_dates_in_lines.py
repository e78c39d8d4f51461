"""Dates inside free lines, and all that only looks like one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phrases import (
    DateAmbiguous,
    DateImpossible,
    DateNotUnderstood,
    DateUnreadable,
    Lean,
    find_when,
)

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday

# line | when, among things to do | what is left
LINES = """
Di Video 14:00                                  | 24.11.2026 14:00       | Video
anrufen Do 10:00                                | 19.11.2026 10:00       | anrufen
bis Fr 17:59 Angebot schicken                   | 20.11.2026 17:59       | Angebot schicken
Video nächste Woche Di 15 Uhr                   | 24.11.2026 15:00       | Video
Besuch nächste Woche Mittwoch um 14 Uhr in Köln | 25.11.2026 14:00       | Besuch in Köln
Rückruf in einer Stunde                         | 18.11.2026 11:30       | Rückruf
nicht erreicht, morgen noch mal                 | 19.11.2026             | nicht erreicht, noch mal
zu teuer, im Mai wieder melden                  | 01.05.2027             | zu teuer, wieder melden
bis Mai                                         | 01.05.2027             |
bis 14.8. Vertretung                            | 14.08.2027             | Vertretung
12.000 Wartung bis 30.11.                       | 30.11.2026             | 12.000 Wartung
Präsentation am 25.11. um 10:00 Uhr bei Kunde   | 25.11.2026 10:00       | Präsentation bei Kunde
Termin am Mittwoch, 25. November, 14 Uhr        | 25.11.2026 14:00       | Termin
Termin am Montag, den 23.11. um 14:30           | 23.11.2026 14:30       | Termin
Freitag, der 27.11., Besuch                     | 27.11.2026             | Besuch
Do 26.11. von 9:00 bis 10:30 Besuch             | 26.11.2026 09:00-10:30 | Besuch
10 Uhr Mo Besuch                                | 23.11.2026 10:00       | Besuch
14 Uhr am 3.12. Telefonat                       | 03.12.2026 14:00       | Telefonat
anrufen um 9 am Freitag                         | 20.11.2026 09:00       | anrufen
übermorgen 16.15 Uhr Telefonat                  | 20.11.2026 16:15       | Telefonat
verschieben auf Donnerstag 15 Uhr               | 19.11.2026 15:00       | verschieben
mi video 10 uhr                                 | 25.11.2026 10:00       | video
video di 10 uhr                                 | 24.11.2026 10:00       | video
anrufen di                                      | 24.11.2026             | anrufen
So um 10 Uhr Messe                              | 22.11.2026 10:00       | Messe
1.299,00 Wartungsvertrag am 3.12. Rabatt        | 03.12.2026             | 1.299,00 Wartungsvertrag Rabatt
49,90 gestern                                   | 17.11.2026             | 49,90
200 am 3.12.                                    | 03.12.2026             | 200
3.12. 200 Wartung                               | 03.12.2026             | 200 Wartung
1299.00 vor 2 Wochen                            | 04.11.2026             | 1299.00
200 vor 2 Wochen                                | 04.11.2026             | 200
20 vor 2 Wochen                                 | 04.11.2026             | 20
12 Uhr 500 €                                    | 18.11.2026 12:00       | 500 €
3. Dezember 200 Wartung                         | 03.12.2026             | 200 Wartung
3.12. 1299 Wartung                              | 03.12.2026             | 1299 Wartung
am 3. 12. 14 Uhr                                | 03.12.2026 14:00       |
Herr Freitag am Montag                          | 23.11.2026             | Herr Freitag
Frau Mai bis Mai zurückstellen                  | 01.05.2027             | Frau Mai zurückstellen
Morgen anrufen                                  | 19.11.2026             | anrufen
Di um halb drei Video                           | 24.11.2026 14:30       | Video
Mo 10 Uhr so schnell wie möglich                | 23.11.2026 10:00       | so schnell wie möglich
Infomaterial angefordert gestern.               | 17.11.2026             | Infomaterial angefordert.
gestern: Mail beantwortet                       | 17.11.2026             | Mail beantwortet
Di 24.11. - 14:00 Büro                          | 24.11.2026 14:00       | Büro
gleich morgen früh um 7:30 los                  | 19.11.2026 07:30       | gleich los
Angebot nachfassen in 10 Tagen                  | 28.11.2026             | Angebot nachfassen
Di am Morgen 9 Uhr                              | 24.11.2026 09:00       |
morgen 14.30 Video                              | 19.11.2026 14:30       | Video
Do,14 Uhr Video                                 | 19.11.2026 14:00       | Video
Do14:00 Video                                   | 19.11.2026 14:00       | Video
3.12.,14:00 Video                               | 03.12.2026 14:00       | Video
"""
IMPOSSIBLE = """
31.2.
29.2.27
32.1.
1.13.
31.11.2026
2026-02-30
25:00
14:75
KW 54
am 45.
"""
AMBIGUOUS = """
Mi und Do
Mo-Fr
Mo oder Di 9:00
heute oder morgen
3.-5.11.
3./4.11.
3. und 4. November
10 oder 11 Uhr
um 10 oder 11
Di 10:00/11:00
zwischen 10 und 12 Uhr
in 2-3 Tagen
KW 48/49
Mai oder Juni
Ende/Anfang Mai
Mo 24.11.
heute Do
Di in drei Wochen
morgens 15 Uhr
3.11. 2000 Wartung
"""
NOT_UNDERSTOOD = """
am 3.11
Di 3.12
24.11 14:00
Di 14
Di 14 Video
24 Uhr
03/11/2026
in ein paar Tagen
in den nächsten Tagen
in 2 Werktagen
2 Wochen später
montags
jeden Montag
diese Woche
heute Nacht
Mitternacht
im Sommer
nach Ostern
vor Mai
bis November
Dienstg 14 Uhr
"""
NO_DATES = """
Herr Morgen
Herr Montag angerufen
mit Morgen telefoniert
Frau Sommer
Frau Mai
am Morgen
am frühen Morgen
Guten Morgen
schönen Abend
Fr. Müller angerufen
so schnell wie möglich
So schnell wie möglich
so früh wie möglich
ruf mi an
3.11
1.5 Tonnen
1.299,00 Wartungsvertrag
24/7
A4
Hauptstr. 3
0171 2345678
192.168.1.1
Version 1.2.3
Version 3.11. installiert
80:20
16:9
8h Schulung
3 Tage
zum 3. Mal angerufen
am 3. Tag
um 10 Prozent
um zwei Wochen verschoben
seit 3 Jahren zufrieden
Katalog Sommer
mit August telefoniert
Angebot Mai
Mittagessen mit Chef
vor Ort
"""

ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in LINES.strip().splitlines()]
REFUSED = [
    (line, error)
    for lines, error in (
        (IMPOSSIBLE, DateImpossible),
        (AMBIGUOUS, DateAmbiguous),
        (NOT_UNDERSTOOD, DateNotUnderstood),
    )
    for line in lines.strip().splitlines()
]
WORDS = st.sampled_from(
    [*"|".join(f"{LINES}{NO_DATES}{NOT_UNDERSTOOD}{AMBIGUOUS}".split()).split("|"), "ü", "ſo", "KW"]
)
TYPED = st.text(max_size=80) | st.lists(WORDS, max_size=9).map(" ".join)


@pytest.mark.parametrize(("line", "expected", "rest"), ROWS, ids=[row[0] for row in ROWS])
def test_a_date_is_found_inside_a_line(line, expected, rest):
    found = find_when(line, now=NOW, lean=Lean.FUTURE)
    assert found is not None
    clock = f" {found.when.at:%H:%M}" if found.when.at else ""
    when = f"{found.when.day:%d.%m.%Y}{clock}" + (f"-{found.ends:%H:%M}" if found.ends else "")
    assert (when, found.rest(line)) == (expected, rest)


@pytest.mark.parametrize(("line", "error"), REFUSED, ids=[line for line, _ in REFUSED])
def test_what_cannot_be_one_day_is_refused_not_guessed(line, error):
    with pytest.raises(error):
        find_when(line, now=NOW, lean=Lean.FUTURE)


@pytest.mark.parametrize("lean", Lean)
@pytest.mark.parametrize("line", NO_DATES.strip().splitlines())
def test_names_counts_and_versions_are_no_dates(line, lean):
    assert find_when(line, now=NOW, lean=lean) is None


def test_day_and_time_that_stand_apart_are_two_spans():
    found = find_when("Di Video 14:00", now=NOW, lean=Lean.FUTURE)
    assert found is not None
    assert (found.start, found.end, found.also) == (0, 2, ((9, 14),))
    assert found.blanked("Di Video 14:00") == "   Video      "


def test_the_span_has_the_prepositions_that_belong_to_it():
    line = "Angebot bis spätestens zum 3.12. schicken"
    found = find_when(line, now=NOW, lean=Lean.FUTURE)
    assert found is not None
    assert line[found.start : found.end] == "bis spätestens zum 3.12."


@given(line=TYPED, lean=st.sampled_from(Lean))
def test_whatever_is_typed_there_is_a_date_inside_the_line_or_a_refusal(line, lean):
    try:
        found = find_when(line, now=NOW, lean=lean)
    except DateUnreadable as unreadable:
        assert unreadable.phrase  # noqa: PT017 – or it is no error at all
        return
    if found is None:
        return
    assert all(0 <= start < end <= len(line) for start, end in found.spans)
    assert len(found.blanked(line)) == len(line)
    assert len(found.rest(line)) < len(line)
