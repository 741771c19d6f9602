"""What every storage keeps to, in memory, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.calendars import WeekCalendar
from casework.drafting import CaseDrafter
from casework.errors import (
    CaseNotFound,
    CaseNumberTaken,
    ConversationNotFound,
    MessageNotFound,
    StorageConflict,
)
from casework.model import (
    Case,
    Channel,
    ClockOffset,
    CompletedTurn,
    HandoverWish,
    IdempotencyKey,
    Intake,
    Links,
    MessageKind,
    MessageState,
    Record,
    Reference,
    ReferenceType,
    Reply,
    Sender,
    Supplement,
    WebSession,
)
from casework.policy import Policy
from casework.ports import UnitOfWork, UnitOfWorkFactory
from tests.doubles import MONDAY

SHANGHAI = ZoneInfo("Asia/Shanghai")
RECORD = Record(
    complaint_text="电热毯不热了，我要退款",
    language="zh",
    locale="zh-Hans",
    category=["return_refund", "product_quality"],
    tone="expressive",
    anger=1.6,
    threats=["regulator"],
    mindset="rational",
    demand=["refund"],
    product="电热毯",
    quantity=2,
    order_number="A-1",
    references=[Reference(ReferenceType.TRACKING, "SF1")],
    incident_date="2026-11-20",
    amount=129.5,
    currency="CNY",
    contact_phone="13800138000",
    stated={"incident_date": "上周五"},
)


@pytest.fixture
def draft(policy: Policy) -> CaseDrafter:
    return CaseDrafter(policy, WeekCalendar(), SHANGHAI)


def make_case(draft: CaseDrafter, number: int = 1, **fields: Any) -> Case:
    at = MONDAY + timedelta(minutes=number)
    return replace(draft.draft(RECORD, case_no=f"JY20261123-{number:08}", at=at), **fields)


def talk(uow: UnitOfWork, conversation_id: str = "c-1") -> str:
    return uow.conversations.ensure(conversation_id, Channel.REST, MONDAY).id


def say(uow: UnitOfWork, text: str = "你好", **fields: Any) -> Any:
    values = {"message_id": None, "turn_id": "t-1", "at": MONDAY, **fields}
    return uow.messages.append_inbound(values.pop("conversation_id", "c-1"), text, **values)


def test_what_is_not_committed_is_undone(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
    with pytest.raises(ZeroDivisionError), storage() as uow:
        talk(uow)
        raise ZeroDivisionError
    with storage(read_only=True) as uow:
        assert uow.conversations.get("c-1") is None


def test_a_unit_of_work_ends_with_its_commit(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
        uow.commit()
        with pytest.raises(RuntimeError):
            uow.conversations.get("c-1")
        with pytest.raises(RuntimeError):
            uow.commit()


def test_a_storage_gives_a_sign_of_life(storage: UnitOfWorkFactory) -> None:
    storage.ping()


def test_a_case_comes_back_as_it_was_stored(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    case = make_case(draft, links=Links(incident="I-1", parent="P-1"))
    with storage() as uow:
        stored = uow.cases.add(case)
        uow.commit()
    with storage(read_only=True) as uow:
        assert uow.cases.get(case.case_no) == stored
        assert uow.cases.count() == 1
    assert [clock.name for clock in stored.clocks] == [clock.name for clock in case.clocks]
    assert len({clock.id for clock in stored.clocks} - {None}) == len(case.clocks)
    assert replace(stored, clocks=case.clocks) == case


def test_an_unknown_case_is_named(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        with pytest.raises(CaseNotFound) as caught:
            uow.cases.get("JY20261123-NONE")
        assert caught.value.case_no == "JY20261123-NONE"
        with pytest.raises(CaseNotFound):
            uow.cases.update(make_case(draft))
        with pytest.raises(CaseNotFound):
            uow.cases.add_supplement(Supplement(case_no="x", author="a", text="t", at=MONDAY))


def test_a_case_number_is_given_once(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        uow.cases.add(make_case(draft))
        with pytest.raises(CaseNumberTaken):
            uow.cases.add(make_case(draft))


def test_an_intake_becomes_one_case(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        uow.cases.add(make_case(draft, 1, intake_id="i-1"))
        found = uow.cases.find_by_intake("i-1")
        assert found is not None and found.case_no == "JY20261123-00000001"
        assert uow.cases.find_by_intake("i-2") is None
        with pytest.raises(StorageConflict):
            uow.cases.add(make_case(draft, 2, intake_id="i-1"))


def test_cases_are_listed_the_newest_first(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        talk(uow)
        for number in (2, 1, 4, 3):
            owner = "c-1" if number % 2 else None
            uow.cases.add(make_case(draft, number, conversation_id=owner))
        uow.cases.add(make_case(draft, 5, created_at=MONDAY + timedelta(minutes=4)))
        listed = [case.case_no[-1] for case in uow.cases.list()]
        assert listed == ["5", "4", "3", "2", "1"]
        assert [c.case_no[-1] for c in uow.cases.list(conversation_id="c-1")] == ["3", "1"]
        last = uow.cases.list(limit=1)[0]
        following = uow.cases.list(before=(last.created_at, last.case_no), limit=2)
        assert [case.case_no[-1] for case in following] == ["4", "3"]
        # Several of one instant are told apart by their numbers.
        second = uow.cases.list(before=(following[0].created_at, following[0].case_no))
        assert [case.case_no[-1] for case in second] == ["3", "2", "1"]


def test_an_update_keeps_adds_and_drops_clocks(
    storage: UnitOfWorkFactory, draft: CaseDrafter
) -> None:
    with storage() as uow:
        case = uow.cases.add(make_case(draft))
        met = replace(case.clocks[0], met_at=MONDAY)
        new = replace(case.clocks[1], id=None)
        changed = uow.cases.update(replace(case, product="毯子", clocks=(met, new)))
        assert uow.cases.get(case.case_no) == changed
        assert changed.product == "毯子"
        assert changed.clocks[0] == met
        assert changed.clocks[1].id not in {None, *(clock.id for clock in case.clocks)}


def test_several_cases_are_read_at_once(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        made = [uow.cases.add(make_case(draft, number)) for number in (1, 2, 3)]
        wanted = [made[0].case_no, made[2].case_no, "unknown"]
        found = uow.cases.many(wanted)
        assert sorted(found, key=lambda case: case.case_no) == [made[0], made[2]]
        assert list(uow.cases.many([])) == []


def test_an_update_leaves_the_clocks_of_other_cases_alone(
    storage: UnitOfWorkFactory, draft: CaseDrafter
) -> None:
    with storage() as uow:
        case, other = (uow.cases.add(make_case(draft, number)) for number in (1, 2))
        assert uow.cases.update(replace(case, clocks=())).clocks == ()
        assert uow.cases.get(case.case_no).clocks == ()
        assert uow.cases.get(other.case_no) == other


def test_supplements_are_kept_in_order(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        case_no = uow.cases.add(make_case(draft)).case_no
        for text in ("一", "二"):
            uow.cases.add_supplement(Supplement(case_no=case_no, author="c", text=text, at=MONDAY))
        kept = uow.cases.list_supplements(case_no)
        assert [item.text for item in kept] == ["一", "二"]
        assert all(item.id for item in kept) and kept[0].at == MONDAY
        assert uow.cases.list_supplements("other") == []


def test_a_conversation_has_one_open_intake(storage: UnitOfWorkFactory) -> None:
    first = Intake(id="i-1", conversation_id="c-1", opened_at=MONDAY)
    with storage() as uow:
        talk(uow)
        uow.intakes.add(first)
        assert uow.intakes.find_open("c-1") == uow.intakes.get("i-1") == first
        assert uow.intakes.get("i-2") is None
        uow.commit()
    with storage() as uow, pytest.raises(StorageConflict):
        uow.intakes.add(replace(first, id="i-2"))
    with storage() as uow:
        uow.intakes.update(replace(first, cancelled_at=MONDAY))
        assert uow.intakes.find_open("c-1") is None
        uow.intakes.add(replace(first, id="i-2"))
        assert uow.intakes.find_open("c-1") == replace(first, id="i-2")


def test_a_turn_files_one_intake(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    filed = Intake(
        id="i-1", conversation_id="c-1", opened_at=MONDAY, filed_at=MONDAY, filed_turn_id="t-1"
    )
    with storage() as uow:
        talk(uow)
        case_no = uow.cases.add(make_case(draft)).case_no
        uow.intakes.add(replace(filed, filed_at=None, filed_turn_id=None))
        uow.intakes.update(replace(filed, case_no=case_no))
        assert uow.intakes.find_filed("c-1", "t-1") == replace(filed, case_no=case_no)
        assert uow.intakes.find_filed("c-2", "t-1") is None
        with pytest.raises(StorageConflict):
            uow.intakes.add(replace(filed, id="i-2"))


def test_a_conversation_is_created_once(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        made = uow.conversations.ensure("c-1", Channel.WEB, MONDAY)
        again = uow.conversations.ensure("c-1", Channel.REST, MONDAY + timedelta(days=1))
        assert made == again == uow.conversations.get("c-1")
        assert (made.channel, made.last_seq, made.held_by) == (Channel.WEB, 0, None)


def test_a_conversation_changes_its_language_and_holder_alone(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        made = uow.conversations.ensure("c-1", Channel.WEB, MONDAY)
        say(uow)
        uow.conversations.update(replace(made, language="zh", locale="zh-Hant", held_by="an agent"))
        now = uow.conversations.get("c-1")
        assert now is not None
        assert (now.language, now.locale, now.held_by) == ("zh", "zh-Hant", "an agent")
        assert now.last_seq == 1


def test_an_unknown_conversation_is_refused(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        made = uow.conversations.ensure("c-1", Channel.WEB, MONDAY)
        uow.conversations.lock("c-1")
        for attempt in (
            lambda: uow.conversations.lock("none"),
            lambda: uow.conversations.update(replace(made, id="none")),
            lambda: say(uow, conversation_id="none"),
        ):
            with pytest.raises(ConversationNotFound):
                attempt()


def test_messages_are_numbered_without_gaps(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
        talk(uow, "c-2")
        first = say(uow, "一", metadata={"channel": "rest"}, message_id="m-1")
        say(uow, "other", conversation_id="c-2")
        uow.messages.append_replies(first, [Reply("甲", {"key": "utter_a"}), Reply("乙")], MONDAY)
        say(uow, "二")
        uow.commit()
    with storage(read_only=True) as uow:
        rows = uow.messages.after("c-1", 0)
        assert [(row.seq, row.sender, row.text) for row in rows] == [
            (1, Sender.CUSTOMER, "一"),
            (2, Sender.BOT, "甲"),
            (3, Sender.BOT, "乙"),
            (4, Sender.CUSTOMER, "二"),
        ]
        assert rows[0].metadata == {"channel": "rest"} and rows[0].created_at == MONDAY
        assert rows[1].payload == {"key": "utter_a"} and rows[2].payload is None
        assert rows[1].turn_id == rows[0].turn_id
        assert [row.seq for row in uow.messages.after("c-1", 1, limit=2)] == [2, 3]


def test_a_known_message_id_gives_its_first_row(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
        talk(uow, "c-2")
        first = say(uow, "一", message_id="m-1", turn_id="t-1")
        again = say(uow, "一", message_id="m-1", turn_id="t-2")
        assert again == first == uow.messages.find("c-1", "m-1")
        assert again.turn_id == "t-1"
        assert say(uow, "一", message_id="m-1", conversation_id="c-2").id != first.id
        assert say(uow, "一").id != say(uow, "一").id
        assert uow.messages.find("c-1", "m-9") is None


def test_a_message_is_answered_once(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
        inbound = say(uow)
        notice = uow.messages.append_notice(inbound, "稍候", MONDAY)
        reading = {"language": "zh"}
        replies = uow.messages.append_replies(inbound, [Reply("好")], MONDAY, reading=reading)
        again = uow.messages.append_replies(inbound, [Reply("不好"), Reply("?")], MONDAY)
        assert again == replies
        assert (notice.kind, notice.seq, notice.reply_to) == (MessageKind.NOTICE, 2, inbound.id)
        assert [row.text for row in uow.messages.replies_to(inbound)] == ["稍候", "好"]
        only = uow.messages.replies_to(inbound, MessageKind.MESSAGE)
        assert [row.text for row in only] == ["好"]
        done = uow.messages.get(inbound.id)
        assert done is not None
        assert (done.state, done.reading, done.is_pending) == (MessageState.DONE, reading, False)
        assert only[0].state is None


def test_an_answer_to_a_message_that_was_never_stored_is_refused(
    storage: UnitOfWorkFactory,
) -> None:
    with storage() as uow:
        talk(uow)
        ghost = replace(say(uow), id=999)
        assert uow.messages.get(999) is None
        for attempt in (
            lambda: uow.messages.append_replies(ghost, [], MONDAY),
            lambda: uow.messages.append_notice(ghost, "", MONDAY),
            lambda: uow.messages.mark_attempt(ghost, None),
        ):
            with pytest.raises(MessageNotFound):
                attempt()


def test_pending_messages_wait_in_order(storage: UnitOfWorkFactory) -> None:
    later = MONDAY + timedelta(seconds=30)
    with storage() as uow:
        for name in ("c-1", "c-2", "c-3"):
            talk(uow, name)
        first = say(uow, "一", at=MONDAY + timedelta(seconds=1))
        second = say(uow, "二", at=MONDAY + timedelta(seconds=2))
        say(uow, "三", conversation_id="c-2")
        say(uow, "四", conversation_id="c-3", state=MessageState.DONE)
        assert uow.messages.pending() == ["c-2", "c-1"]
        assert uow.messages.pending(1) == ["c-2"]
        assert uow.messages.count_pending() == 3
        assert uow.messages.next_pending("c-1") == first
        assert uow.messages.next_pending("c-3") is None

        tried = uow.messages.mark_attempt(first, later)
        assert (tried.attempts, tried.next_attempt_at) == (1, later)
        assert uow.messages.mark_attempt(tried, later).attempts == 2
        assert uow.messages.pending(due_by=MONDAY) == ["c-2"]
        assert uow.messages.pending(due_by=later) == ["c-2", "c-1"]

        uow.messages.append_replies(first, [], later)
        assert uow.messages.next_pending("c-1") == second
        assert uow.messages.pending(due_by=MONDAY) == ["c-2", "c-1"]


def test_messages_that_were_joined_stay_one_turn(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        talk(uow)
        rows = [say(uow, text, turn_id=f"t-{text}", metadata={"a": 1}) for text in "一二三"]
        assert uow.messages.joined_with(rows[0]) == [rows[0]]
        joined = uow.messages.join(rows[:2])
        assert [row.joined_to for row in joined] == ["t-二", "t-二"]
        assert [row.metadata["a"] for row in joined] == [1, 1]
        uow.commit()
    with storage() as uow:
        first = uow.messages.next_pending("c-1")
        assert first is not None
        assert [row.text for row in uow.messages.joined_with(first)] == ["一", "二"]
        assert [row.text for row in uow.messages.joined_with(rows[2])] == ["三"]
        uow.messages.append_replies(rows[1], [], MONDAY)
        assert [row.text for row in uow.messages.joined_with(first)] == ["一"]
        with pytest.raises(MessageNotFound):
            uow.messages.joined_with(replace(first, id=999_999))


@pytest.mark.parametrize("text", ["", "\ud800 alone", "nul \x00 here", "😀" * 3, "e\u0301\u202e"])
def test_any_text_can_be_stored(storage: UnitOfWorkFactory, text: str) -> None:
    with storage() as uow:
        talk(uow)
        inbound = say(
            uow,
            text,
            message_id=f"m{text}",
            turn_id="t",
            metadata={"said": [text, float("nan")], text: None},
        )
        uow.messages.append_replies(inbound, [Reply(text, {"key": text})], MONDAY)
        assert say(uow, text, message_id=f"m{text}").id == inbound.id
        assert uow.conversations.get(f"none{text}") is None
        uow.commit()
    with storage(read_only=True) as uow:
        stored, reply = uow.messages.after("c-1", 0)
    clean = text.replace("\x00", "").replace("\ud800", "?")
    assert stored.text == reply.text == clean
    assert stored.metadata == {"said": [clean, None], clean: None}
    assert reply.payload == {"key": clean}


def test_a_completed_action_counts_once(storage: UnitOfWorkFactory) -> None:
    def turn(action: str, turn_id: str = "t-1") -> CompletedTurn:
        return CompletedTurn(conversation_id="c-1", turn_id=turn_id, action=action, at=MONDAY)

    with storage() as uow:
        for done in (turn("b"), turn("a"), turn("b"), turn("a", "t-2")):
            uow.turns.add(done)
        assert uow.turns.list("c-1", "t-1") == [turn("b"), turn("a")]
        assert uow.turns.list("c-2", "t-1") == []


def test_a_turn_wishes_for_a_person_once(storage: UnitOfWorkFactory) -> None:
    def wish(conversation_id: str, turn_id: str, reason: str = "asked") -> HandoverWish:
        return HandoverWish(
            conversation_id=conversation_id, turn_id=turn_id, reason=reason, at=MONDAY
        )

    with storage() as uow:
        for made in (wish("c-1", "t-1"), wish("c-1", "t-1", "again"), wish("c-2", "t-1")):
            uow.handovers.add(made)
        assert uow.handovers.list("c-1") == [wish("c-1", "t-1")]
        assert uow.handovers.list() == [wish("c-1", "t-1"), wish("c-2", "t-1")]


def test_an_idempotency_key_is_used_once(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        case_no = uow.cases.add(make_case(draft)).case_no
        key = IdempotencyKey(key="k", body_hash="h", case_no=case_no, at=MONDAY)
        assert uow.idempotency.get("k") is None
        uow.idempotency.add(key)
        assert uow.idempotency.get("k") == key
        with pytest.raises(StorageConflict):
            uow.idempotency.add(key)


def test_a_session_is_found_by_the_hash_of_its_token(storage: UnitOfWorkFactory) -> None:
    session = WebSession(
        token_hash="h", conversation_id="web-1", created_at=MONDAY, expires_at=MONDAY
    )
    with storage() as uow:
        assert uow.sessions.get("h") is None
        uow.sessions.add(session)
        assert uow.sessions.get("h") == session
        with pytest.raises(StorageConflict):
            uow.sessions.add(session)


def test_wrong_attempts_are_counted(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        uow.attempts.add("c-1", "n-1", MONDAY)
        uow.attempts.add("c-1", "n-2", MONDAY + timedelta(hours=1))
        uow.attempts.add("c-2", "n-1", MONDAY + timedelta(hours=1))
        assert uow.attempts.count(MONDAY) == 3
        assert uow.attempts.count(MONDAY, conversation_id="c-1") == 2
        assert uow.attempts.count(MONDAY, case_no="n-1") == 2
        since = MONDAY + timedelta(minutes=1)
        assert uow.attempts.count(since, conversation_id="c-1", case_no="n-1") == 0


def test_there_is_one_clock_offset(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        assert uow.clock_offset.get() is None
        for seconds in (1.5, -2.25):
            uow.clock_offset.set(ClockOffset(seconds=seconds, requested=MONDAY))
        assert uow.clock_offset.get() == ClockOffset(seconds=-2.25, requested=MONDAY)


def test_the_latest_instant_is_known(storage: UnitOfWorkFactory, draft: CaseDrafter) -> None:
    with storage() as uow:
        assert uow.clock_offset.latest_recorded() is None
        talk(uow)
        assert uow.clock_offset.latest_recorded() == MONDAY
        say(uow, at=MONDAY + timedelta(seconds=5))
        assert uow.clock_offset.latest_recorded() == MONDAY + timedelta(seconds=5)
        case = uow.cases.add(make_case(draft))
        assert uow.clock_offset.latest_recorded() == case.updated_at


def test_instants_come_back_in_utc(storage: UnitOfWorkFactory) -> None:
    local = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=SHANGHAI)
    with storage() as uow:
        uow.conversations.ensure("c-1", Channel.WEB, local)
        uow.commit()
    with storage(read_only=True) as uow:
        found = uow.conversations.get("c-1")
    assert found is not None and found.created_at == local
    assert found.created_at.astimezone(UTC).isoformat() == "2026-11-23T04:00:00.123456+00:00"
