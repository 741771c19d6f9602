"""Prepares the database before the processes start: its schema and the product's clock."""

from casework.settings import Settings


def prepare(settings: Settings) -> None:
    """Migrate the database; a clock that is given becomes the offset kept in it.

    Raises:
        StorageError: the database does not answer or cannot be migrated.
        ClockWouldGoBack: the given clock lies before the product's present one.
    """
    from casework.clock import start_clock_at
    from casework.storage.engine import open_engine
    from casework.storage.migrate import migrate
    from casework.storage.sql import SqlUnitOfWorkFactory

    migrate(settings.database_url)
    if settings.clock is not None:
        engine = open_engine(settings.database_url)
        try:
            start_clock_at(SqlUnitOfWorkFactory(engine), settings.clock)
        finally:
            engine.dispose()
