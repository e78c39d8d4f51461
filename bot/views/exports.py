"""What an export is called, in the chat and as a file."""

from dataclasses import dataclass

from bot.turn import Button, Rows, rows
from bot.views.words import count


@dataclass(frozen=True, slots=True)
class File:
    """`file` is its maker's word, `asked` what a rep types; `stem` and `ending` make its name."""

    file: str
    label: str
    asked: str
    stem: str
    ending: str
    says: str
    leads_only: bool = False


FILES = (
    File("xlsx", "Excel", "excel", "nachfass", "xlsx", "Kontakte, Einträge und Käufe als Excel-Mappe"),
    File("contacts", "Kontakte CSV", "csv", "kontakte", "csv", "Kontakte als CSV"),
    File("entries", "Einträge CSV", "einträge", "eintraege", "csv", "Einträge als CSV"),
    File("purchases", "Käufe CSV", "käufe", "kaeufe", "csv", "Käufe als CSV, ohne das Zurückgegebene"),
    File("vcf", "vCard", "vcard", "kontakte", "vcf", "Kontakte als vCards fürs Telefonbuch"),
    File(
        "json",
        "Archiv JSON",
        "archiv",
        "nachfass-archiv",
        "json",
        "Das Archiv des Teams: vollständig, und in eine leere Datenbank wieder einzulesen",
        leads_only=True,
    ),
)
WHOSE = {True: "des Teams", False: "von dir"}


def offer(contacts: int, *, lead: bool) -> tuple[str, Rows]:
    """`/export` alone: what there is."""
    keys = [Button.line(file.label, f"/export {file.asked}") for file in FILES if lead or not file.leads_only]
    text = (
        f"Was soll ich dir schicken? Zu exportieren: {count(contacts, 'Kontakt', 'Kontakte')} {WHOSE[lead]}."
    )
    return text, rows(keys[:1] + keys[4:], keys[1:4])


def caption(file: File, contacts: int, *, lead: bool) -> str:
    if file.leads_only:
        return f"{file.says}. Pass gut darauf auf: Darin stehen alle Kunden."
    return f"{file.says}: {count(contacts, 'Kontakt', 'Kontakte')} {WHOSE[lead]}. Gib die Datei nur weiter, wenn du darfst."
