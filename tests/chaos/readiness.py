"""Asks the desk all the time whether it is ready, and compares that with what was alive."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from desk.health import CACHED_SECONDS, PROBE_SECONDS
from tests.chaos.fleet import DATABASE, Fleet
from tests.stack import ACTIONS, RASA

EVERY: Final = 0.5
#: An answer may be as old as this, from the first probe behind it to its arrival.
AGE: Final = CACHED_SECONDS + PROBE_SECONDS + 0.5
PARTS: Final = (DATABASE, RASA, ACTIONS)


@dataclass
class Readiness:
    """What was asked and how true it was."""

    fleet: Fleet
    samples: list[tuple[float, float, dict[str, Any]]] = field(default_factory=list)
    silent: int = 0

    async def watch(self) -> None:
        """Ask until cancelled."""
        async with httpx.AsyncClient(
            base_url=self.fleet.url, trust_env=False, timeout=AGE + 5
        ) as client:
            while True:
                started = time.monotonic()
                try:
                    response = await client.get("/readyz")
                    told = response.json()
                except (httpx.HTTPError, ValueError):
                    # The desk itself is dead, which is as true as an answer can be.
                    self.silent += 1
                else:
                    self.samples.append((started, time.monotonic(), told))
                await asyncio.sleep(EVERY)

    def judged(self) -> dict[str, int]:
        """Return how many samples there were and how many of them were wrong, in which way."""
        found: Counter[str] = Counter(samples=len(self.samples), silent=self.silent)
        for started, ended, told in self.samples:
            for part in PARTS:
                well = told["parts"][part]["ok"]
                diary, behind = self.fleet.diary, self.fleet.behind[part]
                if well and all(diary.was_down(one, started - AGE, ended) for one in behind):
                    found["called_ready_while_dead"] += 1
                if not well and all(diary.was_whole(one, started - AGE, ended) for one in behind):
                    found["called_dead_while_whole"] += 1
                    found[f"called_dead_while_whole.{part}"] += 1
        return dict(found)
