"""A contact among the results of an inline query: what is shown while typing, what is sent when it is chosen."""

from typing import Any

from bot.views.words import bold, shown
from storage.contacts import Listed

LONGEST = 100  # characters of a line in the list


def result(item: Listed) -> dict[str, Any]:
    """An article of the Bot API. What is sent stands in a chat with others: no status, no notes."""
    contact = item.contact
    beside = " · ".join(part for part in (contact.company, contact.town, contact.phone) if part)
    lines = [bold(contact.name), *(shown(v) for v in (contact.company, contact.phone, contact.email) if v)]
    options = {"is_disabled": True}
    text = {"message_text": "\n".join(lines), "parse_mode": "HTML", "link_preview_options": options}
    facts = {"type": "article", "id": str(contact.id), "title": contact.name[:LONGEST]}
    return {**facts, "description": beside[:LONGEST], "input_message_content": text}
