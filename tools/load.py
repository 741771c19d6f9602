"""Measures the web chat under load: `.venv/bin/python tools/load.py --url http://127.0.0.1:5080`.

Customers connect by Socket.IO as the page does, each writes a message every so many seconds, and
both the acknowledgement and the first answer are timed. Start the product first; the generator's
own work is part of what is measured on one machine.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp
import socketio

# Small talk and complaints in turn, so that turns with and without an action are in it.
MESSAGES = (
    "你好",
    "My kettle leaks, I bought it last Tuesday",
    "订单号是202611180045",
    "How long will it take?",
    "我买的空调装好第二天就漏水，客厅地板都泡了",
    "thanks",
)


@dataclass
class Figures:
    """What was measured, in seconds."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)
    unanswered: int = 0

    def fail(self, reason: str) -> None:
        """Count a message that was not stored."""
        self.failed[reason] = self.failed.get(reason, 0) + 1


class Customer:
    """One connected page."""

    def __init__(self, url: str, session: aiohttp.ClientSession, figures: Figures) -> None:
        self._url = url
        self._figures = figures
        self._socket = socketio.AsyncClient(reconnection=False, http_session=session)
        self._sent_at: dict[int, float] = {}
        self._answered: set[int] = set()
        self._socket.on("bot_uttered", self._heard)

    async def connect(self) -> None:
        """Open the socket and greet, as the page does."""
        headers = {"Origin": self._url}
        await self._socket.connect(
            self._url, headers=headers, transports=["websocket"], wait_timeout=30
        )
        await self._socket.emit("session_request", {"after": 0})

    async def write(self, every: float, until: float) -> None:
        """Write every so many seconds, beginning anywhere within the first of them."""
        await asyncio.sleep(random.uniform(0, every))
        number = random.randrange(len(MESSAGES))
        while time.monotonic() < until:
            started = time.monotonic()
            await self._say(MESSAGES[number % len(MESSAGES)], started)
            number += 1
            await asyncio.sleep(max(0.0, every - (time.monotonic() - started)))

    async def close(self) -> None:
        """Leave, and count what was never answered."""
        self._figures.unanswered += len(set(self._sent_at) - self._answered)
        await self._socket.disconnect()

    async def _say(self, text: str, started: float) -> None:
        try:
            answer = await self._socket.call("user_uttered", {"message": text}, timeout=20)
        except socketio.exceptions.SocketIOError as error:
            self._figures.fail(type(error).__name__)
            return
        if answer.get("status") != "stored":
            self._figures.fail(str(answer.get("error")))
            return
        self._figures.acknowledged.append(time.monotonic() - started)
        self._sent_at[answer["seq"]] = started

    async def _heard(self, message: dict[str, object]) -> None:
        asked = message.get("reply_to")
        if not isinstance(asked, int) or asked in self._answered:
            return
        heard = time.monotonic()
        # The answer may overtake the acknowledgement by a moment.
        for _ in range(50):
            if asked in self._sent_at:
                break
            await asyncio.sleep(0.02)
        if asked in self._sent_at:
            self._answered.add(asked)
            self._figures.answered.append(heard - self._sent_at[asked])


async def run(url: str, customers: int, every: float, seconds: float) -> Figures:
    """Let the customers write for so long and return what was measured."""
    figures = Figures()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        crowd = [Customer(url, session, figures) for _ in range(customers)]
        for start in range(0, customers, 20):
            await asyncio.gather(*(each.connect() for each in crowd[start : start + 20]))
        print(f"· {customers} customers are connected", flush=True)
        until = time.monotonic() + seconds
        await asyncio.gather(*(each.write(every, until) for each in crowd))
        # Whoever wrote last gets the time for an answer.
        await asyncio.sleep(5)
        await asyncio.gather(*(each.close() for each in crowd))
    return figures


def described(name: str, times: Sequence[float]) -> str:
    """Return one line: how many, the median, the 95th percentile and the longest."""
    if len(times) < 2:
        return f"{name}: {len(times)}"
    cuts = statistics.quantiles(times, n=20)
    return (
        f"{name}: {len(times)}, p50 {statistics.median(times) * 1000:.0f} ms, "
        f"p95 {cuts[18] * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms"
    )


def main() -> int:
    """Measure and print; the status tells whether every message was stored and answered."""
    parser = argparse.ArgumentParser(description="Measures the web chat under load.")
    parser.add_argument("--url", default="http://127.0.0.1:5080", help="the desk's address")
    parser.add_argument("--customers", type=int, default=500)
    parser.add_argument("--every", type=float, default=15.0, help="seconds between two messages")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they write")
    given = parser.parse_args()
    figures = asyncio.run(run(given.url, given.customers, given.every, given.seconds))
    print(described("acknowledged", figures.acknowledged))
    print(described("answered", figures.answered))
    print(f"not stored: {figures.failed or 'none'}; not answered: {figures.unanswered}")
    return 0 if not figures.failed and not figures.unanswered else 1


if __name__ == "__main__":
    sys.exit(main())
