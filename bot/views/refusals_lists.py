"""Sentences for what a list can't show."""

from datetime import datetime

from bot import errors, errors_lists
from bot.turn import Button, Reply, rows
from bot.views.groups import GROUPS
from bot.views.pages import turning
from bot.views.refusals import example, says
from bot.views.words import shown

MOST_NAMED = 8
SEARCHED = 3  # letters of a word that may be a name or a town
_OVERVIEW = rows([Button.line("Übersicht", "/liste")])


@says(errors.FilterUnknown)
def _filter(refusal: errors.FilterUnknown, _local: datetime) -> Reply:
    word = refusal.word
    sought = [turning(f"Suchen: {word[:30]}", f"/suche {word[:100]}")] if len(word) >= SEARCHED else []
    return Reply(
        f"„{shown(word, most=40)}“ kenne ich als Filter nicht. Es gibt ZA, II, KI, EK, SK, ohne Termin, ohne Schritt, "
        "überfällig, heute, diese Woche, zurückgestellt, die Gruppen, etwa VIP oder Gruppe A2, Klasse A bis C und "
        "#Stichwort; dazu Quelle, Ort, Branche, Firma, Interesse und bei je mit einem Wort – "
        f"zum Beispiel {example('/liste KI ohne Termin')} oder {example('/liste überfällig Ort Köln')}",
        (*rows(sought), *_OVERVIEW),
    )


@says(errors_lists.FilterEmpty)
def _empty(refusal: errors_lists.FilterEmpty, _local: datetime) -> Reply:
    return Reply(
        f"Hinter „{shown(refusal.label, most=40)}“ fehlt noch, was du suchst. Zum Beispiel {example(refusal.example)}",
        _OVERVIEW,
    )


@says(errors_lists.SourceUnknown)
def _source(refusal: errors_lists.SourceUnknown, _local: datetime) -> Reply:
    typed = shown(refusal.typed, most=40)
    if not refusal.known:
        return Reply(
            f"Quelle „{typed}“: Noch hat kein Kontakt eine Quelle. Sie steht beim Anlegen, zum Beispiel "
            f"{example('/neu Anna Beispiel, Quelle Messe')}",
            _OVERVIEW,
        )
    named = refusal.known[:MOST_NAMED]
    keys = [turning(source[:24], f"/liste Quelle {source}") for source in named]
    return Reply(
        f"Die Quelle „{typed}“ hat niemand. Es gibt: {', '.join(shown(source, most=30) for source in named)}. "
        f"Zum Beispiel {example(f'/liste Quelle {named[0]}')}",
        rows(*(keys[i : i + 2] for i in range(0, len(keys), 2))),
    )


@says(errors_lists.OwnerUnknown)
def _owner(refusal: errors_lists.OwnerUnknown, _local: datetime) -> Reply:
    names = ", ".join(shown(name, most=30) for name in refusal.known[:MOST_NAMED])
    first = next(iter(refusal.known[0].split()), "") if refusal.known else ""
    return Reply(
        f"„{shown(refusal.typed, most=40)}“ ist niemand im Team. Es gibt: {names}. Zum Beispiel {example(f'/liste überfällig bei {first}')}",
        _OVERVIEW,
    )


@says(errors_lists.GroupUnknown)
def _group(refusal: errors_lists.GroupUnknown, _local: datetime) -> Reply:
    names = ", ".join(f"{group.value} {name}" for group, name in GROUPS.items())
    keys = [
        turning(f"{group.value} {name}", f"/liste Gruppe {group.value}") for group, name in GROUPS.items()
    ]
    return Reply(
        f"Die Gruppe „{shown(refusal.typed, most=40)}“ gibt es nicht – es gibt {names}. Zum Beispiel {example('/liste Gruppe A2')}",
        rows(*(keys[i : i + 2] for i in range(0, len(keys), 2))),
    )


@says(errors_lists.ClassUnknown)
def _class(refusal: errors_lists.ClassUnknown, _local: datetime) -> Reply:
    keys = [turning(f"Klasse {class_}", f"/liste Klasse {class_}") for class_ in "ABC"]
    return Reply(
        f"Die Klasse „{shown(refusal.typed, most=40)}“ gibt es nicht – es gibt A, B und C nach Umsatz (Q5). "
        f"Zum Beispiel {example('/liste Klasse A')}",
        rows(keys),
    )
