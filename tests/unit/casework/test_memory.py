"""What only the in-memory storage does."""

import pytest

from casework.errors import StorageConflict, StorageUnavailable
from casework.model import Channel
from casework.services import retrying
from casework.services.retrying import until_settled
from casework.storage import memory
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.doubles import MONDAY


def test_a_second_writer_waits_and_then_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "BUSY_TIMEOUT", 0.01)
    storage = MemoryUnitOfWorkFactory()
    with storage(), pytest.raises(StorageUnavailable), storage():
        pass
    with storage() as uow:
        uow.conversations.ensure("c-1", Channel.WEB, MONDAY)


def test_a_reader_does_not_wait_and_writes_nothing() -> None:
    storage = MemoryUnitOfWorkFactory()
    with storage() as writer:
        writer.conversations.ensure("c-1", Channel.WEB, MONDAY)
        with storage(read_only=True) as reader:
            assert reader.conversations.get("c-1") is None
            reader.conversations.ensure("c-2", Channel.WEB, MONDAY)
            reader.commit()
        writer.commit()
    with storage(read_only=True) as reader:
        assert reader.conversations.get("c-1") is not None
        assert reader.conversations.get("c-2") is None


def test_a_conflict_is_tried_again_a_few_times() -> None:
    left = [StorageConflict("rival"), StorageConflict("rival")]

    def transaction() -> str:
        if left:
            raise left.pop()
        return "done"

    assert until_settled(transaction) == "done"


def test_a_conflict_that_stays_is_raised() -> None:
    attempts = []

    def transaction() -> None:
        attempts.append(1)
        raise StorageConflict("rival")

    with pytest.raises(StorageConflict, match="Another transaction stored the same thing first"):
        until_settled(transaction)
    assert len(attempts) == retrying.ATTEMPTS
