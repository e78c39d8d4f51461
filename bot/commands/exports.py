"""`/export`: contacts and what happened as a file, made off the loop when it is sent. A rep gets own contacts only."""

from bot.commands.registry import command
from bot.desk import Desk
from bot.errors_exports import ArchiveForLeads, ExportUnknown, NothingToExport
from bot.turn import Made, Reply
from bot.views import exports as views
from domain.folding import folded
from storage.words import Scope

MAKER = "bot.exports.maker"
SPOKEN = {
    "csv": "contacts", "kontakte": "contacts", "kontakt": "contacts", "adressen": "contacts",
    "eintrage": "entries", "eintrag": "entries", "verlauf": "entries", "historie": "entries", "events": "entries",
    "kaufe": "purchases", "kauf": "purchases", "umsatz": "purchases", "verkaufe": "purchases",
    "excel": "xlsx", "xlsx": "xlsx", "xls": "xlsx", "tabelle": "xlsx", "alles": "xlsx",
    "vcard": "vcf", "vcards": "vcf", "vcf": "vcf", "karten": "vcf", "telefonbuch": "vcf",
    "archiv": "json", "json": "json", "sicherung": "json", "backup": "json",
}  # fmt: skip
FILES = {file.file: file for file in views.FILES}


@command(
    "export",
    topic="Sonst",
    does="Kontakte, Einträge und Käufe als Datei",
    examples=("/export", "/export csv", "/export käufe"),
)
def export(desk: Desk, rest: str) -> Reply:
    lead = desk.turn.member.lead
    file = _asked(rest, lead=lead) if rest.strip() else None
    contacts = desk.work.exports.count(desk.scope)
    if not contacts:
        raise NothingToExport(purchases=False)
    if file is None:
        return Reply(*views.offer(contacts, lead=lead))
    if file.file == "purchases" and not desk.work.exports.has_bought(desk.scope):
        raise NothingToExport(purchases=True)
    desk.begin("export")  # who took data out, and when, is kept
    made = Made("document", MAKER, _order(desk, file.file, desk.scope), _name(desk, file), database=True)
    return Reply(views.caption(file, contacts, lead=lead), made=made)


def _asked(rest: str, *, lead: bool) -> views.File:
    """`csv`, `als Excel`, `käufe csv`: what it is about counts more than its ending."""
    words = [SPOKEN.get(folded(word).strip(".,:"), "") for word in rest.split() if folded(word) != "als"]
    if not words or not all(words):
        raise ExportUnknown(rest.strip(), lead)
    about = [word for word in words if word in {"entries", "purchases"}] or words
    file = FILES[about[0]]
    if file.leads_only and not lead:
        raise ArchiveForLeads
    return file


def _order(desk: Desk, file: str, scope: Scope) -> dict[str, object]:
    """What the maker is told (bot/exports/files.py); whose contacts is settled here, by who asks."""
    owners = None if scope.owners is None else list(scope.owners)
    return {"file": file, "owners": owners, "zone": desk.rhythm.zone.key, "team": desk.turn.member.lead}


def _name(desk: Desk, file: views.File) -> str:
    return f"{file.stem}-{desk.today:%Y-%m-%d}.{file.ending}"
