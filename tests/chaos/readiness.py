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
    #: The answers that called something well which was dead, and when it was.
    wrong: list[str] = field(default_factory=list)

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
        found: Counter[str] = Counter(
            {"answers": len(self.samples), "no answer, for the desk was dead or cut": self.silent}
        )
        diary = self.fleet.diary
        for started, ended, told in self.samples:
            for part in PARTS:
                state, behind = told["parts"][part], self.fleet.behind[part]
                # Rasa waits for the database, and cannot read meanwhile.
                around = [*behind, DATABASE]
                if state["ok"] and all(diary.was_down(one, started - AGE, ended) for one in behind):
                    found[f"{part} well, though it was dead"] += 1
                    stretches = [diary.stretches[one] for one in behind]
                    self.wrong.append(f"{part} well, {started:.1f} to {ended:.1f}: {stretches}")
                if not state["ok"] and all(
                    diary.was_whole(one, started - AGE, ended) for one in around
                ):
                    found[f"{part} not well ({state['problem']}), though it was alive"] += 1
        return dict(found)
