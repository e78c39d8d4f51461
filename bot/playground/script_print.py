"""How a script shows what the bot did: a sign in front, further lines indented, buttons in brackets."""

from bot.playground.script_lines import MARKS
from bot.playground.standin import Entry


def printed(entry: Entry) -> list[str]:
    """The lines for one entry of the journal, each with the mark of whose phone it is."""
    mark = MARKS.get(entry.chat, f"{entry.chat}:")
    match entry.kind:
        case "sent":
            shown = said("< ", entry.text)
        case "edited":
            shown = said("~ ", picture(entry) if pictured(entry) else entry.text)
        case "photo":
            shown = said("", picture(entry))
        case "document":
            shown = document(entry)
        case "voice" | "video":
            shown = said("", f"<{entry.kind}: {entry.text}>")
        case "alert":
            shown = said("* ", entry.text)
        case _:
            shown = said("~ ", "(gelöscht)")
    head, *rest = shown
    return [mark + head, *rest, *(mark + row for row in buttons(entry))]


def said(sign: str, text: str) -> list[str]:
    head, *rest = text.split("\n")
    return [sign + head, *("  " + line for line in rest)]


def pictured(entry: Entry) -> bool:
    file = entry.message.file if entry.message else None
    return file is not None and file.kind == "photo"


def picture(entry: Entry) -> str:
    return f"<picture: {entry.text}>"


def document(entry: Entry) -> list[str]:
    file = entry.message.file if entry.message else None
    caption = [f"  {line}" for line in entry.text.split("\n")] if entry.text else []
    return [f"<file: {file.name if file else ''}>", *caption]


def buttons(entry: Entry) -> list[str]:
    if entry.kind == "alert":
        return []
    return [" ".join(f"[{label}]" for label in row) for row in entry.labels]
