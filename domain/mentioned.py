"""By which words an event is found again: what its product and its text say, without the little words."""

from collections.abc import Iterable

from domain.events import Event
from domain.folding import words

SHORTEST = 3  # letters
MOST = 40  # words of one event
LONGEST = 80  # letters kept of a word
STOP_WORDS = frozenset(
    words(
        "aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist da "
        "dabei damit dann das dass dein deine dem den denn der des dessen dich die dies diese diesem diesen dieser "
        "dieses dir doch dort du durch ein eine einem einen einer eines er erst es etwas euch euer für ganz gar gegen "
        "gewesen habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins "
        "ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner können könnte man mehr mein "
        "meine meinem meinen meiner mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine "
        "seinem seinen seiner seit sich sie sind so soll sollte sondern sonst über um und uns unser unsere unter viel "
        "vom von vor war waren was weg weil weiter welche welcher wenn wer werde werden wie wieder will wir wird wo "
        "wurde wurden zu zum zur zwar zwischen"
    )
)


def mentioned(event: Event) -> list[str]:
    """Folded words, each once."""
    if not (event.product or event.text):
        return []
    return [word[:LONGEST] for word in telling(words(f"{event.product} {event.text}"))][:MOST]


def telling(said: Iterable[str]) -> list[str]:
    """Without the short and the little ones, each once."""
    return [word for word in dict.fromkeys(said) if len(word) >= SHORTEST and word not in STOP_WORDS]
