"""What the browser tests share."""

import socket

import pytest


@pytest.fixture
def unused_port() -> int:
    """A port that nobody listens on, known before the desk starts: it is part of its origin."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
