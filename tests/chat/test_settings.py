"""What an installer can set, and what he is told when he slips."""

import contextlib
import re
from dataclasses import fields
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ConfigError, Secret, Settings, holidays_for, load, rhythm, secrets
from bot.settings.sources import KEYS, from_file, in_environment
from domain.rules import Rules

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
TOKEN = "123456789:AAexampleexampleexampleexampleexam"


def written(folder, text, mode=0o600):
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def slip(path=None, **environ):
    with pytest.raises(ConfigError) as caught:
        load(path, {f"NACHFASS_{name}": value for name, value in environ.items()})
    return caught.value


def test_without_anything_the_defaults_of_the_specification_hold():
    assert load(None, {"HOME": "/root"}) == Settings()


def test_the_example_is_the_defaults_written_out():
    assert load(EXAMPLE, {}) == Settings()


def test_every_key_stands_in_the_example_and_every_key_of_the_example_exists(tmp_path):
    text = re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(from_file(written(tmp_path, text))) == set(KEYS)


def test_every_rule_is_a_setting():
    assert {key[1] for key in KEYS if key[0] == "rules"} == {field.name for field in fields(Rules)}


def test_every_key_of_the_example_says_what_it_does():
    lines = EXAMPLE.read_text(encoding="utf-8").split("[rules]")[1].split("[reminders]")[0].splitlines()
    assert [line for line in lines if "=" in line and "  # " not in line] == []


def test_the_environment_wins_over_the_file(tmp_path):
    path = written(tmp_path, '[team]\nname = "Nord"\ncurrency = "CHF"\n[rules]\nthanks_days = 5\n')
    settings = load(path, {"NACHFASS_TEAM__NAME": "Süd", "NACHFASS_RULES__THANKS_DAYS": "4"})
    assert (settings.team.name, settings.team.currency, settings.rules.thanks_days) == ("Süd", "CHF", 4)


def test_the_environment_holds_every_kind_of_value():
    settings = load(
        None,
        {
            "NACHFASS_TELEGRAM__TOKEN": TOKEN,
            "NACHFASS_TELEGRAM__MAX_PER_SECOND": "0",
            "NACHFASS_TELEGRAM__MODE": "webhook",
            "NACHFASS_TELEGRAM__WEBHOOK__URL": "https://bot.example/hook",
            "NACHFASS_TELEGRAM__WEBHOOK__SECRET_TOKEN": "0123456789abcdef",
            "NACHFASS_TEAM__LEADS": "[7, 8]",
            "NACHFASS_TEAM__NAME": "007",
            "NACHFASS_TEAM__SELLS_AT_WEEKENDS": "true",
            "NACHFASS_REMINDERS__WORKDAYS": '["Mo", "Mi"]',
            "NACHFASS_DIGEST__WEEKDAY": "Freitag",
            "NACHFASS_BACKUP__EVERY": "7d",
            "NACHFASS_HEALTH__PORT": "",
        },
    )
    assert settings.telegram.needed_token().reveal() == TOKEN
    assert settings.telegram.max_per_second == 0
    assert settings.telegram.webhook.url == "https://bot.example/hook"
    assert settings.team.leads == (7, 8)
    assert settings.team.name == "007"
    assert settings.team.sells_at_weekends is True
    assert settings.reminders.workdays == {0, 2}
    assert settings.digest.weekday == 4
    assert settings.backup.every == timedelta(days=7)
    assert settings.health.port is None


@pytest.mark.parametrize(
    ("written_days", "days"),
    [("Mo-Fr", {0, 1, 2, 3, 4}), ("Sa – Mo", {5, 6, 0}), ("Di", {1}), ('["So","mo"]', {0, 6})],
)
def test_working_days_are_a_list_or_a_range(written_days, days):
    assert load(None, {"NACHFASS_REMINDERS__WORKDAYS": written_days}).reminders.workdays == days


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("TEAM__TIMEZON", "NACHFASS_TEAM__TIMEZONE"),
        ("TELEGRAM_TOKEN", "NACHFASS_TELEGRAM__TOKEN"),
        ("TEAM__QUIET_HOURS", "NACHFASS_REMINDERS__QUIET_HOURS"),
        ("RULES__THANK_DAYS", "NACHFASS_RULES__THANKS_DAYS"),
        ("TELEGRAM__WEBHOOK_URL", "NACHFASS_TELEGRAM__WEBHOOK__URL"),
    ],
)
def test_an_unknown_variable_names_the_nearest_known_one(key, near):
    error = slip(**{key: "1"})
    assert (error.what, error.remedy) == (f"NACHFASS_{key} ist unbekannt.", f"Gemeint ist vielleicht {near}.")


@pytest.mark.parametrize(
    ("text", "what", "near"),
    [
        ('[team]\ntimezon = "UTC"', "[team] timezon", "[team] timezone"),
        ('[telegram.webhook]\nlisen = ""', "[telegram.webhook] lisen", "[telegram.webhook] listen"),
        ("[ruels]\nthanks_days = 3", "ruels", "[rules] thanks_days"),
        ("daily_cap = 3", "daily_cap", "[reminders] daily_cap"),
    ],
)
def test_an_unknown_key_of_the_file_names_the_nearest_known_one(tmp_path, text, what, near):
    error = slip(path := written(tmp_path, text))
    assert error.what == f"{path}: {what} ist unbekannt."
    assert error.remedy.startswith("Gemeint ist vielleicht ")
    assert near.split()[0] in error.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TEAM__TIMEZONE", "Mars/Olympus"),
        ("TEAM__TIMEZONE", "../etc"),
        ("TEAM__COUNTRY", "XX"),
        ("TEAM__REGION", "ZZ"),
        ("TEAM__CURRENCY", "Euro"),
        ("TEAM__LEADS", "7"),
        ("TEAM__LEADS", "[-7]"),
        ("TEAM__LEADS", '["@anna"]'),
        ("TEAM__SELLS_AT_WEEKENDS", "ja"),
        ("REMINDERS__PUSH_AT", "25:00"),
        ("REMINDERS__PUSH_AT", "9"),
        ("REMINDERS__QUIET_HOURS", "20:00"),
        ("REMINDERS__QUIET_HOURS", "20:00-24:00"),
        ("REMINDERS__WORKDAYS", "[]"),
        ("REMINDERS__WORKDAYS", "Mo-Xy"),
        ("REMINDERS__WORKDAYS", "5"),
        ("REMINDERS__DAILY_CAP", "-1"),
        ("REMINDERS__DAILY_CAP", "1.5"),
        ("REMINDERS__DAILY_CAP", "viele"),
        ("RULES__STALE_DAYS", "true"),
        ("RULES__STALE_DAYS", "99999999"),
        ("RULES__SK_COUNTS", "kisten"),
        ("TELEGRAM__MAX_PER_SECOND", "-0.5"),
        ("TELEGRAM__MAX_PER_SECOND", "NaN"),
        ("TELEGRAM__BASE_URL", "api.telegram.org"),
        ("TELEGRAM__MODE", "push"),
        ("TELEGRAM__MODE", "webhook"),
        ("TELEGRAM__TOKEN_FILE", "/nowhere/token"),
        ("TELEGRAM__TOKEN_FILE", "~nobodyofthisname/token"),
        ("DATABASE__URL", "nachfass.db"),
        ("DATABASE__URL", "mysql://localhost/x"),
        ("DATABASE__URL", "postgresql://[::1/x"),
        ("DIGEST__WEEKDAY", "Heute"),
        ("BACKUP__EVERY", "0h"),
        ("BACKUP__EVERY", "daily"),
        ("LOG__FORMAT", "xml"),
        ("HEALTH__PORT", "70000"),
    ],
)
def test_a_wrong_value_is_one_line_what_and_one_line_what_to_do(key, value):
    error = slip(**{key: value})
    assert "\n" not in error.what + error.remedy
    assert key.split("__")[-1].lower() in error.what.lower()
    assert error.remedy.endswith(".")


@pytest.mark.parametrize(
    "text", ['[team]\nleads = "7"', "[team]\nname = 7", '[rules]\nthanks_days = "3"', "team = 3", "[team"]
)
def test_a_wrong_type_in_the_file_is_refused(tmp_path, text):
    assert str(slip(written(tmp_path, text)).what).startswith(str(tmp_path))


def test_a_missing_file_is_said_plainly(tmp_path):
    assert "lässt sich nicht lesen" in slip(tmp_path / "none.toml").what


def test_a_token_in_the_file_is_taken_only_where_nobody_else_reads_it(tmp_path):
    text = f'[telegram]\ntoken = "{TOKEN}"'
    assert load(written(tmp_path, text), {}).telegram.needed_token().reveal() == TOKEN
    error = slip(written(tmp_path, text, mode=0o640))
    assert "für andere lesbar" in error.what
    assert "chmod 600" in error.remedy


def test_a_token_may_lie_in_a_file_of_its_own(tmp_path):
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    path = written(tmp_path, f'[telegram]\ntoken_file = "{tmp_path / "token"}"', mode=0o644)
    assert load(path, {}).telegram.needed_token().reveal() == TOKEN
    other = load(path, {"NACHFASS_TELEGRAM__TOKEN": "1:other"})
    assert other.telegram.needed_token().reveal() == "1:other"


def test_a_command_that_needs_the_token_says_where_to_get_it():
    with pytest.raises(ConfigError, match="BotFather"):
        Settings().telegram.needed_token()


def test_a_secret_shows_itself_only_when_asked(tmp_path):
    settings = load(
        None, {"NACHFASS_TELEGRAM__TOKEN": TOKEN, "NACHFASS_DATABASE__URL": "postgresql://n:hush@h/d"}
    )
    assert secrets(settings) == (TOKEN, "hush")
    shown = f"{settings} {settings!r} {Secret(TOKEN)} {slip(TELEGRAM__TOKEN='AAsecret')}"
    assert not re.search("AA|hush", shown.replace("123456789:AA…", ""))
    assert "AAsecret" not in slip(DATABASE__URL="mysql://n:AAsecret@h/d").what
    assert "AAsecret" not in slip(written(tmp_path, '[telegram]\ntoken = ["AAsecret"]')).what


def test_a_rep_gets_the_rhythm_of_the_team_in_a_zone_of_his_own():
    settings = load(
        None, {"NACHFASS_REMINDERS__QUIET_HOURS": "19:30-07:00", "NACHFASS_REMINDERS__DAILY_CAP": "5"}
    )
    found = rhythm(settings, ZoneInfo("Europe/Zurich"))
    assert (found.quiet_from, found.quiet_until, found.daily_cap) == (time(19, 30), time(7), 5)
    assert found.zone.key == "Europe/Zurich"
    assert rhythm(settings).zone.key == "Europe/Berlin"
    assert not found.calendar.is_working(date(2026, 6, 4))  # Fronleichnam, a holiday of Nordrhein-Westfalen


def test_holidays_depend_on_the_region():
    assert date(2026, 6, 4) not in holidays_for("DE", "BE")
    assert date(2026, 6, 4) not in holidays_for("DE", "")
    assert date(2026, 8, 1) in holidays_for("CH", "ZH")


def test_the_name_in_the_environment_is_the_path_in_the_file():
    assert in_environment(("telegram", "webhook", "url")) == "NACHFASS_TELEGRAM__WEBHOOK__URL"


@given(
    st.sampled_from(sorted(KEYS)),
    st.text(st.characters(exclude_characters="\0"), max_size=12) | st.integers().map(str),
)
def test_whatever_is_written_is_a_setting_or_an_explained_error(key, value):
    with contextlib.suppress(ConfigError):
        assert isinstance(load(None, {in_environment(key): value}), Settings)
