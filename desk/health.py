"""Whether the parts that the desk needs are there."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from casework.errors import JieyouError, StorageFull
from casework.ports import UnitOfWorkFactory
from casework.settings import Settings
from desk.gateway.claims import RedisClaims
from desk.storing import StorageThreads

CACHED_SECONDS: Final = 2.0
PROBE_SECONDS: Final = 3.0
# Any words do: what counts is that a model reads them.
PROBE_TEXT: Final = "ok"

Probe = Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class PartHealth:
    """How one part does; `problem` is a short code, None when it is well."""

    problem: str | None
    milliseconds: int

    @property
    def ok(self) -> bool:
        """Whether it is well."""
        return self.problem is None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"ok": self.ok, "problem": self.problem, "milliseconds": self.milliseconds}


class Health:
    """Asks every part, at most once in two seconds."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes
        self._lock = asyncio.Lock()
        self._checked_at = float("-inf")
        self._parts: dict[str, PartHealth] = {}

    async def parts(self) -> Mapping[str, PartHealth]:
        """Return how each part does."""
        async with self._lock:
            if time.monotonic() - self._checked_at >= CACHED_SECONDS:
                found = await asyncio.gather(*(_examined(each) for each in self._probes.values()))
                self._parts = dict(zip(self._probes, found, strict=True))
                self._checked_at = time.monotonic()
        return self._parts


def probes(
    settings: Settings,
    uow_factory: UnitOfWorkFactory,
    storage: StorageThreads,
    client: httpx.AsyncClient,
    claims: RedisClaims | None = None,
) -> dict[str, Probe]:
    """Return the probes of the database, Rasa (a real parse), the action server, and Redis."""

    async def database() -> str | None:
        try:
            await storage.run(uow_factory.ping)
        except StorageFull:
            return "disk_full"
        except JieyouError:
            return "no_answer"
        return "disk_full" if storage.is_full else None

    async def rasa() -> str | None:
        response = await client.post(
            f"{settings.rasa_url}/model/parse",
            params={"token": settings.rasa_token},
            json={"text": PROBE_TEXT},
        )
        if response.status_code != httpx.codes.OK:
            return f"http_{response.status_code}"
        body = response.json()
        return None if isinstance(body, dict) and body.get("intent") else "no_intent"

    async def actions() -> str | None:
        response = await client.get(f"{settings.actions_url}/health")
        ok = response.status_code == httpx.codes.OK
        return None if ok else f"http_{response.status_code}"

    async def redis() -> str | None:
        try:
            await claims.ping() if claims else None
        except JieyouError:
            return "no_answer"
        return None

    found: dict[str, Probe] = {"database": database, "rasa": rasa, "actions": actions}
    return found if claims is None else {**found, "redis": redis}


def probing_client() -> httpx.AsyncClient:
    """Return a client for loopback that no proxy of the machine can catch."""
    return httpx.AsyncClient(timeout=PROBE_SECONDS, trust_env=False)


async def _examined(probe: Probe) -> PartHealth:
    started = time.monotonic()
    try:
        async with asyncio.timeout(PROBE_SECONDS):
            problem = await probe()
    except (httpx.HTTPError, TimeoutError):
        problem = "no_answer"
    except ValueError:
        problem = "no_json"
    return PartHealth(problem, round((time.monotonic() - started) * 1000))
