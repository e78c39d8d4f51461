"""A whole story told to the demo reads the same on SQLite and on PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import pytest

STORY = """
> /heute
> /liste
> /neu Änne Groß-O'Neill, Groß & Söhne GmbH, 0171 3920012, Köln
> /reaktion Groß Infomaterial vorgestern
> /reaktion Gross Anruf
> /termin Groß morgen 14:00
> /notiz Gros Hund heißt „Bello“, 100 % Öko \\ _ '
> /kontakt 3920012
2> /neu Anna Meier, 0171 3920012
2> /kontakt Groß
2> /heute
! Rückgängig
> /liste überfällig
> /liste KI
> /kontakt me
off 2d
+ 1d
kill
> /ergebnis Groß kauft
> /kauf Groß 1.299,50 Wartung
> /kauf Groß 99 CHF
> /rückgängig
! Doch behalten
> /fenster
> /woche
@ 2026-03-09 08:00
x> /start
> /zurueckstellen Groß bis Mai
+ 3d
2> /heute
> /einstellungen
> /hilfe kauf
> /liste zurückgestellt
"""


@pytest.fixture(params=[[], ["--empty"]], ids=["sample", "empty"])
def told(request, tmp_path):
    """Play the story on a database; what is printed."""
    script = tmp_path / "story.txt"
    script.write_text(STORY, encoding="utf-8")
    argv = [
        sys.executable,
        "-m",
        "bot",
        "demo",
        "--script",
        str(script),
        "--now",
        "2026-03-02 09:00",
        *request.param,
    ]

    def play(*database):
        root = Path(__file__).parents[2]
        done = subprocess.run([*argv, *database], capture_output=True, check=False, cwd=root)  # noqa: S603 – our own
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().splitlines()

    return play


def test_a_story_reads_the_same_on_both_databases(told, postgres):
    on_sqlite = told()
    assert len(on_sqlite) > 100
    assert told("--database", postgres.emptied()) == on_sqlite
