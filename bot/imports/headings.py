"""What a column means: by its heading, else by what stands in it."""

# ruff: noqa: E501 – tables of words

import re
from collections.abc import Sequence
from enum import StrEnum

from domain.folding import folded
from domain.record import SECOND, Field, field_named

LONGEST_HEADING = 60
LOOKED_AT = 12  # rows in which the headings may stand


class Extra(StrEnum):
    """What a column can mean besides the fields of a record."""

    FIRST = "first"
    LAST = "last"
    STATUS = "status"
    NOTE = "note"
    TAGS = "tags"
    OWNER = "owner"
    DAY = "day"
    AMOUNT = "amount"
    CURRENCY = "currency"
    PRODUCT = "product"
    DISCOUNT = "discount"


Meaning = str  # the code of a Field or of an Extra; empty: the column is left out
MEANINGS: tuple[Meaning, ...] = (
    Field.NAME, Extra.FIRST, Extra.LAST, Field.COMPANY, Field.PHONE, Field.PHONE2, Field.EMAIL, Field.EMAIL2,
    Field.CUSTOMER_NO, Field.STREET, Field.POSTCODE, Field.TOWN, Field.COUNTRY, Field.INDUSTRY, Field.SOURCE, Field.ROLE,
    Field.TITLE, Field.PRIVATE, Field.WEBSITE, Field.LANGUAGE, Field.ADDRESS, Field.CHANNEL, Field.INTERESTS,
    Extra.STATUS, Extra.NOTE, Extra.TAGS, Extra.OWNER, Extra.DAY, Extra.AMOUNT, Extra.CURRENCY, Extra.PRODUCT,
    Extra.DISCOUNT,
)  # fmt: skip
_SEVERAL = {Extra.NOTE, Extra.TAGS}

_ALIASES: dict[Meaning, str] = {
    Extra.FIRST: "vorname givenname firstname rufname",
    Extra.LAST: "nachname familienname zuname surname lastname familyname",
    Field.NAME: "kunde käufer empfänger person customer buyer client contact kundin anzeigename",
    Field.CUSTOMER_NO: "kundennummer kundennr kdnr kundenid kunden-id debitor debitorennummer debitornr customerid customernumber"
    " customerno externeid externalid adressnummer kontaktid contactid clientid clientnumber",
    Field.COMPANY: "firma1 firmenname organisationsname organizationname companyname arbeitgeber kundenfirma",
    Field.PHONE: "handynr mobilnr telefonnr telnr mobiltel handytelefon telefonmobil mobiltelefon1 phonenumber phone1 telefon1 tel1",
    Field.PHONE2: "telefongeschäftlich telgeschäftlich telefon2 phone2 tel2 telefonfestnetz telefonfirma festnetznummer zweitenummer",
    Field.EMAIL: "emailadresse1 mailadresse1 email1 mail1 emails",
    Field.EMAIL2: "email2 mail2 emailadresse2",
    Field.STREET: "strassehausnummer strasseundhausnummer strassenr lieferstrasse rechnungsstrasse hausanschrift",
    Field.TOWN: "ortschaft gemeinde lieferort rechnungsort",
    Field.ROLE: "abteilungposition organizationtitle",
    Extra.STATUS: "status kundenstatus stufe phase stage lifecyclestage leadstatus kontaktstatus kontakttyp typ type kundentyp",
    Extra.NOTE: "notiz notizen bemerkung bemerkungen kommentar kommentare anmerkung anmerkungen info infos note notes comment"
    " comments beschreibung description text freitext",
    Extra.TAGS: "stichwort stichwörter stichworte schlagwort schlagworte schlagwörter tag tags kategorie kategorien category"
    " categories labels label gruppe gruppen merkmal segment",
    Extra.OWNER: "besitzer inhaber verkäufer verkäuferin betreuer betreuerin zuständig zuständiger verantwortlich"
    " verantwortlicher owner rep salesrep accountowner vertreter bearbeiter mitarbeiter aussendienst",
    Extra.DAY: "date datum kaufdatum bestelldatum rechnungsdatum belegdatum auftragsdatum invoicedate invoicedatum orderdate"
    " purchasedate verkaufsdatum gekauftam kaufam datumkauf datumdeskaufs tag(datum) leistungsdatum letzterkauf zeitpunkt"
    " timestamp day",
    Extra.AMOUNT: "amount betrag betrageur kaufbetrag umsatz umsatzeur summe kaufsumme gesamt gesamtbetrag gesamtpreis"
    " rechnungsbetrag bestellwert auftragswert nettobetrag bruttobetrag netto brutto total revenue sum value wert kaufpreis"
    " preis preiseur price",
    Extra.CURRENCY: "währung currency waehrung währungscode",
    Extra.PRODUCT: "produkt artikel ware leistung produktname artikelname artikelbezeichnung bezeichnung position1 product item"
    " productname gekauft artikelbeschreibung",
    Extra.DISCOUNT: "rabatt nachlass rabattiert skonto discount aktionspreis",
}  # fmt: skip
_BEST = (
    Extra.DAY,
    Extra.AMOUNT,
)  # of several such columns the one named first above is meant: `Preis`, `Betrag`
_UNIT = re.compile(
    r"\s*(?:[(\[].*|\sin\s.*|\s(?:EUR(?:O)?|€))$", re.IGNORECASE
)  # `Betrag (EUR)`, `Revenue in EUR`
_STRIPPED = re.compile(r"[^a-z0-9]+")
_TAILS = ("geschaftlich", "dienstlich", "business", "work", "value", "feld", "privat", "home", "1")


def key_of(heading: str) -> str:
    """`E-Mail-Adresse (geschäftlich)` → `emailadressegeschaftlich`."""
    return _STRIPPED.sub("", folded(heading))


_NAMED: dict[str, Meaning] = {
    key_of(word): meaning for meaning, said in _ALIASES.items() for word in said.split()
}


_RANK = {key_of(word): place for meaning in _BEST for place, word in enumerate(_ALIASES[meaning].split())}


def meaning_of(heading: str) -> Meaning:
    """Empty where nobody knows."""
    if found := _meaning(key_of(heading)):
        return found
    found = _meaning(_bare(heading))
    return found if found in _BEST else ""


def _bare(heading: str) -> str:
    return key_of(_UNIT.sub("", heading))


def _meaning(key: str) -> Meaning:
    for end in ("", *_TAILS):
        if not end or key.endswith(end):
            short = key.removesuffix(end) if end else key
            if found := _NAMED.get(short) or field_named(short):
                return found
    return ""


def headings_at(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows has the headings: the first that names two columns, or all it has. None: there are none."""
    for place, row in enumerate(rows[:LOOKED_AT]):
        filled = [cell for cell in row if cell]
        known = sum(bool(meaning_of(cell)) for cell in filled if len(cell) <= LONGEST_HEADING)
        if (known >= min(2, len(filled)) and known) or (known and _names_somebody(row, rows[place + 1 :])):
            return place
    first = rows[0] if rows else ()
    if (
        len(rows) > 1
        and len(first) > 1
        and all(_is_label(cell) for cell in first)
        and not _is_label_row(rows[1:])
    ):
        return 0
    return None


def _names_somebody(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """One heading that tells who, among others nobody knows: none of them data, and none that is said again below."""
    if any(look.fullmatch(cell) for cell in row for meaning, look in _LOOKS if meaning in _DATA):
        return False
    return any(
        meaning_of(cell) in _WHO and not any(cell in other[place : place + 1] for other in below)
        for place, cell in enumerate(row)
    )


def _is_label(cell: str) -> bool:
    return bool(cell) and len(cell) <= LONGEST_HEADING and not re.search(r"[\d@]", cell)


def _is_label_row(rows: Sequence[Sequence[str]]) -> bool:
    """Whether what follows looks like the first row itself: then that is data, too."""
    return all(all(_is_label(cell) for cell in row if cell) for row in rows[:LOOKED_AT])


def guessed(headings: Sequence[str], sample: Sequence[Sequence[str]], *, named: bool) -> list[Meaning]:
    """A meaning for each column. `named`: the headings are the file's own; else only contents can tell."""
    wanted = [meaning_of(heading) for heading in headings] if named else ["" for _ in headings]
    if not any(meaning in _WHO for meaning in wanted):
        wanted = [meaning or _by_content(column, sample) for column, meaning in enumerate(wanted)]
    if named:
        wanted = [_dated(column, meaning, headings, sample) for column, meaning in enumerate(wanted)]
        wanted = _best(wanted, headings)
    return once(wanted)


def _dated(
    column: int, meaning: Meaning, headings: Sequence[str], sample: Sequence[Sequence[str]]
) -> Meaning:
    """`Tag` may be a keyword or a day: what stands below tells."""
    is_day = key_of(headings[column]) == "tag" and _by_content(column, sample) == Extra.DAY
    return Extra.DAY if is_day else meaning


def _best(wanted: Sequence[Meaning], headings: Sequence[str]) -> list[Meaning]:
    best: dict[Meaning, int] = {
        meaning: min(
            (place for place, each in enumerate(wanted) if each == meaning), key=lambda p: _rank(headings[p])
        )
        for meaning in _BEST
        if meaning in wanted
    }
    return [each if best.get(each, place) == place else "" for place, each in enumerate(wanted)]


def _rank(heading: str) -> int:
    return min(_RANK.get(key, len(_RANK)) for key in (key_of(heading), _bare(heading)))


_WHO = {Field.NAME, Extra.LAST, Extra.FIRST, Field.COMPANY, Field.EMAIL, Field.PHONE, Field.CUSTOMER_NO}


def once(wanted: Sequence[Meaning]) -> list[Meaning]:
    """Each meaning once: a second phone is the second phone, a third one nothing; notes and keywords may be many."""
    found: list[Meaning] = []
    for meaning in wanted:
        kept = meaning
        if kept in found and kept not in _SEVERAL:
            kept = SECOND.get(Field(kept), "") if kept in SECOND else ""
            kept = "" if kept in found else kept
        found.append(kept)
    return found


_LOOKS: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    (Field.EMAIL, re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")),
    (Extra.DAY, re.compile(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})( .*)?|\d{4}-\d{2}-\d{2}.*")),
    (Extra.AMOUNT, re.compile(r"-?[\d.]+,\d{2}( ?€| ?EUR)?|[\d.,]+ ?(€|EUR)|\d+\.\d{2}")),
    (Field.PHONE, re.compile(r"(\+|00|0)[\d ()/\-–.]{6,}")),
    (Field.POSTCODE, re.compile(r"(D-|A-|CH-)?\d{4,5}")),
    (Field.COMPANY, re.compile(r".*\b(GmbH|AG|KG|OHG|GbR|UG|SE|e\. ?K\.|e\. ?V\.|mbH|Ltd|Inc)\b.*", re.IGNORECASE)),
    (Field.NAME, re.compile(r"(Herr |Frau |Dr\. |Prof\. )*[^\W\d_][\w.'’-]*(,? [^\W\d_][\w.'’-]*){1,3}")),
)  # fmt: skip
_DATA = {Field.EMAIL, Field.PHONE, Extra.DAY, Extra.AMOUNT}
_MOST_OF = 0.6


def _by_content(column: int, sample: Sequence[Sequence[str]]) -> Meaning:
    cells = [row[column] for row in sample if column < len(row) and row[column]]
    for meaning, look in _LOOKS:
        if cells and sum(bool(look.fullmatch(cell)) for cell in cells) >= _MOST_OF * len(cells):
            return meaning
    return ""
