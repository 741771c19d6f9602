"""Takeovers against a talking customer: never two speakers, nothing lost, nothing said twice.

Two agents take and give back as fast as they can, browsers die, and the assistant answers in the
middle of it all, while the customer keeps writing. What the rows tell afterwards decides.
"""

import asyncio
import contextlib
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from casework.errors import TakeoverRefused
from casework.model import Account, AuditEntry, Message, MessageKind, Sender
from casework.ports import UnitOfWorkFactory
from casework.storage.engine import open_engine
from casework.storage.memory import MemoryUnitOfWorkFactory
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from desk.app import DeskApp
from tests.assistants import FakeAssistant
from tests.desks import AUTHORIZED, ORIGIN, build_desk, desk_settings, say
from tests.doubles import FixedClock
from tests.minds import FakeMind
from tests.people import QUICK, employ

# A disk that really writes is slower: `RACES=1000` lets SQLite run all of them, too.
TAKEOVERS = {"memory": 1000, "sqlite": int(os.environ.get("RACES", "40"))}
CUSTOMERS = 3


class Ticking(FixedClock):
    """A clock that moves on with each look, so that the order of all rows shows."""

    def now(self):  # type: ignore[no-untyped-def]
        self.advance(seconds=0.001)
        return self.at


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> UnitOfWorkFactory:
    if request.param == "memory":
        return MemoryUnitOfWorkFactory()
    url = f"sqlite:///{tmp_path / 'races.db'}"
    migrate(url)
    factory = SqlUnitOfWorkFactory(open_engine(url))
    request.addfinalizer(factory.close)
    return factory


@pytest.fixture
async def app(storage: UnitOfWorkFactory) -> AsyncIterator[DeskApp]:
    app = build_desk(
        assistant=FakeAssistant(seconds=0.004),
        mind=FakeMind(),
        uow_factory=storage,
        clock=Ticking(),
        passwords=QUICK,
        settings=desk_settings("sqlite:///unused.db"),
        look_every=0.02,
    )
    async with app.running():
        yield app


async def handle(
    app: DeskApp,
    agent: Account,
    conversations: list[str],
    rng: random.Random,
    taken: set[tuple[str, int]],
) -> None:
    """Take a conversation, say something in it, and give it back or vanish."""
    handling = app.web.state.console.handling
    where = rng.choice(conversations)
    try:
        lease = await handling.take(where, agent)
        taken.add((where, lease.version))
        for _ in range(rng.randint(0, 2)):
            await asyncio.sleep(rng.random() * 0.006)
            said = f"{agent.username} {rng.random()}"
            await handling.say(where, agent, said, f"id-{said}")
    except TakeoverRefused:
        # Somebody holds it, or the keeper took it away meanwhile.
        return
    if rng.random() < 0.1:
        # The browser dies: the keeper finds out and puts the conversation to the queue.
        app.web.state.console.clock.advance(seconds=100)
        return
    with contextlib.suppress(TakeoverRefused):
        await handling.give_back(where, agent)


async def test_takeovers_leave_one_speaker_and_every_message_once(
    app: DeskApp, storage: UnitOfWorkFactory, request: pytest.FixtureRequest
) -> None:
    takeovers = TAKEOVERS[request.node.callspec.params["storage"]]
    console = app.web.state.console
    agents = [employ(storage, console.clock, name, chat_limit=50) for name in ("ann", "bob")]
    conversations = [f"c-{number}" for number in range(CUSTOMERS)]
    transport = httpx.ASGITransport(app=app)
    over = asyncio.Event()
    written: dict[str, list[str]] = {each: [] for each in conversations}

    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers=AUTHORIZED, timeout=60
    ) as client:

        async def write(where: str, text: str) -> None:
            written[where].append(text)
            response = await say(client, text, where, message_id=text)
            assert response.status_code == 200

        async def talk(where: str) -> None:
            rng = random.Random(where)
            number = 0
            waiting: set[asyncio.Task[None]] = set()
            while not over.is_set():
                number += 1
                task = asyncio.create_task(write(where, f"{where} says {number}"))
                waiting.add(task)
                task.add_done_callback(waiting.discard)
                # Some write on before they are answered.
                await asyncio.sleep(rng.random() * 0.03)
                if len(waiting) > 3:
                    await asyncio.gather(*waiting)
            await asyncio.gather(*waiting)

        async def work(agent: Account) -> None:
            rng = random.Random(agent.username)
            taken: set[tuple[str, int]] = set()
            while len(taken) < takeovers / len(agents):
                await handle(app, agent, conversations, rng, taken)
                await asyncio.sleep(rng.random() * 0.01)

        for each in conversations:
            await write(each, f"{each} begins")
        talking = [asyncio.create_task(talk(each)) for each in conversations]
        await asyncio.gather(*(work(agent) for agent in agents))
        over.set()
        await asyncio.gather(*talking)
        for agent in agents:
            with storage(read_only=True) as uow:
                held = list(uow.leases.held(agent.id))
            for lease in held:
                await console.handling.give_back(lease.conversation_id, agent)
        for each in conversations:
            last = await say(client, f"{each} ends", each)
            written[each].append(f"{each} ends")
            assert [reply["text"] for reply in last.json()] == [f"re: {each} ends"]

    with storage(read_only=True) as uow:
        trail = list(reversed(uow.audit.list(action="lease", limit=100_000)))
        rows = {each: list(uow.messages.after(each, 0, limit=100_000)) for each in conversations}
        assert uow.messages.count_pending() == 0
        assert list(uow.leases.resuming()) == list(uow.leases.held()) == []
    assert sum(line.action == "lease.taken" for line in trail) >= takeovers
    for each in conversations:
        check(rows[each], written[each], [line for line in trail if line.subject == each])


def check(rows: list[Message], written: list[str], trail: list[AuditEntry]) -> None:
    """Hold the rows of one conversation against what was written and who held it when."""
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    said = [row.text for row in rows if row.sender is Sender.CUSTOMER]
    assert sorted(said) == sorted(written)
    assert len(set(said)) == len(said)
    # A notice that an answer is late may be worded like an earlier one.
    spoken = [row for row in rows if row.sender is Sender.BOT and row.kind is MessageKind.MESSAGE]
    replies = [row.text for row in spoken if row.text != "I'm back."]
    assert len(set(replies)) == len(replies)
    spans = held_spans(trail)
    for row in rows:
        held = any(start < row.created_at < end for start, end in spans)
        if row.sender is Sender.BOT:
            assert not held, (row.seq, row.text)
        if row.sender is Sender.AGENT:
            assert held, (row.seq, row.text)
    answered = {text.removeprefix("re: ") for text in replies}
    for row in rows:
        if row.sender is Sender.CUSTOMER and row.text not in answered:
            # Nobody's answer was lost: a person held the conversation when it came or soon after.
            assert any(end > row.created_at for _, end in spans), row.text


def held_spans(trail: list[AuditEntry]) -> list[tuple]:  # type: ignore[type-arg]
    spans, since = [], None
    for line in trail:
        if line.action in ("lease.taken", "lease.barged_in"):
            assert since is None, "two people held it at once"
            since = line.at
        else:
            assert since is not None
            spans.append((since, line.at))
            since = None
    assert since is None
    return spans
