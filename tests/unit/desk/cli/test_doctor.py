"""The doctor names every problem of a start in production, and what to do about it."""

from pathlib import Path

import pytest

from casework.settings import Settings
from desk.cli.doctor import read_all, refusals, settings_findings
from desk.cli.doctor_surroundings import surroundings
from desk.cli.findings import Finding, Level
from desk.cli.run import CannotRun, check_production
from desk.cli.secrets_file import NAMES, new_secret


def good(**more: str) -> dict[str, str]:
    return {
        "JIEYOU_ENV": "production",
        "JIEYOU_DATABASE_URL": "postgresql://desk@127.0.0.1/jieyou",
        "JIEYOU_ALLOWED_ORIGINS": "https://help.shop.cn",
        "JIEYOU_SMTP_URL": "smtps://mail.shop.cn",
        "JIEYOU_MAIL_FROM": "help@shop.cn",
        **{name: new_secret() for name in NAMES},
        **more,
    }


def said(environ: dict[str, str], root: Path) -> list[Finding]:
    settings, found = read_all(environ, root)
    assert settings is not None
    return [*found, *settings_findings(environ, settings, root)]


def faults(found: list[Finding]) -> dict[str, Level]:
    return {each.name: each.level for each in found if each.level is not Level.OK}


def test_good_settings_leave_nothing_to_say(tmp_path: Path) -> None:
    assert faults(said(good(), tmp_path)) == {}


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"JIEYOU_DATABASE_URL": "sqlite:///x.db"}, Level.WARNING),
        ({"JIEYOU_ALLOWED_ORIGINS": "http://help.shop.cn"}, Level.ERROR),
        ({"JIEYOU_ALLOWED_ORIGINS": ""}, Level.WARNING),
        ({"JIEYOU_TRUSTED_PROXIES": "0.0.0.0/0"}, Level.ERROR),
        ({"JIEYOU_TRUSTED_PROXIES": "none"}, Level.WARNING),
        ({"JIEYOU_LOG_FORMAT": "console"}, Level.WARNING),
        ({"JIEYOU_SMTP_URL": ""}, Level.WARNING),
        ({"JIEYOU_SMTP_URL": "smtp://mail.shop.cn"}, Level.WARNING),
        ({"JIEYOU_API_TOKEN": ""}, Level.ERROR),
        ({"JIEYOU_API_TOKEN": "short"}, Level.ERROR),
        ({"JIEYOU_CLOCK": "2026-11-23T09:00:00Z"}, Level.ERROR),
        ({"JIEYOU_DESK_PORT": "http"}, Level.ERROR),
    ],
)
def test_each_problem_is_named_with_its_fix(
    changed: dict[str, str], level: Level, tmp_path: Path
) -> None:
    found = said(good(**changed), tmp_path)
    name = next(iter(changed))
    named = [each for each in found if each.name == name and each.level is not Level.OK]
    assert named and all(each.level is level and each.fix for each in named)
    assert set(faults(found)) == {name}


def test_all_bad_settings_are_named_at_once(tmp_path: Path) -> None:
    environ = good(JIEYOU_DESK_PORT="http", JIEYOU_TIMEZONE="Mars", JIEYOU_JWT_SECRET="a")
    _, found = read_all(environ, tmp_path)
    assert {each.name for each in found} == {
        "JIEYOU_DESK_PORT",
        "JIEYOU_TIMEZONE",
        "JIEYOU_JWT_SECRET",
    }


def test_secrets_that_others_may_read_stop_production(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    environ = good()
    settings = Settings.from_env(environ, root=tmp_path)
    assert faults(refusals(environ, settings, tmp_path)) == {"env_file": Level.ERROR}
    with pytest.raises(CannotRun, match="doctor"):
        check_production(environ, settings, tmp_path)
    (tmp_path / ".env").chmod(0o600)
    check_production(environ, settings, tmp_path)


def test_development_starts_as_it_is(tmp_path: Path) -> None:
    environ = {"JIEYOU_API_TOKEN": "short"}
    settings = Settings.from_env(environ, root=tmp_path)
    assert refusals(environ, settings, tmp_path) == []
    check_production(environ, settings, tmp_path)


def test_what_is_missing_round_the_settings_is_named(tmp_path: Path) -> None:
    for name in ("config.yml", "domain.yml"):
        (tmp_path / name).write_text("")
    environ = good(JIEYOU_DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}")
    settings = Settings.from_env(environ, root=tmp_path)
    found = list(surroundings(environ, settings, tmp_path))
    wrong = {each.name: each for each in found if each.level is Level.ERROR}
    assert set(wrong) == {"environments", "policy", "model", "var"}
    assert all(each.fix for each in wrong.values())
