"""Finding the date in a free line: what might say when, which of it does, and where it stands."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.phrases import bare, clock, daywords, figures, frames, seasons, shifts
from domain.phrases.facts import DateAmbiguous, Found, Lean, Span, When
from domain.phrases.said import Clock, Line, Moment, Part, Saying, Weekday, compiled
from domain.phrases.settle import day_of, end_of, time_of
from domain.phrases.words import one_of, spelled

_RULES = (
    *shifts.RULES,
    *clock.SPANS,
    *figures.RULES,
    *clock.RULES,
    *frames.RULES,
    *seasons.RULES,
    *bare.RULES,
    *daywords.RULES,
)
_UNBOUND = "|".join(
    f"(?P<r{i}>{re.sub(r'[?]P<[a-z0-9]+>', '?:', each.source)})" for i, each in enumerate(_RULES)
)
_BEGINNING = re.compile(r"(?<!\w)")
_WORD = re.compile(r"\w+")
# Most lines hold no date. Each phrase has a figure or a word that begins like one of these.
_HINTS = one_of(
    "mo di mi do fr sa so mont dien mitt donn frei sams sonn heut gest vorg vorv morg über uebe uber "
    "jan janu jänn jaen jann feb febr febe märz maer marz mär mar mrz apr apri mai jun juni jul juli "
    "aug augu sep sept okt okto nov nove dez deze sek seku min minu stun std tag tage woch mona jahr "
    "quar werk arbe vier drei halb früh frue fruh spät spae spat somm herb wint weih oste pfin karn "
    "fasc silv neuj heil niko uhr um gege punk vorm nach aben kw kale vor mitw sont samt done frie dies wo "
    "karf neul letz kürz kurz kuer unlä unla vorv lauf hälf haelf vate mutt himm chri refo alle zwis feie feri "
    "adve "
    "grün grun grue kars karw rose asch fron buß buss weib tote volk more mrog morn gese gesr gets heue "
    "erst drit fünf funf fuen sech sieb acht neun zehn elft zwöl zwol zwoe zwan einu"
)
_LEAD = re.compile(
    spelled(
        r"(?<!\w)(?:am|um|bis|gültig|zum|zur|ab|seit|vom|von|für|so gegen|gegen|ca\.?|etwa|circa|spätestens|im|in"
        r"|(?:in|ab|seit) der|den|auf|am (?:frühen|späten))\s+\Z"
    ),
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?<!\w)nach\s+\Z", re.IGNORECASE)  # nach 16 Uhr, as "ab"
_ARTICLE = re.compile(r",?\s*((?:der|dem|d\.)\s+)", re.IGNORECASE)  # "Freitag, der 27.11."
_BETWEEN = re.compile(r"[\s,]*(?:[-–—|]\s+)?")


@dataclass(frozen=True, slots=True)
class _Token:
    said: Saying
    start: int
    end: int


def find_when(text: str, *, now: datetime, lean: Lean) -> Found | None:
    """Read the day and time named in the line; `now` aware, in the rep's zone. Raises `DateUnreadable`.

    A time alone is today's; looking ahead, tomorrow's if it has passed.
    """
    if not _hinted(text) or not (tokens := _kept(_tokens(Line(text, now, lean)), text)):
        return None
    line, phrase = Line(text, now, lean), text[tokens[0].start : tokens[-1].end]
    when, ends = _settled([token.said for token in tokens], line, phrase)
    (start, end), *also = _spans(tokens, text)
    return Found(when, start, end, tuple(also), ends)


def _tokens(line: Line) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while match := _next(line.text, position, glued=bool(tokens)):
        each = _RULES[int((match.lastgroup or "")[1:])]
        read = each.pattern.match(line.text, match.start())
        said = each.read(read, line) if read else None
        position = match.end() if said else match.start() + 1
        if said:
            start = _with_leads(line.text, match.start(), tokens[-1].end if tokens else 0)
            if isinstance(said, Clock) and (after := _AFTER.search(line.text[:start])):
                start = after.start()
            tokens.append(_Token(said, start, match.end()))
    return tokens


def _hinted(text: str) -> bool:
    """Whether to look closer; decomposed umlauts (ü as u + ¨) are rare enough to look at."""
    if any(map(text.__contains__, "0123456789\u0308")):
        return True
    return not _HINTS.isdisjoint([word[:4] for word in _WORD.findall(text.lower())])


def _next(text: str, position: int, *, glued: bool) -> re.Match[str] | None:
    """The first phrase from there on; behind another one it may be glued to it: Freitag|abend, 2026-11-03T|14:00."""
    any_rule = compiled(_UNBOUND)
    if glued and (match := any_rule.match(text, position)):
        return match
    starts = (beginning.start() for beginning in _BEGINNING.finditer(text, position))
    return next(filter(None, (any_rule.match(text, start) for start in starts)), None)


def _with_leads(text: str, start: int, floor: int) -> int:
    """Where the phrase begins with the prepositions that belong to it: "bis zum", "so gegen"."""
    while lead := _LEAD.search(text[max(floor, start - 25) : start]):
        start -= len(lead[0])
    article = _ARTICLE.fullmatch(text, floor, start) if floor else None
    return start - len(article[1]) if article else start


def _kept(tokens: list[_Token], text: str) -> list[_Token]:
    """Without the words that mean a date only beside another: "mi", "Abend", "früh"."""
    return [
        token
        for i, token in enumerate(tokens)
        if not _needs_company(token.said) or _accompanied(tokens, i, text)
    ]


def _needs_company(said: Saying) -> bool:
    return (isinstance(said, Weekday) and not said.sure) or (isinstance(said, Part) and said.loose)


def _accompanied(tokens: list[_Token], i: int, text: str) -> bool:
    before = i > 0 and _BETWEEN.fullmatch(text, tokens[i - 1].end, tokens[i].start)
    after = i + 1 < len(tokens) and _BETWEEN.fullmatch(text, tokens[i].end, tokens[i + 1].start)
    return bool(before or after)


def _settled(said: list[Saying], line: Line, phrase: str) -> tuple[When, time | None]:
    if moments := [each for each in said if isinstance(each, Moment)]:
        if len(said) > 1:
            raise DateAmbiguous(phrase)
        return When(moments[0].at.date(), moments[0].at.time()), None
    clocks = [each for each in said if isinstance(each, Clock)]
    at = time_of(clocks, [each for each in said if isinstance(each, Part)], phrase)
    days = [each for each in said if not isinstance(each, Clock | Part)]
    ends = end_of(clocks[0], at) if clocks and at else None
    if days:
        return When(day_of(list(dict.fromkeys(days)), line, at, phrase), at), ends
    passed = line.ahead and at is not None and at < line.now.time()
    return When(line.today + timedelta(days=1 if passed else 0), at), ends


def _spans(tokens: list[_Token], text: str) -> list[Span]:
    """Neighbours are one span; the one that names the day comes first."""
    spans: list[Span] = []
    for token in tokens:
        if spans and _BETWEEN.fullmatch(text, spans[-1][1], token.start):
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    day = next((t for t in tokens if not isinstance(t.said, Clock | Part)), tokens[0])
    return sorted(spans, key=lambda span: not span[0] <= day.start < span[1])
