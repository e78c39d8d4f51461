"""What a rep's words mean: how someone reacted, what we did, what ends a name in a line."""

from typing import TypeVar

from domain.events import Channel, Signal, Way
from domain.folding import folded, words

T = TypeVar("T")


def _index(table: dict[T, str]) -> dict[str, T]:
    return {folded(word): meaning for meaning, group in table.items() for word in group.split()}


CHANNELS: dict[str, Channel] = _index(
    {
        Channel.WEB: "web website webseite webformular homepage formular kontaktformular online newsletter shop",
        Channel.AKTION: "aktion gewinnspiel coupon gutschein rabattaktion verlosung",
        Channel.BRIEF: "brief post mailing postkarte antwortkarte fax",
        Channel.MAIL: "mail email e-mail emails mails gemailt",
        Channel.ANRUF: "anruf angerufen telefon telefonat telefonisch rückruf zurückgerufen",
        Channel.MESSENGER: "messenger whatsapp sms signal threema chat linkedin xing instagram facebook",
        Channel.MESSE: "messe messestand stand messegespräch",
        Channel.EMPFEHLUNG: "empfehlung empfohlen weiterempfohlen",
        Channel.INFO: "info infos infomaterial informationen prospekt katalog broschüre unterlagen flyer",
    }
)
SIGNALS: dict[str, Signal] = _index(
    {
        Signal.OFFER: "angebot angebote preis preise preisliste preisanfrage kosten kostenvoranschlag offerte",
        Signal.APPOINTMENT: "termin terminwunsch treffen gesprächstermin besuchstermin beratungstermin",
        Signal.TRIAL: "probe test muster probefahrt teststellung demo vorführung testen probieren testversion",
    }
)
WAYS: dict[str, Way] = _index(
    {
        Way.CALL: "anruf angerufen telefon telefoniert telefonat gesprochen gespräch erreicht",
        Way.MAIL: "mail email e-mail gemailt",
        Way.VISIT: "besuch besucht vorbeigefahren vor-ort",
        Way.INFO: "info infos infomaterial informationen prospekt katalog broschüre unterlagen flyer",
        Way.LETTER: "brief post postkarte",
        Way.MESSENGER: "messenger whatsapp sms signal threema chat linkedin xing",
        Way.THANKS: "dank danke bedankt gedankt dankeschön",
        Way.VOICEMAIL: "mailbox anrufbeantworter ab voicemail",
    }
)
_NOT_REACHED = frozenset(words("niemand keiner besetzt unerreichbar"))
_REFUSED = tuple(
    map(
        folded,
        (
            "kein interesse",
            "keine interesse",
            "nicht interessiert",
            "kein bedarf",
            "keinen bedarf",
            "absage",
            "abgesagt",
            "abgelehnt",
            "nein",
        ),
    )
)
_OTHERS = (
    "am um bis ab seit für per mit und oder weil wegen im in das hat will möchte wollte ist war "
    "rabatt anzahlung nicht kein keine angefordert angefragt gewünscht gesendet geschickt verschickt anrufen "
    "zurückrufen video online vormittags nachmittags"
)
ENDS_A_NAME: frozenset[str] = frozenset(
    part for word in (*CHANNELS, *SIGNALS, *WAYS) for part in words(word)
) - frozenset({"ab", "post", "stand"}) | frozenset(words(_OTHERS))

# What stands before a name and isn't part of it, unless somebody is kept with it.
TITLES: frozenset[str] = frozenset(
    words("herr herrn hr hrn frau fr fräulein dr prof dipl ing firma fa familie fam eheleute kunde kundin")
)


def channel_of(text: str) -> Channel | None:
    """The first word that says how someone reacted (S2)."""
    return next((CHANNELS[word] for word in words_and_joined(text) if word in CHANNELS), None)


def signal_of(text: str) -> Signal | None:
    """A word that shows the wish to buy (S4)."""
    return next((SIGNALS[word] for word in words(text) if word in SIGNALS), None)


def way_of(text: str) -> Way | None:
    """What we did; "nicht erreicht" weighs more than the way it was tried."""
    said = words_and_joined(text)
    if not _NOT_REACHED.isdisjoint(said) or "nicht erreicht" in " ".join(words(text)):
        return Way.NOT_REACHED
    return next((WAYS[word] for word in said if word in WAYS), None)


def is_refusal(text: str) -> bool:
    """A "nein" is no positive reaction (S2)."""
    line = f" {' '.join(words(text))} "
    return any(f" {phrase} " in line for phrase in _REFUSED)


def words_and_joined(text: str) -> list[str]:
    """Words, and hyphenated ones as a whole (`E-Mail`)."""
    return [*words(text), *(folded(part) for part in text.split() if "-" in part)]
