"""The settings of every process of the project's environment, read in one place."""

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from casework.errors import SettingsError
from casework.secret_strength import weakness

ROOT: Final = Path(__file__).resolve().parents[1]
#: Below `var/`: touched when a backup is whole, so that its age can be seen.
BACKUP_DONE: Final = Path("run") / "backup.done"
PREFIX: Final = "JIEYOU_"
SECRETS: Final = ("RASA_TOKEN", "ACTIONS_TOKEN", "API_TOKEN", "JWT_SECRET", "WIDGET_SECRET")
PRODUCTION: Final = "production"
ENVIRONMENTS: Final = ("development", PRODUCTION)
#: Says that no proxy stands in front.
NOBODY: Final = "none"
LOG_FORMATS: Final = ("console", "json")
DATABASE_SCHEMES: Final = ("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")
REDIS_SCHEMES: Final = ("redis://", "rediss://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may set by `JIEYOU_…`; secrets have no default and never show in a repr."""

    env: str
    database_url: str = field(repr=False)
    timezone: str
    clock: datetime | None
    desk_host: str
    desk_port: int
    rasa_port: int
    actions_port: int
    policy: Path
    var: Path
    allowed_origins: tuple[str, ...]
    widget_origins: tuple[str, ...]
    log_format: str
    turn_timeout: float
    #: The addresses and networks whose `X-Forwarded-…` headers are believed.
    trusted_proxies: tuple[str, ...] = ()
    smtp_url: str = field(repr=False, default="")
    mail_from: str = ""
    webhooks: Mapping[str, str] = field(repr=False, default_factory=dict)
    webhook_secret: str = field(repr=False, default="")
    chat_tools: Mapping[str, str] = field(repr=False, default_factory=dict)
    orders: Path | None = None
    redis_url: str = field(repr=False, default="")
    secrets: Mapping[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, root: Path = ROOT) -> "Settings":
        """Read the settings from a mapping such as `os.environ`; a bad value is named at once."""
        read = _Reader(environ)
        env = read.choice("ENV", ENVIRONMENTS)
        timezone = read.timezone("TIMEZONE", "Asia/Shanghai")
        clock = read.instant("CLOCK", timezone)
        in_production = env == PRODUCTION
        if clock is not None and in_production:
            raise SettingsError("JIEYOU_CLOCK", "the clock cannot be set in production")
        var = read.path("VAR", root / "var", root)
        port = read.port("DESK_PORT", 5080)
        return cls(
            env=env,
            database_url=read.database("DATABASE_URL", f"sqlite:///{var / 'jieyou.db'}"),
            timezone=timezone,
            clock=clock,
            desk_host=read.text("DESK_HOST", "127.0.0.1"),
            desk_port=port,
            rasa_port=read.port("RASA_PORT", 5005),
            actions_port=read.port("ACTIONS_PORT", 5055),
            policy=read.path("POLICY", root / "policy.yml", root),
            var=var,
            allowed_origins=read.origins(
                "ALLOWED_ORIGINS", (f"http://127.0.0.1:{port}", f"http://localhost:{port}")
            ),
            widget_origins=read.origins("WIDGET_ORIGINS", ()),
            log_format=read.choice(
                "LOG_FORMAT", LOG_FORMATS, "json" if in_production else "console"
            ),
            turn_timeout=read.seconds("TURN_TIMEOUT", 8.0),
            trusted_proxies=read.networks("TRUSTED_PROXIES", "127.0.0.1,::1"),
            **read.couriers(),
            orders=root / orders if (orders := read.text("ORDERS", "")) else None,
            redis_url=read.redis("REDIS_URL"),
            secrets=read.secrets(strong=in_production),
        )

    @property
    def in_production(self) -> bool:
        """Whether strangers are served."""
        return self.env == PRODUCTION

    @property
    def tz(self) -> ZoneInfo:
        """The time zone in which dates and working days are counted."""
        return ZoneInfo(self.timezone)

    @property
    def rasa_token(self) -> str:
        """The secret between the gateway and Rasa."""
        return self._secret("RASA_TOKEN")

    @property
    def actions_token(self) -> str:
        """The secret between Rasa and the action server."""
        return self._secret("ACTIONS_TOKEN")

    @property
    def api_token(self) -> str:
        """The bearer token of the REST interface."""
        return self._secret("API_TOKEN")

    @property
    def jwt_secret(self) -> str:
        """The secret with which sessions are signed."""
        return self._secret("JWT_SECRET")

    @property
    def widget_secret(self) -> str | None:
        """The key with which other sites sign who their visitor is; None refuses all identities."""
        return self.secrets.get("WIDGET_SECRET")

    @property
    def rasa_url(self) -> str:
        """Where Rasa listens, always on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Where the action server listens, always on loopback."""
        return f"http://127.0.0.1:{self.actions_port}"

    def _secret(self, name: str) -> str:
        try:
            return self.secrets[name]
        except KeyError as error:
            raise SettingsError(PREFIX + name, "it is not set and has no default") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    environ: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environ.get(PREFIX + name, "").strip() or default

    def choice(self, name: str, known: tuple[str, ...], default: str = "") -> str:
        value = self.text(name, default or known[0])
        if value not in known:
            raise self._bad(name, value, f"one of {', '.join(known)}")
        return value

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
            raise self._bad(name, value, "a port from 1 to 65535")
        return int(value)

    def seconds(self, name: str, default: float) -> float:
        value = self.text(name, str(default))
        try:
            number = float(value)
        except ValueError as error:
            raise self._bad(name, value, "a number of seconds") from error
        if not (math.isfinite(number) and number > 0):
            raise self._bad(name, value, "a number of seconds above 0")
        return number

    def path(self, name: str, default: Path, root: Path) -> Path:
        return root / self.text(name, str(default))

    def timezone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            return ZoneInfo(value).key
        except (ValueError, OSError, KeyError) as error:
            raise self._bad(name, value, "a time zone such as Asia/Shanghai") from error

    def instant(self, name: str, timezone: str) -> datetime | None:
        value = self.text(name, "")
        if not value:
            return None
        try:
            instant = datetime.fromisoformat(value)
        except ValueError as error:
            raise self._bad(name, value, "an ISO instant such as 2026-11-23T09:00:00Z") from error
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=ZoneInfo(timezone))
        return instant.astimezone(UTC)

    def database(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not value.startswith(DATABASE_SCHEMES):
            raise SettingsError(PREFIX + name, "expected sqlite:///… or postgresql://…")
        return value

    def redis(self, name: str) -> str:
        value = self.text(name, "")
        if value and not value.startswith(REDIS_SCHEMES):
            # What stands before the @ is a password.
            raise SettingsError(PREFIX + name, "expected redis://… or rediss://…")
        return value

    def origins(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.text(name, ",".join(default))
        found = tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        for origin in found:
            if not origin.startswith(("http://", "https://")):
                raise self._bad(name, origin, "origins such as https://desk.example.com")
        return found

    def networks(self, name: str, default: str) -> tuple[str, ...]:
        value = self.text(name, default)
        if value == NOBODY:
            return ()
        found = tuple(part.strip() for part in value.split(",") if part.strip())
        for part in found:
            try:
                ipaddress.ip_network(part)
            except ValueError as error:
                wanted = f"addresses or networks such as 10.0.0.5,172.16.0.0/12, or {NOBODY}"
                raise self._bad(name, part, wanted) from error
        return found

    def secrets(self, *, strong: bool) -> dict[str, str]:
        found = {name: value for name in SECRETS if (value := self.text(name, ""))}
        if not strong:
            return found
        checked = {**found, "WEBHOOK_SECRET": self.text("WEBHOOK_SECRET", "")}
        known: dict[str, str] = {}
        for name, value in checked.items():
            if not value:
                continue
            fault = weakness(value)
            if fault:
                raise SettingsError(PREFIX + name, f"too weak for production: {fault}")
            other = known.setdefault(value, name)
            if other != name:
                raise SettingsError(PREFIX + name, f"it is the same as {PREFIX}{other}")
        return found

    def couriers(self) -> dict[str, Any]:
        smtp_url, mail_from = self.text("SMTP_URL", ""), self.text("MAIL_FROM", "")
        webhooks, secret = self.named_urls("WEBHOOKS"), self.text("WEBHOOK_SECRET", "")
        if smtp_url and not smtp_url.startswith(("smtp://", "smtps://")):
            raise SettingsError(PREFIX + "SMTP_URL", "expected smtp://… or smtps://…")
        if smtp_url and not mail_from:
            raise SettingsError(PREFIX + "MAIL_FROM", "JIEYOU_SMTP_URL needs it")
        if webhooks and not secret:
            raise SettingsError(PREFIX + "WEBHOOK_SECRET", "JIEYOU_WEBHOOKS needs it")
        return {
            "smtp_url": smtp_url,
            "mail_from": mail_from,
            "webhooks": webhooks,
            "webhook_secret": secret,
            "chat_tools": self.named_urls("CHAT_TOOLS"),
        }

    def named_urls(self, name: str) -> dict[str, str]:
        urls = {}
        for part in self.text(name, "").split():
            key, equals, url = part.partition("=")
            if not (key and equals and "://" in url):
                # What stands behind the equals sign may be secret.
                raise SettingsError(PREFIX + name, "expected NAME=URL, one or several with blanks")
            urls[key] = url
        return urls

    @staticmethod
    def _bad(name: str, value: str, expected: str) -> SettingsError:
        return SettingsError(PREFIX + name, f"{value!r} is not {expected}")
