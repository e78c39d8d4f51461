"""What a free sentence seems to report: its likely meanings, best first. Nothing is stored on a guess."""

from dataclasses import dataclass
from enum import StrEnum

from domain.events import Way
from domain.folding import words
from domain.spoken import ENDS_A_NAME, channel_of, is_refusal, signal_of, way_of


class Meaning(StrEnum):
    """The command that a sentence may stand for."""

    REACTION = "reaktion"
    PURCHASE = "kauf"
    OFFER = "angebot"
    APPOINTMENT = "termin"
    STEP = "schritt"
    TOUCH = "nachgefasst"
    REFUSAL = "absage"
    RESULT = "ergebnis"
    NOTE = "notiz"


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a sentence. `ahead`: it names a moment to come, `timed`: with a time."""

    amount: bool = False
    ahead: bool = False
    timed: bool = False
    result_missing: bool = False


def _set(text: str) -> frozenset[str]:
    return frozenset(words(text))


_BOUGHT = _set(
    "gekauft kauft kaufte bezahlt zahlt überwiesen bestellt bestellte beauftragt auftrag kauf gezahlt "
    "unterschrieben abgeschlossen"
)
_SENT = _set("geschickt gesendet verschickt gemacht abgegeben rausgeschickt unterbreitet raus zugeschickt")
_OFFER = _set("angebot offerte kostenvoranschlag")
_MEETING = _set("termin treffen besprechung meeting besichtigung beratung vorführung videocall call")
_TO_DO = _set(
    "anrufen zurückrufen rückruf schicken senden verschicken mailen schreiben nachfassen nachhaken melden besuchen "
    "vorbeifahren vorbeigehen fragen klären vorbereiten erinnern erstellen machen liefern bringen abholen einladen "
    "gratulieren danken bedanken kontaktieren telefonieren prüfen vereinbaren"
)
_DID = _set(
    "angerufen telefoniert gesprochen gemailt besucht vorbeigefahren geschrieben bedankt gedankt kontaktiert"
)
_THEY = _set(
    "hat haben will möchte wollte wünscht fragt fragte bittet braucht sucht interessiert interesse meldet"
)
# Words that stand for nobody: what a sentence is made of besides names.
_ORDINARY = _set(
    "der die das den dem des ein eine einen einem einer eines kein keine ich du er sie es wir ihr ihn ihm mich mir "
    "dich dir uns euch sein seine mein meine dein unser "
    "und oder aber doch auch noch nur schon mal bitte sehr zu zum zur von vom bei beim mit ohne nach vor auf an aus "
    "über unter bis ab im in am um für per wegen weil dass wenn als wie was wer wann wo warum ob dann da hier jetzt "
    "heute gestern morgen übermorgen wieder immer nie alles nichts etwas viel mehr "
    "hat habe haben hatte hast bin ist sind war waren wird werden wurde würde kann können soll muss darf will "
    "möchte wollte gerne gern bekommt bekommen gibt geht kommt ruft ruf rufe meldet "
    "hallo moin servus danke dank ok okay ja nein super gut guten tag abend test prima klasse tschüss hilfe "
    "herr herrn frau dr prof firma kunde kundin kunden euro eur chf uhr stück"
) | _set("anfrage angefragt nachfrage frage interesse bedarf info neu neue neuer neues")
NOBODY: frozenset[str] = ENDS_A_NAME | _ORDINARY | _BOUGHT | _SENT | _OFFER | _MEETING | _TO_DO | _DID | _THEY
# What a command's name says already, so that it needn't stand in what is stored.
FILLERS: dict[Meaning, frozenset[str]] = {
    Meaning.PURCHASE: _BOUGHT - _set("auftrag") | _set("hat haben habe wurde ein eine einen"),
    Meaning.APPOINTMENT: _set("termin mit bei hat haben habe vereinbart ausgemacht ist"),
    Meaning.OFFER: _OFFER | _SENT | _set("über hat habe haben ein das wurde"),
    Meaning.STEP: _set("ich muss mich bitte soll erinnere erinner daran dran"),
}


def meanings(text: str, facts: Facts) -> list[Meaning]:
    """The likely ones first; a note it may always be."""
    said = _set(text)
    weighed = {meaning: weigh(said, text, facts) for meaning, weigh in _WEIGHTS.items()}
    ordered = sorted((m for m in weighed if weighed[m] > 0), key=lambda m: -weighed[m])
    return [*ordered, Meaning.NOTE]


def _reaction(said: frozenset[str], text: str, facts: Facts) -> int:
    if is_refusal(text):
        return 0
    if way_of(text) in _UNREACHED or (_is_sent_offer(said) and not said & _set("will möchte")):
        return 0
    by_them = bool(said & _THEY)
    if signal_of(text) or channel_of(text):
        return 30 if facts.ahead and not by_them else 85 if by_them else 60
    return 45 if by_them and not facts.amount and not facts.ahead else 5


def _purchase(said: frozenset[str], _text: str, facts: Facts) -> int:
    if facts.amount and not _is_sent_offer(said):
        return 95 if said & _BOUGHT else 55
    return 70 if said & _BOUGHT else 0


def _offer(said: frozenset[str], _text: str, facts: Facts) -> int:
    return (92 if facts.amount else 75) if _is_sent_offer(said) else 0


def _appointment(said: frozenset[str], _text: str, facts: Facts) -> int:
    if said & _MEETING:
        return 96 if facts.timed else 90 if facts.ahead else 50
    return 65 if facts.timed and not said & _TO_DO else 0


def _step(said: frozenset[str], text: str, facts: Facts) -> int:
    if said & _TO_DO:
        return 94 if facts.ahead else 72
    return 50 if facts.ahead else 20 if signal_of(text) and not _is_sent_offer(said) else 0


def _touch(said: frozenset[str], text: str, _facts: Facts) -> int:
    way = way_of(text)
    if way in _UNREACHED:
        return 97
    if said & _DID:
        return 40 if said & _set("hat") else 80
    return 70 if way and said & _SENT else 0


def _refusal(_said: frozenset[str], text: str, _facts: Facts) -> int:
    return 98 if is_refusal(text) else 0


def _result(_said: frozenset[str], _text: str, facts: Facts) -> int:
    return 58 if facts.result_missing else 0


def _is_sent_offer(said: frozenset[str]) -> bool:
    return bool(said & _OFFER and said & _SENT)


_UNREACHED = frozenset({Way.NOT_REACHED, Way.VOICEMAIL})
_WEIGHTS = {
    Meaning.REACTION: _reaction,
    Meaning.PURCHASE: _purchase,
    Meaning.OFFER: _offer,
    Meaning.APPOINTMENT: _appointment,
    Meaning.STEP: _step,
    Meaning.TOUCH: _touch,
    Meaning.REFUSAL: _refusal,
    Meaning.RESULT: _result,
}
