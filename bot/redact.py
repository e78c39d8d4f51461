"""No secret in any text: known ones in every form they can take, and whatever looks like a bot token."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

HIDDEN = "***"
LIKE_A_TOKEN = r"\d{5,}(?::|%3[Aa])[\w-]{20,}"  # noqa: S105 – the shape of one; works before any is known
LIKE_A_FEED = r"(?<=/kalender/)[\w-]{8,}"  # a calendar's secret address
SHORTEST_HALF = 8  # a shorter half of a token is an ordinary word somewhere else


class Redactor:
    """Replaces secrets in a text; made once, called for every log line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, longest_first), LIKE_A_TOKEN, LIKE_A_FEED]))

    def __call__(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text)


def _forms(secret: str) -> Iterator[str]:
    """As it is, as part of a URL, and the half after the colon, which is the secret part of a token."""
    half = secret.partition(":")[2]
    for part in (secret, half if len(half) >= SHORTEST_HALF else ""):
        if part:
            yield from (part, quote(part, safe=""), quote_plus(part), quote(part))


def redacted_request(text: str, url: str) -> str:
    """Clean a text that tells of a request: the token stands in the Bot API's URL."""
    token = re.search(r"/bot(\d+(?::|%3[Aa])[^/]+)", url)
    return Redactor([token[1]] if token else [])(text)
