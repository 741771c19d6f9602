"""Brings a database to the present tables."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from casework.storage.engine import open_engine
from casework.storage.session import storage_errors

SCRIPTS: Final = Path(__file__).parent / "migrations"
# Any number, as long as every process asks for the same advisory lock.
MIGRATION_LOCK: Final = 5080
# Whoever comes second waits for the whole migration of the first, which takes longer than a turn.
PATIENCE_MS: Final = 60_000


def alembic_config() -> Config:
    """Return Alembic's configuration without a file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(url: str) -> None:
    """Run the missing revisions in one transaction; of several processes one does the work."""
    engine = open_engine(url, PATIENCE_MS)
    try:
        with storage_errors(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def revisions() -> list[str]:
    """Return all revisions that this release knows, the first one first."""
    scripts = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return [script.revision for script in scripts][::-1]


def revision_of(url: str) -> str | None:
    """Return the revision that a database stands at; None where it holds nothing of ours.

    Raises:
        StorageError: the database does not answer.
    """
    engine = open_engine(url)
    try:
        with storage_errors(), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
