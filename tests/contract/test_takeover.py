"""The lease and the queue over every storage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.errors import ConversationNotFound, StorageUnavailable, TakeoverRefused
from casework.model import (
    Account,
    Channel,
    HandoverWish,
    Intake,
    Message,
    Presence,
    Priority,
    QueueReason,
    Reply,
    Role,
    Status,
)
from casework.policy import OfficeHours, Policy
from casework.ports import UnitOfWork, UnitOfWorkFactory
from casework.services.handling import HandlingService
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from tests.doubles import MONDAY, CountingIds, FixedClock
from tests.works import Works

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Desk:
    """The two services over a storage, with two agents."""

    def __init__(self, storage: UnitOfWorkFactory, policy: Policy, people: str = "") -> None:
        self.storage = storage
        self.clock = FixedClock()
        self.policy = policy
        self.queue = QueueService(storage, self.clock, policy, SHANGHAI)
        self.takeover = TakeoverService(
            storage,
            self.clock,
            CountingIds(),
            policy,
            self.queue,
            Works(storage, policy, self.clock).steps,
        )
        self.ann, self.bob = self.employ(f"{people}ann"), self.employ(f"{people}bob")

    def employ(self, name: str, **values: Any) -> Account:
        account = Account(
            **{
                "id": name,
                "username": name,
                "display_name": name.title(),
                "password_hash": "x",
                "role": Role.AGENT,
                "created_at": MONDAY,
                "presence": Presence.AVAILABLE,
                "seen_at": self.clock.now(),
                **values,
            }
        )
        with self.storage() as uow:
            uow.accounts.add(account)
            uow.commit()
        return account

    def hear(self, conversation_id: str, text: str = "hi", **reading: Any) -> Message:
        now = self.clock.now()
        with self.storage() as uow:
            uow.conversations.ensure(conversation_id, Channel.WEB, now)
            row = uow.messages.append_inbound(
                conversation_id, text, message_id=None, turn_id=f"t-{text}", at=now
            )
            if reading:
                uow.messages.append_replies(row, [Reply("Hm.")], now, reading=reading)
                self.queue.consider(uow, row, reading, now)
            uow.commit()
        return row

    def enter(self, conversation_id: str, reason: QueueReason = QueueReason.ASKED) -> None:
        with self.storage() as uow:
            uow.conversations.ensure(conversation_id, Channel.WEB, self.clock.now())
            self.queue.enter(uow, conversation_id, reason, self.clock.now())
            uow.commit()


@pytest.fixture
def desk(storage: UnitOfWorkFactory, policy: Policy) -> Desk:
    return Desk(storage, policy)


def test_a_take_closes_what_waits_and_ends_the_wait(desk: Desk) -> None:
    desk.hear("c-1")
    desk.enter("c-1")
    taken = desk.takeover.take("c-1", desk.ann)
    assert [row.text for row in taken.closed] == ["hi"]
    assert (taken.lease.holder, taken.lease.version, taken.lease.since_seq) == ("ann", 1, 0)
    with desk.storage(read_only=True) as uow:
        conversation = uow.conversations.get("c-1")
        assert conversation is not None and conversation.held_by == "ann"
        entry = uow.queue.latest("c-1")
        assert entry is not None and (entry.left_by, entry.outcome) == ("ann", "taken")
    again = desk.takeover.take("c-1", desk.ann)
    assert (again.lease, again.closed) == (taken.lease, ())
    with pytest.raises(TakeoverRefused, match="held"):
        desk.takeover.take("c-1", desk.bob)
    with pytest.raises(ConversationNotFound):
        desk.takeover.take("nowhere", desk.bob)


def test_given_back_the_bot_is_told_the_stretch_and_speaks_once(desk: Desk) -> None:
    desk.hear("c-1", anger=0.1)
    desk.takeover.take("c-1", desk.ann)
    desk.takeover.say("c-1", desk.ann, "Hello", "m-1")
    desk.takeover.give_back("c-1", desk.ann)
    assert list(desk.takeover.resuming()) == ["c-1"]
    stretch = desk.takeover.stretch("c-1")
    assert stretch is not None
    assert [row.text for row in stretch.messages] == ["Hello"]
    said = desk.takeover.resumed(stretch, [Reply("Back.")])
    assert [(row.seq, row.text) for row in said] == [(4, "Back.")]
    assert list(desk.takeover.resumed(stretch, [Reply("Back.")])) == []
    assert list(desk.takeover.resuming()) == []
    assert desk.takeover.stretch("c-1") is None


def test_a_bot_that_is_overtaken_while_it_comes_back_says_nothing(desk: Desk) -> None:
    desk.hear("c-1", anger=0.1)
    desk.takeover.take("c-1", desk.ann)
    desk.takeover.say("c-1", desk.ann, "Hello", None)
    desk.takeover.give_back("c-1", desk.ann)
    stretch = desk.takeover.stretch("c-1")
    assert stretch is not None
    desk.takeover.take("c-1", desk.bob)
    assert list(desk.takeover.resumed(stretch, [Reply("Back.")])) == []
    desk.takeover.give_back("c-1", desk.bob)
    whole = desk.takeover.stretch("c-1")
    # What the first agent said belongs to what the bot has to know.
    assert whole is not None and [row.text for row in whole.messages] == ["Hello"]


def test_a_lease_lasts_as_long_as_its_browser_is_heard_of(desk: Desk) -> None:
    seconds = desk.policy.desk.lease_seconds
    desk.hear("c-1", anger=0.1)
    desk.hear("c-2", anger=0.1)
    desk.takeover.take("c-1", desk.ann)
    desk.takeover.take("c-2", desk.bob)
    desk.clock.advance(seconds=seconds - 1)
    assert desk.takeover.renew(desk.ann) == 1
    desk.clock.advance(seconds=1)
    assert [lease.conversation_id for lease in desk.takeover.expire()] == ["c-2"]
    assert list(desk.takeover.expire()) == []
    with desk.storage(read_only=True) as uow:
        assert [lease.conversation_id for lease in uow.leases.held()] == ["c-1"]
    (entry,) = desk.queue.waiting()
    assert (entry.conversation_id, entry.reason) == ("c-2", QueueReason.AGENT_LOST)
    with pytest.raises(TakeoverRefused, match="not_holder"):
        desk.takeover.say("c-2", desk.bob, "late", None)


@pytest.mark.rows("R69", "R117")
def test_a_person_s_word_is_a_reply_on_the_conversation_s_open_cases(desk: Desk) -> None:
    works = Works(desk.storage, desk.policy, desk.clock)
    desk.hear("c-1", anger=0.1)
    case, other = works.file(conversation_id="c-1"), works.file(conversation_id="c-2")
    done = works.file(conversation_id="c-1")
    with desk.storage() as uow:
        uow.cases.update(replace(uow.cases.get(done.case_no), status=Status.CLOSED))
        uow.commit()
    desk.clock.advance(minutes=20)
    desk.takeover.take("c-1", desk.ann)
    # The client sends it twice: it is one reply.
    said = [desk.takeover.say("c-1", desk.ann, "Hello", "m-1") for _ in range(2)]
    desk.clock.advance(minutes=20)
    desk.takeover.say("c-1", desk.ann, "Still here", None)

    clocks = {clock.name: clock.met_at for clock in works.case(case).clocks}
    assert clocks["first_reply"] == MONDAY + timedelta(minutes=20)
    assert clocks["preliminary_solution"] is None
    events = works.events(case, "agent_replied")
    assert [(one.author, one.data["met"]) for one in events] == [
        ("desk:ann", ["first_reply"]),
        ("desk:ann", []),
    ]
    assert events[0].data["message"] == said[0].seq == said[1].seq
    assert works.case(case).updated_at == MONDAY + timedelta(minutes=40)
    # It was said in the conversation already, and other cases have heard nothing.
    assert works.notices(case, key="said") == []
    assert works.events(other, "agent_replied") == works.events(done, "agent_replied") == []
    # A clock that is met neither reminds nor is missed.
    works.later(hours=2)
    assert [e for e in works.events(case) if e.data.get("clock") == "first_reply"] == []


def test_who_does_not_hold_the_conversation_replies_on_no_case(desk: Desk) -> None:
    works = Works(desk.storage, desk.policy, desk.clock)
    desk.hear("c-1", anger=0.1)
    case = works.file(conversation_id="c-1")
    desk.takeover.take("c-1", desk.ann)
    with pytest.raises(TakeoverRefused, match="not_holder"):
        desk.takeover.say("c-1", desk.bob, "Hello", None)
    assert [event.kind for event in works.events(case)] == ["filed"]


class Dying(HandlingService):
    """Does its part and dies before anything is lasting."""

    def said_at_desk(self, uow: UnitOfWork, message: Message, author: str) -> None:
        super().said_at_desk(uow, message, author)
        raise StorageUnavailable("gone")


def test_a_reply_and_its_step_are_stored_together_or_not_at_all(desk: Desk) -> None:
    works = Works(desk.storage, desk.policy, desk.clock)
    desk.hear("c-1", anger=0.1)
    case = works.file(conversation_id="c-1")
    desk.takeover.take("c-1", desk.ann)
    dying = Dying(desk.storage, desk.policy, desk.clock, works.calendar, SHANGHAI, works.gate)
    takeover = TakeoverService(
        desk.storage, desk.clock, CountingIds(), desk.policy, desk.queue, dying
    )
    before = works.case(case)
    with pytest.raises(StorageUnavailable):
        takeover.say("c-1", desk.ann, "Hello", "m-1")
    assert works.case(case) == before
    assert [event.kind for event in works.events(case)] == ["filed"]
    with desk.storage(read_only=True) as uow:
        assert uow.messages.find("c-1", "m-1") is None
    desk.takeover.say("c-1", desk.ann, "Hello", "m-1")
    assert len(works.events(case, "agent_replied")) == 1


def test_a_threat_outranks_a_wish_and_the_place_in_the_queue_is_kept(desk: Desk) -> None:
    row = desk.hear("c-1", "may I?")
    with desk.storage() as uow:
        uow.handovers.add(
            HandoverWish(
                conversation_id="c-1", turn_id=str(row.turn_id), reason="misunderstood", at=MONDAY
            )
        )
        desk.queue.consider(uow, row, {"anger": 0.0}, MONDAY)
        uow.commit()
    (entry,) = desk.queue.waiting()
    assert (entry.reason, entry.priority) == (QueueReason.MISUNDERSTOOD, Priority.NORMAL)
    desk.clock.advance(minutes=3)
    desk.hear("c-1", "12315!", threats=["regulator"], category=[{"name": "other"}])
    desk.hear("c-1", "so angry", anger=2.9)
    (entry,) = desk.queue.waiting()
    assert (entry.reason, entry.priority) == (QueueReason.THREAT, Priority.URGENT)
    assert entry.entered_at == MONDAY


def test_who_is_held_or_was_promised_a_call_does_not_wait(desk: Desk) -> None:
    desk.hear("c-1", anger=0.1)
    desk.takeover.take("c-1", desk.ann)
    desk.enter("c-1", QueueReason.FURIOUS)
    desk.queue.promise_callback("c-2", "mary@example.com")
    desk.enter("c-2")
    assert list(desk.queue.waiting()) == []
    desk.enter("c-2", QueueReason.THREAT)
    assert [entry.conversation_id for entry in desk.queue.waiting()] == ["c-2"]


def test_an_agent_gets_who_suits_their_languages_and_skills(desk: Desk) -> None:
    for number, (language, category) in enumerate(
        [("zh", "other"), ("en", "billing_price"), ("en", "other")]
    ):
        desk.enter(f"c-{number}")
        with desk.storage() as uow:
            entry = uow.queue.find_open(f"c-{number}")
            assert entry is not None
            uow.queue.update(replace(entry, language=language, category=category))
            uow.commit()

    def first(**values: Any) -> str | None:
        entry = desk.queue.next_for(replace(desk.ann, **values))
        return entry.conversation_id if entry else None

    assert first() == "c-0"
    assert first(languages=("en",)) == "c-1"
    assert first(languages=("en",), skills=("other",)) == "c-2"
    assert first(skills=("safety_privacy",)) is None


def test_the_estimate_is_honest(desk: Desk) -> None:
    for number in range(10):
        desk.enter(f"c-{number}")
        desk.clock.advance(seconds=1)

    def estimate(number: int) -> tuple[int | None, int | None]:
        conversation_id = f"c-{number}"
        state = desk.queue.states([conversation_id])[conversation_id]
        return state.position, state.estimate_minutes

    # Two agents with four conversations each are free.
    assert estimate(0) == (1, 1)
    assert estimate(7) == (8, 1)
    assert estimate(9) == (10, 2)
    assert desk.queue.states(["c-x"])["c-x"].waiting is False
    desk.clock.advance(minutes=2)
    # Nobody was heard of: nobody can say.
    assert estimate(0) == (1, None)


@pytest.mark.rows("R40")
def test_a_passive_customer_who_falls_silent_is_looked_after_once(desk: Desk) -> None:
    for conversation, tone in (("c-1", "passive"), ("c-2", "aggressive"), ("c-3", "passive")):
        desk.hear(conversation, tone={"name": tone})
        if conversation != "c-3":
            with desk.storage() as uow:
                uow.intakes.add(
                    Intake(id=f"i-{conversation}", conversation_id=conversation, opened_at=MONDAY)
                )
                uow.commit()
    assert list(desk.queue.notice_quiet()) == []
    desk.clock.advance(minutes=desk.policy.desk.queue.quiet_minutes + 1)
    assert list(desk.queue.notice_quiet()) == ["c-1"]
    (entry,) = desk.queue.waiting()
    assert (entry.reason, entry.priority) == (QueueReason.QUIET, Priority.LOW)
    desk.queue.dismiss("c-1", desk.ann)
    assert list(desk.queue.notice_quiet()) == []
    with pytest.raises(TakeoverRefused, match="not_waiting"):
        desk.queue.dismiss("c-1", desk.ann)


@pytest.mark.rows("R7")
def test_a_wait_over_the_limit_is_told_once_and_in_office_hours_alone(desk: Desk) -> None:
    desk.enter("c-1")
    assert list(desk.queue.overdue()) == []
    desk.clock.advance(hours=12)
    assert list(desk.queue.overdue()) == []
    desk.clock.advance(hours=12)
    assert [entry.conversation_id for entry in desk.queue.overdue()] == ["c-1"]
    assert list(desk.queue.overdue()) == []


@pytest.mark.rows("R7")
def test_a_call_back_is_done_once(desk: Desk) -> None:
    promised = desk.queue.promise_callback("c-1", "138 0013 8000")
    assert desk.queue.promise_callback("c-1", "another").id == promised.id
    assert [one.id for one in desk.queue.callbacks()] == [promised.id]
    desk.queue.finish_callback(promised.id, desk.ann)
    with pytest.raises(TakeoverRefused, match="no_such_callback"):
        desk.queue.finish_callback(promised.id, desk.ann)
    assert list(desk.queue.callbacks()) == []


@pytest.mark.rows("R145")
def test_where_people_work_day_and_night_nobody_is_put_off_to_the_morning(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    every_day = OfficeHours(days=(1, 2, 3, 4, 5, 6, 7), start="00:00", end="00:00")
    for hours, put_off in ((policy.office_hours, True), (every_day, False)):
        desk = Desk(storage, replace(policy, office_hours=hours), people=f"{put_off}-")
        # Sunday at three in the morning.
        desk.clock.at = datetime(2026, 11, 28, 19, 0, tzinfo=UTC)
        desk.enter("c-1")
        state = desk.queue.states(["c-1"])["c-1"]
        assert (state.waiting, state.open, state.callback) == (True, not put_off, put_off)
