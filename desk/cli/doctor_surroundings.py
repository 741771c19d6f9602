"""Looks at what is round the settings: folders, database, model, tools."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from casework.settings import BACKUP_DONE, PREFIX, Settings
from desk.cli.doctor import is_loopback
from desk.cli.environment import BOT_PYTHON, PROJECT_PYTHON, ROOT
from desk.cli.findings import Finding, error, ok, warning

MEGABYTE: Final = 1024 * 1024
LITTLE_SPACE: Final = 1024 * MEGABYTE
NO_SPACE: Final = 100 * MEGABYTE
BACKUP_AGE: Final = 26 * 3600.0


def surroundings(
    environ: Mapping[str, str], settings: Settings, root: Path = ROOT
) -> Iterator[Finding]:
    """Yield what is to be said about everything but the settings themselves."""
    yield from _environments(root)
    yield from _policy(settings)
    yield from _model(root)
    yield from _folder(settings)
    yield from _database(settings)
    yield from _backup(settings)


def _environments(root: Path) -> Iterator[Finding]:
    missing = [path for path in (PROJECT_PYTHON, BOT_PYTHON) if not (root / path).exists()]
    for path in missing:
        yield error("environments", f"{path} is missing", "make train")
    if not missing:
        yield ok("environments", "both are there")


def _policy(settings: Settings) -> Iterator[Finding]:
    from casework.calendar_libraries import calendar_for
    from casework.errors import JieyouError
    from casework.policy_yaml import load_policy

    try:
        policy = load_policy(settings.policy)
        calendar_for(policy.work.calendar, policy.office_hours.days)
    except JieyouError as fault:
        yield error("policy", str(fault), "correct the line; jieyou policy check")
        return
    yield ok("policy", f"{settings.policy.name} {policy.version}")
    mails = sorted(
        role
        for role, person in policy.work.people.items()
        if any(address.startswith("email:") for address in person.addresses)
    )
    if mails and not settings.smtp_url:
        yield error(
            PREFIX + "SMTP_URL",
            f"not set, and policy.yml reaches these by e-mail: {', '.join(mails)}",
            "set it, or give them another address under people in policy.yml",
        )


def _model(root: Path) -> Iterator[Finding]:
    from desk.cli.fingerprint import model_path

    model = model_path(root)
    if model.is_file():
        yield ok("model", model.name)
    else:
        yield error("model", "none fits today's data", "make train")


def _folder(settings: Settings) -> Iterator[Finding]:
    var = settings.var
    if not var.is_dir() or not os.access(var, os.W_OK):
        yield error("var", f"{var} cannot be written", f"mkdir -p {var}, owned by this user")
        return
    free = shutil.disk_usage(var).free
    said = f"{free // MEGABYTE} MB are free"
    if free < NO_SPACE:
        yield error("disk", said, "make room: nothing more can be stored")
    elif free < LITTLE_SPACE:
        yield warning("disk", said, "make room; 1 GB should be free")
    else:
        yield ok("disk", said)
    mode = var.stat().st_mode & 0o777
    if settings.in_production and mode & 0o007:
        yield warning("var", f"everybody may read {var} (mode {mode:o})", f"chmod 750 {var}")


def _database(settings: Settings) -> Iterator[Finding]:
    from casework.errors import StorageError
    from casework.storage.migrate import revision_of, revisions

    try:
        found, known = revision_of(settings.database_url), revisions()
    except StorageError as fault:
        yield error("database", str(fault), "start it, or correct JIEYOU_DATABASE_URL")
        return
    if found is None:
        yield ok("database", "it answers and is empty; the first start makes the tables")
    elif found not in known:
        yield error(
            "database",
            f"it stands at {found}, which this release does not know",
            "run the release that made it, or a later one",
        )
    elif found != known[-1]:
        yield warning(
            "database",
            f"it stands at {found}; the next start brings it to {known[-1]}",
            "make a backup first: jieyou backup FILE",
        )
    else:
        yield ok("database", f"it answers, at {found}")
    if found == known[-1]:
        yield from _contents(settings)
    if not settings.database_url.startswith("sqlite"):
        yield from _server(settings)


def _contents(settings: Settings) -> Iterator[Finding]:
    from casework.storage.engine import open_engine
    from casework.storage.sql import SqlUnitOfWorkFactory

    factory = SqlUnitOfWorkFactory(open_engine(settings.database_url))
    try:
        with factory(read_only=True) as uow:
            offset, accounts = uow.clock_offset.get(), uow.accounts.list()
    finally:
        factory.close()
    if offset is not None and settings.in_production:
        yield error(
            "clock",
            f"the clock was moved in this database (to {offset.requested.isoformat()})",
            "production needs a database whose clock was never moved",
        )
    waiting = [each.username for each in accounts if each.is_active and each.must_change_password]
    if waiting and settings.in_production:
        yield warning(
            "accounts",
            f"{len(waiting)} have not changed their one-time password: {', '.join(waiting)}",
            "let them log in, or deactivate them under /desk/accounts",
        )


def _server(settings: Settings) -> Iterator[Finding]:
    import sqlalchemy as sa

    from casework.storage.engine import open_engine

    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            encrypted = connection.exec_driver_sql(
                "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            ).scalar()
    finally:
        engine.dispose()
    host = sa.make_url(settings.database_url).host
    if encoding != "UTF8":
        yield error("database", f"its encoding is {encoding}", "create it with ENCODING 'UTF8'")
    if host and not is_loopback(host) and not host.startswith("/") and not encrypted:
        yield warning(
            "database", "the connection to another machine has no TLS", "add ?sslmode=require"
        )
    tool, server = dump_version(), number // 10_000
    fix = f"apt install postgresql-client-{server}"
    if tool is None:
        yield warning("pg_dump", "it is missing, so there is no backup", fix)
    elif tool != server:
        yield warning("pg_dump", f"its version is {tool}, the server's is {server}", fix)
    else:
        yield ok("pg_dump", f"version {tool}, as the server")


def dump_version(tool: str = "pg_dump") -> int | None:
    """Return the major version of PostgreSQL's tool, None where there is none."""
    try:
        done = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found else None


def _backup(settings: Settings) -> Iterator[Finding]:
    if not settings.in_production:
        return
    marker = settings.var / BACKUP_DONE
    age = time.time() - marker.stat().st_mtime if marker.exists() else None
    if age is None:
        yield warning("backup", "none was ever made", "jieyou backup FILE, every night")
    elif age > BACKUP_AGE:
        yield warning("backup", f"the last one is {age / 3600:.0f} h old", "jieyou backup FILE")
    else:
        yield ok("backup", f"{age / 3600:.0f} h old")
