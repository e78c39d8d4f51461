"""What the fields of a record are called."""

from domain.record import Field

FIELDS = {
    Field.NAME: "Name",
    Field.COMPANY: "Firma",
    Field.EMAIL: "Mail",
    Field.PHONE: "Telefon",
    Field.TOWN: "Ort",
    Field.INDUSTRY: "Branche",
    Field.SOURCE: "Quelle",
    Field.PRIVATE: "Privat",
    Field.PHONE2: "Telefon 2",
    Field.EMAIL2: "Mail 2",
    Field.STREET: "Straße",
    Field.POSTCODE: "PLZ",
    Field.COUNTRY: "Land",
    Field.WEBSITE: "Website",
    Field.ROLE: "Funktion",
    Field.TITLE: "Titel",
    Field.LANGUAGE: "Sprache",
    Field.ADDRESS: "Ansprache",
    Field.CHANNEL: "Kanal",
    Field.PAYMENT: "Zahlweise",
    Field.WORDING: "Wortlaut",
    Field.PRONUNCIATION: "Aussprache",
    Field.SMALLTALK: "Smalltalk",
    Field.INTERESTS: "Interessen",
    Field.PAIN: "Schmerz",
    Field.WISH: "Wunsch",
    Field.INHIBITION: "Hemmung",
    Field.CUSTOMER_NO: "Kundennummer",
}
