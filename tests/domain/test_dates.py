"""The table of phrases is the specification of the small grammar (spec 5, "German dates")."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from domain.phrases import DateAmbiguous, DateImpossible, DateUnreadable, Lean, When, find_when, local_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=BERLIN)  # a Wednesday, in week 47
ERRORS = {"DateImpossible": "unmöglich", "DateAmbiguous": "mehrdeutig", "DateNotUnderstood": "unklar"}

# phrase | among things that happened | among things to do
PHRASES = """
heute                     | 18.11.2026             | 18.11.2026
gestern                   | 17.11.2026             | 17.11.2026
vorgestern                | 16.11.2026             | 16.11.2026
morgen                    | 19.11.2026             | 19.11.2026
übermorgen                | 20.11.2026             | 20.11.2026
uebermorgen               | 20.11.2026             | 20.11.2026
MORGEN FRÜH               | 19.11.2026 08:00       | 19.11.2026 08:00
Mo                        | 16.11.2026             | 23.11.2026
Mi                        | 18.11.2026             | 18.11.2026
Mi 9:00                   | 18.11.2026 09:00       | 25.11.2026 09:00
Mi 14:00                  | 11.11.2026 14:00       | 18.11.2026 14:00
So                        | 15.11.2026             | 22.11.2026
Montag                    | 16.11.2026             | 23.11.2026
Sonnabend                 | 14.11.2026             | 21.11.2026
nächsten Di               | 24.11.2026             | 24.11.2026
naechsten Mi              | 25.11.2026             | 25.11.2026
letzten Fr                | 13.11.2026             | 13.11.2026
letzten Mi                | 11.11.2026             | 11.11.2026
kommenden Freitag         | 20.11.2026             | 20.11.2026
übernächsten Di           | 01.12.2026             | 01.12.2026
diesen Freitag            | 13.11.2026             | 20.11.2026
3.11.                     | 03.11.2026             | 03.11.2027
24.12.                    | 24.12.2025             | 24.12.2026
18.11.                    | 18.11.2026             | 18.11.2026
3.11.26                   | 03.11.2026             | 03.11.2026
03.11.2026                | 03.11.2026             | 03.11.2026
3.11.99                   | 03.11.1999             | 03.11.1999
2026-11-03                | 03.11.2026             | 03.11.2026
2026-11-03T14:00          | 03.11.2026 14:00       | 03.11.2026 14:00
3. November               | 03.11.2026             | 03.11.2027
3. Nov 2026               | 03.11.2026             | 03.11.2026
am dritten November       | 03.11.2026             | 03.11.2027
am 15.                    | 15.11.2026             | 15.12.2026
am 31.                    | 31.10.2026             | 31.12.2026
1.1.                      | 01.01.2026             | 01.01.2027
31.12.                    | 31.12.2025             | 31.12.2026
29.2.                     | unmöglich              | unmöglich
29.2.2028                 | 29.02.2028             | 29.02.2028
14:00                     | 18.11.2026 14:00       | 18.11.2026 14:00
9:00                      | 18.11.2026 09:00       | 19.11.2026 09:00
14 Uhr                    | 18.11.2026 14:00       | 18.11.2026 14:00
14.30 Uhr                 | 18.11.2026 14:30       | 18.11.2026 14:30
14h                       | 18.11.2026 14:00       | 18.11.2026 14:00
1430 Uhr                  | 18.11.2026 14:30       | 18.11.2026 14:30
halb drei                 | 18.11.2026 14:30       | 18.11.2026 14:30
Viertel nach 3            | 18.11.2026 15:15       | 18.11.2026 15:15
viertel vor vier          | 18.11.2026 15:45       | 18.11.2026 15:45
dreiviertel drei          | 18.11.2026 14:45       | 18.11.2026 14:45
fünf vor halb drei        | 18.11.2026 14:25       | 18.11.2026 14:25
um 3                      | 18.11.2026 15:00       | 18.11.2026 15:00
um 3 Uhr                  | 18.11.2026 15:00       | 18.11.2026 15:00
um 7                      | 18.11.2026 19:00       | 18.11.2026 19:00
7 Uhr                     | 18.11.2026 07:00       | 19.11.2026 07:00
03:00                     | 18.11.2026 03:00       | 19.11.2026 03:00
3 Uhr nachts              | 18.11.2026 03:00       | 19.11.2026 03:00
8 Uhr abends              | 18.11.2026 20:00       | 18.11.2026 20:00
morgen früh               | 19.11.2026 08:00       | 19.11.2026 08:00
mittags                   | 18.11.2026 12:00       | 18.11.2026 12:00
abends                    | 18.11.2026 18:00       | 18.11.2026 18:00
heute Abend               | 18.11.2026 18:00       | 18.11.2026 18:00
heute nachmittag um 3     | 18.11.2026 15:00       | 18.11.2026 15:00
Freitagabend              | 13.11.2026 18:00       | 20.11.2026 18:00
Montagmorgen              | 16.11.2026 08:00       | 23.11.2026 08:00
Di morgen                 | 17.11.2026 08:00       | 24.11.2026 08:00
in 3 Tagen                | 21.11.2026             | 21.11.2026
vor 2 Wochen              | 04.11.2026             | 04.11.2026
in einer Stunde           | 18.11.2026 11:30       | 18.11.2026 11:30
in 90 Minuten             | 18.11.2026 12:00       | 18.11.2026 12:00
in 1,5 Stunden            | 18.11.2026 12:00       | 18.11.2026 12:00
vor 10 Minuten            | 18.11.2026 10:20       | 18.11.2026 10:20
in einem Monat            | 18.12.2026             | 18.12.2026
in einem halben Jahr      | 18.05.2027             | 18.05.2027
heute in 2 Wochen         | 02.12.2026             | 02.12.2026
Montag in einer Woche     | 30.11.2026             | 30.11.2026
Freitag vor einer Woche   | 06.11.2026             | 06.11.2026
Ende des Monats           | 31.10.2026             | 30.11.2026
Ende November             | 30.11.2025             | 30.11.2026
Anfang Mai                | 01.05.2026             | 01.05.2027
Mitte Mai                 | 15.05.2026             | 15.05.2027
bis Mai                   | 01.05.2026             | 01.05.2027
bis Dezember 2027         | 01.12.2027             | 01.12.2027
Mai nächstes Jahr         | 01.05.2027             | 01.05.2027
nächsten Monat            | 01.12.2026             | 01.12.2026
am 15. nächsten Monats    | 15.12.2026             | 15.12.2026
Ende des Quartals         | 30.09.2026             | 31.12.2026
Ende des Jahres           | 31.12.2025             | 31.12.2026
Ende der Woche            | 13.11.2026             | 20.11.2026
am Wochenende             | 14.11.2026             | 21.11.2026
KW 48                     | 24.11.2025             | 23.11.2026
KW 47                     | 16.11.2026             | 16.11.2026
KW 48 Mi 10 Uhr           | 26.11.2025 10:00       | 25.11.2026 10:00
48. KW                    | 24.11.2025             | 23.11.2026
KW 53                     | unmöglich              | 28.12.2026
nächste Woche             | 23.11.2026             | 23.11.2026
nächste Woche Di 15 Uhr   | 24.11.2026 15:00       | 24.11.2026 15:00
letzte Woche Mittwoch     | 11.11.2026             | 11.11.2026
Donnerstag nächster Woche | 26.11.2026             | 26.11.2026
Ende nächster Woche       | 27.11.2026             | 27.11.2026
bis Silvester             | 31.12.2025             | 31.12.2026
Mo 23.11.                 | mehrdeutig             | 23.11.2026
Di 24.11.2026 14:00-15:30 | 24.11.2026 14:00-15:30 | 24.11.2026 14:00-15:30
"""
ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in PHRASES.strip().splitlines()]


def read(phrase: str, lean: Lean, *, now: datetime = NOW) -> str:
    try:
        found = find_when(phrase, now=now, lean=lean)
    except DateUnreadable as unreadable:
        return ERRORS[type(unreadable).__name__]
    assert found is not None
    assert found.rest(phrase) == ""
    clock = f" {found.when.at:%H:%M}" if found.when.at else ""
    return f"{found.when.day:%d.%m.%Y}{clock}" + (f"-{found.ends:%H:%M}" if found.ends else "")


@pytest.mark.parametrize(("phrase", "past", "future"), ROWS, ids=[row[0] for row in ROWS])
def test_a_phrase_resolves_into_the_past_or_the_future(phrase, past, future):
    assert (read(phrase, Lean.PAST), read(phrase, Lean.FUTURE)) == (past, future)


@pytest.mark.parametrize(
    ("now", "phrase", "lean", "expected"),
    [
        ("2026-12-31 18:00", "1.1.", Lean.FUTURE, "01.01.2027"),
        ("2026-12-31 18:00", "in 2 Tagen", Lean.FUTURE, "02.01.2027"),
        ("2027-01-01 09:00", "31.12.", Lean.PAST, "31.12.2026"),
        ("2027-01-01 09:00", "letzten Monat", Lean.PAST, "01.12.2026"),
        ("2027-01-01 09:00", "KW 53", Lean.PAST, "28.12.2026"),
        ("2026-12-30 09:00", "KW 1", Lean.FUTURE, "04.01.2027"),
        ("2027-06-01 09:00", "29.2.", Lean.FUTURE, "29.02.2028"),
        ("2028-02-29 09:00", "29.2.", Lean.FUTURE, "29.02.2028"),
        ("2028-02-29 09:00", "in einem Jahr", Lean.FUTURE, "28.02.2029"),
        ("2027-01-31 09:00", "in einem Monat", Lean.FUTURE, "28.02.2027"),
        ("2027-03-31 09:00", "vor einem Monat", Lean.PAST, "28.02.2027"),
        ("2026-11-22 09:00", "So", Lean.FUTURE, "22.11.2026"),
        ("2026-11-22 09:00", "nächsten So", Lean.FUTURE, "29.11.2026"),
        ("2026-11-22 09:00", "nächste Woche", Lean.FUTURE, "23.11.2026"),
        ("2026-11-21 09:00", "Ende der Woche", Lean.FUTURE, "27.11.2026"),
        ("2026-11-18 14:00", "Mi 14:00", Lean.FUTURE, "18.11.2026 14:00"),
        ("2026-11-18 14:01", "Mi 14:00", Lean.FUTURE, "25.11.2026 14:00"),
        ("2026-11-18 14:01", "14:00", Lean.FUTURE, "19.11.2026 14:00"),
        ("2026-11-18 23:30", "in einer Stunde", Lean.FUTURE, "19.11.2026 00:30"),
        ("2026-11-01 09:00", "bis November", Lean.FUTURE, "01.11.2026"),
        ("2027-03-28 01:30", "in einer Stunde", Lean.FUTURE, "28.03.2027 03:30"),
        ("2026-10-25 01:30", "in 2 Stunden", Lean.FUTURE, "25.10.2026 02:30"),
        ("2026-03-27 12:00", "So 2:30", Lean.FUTURE, "29.03.2026 02:30"),
        ("2026-03-29 04:00", "vor 2 Stunden", Lean.PAST, "29.03.2026 01:00"),
        ("2026-10-25 23:59", "in 2 Minuten", Lean.FUTURE, "26.10.2026 00:01"),
        ("2026-11-18 23:59", "Mi 23:59", Lean.FUTURE, "18.11.2026 23:59"),
        ("2026-11-19 00:01", "gestern", Lean.PAST, "18.11.2026"),
        ("2026-11-19 00:01", "Mi", Lean.FUTURE, "25.11.2026"),
        ("2026-11-19 00:01", "vor 10 Minuten", Lean.PAST, "18.11.2026 23:51"),
        ("2026-12-31 23:59", "morgen", Lean.FUTURE, "01.01.2027"),
        ("2026-12-31 23:59", "31.12.", Lean.FUTURE, "31.12.2026"),
        ("2027-01-01 00:01", "31.12.", Lean.FUTURE, "31.12.2027"),
        ("2027-01-01 00:01", "KW 53", Lean.FUTURE, "28.12.2026"),
        ("2026-12-14 12:00", "KW 1", Lean.FUTURE, "04.01.2027"),
        ("2026-12-28 12:00", "nächste Woche Fr", Lean.FUTURE, "08.01.2027"),
        ("2028-03-01 12:00", "29.2.", Lean.PAST, "29.02.2028"),
        ("2027-02-10 12:00", "am 30.", Lean.FUTURE, "30.03.2027"),
        ("2028-02-01 12:00", "Ende Februar", Lean.FUTURE, "29.02.2028"),
        ("2026-11-18 18:30", "abends", Lean.FUTURE, "19.11.2026 18:00"),
        ("2026-11-18 18:30", "um 7", Lean.FUTURE, "18.11.2026 19:00"),
    ],
)
def test_years_months_weeks_and_clocks_end_where_the_calendar_says(now, phrase, lean, expected):
    assert read(phrase, lean, now=datetime.fromisoformat(now).replace(tzinfo=BERLIN)) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"])
@pytest.mark.parametrize(
    ("typed", "phrase", "moment"),
    [
        ("2026-10-25T02:30", "vor 2 Stunden", "2026-10-25T00:30"),
        ("2026-10-25T02:30", "vor 1 Stunde", "2026-10-25T01:30"),
        ("2026-10-25T00:10", "in 1 Stunde", "2026-10-25T01:10"),
        ("2026-03-29T00:10", "in 1 Stunde", "2026-03-29T01:10"),
        ("2026-03-28T10:00", "morgen 2:30", "2026-03-29T01:30"),
        ("2026-10-24T10:00", "morgen 2:30", "2026-10-25T00:30"),
    ],
)
def test_an_hour_is_an_hour_in_the_nights_the_clocks_change(zone, typed, phrase, moment):
    now = datetime.fromisoformat(typed).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    found = find_when(phrase, now=now, lean=Lean.PAST if phrase.startswith("vor") else Lean.FUTURE)
    assert found is not None
    assert local_moment(found.when, ZoneInfo(zone)) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_a_leap_day_that_is_more_than_a_year_off_is_refused():
    with pytest.raises(DateImpossible):
        find_when("29.2.", now=NOW, lean=Lean.FUTURE)


def test_an_error_names_the_phrase():
    with pytest.raises(DateAmbiguous) as ambiguous:
        find_when("Rückruf am Mi oder Do bitte", now=NOW, lean=Lean.FUTURE)
    assert ambiguous.value.phrase == "am Mi oder Do"


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 7, 1), time(14), datetime(2026, 7, 1, 12, tzinfo=UTC)),
        (date(2026, 11, 18), time(14), datetime(2026, 11, 18, 13, tzinfo=UTC)),
        (date(2026, 11, 18), None, datetime(2026, 11, 17, 23, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # skipped: 3:30
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # doubled: the first
    ],
)
def test_a_local_moment_survives_the_nights_the_clocks_change(day, at, moment):
    assert local_moment(When(day, at), BERLIN) == moment
