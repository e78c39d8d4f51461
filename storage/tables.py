"""All rows there are: `metadata` knows them once this is imported. Nothing outside storage/ sees them."""

from sqlmodel import SQLModel

from storage.schema import contacts, due, files, history, people, traffic  # noqa: F401 – known by being imported

metadata = SQLModel.metadata
