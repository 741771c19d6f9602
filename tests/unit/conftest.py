"""Unit tests reach no network: a socket that is opened fails the test."""

import pytest
import pytest_socket


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Close the network for the test; the event loop's own Unix sockets stay."""
    pytest_socket.disable_socket(allow_unix_socket=True)
