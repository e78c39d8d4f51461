"""The words dates are made of, how they may be spelled, and how patterns are written."""

import re


def one_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


MONTHS = {
    short: number
    for number, shorts in enumerate(
        ("jan", "feb", "mar mrz", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"), start=1
    )
    for short in shorts.split()
}
WEEKDAYS = {short: number for number, short in enumerate(("mo", "di", "mi", "do", "fr", "sa", "so"))}
WEEKDAY_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_COUNTED_OUT = (
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig"
)
NUMBERS = {word: float(number) for number, word in enumerate(_COUNTED_OUT.split())} | {
    "ein": 1.0, "eine": 1.0, "einem": 1.0, "einer": 1.0, "einen": 1.0, "dreissig": 30.0, "vierzig": 40.0,
    "sechzig": 60.0, "neunzig": 90.0, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5,
    "hundert": 100.0,
    "funfundzwanzig": 25.0, "funfunddreissig": 35.0, "funfundvierzig": 45.0, "funfzig": 50.0,
    "funfundfunfzig": 55.0, "ner": 1.0, "nem": 1.0,
}  # fmt: skip
_TURNS = {
    "na": 1,
    "dies": 0,
    "nachst": 1,
    "kommend": 1,
    "ubernachst": 2,
    "letzt": -1,
    "vergangen": -1,
    "vorig": -1,
    "vorletzt": -2,
}

MONTH = (
    r"(?:januar|jänner|jan|februar|feber|feb|märz|mär|mrz|april|apr|mai|juni|jun|juli|jul|august|aug"
    r"|september|sept|sep|oktober|okt|november|nov|dezember|dez)(?!\w)\.?"
)
WEEKDAY = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
SHORT_WEEKDAY = r"(?:mo|di|mi|do|fr|sa|so)"
TURN = r"(?:(?:übernächste|nächste|vorletzte|letzte|kommende|vergangene|vorige|diese)[mnrs]?|nä(?:chst)?\.)"
EDGE = r"(?:anfang|beginn|mitte|ende)"
HOUR_WORD = r"(?:eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf)"
# Said of a clock only, not in "um fünfzehn Leute".
LATE_HOUR_WORD = r"(?:(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|(?:ein|zwei|drei)undzwanzig|zwanzig)"
MINUTE_WORD = r"(?:(?:fünfund)?(?:zwanzig|dreißig|vierzig|fünfzig)|fünfzehn|fünf|zehn)"
ORDINALS = (  # the first to the thirty-first, in order, without their endings
    "erste|zweite|dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte|elfte|zwölfte|dreizehnte"
    "|vierzehnte|fünfzehnte|sechzehnte|siebzehnte|achtzehnte|neunzehnte|zwanzigste|einundzwanzigste"
    "|zweiundzwanzigste|dreiundzwanzigste|vierundzwanzigste|fünfundzwanzigste|sechsundzwanzigste"
    "|siebenundzwanzigste|achtundzwanzigste|neunundzwanzigste|dreißigste|einunddreißigste"
)
PART = r"(?:frühmorgens|früh|morgens|vormittags?|mittags?|nachmittags?|abends?|nachts?)"
# What is counted or measured: the number before it is neither an hour nor a day nor an amount.
COUNTED = (
    r"(?:%|°|²|prozent|sekunden?|sek|minuten?|min|stunden?|std|tage[ns]?|tag|wochen?|monate?n?|jahre?n?|werktagen?|tonnen?|t|kg"
    r"|kilo|gramm|g|km|meter|cm|mm|m|qm|m²|m2|liter|l|kwh|kw|stück|stk|stck|st|x|mal|lizenzen|pakete|geräte|maschinen|kartons?"
    r"|paletten|plätze|nutzer|user|exemplare|boxen|sätze|personen|leuten?|mitarbeitern?|kunden|raten|punkten?|seiten|stellen"
    r"|filialen|fahrzeuge|einheiten|sets|teile|muster|kataloge|prospekte|flyer|anbietern?|mitbewerbern?|zeilen|fach|mb|gb|tb"
    r"|watt|volt|zoll|anrufen?|mails?|besuchen?|gesprächen?|versuchen?)(?!\w)"
)
MONEY = (
    r"(?:(?:euros?|€|eur|chf|usd|gbp|\$|£|franken|sfr|dollar|cent|ct|mio|millionen|tsd|tausend"
    r"|teur|k|k€|t€)(?!\w))"
)
MEASURE = rf"(?:{COUNTED}|{MONEY})"
TITLES = one_of(
    "herr herrn frau hr hr. fr. fam fam. familie dr dr. prof prof. firma fa fa. fraulein kollege kollegin"
)
LEGAL_FORM = re.compile(
    r"[-\s]*(?:g?GmbH|mbH|AG|KG|UG|OHG|SE|e\.\s?K\.|GbR|& (?:Co|Sohn|Söhne|Partner))(?!\w)"
)

_ODD = str.maketrans({"ı": "i", "ß": "ss", "̈": None, "̇": None, "ä": "a", "ö": "o", "ü": "u"})
_UMLAUTS = {"ä": "(?:ä|a\u0308|ae|a)", "ö": "(?:ö|o\u0308|oe|o)", "ü": "(?:ü|u\u0308|ue|u)", "ß": "(?:ß|ss)"}


def fold(word: str) -> str:
    """Drop case, umlauts and their spellings: Nächsten = naechsten = nachsten. Only for looking words up."""
    word = word.casefold().translate(_ODD)
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def spelled(pattern: str) -> str:
    """Write out a pattern: blank = some space, _ = perhaps space, ä = ä, ae or a."""
    pattern = pattern.replace(" ", r"\s{1,3}").replace("_", r"\s{0,2}").replace(r"\d", "[0-9]")
    return re.sub("[äöüß]", lambda umlaut: _UMLAUTS[umlaut[0]], pattern)


DAY_NAME = re.compile(
    spelled(rf"(?:{WEEKDAY}|{SHORT_WEEKDAY}\.?|heute|morgen|übermorgen|gestern),?"), re.IGNORECASE
)  # of a folded word


def said_before(text: str, start: int) -> str:
    """Give the word left of `start`; its punctuation belongs to it."""
    words = text[max(0, start - 40) : start].rsplit(maxsplit=1)
    return words[-1].rstrip() if words else ""


def word_before(text: str, start: int) -> str:
    return fold(said_before(text, start))


def tidied(text: str) -> str:
    """Tidy what is left of a line when a phrase was cut out."""
    words = " ".join(re.sub(r"\(\s*\)", " ", text).split())
    words = re.sub(r" (?=[,;.:](?:\s|$))", "", words).strip(" ,;:").removeprefix(".").strip()
    return re.sub(r"^[-–—](?: |$)|(?:^| )[-–—]$", "", words)


def month_of(word: str) -> int:
    return MONTHS[fold(word)[:3]]


def weekday_of(word: str) -> int:
    return 5 if fold(word) == "sonnabend" else WEEKDAYS[fold(word)[:2]]


def turn_of(word: str) -> int:
    """How many times on: nächsten 1, übernächsten 2, letzten -1, diesen 0."""
    return _TURNS[re.sub(r"(?:e[mnrs]?|\.)$", "", fold(word))]


def number_of(word: str) -> float:
    word = fold(word).lstrip("'’")
    return NUMBERS[word] if word in NUMBERS else float(word.replace(",", "."))
