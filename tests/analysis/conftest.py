"""A file of purchases, analysed as the command does it."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.analysis.analyse import Asked, analyse
from bot.analysis.cells import Unusable
from bot.settings import Settings

TODAY = date(2026, 3, 2)


class Analysed:
    """What it said on both streams."""

    def __init__(self, out, err):
        self.out, self.err = out, err

    @property
    def facts(self):
        return json.loads(self.out)


@pytest.fixture
def analysed(tmp_path, capsys):
    """`analysed("a,2026-01-01,5")` writes the rows under the plain heading; a Path is read as it is."""

    def run(content, *, head="customer_id,date,amount\n", json=True, **asked):
        file = content
        if not isinstance(content, Path):
            file = tmp_path / "purchases.csv"
            raw = content if isinstance(content, bytes) else (head + content).encode()
            file.write_bytes(raw)
        assert analyse(Asked(file, json=json, **asked), Settings(), today=TODAY) == 0
        return Analysed(*capsys.readouterr())

    return run


@pytest.fixture
def refused(analysed):
    """The two lines of a refusal."""

    def run(content, **asked):
        with pytest.raises(Unusable) as caught:
            analysed(content, **asked)
        assert "\n" not in caught.value.what + caught.value.remedy
        assert caught.value.remedy.endswith((".", "matplotlib"))
        return caught.value.what

    return run
