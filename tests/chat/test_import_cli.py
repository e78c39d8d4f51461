"""`python -m bot import FILE`: the whole team's table from a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def typed(tmp_path):
    home = {name: value for name, value in os.environ.items() if not name.startswith("NACHFASS_")}
    ours = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "NACHFASS_DATABASE__URL": "sqlite:///team.db",
        "NACHFASS_TEAM__LEADS": "[77]",
    }

    def run(*argv):
        return subprocess.run(  # noqa: S603 – our own interpreter
            [sys.executable, "-m", "bot", "import", *argv],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=home | ours,
        )

    return run


def test_a_table_goes_in_and_what_was_left_out_lies_beside_it(typed, tmp_path):
    (tmp_path / "kunden.csv").write_text(
        "Name;Datum;Betrag\nAnna;03.11.2025;5\nBert;31.02.2025;5\n", encoding="utf-8"
    )
    done = typed("kunden.csv")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "kunden.csv: 1 neu · 0 ergänzt · 0 doppelt · 1 fehlerhaft; 1 Kauf",
        "Fehlerzeilen mit Grund: kunden-fehler.csv",
    ]
    left_out = (tmp_path / "kunden-fehler.csv").read_text(encoding="utf-8-sig")
    assert "„31.02.2025“ gibt es nicht als Datum;Bert;31.02.2025;5" in left_out
    (tmp_path / "kunden.csv").write_text("Name;Datum;Betrag\nAnna;03.11.2025;5\n", encoding="utf-8")
    again = typed("kunden.csv")
    assert (again.returncode, again.stdout) == (
        0,
        "kunden.csv: 0 neu · 0 ergänzt · 1 doppelt · 0 fehlerhaft\n",
    )


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("bild.csv", b"\x89PNG\r\n\x1a\n0000", (), "bild.csv ist ein Bild."),
        ("leer.csv", b"\n", (), "leer.csv ist leer"),
        ("kunden.csv", b"Name\nAnna\n", ("--as", "5"), "5 ist kein Mitglied."),
        ("kunden.csv", b"Name\nAnna\n", ("--sheet", "X"), "Ein Blatt „X“ hat kunden.csv nicht."),
    ],
)
def test_what_cannot_go_in_is_said_in_two_lines(typed, tmp_path, name, content, options, said):
    (tmp_path / name).write_bytes(content)
    done = typed(name, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 2


def test_a_file_that_is_not_there_is_said(typed):
    done = typed("nirgends.csv")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)
