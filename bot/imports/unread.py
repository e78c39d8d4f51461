"""What can't be read is refused with its reason, never guessed; and which cells say that there is nothing."""

NOTHING = frozenset(
    {
        "", "-", "–", "—", "/", "k.a.", "ka", "k. a.", "n/a", "na", "null", "none", "keine", "unbekannt", "?", "#nv",
        "#n/a",
    }
)  # fmt: skip
_DOUBTED = "\ufffd"


class Unread(Exception):
    """Why a row can't be taken: `why` is a code with German words in bot/views, `said` what stood there."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(why, said)
        self.why, self.said = why, said[:80]


def said(cell: str) -> str:
    """The cell, empty where it says that there is nothing; raises Unread where letters were lost."""
    if _DOUBTED in cell:
        raise Unread("letters", cell)
    return "" if cell.casefold() in NOTHING else cell
