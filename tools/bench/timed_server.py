"""The product's Rasa with a stopwatch on the parts of a turn.

It starts `bot.server` unchanged, after wrapping the functions that do a part's work. Each turn
writes one JSON line of seconds a part to the file that BENCH_STAGES names.
"""

from __future__ import annotations

import contextvars
import functools
import inspect
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

TURN: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("turn", default=None)


@contextmanager
def _timed(part: str) -> Iterator[None]:
    """Add the block's time to a part, less what parts inside it took."""
    turn = TURN.get()
    if turn is None:
        yield
        return
    inside: list[float] = turn["inside"]
    inside.append(0.0)
    started = time.perf_counter()
    try:
        yield
    finally:
        taken = time.perf_counter() - started
        nested = inside.pop()
        turn["parts"][part] = turn["parts"].get(part, 0.0) + taken - nested
        if inside:
            inside[-1] += taken


def _wrap(owner: Any, name: str, part: str) -> None:
    original: Callable[..., Any] = getattr(owner, name)
    if inspect.iscoroutinefunction(original):

        @functools.wraps(original)
        async def asked(*args: Any, **kwargs: Any) -> Any:
            with _timed(part):
                return await original(*args, **kwargs)

        setattr(owner, name, asked)
        return

    @functools.wraps(original)
    def done(*args: Any, **kwargs: Any) -> Any:
        with _timed(part):
            return original(*args, **kwargs)

    setattr(owner, name, done)


def _watch_turns(path: str) -> None:
    from bot import channel

    original = channel.run_turn

    async def timed_turn(agent: Any, message: Any, output: Any) -> Any:
        turn: dict[str, Any] = {"parts": {}, "inside": []}
        token = TURN.set(turn)
        try:
            with _timed("the rest of Rasa"):
                return await original(agent, message, output)
        finally:
            TURN.reset(token)
            line = {"turn_id": message.metadata.get("turn_id"), "parts": turn["parts"]}
            with open(path, "a", encoding="utf-8") as lines:
                lines.write(json.dumps(line) + "\n")

    channel.run_turn = timed_turn


def main() -> None:
    """Wrap the parts and start the server."""
    from rasa.core.processor import MessageProcessor

    from bot.action_endpoint import StrictActionEndpoint
    from bot.nlg import ResponsePicker
    from bot.server import main as serve

    _wrap(MessageProcessor, "parse_message", "Rasa's parse (the readers)")
    _wrap(MessageProcessor, "predict_next_with_tracker_if_should", "policy")
    _wrap(MessageProcessor, "fetch_tracker_and_update_session", "tracker store")
    _wrap(MessageProcessor, "get_tracker", "tracker store")
    _wrap(MessageProcessor, "save_tracker", "tracker store")
    _wrap(StrictActionEndpoint, "request", "actions")
    _wrap(ResponsePicker, "generate", "NLG")
    _watch_turns(os.environ["BENCH_STAGES"])
    serve()


if __name__ == "__main__":
    main()
