"""Looks at the settings as an operator should before strangers are let in."""

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from casework.errors import SettingsError
from casework.secret_strength import weakness
from casework.settings import PREFIX, Settings
from desk.cli.environment import ROOT
from desk.cli.findings import Finding, Level, error, ok, warning
from desk.cli.secrets_file import NAMES

NEW_SECRET: Final = "set another one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
#: More wrong settings than there are settings cannot be.
MOST_FAULTS: Final = 60


def read_all(environ: Mapping[str, str], root: Path) -> tuple[Settings | None, list[Finding]]:
    """Return the settings and a finding for each that is wrong, not for the first one alone.

    A wrong one counts as not set, so that the others can be looked at; None where even that
    leaves no settings.
    """
    left, found = dict(environ), list[Finding]()
    for _ in range(MOST_FAULTS):
        try:
            return Settings.from_env(left, root=root), found
        except SettingsError as fault:
            secret = fault.name in NAMES or fault.name.endswith("_SECRET")
            fix = NEW_SECRET if secret else "correct it in the environment or in .env"
            found.append(error(fault.name, fault.detail.partition(": ")[2], fix))
            if left.pop(fault.name, None) is None:
                break
    return None, found


def settings_findings(
    environ: Mapping[str, str], settings: Settings, root: Path = ROOT
) -> list[Finding]:
    """Return what is to be said about settings that could be read."""
    return [
        *_secrets(environ, settings),
        *_env_file(settings, root),
        *_database(settings),
        *_doors(settings),
        *_log(settings),
        *_couriers(settings),
    ]


def refusals(environ: Mapping[str, str], settings: Settings, root: Path = ROOT) -> list[Finding]:
    """Return the errors and warnings with which production starts, or does not."""
    if not settings.in_production:
        return []
    found = settings_findings(environ, settings, root)
    return [each for each in found if each.level is not Level.OK]


def is_loopback(host: str | None) -> bool:
    """Tell whether a host's name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _secrets(environ: Mapping[str, str], settings: Settings) -> Iterator[Finding]:
    weak = 0
    for name in NAMES:
        value = environ.get(name, "")
        fault = weakness(value) if value else "it is not set"
        if fault is None:
            continue
        weak += 1
        # In production the settings themselves refuse what is weak; what is missing shows here.
        rate = error if settings.in_production else warning
        yield rate(name, fault, NEW_SECRET)
    if not weak:
        yield ok("secrets", "all are set and strong")


def _env_file(settings: Settings, root: Path) -> Iterator[Finding]:
    file = root / ".env"
    if not file.exists():
        return
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        rate = error if settings.in_production else warning
        yield rate("env_file", f".env may be read by others (mode {mode:o})", "chmod 600 .env")
    else:
        yield ok("env_file", ".env is its owner's alone")


def _database(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url.startswith("sqlite"):
        yield ok(PREFIX + "DATABASE_URL", "PostgreSQL")
    elif settings.in_production:
        yield warning(
            PREFIX + "DATABASE_URL",
            "SQLite serves one machine, one desk, and one writer at a time",
            "use postgresql://… for more than a handful of agents (docs/operations.md)",
        )
    else:
        yield ok(PREFIX + "DATABASE_URL", "SQLite, which suits one machine")


def _doors(settings: Settings) -> Iterator[Finding]:
    for proxy in settings.trusted_proxies:
        if ipaddress.ip_network(proxy).prefixlen == 0:
            yield error(
                PREFIX + "TRUSTED_PROXIES",
                "everybody may say where a request comes from",
                "name the proxy's own address",
            )
    if not settings.in_production:
        return
    name = PREFIX + "ALLOWED_ORIGINS"
    hosts = {origin: urlsplit(origin) for origin in settings.allowed_origins}
    open_ones = [
        origin
        for origin, parts in hosts.items()
        if parts.scheme == "http" and not is_loopback(parts.hostname)
    ]
    for origin in open_ones:
        yield error(name, f"{origin} has no TLS", "write https:// and put a TLS server in front")
    if all(is_loopback(parts.hostname) for parts in hosts.values()):
        yield warning(
            name,
            "browsers of other machines cannot chat",
            "set it to the public address, such as https://help.example.com",
        )
    elif not open_ones:
        yield ok(name, "every address has TLS")
    if not settings.trusted_proxies:
        yield warning(
            PREFIX + "TRUSTED_PROXIES",
            "no proxy is trusted, so a TLS server in front hides who a customer is",
            "name the address from which it reaches the desk",
        )


def _log(settings: Settings) -> Iterator[Finding]:
    if settings.in_production and settings.log_format != "json":
        yield warning(
            PREFIX + "LOG_FORMAT", "the log is not JSON", "leave it unset, or set it to json"
        )


def _couriers(settings: Settings) -> Iterator[Finding]:
    if not settings.in_production:
        return
    if not settings.smtp_url:
        yield warning(
            PREFIX + "SMTP_URL",
            "no e-mail is sent",
            "set it where policy.yml names e-mail addresses",
        )
    else:
        parts = urlsplit(settings.smtp_url)
        if (
            parts.scheme == "smtp"
            and "tls=1" not in parts.query
            and not is_loopback(parts.hostname)
        ):
            yield warning(
                PREFIX + "SMTP_URL", "mail leaves without TLS", "add ?tls=1, or use smtps://…"
            )
    for name, url in settings.webhooks.items():
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname):
            yield warning(PREFIX + "WEBHOOKS", f"{name} is reached without TLS", "use https://…")
