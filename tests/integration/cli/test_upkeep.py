"""The commands that keep a desk in order: doctor, backup, restore, erase, move, retention."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import Result
from typer.testing import CliRunner

from casework.model import Channel
from casework.settings import ROOT
from casework.storage.engine import open_engine
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from desk.cli.main import app
from desk.cli.secrets_file import NAMES, new_secret
from tests.doubles import MONDAY

Run = Callable[..., Result]
RETENTION = "\nretention:\n  conversations_days: 30\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The database of the commands."""
    return f"sqlite:///{tmp_path / 'jieyou.db'}"


@pytest.fixture
def run(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command in a company of its own that keeps nothing in the project's folder."""
    handlers = list(logging.getLogger().handlers)
    for name in NAMES:
        monkeypatch.setenv(name, new_secret())
    monkeypatch.setenv("JIEYOU_VAR", str(tmp_path))
    monkeypatch.setenv("JIEYOU_DATABASE_URL", url)
    monkeypatch.setenv("USER", "li")
    policy = tmp_path / "policy.yml"
    policy.write_text((ROOT / "policy.yml").read_text(encoding="utf-8") + RETENTION, "utf-8")
    monkeypatch.setenv("JIEYOU_POLICY", str(policy))
    migrate(url)

    def run_it(*arguments: str, status: int = 0) -> Result:
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == status, result.output
        return result

    yield run_it
    # A worker sets logging up for its process, which here goes on with other tests.
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def talk(url: str, *names: str) -> set[str]:
    """Store conversations, where there are names, and return which are there."""
    engine = open_engine(url)
    with SqlUnitOfWorkFactory(engine)() as uow:
        for name in names:
            uow.conversations.ensure(name, Channel.REST, MONDAY)
        found = {name for name in ("old", "other") if uow.conversations.get(name)}
        uow.commit()
    engine.dispose()
    return found


def test_the_worker_carries_the_retention_out_by_the_products_clock(run: Run, url: str) -> None:
    talk(url, "old")
    run("clock", "jump", "2026-12-20T12:00:00Z")
    run("worker", "--once")
    assert talk(url) == {"old"}
    run("clock", "jump", "2026-12-25T12:00:00Z")
    run("worker", "--once")
    assert talk(url) == set()


def test_an_erasure_shows_first_and_erases_when_it_is_told_to(run: Run, url: str) -> None:
    talk(url, "old", "other")
    assert "nothing was changed" in run("erase", "old").stdout
    assert talk(url) == {"old", "other"}
    assert "trail entry" in run("erase", "old", "--yes").stdout
    assert talk(url) == {"other"}
    assert "Nobody was found" in run("erase", "old", "--yes", status=1).stderr


def test_a_backup_is_brought_back_and_the_erased_are_erased_again(
    run: Run, url: str, tmp_path: Path
) -> None:
    talk(url, "old", "other")
    archive = tmp_path / "night.jieyou"
    assert "checked" in run("backup", str(archive)).stdout
    assert "is there already" in run("backup", str(archive), status=1).stderr
    run("erase", "old", "--yes")
    assert "is not empty" in run("restore", str(archive), status=1).stderr
    for file in tmp_path.glob("jieyou.db*"):
        file.unlink()
    assert "1 erasures made since then" in run("restore", str(archive)).stdout
    assert talk(url) == {"other"}


def test_everything_moves_to_another_file(run: Run, url: str, tmp_path: Path) -> None:
    talk(url, "old")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert "1  conversations" in run("move", other).stdout
    assert talk(other) == {"old"}
    assert "is not empty" in run("move", other, status=1).stderr


def test_the_doctor_ends_with_a_count_and_a_status(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("doctor", status=0).stdout.splitlines()
    assert told[-1].startswith("0 errors")
    monkeypatch.setenv("JIEYOU_ENV", "production")
    monkeypatch.setenv("JIEYOU_API_TOKEN", "letmein")
    monkeypatch.setenv("JIEYOU_DESK_PORT", "http")
    said = run("doctor", status=1).stdout
    assert "JIEYOU_API_TOKEN" in said and "JIEYOU_DESK_PORT" in said
    assert "letmein" not in said
