"""`nicht erreicht, morgen noch mal`: what was done, and when it is to be tried again, in one line."""

import re
from collections.abc import Iterator

from bot.commands.reading import Content, ahead
from bot.desk import Desk
from bot.errors import InThePast
from domain.events import Way
from domain.spoken import way_of

_AGAIN = re.compile(
    r"\b(?:noch ?mals?|erneut|(?:ich )?(?:versuch|probier)\w*(?: (?:es|ich es|es noch ?mal|noch ?mal))?|dann"
    r"|wieder(?= ?$| an\w| ver| pro| mel| hin| nach| bei| um| am| mo| di| mi| do| fr| sa| so))\b",
    re.IGNORECASE,
)
_PROMISED = re.compile(r"\b(?:meld\w*|ruf\w*|rück?ruf\w*|soll|möchte|will)\b", re.IGNORECASE)
_BREAKS = re.compile(r"\s*[,;.\n–—]\s+|\s+-\s+|\s+")
_VERBS = {
    Way.MAIL: "schreiben",
    Way.MESSENGER: "schreiben",
    Way.LETTER: "schreiben",
    Way.VISIT: "besuchen",
    Way.INFO: "nachfassen",
    Way.THANKS: "nachfassen",
}


def apart(desk: Desk, content: str, *, example: str) -> tuple[str, Content | None]:
    """The touch, and the next step behind it where one is announced for a moment to come.

    Behind what was done, never before it: `Montag wieder nicht erreicht` is all past.
    """
    for done, rest in _split(content):
        way = way_of(done)
        if way is None or not (_AGAIN.search(rest) or _PROMISED.search(rest)):
            continue
        if planned := _planned(desk, rest, way, example):
            return done, planned
    return content, None


def _split(content: str) -> Iterator[tuple[str, str]]:
    """At commas and the like first, then between any two words."""
    breaks = sorted(_BREAKS.finditer(content), key=lambda found: (found[0].isspace(), found.start()))
    return ((content[: found.start()], content[found.end() :]) for found in breaks)


def _planned(desk: Desk, rest: str, way: Way, example: str) -> Content | None:
    try:
        said = ahead(desk, rest, what="Der nächste Schritt", example=example)
    except InThePast:
        return None
    if said.when is None:
        return None
    left = " ".join(_AGAIN.sub(" ", said.text).split()).strip(" ,;.–-")
    text = said.text if len(left.split()) > 1 else f"noch mal {_VERBS.get(way, 'anrufen')}"
    return Content(said.when, text, said.blanked, said.ends, said.phrase)
