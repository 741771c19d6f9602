"""The way to Rasa over HTTP, kept in one place: its bounds, and how long a connection is kept."""

from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

import httpx

CONNECT_SECONDS: Final = 2.0
# Shorter than Rasa keeps an unused connection (5 s): no request meets one that is being closed.
KEPT_SECONDS: Final = 2.0


class RasaClient:
    """Something that asks Rasa and closes its connections when it is left."""

    def __init__(
        self,
        base_url: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers=headers,
            timeout=httpx.Timeout(timeout, connect=CONNECT_SECONDS),
            limits=httpx.Limits(keepalive_expiry=KEPT_SECONDS),
            transport=transport,
            # Rasa is on loopback; a proxy of the machine has no business here.
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()
