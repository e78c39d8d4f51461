"""The fields of a contact's record (§9): their codes, and the words by which a rep or a table heading names them."""

from enum import StrEnum

from domain.folding import folded


class Field(StrEnum):
    """A field's code. Those of `COLUMNS` are columns, the others lie in the contact's details."""

    NAME = "name"
    COMPANY = "company"
    EMAIL = "email"
    PHONE = "phone"
    TOWN = "town"
    INDUSTRY = "industry"
    SOURCE = "source"
    PRIVATE = "private"
    PHONE2 = "phone2"
    EMAIL2 = "email2"
    STREET = "street"
    POSTCODE = "postcode"
    COUNTRY = "country"
    WEBSITE = "website"
    ROLE = "role"
    TITLE = "title"
    LANGUAGE = "language"
    ADDRESS = "address"  # Du or Sie
    CHANNEL = "channel"  # how the contact likes to be reached
    PAYMENT = "payment"
    WORDING = "wording"  # the customer's own way to put it
    PRONUNCIATION = "pronunciation"
    SMALLTALK = "smalltalk"
    INTERESTS = "interests"
    PAIN = "pain"
    WISH = "wish"
    INHIBITION = "inhibition"
    CUSTOMER_NO = "customer_no"  # in the books, or in the program an import came from


COLUMNS = (
    Field.NAME, Field.COMPANY, Field.EMAIL, Field.PHONE, Field.TOWN, Field.INDUSTRY, Field.SOURCE, Field.PRIVATE,
)  # fmt: skip
DETAILS = tuple(field for field in Field if field not in COLUMNS)
SECOND = {Field.PHONE: Field.PHONE2, Field.EMAIL: Field.EMAIL2}  # where a further one goes

_SPOKEN = {
    Field.NAME: "name kontakt ansprechpartner vollername kontaktname kundenname fullname displayname",
    Field.COMPANY: "firma unternehmen betrieb organisation company organization account firmenname",
    Field.EMAIL: "mail email e-mail mailadresse emailadresse e-mail-adresse emailaddress",
    Field.PHONE: "telefon tel fon handy mobil mobiltelefon handynummer telefonnummer mobilnummer rufnummer nummer"
    " phone mobile phonenumber mobilephone",
    Field.TOWN: "ort stadt wohnort town city",
    Field.INDUSTRY: "branche industry gewerbe",
    Field.SOURCE: "quelle herkunft source leadquelle leadsource",
    Field.PRIVATE: "privat privatperson privatkunde kundenart b2b b2c",
    Field.PHONE2: "telefon2 festnetz zweittelefon telefonprivat phone2 homephone",
    Field.EMAIL2: "mail2 email2 zweitmail",
    Field.STREET: "strasse straße anschrift adresse street",
    Field.POSTCODE: "plz postleitzahl zip postcode postalcode",
    Field.COUNTRY: "land country staat",
    Field.WEBSITE: "website webseite homepage web url internet",
    Field.ROLE: "rolle funktion position stelle beruf role jobtitle",
    Field.TITLE: "titel anrede title",
    Field.LANGUAGE: "sprache language",
    Field.ADDRESS: "ansprache duodersie du/sie duzen",
    Field.CHANNEL: "kanal wunschkanal kontaktweg",
    Field.PAYMENT: "zahlweise zahlung zahlungsart zahlungsweise",
    Field.WORDING: "wortlaut",
    Field.PRONUNCIATION: "aussprache",
    Field.SMALLTALK: "smalltalk plaudern persönliches",
    Field.INTERESTS: "interesse interessen",
    Field.PAIN: "schmerz problem",
    Field.WISH: "wunsch",
    Field.INHIBITION: "hemmung bedenken",
    Field.CUSTOMER_NO: "kundennummer kundennr kunden-nr kdnr kd-nr customernumber",
}
NAMES: dict[str, Field] = {
    folded(word): field for field, spoken in _SPOKEN.items() for word in (field.value, *spoken.split())
}


def field_named(word: str) -> Field | None:
    """The field that a word names: any case, ü = ue, blanks and trailing colons don't matter."""
    return NAMES.get(folded("".join(word.split())).strip(":."))
