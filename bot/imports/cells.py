"""What stands in a cell besides days and amounts: mails, yes and no, statuses."""

import re

from bot.imports.unread import Unread
from domain.folding import folded
from domain.status import Status

_MAIL = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]{2,}")
_BRACKETED = re.compile(r".*<([^<>]+)>")
_NO = {
    "nein",
    "no",
    "n",
    "false",
    "falsch",
    "0",
    "geschaftlich",
    "b2b",
    "business",
    "firma",
    "gewerblich",
    "firmenkunde",
}
_YES = {
    "ja",
    "yes",
    "j",
    "y",
    "x",
    "true",
    "wahr",
    "1",
    "privat",
    "b2c",
    "privatkunde",
    "privatperson",
    "private",
}


def mail(cell: str) -> str:
    bracketed = _BRACKETED.fullmatch(cell)
    address = (bracketed[1] if bracketed else cell).removeprefix("mailto:").strip().casefold()
    if not _MAIL.fullmatch(address):
        raise Unread("mail", cell)
    return address


def private(cell: str) -> bool:
    word = folded(cell)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unread("private", cell)


def flagged(cell: str) -> bool:
    """A discount: `ja`, `10 %`, `5,00`; nothing, `nein` and 0 are none."""
    word = folded(cell)
    return word not in _NO and not re.fullmatch(r"[0,.\s%€]+", cell)


CUSTOMER = "customer"  # EK or SK, by the purchases
_STATUSES = {
    Status.ZA.value: "za lead adresse zielgruppenadresse zielgruppe kalt cold neu new suspect prospekt",
    Status.II.value: "ii kontakt informationsinteressent contact warm info",
    Status.KI.value: "ki interessent kaufinteressent prospect interessentin hot heiss qualifiziert opportunity",
    Status.EK.value: "ek erstkaufer erstkunde neukunde",
    Status.SK.value: "sk stammkunde stammkundin regular",
    CUSTOMER: "kunde kundin customer client bestandskunde aktiverkunde",
}
_STATUS = {word: status for status, words in _STATUSES.items() for word in words.split()}


def status(cell: str) -> str:
    """A status' code, or `CUSTOMER`; raises Unread."""
    found = _STATUS.get(re.sub(r"[^a-z]", "", folded(cell)))
    if found is None:
        raise Unread("status", cell)
    return found
