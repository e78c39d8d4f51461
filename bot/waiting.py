"""Lines that wait: the place of the contact is marked around what was typed, so nothing typed is lost."""

import re

_MARK = "\ue000"
_PLACE = re.compile(f"{_MARK}([^{_MARK}]*){_MARK}")


def waiting(command: str, query: str, content: str) -> str:
    """The line as it is carried out once its contact is known."""
    return f"/{command} {_MARK}{query.replace(_MARK, '')}{_MARK} {content}".strip()


def completed(line: str, contact: int) -> str:
    """With the contact that was chosen or created."""
    return _PLACE.sub(f"#{contact}:", line, count=1)


def answered(line: str, text: str) -> str:
    """With what was typed as an answer: a name where the contact is asked for, else what was missing."""
    if _PLACE.search(line):
        return _PLACE.sub(lambda _: f"{text.strip().rstrip(':')}:", line, count=1)
    return f"{line} {text}"


def shortened(line: str, name: str) -> str:
    """The same line with fewer words taken for the name: the others are content."""

    def without(place: re.Match[str]) -> str:
        return f"{_MARK}{name}{_MARK}{place[1].removeprefix(name)}"

    return _PLACE.sub(without, line, count=1)


def typed(line: str) -> str:
    """As it was typed."""
    return line.replace(_MARK, "")
