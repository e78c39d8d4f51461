"""Contact cards (.vcf 2.1, 3.0, 4.0): an own small reader.

The libraries stop at what phones really write: quoted-printable over several lines, photos without folding, a
charset per line, cards of mixed versions in one file. A card becomes a row under fixed headings; birthdays and
pictures are left out.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.imports.cleaning import cleaned

HEADINGS = (
    "Name", "Firma", "Funktion", "Telefon", "Telefon 2", "Mail", "Mail 2", "Straße", "PLZ", "Ort", "Land", "Website",
    "Notiz", "Stichwörter",
)  # fmt: skip
_ESCAPED = re.compile(r"\\([\\,;:nN])")
_LINE = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<facts>(?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(?P<value>.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    facts: str  # its parameters, upper case
    value: str

    def parts(self) -> list[str]:
        r"""`a;b\;c` in pieces."""
        return [_plain(part) for part in re.split(r"(?<!\\);", self.value)]


def rows(data: bytes) -> Iterator[list[str]]:
    """A row for each card that says anything."""
    yield list(HEADINGS)
    card: list[Property] = []
    for line in _lines(data):
        found = _property(line)
        if found is None:
            continue
        if found.name == "BEGIN":
            card = []
        elif found.name == "END":
            yield [cleaned(cell) for cell in _row(card)]
            card = []
        else:
            card.append(found)


def _lines(data: bytes) -> Iterator[bytes]:
    """Unfolded: a line goes on after a blank, or after the soft break of quoted-printable."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode()
    pending: list[bytes] = []
    for line in data.removeprefix(b"\xef\xbb\xbf").splitlines():
        if line[:1] in {b" ", b"\t"}:
            pending.append(line[1:])
        elif pending and pending[-1].endswith(b"=") and _is_quoted(pending):
            pending[-1] = pending[-1][:-1]
            pending.append(line)
        else:
            yield b"".join(pending)
            pending = [line]
    yield b"".join(pending)


def _is_quoted(parts: list[bytes]) -> bool:
    head, colon, _ = b"".join(parts).partition(b":") if b":" not in parts[0] else parts[0].partition(b":")
    return bool(colon) and b"QUOTED-PRINTABLE" in head.upper()


def _property(line: bytes) -> Property | None:
    head, colon, value = line.partition(b":")
    if not colon:
        return None
    facts = head.upper()
    if b"QUOTED-PRINTABLE" in facts:
        value = quopri.decodestring(value)
    found = _LINE.fullmatch(f"{head.decode('utf-8', 'replace')}:{_decoded(value, facts)}")
    return Property(found["name"].upper(), found["facts"].upper(), found["value"].strip()) if found else None


def _decoded(value: bytes, facts: bytes) -> str:
    named = re.search(rb"CHARSET=\"?([\w-]+)", facts)
    for encoding in ((named[1].decode(),) if named else ()) + ("utf-8", "cp1252"):
        try:
            return value.decode(encoding)
        except (UnicodeError, LookupError):  # a charset may be no charset at all
            continue
    return value.decode("cp850")


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _row(card: list[Property]) -> list[str]:
    phones = _several(card, "TEL", "tel:")
    mails = _several(card, "EMAIL", "mailto:")
    street, postcode, town, country = _address(card)
    company = next((p.parts()[0] for p in card if p.name == "ORG" and p.parts()), "")
    notes = [_plain(p.value) for p in card if p.name == "NOTE"]
    spare = [*_spare("Telefon", phones), *_spare("Mail", mails)]
    return [
        _name(card) or company,
        company,
        _first(card, "TITLE") or _first(card, "ROLE"),
        *[*phones, "", ""][:2],
        *[*mails, "", ""][:2],
        *(street, postcode, town, country),
        _first(card, "URL"),
        "\n".join([*notes, *spare]),
        _first(card, "CATEGORIES"),
    ]


def _several(card: list[Property], name: str, scheme: str) -> list[str]:
    """All of a kind, the preferred and mobile ones first, each once; fax numbers are nobody's phone."""
    found = [p for p in card if p.name == name and "FAX" not in p.facts]
    found.sort(key=lambda p: ("PREF" not in p.facts, "CELL" not in p.facts))
    return list(dict.fromkeys(_plain(p.value).removeprefix(scheme) for p in found if p.value))


def _spare(what: str, found: list[str]) -> list[str]:
    return [f"{what}: {value}" for value in found[2:]]


def _name(card: list[Property]) -> str:
    if spoken := _first(card, "FN"):
        return spoken
    parts = next((p.parts() for p in card if p.name == "N"), [])
    last, first, *_ = [*parts, "", ""]
    return f"{first} {last}".strip()


def _address(card: list[Property]) -> tuple[str, str, str, str]:
    parts = next((p.parts() for p in card if p.name == "ADR" and any(p.parts())), [])
    _, _, street, town, _, postcode, country = ([*parts, *[""] * 7])[:7]
    return street.replace("\n", ", "), postcode, town, country


def _first(card: list[Property], name: str) -> str:
    return next((_plain(p.value) for p in card if p.name == name and p.value), "")
