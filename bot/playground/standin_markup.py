"""Telegram's HTML: the tags it knows, what it refuses and in which words, and what a phone shows of it."""

import re
from dataclasses import dataclass, field
from html import unescape

from bot.playground.standin_values import Json, Refused, Writing

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>")
ATTRIBUTE = re.compile(r"([^\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
# Telegram knows these four names and numbers; any other & is an ordinary character
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def plain(html: str) -> str:
    """What a phone shows of the HTML, without tags."""
    return parse(html).text


def utf16(text: str) -> int:
    """Telegram counts in UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> Writing:
    """Read Telegram's HTML; raises Refused with Telegram's own words."""
    reader = Reader(html)
    position = 0
    while (start := html.find("<", position)) >= 0:
        reader.text(html[position:start])
        position = reader.tag(start)
    reader.text(html[position:])
    return reader.finished()


def ordinary(text: str) -> Writing:
    """A text without markup, as `parse_mode` left out means it."""
    shown = text.strip()
    return Writing(shown, shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def refused(what: str, offset: int | None = None) -> Refused:
    where = "" if offset is None else f" at byte offset {offset}"
    return Refused(400, f"Bad Request: can't parse entities: {what.format(where=where)}")


@dataclass
class Reader:
    html: str
    shown: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[str, Json]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def text(self, raw: str) -> None:
        words = ENTITY.sub(lambda found: unescape(found[0]), raw)
        self.shown.append(words)
        self.length += utf16(words)

    def tag(self, start: int) -> int:
        offset = len(self.html[:start].encode())
        name = re.match(r"<(/?)([^\s>]*)", self.html[start:])
        closing, word = (name[1], name[2].lower()) if name else ("", "")
        if not closing and word not in STYLES and start + 1 + len(word) < len(self.html):
            raise refused(f'Unsupported start tag "{word}"{{where}}', offset)
        if not (found := TAG.match(self.html, start)):
            raise refused(f"Unclosed {'end' if closing else 'start'} tag{{where}}", offset)
        if closing:
            self.close(word, offset)
        else:
            self.open.append((word, self.begun(word, attributes(found["rest"]))))
        return found.end()

    def begun(self, name: str, given: dict[str, str]) -> Json:
        entity: Json = {"type": STYLES[name], "offset": self.length}
        if name == "span" and given.get("class") != "tg-spoiler":
            raise refused('Tag "span" must have class "tg-spoiler"')
        if name == "a":
            entity["url"] = given.get("href", "")
        if name == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        if name == "code" and self.open and self.open[-1][0] == "pre":
            entity["type"] = ""  # <pre><code class="language-x"> is one entity, not two
        return entity

    def close(self, name: str, offset: int) -> None:
        if not self.open:
            raise refused("Unexpected end tag{where}", offset)
        expected, entity = self.open.pop()
        if name and name != expected:
            raise refused(f'Unmatched end tag{{where}}, expected "</{expected}>", found "</{name}>"', offset)
        entity["length"] = self.length - entity["offset"]
        if entity["length"] and entity["type"]:
            self.entities.append(entity)

    def finished(self) -> Writing:
        if self.open:
            raise refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        text = "".join(self.shown)
        cut, end = utf16(text) - utf16(text.lstrip()), utf16(text.rstrip())
        kept = (moved(entity, cut, end) for entity in self.entities)
        order = sorted((e for e in kept if e["length"] > 0), key=lambda e: (e["offset"], -e["length"]))
        return Writing(text.strip(), self.html.strip(), tuple(order))


def moved(entity: Json, cut: int, end: int) -> Json:
    """An entity after the blanks around the text were cut off."""
    start, stop = max(entity["offset"], cut), min(entity["offset"] + entity["length"], end)
    return entity | {"offset": start - cut, "length": stop - start}


def attributes(rest: str) -> dict[str, str]:
    found = ATTRIBUTE.findall(rest)
    return {name.lower(): unescape(double or single or bare) for name, double, single, bare in found}
