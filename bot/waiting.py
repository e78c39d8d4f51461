"""Lines that wait: the place of the contact is marked around what was typed, so nothing typed is lost.

What came with a line (a file, or that it was forwarded) waits with it, behind a mark of its own.
"""

import json
import re
from dataclasses import asdict, dataclass

from bot.turn import Attachment

WHOLE = "/neu "  # with anything behind it the line is whole: it waits because somebody alike is known
_MARK = "\ue000"
_PLACE = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")
_SEAL = "\ue001"
_ENCLOSED = re.compile(f"{_SEAL}([^{_SEAL}]*){_SEAL}")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What came with a line. `forwarded`: somebody else wrote it."""

    file: Attachment | None = None
    forwarded: bool = False

    def __bool__(self) -> bool:
        return self.forwarded or self.file is not None


def waiting(command: str, query: str, content: str) -> str:
    """The line as it is carried out once its contact is known."""
    return f"/{command} {_marked(query)} {content}".strip()


def plain(content: str, query: str = "") -> str:
    """A line without a command that waits for its contact."""
    return f"{_marked(query)} {content}".strip()


def _marked(query: str) -> str:
    return f"{_MARK}{query.replace(_MARK, '')}{_MARK}"


def completed(line: str, contact: int) -> str:
    """With the contact that was chosen or created."""
    return _PLACE.sub(f"#{contact}:", line, count=1)


def asks_who(line: str) -> bool:
    """Whether it is the contact that is asked for."""
    return _PLACE.search(line) is not None


def is_open(line: str) -> bool:
    """Whether a plain line may be the answer: not to proposals nor to a warning, which are for tapping."""
    return asks_who(line) or (line.startswith("/") and not line.startswith(WHOLE))


def answered(line: str, text: str) -> str:
    """With what was typed as an answer: a name where the contact is asked for, else what was missing."""
    if asks_who(line):
        return _PLACE.sub(lambda _: f"{text.strip().rstrip(':')}:", line, count=1)
    bare, enclosed = opened(line)
    return sealed(f"{bare} {text}", enclosed)


def shortened(line: str, name: str) -> str:
    """The same line with fewer words taken for the name: the others are content."""

    def without(place: re.Match[str]) -> str:
        return f"{_MARK}{name}{_MARK}{place[1].removeprefix(name)}"

    return _PLACE.sub(without, line, count=1)


def sealed(line: str, enclosed: Enclosed) -> str:
    """The line with what came with it."""
    if not enclosed or _SEAL in line:
        return line
    facts = {"file": enclosed.file and asdict(enclosed.file), "forwarded": enclosed.forwarded}
    return f"{line}{_SEAL}{json.dumps(facts, ensure_ascii=False).replace(_SEAL, '')}{_SEAL}"


def opened(line: str) -> tuple[str, Enclosed]:
    """The line, and what came with it."""
    found = _ENCLOSED.search(line)
    if found is None:
        return line, Enclosed()
    facts = json.loads(found[1])
    file = Attachment(**facts["file"]) if facts["file"] else None
    return _ENCLOSED.sub("", line), Enclosed(file, facts["forwarded"])


def safe(text: str) -> str:
    """What a person wrote, without our marks and without what no database takes."""
    return text.replace(_MARK, "").replace(_SEAL, "").replace("\0", "")


def typed(line: str) -> str:
    """As it was typed."""
    return opened(line)[0].replace(_MARK, "").strip()
