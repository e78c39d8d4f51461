"""Amounts as reps type them (spec 2, "Dates and amounts")."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import LARGEST, AmountOutOfRange, AmountUnclear, find_amount
from domain.phrases import Lean, find_when

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))

# line | minor units | currency | what is left
AMOUNTS = """
1299                            | 129900 | –
1.299                           | 129900 | –
1.299,00                        | 129900 | –
1299.00                         | 129900 | –
49,90 €                         | 4990   | EUR
EUR 1.299                       | 129900 | EUR
1,3k                            | 130000 | –
CHF 200                         | 20000  | CHF
12k                             | 1200000 | –
12 k€                           | 1200000 | EUR
12 T€                           | 1200000 | EUR
5 Tsd. €                        | 500000 | EUR
2,5 Mio                         | 250000000 | –
10.000.000                      | 1000000000 | –
1.299,- €                       | 129900 | EUR
200.-                           | 20000  | –
1 299,00                        | 129900 | –
1 299 €                         | 129900 | EUR
1'299.00                        | 129900 | –
1,299.00                        | 129900 | –
1299.                           | 129900 | –
3.11                            | 311    | –
1.5 €                           | 150    | EUR
50 Cent                         | 50     | EUR
€200                            | 20000  | EUR
US$ 200                         | 20000  | USD
1.299 iPhone 15                 | 129900 | – | iPhone 15
iPhone 15 1.299                 | 129900 | – | iPhone 15
99 Office 365                   | 9900   | – | Office 365
Office 365 1.299,00             | 129900 | – | Office 365
2 Lizenzen 500                  | 50000  | – | 2 Lizenzen
3 Tage Beratung 1.800           | 180000 | – | 3 Tage Beratung
10 % Rabatt 900                 | 90000  | – | 10 % Rabatt
A4 Papier 20                    | 2000   | – | A4 Papier
24/7 Service 99                 | 9900   | – | 24/7 Service
Rechnung 4711 über 500          | 50000  | – | Rechnung 4711 über
Tel 0171 2345678 200 €          | 20000  | EUR | Tel 0171 2345678
Preis: 200                      | 20000  | – | Preis
Wartung 500.                    | 50000  | – | Wartung.
1299 Wartung 2026               | 129900 | – | Wartung 2026
2.500 Wartung für Anna          | 250000 | – | Wartung für Anna
1.3k                            | 130000 | –
49,9 €                          | 4990   | EUR
1299,- Euro                     | 129900 | EUR
1.299,– €                       | 129900 | EUR
CHF 1'299.-                     | 129900 | CHF
49 € pro Monat                  | 4900   | EUR | pro Monat
50 Lizenzen 245                 | 24500  | – | 50 Lizenzen
BMW 320d 25.000                 | 2500000 | – | BMW 320d
3,5 t Anhänger 2.400            | 240000 | – | 3,5 t Anhänger
Rolle 50m 35,90                 | 3590   | – | Rolle 50m
10er-Karte 95                   | 9500   | – | 10er-Karte
Zahlung 1/3 500                 | 50000  | – | Zahlung 1/3
500 zzgl. 19 %                  | 50000  | – | zzgl. 19 %
Wartung für 500                 | 50000  | – | Wartung
Wartung für 500 für Anna        | 50000  | – | Wartung für Anna
5 Lizenzen zu 245 €             | 24500  | EUR | 5 Lizenzen
200 zł                          | 20000  | PLN
200 SEK                         | 20000  | SEK
"""
WITH_DATES = """
1.299,00 Wartungsvertrag am 3.11. Rabatt | 129900 | Wartungsvertrag Rabatt
49,90 gestern                            | 4990   |
200 am 3.11.                             | 20000  |
3.11. 200 Wartung                        | 20000  | Wartung
1299.00 vor 2 Wochen                     | 129900 |
20 vor 2 Wochen                          | 2000   |
12.000 Wartung bis 30.11.                | 1200000 | Wartung
12 Uhr 500 €                             | 50000  |
Di 500 um 14:00 Wartung                  | 50000  | Wartung
500 Wartung 3. November                  | 50000  | Wartung
halb drei 200                            | 20000  |
KW 45 200                                | 20000  |
"""
UNCLEAR = """
12,34.56
1.29.9
1,299
1.5
1.299.00
2x500
2 x 500 €
500-600 €
500 bis 600 €
500 € statt 700 €
2 Lizenzen je 500 €
5 Dosen 500
Office 365 299,00 €
15 000
120 500
EUR 200 CHF
1.299 Wartung 12,50
2 mal 500
3x500
500 statt 700
5 Lizenzen à 49,90
5 Lizenzen á 49 €
5 Lizenzen @ 49 €
5 Lizenzen 49 € pro Stück
49 Euro 90
49 € und 90 Cent
49 ,90
200 ¥
200 € + 50 €
500 EUR / 300 USD
zwischen 200 und 300
"""
NO_AMOUNTS = """
Wartung
1,5 Tonnen
0171 2345678
Hauptstr. 5
14:00
14.30 Uhr
KW 48
Version 2.1
5 Lizenzen
A4
zweitausend Euro
3.11.
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(AMOUNTS), ids=lambda row: row[0])
def test_an_amount_is_read_as_reps_write_it(row):
    line, minor, currency, *rest = row
    amount = find_amount(line)
    assert amount is not None
    assert (amount.minor, amount.currency or "–") == (int(minor), currency)
    assert amount.rest(line) == (rest[0] if rest else "")


@pytest.mark.parametrize("row", rows(WITH_DATES), ids=lambda row: row[0])
def test_a_date_beside_it_is_no_amount_and_the_amount_no_date(row):
    line, minor, rest = row
    found = find_when(line, now=NOW, lean=Lean.PAST)
    assert found is not None
    left = found.blanked(line)
    amount = find_amount(left)
    assert amount is not None
    assert (amount.minor, amount.rest(left)) == (int(minor), rest)
    assert find_amount(line, skip=(found.start, found.end)) == amount


@pytest.mark.parametrize("line", UNCLEAR.strip().splitlines())
def test_what_can_be_read_in_two_ways_is_asked_back(line):
    with pytest.raises(AmountUnclear):
        find_amount(line)


@pytest.mark.parametrize("line", NO_AMOUNTS.strip().splitlines())
def test_counts_times_and_numbers_of_things_are_no_amounts(line):
    assert find_amount(line) is None


@pytest.mark.parametrize(
    ("line", "minor"),
    [
        ("0", 0),
        ("0,00 €", 0),
        ("-50", -5000),
        ("- 50 €", -5000),
        ("minus 50", -5000),
        ("10.000.000,01", 1000000001),
    ],
)
def test_an_amount_out_of_range_says_what_was_understood(line, minor):
    with pytest.raises(AmountOutOfRange) as refused:
        find_amount(line)
    assert (refused.value.phrase, refused.value.minor) == (line, minor)


PIECES = st.sampled_from(
    [*"0123456789.,-€kx' ", "1.299,00", " EUR", "CHF ", "Mio", " bis ", "\u00a0", "je ", "T€"]
)


@given(line=st.text(max_size=40) | st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_typed_there_is_an_amount_in_range_or_a_refusal(line):
    try:
        amount = find_amount(line)
    except (AmountUnclear, AmountOutOfRange) as refused:
        assert refused.phrase  # noqa: PT017 – or it is no error at all
        return
    if amount is not None:
        assert 0 < amount.minor <= LARGEST * 100
        assert 0 <= amount.start < amount.end <= len(line)
