"""What agents write passes the promise gate before it is stored (R168), or is approved (R202)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from casework.gate.service import NewApproval
from casework.model import Case, Permission, Record, Role
from casework.numbering import RandomIds
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.console.building import PHRASES
from desk.console.phrases import PhraseBook
from desk.console.promises import GATE_ROLES
from tests.desks import AUTHORIZED, ORIGIN, desk_settings, messages, say, shipped_policy
from tests.doubles import FixedClock
from tests.people import Person, person_at

REFUND = "😀 We'll refund you 200 yuan tomorrow."
REPLACEMENT = "我们给您换一台。"
ADMISSION = "This was our fault."
BLAME = "You should have read the manual."


@pytest.fixture
async def customer(app: DeskApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers=AUTHORIZED
    ) as client:
        yield client


@pytest.fixture
async def agent(app: DeskApp, customer: httpx.AsyncClient) -> AsyncIterator[Person]:
    """An agent who holds a conversation."""
    await say(customer, "my kettle leaks", "c-1")
    async with person_at(app, "agent") as person:
        assert (await person.deed("c-1", "take")).status_code == 200
        yield person


@pytest.fixture
def case(agent: Person, storage: MemoryUnitOfWorkFactory, clock: FixedClock) -> Case:
    """The case that the conversation filed."""
    return file(storage, clock, "c-1")


def file(storage: MemoryUnitOfWorkFactory, clock: FixedClock, conversation_id: str) -> Case:
    tz = desk_settings().tz
    filing = FilingService(storage, shipped_policy(), clock, RandomIds(), tz)
    record = Record(
        complaint_text="my kettle leaks", language="en", product="kettle", contact_name="Mary"
    )
    return filing.file(conversation_id, f"t-{conversation_id}", record)


def speak(storage: MemoryUnitOfWorkFactory, language: str) -> None:
    """Let the customer's language be known."""
    with storage() as uow:
        conversation = uow.conversations.get("c-1")
        assert conversation is not None
        uow.conversations.update(replace(conversation, language=language))
        uow.commit()


async def write(person: Person, text: str, **more: Any) -> httpx.Response:
    return await person.deed("c-1", "messages", text=text, **more)


async def drafts(person: Person) -> list[dict[str, Any]]:
    brief = await person.get("/conversations/c-1/brief?language=en")
    found: list[dict[str, Any]] = brief.json()["drafts"]
    return found


async def approve(person: Person, draft_id: str, document: str = "Form 12") -> httpx.Response:
    return await person.deed("c-1", f"drafts/{draft_id}/approve", document=document)


async def said(customer: httpx.AsyncClient) -> list[str]:
    return [row["text"] for row in await messages(customer, "c-1") if row["from"] == "agent"]


async def test_a_promise_is_neither_stored_nor_sent_and_its_author_hears_why(
    customer: httpx.AsyncClient, agent: Person, case: Case, storage: MemoryUnitOfWorkFactory
) -> None:
    answer = await write(agent, f"  {REFUND} ", language="en")
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (422, "promise_stopped")
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert (problem["case_no"], problem["text"]) == (case.case_no, REFUND)
    (found,) = problem["findings"]
    assert REFUND[found["start"] : found["end"]] == found["text"]
    assert "R168" in found["reason"] and "approve" in found["way"]
    assert problem["approvers"] == ["manager", "general_manager"]
    assert await said(customer) == []
    with storage(read_only=True) as uow:
        (stop,) = uow.stops.list(conversation_id="c-1")
        (line,) = uow.audit.list(action="promise.stopped")
    assert (stop.turn_id, stop.sender, stop.text) == (problem["draft_id"], "agent", REFUND)
    assert (line.actor_name, line.subject) == ("agent", "c-1")
    assert line.details["draft"] == stop.turn_id and line.details["kinds"] == ["commitment"]
    assert "refund" not in str(line.details)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("明天之前一定给您解决。", "commitment"),
        ("这是我们的错。", "admission"),
        (ADMISSION, "admission"),
        (BLAME, "blame"),
    ],
)
async def test_both_languages_are_stopped_before_a_case_too(
    customer: httpx.AsyncClient, agent: Person, text: str, kind: str
) -> None:
    problem = (await write(agent, text)).json()
    assert (problem["status"], problem["kinds"], problem["case_no"]) == (422, [kind], None)
    assert await said(customer) == []


@pytest.mark.parametrize(
    "text",
    [
        "I understand you want a refund of 200 yuan; I'm passing it on.",
        "您希望退200元，我已经记下来了。",
        "I'm sorry this happened to you. I'm looking into it.",
    ],
)
async def test_an_innocent_message_goes_out(
    customer: httpx.AsyncClient, agent: Person, storage: MemoryUnitOfWorkFactory, text: str
) -> None:
    assert (await write(agent, text)).status_code == 200
    assert await said(customer) == [text]
    with storage(read_only=True) as uow:
        assert uow.stops.list() == [] and uow.audit.list(action="promise.stopped") == []


async def test_the_reasons_are_told_in_the_agents_language_else_in_the_conversations(
    agent: Person, case: Case, storage: MemoryUnitOfWorkFactory
) -> None:
    speak(storage, "en")
    reasons = [
        (await write(agent, REFUND, **more)).json()["findings"][0]["reason"]
        for more in ({"language": "zh"}, {"language": "en"}, {})
    ]
    assert "承诺" in reasons[0]
    assert reasons[1] == reasons[2] and "commits" in reasons[1]


async def test_an_approved_wording_is_sent_for_its_case_and_once(
    app: DeskApp, customer: httpx.AsyncClient, agent: Person, case: Case, clock: FixedClock,
    storage: MemoryUnitOfWorkFactory,
) -> None:  # fmt: skip
    draft_id = (await write(agent, REFUND, message_id="1")).json()["draft_id"]
    async with person_at(app, "manager") as manager:
        (draft,) = await drafts(manager)
        assert (draft["id"], draft["text"], draft["may_approve"]) == (draft_id, REFUND, True)
        assert await drafts(agent) == []
        assert (await approve(manager, draft_id)).status_code == 204
        # Pressed twice, it is approved once.
        assert (await approve(manager, draft_id)).status_code == 204
    (approval,) = app.desk.gate.approvals(case.case_no)
    assert (approval.author, approval.author_role) == ("desk:manager", "manager")
    assert (approval.document, approval.wording) == ("Form 12", REFUND)
    (ready,) = await drafts(agent)
    assert ready["approved"] and not ready["may_approve"]
    assert (await write(agent, REFUND, message_id="1")).status_code == 200
    assert await said(customer) == [REFUND]
    assert await drafts(agent) == []
    # More than was approved is stopped again.
    assert (await write(agent, REFUND.replace("200", "300"))).status_code == 422
    # What was said stays said: a client that asks again hears of it, whatever is revoked since.
    app.desk.gate.revoke(approval.id, "Mr Li")
    assert (await write(agent, REFUND, message_id="1")).status_code == 200
    assert (await write(agent, REFUND, message_id="2")).status_code == 422
    assert await said(customer) == [REFUND]
    with storage(read_only=True) as uow:
        (line,) = uow.audit.list(action="promise.approved")
    assert (line.actor_name, line.subject) == ("manager", case.case_no)


async def test_an_approval_for_another_case_lets_nothing_out(
    app: DeskApp, customer: httpx.AsyncClient, agent: Person, case: Case, clock: FixedClock,
    storage: MemoryUnitOfWorkFactory,
) -> None:  # fmt: skip
    await say(customer, "hello", "c-2")
    other = file(storage, clock, "c-2")
    app.desk.gate.approve(
        NewApproval(
            case_no=other.case_no,
            document="Form 1",
            author="Ms Wang",
            author_role="manager",
            wording=REFUND,
        )
    )
    assert (await write(agent, REFUND)).status_code == 422


@pytest.mark.rows("R68", "R202")
@pytest.mark.parametrize(
    ("role", "refund", "replacement", "admission"),
    [
        (Role.AGENT, 403, 403, 403),
        (Role.SUPERVISOR, 403, 204, 403),
        (Role.MANAGER, 204, 204, 403),
        (Role.ADMINISTRATOR, 403, 403, 403),
    ],
)
async def test_a_role_approves_what_its_authority_reaches(
    app: DeskApp, agent: Person, case: Case, role: Role, refund: int, replacement: int,
    admission: int,
) -> None:  # fmt: skip
    texts = (REFUND, REPLACEMENT, ADMISSION)
    ids = [(await write(agent, text)).json()["draft_id"] for text in texts]
    async with person_at(app, str(role)) as person:
        sees = shipped_policy().desk.allows(role, Permission.CONVERSATIONS_READ)
        shown = {one["id"]: one["may_approve"] for one in await drafts(person)} if sees else {}
        answers = [(await approve(person, draft_id)).status_code for draft_id in ids]
    assert answers == [refund, replacement, admission]
    may = [status == 204 for status in answers]
    assert shown == (dict(zip(ids, may, strict=True)) if any(may) else {})
    approved = {one.wording for one in app.desk.gate.approvals(case.case_no)}
    assert approved == {text for text, granted in zip(texts, may, strict=True) if granted}


async def test_an_author_hears_whether_somebody_at_the_desk_may_approve(
    agent: Person, case: Case
) -> None:
    heard = [(await write(agent, text)).json()["at_desk"] for text in (REFUND, ADMISSION, BLAME)]
    assert heard == [True, False, False]


async def test_what_nobody_may_approve_is_shown_to_nobody(
    app: DeskApp, agent: Person, case: Case
) -> None:
    problem = (await write(agent, BLAME)).json()
    assert problem["approvers"] == []
    async with person_at(app, "manager") as manager:
        assert await drafts(manager) == []
        assert (await approve(manager, problem["draft_id"])).status_code == 403


async def test_without_a_case_or_a_written_form_nothing_is_approved(
    app: DeskApp, agent: Person, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> None:
    draft_id = (await write(agent, REFUND)).json()["draft_id"]
    async with person_at(app, "manager") as manager:
        assert await drafts(manager) == []
        early = await approve(manager, draft_id)
        assert (early.status_code, early.json()["reason"]) == (409, "no_case")
        case = file(storage, clock, "c-1")
        assert [(await approve(manager, draft_id, blank)).status_code for blank in ("", "  ")] == [
            422,
            422,
        ]
        assert (await approve(manager, "none")).status_code == 404
    assert app.desk.gate.approvals(case.case_no) == []


async def test_who_does_not_hold_the_conversation_is_refused_before_anything_is_kept(
    app: DeskApp, agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    async with person_at(app, "supervisor") as other:
        answer = await write(other, REFUND)
    assert (answer.status_code, answer.json()["reason"]) == (409, "not_holder")
    with storage(read_only=True) as uow:
        assert uow.stops.list() == []


async def test_a_supervisor_who_barged_in_is_checked_like_anybody(
    app: DeskApp, customer: httpx.AsyncClient, agent: Person, case: Case
) -> None:
    async with person_at(app, "supervisor") as supervisor:
        await supervisor.deed("c-1", "barge-in")
        assert (await write(supervisor, REPLACEMENT)).status_code == 422
    assert await said(customer) == []


async def test_the_same_draft_stopped_again_is_kept_once_and_a_whisper_is_not_checked(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    first, again = await write(agent, REFUND, message_id="1"), await write(agent, REFUND)
    assert first.json()["draft_id"] == again.json()["draft_id"]
    assert (await agent.deed("c-1", "whispers", text=REFUND)).status_code == 204
    with storage(read_only=True) as uow:
        assert len(uow.stops.list()) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("filed", [True, False], ids=["with a case", "without a case"])
async def test_every_canned_phrase_may_be_sent_as_it_is_offered(
    customer: httpx.AsyncClient, agent: Person, storage: MemoryUnitOfWorkFactory,
    clock: FixedClock, language: str, filed: bool,
) -> None:  # fmt: skip
    if filed:
        file(storage, clock, "c-1")
    speak(storage, language)
    offered = (await agent.get("/conversations/c-1/phrases")).json()
    assert offered["language"] == language
    if filed:
        assert len(offered["items"]) == len(PhraseBook.load(PHRASES).phrases)
    for phrase in offered["items"]:
        answer = await write(agent, phrase["text"])
        assert answer.status_code == 200, (phrase["key"], answer.text)
    assert await said(customer) == [phrase["text"] for phrase in offered["items"]]


def test_the_policys_gate_names_every_role_that_is_mapped_to_it() -> None:
    assert set(GATE_ROLES.values()) <= set(shipped_policy().gate.authority)
    assert set(Role) - set(GATE_ROLES) == {Role.ADMINISTRATOR}
