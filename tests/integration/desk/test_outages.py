"""Whatever fails, the customer gets a word, nothing is lost, and each message is answered once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import pytest
import yaml

from casework.errors import StorageUnavailable
from casework.storage.memory import MemoryUnitOfWork, MemoryUnitOfWorkFactory
from casework.storage.migrate import migrate
from desk.app import NOTICES
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant, echo
from tests.desks import SWIFT, build_desk, client_of, messages, say, sqlite_settings, texts

RESPONSES = yaml.safe_load(NOTICES.read_text(encoding="utf-8"))["responses"]


def said(key: str, language: str) -> list[str]:
    found: list[str] = RESPONSES[key][language]["any"]
    return found


async def until(condition: Callable[[], Any], seconds: float = 5.0) -> None:
    """Let the gateway work until the condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def rows_until(client: Any, count: int, sender: str = "ann") -> list[dict[str, Any]]:
    async with asyncio.timeout(5):
        while len(rows := await messages(client, sender)) < count:
            await asyncio.sleep(0.02)
    return rows


@pytest.mark.rows("R7")
@pytest.mark.parametrize(
    ("text", "language"), [("我的包裹丢了", "zh"), ("My parcel is lost", "en")]
)
@pytest.mark.parametrize(
    "failure",
    [
        "action_server_down",
        "model_missing",
        "tracker_store",
        "unreachable",
        "timeout",
        "empty",
        RuntimeError("a mistake of ours"),
        AssistantAnswer(replies=[]),
    ],
)
async def test_a_failed_turn_is_told_in_the_customers_language_and_answered_later_once(
    failure: Any, text: str, language: str
) -> None:
    answers = [failure] if isinstance(failure, AssistantAnswer) else []
    assistant = FakeAssistant(lambda words: answers.pop() if answers else echo(words))
    if not isinstance(failure, AssistantAnswer):
        assistant.failures = [failure]
    else:
        # A turn that gave nothing is no answer to be remembered.
        assistant.completed = type("Forgetful", (dict,), {"setdefault": lambda _, __, v: v})()
    async with client_of(build_desk(assistant=assistant)) as client:
        (notice,) = texts(await say(client, text, message_id="m-1"))
        assert notice in said("notice_busy", language)
        rows = await rows_until(client, 3)
        repeated = texts(await say(client, text, message_id="m-1"))
    assert [(row["from"], row["kind"]) for row in rows] == [
        ("customer", "message"),
        ("bot", "notice"),
        ("bot", "message"),
    ]
    assert rows[2]["text"] == f"re: {text}"
    assert rows[2]["reply_to"] == 1
    assert repeated == [f"re: {text}"]
    assert len({turn.turn_id for turn in assistant.asked}) == 1


async def test_an_assistant_that_hangs_is_left_within_its_time() -> None:
    assistant = FakeAssistant(gate=asyncio.Event())
    async with client_of(build_desk(assistant=assistant)) as client:
        async with asyncio.timeout(SWIFT.turn_timeout + 0.5):
            (notice,) = texts(await say(client, "hello"))
        assert notice in said("notice_busy", "en")
        assert assistant.gate is not None
        assistant.gate.set()
        rows = await rows_until(client, 3)
    assert [row["text"] for row in rows if row["kind"] == "message"] == ["hello", "re: hello"]


async def test_a_queue_that_stands_still_gives_notice_before_its_turn_comes() -> None:
    pace = changed(SWIFT, turn_timeout=30.0, patience=0.2)
    assistant = FakeAssistant(gate=asyncio.Event())
    async with client_of(build_desk(assistant=assistant, pace=pace)) as client:
        first, second = await asyncio.gather(say(client, "one"), say(client, "two"))
        assert texts(first)[0] in said("notice_busy", "en") + said("notice_still_busy", "en")
        assert texts(second)[0] in said("notice_busy", "en") + said("notice_still_busy", "en")
        assert len(assistant.asked) == 1
        assert assistant.gate is not None
        assistant.gate.set()
        rows = await rows_until(client, 6)
    assert [row["text"] for row in rows[4:]] == ["re: one", "re: two"]


async def test_a_queue_that_moves_is_worth_waiting_for() -> None:
    pace = changed(SWIFT, patience=0.1, stalled_after=0.5, turn_timeout=5.0)
    async with client_of(build_desk(assistant=FakeAssistant(seconds=0.04), pace=pace)) as client:
        posts = [say(client, f"n{n}") for n in range(8)]
        answers = [texts(response) for response in await asyncio.gather(*posts)]
    assert sorted(answers) == [[f"re: n{n}"] for n in range(8)]


async def test_messages_during_an_outage_are_told_apart_and_answered_in_order() -> None:
    assistant = FakeAssistant(outage="action_server_down")
    async with client_of(build_desk(assistant=assistant)) as client:
        (first,) = texts(await say(client, "first complaint"))
        (second,) = texts(await say(client, "and more"))
        (third,) = texts(await say(client, "还有呢"))
        assert first in said("notice_busy", "en")
        assert second in said("notice_still_busy", "en")
        assert third in said("notice_still_busy", "zh")
        assistant.outage = None
        rows = await rows_until(client, 9)
    assert [row["text"] for row in rows if row["kind"] == "message" and row["from"] == "bot"] == [
        "re: first complaint",
        "re: and more",
        "re: 还有呢",
    ]
    assert len(assistant.completed) == 3


async def test_each_message_gets_one_notice_however_often_it_fails() -> None:
    assistant = FakeAssistant(outage="unreachable")
    async with client_of(build_desk(assistant=assistant)) as client:
        notice = texts(await say(client, "hello", message_id="m-1"))
        await until(lambda: len(assistant.asked) >= 4)
        assert texts(await say(client, "hello", message_id="m-1")) == notice
        rows = await messages(client)
    assert [row["kind"] for row in rows] == ["message", "notice"]


async def test_an_outage_in_one_conversation_leaves_the_others_alone() -> None:
    assistant = FakeAssistant(failures=["timeout"])
    async with client_of(build_desk(assistant=assistant)) as client:
        (notice,) = texts(await say(client, "hello"))
        assert notice in said("notice_busy", "en")
        assert texts(await say(client, "hello", "bob")) == ["re: hello"]


async def test_a_message_that_is_refused_for_good_does_not_block_the_next_one() -> None:
    def answer(text: str) -> AssistantAnswer:
        return AssistantAnswer(replies=[]) if text == "poison" else echo(text)

    async with client_of(build_desk(assistant=FakeAssistant(answer))) as client:
        (notice,) = texts(await say(client, "poison", message_id="m-1"))
        assert notice in said("notice_busy", "en")
        rows = await rows_until(client, 3)
        assert rows[2]["text"] in said("notice_unanswered", "en")
        assert texts(await say(client, "next")) == ["re: next"]


async def test_an_outage_never_counts_as_a_refusal() -> None:
    assistant = FakeAssistant(outage="action_server_down")
    async with client_of(build_desk(assistant=assistant)) as client:
        await say(client, "hello")
        await until(lambda: len(assistant.asked) > SWIFT.refusals + 2)
        assistant.outage = None
        rows = await rows_until(client, 3)
    assert rows[2]["text"] == "re: hello"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    migrate(f"sqlite:///{tmp_path / 'jieyou.db'}")
    return tmp_path


async def test_a_restart_between_storing_and_answering_loses_nothing(database: Path) -> None:
    settings = sqlite_settings(database)
    stuck = FakeAssistant(gate=asyncio.Event())
    pace = changed(SWIFT, turn_timeout=30.0, patience=30.0)
    first = build_desk(assistant=stuck, settings=settings, pace=pace)
    posts: list[asyncio.Task[Any]] = []
    async with client_of(first) as client:
        posts = [
            asyncio.create_task(say(client, f"before {n}", message_id=f"m-{n}")) for n in range(3)
        ]
        await until(lambda: stuck.asked)
        while len(await messages(client)) < 3:
            await asyncio.sleep(0.01)
    await asyncio.gather(*posts, return_exceptions=True)

    assistant = FakeAssistant()
    async with client_of(build_desk(assistant=assistant, settings=settings)) as client:
        rows = await rows_until(client, 6)
        repeated = texts(await say(client, "before 1", message_id="m-1"))
    asked = [row["text"] for row in rows[:3]]
    assert sorted(asked) == ["before 0", "before 1", "before 2"]
    assert [row["text"] for row in rows[3:]] == [f"re: {text}" for text in asked]
    assert repeated == ["re: before 1"]
    assert assistant.asked[0].turn_id == stuck.asked[0].turn_id
    assert len(assistant.asked) == 3


async def test_a_restart_after_a_notice_delivers_the_answer_then(database: Path) -> None:
    settings = sqlite_settings(database)
    slow = changed(SWIFT, first_retry=60.0, longest_retry=60.0)
    down = build_desk(assistant=FakeAssistant(outage="unreachable"), settings=settings, pace=slow)
    async with client_of(down) as client:
        await say(client, "hello")
    async with client_of(build_desk(settings=settings)) as client:
        rows = await rows_until(client, 3)
    assert [row["kind"] for row in rows] == ["message", "notice", "message"]


class FailingStorage(MemoryUnitOfWorkFactory):
    """Refuses the transactions that a test counts out."""

    def __init__(self) -> None:
        super().__init__()
        self.passing = 0
        self.failing = 0

    def __call__(self, *, read_only: bool = False) -> MemoryUnitOfWork:
        if not read_only and self.passing > 0:
            self.passing -= 1
        elif not read_only and self.failing > 0:
            self.failing -= 1
            raise StorageUnavailable("gone")
        return super().__call__(read_only=read_only)


@pytest.mark.rows("R7")
async def test_a_message_that_cannot_be_stored_is_not_acknowledged() -> None:
    storage, assistant = FailingStorage(), FakeAssistant()
    async with client_of(build_desk(assistant=assistant, uow_factory=storage)) as client:
        storage.failing = 1
        response = await say(client, "hello", message_id="m-1")
        assert response.status_code == 503
        assert response.headers["retry-after"]
        assert texts(await say(client, "hello", message_id="m-1")) == ["re: hello"]
    assert len(assistant.asked) == 1


async def test_an_answer_that_cannot_be_stored_is_asked_for_again_under_its_turn() -> None:
    storage, assistant = FailingStorage(), FakeAssistant()
    patient = changed(SWIFT, patience=9.0, turn_timeout=5.0)
    app = build_desk(assistant=assistant, uow_factory=storage, pace=patient)
    async with client_of(app) as client:
        storage.passing, storage.failing = 1, 1
        assert texts(await say(client, "hello")) == ["re: hello"]
        rows = await messages(client)
    assert [row["text"] for row in rows] == ["hello", "re: hello"]
    assert len({turn.turn_id for turn in assistant.asked}) == 1
    assert len(assistant.asked) == 2


async def test_while_nothing_can_be_written_the_caller_is_told_so() -> None:
    storage = FailingStorage()
    assistant = FakeAssistant(gate=asyncio.Event())
    pace = changed(SWIFT, turn_timeout=30.0, patience=0.2)
    async with client_of(build_desk(assistant=assistant, uow_factory=storage, pace=pace)) as client:
        storage.passing, storage.failing = 1, 10**6
        assert (await say(client, "hello")).status_code == 503
        storage.failing = 0
        assert assistant.gate is not None
        assistant.gate.set()
        rows = await rows_until(client, 2)
    assert rows[1]["text"] == "re: hello"
