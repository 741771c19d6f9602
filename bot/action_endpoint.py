"""The way to the action server: one kept connection, and a failure that ends the turn."""

from __future__ import annotations

import asyncio
from typing import Any, Optional

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.turn import TurnFailed

#: Seconds that one action may take. The gateway answers the customer within ten.
ACTION_TIMEOUT = 6.0


class StrictActionEndpoint(EndpointConfig):
    """Rasa's action endpoint, but an action that fails ends the turn instead of being lost.

    Rasa logs a failed action and goes on as if it had run. `TurnFailed` is no `Exception`, so it
    passes Rasa's handlers and reaches `bot.turn.run_turn` before anything is saved.
    """

    def __init__(self, config: EndpointConfig, timeout: float = ACTION_TIMEOUT) -> None:
        super().__init__(
            config.url, config.params, config.headers, config.basic_auth, config.token,
            config.token_name, **config.kwargs,
        )  # fmt: skip
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: Optional[aiohttp.ClientSession] = None

    async def close(self) -> None:
        """Close the kept connection."""
        if self._session is not None:
            await self._session.close()

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Call the action server; raise `TurnFailed` when it does not answer well."""
        kwargs.pop("timeout", None)
        try:
            async with self._kept_session().request(
                method, self.url, headers=self.headers, **kwargs
            ) as response:
                if response.status >= 400:
                    raise TurnFailed("action_server_error")
                answer = await response.json()
        except asyncio.TimeoutError as error:
            raise TurnFailed("action_server_timeout") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise TurnFailed("action_server_down") from error
        if not _is_well_formed(answer):
            raise TurnFailed("action_server_error")
        return answer

    def _kept_session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self._session


def check_answers_here() -> None:
    """Spare Rasa its own check of each answer against a schema.

    `StrictActionEndpoint` has then looked at the answer already.
    """
    RemoteAction._validate_action_result = lambda self, result: True


def _is_well_formed(answer: Any) -> bool:
    """Return whether an answer holds events and responses as Rasa's schema asks for them."""
    if not isinstance(answer, dict):
        return False
    events, responses = answer.get("events", []), answer.get("responses", [])
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(each, dict) and isinstance(each.get("event"), str) for each in events)
        and all(isinstance(each, dict) for each in responses)
    )
