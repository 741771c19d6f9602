"""An agent steps into a conversation and gives it back, as the customer and the bot see it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from casework.model import Account, HandoverWish, Intake, MessageState, Presence, Reply, Role
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.gateway.assistant import AssistantAnswer
from desk.gateway.dispatcher import RESUME_ATTEMPTS
from tests.assistants import FakeAssistant
from tests.desks import AUTHORIZED, ORIGIN, build_desk, messages, say, texts
from tests.doubles import FixedClock
from tests.minds import FakeMind
from tests.people import QUICK, Person, employ, person_at


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def mind() -> FakeMind:
    return FakeMind()


@pytest.fixture
def app(
    assistant: FakeAssistant, mind: FakeMind, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> DeskApp:
    return build_desk(
        assistant=assistant,
        mind=mind,
        uow_factory=storage,
        clock=clock,
        passwords=QUICK,
        look_every=0.05,
    )


@pytest.fixture
async def customer(app: DeskApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.running(),
        httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=AUTHORIZED) as client,
    ):
        yield client


@pytest.fixture
def ann_account(storage: MemoryUnitOfWorkFactory, clock: FixedClock) -> Account:
    return employ(storage, clock, "ann")


@pytest.fixture
async def ann(
    app: DeskApp, customer: httpx.AsyncClient, ann_account: Account
) -> AsyncIterator[Person]:
    async with person_at(app, "ann") as person:
        yield person


@pytest.fixture
async def bob(
    app: DeskApp, customer: httpx.AsyncClient, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> AsyncIterator[Person]:
    employ(storage, clock, "bob")
    async with person_at(app, "bob") as person:
        yield person


async def until(condition: Callable[[], Awaitable[Any]], seconds: float = 5) -> Any:
    deadline = asyncio.get_running_loop().time() + seconds
    while not (found := await condition()):
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)
    return found


async def shown(person: Person, conversation_id: str = "c-1") -> dict[str, Any]:
    response = await person.get(f"/conversations/{conversation_id}")
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    return content


async def _was_asked(mind: FakeMind, times: int) -> bool:
    return mind.asked >= times


async def talk(customer: httpx.AsyncClient) -> list[tuple[str, str]]:
    return [(row["from"], row["text"]) for row in await messages(customer, "c-1")]


@pytest.mark.rows("R56", "R100")
async def test_the_bot_is_silent_while_a_person_speaks_and_comes_back_with_its_question(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind, assistant: FakeAssistant
) -> None:
    await say(customer, "my kettle leaks", "c-1")
    taken = await ann.deed("c-1", "take")
    assert (taken.status_code, taken.json()["holder_name"]) == (200, "Ann")
    assert texts(await say(customer, "is anybody there?", "c-1")) == []
    sent = await ann.deed("c-1", "messages", text="  Yes, Ann here ", message_id="1")
    assert (sent.status_code, sent.json()["agent"]) == (200, "Ann")
    assert texts(await say(customer, "good", "c-1")) == []
    assert (await ann.deed("c-1", "give-back")).status_code == 200
    await until(lambda: _has(customer, "I'm back."))
    assert texts(await say(customer, "go on", "c-1")) == ["re: go on"]
    assert await talk(customer) == [
        ("customer", "my kettle leaks"),
        ("bot", "re: my kettle leaks"),
        ("customer", "is anybody there?"),
        ("agent", "Yes, Ann here"),
        ("customer", "good"),
        ("bot", "I'm back."),
        ("customer", "go on"),
        ("bot", "re: go on"),
    ]
    assert assistant.texts == ["my kettle leaks", "go on"]
    (note,) = mind.notes
    told = [(item["from"], item["text"]) for item in note.stretch["messages"]]
    assert told == [
        ("customer", "is anybody there?"),
        ("agent", "Yes, Ann here"),
        ("customer", "good"),
    ]
    assert note.stretch["agent"] == "Ann"
    assert note.stretch["messages"][0]["parse"]["intent"] == {"name": "inform"}


async def test_what_is_written_to_a_person_is_read_all_the_same(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind
) -> None:
    mind.reading = {"anger": 2.0, "tone": {"name": "aggressive"}, "threats": ["media"]}
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    await say(customer, "I'll post this online", "c-1")

    async def read() -> Any:
        return (await shown(ann))["messages"][-1]["reading"]

    found = await until(read)
    assert (found["tone"], found["anger"], found["threats"]) == ("aggressive", 2.0, ["media"])


async def test_a_reading_that_failed_is_made_up_for(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind
) -> None:
    mind.outage = "unreachable"
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    await say(customer, "unread", "c-1")
    await asyncio.sleep(0.1)
    assert (await shown(ann))["messages"][-1]["reading"] is None
    mind.outage = None

    async def read() -> Any:
        return (await shown(ann))["messages"][-1]["reading"]

    await until(read)


async def test_a_turn_in_flight_says_nothing_once_a_person_took_over(
    customer: httpx.AsyncClient, ann: Person, assistant: FakeAssistant
) -> None:
    await say(customer, "hello", "c-1")
    assistant.gate = asyncio.Event()
    asked = asyncio.create_task(say(customer, "am I alone?", "c-1"))
    await until(lambda: _asked(assistant, 2))
    assert (await ann.deed("c-1", "take")).status_code == 200
    # Who waits for the answer is told at once that a person will give it.
    assert texts(await asyncio.wait_for(asked, 1)) == []
    assistant.gate.set()

    async def kept() -> Any:
        return (await shown(ann))["messages"][-1]["suppressed"]

    assert await until(kept) == ["re: am I alone?"]
    assert ("bot", "re: am I alone?") not in await talk(customer)


async def test_a_turn_in_flight_says_nothing_even_after_a_quick_hand_back(
    customer: httpx.AsyncClient, ann: Person, assistant: FakeAssistant
) -> None:
    await say(customer, "hello", "c-1")
    assistant.gate = asyncio.Event()
    asked = asyncio.create_task(say(customer, "am I alone?", "c-1"))
    await until(lambda: _asked(assistant, 2))
    await ann.deed("c-1", "take")
    await ann.deed("c-1", "give-back")
    assistant.gate.set()
    await asked
    await until(lambda: _has(customer, "I'm back."))
    assert [text for who, text in await talk(customer) if who == "bot"] == [
        "re: hello",
        "I'm back.",
    ]


async def test_the_number_of_a_case_that_was_filed_in_flight_is_told_at_hand_back(
    customer: httpx.AsyncClient, ann: Person, assistant: FakeAssistant, mind: FakeMind
) -> None:
    filed = Reply("Filed.", {"custom": {"type": "case", "case_no": "JY-1"}})
    assistant.answer = lambda _text: AssistantAnswer(replies=[filed])
    assistant.gate = asyncio.Event()
    asked = asyncio.create_task(say(customer, "yes, file it", "c-1"))
    await until(lambda: _asked(assistant, 1))
    await ann.deed("c-1", "take")
    assistant.gate.set()
    await asked
    await until(lambda: _suppressed(ann))
    await ann.deed("c-1", "give-back")
    await until(lambda: _has(customer, "I'm back."))
    assert mind.notes[-1].stretch["case_no"] == "JY-1"


async def test_messages_that_waited_for_the_bot_are_the_persons(
    customer: httpx.AsyncClient,
    ann: Person,
    assistant: FakeAssistant,
    storage: MemoryUnitOfWorkFactory,
) -> None:
    await say(customer, "hello", "c-1")
    assistant.outage = "action_server_down"
    notices = [await say(customer, text, "c-1") for text in ("one", "two")]
    assert all(len(texts(notice)) == 1 for notice in notices)
    await ann.deed("c-1", "take")
    assistant.outage = None
    await asyncio.sleep(0.3)
    with storage(read_only=True) as uow:
        assert uow.messages.count_pending() == 0
        assert {row.state for row in uow.messages.after("c-1", 2)} <= {MessageState.DONE, None}
    assert ("bot", "re: one") not in await talk(customer)


async def test_only_one_of_two_agents_gets_the_conversation(
    customer: httpx.AsyncClient, ann: Person, bob: Person
) -> None:
    await say(customer, "hello", "c-1")
    answers = await asyncio.gather(ann.deed("c-1", "take"), bob.deed("c-1", "take"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["reason"] == "held"
    loser = bob if answers[1].status_code == 409 else ann
    for deed, body in (("give-back", {}), ("messages", {"text": "hi"}), ("pass-on", {})):
        answer = await loser.deed("c-1", deed, **body)
        assert (answer.status_code, answer.json()["reason"]) == (409, "not_holder"), deed


async def test_a_message_that_is_sent_again_is_said_once(
    customer: httpx.AsyncClient, ann: Person
) -> None:
    await say(customer, "hello", "c-1", message_id="1")
    await ann.deed("c-1", "take")
    first = await ann.deed("c-1", "messages", text="Hi", message_id="1")
    again = await ann.deed("c-1", "messages", text="Hi", message_id="1")
    assert first.json()["seq"] == again.json()["seq"]
    assert [row for row in await talk(customer) if row[0] == "agent"] == [("agent", "Hi")]


async def test_a_conversation_is_passed_on_and_the_colleague_goes_on(
    customer: httpx.AsyncClient, ann: Person, bob: Person, mind: FakeMind
) -> None:
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    colleagues = (await ann.get("/colleagues")).json()["items"]
    (target,) = [one for one in colleagues if one["there"]]
    assert target["name"] == "Bob"
    passed = await ann.deed("c-1", "pass-on", to=target["id"])
    assert passed.json()["holder_name"] == "Bob"
    assert (await ann.deed("c-1", "messages", text="still me")).status_code == 409
    assert (await bob.deed("c-1", "messages", text="Bob here")).status_code == 200
    await bob.post("/me/presence", {"presence": "away"})
    refused = await bob.deed("c-1", "pass-on", to=(await ann.get("/me")).json()["id"])
    assert refused.status_code == 200
    back = await ann.deed("c-1", "pass-on", to=target["id"])
    assert back.json()["reason"] == "colleague"


async def test_passed_on_to_the_queue_the_bot_is_back_and_the_customer_waits(
    customer: httpx.AsyncClient, ann: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    await ann.deed("c-1", "pass-on", to=None)
    await until(lambda: _has(customer, "I'm back."))
    with storage(read_only=True) as uow:
        (entry,) = uow.queue.list_open()
    assert (entry.conversation_id, entry.reason, entry.priority) == ("c-1", "passed_on", "high")


async def test_an_agent_who_vanishes_loses_the_conversation_to_the_queue(
    customer: httpx.AsyncClient, ann: Person, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> None:
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    clock.advance(seconds=91)
    await until(lambda: _has(customer, "I'm back."))
    with storage(read_only=True) as uow:
        (entry,) = uow.queue.list_open()
        expired = uow.audit.list(action="lease.expired")
    assert entry.reason == "agent_lost"
    assert len(expired) == 1
    assert (await ann.deed("c-1", "messages", text="I'm late")).status_code == 409


async def test_a_supervisor_barges_in_and_an_agent_cannot(
    app: DeskApp,
    customer: httpx.AsyncClient,
    ann: Person,
    bob: Person,
    storage: MemoryUnitOfWorkFactory,
    clock: FixedClock,
) -> None:
    employ(storage, clock, "sue", Role.SUPERVISOR)
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    assert (await bob.deed("c-1", "barge-in")).status_code == 403
    async with person_at(app, "sue") as sue:
        assert (await sue.deed("c-1", "barge-in")).json()["holder_name"] == "Sue"
    assert (await ann.deed("c-1", "messages", text="hm")).status_code == 409


async def test_an_agent_takes_no_more_than_the_limit(
    customer: httpx.AsyncClient, ann: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    for number in range(5):
        await say(customer, "hello", f"c-{number}")
    answers = [await ann.deed(f"c-{number}", "take") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 409]
    assert answers[-1].json()["reason"] == "limit"


async def test_a_bot_that_cannot_come_back_comes_back_without_a_word(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind
) -> None:
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    mind.outage = "error"
    await ann.deed("c-1", "give-back")
    await until(lambda: _given_up(ann))
    assert texts(await say(customer, "go on", "c-1")) == ["re: go on"]


@pytest.mark.parametrize("part", ["unreachable", "action_server_down", "action_server_timeout"])
async def test_a_bot_that_is_away_comes_back_with_its_question_once_it_is_there(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind, part: str
) -> None:
    await say(customer, "hello", "c-1")
    await ann.deed("c-1", "take")
    mind.outage = part
    await ann.deed("c-1", "give-back")
    late = asyncio.create_task(say(customer, "go on", "c-1"))
    await until(lambda: _was_asked(mind, RESUME_ATTEMPTS + 1))
    mind.outage = None
    await late
    await until(lambda: _has(customer, "re: go on"))
    said = [text for who, text in await talk(customer) if who == "bot" and "system" not in text]
    assert said.index("I'm back.") < said.index("re: go on")


async def test_the_bot_comes_back_after_a_restart_too(
    app: DeskApp, storage: MemoryUnitOfWorkFactory, clock: FixedClock, mind: FakeMind
) -> None:
    employ(storage, clock, "ann")
    mind.gate = asyncio.Event()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.running(),
        httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=AUTHORIZED) as client,
    ):
        await say(client, "hello", "c-1")
        async with person_at(app, "ann") as ann:
            await ann.deed("c-1", "take")
            await ann.deed("c-1", "give-back")
    mind.gate = None
    again = build_desk(mind=mind, uow_factory=storage, clock=clock, look_every=0.05)
    transport = httpx.ASGITransport(app=again, raise_app_exceptions=False)
    async with (
        again.running(),
        httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=AUTHORIZED) as client,
    ):
        await until(lambda: _has(client, "I'm back."))
        assert texts(await say(client, "go on", "c-1")) == ["re: go on"]
    assert len(mind.notes) == 1


async def test_a_wish_a_threat_and_a_fury_put_a_conversation_into_the_queue(
    customer: httpx.AsyncClient,
    ann: Person,
    assistant: FakeAssistant,
    storage: MemoryUnitOfWorkFactory,
    clock: FixedClock,
) -> None:
    readings: dict[str, dict[str, Any]] = {
        "calm": {"anger": 0.2, "threats": ["churn"]},
        "furious": {"anger": 2.6, "threats": []},
        "threat": {"anger": 1.0, "threats": ["regulator"]},
        "asked": {"anger": 0.1},
    }

    def answer(text: str) -> AssistantAnswer:
        return AssistantAnswer(replies=[Reply("Hm.")], reading=readings[text], language="en")

    assistant.answer = answer
    for text in readings:
        if text == "asked":
            with storage() as uow:
                # The action server notes the wish while the turn runs.
                assistant.gate = asyncio.Event()
                asked = asyncio.create_task(say(customer, text, text))
                uow.commit()
            await until(lambda: _asked(assistant, 4))
            with storage() as uow:
                turn_id = assistant.asked[-1].turn_id
                uow.handovers.add(
                    HandoverWish(
                        conversation_id=text, turn_id=turn_id, reason="asked", at=clock.now()
                    )
                )
                uow.commit()
            assistant.gate.set()
            await asked
        else:
            await say(customer, text, text)
    with storage(read_only=True) as uow:
        queue = [(one.conversation_id, one.reason, one.priority) for one in uow.queue.list_open()]
    assert queue == [
        ("threat", "threat", "urgent"),
        ("furious", "furious", "high"),
        ("asked", "asked", "normal"),
    ]
    listed = {item["id"]: item for item in (await ann.get("/conversations")).json()["items"]}
    assert listed["threat"]["queue"]["place"] == 1
    assert listed["calm"]["queue"] is None
    assert (await ann.post("/queue/next")).json() == {"conversation_id": "threat"}
    assert (await ann.deed("furious", "dismiss")).status_code == 204
    assert (await ann.post("/queue/next")).json() == {"conversation_id": "asked"}
    assert (await ann.post("/queue/next")).json() == {"conversation_id": None}


async def test_a_correction_goes_into_the_bots_record(
    customer: httpx.AsyncClient, ann: Person, mind: FakeMind, storage: MemoryUnitOfWorkFactory
) -> None:
    await say(customer, "my kettle leaks", "c-1")
    with storage() as uow:
        uow.intakes.add(Intake(id="i-1", conversation_id="c-1", opened_at=FixedClock().now()))
        uow.commit()
    mind.remembered = {
        "complaint_text": "my kettle leaks",
        "product": "kettle",
        "requested_slot": "contact",
        "intake_notes": {"heard": {"category": {"product_quality": 0.8}}, "skipped": ["model"]},
    }
    brief = (await ann.get("/conversations/c-1/brief")).json()
    facts = {fact["slot"]: (fact["value"], fact["seq"]) for fact in brief["facts"]}
    assert facts["product"] == ("kettle", 1)
    assert (brief["intake_open"], brief["requested"]) == (True, "contact")
    assert "order_number" in brief["missing"] and "model" not in brief["missing"]
    corrected = await ann.deed("c-1", "record", changes={"product": "Kettle K2"})
    assert corrected.status_code == 200
    assert {f["slot"]: f["value"] for f in corrected.json()["facts"]}["product"] == "Kettle K2"
    assert mind.notes[-1].changes == {"product": "Kettle K2"} and not mind.notes[-1].speak
    with storage(read_only=True) as uow:
        (line,) = uow.audit.list(action="record")
    assert (line.actor_name, line.details) == ("ann", {"slots": ["product"]})
    mind.outage = "unreachable"
    assert (await ann.deed("c-1", "record", changes={"product": "x"})).status_code == 503
    assert (await ann.get("/conversations/c-1/brief")).json()["available"] is False


async def test_phrases_are_in_the_customers_language_with_their_meaning_in_the_readers(
    customer: httpx.AsyncClient, ann: Person, assistant: FakeAssistant, mind: FakeMind
) -> None:
    assistant.answer = lambda _text: AssistantAnswer(replies=[Reply("好")], language="zh")
    await say(customer, "你好，我要投诉", "c-1")
    offered = (await ann.get("/conversations/c-1/phrases?language=en")).json()
    by_key = {item["key"]: item for item in offered["items"]}
    assert offered["language"] == "zh"
    assert by_key["greet"]["text"].startswith("您好，我是客服Ann")
    assert by_key["greet"]["meaning"].startswith("Hello, this is Ann")
    assert "greet_by_name" not in by_key and "number" not in by_key
    mind.remembered = {"contact_name": "周敏"}
    offered = (await ann.get("/conversations/c-1/phrases?language=en")).json()
    assert any(item["text"].startswith("周敏您好") for item in offered["items"])


async def test_presence_is_the_agents_own(
    ann: Person, ann_account: Account, storage: MemoryUnitOfWorkFactory
) -> None:
    assert (await ann.post("/me/presence", {"presence": "busy"})).json()["presence"] == "busy"
    with storage(read_only=True) as uow:
        account = uow.accounts.get(ann_account.id)
    assert account is not None and account.presence is Presence.BUSY


async def _given_up(person: Person) -> bool:
    console = person.client._transport.app.web.state.console  # type: ignore[attr-defined]
    return not console.takeover.resuming()


async def _has(customer: httpx.AsyncClient, text: str) -> bool:
    return ("bot", text) in await talk(customer)


async def _asked(assistant: FakeAssistant, count: int) -> bool:
    return len(assistant.asked) == count


async def _suppressed(person: Person) -> bool:
    return bool((await shown(person))["messages"][-1]["suppressed"])
