"""Numbers in a line: which of them may be money, and how much they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.phrases.words import COUNTED, fold, one_of, spelled, tidied, word_before

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "cent": "EUR", "cents": "EUR", "ct": "EUR",
    "chf": "CHF", "sfr": "CHF", "franken": "CHF", "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD",
    "£": "GBP", "gbp": "GBP",
    "pln": "PLN", "zł": "PLN", "czk": "CZK", "kč": "CZK", "dkk": "DKK", "nok": "NOK", "sek": "SEK", "huf": "HUF",
}  # fmt: skip
_MONEY = r"(?:€|euros?|eur|chf|sfr\.?|franken|us\$|\$|usd|dollar|£|gbp|pln|zł|czk|kč|dkk|nok|sek|huf|[¥₺₹₽₩])"
_FOREIGN = one_of("¥ ₺ ₹ ₽ ₩")  # known as money, but of which country?
_HARD_SPACES = "\u00a0\u202f"
_TOKEN = re.compile(
    spelled(
        r"(?<![\w.,/#§+'’])(?<!\d:)(?<!\w[-−–])(?P<minus>minus |(?<!\S)[-−–](?=[0-9€$£])|\A\s*[-−–]_)?"
        rf"(?:(?P<pre>{_MONEY})_)?"
        rf"(?P<figure>\d{{1,3}}(?:[{_HARD_SPACES}]\d{{3}})+(?:,\d{{1,2}})?(?!\d)|\d(?:[0-9.,'’]*\d)?)"
        r"(?P<dash>[,.][-–—]{1,2})?"
        r"(?:_(?P<scale>k|t(?=_(?:€|eur))|tsd\.?|tausend|mio\.?|million(?:en)?|mrd\.?|milliarden?)"
        rf"(?:(?!\w)|(?=_{_MONEY})))?"
        rf"(?:_(?P<post>{_MONEY}|cents?|ct)(?!\w))?"
        r"(?P<tail>(?:_[-–]_|_[x×*]_| (?:bis|oder|statt|mal) (?:zu )?)\d[0-9.,]*)?"
    ),
    re.IGNORECASE,
)
_SPACED = re.compile(
    rf"(?:\A|{_MONEY} ?)\s*[0-9]{{1,3}}(?: [0-9]{{3}})+(?=,[0-9]{{2}}(?![0-9])| ?{_MONEY}(?!\w))",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[1-9][0-9]*|0")
_GERMAN = re.compile(rf"[0-9]{{1,3}}(?:[.{_HARD_SPACES}][0-9]{{3}})+(?:,[0-9]{{1,2}})?|[0-9]+,[0-9]{{1,2}}")
_ENGLISH = re.compile(
    r"[0-9]+\.[0-9]{2}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}|[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]{1,2})?"
)
_TENTHS = re.compile(r"[0-9]+\.[0-9]")  # `1.5 €`; without a currency it may be a version
_SCALED = re.compile(r"[0-9]+(?:,[0-9]{1,3}|\.[0-9]{1,2})?")
_NO_AMOUNT = re.compile(spelled(rf"[-–]?\w|:\d|/|\.\d|_{COUNTED}|_Uhr|\.(?=\s*\S)"), re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"[0-9]{1,2}\.(?:0?[1-9]|1[0-2])")
_LABELS = one_of(
    "nr nr. nummer no. version v rechnung auftrag bestellung kw kalenderwoche seite typ modell serie um "
    "gegen punkt viertel plz halb nach kapitel q postfach tel tel. telefon mobil handy fax"
)
_STREETS = ("strasse", "str.", "str", "weg", "platz", "allee", "gasse")
_PHONE_HEAD = re.compile(r"(?:\+|0)[0-9/()-]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """Minor units (cents); `currency` None is the team's; `start:end` its place in the line."""

    minor: int
    currency: str | None
    start: int
    end: int

    def rest(self, text: str) -> str:
        """Give the line without it, tidied."""
        return tidied(f"{text[: self.start]} {text[self.end :]}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the line; `amount` None = unreadable. `money`: written like money, not like a count."""

    phrase: str
    first: bool
    amount: Amount | None
    money: bool
    certain: bool  # has a currency, or is a range or a product: not a mere name like "Version 1.5"


def numbers_in(text: str) -> Iterator[Number]:
    for match in _TOKEN.finditer(_joined(text)):
        certain = bool(match["pre"] or match["post"] or match["tail"])
        written = bool(match["dash"] or match["scale"])
        if not (certain or written) and _is_no_amount(match, text):
            continue
        phrase, first = text[match.start() : match.end()].strip(), not text[: match.start()].strip()
        written = written or not _PLAIN.fullmatch(match["figure"])
        yield Number(phrase, first, _read(match), written, certain)


def _joined(text: str) -> str:
    """Join `1 299,00` in front or after a currency: elsewhere the blank may divide two numbers."""
    return _SPACED.sub(lambda match: re.sub(r"(?<=[0-9]) (?=[0-9])", _HARD_SPACES[0], match[0]), text)


def _is_no_amount(match: re.Match[str], text: str) -> bool:
    """Rule out times, dates, counts, versions, phone and house numbers."""
    figure, before = match["figure"], word_before(text, match.start())
    if (
        before in _LABELS
        or before.endswith(_STREETS)
        or _PHONE_HEAD.fullmatch(before)
        or re.match(r"0[0-9]", figure)
    ):
        return True
    if not (follows := _NO_AMOUNT.match(text, match.end())):
        return text[match.end() :].startswith(".") and _DAY_AND_MONTH.fullmatch(figure) is not None
    ends_a_sentence = follows[0] == "." and not _DAY_AND_MONTH.fullmatch(figure) and len(figure) > 2  # noqa: PLR2004
    return not ends_a_sentence


def _read(match: re.Match[str]) -> Amount | None:
    value = _value(match)
    if {match["pre"], match["post"]} & _FOREIGN:
        return None
    currencies = {_CURRENCIES[said.casefold().rstrip(".")] for said in (match["pre"], match["post"]) if said}
    if match["tail"] or value is None or len(currencies) > 1:
        return None
    minor = (
        value if (match["post"] or "").casefold().startswith("c") and currencies == {"EUR"} else value * 100
    )
    if minor != int(minor):
        return None
    sign = -1 if match["minus"] else 1
    return Amount(sign * int(minor), next(iter(currencies), None), match.start(), match.end())


def _value(match: re.Match[str]) -> Decimal | None:
    figure = match["figure"]
    if match["scale"]:
        return (
            _plain(figure.replace(",", ".")) * _factor(match["scale"]) if _SCALED.fullmatch(figure) else None
        )
    if _PLAIN.fullmatch(figure):
        return _plain(figure)
    if _GERMAN.fullmatch(figure):
        return _plain(re.sub(rf"[.{_HARD_SPACES}]", "", figure).replace(",", "."))
    if _ENGLISH.fullmatch(figure) or ((match["pre"] or match["post"]) and _TENTHS.fullmatch(figure)):
        return _plain(re.sub(r"[,'’]", "", figure))
    return None


def _plain(figure: str) -> Decimal:
    """No typed number is longer than the largest amount: beyond, its first digits will do to refuse it."""
    return Decimal(figure[:20])


def _factor(scale: str) -> int:
    scale = fold(scale)
    return 10**9 if scale.startswith(("mrd", "milliard")) else 10**6 if scale.startswith("mi") else 1000
