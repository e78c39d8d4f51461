"""Whole lines with names, counts and products: what in them is a date, and what only looks like one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.phrases import Lean

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday, in week 47

# line | among things that happened | among things to do (one cell: the same in both)
# «…» is what is left of the line; – is no date at all
TABLE = """
Anruf Ostermontag | abgelehnt
Herr Freitag gestern angerufen | 17.11.2026 «Herr Freitag angerufen»
Freitag GmbH angerufen | –
März & Co Angebot | –
Katalog Mai 20 | – | abgelehnt
Wartung Mai 200 | –
Kalender 2027 bestellt | –
Katalog Frühjahr 2027 49 € | – | abgelehnt
Rohr 3/4 Zoll | –
Zufriedenheit 7/10 | –
Adapter 1/2 | –
am 3/11 Video | abgelehnt
Di 3/11 | abgelehnt
3/11 14:00 | abgelehnt
am ersten Termin gescheitert | –
am ersten Messetag getroffen | –
zum ersten Mal erreicht | –
beim ersten Anruf erreicht | –
zum Ersten zahlen | 01.11.2026 «zahlen» | 01.12.2026 «zahlen»
am Dritten oder Vierten | abgelehnt
am ersten Montag im Dezember | abgelehnt
letzter Freitag im Monat | abgelehnt
am letzten Freitag im November | abgelehnt
erste Dezemberwoche | abgelehnt
in der zweiten Novemberhälfte | abgelehnt
in der ersten Maiwoche | abgelehnt
zweite Jahreshälfte | abgelehnt
im zweiten Halbjahr | abgelehnt
im dritten Quartal | 01.07.2026 | 01.07.2027
zu Beginn des Jahres | 01.01.2026 «zu» | 01.01.2027 «zu»
Beginn nächster Woche | 23.11.2026
Monatsbeginn | 01.11.2026 | 01.12.2026
Beginn KW 49 | 01.12.2025 | 30.11.2026
Vor Ort Mi 10 Uhr | 18.11.2026 10:00 «Vor Ort» | 25.11.2026 10:00 «Vor Ort»
Mi 10 Uhr vor Ort in Köln | 18.11.2026 10:00 «vor Ort in Köln» | 25.11.2026 10:00 «vor Ort in Köln»
um 10 bei Frau Mittwoch | 18.11.2026 10:00 «bei Frau Mittwoch» | 19.11.2026 10:00 «bei Frau Mittwoch»
Call mit Dr. Sommer Do 9:30 | 12.11.2026 09:30 «Call mit Dr. Sommer» | 19.11.2026 09:30 «Call mit Dr. Sommer»
Rückruf bis spätestens Freitag Mittag | 13.11.2026 12:00 «Rückruf» | 20.11.2026 12:00 «Rückruf»
Angebot raus bis Ende nächster Woche | 27.11.2026 «Angebot raus»
schickt Unterlagen in 2-3 Tagen | abgelehnt
will sich in zwei, drei Wochen melden | abgelehnt
hat 3 Filialen und 14 Mitarbeiter | –
Lieferung in 6 Wochen | 30.12.2026 «Lieferung»
seit 2 Jahren Kunde | –
vor Jahren mal gekauft | abgelehnt
vor Wochen telefoniert | abgelehnt
nach Jahren wieder Kontakt | –
neulich angerufen | abgelehnt | –
hat kürzlich umgebaut | –
war letztens auf der Messe | –
gesehen auf der Messe | –
mögen das Produkt | –
großes Interesse, vorgestellt | –
Gesten gezeigt | –
Morgan Stanley angerufen | –
Wartung gültig bis 3.12. | 03.12.2025 «Wartung» | 03.12.2026 «Wartung»
Mit 10 Kollegen gesprochen | –
Die 10 Geräte laufen | –
mit 10 Uhr einverstanden | 18.11.2026 10:00 «mit einverstanden» | 19.11.2026 10:00 «mit einverstanden»
Mon Ami Lizenz | –
Don Camillo angerufen | –
Sam angerufen | –
Monday Lizenz 49 € | –
Black Friday Aktion | –
Mon, 10:00 Video | abgelehnt
Fri 10:00 | abgelehnt
Thu 3pm | abgelehnt
Besuch 3 p.m. | abgelehnt
Anruf 8 Uhr früh | 18.11.2026 08:00 «Anruf» | 19.11.2026 08:00 «Anruf»
Anruf kurz vor zwölf | abgelehnt
Anruf kurz nach Mittag | abgelehnt
Anruf nach dem Mittag | abgelehnt
Anruf nach Feierabend | –
Anruf gegen Mittag | 18.11.2026 12:00 «Anruf»
Anruf gegen Abend | 18.11.2026 18:00 «Anruf»
Anruf am späten Nachmittag | 18.11.2026 15:00 «Anruf»
Anruf um halb | abgelehnt
Mo bis Fr 8-17 Uhr erreichbar | abgelehnt
erreichbar ab 17 Uhr | 18.11.2026 17:00 «erreichbar»
Termin Do 19.11. 14:00 bis 15:30 Uhr Hamburg | abgelehnt | 19.11.2026 14:00-15:30 «Termin Hamburg»
Do 19.11. 14-16 Uhr | abgelehnt | 19.11.2026 14:00-16:00
Do 2-4 Uhr nachts | 12.11.2026 02:00-04:00 | 19.11.2026 02:00-04:00
Do 2 bis 4 Uhr nachmittags | 12.11.2026 14:00-16:00 | 19.11.2026 14:00-16:00
Do 12 bis 2 Uhr | abgelehnt
Do um sieben Uhr dreißig | 12.11.2026 07:30 | 19.11.2026 07:30
Do drei Uhr dreißig | 12.11.2026 15:30 | 19.11.2026 15:30
Do um zwanzig nach zwei | 12.11.2026 14:20 | 19.11.2026 14:20
Do zwanzig Uhr fünfzehn | 12.11.2026 20:15 | 19.11.2026 20:15
Do 12 Uhr 50 Wartung | abgelehnt | 19.11.2026 12:50 «Wartung»
10 vor 3 | 18.11.2026 14:50
3 vor 12 Uhr | abgelehnt
3x Wartung 200 | –
2 mal 500 | –
Typ 3.11. | 03.11.2026 «Typ» | 03.11.2027 «Typ»
Version 3.11 am 3.12. | 03.12.2025 «Version 3.11» | 03.12.2026 «Version 3.11»
DIN A4 14:00 | 18.11.2026 14:00 «DIN A4»
Halle 3 Stand B12 Fr 10 Uhr | 13.11.2026 10:00 «Halle 3 Stand B12» | 20.11.2026 10:00 «Halle 3 Stand B12»
Raum 2.14 Fr 10:00 | 13.11.2026 10:00 «Raum 2.14» | 20.11.2026 10:00 «Raum 2.14»
Fr 10:00 Raum 14.30 | 13.11.2026 10:00 «Raum 14.30» | 20.11.2026 10:00 «Raum 14.30»
Fr 27.11 10:00 | abgelehnt
27.11.26 10 Uhr Video (Teams) | 27.11.2026 10:00 «Video (Teams)»
Video (Do 10:00) | 12.11.2026 10:00 «Video» | 19.11.2026 10:00 «Video»
heute 9 Uhr telefoniert, morgen 10 Uhr wieder | abgelehnt
gestern angerufen, Rückruf Do | abgelehnt
Angebot vom 3.11. nachfassen Do | abgelehnt
Rechnung 2026-11-003 gesendet | –
Art. 3.11.4 | –
PLZ 50667 Köln | –
Tel 0221 14 15 16 | –
0171/2345678 | –
Angebot 2026/11 | –
A-2026-11-03 | –
RE 03112026 | –
200g Muster | –
8 Tage Urlaub | –
5 Jahre Garantie | –
in Halle 4 | –
in 3 Varianten | –
in 2 Farben | –
vor 3 Zeugen | –
um 3 % billiger | –
um 200 € günstiger | –
um 5 Euro | –
so gegen vier | 18.11.2026 16:00
gegen 10 Wettbewerber | –
ab Werk | –
bis auf weiteres | –
bis später | –
Samstag und Sonntag geschlossen | abgelehnt
abends immer erreichbar | 18.11.2026 18:00 «immer erreichbar»
am Vormittag besser | 18.11.2026 10:00 «besser» | 19.11.2026 10:00 «besser»
Sommerzeit | –
Mittwochsrunde | –
Sonntagsblatt | –
Montagsauto | –
Montag-GmbH | –
Mo.-Fr. 9-17 Uhr | abgelehnt
Monatsabo 49 € | –
Wochenkarte | –
Jahresvertrag | –
Tagesgeschäft | –
Advent-Kalender 200 | –
Weihnachtsaktion | –
Osteraktion | –
Feiertagszuschlag 200 | –
Vatertag Gutschein | –
Allerheiligenstr. 5 | –
Messe 2. Tag | –
3. Auflage | –
2. Stock | –
1. Rate 500 | –
2. Rate am 15. | 15.11.2026 «2. Rate» | 15.12.2026 «2. Rate»
zum 31. kündigen | 31.10.2026 «kündigen» | 31.12.2026 «kündigen»
am 31. November | abgelehnt
am 30. Feb | abgelehnt
Do 24.11. | abgelehnt
Dienstag 3.11. | 03.11.2026 | abgelehnt
Mittwoch 3.11. | abgelehnt | 03.11.2027
heute 18.11. | 18.11.2026
heute Mittwoch | 18.11.2026
morgen Donnerstag 10 Uhr | 19.11.2026 10:00
morgen Freitag | abgelehnt
KW 48 Do | 27.11.2025 | 26.11.2026
KW 48 am Do 10:00 | 27.11.2025 10:00 | 26.11.2026 10:00
Do KW 48 | 27.11.2025 | 26.11.2026
KW 48 3.12. | abgelehnt
KW 0 | abgelehnt
KW 99 | abgelehnt
KW48/49 | abgelehnt
KW 3 2027 | 18.01.2027
übernächsten Montag um 9 | 30.11.2026 09:00
nächsten Mittwoch 15 Uhr | 25.11.2026 15:00
kommenden Mittwoch | 25.11.2026
kommende Woche Fr | 27.11.2026
diesen Mittwoch | 18.11.2026
Mittwoch 10:29 | 18.11.2026 10:29 | 25.11.2026 10:29
Mittwoch 10:31 | 11.11.2026 10:31 | 18.11.2026 10:31
Mittwoch 10:30 | 18.11.2026 10:30
anrufen nach 16 Uhr | 18.11.2026 16:00 «anrufen»
Fahrt nach Köln Do 10 Uhr | 12.11.2026 10:00 «Fahrt nach Köln» | 19.11.2026 10:00 «Fahrt nach Köln»
Do 24.12.26 11 Uhr | 24.12.2026 11:00
31.12. 23:59 | 31.12.2025 23:59 | 31.12.2026 23:59
1.1. 0 Uhr | 01.01.2026 00:00 | 01.01.2027 00:00
am 1. Mai | 01.05.2026 | 01.05.2027
1. Mai 14 Uhr Grillfest | 01.05.2026 14:00 «Grillfest» | 01.05.2027 14:00 «Grillfest»
zum 1.1. kündigen | 01.01.2026 «kündigen» | 01.01.2027 «kündigen»
Mai-Angebot | –
Juni-Katalog 49 € | –
Juli Meier | –
April, April | –
im Dez. | 01.12.2025 | 01.12.2026
Ende Nov. | 30.11.2025 | 30.11.2026
spätestens am 30. | 30.10.2026 | 30.11.2026
bis 30. | 30.10.2026 | 30.11.2026
Fr in 3 Wochen | 11.12.2026
in 3 Wochen Fr | 11.12.2026
in 3 Wochen am Fr | 11.12.2026
T+3 | –
+1d | –
Di 10.00 | abgelehnt | 24.11.2026 10:00
Di 10:00 Uhr bis 11:00 Uhr | 17.11.2026 10:00-11:00 | 24.11.2026 10:00-11:00
Di 10 - 11:30 Uhr | 17.11.2026 10:00-11:30 | 24.11.2026 10:00-11:30
Di von 10:00 Uhr bis 11:00 | 17.11.2026 10:00-11:00 | 24.11.2026 10:00-11:00
Di 10-11 | 17.11.2026 «10-11» | abgelehnt
Di 10 bis 11 | 17.11.2026 «10 bis 11» | abgelehnt
Di 10:00 für 2 Stunden | 17.11.2026 10:00 «für 2 Stunden» | 24.11.2026 10:00 «für 2 Stunden»
Di 10:00 2h | 17.11.2026 10:00 «2h» | 24.11.2026 10:00 «2h»
Di 10:00 (2 Std) | 17.11.2026 10:00 «(2 Std)» | 24.11.2026 10:00 «(2 Std)»
Di 10:00 30 min | 17.11.2026 10:00 «30 min» | 24.11.2026 10:00 «30 min»
ruft zurück Di oder Mi | abgelehnt
Di ggf. Mi | abgelehnt
Di evtl. auch Mi 10 Uhr | abgelehnt
Di 10 Uhr (nicht Mi) | abgelehnt
Weihnachtsferien | –
Sommerfest am 3.7. | 03.07.2026 «Sommerfest» | 03.07.2027 «Sommerfest»
noch diese Woche anrufen | abgelehnt
Anfang der nächsten Woche | 23.11.2026
Ende des nächsten Monats | 31.12.2026
Mitte des Monats | 15.11.2026 | 15.12.2026
Mitte nächsten Monats | 15.12.2026
Ende letzter Woche | 13.11.2026
Ende letzten Monats | 31.10.2026
vorgestern Abend | 16.11.2026 18:00
vorvorgestern | 15.11.2026
heut | 18.11.2026
heute um halb acht abends | 18.11.2026 19:30
morgen um viertel nach neun | 19.11.2026 09:15
Montag um fünf nach halb drei | 16.11.2026 14:35 | 23.11.2026 14:35
morgen gegen elf | 19.11.2026 11:00
morgen Punkt 12 | 19.11.2026 12:00
übermorgen früh um sechs | 20.11.2026 06:00
nachher um 5 | 18.11.2026 17:00 «nachher»
gleich um 11 | 18.11.2026 11:00 «gleich»
Sa 9-12 Uhr | 14.11.2026 09:00-12:00 | 21.11.2026 09:00-12:00
Sa/So | abgelehnt
am 24. und 25.11. | abgelehnt
24./25.11. | abgelehnt
am 24. oder 25. | abgelehnt
24.11. o. 25.11. | abgelehnt
dritter November | 03.11.2026 | 03.11.2027
1.12.2026, 9:30 | 01.12.2026 09:30
01.12.26 09.30 Uhr | 01.12.2026 09:30
1.12. 9.30 | 01.12.2025 «9.30» | 01.12.2026 «9.30»
1.12. 9 | 01.12.2025 «9» | 01.12.2026 «9»
morgen 9 | 19.11.2026 «9» | abgelehnt
morgen 0900 | 19.11.2026 «0900» | abgelehnt
kw49 | 01.12.2025 | 30.11.2026
in KW 49 | 01.12.2025 | 30.11.2026
49.KW | 01.12.2025 | 30.11.2026
KW 49/2026 | 30.11.2026
nach Karneval | abgelehnt
zweiter Februar | 02.02.2026 | 02.02.2027
erste Mai | 01.05.2026 | 01.05.2027
am 24. bis 25. | abgelehnt
um zehn vor drei | 18.11.2026 14:50
in den Herbstferien | abgelehnt
nach der Messe | –
März 2027 | 01.03.2027
im 03/2027 | 01.03.2027
"""
ROWS = [tuple(cell.strip() for cell in row.split("|")) for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_line_gives_up_its_date_and_nothing_else(read, row):
    assert (read(row[0], Lean.PAST, NOW), read(row[0], Lean.FUTURE, NOW)) == (row[1], row[-1])
