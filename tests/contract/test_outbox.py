"""The outbox over every storage: at least once, in order a case, never lost, never silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.errors import NoticeNotFound
from casework.model.work import Outgoing, OutgoingState, Step
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.services.outbox import LEASE, MOST_ATTEMPTS
from tests.works import CHANNELS, Works


@pytest.fixture
def works(storage: UnitOfWorkFactory, policy: Policy) -> Works:
    return Works(storage, policy)


def mailed(works: Works, steps: int = 3) -> list[str]:
    """Enter a case of a customer with an e-mail address, and return what they are told."""
    case = works.enter(contact_email="ann@example.com", language="en")
    for _ in range(steps):
        works.do(case, Step.AGENT_REPLIED, text="Hello")
    return [n.key for n in works.notices(case, recipient="customer")]


def claim(works: Works, *channels: str) -> list[Outgoing]:
    return list(works.outbox.claim(channels or CHANNELS))


def test_of_a_lane_only_the_first_is_taken(works: Works) -> None:
    assert mailed(works) == ["update_filed", "said", "said", "said"]
    told = []
    while taken := claim(works, "email"):
        assert len(taken) == 1
        told.append(taken[0].key)
        works.outbox.sent(taken[0])
    assert told == ["update_filed", "said", "said", "said"]


def test_several_notices_are_settled_at_once(works: Works) -> None:
    mailed(works, 0)
    mailed(works, 0)
    taken = claim(works, "email")
    assert len(taken) == 2
    with works.storage() as uow:
        uow.outbox.update_all([])
        uow.outbox.update_all(
            [
                replace(taken[0], state=OutgoingState.SENT, sent_at=works.clock.now()),
                replace(taken[1], state=OutgoingState.DEAD, error="no answer", next_at=None),
            ]
        )
        uow.commit()
    with works.storage(read_only=True) as uow:
        first, second = (uow.outbox.get(each.id or 0) for each in taken)
    assert first is not None and second is not None
    assert (first.state, first.sent_at) == (OutgoingState.SENT, works.clock.now())
    assert (second.state, second.error, second.next_at) == (OutgoingState.DEAD, "no answer", None)


def test_what_is_taken_is_nobody_elses_until_the_lease_ends(works: Works) -> None:
    mailed(works, 0)
    (first,) = claim(works, "email")
    assert claim(works, "email") == []
    works.clock.advance(seconds=LEASE.total_seconds())
    (again,) = claim(works, "email")
    assert (again.id, again.attempts) == (first.id, 2)


def test_a_failure_is_tried_again_ever_later_and_holds_its_lane_back(works: Works) -> None:
    mailed(works, 1)
    waits = []
    for _ in range(4):
        (taken,) = claim(works, "email")
        assert taken.key == "update_filed"
        settled = works.outbox.failed(taken, "no answer")
        assert settled.next_at is not None
        waits.append((settled.next_at - works.clock.now()).total_seconds())
        assert claim(works, "email") == []
        works.clock.at = settled.next_at
    assert waits == [10, 20, 40, 80]


def test_what_is_given_up_waits_for_a_person_and_frees_its_lane(works: Works) -> None:
    mailed(works, 1)
    for _ in range(MOST_ATTEMPTS):
        (taken,) = claim(works, "email")
        settled = works.outbox.failed(taken, "no answer")
        works.clock.at = settled.next_at or works.clock.at
    assert settled.state is OutgoingState.DEAD
    (dead,) = works.outbox.list(state=OutgoingState.DEAD)
    assert (dead.key, dead.error, dead.attempts) == ("update_filed", "no answer", MOST_ATTEMPTS)
    assert claim(works, "email")[0].key == "said"
    assert works.outbox.counts()[OutgoingState.DEAD] == 1
    again = works.outbox.resend(dead.id or 0)
    assert (again.state, again.attempts) == (OutgoingState.PENDING, 0)
    with pytest.raises(NoticeNotFound):
        works.outbox.resend(dead.id or 0)
    with pytest.raises(NoticeNotFound):
        works.outbox.resend(10_000)


def test_what_can_never_be_delivered_is_given_up_at_once(works: Works) -> None:
    mailed(works, 0)
    (taken,) = claim(works, "email")
    assert works.outbox.failed(taken, "SMTP 550", for_good=True).state is OutgoingState.DEAD


def test_a_late_word_of_a_slow_worker_changes_nothing(works: Works) -> None:
    mailed(works, 0)
    (taken,) = claim(works, "email")
    works.outbox.sent(taken)
    works.outbox.failed(taken, "time-out")
    (stored,) = works.notices(recipient="customer")
    assert (stored.state, stored.error) == (OutgoingState.SENT, None)


def test_other_lanes_go_on(works: Works) -> None:
    mailed(works, 0)
    mailed(works, 0)
    taken = claim(works, "email")
    assert len(taken) == 2
    works.outbox.failed(taken[0], "no answer")
    works.outbox.sent(taken[1])


def test_a_notice_and_the_step_that_causes_it_are_one_transaction(works: Works) -> None:
    case = works.file()
    before = len(works.notices(case))
    with works.storage() as uow:
        uow.cases.lock(case.case_no)
        uow.outbox.add(
            Outgoing(
                dedupe_key="x",
                recipient="customer",
                address="email:a@b.c",
                key="said",
                case_no=case.case_no,
                created_at=works.clock.now(),
            )
        )
    assert len(works.notices(case)) == before


def test_the_same_notice_is_written_once(works: Works) -> None:
    notice = Outgoing(
        dedupe_key="x", recipient="a", address="console", key="k", created_at=works.clock.now()
    )
    with works.storage() as uow:
        assert uow.outbox.add(notice) and not uow.outbox.add(notice)
        uow.commit()
    assert len(works.notices(key="k")) == 1


def test_posted_notices_are_written_once_and_keep_their_order(works: Works) -> None:
    notices = [
        Outgoing(
            dedupe_key=key, recipient="a", address="console", key=key, created_at=works.clock.now()
        )
        for key in ("b", "a", "b", "c")
    ]
    with works.storage() as uow:
        for notice in notices:
            uow.outbox.post(notice)
        uow.commit()
    with works.storage() as uow:
        uow.outbox.post(notices[0])
        assert not uow.outbox.add(notices[1])
        uow.outbox.post(replace(notices[0], dedupe_key="d", key="d"))
        # Whoever asks sees what was posted before.
        assert [each.key for each in uow.outbox.list()] == ["d", "c", "a", "b"]
        uow.commit()
    with works.storage() as uow:
        uow.outbox.post(replace(notices[0], dedupe_key="e", key="e"))
    assert [each.key for each in works.outbox.list()] == ["d", "c", "a", "b"]


def test_notices_that_are_settled_alike_and_not_are_settled_at_once(works: Works) -> None:
    for number in range(3):
        mailed(works, number)
    first, second, third = claim(works, "email")
    now = works.clock.now()
    settled = [
        replace(first, state=OutgoingState.SENT, sent_at=now),
        replace(second, error="no answer", next_at=now + timedelta(hours=1)),
        replace(third, state=OutgoingState.SENT, sent_at=now),
    ]
    with works.storage() as uow:
        uow.outbox.update_all(settled)
        uow.outbox.update_all([])
        uow.commit()
    stored = {each.id: each for each in works.outbox.list()}
    assert [stored[each.id] for each in settled] == settled


def test_in_a_conversation_a_notice_is_said_once(works: Works) -> None:
    case = works.file(conversation_id="c-1")
    works.do(case, Step.ADMITTED)
    (taken,) = claim(works, "conversation")
    said = works.outbox.say(taken, "已受理")
    assert said is not None and (said.sender, said.text) == ("bot", "已受理")
    assert works.outbox.say(taken, "已受理") is None
    with works.storage(read_only=True) as uow:
        assert [m.text for m in uow.messages.after("c-1", 0)] == ["已受理"]


def test_who_is_being_answered_hears_the_answer_first(works: Works) -> None:
    case = works.file(conversation_id="c-1")
    works.do(case, Step.ADMITTED)
    with works.storage() as uow:
        asked = uow.messages.append_inbound(
            "c-1", "在吗", message_id=None, turn_id="t", at=works.clock.now()
        )
        uow.commit()
    assert works.outbox.say(claim(works, "conversation")[0], "已受理") is None
    with works.storage() as uow:
        uow.messages.append_replies(asked, [], works.clock.now())
        uow.commit()
    works.clock.advance(seconds=3)
    assert works.outbox.say(claim(works, "conversation")[0], "已受理") is not None


def test_while_a_person_holds_the_conversation_only_people_speak(works: Works) -> None:
    from dataclasses import replace

    case = works.file(conversation_id="c-1")
    works.do(case, Step.ADMITTED)
    with works.storage() as uow:
        conversation = uow.conversations.get("c-1")
        assert conversation is not None
        uow.conversations.update(replace(conversation, held_by="li"))
        uow.commit()
    (taken,) = claim(works, "conversation")
    assert works.outbox.say(taken, "已受理") is None
    with works.storage() as uow:
        uow.conversations.update(conversation)
        uow.commit()
    works.clock.advance(minutes=1)
    assert works.outbox.say(claim(works, "conversation")[0], "已受理") is not None
    works.do(case, Step.AGENT_REPLIED, text="您好")
    said = works.outbox.say(claim(works, "conversation")[0], "您好")
    assert said is not None and said.sender == "agent"


@pytest.mark.parametrize(
    ("at", "urgent", "leaves"),
    [
        ("2026-11-23T15:00", False, "2026-11-23T23:30"),
        ("2026-11-23T20:00", False, "2026-11-23T23:30"),
        ("2026-11-23T15:00", True, "2026-11-23T15:00"),
        ("2026-11-23T23:30", False, "2026-11-23T23:30"),
        ("2026-11-23T13:59", False, "2026-11-23T13:59"),
    ],
)
def test_nobody_is_disturbed_at_night_unless_it_is_urgent(
    storage: UnitOfWorkFactory, policy: Policy, at: str, urgent: bool, leaves: str
) -> None:
    works = Works(storage, policy)
    works.clock.at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    case = works.enter(contact_email="ann@example.com")
    if urgent:
        works.do(case, Step.AGENT_REPLIED, text="x")
    told = works.notices(case, recipient="customer")[-1]
    assert told.next_at == datetime.fromisoformat(leaves).replace(tzinfo=UTC)
    assert all(n.next_at == works.clock.now() for n in works.notices(case, address="console"))


@pytest.mark.rows("R112")
def test_a_surge_is_told_once_in_a_while_and_every_clock_runs(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    from dataclasses import replace

    surge = replace(policy.work.surge, cases=4)
    works = Works(storage, replace(policy, work=replace(policy.work, surge=surge)))
    cases = [works.file("召回的那批货，我也有一台") for _ in range(3)]
    assert works.notices(key="staff_surge") == []
    cases += [works.file("召回的那批货，我也有一台") for _ in range(4)]
    told = works.notices(key="staff_surge")
    assert sorted(n.recipient for n in told) == ["general_manager", "service_manager"]
    assert told[0].facts["count"] == 4
    assert {works.due(case, "first_reply") - case.created_at for case in cases} == {
        timedelta(hours=1)
    }
