"""Why a file or folder can't be used, in German: the operating system says it in its own language."""

import errno

_WORDS = {
    errno.ENOENT: "das gibt es nicht",
    errno.EISDIR: "das ist ein Ordner",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EACCES: "die Rechte fehlen",
    errno.EPERM: "die Rechte fehlen",
    errno.EROFS: "dort darf niemand schreiben",
    errno.EEXIST: "das gibt es schon",
    errno.ENOSPC: "der Platz reicht nicht",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.EIO: "das Laufwerk meldet einen Fehler",
    errno.EMFILE: "zu viele Dateien sind offen",
}


def why(error: OSError) -> str:
    """Half a sentence without a full stop; what has no words here stays as the system says it."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
