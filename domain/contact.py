"""Who we talk about: a person, with or without a company (§9)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """`id` is also the short number a rep can type as #12. `phone` is E.164. `owner` is a member's id."""

    id: int
    owner: int
    name: str
    created_at: datetime
    company: str = ""
    email: str = ""
    phone: str = ""
    town: str = ""
    industry: str = ""
    source: str = ""
    private: bool = False  # B2C
    hidden: bool = False  # its creation was undone, or it is merged into another
    details: dict[str, str] | None = None  # further fields of the record (§9), by their codes

    def detail(self, code: str) -> str:
        """A field that has no attribute of its own; empty where it isn't known."""
        return (self.details or {}).get(code, "")


@dataclass(frozen=True, slots=True)
class NewContact:
    """What `/neu` understood, before it has a number."""

    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    town: str = ""
    industry: str = ""
    source: str = ""
    private: bool = False
    details: dict[str, str] | None = None
    note: str = ""
    unclear: tuple[str, ...] = field(default=())  # fields nobody could place
