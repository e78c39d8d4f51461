"""What a file is, told by its content: names lie."""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from bot.errors_imports import FileBroken, FileEmpty, FileForeign, FileLocked, FileUnpacksTooLarge

UNPACKED_MB = 200  # nothing that fits the limits of an import unpacks to more
_MEGABYTE = 1024 * 1024
_HEAD = 4096
_LOCKED = 1
_SHEETS = "xl/worksheets/"
_WIDE_CELL = re.compile(rb' r="([A-Z]{2,3})[0-9]')  # beyond Z
_LOW_ROW = re.compile(rb' r="[A-Z]{0,3}([0-9]{4,7})"')
MOST_CELLS = 12_000_000  # of the rectangle around them; a cell takes 24 bytes while it is read
_OTHERS = {"content.xml": "eine OpenDocument-Datei", "xl/workbook.bin": "eine binäre Arbeitsmappe (.xlsb)"}
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    ValueError,
    EOFError,
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and an .xlsx with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_FOREIGN = (
    (b"%PDF", "ein PDF"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"RIFF", "ein Bild oder Ton"),
    (b"BM", "ein Bild"),
    (b"\x1f\x8b", "ein gepacktes Archiv"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv"),
    (b"Rar!", "ein gepacktes Archiv"),
    (b"OggS", "eine Tonaufnahme"),
    (b"ID3", "eine Tonaufnahme"),
)


class Kind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"
    CARDS = "cards"


def kind_of(data: bytes, name: str) -> Kind:
    """Raises FileEmpty, FileForeign, FileBroken, FileLocked, FileUnpacksTooLarge."""
    head = data[:_HEAD]
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileEmpty(name)
    if head.startswith(b"PK\x03\x04"):
        _examine(data, name)
        return Kind.WORKBOOK
    if head.startswith(_OLE):
        if _ENCRYPTED in data:
            raise FileLocked(name)
        return Kind.WORKBOOK
    _refuse_foreign(head, name)
    beginning = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    return Kind.CARDS if beginning.startswith(b"BEGIN:VCARD") else Kind.TEXT


def _refuse_foreign(head: bytes, name: str) -> None:
    for mark, found in _FOREIGN:
        if head.startswith(mark) and (len(mark) > 2 or b"\x00" in head):  # noqa: PLR2004 – "BM" may begin a word
            raise FileForeign(name, found)
    beginning = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html", b"<table")):
        raise FileForeign(name, "eine Webseite (HTML)")
    if b"\x00" in head and not head.startswith(_WIDE):
        raise FileForeign(name, "keine Tabelle, sondern Binärdaten")


def _examine(data: bytes, name: str) -> None:
    """A workbook of any make, whole and not too large once unpacked: what is declared, then what really comes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at(archive, name)
            _unpack(archive, name)
    except _DAMAGED as error:
        raise FileBroken(name, "die Arbeitsmappe ist beschädigt") from error


def _look_at(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > UNPACKED_MB * _MEGABYTE:
        raise FileUnpacksTooLarge(name, UNPACKED_MB)
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise FileForeign(
            name, _OTHERS.get(next(iter(_OTHERS.keys() & names), ""), "ein Archiv oder Dokument")
        )
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise FileLocked(name)


def _unpack(archive: zipfile.ZipFile, name: str) -> None:
    """Count what comes out: the sizes an archive declares may lie."""
    left = UNPACKED_MB * _MEGABYTE
    for entry in archive.infolist():
        entry.file_size = left + _MEGABYTE  # else the library stops reading at the declared size
        extent = Extent() if entry.filename.startswith(_SHEETS) else None
        with archive.open(entry) as part:
            while chunk := part.read(_MEGABYTE):
                left -= len(chunk)
                if left < 0 or (extent and extent.reaches(chunk) > MOST_CELLS):
                    raise FileUnpacksTooLarge(name, UNPACKED_MB)


class Extent:
    """How far the named cells of a sheet reach: two of them, far apart, make a table nobody has memory for."""

    def __init__(self) -> None:
        self._columns, self._rows, self._tail = 26, 1, b""

    def reaches(self, chunk: bytes) -> int:
        """Cells of the rectangle so far."""
        text = self._tail + chunk
        for found in set(_WIDE_CELL.findall(text)):
            column = sum((letter - 64) * 26**place for place, letter in enumerate(reversed(found)))
            self._columns = max(self._columns, column)
        self._rows = max([self._rows, *map(int, set(_LOW_ROW.findall(text)))])
        self._tail = chunk[-20:]
        return self._columns * self._rows
