"""The domain imports the standard library and itself, nothing else."""

import ast
import sys
from pathlib import Path

import domain

ROOM = Path(domain.__file__).parent


def _imported(source: str):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def test_the_domain_imports_the_standard_library_and_itself_only():
    allowed = sys.stdlib_module_names | {"domain"}
    files = sorted(ROOM.rglob("*.py"))
    strangers = {
        (file.relative_to(ROOM).as_posix(), name)
        for file in files
        for name in _imported(file.read_text(encoding="utf-8"))
        if name.split(".")[0] not in allowed
    }
    assert files
    assert strangers == set()


def test_the_domain_reads_no_clock_and_no_dice():
    """§0: a pure function of events, settings and now."""
    forbidden = {"random", "secrets", "logging", "asyncio", "sqlite3", "socket", "os", "time", "threading"}
    found = {
        (file.name, name)
        for file in ROOM.rglob("*.py")
        for name in _imported(file.read_text(encoding="utf-8"))
        if name.split(".")[0] in forbidden
    }
    calls = {f.name for f in ROOM.rglob("*.py") if ".now(" in (text := f.read_text()) or ".today()" in text}
    assert (found, calls) == (set(), set())
