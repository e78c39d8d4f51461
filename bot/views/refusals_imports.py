"""Sentences for files that can't be imported, and for imports that are over."""

from datetime import datetime

from bot import errors_imports as errors
from bot.turn import Button, Reply, rows
from bot.views.refusals import says
from bot.views.words import bold

_AGAIN = "Gespeichert ist nichts."
_HELP = rows([Button.line("So geht’s", "/hilfe import")])


@says(errors.FileTooLarge)
def _large(refusal: errors.FileTooLarge, _local: datetime) -> Reply:
    size = f"{refusal.megabytes:.1f} MB".replace(".", ",") if refusal.megabytes else "zu groß"
    has = f"hat {size}" if refusal.megabytes else f"ist {size}"
    return Reply(
        f"{bold(refusal.name)} {has}, höchstens {refusal.most} MB gehen. {_AGAIN} Teil die Datei auf.", _HELP
    )


@says(errors.FileUnpacksTooLarge)
def _unpacks(refusal: errors.FileUnpacksTooLarge, _local: datetime) -> Reply:
    return Reply(
        f"{bold(refusal.name)} ist entpackt größer als {refusal.most} MB – das öffne ich nicht. {_AGAIN} "
        "Speichere die Tabelle als .csv und schick mir die.",
        _HELP,
    )


@says(errors.TooManyRows)
def _rows(refusal: errors.TooManyRows, _local: datetime) -> Reply:
    most = f"{refusal.most:,}".replace(",", ".")
    return Reply(
        f"{bold(refusal.name)} hat mehr als {most} Zeilen, so viele gehen auf einmal. {_AGAIN} Teil die Datei auf.",
        _HELP,
    )


@says(errors.FileEmpty)
def _empty(refusal: errors.FileEmpty, _local: datetime) -> Reply:
    return Reply(f"{bold(refusal.name)} ist leer, darin steht keine Zeile. {_AGAIN}", _HELP)


@says(errors.FileForeign)
def _foreign(refusal: errors.FileForeign, _local: datetime) -> Reply:
    return Reply(
        f"{bold(refusal.name)} ist {refusal.found}. Lesen kann ich Tabellen (.csv, .xlsx, .xls) und Kontaktkarten (.vcf). {_AGAIN}",
        _HELP,
    )


@says(errors.FileBroken)
def _broken(refusal: errors.FileBroken, _local: datetime) -> Reply:
    return Reply(
        f"{bold(refusal.name)} ist nicht bis zum Ende lesbar: {refusal.detail}. {_AGAIN} "
        "Speichere die Datei neu, am besten als .xlsx, und schick sie noch einmal.",
        _HELP,
    )


@says(errors.FileLocked)
def _locked(refusal: errors.FileLocked, _local: datetime) -> Reply:
    return Reply(
        f"{bold(refusal.name)} ist mit einem Passwort geschützt. {_AGAIN} Speichere sie ohne Passwort und schick sie noch einmal.",
        _HELP,
    )


@says(errors.FileUnreachable)
def _unreachable(refusal: errors.FileUnreachable, _local: datetime) -> Reply:
    return Reply(
        f"{bold(refusal.name)} ließ sich bei Telegram nicht abholen. {_AGAIN} Schick die Datei noch einmal.",
        _HELP,
    )


@says(errors.ImportGone)
def _gone(_refusal: errors.ImportGone, _local: datetime) -> Reply:
    return Reply(
        "Dieser Import ist abgeschlossen oder abgebrochen, hier wird nichts geändert.",
        rows([Button.line("Meine Importe", "/import")]),
    )


@says(errors.ImportTooOld)
def _old(refusal: errors.ImportTooOld, _local: datetime) -> Reply:
    return Reply(
        f"Nach {refusal.days} Tagen nehme ich einen Import nicht mehr zurück. Es wurde nichts geändert."
    )
