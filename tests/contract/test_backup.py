"""A backup brings everything back, into an empty database alone, and is checked both ways."""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from casework.erasing import Wanted
from casework.errors import StorageError
from casework.settings import BACKUP_DONE, Settings
from casework.storage.engine import open_engine
from casework.storage.migrate import migrate, revisions
from casework.storage.moving import move
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import metadata
from desk.cli import backup as backups
from desk.cli.backup import POLICY, backup, differences, restore
from desk.cli.backup_archive import BackupUnusable, Manifest, open_archive
from desk.cli.environment import tracker_url
from desk.cli.erasing import Erasure
from desk.cli.secrets_file import NAMES, new_secret
from tests.doubles import MONDAY
from tests.planting import (
    CASE,
    STAFF,
    TALK,
    empty_database,
    plant,
    plant_tracker,
    whole_text,
    words_in,
)

SECRETS = {name: new_secret() for name in NAMES}


@dataclass
class Place:
    """A database with its trackers and its `var/` folder."""

    environ: dict[str, str]
    settings: Settings

    @classmethod
    def at(cls, url: str, folder: Path) -> "Place":
        folder.mkdir(exist_ok=True)
        environ = {"JIEYOU_DATABASE_URL": url, "JIEYOU_VAR": str(folder), **SECRETS}
        return cls(environ, Settings.from_env(environ))

    @property
    def trackers(self) -> str:
        return tracker_url(self.environ, self.settings)

    def texts(self) -> list[str]:
        texts = [whole_text(self.settings.database_url), whole_text(self.trackers)]
        return [line for text in texts for line in sorted(text.splitlines())]

    def backup(self, name: str = "b.jieyou") -> Path:
        target = self.settings.var / name
        backup(self.environ, self.settings, target)
        return target

    def restore(self, source: Path) -> Manifest:
        return restore(self.environ, self.settings, source)


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def place(kind: str, tmp_path: Path) -> Iterator[Place]:
    """A company that knows one customer."""
    with empty_database(kind, tmp_path / "a") as url:
        (tmp_path / "a").mkdir(exist_ok=True)
        place = Place.at(url, tmp_path / "a")
        migrate(url)
        plant(url)
        plant_tracker(place.trackers)
        yield place


@pytest.fixture
def other(kind: str, tmp_path: Path) -> Iterator[Place]:
    """Another machine with an empty database."""
    with empty_database(kind, tmp_path / "b") as url:
        yield Place.at(url, tmp_path / "b")


def test_everything_comes_back(place: Place, other: Place) -> None:
    archive = place.backup()
    manifest = other.restore(archive)
    assert other.texts() == place.texts()
    assert TALK in "".join(other.texts())
    assert manifest.revision == revisions()[-1]
    assert manifest.policy_version == "2026-11-1" and manifest.model.startswith("jieyou-")
    assert POLICY in manifest.sums
    assert differences(manifest, other.settings) == []
    assert archive.stat().st_mode & 0o777 == 0o600
    assert (place.settings.var / BACKUP_DONE).exists()
    assert list((place.settings.var / "tmp").iterdir()) == []


def test_it_is_brought_into_an_empty_database_alone(place: Place, other: Place) -> None:
    archive = place.backup()
    before = place.texts()
    with pytest.raises(BackupUnusable, match="is not empty"):
        place.restore(archive)
    assert place.texts() == before
    other.restore(archive)
    with pytest.raises(BackupUnusable, match="is not empty"):
        other.restore(archive)


def test_a_backup_never_overwrites_another(place: Place) -> None:
    place.backup()
    with pytest.raises(BackupUnusable, match="is there already"):
        place.backup()


@pytest.mark.parametrize("harm", ["cut", "flipped", "member", "stranger"])
def test_a_damaged_backup_is_refused(place: Place, other: Place, harm: str, tmp_path: Path) -> None:
    archive = place.backup()
    content = bytearray(archive.read_bytes())
    if harm == "cut":
        archive.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        content[len(content) // 2] ^= 0xFF
        archive.write_bytes(content)
    elif harm == "member":
        _with_another_policy(archive, tmp_path)
    else:
        archive.write_bytes(b"no archive at all")
    with pytest.raises(BackupUnusable):
        other.restore(archive)
    if not other.settings.database_url.startswith("sqlite"):
        assert whole_text(other.settings.database_url) == ""
    else:
        assert not (other.settings.var / "jieyou.db").exists()


def test_who_is_erased_while_a_backup_is_made_counts_as_erased_since(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[datetime] = []
    for name in ("_copy_sqlite", "_copy_postgres"):
        copying = getattr(backups, name)

        def copy(*given: Any, copying: Any = copying) -> Any:
            began.append(datetime.now(UTC))
            return copying(*given)

        monkeypatch.setattr(backups, name, copy)
    manifest = manifest_of(place.backup())
    assert datetime.fromisoformat(manifest.created_at) <= began[0]


def test_who_was_erased_since_the_backup_is_erased_again(place: Place, other: Place) -> None:
    archive = place.backup()
    since = datetime.fromisoformat(manifest_of(archive).created_at)
    said: list[str] = []
    erasure = Erasure(place.environ, place.settings, said.append)
    erasure.erase(Wanted(conversation_id=TALK), follow=True, by="li")
    erasure.close()
    other.restore(archive)
    assert words_in("".join(other.texts()))
    shutil.copy(place.settings.var / "erased.jsonl", other.settings.var)
    again = Erasure(other.environ, other.settings, said.append)
    try:
        assert again.repeat(since, by="restore") == 1
        assert again.repeat(datetime(2100, 1, 1, tzinfo=UTC), by="restore") == 0
    finally:
        again.close()
    assert words_in("".join(other.texts())) == set()
    assert CASE in "".join(other.texts())


def test_a_backup_of_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one = Place.at(f"sqlite:///{tmp_path / 'a' / 'jieyou.db'}", tmp_path / "a")
    migrate(one.settings.database_url)
    two = Place.at("postgresql://postgres@127.0.0.1:1/none", tmp_path / "b")
    with pytest.raises(BackupUnusable, match="made of sqlite"):
        two.restore(one.backup())


def test_a_database_that_is_damaged_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    place = Place.at(f"sqlite:///{tmp_path / 'a' / 'jieyou.db'}", tmp_path / "a")
    migrate(place.settings.database_url)
    plant(place.settings.database_url)
    with closing(sqlite3.connect(tmp_path / "a" / "jieyou.db")) as connection:
        # Foreign keys are each connection's own affair: this one leaves a stray row behind.
        connection.execute("DELETE FROM conversations")
        connection.commit()
    with pytest.raises(BackupUnusable, match="stray rows"):
        place.backup()
    assert list((tmp_path / "a").glob("*.jieyou")) == []


def test_an_empty_database_is_not_backed_up(tmp_path: Path) -> None:
    place = Place.at(f"sqlite:///{tmp_path / 'jieyou.db'}", tmp_path)
    with pytest.raises(BackupUnusable, match="nothing to store"):
        place.backup()


def test_what_stands_in_the_write_ahead_log_is_stored(tmp_path: Path) -> None:
    place = Place.at(f"sqlite:///{tmp_path / 'jieyou.db'}", tmp_path)
    migrate(place.settings.database_url)
    engine = open_engine(place.settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO status_attempts VALUES (1, 'a', 'b', '2026-01-01')")
    engine.dispose()
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest = open_archive(place.backup(), folder)
    assert set(manifest.sums) == {"jieyou.db", "policy.yml"}
    with closing(sqlite3.connect(folder / "jieyou.db")) as copy:
        assert copy.execute("SELECT count(*) FROM status_attempts").fetchone() == (1,)


def test_the_move_by_itself_knows_every_table() -> None:
    # Another module may have brought the tables in; the command line loads little.
    code = "import casework.storage.moving as m; print(len(set(m.ALL)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(told.stdout) == len(metadata.tables)


@pytest.mark.parametrize("back", [False, True])
def test_every_row_moves_to_the_other_kind_of_database(tmp_path: Path, back: bool) -> None:
    kinds = ("postgres", "sqlite") if back else ("sqlite", "postgres")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with (
        empty_database(kinds[0], tmp_path / "one") as source,
        empty_database(kinds[1], tmp_path / "two") as target,
    ):
        migrate(source)
        plant(source)
        rows = move(source, target)
        assert all(
            rows[table.name] == 1 for table in metadata.sorted_tables if table.name not in STAFF
        )
        assert read_all(source) == read_all(target)
        # What is stored next gets a number of its own.
        factory = SqlUnitOfWorkFactory(open_engine(target))
        with factory() as uow:
            added = uow.messages.append_inbound(
                TALK, "more", message_id="m-9", turn_id="t-9", at=MONDAY
            )
            assert added.id > 1
        factory.close()
        with pytest.raises(StorageError):
            move(source, target)


def read_all(url: str) -> dict[str, list[object]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found: dict[str, list[object]] = {
            table.name: [tuple(row) for row in connection.execute(sa.select(table))]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


def manifest_of(archive: Path) -> Manifest:
    with tarfile.open(archive) as given:
        told = given.extractfile("manifest.json")
        assert told is not None
        return Manifest.read(told.read())


def _with_another_policy(archive: Path, tmp_path: Path) -> None:
    """Rebuild the archive with a policy that is not the one whose sum it bears."""
    folder = tmp_path / "rebuilt"
    with tarfile.open(archive) as given:
        given.extractall(folder, filter="data")
        names = given.getnames()
    (folder / POLICY).write_text("version: forged\n")
    with tarfile.open(archive, "w:gz") as forged:
        for name in names:
            forged.add(folder / name, name)
