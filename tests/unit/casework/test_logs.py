"""Logs hold event names and ids, and nothing that a customer wrote."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from casework.logs import PERSONAL, configure_logging, without_personal_data


@pytest.fixture
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def logged(log_format: str, **fields: str) -> str:
    configure_logging(log_format)
    output = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(output)
    structlog.get_logger().info("gateway.turn.put_off", **fields)
    return output.getvalue()


@pytest.mark.parametrize("key", sorted(PERSONAL))
def test_a_personal_key_is_dropped(key: str) -> None:
    event = without_personal_data(None, "info", {"event": "a.b", key: "secret"})
    assert event == {"event": "a.b"}


@pytest.mark.usefixtures("restored")
def test_json_lines_have_a_level_and_no_personal_data() -> None:
    line = json.loads(logged("json", conversation_id="c-1", text="my phone is 555"))
    assert line["event"] == "gateway.turn.put_off"
    assert line["level"] == "info"
    assert line["conversation_id"] == "c-1"
    assert "555" not in json.dumps(line)


@pytest.mark.usefixtures("restored")
def test_the_console_shows_the_same() -> None:
    line = logged("console", conversation_id="c-1", text="my phone is 555")
    assert "gateway.turn.put_off" in line
    assert "c-1" in line
    assert "555" not in line


@pytest.mark.usefixtures("restored")
def test_libraries_that_log_addresses_are_kept_quiet() -> None:
    configure_logging("json")
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
