"""What every test shares: which tests need Rasa's environment, and the running stacks."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.rows import RowNotes

if TYPE_CHECKING:
    from tests.stack import Stack

# `python -m pytest` works in either environment: what needs Rasa's libraries stays out of
# the project's, and `make test` runs it with bot/.venv.
collect_ignore_glob = [] if find_spec("rasa") else ["unit/bot", "unit/language/test_segment*.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Let tests name the rows that they hold, and note how these tests end."""
    config.addinivalue_line("markers", "rows(*names): the rows of the requirements, such as R117")
    config.pluginmanager.register(RowNotes("bot" if find_spec("rasa") else "project"))


# Rasa takes some 15 seconds to start, so that all tests of a run share one stack a database.
# The stack's own libraries are not in Rasa's environment, which reads this file, too.


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Stack]":
    from tests.stack import running_stack

    with running_stack(tmp_path_factory.mktemp("stack-sqlite")) as stack:
        yield stack


@pytest.fixture(scope="session")
def _postgres(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Stack]":
    from tests.databases import fresh_postgres
    from tests.stack import running_stack

    with (
        fresh_postgres() as url,
        running_stack(tmp_path_factory.mktemp("stack-postgres"), url) as stack,
    ):
        yield stack


@pytest.fixture
def sqlite_stack(_sqlite: "Stack") -> "Stack":
    """The real stack over SQLite, all of it running."""
    _sqlite.ensure_up()
    return _sqlite


@pytest.fixture
def postgres_stack(_postgres: "Stack") -> "Stack":
    """The real stack over PostgreSQL, all of it running."""
    _postgres.ensure_up()
    return _postgres
