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
    hidden: bool = False  # its creation was undone


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
    note: str = ""
    unclear: tuple[str, ...] = field(default=())  # fields nobody could place
