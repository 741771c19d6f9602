"""The settings and how bad values are named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.errors import SettingsError
from casework.settings import ROOT, Settings


def read(**values: str) -> Settings:
    return Settings.from_env({f"JIEYOU_{name}": value for name, value in values.items()})


def test_the_defaults_suit_a_laptop() -> None:
    settings = read()
    assert (settings.env, settings.timezone, settings.clock) == (
        "development",
        "Asia/Shanghai",
        None,
    )
    assert settings.database_url == f"sqlite:///{ROOT / 'var' / 'jieyou.db'}"
    assert (settings.desk_host, settings.desk_port) == ("127.0.0.1", 5080)
    assert settings.rasa_url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.allowed_origins == ("http://127.0.0.1:5080", "http://localhost:5080")
    assert (settings.policy, settings.var) == (ROOT / "policy.yml", ROOT / "var")
    assert (settings.log_format, settings.turn_timeout) == ("console", 8.0)
    assert settings.tz.key == "Asia/Shanghai"


def test_every_value_may_be_set() -> None:
    settings = read(
        ENV="production",
        DATABASE_URL="postgresql://u:p@h/d",
        TIMEZONE="Europe/London",
        DESK_HOST="0.0.0.0",
        DESK_PORT="8080",
        RASA_PORT="1",
        ACTIONS_PORT="65535",
        POLICY="mine.yml",
        VAR="/tmp/v",
        ALLOWED_ORIGINS=" https://a.example/ ,, http://b",
        LOG_FORMAT="json",
        TURN_TIMEOUT="2.5",
    )
    assert settings.policy == ROOT / "mine.yml"
    assert settings.var == Path("/tmp/v")
    assert settings.allowed_origins == ("https://a.example", "http://b")
    assert (settings.desk_port, settings.rasa_port, settings.actions_port) == (8080, 1, 65535)
    assert (settings.env, settings.log_format, settings.turn_timeout) == ("production", "json", 2.5)


def test_the_database_follows_the_folder_for_variable_data() -> None:
    assert read(VAR="/data").database_url == "sqlite:////data/jieyou.db"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T09:00:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00:00+08:00", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        ("2026-11-23T09:00", datetime(2026, 11, 23, 1, tzinfo=UTC)),
    ],
)
def test_the_clock_is_an_instant(text: str, expected: datetime) -> None:
    assert read(CLOCK=text).clock == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "staging"),
        ("DATABASE_URL", "mysql://h/d"),
        ("REDIS_URL", "http://h"),
        ("TIMEZONE", "Mars/Olympus"),
        ("TIMEZONE", "../etc"),
        ("CLOCK", "tomorrow"),
        ("DESK_PORT", "http"),
        ("RASA_PORT", "0"),
        ("ACTIONS_PORT", "65536"),
        ("ALLOWED_ORIGINS", "example.com"),
        ("LOG_FORMAT", "xml"),
        ("TURN_TIMEOUT", "soon"),
        ("TURN_TIMEOUT", "0"),
        ("TURN_TIMEOUT", "inf"),
        ("SMTP_URL", "mail.example.com"),
        ("WEBHOOKS", "https://example.com"),
        ("WEBHOOKS", "crm=example.com"),
        ("CHAT_TOOLS", "=dingtalk://token"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "proxy.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_a_bad_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})
    assert caught.value.name == f"JIEYOU_{name}"
    assert f"JIEYOU_{name}: " in str(caught.value)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"SMTP_URL": "smtp://mail.example.com"}, "MAIL_FROM"),
        ({"WEBHOOKS": "crm=https://example.com/hook"}, "WEBHOOK_SECRET"),
    ],
)
def test_what_a_setting_needs_besides_is_named(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=f"JIEYOU_{missing}"):
        read(**given)


def test_several_chat_tools_have_names() -> None:
    settings = read(CHAT_TOOLS="quality=dingtalk://hush gm=slack://hush/a?b=c")
    assert dict(settings.chat_tools) == {
        "quality": "dingtalk://hush",
        "gm": "slack://hush/a?b=c",
    }
    assert "hush" not in repr(settings)


def test_the_clock_is_not_set_in_production() -> None:
    with pytest.raises(SettingsError, match="JIEYOU_CLOCK"):
        read(ENV="production", CLOCK="2026-11-23T09:00:00Z")


@pytest.mark.parametrize("name", ["rasa_token", "actions_token", "api_token", "jwt_secret"])
def test_a_secret_has_no_default_and_never_shows(name: str) -> None:
    with pytest.raises(SettingsError, match=f"JIEYOU_{name.upper()}"):
        getattr(read(), name)
    settings = read(**{name.upper(): "hush-hush"})
    assert getattr(settings, name) == "hush-hush"
    assert "hush" not in repr(settings)


def test_a_database_password_never_shows() -> None:
    assert "hush" not in repr(read(DATABASE_URL="postgresql://u:hush@h/d"))
    with pytest.raises(SettingsError) as caught:
        read(DATABASE_URL="oracle://u:hush@h/d")
    assert "hush" not in str(caught.value)


def test_forwarded_headers_are_believed_from_loopback_unless_it_is_said_otherwise() -> None:
    assert read().trusted_proxies == ("127.0.0.1", "::1")
    assert read(TRUSTED_PROXIES="10.0.0.5, 172.16.0.0/12").trusted_proxies == (
        "10.0.0.5",
        "172.16.0.0/12",
    )
    assert read(TRUSTED_PROXIES="none").trusted_proxies == ()


def test_production_logs_json_unless_it_is_said_otherwise() -> None:
    assert read(ENV="production").log_format == "json"
    assert read(ENV="production", LOG_FORMAT="console").log_format == "console"
