"""What is said about imports: progress, preview, columns, results, why a row was left out."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from bot.imports.headings import MEANINGS, Extra, Meaning
from bot.turn import Button, Reply, Rows, rows
from bot.views.fields import FIELDS
from bot.views.pages import two_by_two
from bot.views.words import bold, count, shown
from domain.record import Field
from storage.imports import Batch, Staged

MOST_FAILED = 3  # of the rows that can't be taken, in the preview
COLUMNS = 8  # on a page
CHOICES = 12
NO_MEANING = "nicht übernehmen"
_EXTRAS = {
    Extra.FIRST: "Vorname",
    Extra.LAST: "Nachname",
    Extra.STATUS: "Status",
    Extra.NOTE: "Notiz",
    Extra.TAGS: "Stichwörter",
    Extra.OWNER: "Besitzer",
    Extra.DAY: "Kauf: Datum",
    Extra.AMOUNT: "Kauf: Betrag",
    Extra.CURRENCY: "Kauf: Währung",
    Extra.PRODUCT: "Kauf: Produkt",
    Extra.DISCOUNT: "Kauf: Rabatt",
}
_WHY = {
    "letters": "unlesbare Zeichen in „{}“",
    "amount": "„{}“ ist kein eindeutiger Betrag",
    "amount_unclear": "„{}“: Tausender oder Nachkommastellen? Die Spalte hat beides",
    "amount_range": "„{}“ ist kein Kaufbetrag, mehr als 10 Mio. geht nicht",
    "amount_large": "„{}“ ist kein Kaufbetrag, mehr als 10 Mio. geht nicht",
    "zero": "„{}“ ist kein Kaufbetrag: weder gekauft noch zurückgegeben",
    "currency": "„{}“ ist keine Währung",
    "return_nothing": "Retoure {}: davor ist kein Kauf in dieser Währung eingetragen",
    "return_too_much": "Retoure {}: kein Kauf davor, von dem noch so viel übrig ist",
    "date": "„{}“ ist kein Datum",
    "date_impossible": "„{}“ gibt es nicht als Datum",
    "date_ambiguous": "„{}“: Tag und Monat sind nicht zu unterscheiden, etwa so: 2025-04-03",
    "future": "„{}“ liegt in der Zukunft",
    "ancient": "„{}“ liegt zu weit zurück, vor 1950 gab es nichts zu notieren",
    "mail": "„{}“ ist keine Mail-Adresse",
    "phone": "„{}“ ist keine Telefonnummer",
    "private": "„{}“ sagt weder privat noch geschäftlich",
    "status": "Status „{}“ ist unbekannt, es gibt ZA, II, KI, EK, SK, Lead, Kontakt, Interessent, Kunde",
    "name": "„{}“ ist kein Name",
    "long": "zu lang: „{}“",
    "tags": "{} Stichwörter sind zu viele",
    "no_day": "Betrag ohne Datum",
    "no_amount": "Datum ohne Betrag",
    "nobody": "nichts, woran die Person zu erkennen wäre",
    "nameless": "kein Name, und niemand ist an Nummer oder Mail zu erkennen",
    "several": "„{}“ gibt es mehrmals – Firma, Telefon oder Mail fehlt",
    "owner": "Besitzer „{}“ ist nicht im Team",
    "broken": "ließ sich nicht speichern",
    "gone": "der Kontakt wurde inzwischen entfernt",
}


def why(reason: str) -> str:
    """Why a row was left out, as plain text."""
    code, _, said = reason.partition("\t")
    return _WHY[code].format(" ".join(said.split()))


def meaning(code: Meaning) -> str:
    if not code:
        return NO_MEANING
    return _EXTRAS[Extra(code)] if code in set(Extra) else FIELDS[Field(code)]


def how() -> str:
    return (
        "Schick mir eine Datei: .csv, .xlsx (auch .xls) oder Kontaktkarten als .vcf. Ich zeige erst, was darin steht – "
        "gespeichert wird nach deinem Tipp auf [Importieren].\nÜberschriften erkenne ich selbst: Name, Firma, Telefon, Mail, "
        "Ort, Status, Notiz, Stichwörter, für Käufe Datum, Betrag, Produkt."
    )


def overview(found: Sequence[Batch], *, revertible: Container[int]) -> Reply:
    """How it works, and one's own last imports; `revertible`: those that may still be taken back."""
    lines = [
        how(),
        *(f"• {shown(batch.name, most=40)}: {_STATES[batch.state]}{_brief(batch)}" for batch in found),
    ]
    keys = [
        [_back_button(batch, f"Zurücknehmen: {batch.name[:24]}")] for batch in found if batch.id in revertible
    ]
    return Reply("\n".join(lines), rows(*keys))


_STATES = {
    "reading": "wird gelesen",
    "sheet": "wartet auf die Wahl des Blatts",
    "staged": "wartet auf dein Ja",
    "applying": "wird importiert",
    "done": "importiert",
    "reverting": "wird zurückgenommen",
    "reverted": "zurückgenommen",
    "cancelled": "abgebrochen",
    "refused": "nicht lesbar",
}


def _brief(batch: Batch) -> str:
    return f" – {summary(batch.counts)}" if batch.state in {"staged", "done"} else ""


def reading(name: str, done: int = 0) -> str:
    so_far = f" {number(done)} Zeilen …" if done else ""
    return f"Datei wird gelesen: {bold(name)}{so_far}"


def checking(batch: Batch, done: int) -> str:
    return f"Wird geprüft: {bold(batch.name)}, {number(done)} von {number(batch.total)} Zeilen …"


def applying(batch: Batch, done: int) -> str:
    return f"Import läuft: {bold(batch.name)}, {number(done)} von {number(batch.total)} Zeilen …"


def reverting(batch: Batch, done: int) -> str:
    return f"Import wird zurückgenommen: {bold(batch.name)}, {number(done)} Kontakte …"


def number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def which_sheet(batch: Batch, sheets: Sequence[str]) -> Reply:
    keys = [Button(name[:30], "import_sheet", {"batch": batch.id, "sheet": name}) for name in sheets[:20]]
    text = f"{bold(batch.name)} hat {len(sheets)} Blätter. Welches soll ich lesen?"
    return Reply(text, rows(*two_by_two(keys), [_cancel(batch)]))


def preview(batch: Batch, failed: Sequence[Staged], page: int = 0) -> Reply:
    """What would become of the file; nothing is stored yet."""
    counts = batch.counts
    lines = [
        f"{bold(batch.name)}: {count_rows(batch.total)}, noch nichts gespeichert.",
        summary(counts),
        *(_example(example) for example in counts.get("examples", ())),
        *(f"Zeile {row.place}: {shown(why(row.reason), most=110)}" for row in failed),
        *_warnings(batch),
        _left_out(batch),
    ]
    return Reply("\n".join(line for line in lines if line), _preview_keys(batch, page))


def _preview_keys(batch: Batch, page: int) -> Rows:
    counts = batch.counts
    wanted = counts.get("new", 0) + counts.get("more", 0)
    go = Button(f"Importieren ({number(wanted)})", "import_apply", {"batch": batch.id})
    failed = [_failed_button(batch)] if counts.get("bad") else []
    columns = [_column_button(batch, place) for place in _on_page(batch, page)]
    return rows(
        [*([go] if wanted else []), _cancel(batch)],
        failed,
        *two_by_two(columns),
        _column_turners(batch, page),
    )


def _on_page(batch: Batch, page: int) -> range:
    first = page * COLUMNS
    return range(first, min(first + COLUMNS, len(batch.mapping["headings"])))


def _column_button(batch: Batch, place: int) -> Button:
    heading, code = batch.mapping["headings"][place], batch.mapping["meanings"][place]
    label = f"{heading[:18]} → {meaning(code) if code else '–'}"
    return Button(label, "import_column", {"batch": batch.id, "column": place, "page": 0})


def _column_turners(batch: Batch, page: int) -> list[Button]:
    more = (page + 1) * COLUMNS < len(batch.mapping["headings"])
    back = [Button("« Spalten", "import_columns", {"batch": batch.id, "page": page - 1})] if page else []
    return [
        *back,
        *([Button("Spalten »", "import_columns", {"batch": batch.id, "page": page + 1})] if more else []),
    ]


def summary(counts: Mapping[str, Any]) -> str:
    """`3 neu · 1 ergänzt · 2 doppelt · 1 fehlerhaft, 4 Käufe`."""
    names = (("new", "neu"), ("more", "ergänzt"), ("same", "doppelt"), ("bad", "fehlerhaft"))
    parts = [f"{number(counts.get(key, 0))} {name}" for key, name in names]
    trade = (("bought", "Kauf", "Käufe"), ("returned", "Retoure", "Retouren"))
    traded = ", ".join(count_of(counts[key], one, many) for key, one, many in trade if counts.get(key))
    return " · ".join(parts) + (f"; {traded}" if traded else "")


def count_of(value: int, one: str, many: str) -> str:
    return f"{number(value)} {one if value == 1 else many}"


def count_rows(value: int) -> str:
    return count_of(value, "Zeile", "Zeilen")


def _example(example: Mapping[str, Any]) -> str:
    facts = [shown(value, most=40) for value in example["fields"].values()]
    if example["bought"]:
        facts.append(count(example["bought"], "Kauf", "Käufe"))
    head = "Neu" if example["fresh"] else "Ergänzt"
    tail = f" – {', '.join(facts)}" if facts else ""
    return f"{head}: {shown(example['name'], most=60)}{tail}"


def _warnings(batch: Batch) -> list[str]:
    meanings = batch.mapping["meanings"]
    found = []
    if not set(meanings) & {
        Field.NAME,
        Extra.LAST,
        Extra.FIRST,
        Field.COMPANY,
        Field.CUSTOMER_NO,
        Field.EMAIL,
        Field.PHONE,
    }:
        found.append("Keine Spalte mit Namen erkannt – tippe unten die Spalte an, in der die Namen stehen.")
    if Extra.AMOUNT in meanings and Extra.DAY not in meanings:
        found.append("Beträge ohne Kaufdatum übernehme ich nicht – tippe die Spalte mit dem Datum an.")
    return found


def _left_out(batch: Batch) -> str:
    unnamed = [h for h, m in zip(batch.mapping["headings"], batch.mapping["meanings"], strict=True) if not m]
    if not unnamed:
        return ""
    names = ", ".join(shown(heading, most=24) for heading in unnamed[:6]) + (" …" if len(unnamed) > 6 else "")  # noqa: PLR2004
    return f"Nicht übernommen: {names}"


def choices(batch: Batch, column: int, page: int) -> Reply:
    """What a column can mean."""
    heading, now = batch.mapping["headings"][column], batch.mapping["meanings"][column]
    args = {"batch": batch.id, "column": column}
    offered = ["", *MEANINGS][page * CHOICES : (page + 1) * CHOICES]
    keys = [Button(meaning(code), "import_mean", {**args, "meaning": code}) for code in offered]
    by_three = [keys[place : place + 3] for place in range(0, len(keys), 3)]
    back = [Button("« Zurück", "import_column", {**args, "page": page - 1})] if page else []
    more = (
        [Button("Mehr »", "import_column", {**args, "page": page + 1})]
        if (page + 1) * CHOICES <= len(MEANINGS)
        else []
    )
    stay = Button("Lassen", "import_columns", {"batch": batch.id, "page": column // COLUMNS})
    text = f"Was steht in der Spalte „{shown(heading, most=60)}“? Jetzt: {meaning(now)}"
    return Reply(text, rows(*by_three, [*back, *more, stay]))


def cancelled(batch: Batch) -> Reply:
    return Reply(f"Import abgebrochen: {bold(batch.name)}. Gespeichert ist nichts.")


def done(batch: Batch, counts: Mapping[str, Any]) -> Reply:
    lines = [
        f"Importiert: {bold(batch.name)}",
        summary(counts),
        "30 Tage lang lässt sich das zurücknehmen, auch unter /import.",
    ]
    failed = [_failed_button(batch)] if counts.get("bad") else []
    keys = [
        _back_button(batch, "Import zurücknehmen"),
        Button("Dubletten", "run", {"line": "/dubletten", "new": True}),
    ]
    return Reply("\n".join(lines), rows(failed, keys))


def really(batch: Batch) -> Reply:
    text = (
        f"Import {bold(batch.name)} zurücknehmen? Neue Kontakte verschwinden, außer es stehen inzwischen andere Einträge darin; "
        "Käufe, Notizen und ergänzte Felder gehen zurück."
    )
    keys = [
        Button("Ja, zurücknehmen", "import_revert", {"batch": batch.id, "sure": True}),
        Button("Nein", "import_keep", {"batch": batch.id}),
    ]
    return Reply(text, rows(keys), new=True)


def reverted(batch: Batch, counts: Mapping[str, Any]) -> Reply:
    gone, kept = counts.get("gone", 0), counts.get("kept", 0)
    lines = [f"Import zurückgenommen: {bold(batch.name)}. {count_of(gone, 'Kontakt', 'Kontakte')} entfernt."]
    if kept:
        lines.append(
            f"{count_of(kept, 'Kontakt bleibt', 'Kontakte bleiben')}, weil andere Einträge darin stehen."
        )
    return Reply("\n".join(lines))


def file_name(batch: Batch) -> str:
    """Of the file with the rows that were left out."""
    stem = re.sub(r"[^\w-]+", "-", batch.name.rpartition(".")[0] or batch.name).strip("-")[:40]
    return f"fehler-{stem or 'import'}.csv"


def _cancel(batch: Batch) -> Button:
    return Button("Abbrechen", "import_cancel", {"batch": batch.id})


def _failed_button(batch: Batch) -> Button:
    return Button("Fehlerzeilen als Datei", "import_failed", {"batch": batch.id})


def _back_button(batch: Batch, label: str) -> Button:
    return Button(label, "import_revert", {"batch": batch.id})
