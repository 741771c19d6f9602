"""Where the project lives, and the environment variables its processes are given."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from casework.settings import Settings
from desk.cli.secrets_file import NAMES, ensure_secrets, read_settings

ROOT: Final = Path(__file__).resolve().parents[2]
PROJECT_PYTHON: Final = ".venv/bin/python"
BOT_PYTHON: Final = "bot/.venv/bin/python"
LOOPBACK: Final = ("127.0.0.1", "localhost")
#: Much longer than a turn takes: the gateway gives up after 8 s, an action after 6.
LOCK_SECONDS: Final = 30


def load_environment(environ: Mapping[str, str], root: Path = ROOT) -> dict[str, str]:
    """Return `environ` over the settings of `.env`, which gets the secrets that are missing."""
    file = root / ".env"
    if all(environ.get(name) for name in NAMES):
        # Nothing has to be written, as in a container or a unit whose file system is read-only.
        readable = os.access(file, os.R_OK)
        settings = read_settings(file.read_text(encoding="utf-8")) if readable else {}
    else:
        settings = ensure_secrets(file, environ)
    # An empty value counts as not set, as it does for the settings themselves.
    given = {name: value for name, value in environ.items() if value or name not in settings}
    return {**settings, **given}


def contained(environ: Mapping[str, str], var: Path, root: Path = ROOT) -> dict[str, str]:
    """Return `environ` with everything that libraries like to write led into the project."""
    for folder in (var / "tmp", var / "log", var / "run"):
        folder.mkdir(parents=True, exist_ok=True)
    hosts = [
        host for host in environ.get("NO_PROXY", environ.get("no_proxy", "")).split(",") if host
    ]
    direct = ",".join(dict.fromkeys([*hosts, *LOOPBACK]))
    return {
        **environ,
        "PYTHONPATH": str(root),
        "PYTHONUNBUFFERED": "1",
        "JIEYOU_VAR": str(var),
        "TMPDIR": str(var / "tmp"),
        "XDG_CACHE_HOME": str(root / ".cache"),
        "MPLCONFIGDIR": str(root / ".cache" / "matplotlib"),
        # The three processes talk over loopback, whatever proxy the machine has.
        "NO_PROXY": direct,
        "no_proxy": direct,
    }


def rasa_environment(
    environ: Mapping[str, str], settings: Settings, root: Path = ROOT
) -> dict[str, str]:
    """Return what Rasa's own environment needs: a home in `var/`, no telemetry, no cache."""
    home = settings.var / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {
        **contained(environ, settings.var, root),
        # Rasa writes ~/.config/rasa even with its telemetry off.
        "HOME": str(home),
        "RASA_TELEMETRY_ENABLED": "false",
        # Its cache compares the source of components alone, so it would keep the results
        # of a reader in bot/language that has changed since.
        "RASA_MAX_CACHE_SIZE": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def tracker_store(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """Return where Rasa keeps its trackers: a file, or a schema of the database, of its own.

    The trackers go with the database: another SQLite file has another tracker file beside it.
    """
    if environ.get("JIEYOU_TRACKER_URL"):
        return {}
    scheme, _, rest = settings.database_url.partition("://")
    if not scheme.startswith("sqlite"):
        # Rasa's environment has psycopg2, the driver that a bare postgresql:// stands for.
        return {"JIEYOU_TRACKER_URL": f"postgresql://{rest}", "POSTGRESQL_SCHEMA": "rasa"}
    database = Path(rest.removeprefix("/"))
    usual = database == settings.var / "jieyou.db"
    name = "tracker.db" if usual else f"{database.stem}-tracker.db"
    return {"JIEYOU_TRACKER_URL": f"sqlite:///{database.with_name(name)}"}


def tracker_url(environ: Mapping[str, str], settings: Settings) -> str:
    """Return the URL of Rasa's trackers, whoever set it."""
    return (
        environ.get("JIEYOU_TRACKER_URL") or tracker_store(environ, settings)["JIEYOU_TRACKER_URL"]
    )


def lock_store(settings: Settings) -> dict[str, str]:
    """Return where Rasa keeps its locks: in its memory, or in Redis where several Rasas run."""
    names = ("KIND", "HOST", "PORT", "DB", "USER", "PASSWORD", "TLS")
    values = ["in_memory", "", "", "", "", "", ""]
    lifetime = {}
    if settings.redis_url:
        # What a Rasa that was killed had locked is free again after so many seconds.
        lifetime = {"TICKET_LOCK_LIFETIME": str(LOCK_SECONDS)}
        url = urlsplit(settings.redis_url)
        values = [
            "redis",
            url.hostname or "localhost",
            str(url.port or 6379),
            url.path.strip("/") or "0",
            unquote(url.username or ""),
            unquote(url.password or ""),
            # Rasa takes any text for a yes.
            "yes" if url.scheme == "rediss" else "",
        ]
    found = {f"JIEYOU_LOCK_{name}": value for name, value in zip(names, values, strict=True)}
    return {**found, **lifetime}


def current(root: Path = ROOT) -> tuple[dict[str, str], Settings]:
    """Return this process's environment with `.env` taken in, and the settings it gives."""
    environ = load_environment(os.environ, root)
    return environ, Settings.from_env(environ, root=root)
