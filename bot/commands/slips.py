"""Who was meant where nothing hits: words that differ by a slip of the thumb. Only ever asked about, never taken."""

from dataclasses import dataclass, field

from bot.commands.ranking import hits
from bot.desk import Desk
from domain.contact import Contact
from domain.folding import words
from storage.contacts import Listed
from storage.words import index_words

SHORTEST = 3  # letters of a misspelt word beside others that hit; alone it needs one more
_MOST_CONTACTS = 200  # that are looked at, of all misspellings together


@dataclass(slots=True)
class Slips:
    """Looks for one line's words; what was looked up once is kept, a line is tried with fewer and fewer of them."""

    desk: Desk
    _known: dict[str, bool] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)

    def similar(self, typed: str) -> list[Listed]:
        """Contacts that have each word of a name, at least one of them misspelt; the nearest first."""
        terms = list(dict.fromkeys(words(typed)))
        strange = [term for term in terms if not self._is_known(term)]
        for wrong in [strange] if strange else [[term] for term in terms if len(terms) > 1]:
            right = [term for term in terms if term not in wrong]
            if found := self._beside(right, wrong) if right else self._alone(wrong):
                return found
        return []

    def _is_known(self, term: str) -> bool:
        if term not in self._known:
            whole = bool(hits(self.desk, [term], whole=True))
            self._known[term] = whole or (
                len(term) >= SHORTEST and bool(hits(self.desk, [term], whole=False))
            )
        return self._known[term]

    def _beside(self, right: list[str], wrong: list[str]) -> list[Listed]:
        """The others' words are right: who has them is read through."""
        numbers = hits(self.desk, right, whole=True) or hits(self.desk, right, whole=False)
        return self._with_all(numbers, wrong)

    def _alone(self, wrong: list[str]) -> list[Listed]:
        """Nobody has any of them: each word near to the longest one is looked up, names before companies and towns."""
        longest = max(wrong, key=len)
        meant = self._near_words(longest)
        numbers = [number for word in meant for number in hits(self.desk, [word], whole=True)]
        further = [term for term in wrong if term != longest]
        found = self._with_all(list(dict.fromkeys(numbers))[:_MOST_CONTACTS], further)
        return sorted(found, key=lambda item: _place(item.contact, meant))

    def _near_words(self, term: str) -> list[str]:
        from storage.typos import near  # noqa: PLC0415 – rapidfuzz only when nothing else hits

        if term not in self._near:
            self._near[term] = near(term, self.desk.work.contacts.words, scope=self.desk.scope)
        return self._near[term]

    def _with_all(self, numbers: list[int], wanted: list[str]) -> list[Listed]:
        """Contacts that have something near to every wanted word; a word too short to judge is near to nothing."""
        if any(len(term) < SHORTEST for term in wanted):
            return []
        found = self.desk.work.contacts.many(numbers, scope=self.desk.scope)
        return [item for item in found if _reads_like(index_words(item.contact), wanted)] if wanted else found


def _place(contact: Contact, meant: list[str]) -> tuple[int, bool]:
    """The nearer the word the better, and best in the name."""
    known, name = index_words(contact), words(contact.name)
    return next((place, word not in name) for place, word in enumerate(meant) if word in known)


def _reads_like(known: set[str], wanted: list[str]) -> bool:
    from storage.typos import is_near  # noqa: PLC0415 – as above

    return all(any(is_near(term, word) for word in known) for term in wanted)
