"""Loopback TCP proxies between the processes, which can be cut, hung or slowed down."""

import asyncio
import contextlib
from typing import Final

CHUNK: Final = 65_536


class Gate:
    """Passes bytes from a port of its own to another port, for as long as it is left in peace."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._refused_until = 0.0
        self._hung_until = 0.0
        self._slow_until = 0.0
        self._delay = 0.0

    def lead_to(self, target: int) -> None:
        """Lead to another port from the next connection on."""
        self._target = target

    async def open(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)

    async def close(self) -> None:
        """Listen no more and end every connection."""
        if self._server is not None:
            self._server.close()
        self._abort()

    def cut(self, seconds: float) -> int:
        """Break all connections and refuse new ones for a while; return how many were broken."""
        self._refused_until = asyncio.get_running_loop().time() + seconds
        return self._abort()

    def hang(self, seconds: float) -> None:
        """Take bytes and pass none on for a while, as a network does that swallows packets."""
        self._hung_until = asyncio.get_running_loop().time() + seconds

    def slow(self, delay: float, seconds: float) -> None:
        """Pass each piece on so much later, for a while."""
        self._delay = delay
        self._slow_until = asyncio.get_running_loop().time() + seconds

    def _abort(self) -> int:
        broken = len(self._writers) // 2
        for writer in list(self._writers):
            writer.transport.abort()
        return broken

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if asyncio.get_running_loop().time() < self._refused_until:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            # Nobody listens: the one who asks finds the connection closed.
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        finally:
            for each in (writer, back):
                self._writers.discard(each)
                each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                if loop.time() < self._slow_until:
                    await asyncio.sleep(self._delay)
                while (left := self._hung_until - loop.time()) > 0:
                    await asyncio.sleep(left)
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
