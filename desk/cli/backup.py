"""`jieyou backup` and `jieyou restore`: everything that is stored, in one file."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import sqlalchemy as sa

from casework.errors import JieyouError
from casework.policy_yaml import load_policy
from casework.settings import BACKUP_DONE, ROOT, Settings
from casework.storage.engine import database_url, open_engine
from casework.storage.migrate import revision_of, revisions
from casework.storage.trackers import SCHEMA
from desk.cli.backup_archive import (
    FORMAT,
    BackupUnusable,
    Manifest,
    open_archive,
    sum_of,
    write_archive,
)
from desk.cli.doctor_surroundings import dump_version
from desk.cli.environment import tracker_url
from desk.cli.fingerprint import model_path

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASE: Final = {SQLITE: "jieyou.db", POSTGRESQL: "jieyou.dump"}
TRACKER: Final = {SQLITE: "tracker.db", POSTGRESQL: "tracker.dump"}
POLICY: Final = "policy.yml"
#: So long a backup waits for others who write.
BUSY_SECONDS: Final = 60.0
VERSION_DIGITS: Final = 10_000


def backup(environ: Mapping[str, str], settings: Settings, target: Path) -> Manifest:
    """Store databases, policy and versions in a new file; customers are served meanwhile.

    Raises:
        BackupUnusable: the target is there already, a tool is missing, or the copy is not sound.
    """
    if target.exists():
        raise BackupUnusable(f"{target} is there already")
    trackers = tracker_url(environ, settings)
    kind = kind_of(settings.database_url)
    revision = revision_of(settings.database_url)
    if revision is None:
        raise BackupUnusable("the database is empty: there is nothing to store")
    with _workshop(settings) as folder:
        # Before the copy: whoever is erased while it is made must be erased again after a restore.
        began = datetime.now(UTC)
        copy = _copy_sqlite if kind == SQLITE else _copy_postgres
        members = copy(settings.database_url, trackers, folder)
        members[POLICY] = Path(shutil.copy(settings.policy, folder / POLICY))
        manifest = Manifest(
            format=FORMAT,
            kind=kind,
            created_at=began.isoformat(timespec="seconds"),
            revision=revision,
            policy_version=load_policy(settings.policy).version,
            model=model_path(ROOT).name,
            server=sqlite3.sqlite_version if kind == SQLITE else str(_server(settings)),
            sums={name: sum_of(path) for name, path in members.items()},
        )
        write_archive(target, manifest, members)
    done = settings.var / BACKUP_DONE
    done.parent.mkdir(parents=True, exist_ok=True)
    done.touch()
    return manifest


def restore(environ: Mapping[str, str], settings: Settings, source: Path) -> Manifest:
    """Bring a backup into an empty database, and Rasa's trackers with it.

    Raises:
        BackupUnusable: the file is damaged or of another kind, or the database is not empty.
    """
    trackers = tracker_url(environ, settings)
    kind = kind_of(settings.database_url)
    with _workshop(settings) as folder:
        manifest = open_archive(source, folder)
        if manifest.kind != kind:
            raise BackupUnusable(
                f"it was made of {manifest.kind}, and JIEYOU_DATABASE_URL names {kind}"
            )
        if manifest.revision not in revisions():
            raise BackupUnusable(
                f"it stands at {manifest.revision}, which this release does not know: use the "
                "release that made it, or a later one"
            )
        parts = {DATABASE[kind]: settings.database_url, TRACKER[kind]: trackers}
        wanted = {name: url for name, url in parts.items() if name in manifest.sums}
        for url in parts.values():
            if not is_empty(url):
                shown = sa.make_url(database_url(url)).render_as_string(hide_password=True)
                raise BackupUnusable(f"{shown} is not empty; name an empty database")
        if kind == POSTGRESQL and (_tool("pg_restore") or 0) < int(manifest.server):
            raise BackupUnusable(f"it needs pg_restore of PostgreSQL {manifest.server} or later")
        for name, url in wanted.items():
            if kind == SQLITE:
                _check_sqlite(folder / name)
                _put_sqlite(folder / name, Path(sa.make_url(url).database or ""))
            else:
                _run_postgres(
                    ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
                     "--single-transaction", "--dbname", ""], url, [str(folder / name)],
                )  # fmt: skip
    if revision_of(settings.database_url) != manifest.revision:
        raise BackupUnusable("what was restored does not stand where it was stored")
    return manifest


def kind_of(url: str) -> str:
    """Return which kind of database a URL names."""
    return SQLITE if url.startswith("sqlite") else POSTGRESQL


def differences(manifest: Manifest, settings: Settings) -> list[str]:
    """Return in what this folder differs from the one that made the backup; none is an error."""
    try:
        policy = load_policy(settings.policy).version
    except JieyouError as error:
        policy = str(error)
    here = {
        "policy": (manifest.policy_version, policy),
        "model": (manifest.model, model_path(ROOT).name),
        "database": (manifest.revision, revisions()[-1]),
    }
    return [
        f"{name}: the backup was made with {theirs}, here is {ours}"
        for name, (theirs, ours) in here.items()
        if theirs != ours
    ]


def is_empty(url: str) -> bool:
    """Tell whether a database holds no table, neither ours nor Rasa's."""
    parsed = sa.make_url(database_url(url))
    if parsed.get_backend_name() == SQLITE and not Path(parsed.database or "").exists():
        return True
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            looked = sa.inspect(connection)
            names = looked.get_table_names()
            if parsed.get_backend_name() != SQLITE and looked.has_schema(SCHEMA):
                names += looked.get_table_names(schema=SCHEMA)
            return not names
    finally:
        engine.dispose()


@contextmanager
def _workshop(settings: Settings) -> Iterator[Path]:
    """Yield a folder for the unpacked parts, its owner's alone, and remove it."""
    place = settings.var / "tmp"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=place) as folder:
        yield Path(folder)


# -- SQLite -----------------------------------------------------------------------------------


def _copy_sqlite(url: str, trackers: str, folder: Path) -> dict[str, Path]:
    """Copy both files as they are at one moment.

    While the writer's lock is held nobody can store a turn, so that each turn is either in both
    files, or in the trackers alone, where its next attempt finds it, or in neither.
    """
    if kind_of(trackers) != SQLITE:
        raise BackupUnusable("the trackers are elsewhere (JIEYOU_TRACKER_URL): dump them yourself")
    source = Path(sa.make_url(url).database or "")
    members = {}
    with closing(sqlite3.connect(source, timeout=BUSY_SECONDS, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        for name, file in (
            (DATABASE[SQLITE], source),
            (TRACKER[SQLITE], Path(sa.make_url(trackers).database or "")),
        ):
            if file.exists():
                members[name] = _copy_file(file, folder / name)
        lock.execute("ROLLBACK")
    # Looked at when customers are served again.
    for path in members.values():
        _check_sqlite(path)
    return members


def _copy_file(source: Path, target: Path) -> Path:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as given,
        closing(sqlite3.connect(target)) as taken,
    ):
        given.backup(taken)
        # One file without a log beside it.
        taken.execute("PRAGMA journal_mode = DELETE")
    return target


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            told = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupUnusable(f"{path.name} is no sound SQLite file ({error})") from error
    if told != ["ok"] or strays:
        raise BackupUnusable(f"{path.name} is damaged: {told[0]}, {len(strays)} stray rows")


def _put_sqlite(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(source)) as given,
        closing(sqlite3.connect(target)) as taken,
    ):
        given.backup(taken)
    target.chmod(0o600)


# -- PostgreSQL -------------------------------------------------------------------------------


def _copy_postgres(url: str, trackers: str, folder: Path) -> dict[str, Path]:
    """Dump the database, Rasa's schema included, as it is at one moment."""
    server, tool = _server_of(url), _tool("pg_dump")
    if tool != server:
        raise BackupUnusable(
            f"pg_dump is of PostgreSQL {tool}, the server of {server}: "
            f"apt install postgresql-client-{server}"
        )
    members = {}
    wanted = [(DATABASE[POSTGRESQL], url)]
    if _place(trackers) != _place(url):
        if kind_of(trackers) == SQLITE:
            raise BackupUnusable("the trackers are a file (JIEYOU_TRACKER_URL): copy it yourself")
        wanted.append((TRACKER[POSTGRESQL], trackers))
    for name, source in wanted:
        path = folder / name
        _run_postgres(
            ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--dbname", ""],
            source,
            ["--file", str(path)],
        )
        _run(["pg_restore", "--list", str(path)], {})
        members[name] = path
    return members


def _place(url: str) -> tuple[str | None, int | None, str | None]:
    parsed = sa.make_url(database_url(url))
    return (parsed.host, parsed.port, parsed.database)


def _tool(name: str) -> int | None:
    return dump_version(name)


def _server(settings: Settings) -> int:
    return _server_of(settings.database_url)


def _server_of(url: str) -> int:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    finally:
        engine.dispose()
    return number // VERSION_DIGITS


def _run_postgres(command: list[str], url: str, more: list[str]) -> None:
    """Run a tool of PostgreSQL; the password goes by the environment, which others cannot read."""
    parsed = sa.make_url(database_url(url)).set(drivername="postgresql")
    password = {"PGPASSWORD": unquote(str(parsed.password))} if parsed.password else {}
    shown = parsed.set(password=None).render_as_string()
    _run([part or shown for part in command] + more, password)


def _run(command: list[str], environ: Mapping[str, str]) -> None:
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, **environ}
        )
    except OSError as error:
        raise BackupUnusable(f"{command[0]} cannot be run ({error.strerror})") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise BackupUnusable(f"{command[0]} failed: {last}") from error
