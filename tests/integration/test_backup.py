"""A machine dies in mid-conversation; on another one its backup goes on where it stood."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.customers import Customer
from tests.planting import empty_database
from tests.stack import Stack, model_for_today


@contextmanager
def another_machine(kind: str, folder: Path) -> Iterator[Stack]:
    """Yield a stack that is not started, over an empty database."""
    folder.mkdir()
    with empty_database(kind, folder) as url:
        stack = Stack(folder, model_for_today(), url)
        try:
            yield stack
        finally:
            stack.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_conversation_goes_on_from_the_backup_of_a_machine_that_died(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    stack: Stack = request.getfixturevalue(f"{kind}_stack")
    customer = Customer(stack, "en", sender=f"saved-{uuid.uuid4().hex[:10]}")
    customer.come_to_the_read_back()
    archive = tmp_path / "night.jieyou"
    made = stack.command("backup", str(archive))
    assert made.returncode == 0, made.stderr
    said = stack.messages(customer.sender)
    for name in list(stack.services):
        stack.kill(name)

    with another_machine(kind, tmp_path / "other") as other:
        brought = other.command("restore", str(archive))
        assert brought.returncode == 0, brought.stderr
        refused = other.command("restore", str(archive))
        assert refused.returncode == 1 and "is not empty" in refused.stderr
        with other:
            assert other.messages(customer.sender) == said
            customer.stack = other
            customer.confirm()
            customer.was_told_honestly()
            customer.is_served()


def test_a_conversation_goes_on_after_the_move_from_sqlite_to_postgresql(
    sqlite_stack: Stack, tmp_path: Path
) -> None:
    customer = Customer(sqlite_stack, "zh", sender=f"moved-{uuid.uuid4().hex[:10]}")
    customer.come_to_the_read_back()
    said = sqlite_stack.messages(customer.sender)
    for name in list(sqlite_stack.services):
        sqlite_stack.kill(name)
    with another_machine("postgres", tmp_path / "other") as other:
        moved = sqlite_stack.command("move", other.settings.database_url)
        assert moved.returncode == 0, moved.stderr
        for table in ("conversations", "messages", "intakes"):
            assert f"  {table}\n" in moved.stdout
        again = sqlite_stack.command("move", other.settings.database_url)
        assert again.returncode == 1 and "is not empty" in again.stderr
        with other:
            assert other.messages(customer.sender) == said
            customer.stack = other
            customer.confirm()
            customer.was_told_honestly()
            customer.is_served()
