"""What the child processes are given: folders inside the project and a tracker store of its own."""

from pathlib import Path

import pytest

from casework.settings import Settings
from desk.cli.environment import contained, lock_store, rasa_environment, tracker_store


def settings(root: Path, **environ: str) -> Settings:
    return Settings.from_env(environ, root=root)


def test_everything_is_written_inside_the_project(tmp_path: Path) -> None:
    environ = rasa_environment({"HOME": "/home/somebody"}, settings(tmp_path), tmp_path)
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "MPLCONFIGDIR", "JIEYOU_VAR"):
        assert Path(environ[name]).is_relative_to(tmp_path), name
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_loopback_never_goes_through_a_proxy(tmp_path: Path) -> None:
    environ = contained({"NO_PROXY": "intranet"}, tmp_path / "var", tmp_path)
    assert environ["NO_PROXY"] == environ["no_proxy"] == "intranet,127.0.0.1,localhost"


def test_the_trackers_have_a_file_beside_the_default_database(tmp_path: Path) -> None:
    assert tracker_store({}, settings(tmp_path)) == {
        "JIEYOU_TRACKER_URL": f"sqlite:///{tmp_path}/var/tracker.db"
    }


def test_another_database_has_other_trackers(tmp_path: Path) -> None:
    chosen = settings(tmp_path, JIEYOU_DATABASE_URL=f"sqlite:///{tmp_path}/trial.db")
    assert tracker_store({}, chosen) == {
        "JIEYOU_TRACKER_URL": f"sqlite:///{tmp_path}/trial-tracker.db"
    }


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_on_postgresql_the_trackers_have_a_schema(tmp_path: Path, scheme: str) -> None:
    chosen = settings(tmp_path, JIEYOU_DATABASE_URL=f"{scheme}://desk@db/jieyou")
    assert tracker_store({}, chosen) == {
        "JIEYOU_TRACKER_URL": "postgresql://desk@db/jieyou",
        "POSTGRESQL_SCHEMA": "rasa",
    }


def test_a_tracker_store_that_is_given_stays(tmp_path: Path) -> None:
    assert tracker_store({"JIEYOU_TRACKER_URL": "sqlite:///x.db"}, settings(tmp_path)) == {}


def test_one_rasa_keeps_its_locks_to_itself(tmp_path: Path) -> None:
    found = lock_store(settings(tmp_path))
    assert found["JIEYOU_LOCK_KIND"] == "in_memory"
    assert "TICKET_LOCK_LIFETIME" not in found


def test_several_rasas_share_their_locks_in_redis(tmp_path: Path) -> None:
    chosen = settings(tmp_path, JIEYOU_REDIS_URL="rediss://desk:p%40ss@cache:6380/4")
    assert lock_store(chosen) == {
        "JIEYOU_LOCK_KIND": "redis",
        "JIEYOU_LOCK_HOST": "cache",
        "JIEYOU_LOCK_PORT": "6380",
        "JIEYOU_LOCK_DB": "4",
        "JIEYOU_LOCK_USER": "desk",
        "JIEYOU_LOCK_PASSWORD": "p@ss",
        "JIEYOU_LOCK_TLS": "yes",
        "TICKET_LOCK_LIFETIME": "30",
    }
