"""Every storage under one name: the contract tests run over each of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.ports import UnitOfWorkFactory
from casework.settings import ROOT
from casework.storage.engine import open_engine
from casework.storage.memory import MemoryUnitOfWorkFactory
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import metadata
from tests.databases import fresh_postgres


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy that the project ships."""
    return load_policy(ROOT / "policy.yml")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A migrated PostgreSQL database of this run."""
    with fresh_postgres() as url:
        migrate(url)
        yield url


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[SqlUnitOfWorkFactory]:
    """An empty SQLite storage."""
    path = shutil.copy(sqlite_template, tmp_path / "jieyou.db")
    factory = SqlUnitOfWorkFactory(open_engine(f"sqlite:///{path}"))
    yield factory
    factory.close()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[SqlUnitOfWorkFactory]:
    """An empty PostgreSQL storage."""
    engine = open_engine(postgres_url)
    with engine.begin() as connection:
        tables = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
    factory = SqlUnitOfWorkFactory(engine)
    yield factory
    factory.close()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def storage(request: pytest.FixtureRequest) -> UnitOfWorkFactory:
    """Each storage in turn."""
    if request.param == "memory":
        return MemoryUnitOfWorkFactory()
    factory: UnitOfWorkFactory = request.getfixturevalue(request.param)
    return factory
