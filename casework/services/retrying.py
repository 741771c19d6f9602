"""Runs a transaction again when another one was first."""

from collections.abc import Callable
from typing import Final, TypeVar

from casework.errors import StorageConflict

ATTEMPTS: Final = 5

Result = TypeVar("Result")


def until_settled(transaction: Callable[[], Result]) -> Result:
    """Return the transaction's result; after a conflict it sees what the other one stored."""
    for _ in range(ATTEMPTS - 1):
        try:
            return transaction()
        except StorageConflict:
            continue
    return transaction()
