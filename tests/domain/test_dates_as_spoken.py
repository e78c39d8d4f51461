"""Dates as reps dictate and shorten them: read, or refused, never passed over beside a day that is read."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.phrases import Lean

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday, in week 47

# phrase | among things that happened | among things to do (one cell: the same in both)
# «…» is what is left of the line; – is no date at all
TABLE = """
nä. Woche Di 15 Uhr            | 24.11.2026 15:00
nächste Wo Di 15 Uhr           | 24.11.2026 15:00
Di nächste Woche um 3          | 24.11.2026 15:00
Dienstag in der nächsten Woche | 24.11.2026
Mi oder Do                     | abgelehnt
Mi/Do                          | abgelehnt
Mi bzw. Do                     | abgelehnt
Mi, Do oder Fr                 | abgelehnt
übernächsten Freitag           | 27.11.2026
übernächste Woche              | 30.11.2026
übernächste Woche Mittwoch     | 02.12.2026
in zwei Wochen                 | 02.12.2026
in 14 Tagen                    | 02.12.2026
in acht Tagen                  | 26.11.2026
heute in einer Woche           | 25.11.2026
heute in 8 Tagen               | 26.11.2026
morgen in einer Woche          | 26.11.2026
Freitag in einer Woche         | 27.11.2026
Freitag in 14 Tagen            | 04.12.2026
gestern vor einer Woche        | 10.11.2026
heute vor 14 Tagen             | 04.11.2026
am 1. des Monats               | 01.11.2026              | 01.12.2026
zum 1. des Monats              | 01.11.2026              | 01.12.2026
am 1. des nächsten Monats      | 01.12.2026
am Ersten                      | 01.11.2026              | 01.12.2026
zum Ersten                     | 01.11.2026              | 01.12.2026
am Fünfzehnten                 | 15.11.2026              | 15.12.2026
am 15ten                       | 15.11.2026              | 15.12.2026
am zwanzigsten                 | 20.10.2026              | 20.11.2026
am zwanzigsten November        | 20.11.2025              | 20.11.2026
am einundzwanzigsten Dezember  | 21.12.2025              | 21.12.2026
Mitte Juni                     | 15.06.2026              | 15.06.2027
Ende Dezember                  | 31.12.2025              | 31.12.2026
Anfang Dezember                | 01.12.2025              | 01.12.2026
Ende KW 50                     | 12.12.2025              | 11.12.2026
Anfang KW 49                   | 01.12.2025              | 30.11.2026
KW50                           | 08.12.2025              | 07.12.2026
kw 1                           | 29.12.2025              | 04.01.2027
KW 1 Mi                        | 31.12.2025              | 06.01.2027
1. Advent                      | abgelehnt
am 1. Advent                   | abgelehnt
erster Advent                  | abgelehnt
nach dem 2. Advent             | abgelehnt
zwischen den Jahren            | abgelehnt
Ostermontag                    | abgelehnt
am Karfreitag                  | abgelehnt
Pfingstmontag                  | abgelehnt
Rosenmontag                    | abgelehnt
Buß- und Bettag                | abgelehnt
Christi Himmelfahrt            | abgelehnt
an Fronleichnam                | abgelehnt
Allerheiligen                  | 01.11.2026              | 01.11.2027
am Tag der Deutschen Einheit   | 03.10.2026              | 03.10.2027
am 1. Weihnachtstag            | 25.12.2025              | 25.12.2026
am 2. Weihnachtsfeiertag       | 26.12.2025              | 26.12.2026
Heiligabend                    | 24.12.2025              | 24.12.2026
an Weihnachten                 | abgelehnt
vor Weihnachten                | abgelehnt
nach den Feiertagen            | abgelehnt
nach den Ferien                | abgelehnt
um drei                        | 18.11.2026 15:00
dreiviertel vier               | 18.11.2026 15:45
viertel vier                   | 18.11.2026 15:15
fünf vor halb acht             | 18.11.2026 19:25
5 vor 12                       | 18.11.2026 11:55
zehn nach acht                 | 18.11.2026 08:10        | 19.11.2026 08:10
kurz vor drei                  | abgelehnt
kurz nach 3                    | abgelehnt
14:00h                         | 18.11.2026 14:00
14:00 h                        | 18.11.2026 14:00
14:00 Uhr                      | 18.11.2026 14:00
14Uhr                          | 18.11.2026 14:00
14Uhr30                        | 18.11.2026 14:30
14 Uhr 30                      | 18.11.2026 14:30
14h30                          | 18.11.2026 14:30
14.30h                         | 18.11.2026 14:30
8-10 Uhr                       | 18.11.2026 08:00-10:00  | 19.11.2026 08:00-10:00
Do 8-10 Uhr                    | 12.11.2026 08:00-10:00  | 19.11.2026 08:00-10:00
von 14 bis 15 Uhr              | 18.11.2026 14:00-15:00
Do von 14 bis 15 Uhr           | 12.11.2026 14:00-15:00  | 19.11.2026 14:00-15:00
Do 14-15h                      | 12.11.2026 14:00-15:00  | 19.11.2026 14:00-15:00
Do 14.00-15.30 Uhr             | 12.11.2026 14:00-15:30  | 19.11.2026 14:00-15:30
Do 14:00 - 15:30               | 12.11.2026 14:00-15:30  | 19.11.2026 14:00-15:30
Do 2-3 Uhr                     | 12.11.2026 14:00-15:00  | 19.11.2026 14:00-15:00
von 2 bis 3                    | –
Do zwischen 14 und 15 Uhr      | abgelehnt
ab 9 Uhr                       | 18.11.2026 09:00        | 19.11.2026 09:00
Do ab 9                        | 12.11.2026 «ab 9»       | 19.11.2026 09:00
Do bis 17 Uhr                  | 12.11.2026 17:00        | 19.11.2026 17:00
Do bis 17                      | 12.11.2026 «bis 17»     | 19.11.2026 17:00
vor 12 Uhr                     | abgelehnt
nach 17 Uhr                    | 18.11.2026 17:00
Do nach 16 Uhr                 | 12.11.2026 16:00        | 19.11.2026 16:00
morgen Vormittag               | 19.11.2026 10:00
morgen vormittag               | 19.11.2026 10:00
morgen Nachmittag              | 19.11.2026 15:00
heut Abend                     | 18.11.2026 18:00
heute abend um 8               | 18.11.2026 20:00
heute früh                     | 18.11.2026 08:00
heute Morgen                   | 18.11.2026 08:00
Samstagabend                   | 14.11.2026 18:00        | 21.11.2026 18:00
Samstag Abend                  | 14.11.2026 18:00        | 21.11.2026 18:00
gestern Mittag                 | 17.11.2026 12:00
gestern Abend                  | 17.11.2026 18:00
gestern Nacht                  | abgelehnt
letzte Woche Mi                | 11.11.2026
letzte Wo Mi                   | 11.11.2026
vergangenen Donnerstag         | 12.11.2026
vorige Woche                   | 09.11.2026
vorletzten Montag              | 09.11.2026
vorletzte Woche                | 02.11.2026
vorvorletzte Woche             | abgelehnt
vor ner Stunde                 | 18.11.2026 09:30
vor ner halben Stunde          | 18.11.2026 10:00
in ner Stunde                  | 18.11.2026 11:30
in ner Woche                   | 25.11.2026
in nem Monat                   | 18.12.2026
in einer halben Stunde         | 18.11.2026 11:00
in einer Viertelstunde         | 18.11.2026 10:45
in 1 Std                       | 18.11.2026 11:30
in 2h                          | 18.11.2026 12:30
in 30 min                      | 18.11.2026 11:00
in 30min                       | 18.11.2026 11:00
neulich                        | abgelehnt               | –
kürzlich                       | abgelehnt               | –
irgendwann nächste Woche       | 23.11.2026 «irgendwann»
in 3 Wo                        | 09.12.2026
in 2 Mon                       | 18.01.2027
03.11                          | –
am 03.11                       | abgelehnt
3/11                           | abgelehnt
3-11-2026                      | abgelehnt
2026/11/03                     | abgelehnt
3. 11.                         | 03.11.2026              | 03.11.2027
3 .11.                         | 03.11.2026              | 03.11.2027
3.11.’26                       | 03.11.2026
3.Nov                          | 03.11.2026              | 03.11.2027
3 Nov                          | 03.11.2026              | 03.11.2027
3ter November                  | 03.11.2026              | 03.11.2027
Nov 3                          | abgelehnt
November 3.                    | abgelehnt
3. November 2026               | 03.11.2026
3. Novemver                    | abgelehnt
31.11.                         | abgelehnt
30.2.2027                      | abgelehnt
31. April                      | abgelehnt
31.9.                          | abgelehnt
24.12                          | –
am 24.12                       | abgelehnt
0:00                           | 18.11.2026 00:00        | 19.11.2026 00:00
00:00                          | 18.11.2026 00:00        | 19.11.2026 00:00
0 Uhr                          | 18.11.2026 00:00        | 19.11.2026 00:00
24:00                          | abgelehnt
23:60                          | abgelehnt
25 Uhr                         | abgelehnt
Do 25:00                       | abgelehnt
Do 0:30                        | 12.11.2026 00:30        | 19.11.2026 00:30
2026                           | –
Sommer 2026                    | –                       | abgelehnt
Frühjahr 2027                  | –                       | abgelehnt
Q1                             | –
Q1 2027                        | –                       | abgelehnt
im Q1                          | 01.01.2026              | 01.01.2027
im ersten Quartal              | 01.01.2026              | 01.01.2027
im 1. Halbjahr                 | abgelehnt
2027                           | –
Anfang 2027                    | 01.01.2027
Mitte 2027                     | 01.07.2027
Jahresende                     | 31.12.2025              | 31.12.2026
Monatsende                     | 31.10.2026              | 30.11.2026
bis Monatsende                 | 31.10.2026              | 30.11.2026
Monatsanfang                   | 01.11.2026              | 01.12.2026
dieses Wochenende              | 14.11.2026              | 21.11.2026
letztes Wochenende             | 14.11.2026
nächstes Wochenende            | 21.11.2026
Mitte nächster Woche           | 25.11.2026
Anfang der Woche               | 16.11.2026              | 23.11.2026
Anfang nächster Woche          | 23.11.2026
Wochenanfang                   | 16.11.2026              | 23.11.2026
Wochenmitte                    | 18.11.2026
Montag früh                    | 16.11.2026 08:00        | 23.11.2026 08:00
Montag in der Früh             | 16.11.2026 08:00        | 23.11.2026 08:00
Mo früh um 8                   | 16.11.2026 08:00        | 23.11.2026 08:00
Mo abend                       | 16.11.2026 18:00        | 23.11.2026 18:00
Montagabend um sieben          | 16.11.2026 19:00        | 23.11.2026 19:00
Montagnachmittag               | 16.11.2026 15:00        | 23.11.2026 15:00
mittwochs                      | abgelehnt
Mo+Di                          | abgelehnt
Mo bis Mi                      | abgelehnt
Mo - Mi                        | abgelehnt
vom 3.11. bis 5.11.            | abgelehnt
3.11.-5.11.                    | abgelehnt
3.11. bis 5.11.                | abgelehnt
23. bis 27. November           | abgelehnt
Dienstag, 24.11., 14 Uhr       | abgelehnt               | 24.11.2026 14:00
Di 24.11 14 Uhr                | abgelehnt
Di., 24.11., 14:00             | abgelehnt               | 24.11.2026 14:00
Di den 24.                     | abgelehnt               | 24.11.2026
Dienstag den 24ten             | abgelehnt               | 24.11.2026
Di d. 24.11.                   | abgelehnt               | 24.11.2026
Freitag den 13.                | 13.11.2026              | abgelehnt
Fr. 10 Uhr                     | 13.11.2026 10:00        | 20.11.2026 10:00
Fr.10:00                       | 13.11.2026 10:00        | 20.11.2026 10:00
Fr,10:00                       | 13.11.2026 10:00        | 20.11.2026 10:00
Frei 10 Uhr                    | abgelehnt
Don 10 Uhr                     | abgelehnt
Donn. 10 Uhr                   | abgelehnt
Die 10 Uhr                     | abgelehnt
Mit 10 Uhr                     | abgelehnt
Mon 10:00                      | abgelehnt
Sams 10:00                     | abgelehnt
Son 10:00                      | abgelehnt
Tue 10:00                      | abgelehnt
tomorrow 10:00                 | abgelehnt
Montga 10 Uhr                  | abgelehnt
moregn 10 Uhr                  | abgelehnt
morgne                         | abgelehnt
übermrogen                     | abgelehnt
gesern                         | abgelehnt
ubermorgen                     | 20.11.2026
überübermorgen                 | 21.11.2026
in drei tagen um 10            | 21.11.2026 10:00
in 3 Tagen 10 Uhr              | 21.11.2026 10:00
morgen in 2 Tagen              | 21.11.2026
in 0 Tagen                     | abgelehnt
in -3 Tagen                    | abgelehnt
in 10000 Tagen                 | abgelehnt
in 2 1/2 Stunden               | abgelehnt
in anderthalb Stunden          | 18.11.2026 12:00
in zweieinhalb Monaten         | abgelehnt
in 1-2 Wochen                  | abgelehnt
in ein bis zwei Wochen         | abgelehnt
in ein, zwei Wochen            | abgelehnt
in ca. 2 Wochen                | 02.12.2026
in ungefähr 3 Wochen           | 09.12.2026
in gut einer Woche             | 25.11.2026
in knapp 2 Wochen              | 02.12.2026
in etwa einem Monat            | 18.12.2026
in spätestens 2 Wochen         | 02.12.2026
innerhalb einer Woche          | 25.11.2026
binnen 14 Tagen                | 02.12.2026
bis in 2 Wochen                | 02.12.2026
im Laufe der Woche             | abgelehnt
im Laufe des Tages             | abgelehnt
diese Woche noch               | abgelehnt
diese Woche Fr                 | 20.11.2026
diese Woche Mo                 | 16.11.2026
diesen Monat                   | abgelehnt
letzten Monat                  | 01.10.2026
letztes Jahr                   | 01.01.2025
vor einem Jahr                 | 18.11.2025
vor Jahren                     | abgelehnt
nächstes Jahr im Mai           | 01.05.2027
im Mai nächsten Jahres         | 01.05.2027
im Mai '27                     | 01.05.2027
Mai 27                         | abgelehnt
im kommenden Jahr              | 01.01.2027
nächsten Januar                | 01.01.2027
ab Januar                      | 01.01.2026              | 01.01.2027
ab Jan.                        | 01.01.2026              | 01.01.2027
bis März                       | 01.03.2026              | 01.03.2027
bis Ende März                  | 31.03.2026              | 31.03.2027
bis Ende des Jahres            | 31.12.2025              | 31.12.2026
um fünfzehn Uhr                | 18.11.2026 15:00
fünfzehn Uhr dreißig           | 18.11.2026 15:30
Do um vierzehn Uhr             | 12.11.2026 14:00        | 19.11.2026 14:00
um zwanzig Uhr                 | 18.11.2026 20:00
um siebzehn Uhr fünfzehn       | 18.11.2026 17:15
um eins                        | 18.11.2026 13:00
ein Uhr                        | 18.11.2026 13:00
zwölf Uhr mittags              | 18.11.2026 12:00
12 Uhr nachts                  | abgelehnt
Do um halb                     | abgelehnt
Do halb 3                      | 12.11.2026 14:30        | 19.11.2026 14:30
Do um halb 10                  | 12.11.2026 09:30        | 19.11.2026 09:30
Do halb zehn                   | 12.11.2026 09:30        | 19.11.2026 09:30
Do gegen 15 Uhr                | 12.11.2026 15:00        | 19.11.2026 15:00
Do ca. 15 Uhr                  | 12.11.2026 15:00        | 19.11.2026 15:00
Do 15 Uhr c.t.                 | 12.11.2026 15:00 «c.t.» | 19.11.2026 15:00 «c.t.»
Do 15.15                       | abgelehnt               | 19.11.2026 15:15
Do 9.30                        | abgelehnt               | 19.11.2026 09:30
Do 09.30                       | abgelehnt               | 19.11.2026 09:30
Do 930                         | 12.11.2026 «930»        | abgelehnt
Do 0930                        | 12.11.2026 «0930»       | abgelehnt
Do 15 Uhr oder Fr 10 Uhr       | abgelehnt
morgen 10 Uhr, sonst Fr        | abgelehnt
nicht Mo sondern Di 10 Uhr     | abgelehnt
heute nicht, morgen            | abgelehnt
statt Mo jetzt Di 10 Uhr       | abgelehnt
morgen oder übermorgen         | abgelehnt
10:00 12:00                    | abgelehnt
von Mo auf Di 10 Uhr           | abgelehnt
10 Uhr MEZ                     | 18.11.2026 10:00 «MEZ»  | 19.11.2026 10:00 «MEZ»
2pm                            | abgelehnt
2 pm                           | abgelehnt
10am                           | abgelehnt
"""
ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_phrase_is_one_day_or_a_refusal(read, row):
    assert (read(row[0], Lean.PAST, NOW), read(row[0], Lean.FUTURE, NOW)) == (row[1], row[-1])
