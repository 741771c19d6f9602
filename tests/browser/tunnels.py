"""A network that can be closed: it holds everything back, as a phone's does in a tunnel."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 65536


class Tunnel:
    """Forwards connections to a port, and nothing at all while it is closed."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._passable = threading.Event()
        self._passable.set()
        self._sockets: list[socket.socket] = [self._listener]
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Hold back what is on the way, without a word to either end."""
        self._passable.clear()

    def open(self) -> None:
        """Let everything through again, what was held back first."""
        self._passable.set()

    def end(self) -> None:
        """Close all connections."""
        self._passable.set()
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._passable.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            near.close()
            return
        self._sockets += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                self._passable.wait()
                sink.sendall(data)
        self._passable.wait()
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def tunnel(target: int) -> Iterator[Tunnel]:
    """Keep a tunnel to a port open."""
    through = Tunnel(target)
    try:
        yield through
    finally:
        through.end()
