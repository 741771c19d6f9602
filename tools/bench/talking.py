"""Talks to an assistant over the form of Rasa's REST channel, and times its answers."""

import asyncio
import itertools
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tools.bench.timing import Times, times

#: Small talk and complaints in turn, so that turns with and without an action are in it.
MIXED: Final = (
    "你好",
    "My kettle leaks. I bought it last Tuesday, order ORD-88213. I want a refund.",
    "订单号是202611180045",
    "thanks",
    "我买的空调装好第二天就漏水，客厅地板都泡了",
    "hello",
)
#: An answer that takes so long is the notice that it is late, or nothing: it counts as late.
LATE_SECONDS: Final = 7.5
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an assistant takes messages, and what it wants to see with them."""

    url: str
    headers: Mapping[str, str]

    def client(self) -> httpx.Client:
        """Return a client for one customer after the other."""
        return httpx.Client(headers=dict(self.headers), timeout=PATIENCE, trust_env=False)


@dataclass(frozen=True, slots=True)
class Throughput:
    """What came back while so many customers wrote as fast as they were answered."""

    customers: int
    per_second: float
    answered: Times
    late: int


class Talker:
    """One customer."""

    def __init__(self, client: httpx.Client, place: Place, sender: str | None = None) -> None:
        self._client = client
        self._place = place
        self.sender = sender or f"bench-{uuid.uuid4().hex[:12]}"

    def say(self, text: str) -> tuple[float, list[dict[str, Any]]]:
        """Send a message; return the seconds until the answer, and the answer."""
        body = {"sender": self.sender, "message": text}
        started = time.perf_counter()
        response = self._client.post(self._place.url, json=body)
        taken = time.perf_counter() - started
        return taken, response.raise_for_status().json()


def crowd(place: Place, customers: int, seconds: float) -> Throughput:
    """Let customers write, each again as soon as it is answered, for so many seconds."""
    return asyncio.run(_crowd(place, customers, seconds))


async def _crowd(place: Place, customers: int, seconds: float) -> Throughput:
    spent: list[float] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(
        headers=dict(place.headers), timeout=PATIENCE, limits=limits, trust_env=False
    ) as client:
        started = time.perf_counter()
        until = started + seconds
        await asyncio.gather(
            *(_write(client, place, number, until, spent) for number in range(customers))
        )
        taken = time.perf_counter() - started
    in_time = [each for each in spent if each < LATE_SECONDS]
    return Throughput(
        customers, len(in_time) / taken, times(in_time or spent), len(spent) - len(in_time)
    )


async def _write(
    client: httpx.AsyncClient, place: Place, number: int, until: float, spent: list[float]
) -> None:
    sender = f"bench-{uuid.uuid4().hex[:12]}"
    for text in itertools.islice(itertools.cycle(MIXED), number % len(MIXED), None):
        begun = time.perf_counter()
        if begun >= until:
            return
        response = await client.post(place.url, json={"sender": sender, "message": text})
        response.raise_for_status()
        spent.append(time.perf_counter() - begun)


def growing(place: Place, turns: int, texts: Sequence[str] = ("hello", "thanks")) -> list[float]:
    """Return the seconds of each turn of one long conversation."""
    with place.client() as client:
        talker = Talker(client, place)
        return [talker.say(texts[number % len(texts)])[0] for number in range(turns)]
