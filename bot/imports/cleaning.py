"""What no cell of any file means is taken out before anything is understood."""

from bot.exports.cells import plain
from bot.waiting import safe

_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n"} | {127: None}


def cleaned(cell: str) -> str:
    """Without control characters, our own marks, blanks around, the ' that makes a formula plain text."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL).replace("\xa0", " ").strip()
    return plain(safe(text))
