"""`python -m bot analyse`, as it is typed."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.cli.arguments import UsageError, parse

SHOP = Path(__file__).parent / "shop.csv"
ROOT = Path(__file__).parents[2]


def typed(*argv, folder, **environ):
    home = {name: value for name, value in os.environ.items() if not name.startswith("NACHFASS_")}
    return subprocess.run(  # noqa: S603 – our own interpreter
        [sys.executable, "-m", "bot", "analyse", *map(str, argv)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=home | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environ,
    )


def slip(*argv):
    with pytest.raises(UsageError) as caught:
        parse(["analyse", *argv])
    return caught.value.what


def test_all_switches_are_read():
    line = [
        "analyse",
        "x.csv",
        "--as-of",
        "2026-03-02",
        "--horizon",
        "730",
        "--months",
        "all",
        "--json",
        "--plot",
        "p",
    ]
    asked = parse(line)
    assert (asked.file, asked.as_of, asked.horizon) == (Path("x.csv"), date(2026, 3, 2), 730)
    assert (asked.months, asked.json, asked.plot) == (0, True, Path("p"))
    assert parse(["analyse", "x.csv", "--months", "12"]).months == 12
    assert (parse(["analyse", "x.csv"]).months, parse(["analyse", "x.csv"]).horizon) == (None, None)


@pytest.mark.parametrize(
    ("argv", "what"),
    [
        ([], "Es fehlt: DATEI."),
        (["x", "--as-of", "gestern"], "„gestern“ ist kein Tag wie 2026-03-02."),
        (["x", "--horizon", "0"], "„0“ ist keine Zahl von Tagen wie 365."),
        (["x", "--months", "viele"], "„viele“ ist weder eine Zahl von Monaten wie 24 noch all."),
    ],
)
def test_a_slip_is_named_in_german(argv, what):
    assert slip(*argv) == what


def test_the_figures_come_out_for_programs(tmp_path):
    done = typed(SHOP, "--json", "--as-of", "2026-03-02", folder=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["customers"]) == (0, 8)


def test_a_file_that_isnt_there_is_two_lines_and_a_code(tmp_path):
    done = typed("none.csv", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["none.csv gibt es nicht als Datei.", "Prüf den Pfad."]


def test_the_rules_are_settings_here_too(tmp_path):
    done = typed(
        SHOP, "--json", folder=tmp_path, NACHFASS_RULES__DEFAULT_W50="30", NACHFASS_RULES__HORIZON="200"
    )
    window = json.loads(done.stdout)["window"]
    assert (window["w50"], window["horizon"]) == (30, 200)
    (tmp_path / "config.toml").write_text("[rules]\ndefault_w50 = 40\n", encoding="utf-8")
    asked = typed(SHOP, "--json", "--config", "config.toml", folder=tmp_path)
    assert json.loads(asked.stdout)["window"]["w50"] == 40
    assert (
        json.loads(typed(SHOP, "--json", folder=tmp_path).stdout)["window"]["w50"] == 91
    )  # only where it is named
