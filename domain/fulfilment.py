"""Which entries do what an own step asked for: an offer sent settles *Angebot schicken*, a call *anrufen*."""

from datetime import timedelta

from domain.events import Due, Event, Kind, Way
from domain.folding import words

_EARLY = timedelta(hours=1)  # a call so long before the minute it was meant for is that call
_UNREACHED = {Way.NOT_REACHED, Way.VOICEMAIL}
_ANY = ("nachfass", "nachhak", "nachgefasst", "meld", "ansprech", "kontaktier")
_CALL = ("anruf", "anzuruf", "telefon", "ruckruf", "zuruckruf", "durchklingel", "sprech", *_ANY)
_WAYS: dict[str, tuple[str, ...]] = {
    Way.CALL: _CALL,
    Way.MAIL: ("mail", "email", "schreib", *_ANY),
    Way.VISIT: ("besuch", "vorbei", "hinfahr", *_ANY),
    Way.INFO: ("info", "unterlag", "prospekt", "katalog", "material", "schick", "send"),
    Way.LETTER: ("brief", "schreib", *_ANY),
    Way.MESSENGER: ("whatsapp", "nachricht", "messenger", "schreib", *_ANY),
    Way.THANKS: ("dank", "bedank"),
}
_BUYS = ("kauf", "bestell", "abschluss", "abschlie", "unterschr", "auftrag")
_ARRANGES = ("vereinbar", "ausmach", "mach", "festmach", "setz", "leg", "abmach", "find")


def fulfils(event: Event, wording: str, due: Due) -> bool:
    """Whether a later entry is what the step `wording` meant.

    An offer, a purchase or an appointment may come before its day. A touch counts from the day on: who calls today
    may have promised to call again in December.
    """
    said = words(wording)
    match event.kind:
        case Kind.OFFER:
            return _speaks_of(said, ("angebot",)) and not _speaks_of(said, (*_ANY, "termin", "treff"))
        case Kind.PURCHASE:
            return _speaks_of(said, _BUYS) and not _speaks_of(said, _CALL)
        case Kind.APPOINTMENT:
            return _speaks_of(said, ("termin",)) and (len(said) == 1 or _speaks_of(said, _ARRANGES))
        case Kind.TOUCH if event.detail not in _UNREACHED:
            return _on_time(event, due) and _speaks_of(said, _WAYS.get(event.detail, ()))
        case Kind.RESULT if event.refers_to is None:  # what came out of a call
            return _on_time(event, due) and _speaks_of(said, _CALL)
        case _:
            return False


def _speaks_of(said: list[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in said) if stems else False


def _on_time(event: Event, due: Due) -> bool:
    return event.day >= due.day if due.at is None else event.at >= due.at - _EARLY
