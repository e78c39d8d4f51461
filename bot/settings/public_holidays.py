"""Public holidays of a region as a plain set of dates; the library `holidays` knows them and loads slowly."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from bot.settings.errors import ConfigError

# Nothing is due in years before these, and a set for ever would cost start time: 36 years take 40 ms.
YEARS = range(2015, 2051)


@lru_cache(maxsize=8)
def holidays_for(country: str, region: str, years: Iterable[int] = YEARS) -> frozenset[date]:
    """ISO 3166 codes: "DE", "NW"; an empty region means nationwide days only. Raises ConfigError."""
    check_region(country, region)
    from holidays import country_holidays  # noqa: PLC0415 – slow to import, see above

    return frozenset(country_holidays(country, subdiv=region or None, years=years))


def check_region(country: str, region: str) -> None:
    from holidays import list_supported_countries  # noqa: PLC0415 – slow to import, see above

    countries = list_supported_countries(include_aliases=False)  # two letters, as phone numbers want them
    if country not in countries:
        raise ConfigError(f"[team] country: „{country}“ ist unbekannt.", _choose(country, countries))
    if region and region not in countries[country]:
        what = f"[team] region: „{region}“ ist in {country} unbekannt."
        raise ConfigError(what, _choose(region, countries[country]) + ' Ohne Region: "".')


def _choose(wrong: str, known: Iterable[str]) -> str:
    """Name all where they are few, else the nearest."""
    names = sorted(known)
    shown = names if len(names) <= 30 else get_close_matches(wrong.upper(), names, n=3, cutoff=0)  # noqa: PLR2004
    return f"Möglich: {', '.join(shown) or 'nichts'}."
