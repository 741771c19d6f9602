"""Asks the assistant, in bounded time and number."""

import asyncio
from typing import Final

import structlog

from casework.model import Conversation, Message
from desk.gateway.assistant import Assistant, AssistantAnswer, AssistantUnavailable
from desk.gateway.pace import Pace
from desk.gateway.turn_metadata import turn_metadata
from desk.metrics import Metrics

log: Final = structlog.get_logger()


class Turns:
    """The assistant's door: so many turns at once, each within its time, all of them counted."""

    def __init__(self, assistant: Assistant, metrics: Metrics, timezone: str, pace: Pace) -> None:
        self._assistant = assistant
        self._metrics = metrics
        self._timezone = timezone
        self._timeout = pace.turn_timeout
        self._room = asyncio.Semaphore(pace.concurrent_turns)

    async def take(self, message: Message, conversation: Conversation) -> AssistantAnswer:
        """Return the assistant's answer to a message; any failure is `AssistantUnavailable`."""
        async with self._room:
            loop = asyncio.get_running_loop()
            started = loop.time()
            outcome = "cancelled"
            try:
                answer = await self._ask(message, conversation)
                outcome = "completed"
            except AssistantUnavailable as failure:
                outcome = failure.reason
                raise
            finally:
                self._metrics.turns.labels(outcome=outcome).inc()
                self._metrics.turn_seconds.observe(loop.time() - started)
        return answer

    async def _ask(self, message: Message, conversation: Conversation) -> AssistantAnswer:
        metadata = turn_metadata(message, conversation, self._timezone)
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._assistant.turn(
                    message.conversation_id, message.text, message.turn_id or "", metadata
                )
        except AssistantUnavailable:
            raise
        except TimeoutError as error:
            raise AssistantUnavailable("timeout") from error
        except Exception as error:
            # Whatever broke in the assistant's client, the customer gets a word and the
            # message its next attempt.
            log.exception("gateway.turn.broken", error=type(error).__name__)
            raise AssistantUnavailable("broken") from error
        if not answer.replies:
            raise AssistantUnavailable("empty", answer.language)
        return answer
