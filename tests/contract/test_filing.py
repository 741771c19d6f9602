"""Filing over every storage: each complaint becomes one case, whatever is retried."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from casework.errors import CaseNumberTaken, IdempotencyKeyReused, IntakeNotOpen
from casework.model import Case, Channel, ClockName, Record, Status
from casework.numbering import RandomIds
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.services.filing import FilingService
from casework.services.handover import HandoverService
from casework.services.intake import IntakeService
from casework.services.turns import TurnService
from tests.doubles import MONDAY, CountingIds, FixedClock

THREADS = 20
SHANGHAI = ZoneInfo("Asia/Shanghai")
RECORD = Record(complaint_text="快递丢了", category=["delivery_logistics"], demand=["refund"])
OTHER = Record(complaint_text="The blanket does not heat", category=["product_quality"])


@pytest.fixture
def filing(storage: UnitOfWorkFactory, policy: Policy) -> FilingService:
    return FilingService(storage, policy, FixedClock(), RandomIds(), SHANGHAI)


@pytest.fixture
def intakes(storage: UnitOfWorkFactory) -> IntakeService:
    return IntakeService(storage, FixedClock(), RandomIds())


def at_once(call: Callable[[int], Any]) -> list[Any]:
    """Call from twenty threads that start together."""
    barrier = Barrier(THREADS)

    def run(number: int) -> Any:
        barrier.wait()
        return call(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def count_cases(storage: UnitOfWorkFactory) -> int:
    with storage(read_only=True) as uow:
        return uow.cases.count()


def test_an_intake_opens_once(storage: UnitOfWorkFactory, intakes: IntakeService) -> None:
    first = intakes.open_intake("c-1", Channel.WEB)
    assert intakes.open_intake("c-1") == first
    assert intakes.open_intake("c-2").id != first.id
    with storage(read_only=True) as uow:
        conversation = uow.conversations.get("c-1")
    assert conversation is not None and conversation.channel is Channel.WEB


def test_a_cancelled_intake_gives_way_to_a_new_one(intakes: IntakeService) -> None:
    first = intakes.open_intake("c-1")
    cancelled = intakes.cancel_intake("c-1")
    assert cancelled is not None and cancelled.id == first.id and not cancelled.is_open
    assert intakes.cancel_intake("c-1") is None
    assert intakes.open_intake("c-1").id != first.id


def test_filing_makes_a_case_and_closes_the_intake(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    intake = intakes.open_intake("c-1")
    case = filing.file("c-1", "t-1", RECORD)
    assert (case.intake_id, case.conversation_id) == (intake.id, "c-1")
    assert (case.status, case.created_at) == (Status.RECEIVED, MONDAY)
    assert case.case_no.startswith("JY20261123-")
    assert ClockName.FIRST_REPLY in {clock.name for clock in case.clocks}
    with storage(read_only=True) as uow:
        closed = uow.intakes.get(intake.id)
        assert uow.cases.get(case.case_no) == case
    assert closed is not None
    assert (closed.case_no, closed.filed_turn_id, closed.filed_at) == (case.case_no, "t-1", MONDAY)


def test_a_retried_turn_gets_its_case_again(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    case = filing.file("c-1", "t-1", RECORD)
    intakes.open_intake("c-1")
    assert filing.file("c-1", "t-1", OTHER) == case
    assert count_cases(storage) == 1


def test_the_next_complaint_is_a_new_case(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    intakes.open_intake("c-1")
    first = filing.file("c-1", "t-1", RECORD)
    second = filing.file("c-1", "t-2", OTHER)
    assert first.case_no != second.case_no
    assert second.complaint_text == OTHER.complaint_text
    assert count_cases(storage) == 2


def test_the_same_turn_id_in_two_conversations_files_two_cases(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    assert filing.file("c-1", "t-1", RECORD).case_no != filing.file("c-2", "t-1", RECORD).case_no


def test_a_named_intake_is_filed_once(filing: FilingService, intakes: IntakeService) -> None:
    intake = intakes.open_intake("c-1")
    first = filing.file("c-1", "t-1", RECORD, intake_id=intake.id)
    assert filing.file("c-1", "t-2", OTHER, intake_id=intake.id) == first


def test_an_intake_that_cannot_be_filed_is_named(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    cancelled = intakes.open_intake("c-1").id
    intakes.cancel_intake("c-1")
    foreign_open = intakes.open_intake("c-2").id
    foreign_filed = intakes.open_intake("c-3").id
    filing.file("c-3", "t-1", RECORD)
    for intake_id in (cancelled, foreign_open, foreign_filed, "unknown"):
        with pytest.raises(IntakeNotOpen) as caught:
            filing.file("c-1", "t-1", RECORD, intake_id=intake_id)
        assert caught.value.intake_id == intake_id
    assert count_cases(storage) == 1


def test_a_number_that_is_taken_is_drawn_again(storage: UnitOfWorkFactory, policy: Policy) -> None:
    ids = CountingIds(letters=["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    filing = FilingService(storage, policy, FixedClock(), ids, SHANGHAI)
    assert filing.file("c-1", "t-1", RECORD).case_no == "JY20261123-AAAAAAAA"
    assert filing.file("c-1", "t-2", RECORD).case_no == "JY20261123-BBBBBBBB"


def test_numbers_that_stay_taken_stop_the_filing(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    filing = FilingService(
        storage, policy, FixedClock(), CountingIds(letters=["AAAAAAAA"] * 6), SHANGHAI
    )
    filing.file("c-1", "t-1", RECORD)
    with pytest.raises(CaseNumberTaken):
        filing.file("c-1", "t-2", RECORD)
    assert count_cases(storage) == 1


def test_twenty_threads_file_one_turn_as_one_case(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    cases: list[Case] = at_once(lambda _: filing.file("c-1", "t-1", RECORD))
    assert len({case.case_no for case in cases}) == 1
    assert count_cases(storage) == 1


def test_twenty_threads_file_one_intake_as_one_case(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    intake = intakes.open_intake("c-1")
    cases: list[Case] = at_once(
        lambda number: filing.file("c-1", f"t-{number}", RECORD, intake_id=intake.id)
    )
    assert len({case.case_no for case in cases}) == 1
    assert count_cases(storage) == 1


def test_twenty_threads_open_one_intake(intakes: IntakeService) -> None:
    assert len({intake.id for intake in at_once(lambda _: intakes.open_intake("c-1"))}) == 1


def test_twenty_conversations_file_side_by_side(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    cases = at_once(lambda number: filing.file(f"c-{number}", "t-1", RECORD))
    assert len({case.case_no for case in cases}) == count_cases(storage) == THREADS


def test_twenty_messages_of_one_conversation_are_numbered_without_gaps(
    storage: UnitOfWorkFactory,
) -> None:
    def say(number: int) -> int:
        with storage() as uow:
            uow.conversations.ensure("c-1", Channel.REST, MONDAY)
            row = uow.messages.append_inbound(
                "c-1", "你好", message_id=f"m-{number // 2}", turn_id=f"t-{number}", at=MONDAY
            )
            uow.commit()
        return row.seq

    assert set(at_once(say)) == set(range(1, THREADS // 2 + 1))


def test_an_entry_is_filed_once_by_its_key(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    first = filing.file_entered(RECORD, "k-1")
    again = filing.file_entered(Record(**vars_of(RECORD)), "k-1")
    assert (first.created, again.created) == (True, False)
    assert again.case == first.case
    assert (first.case.intake_id, first.case.conversation_id) == (None, None)
    assert filing.file_entered(RECORD, "k-2").created
    assert count_cases(storage) == 2


def test_a_key_with_other_contents_is_refused(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    filing.file_entered(RECORD, "k-1")
    with pytest.raises(IdempotencyKeyReused):
        filing.file_entered(OTHER, "k-1")
    assert count_cases(storage) == 1


def test_twenty_threads_enter_one_key_as_one_case(
    storage: UnitOfWorkFactory, filing: FilingService
) -> None:
    entered = at_once(lambda _: filing.file_entered(RECORD, "k-1"))
    assert len({entry.case.case_no for entry in entered}) == 1
    assert [entry.created for entry in entered].count(True) == 1
    assert count_cases(storage) == 1


def test_an_entry_may_belong_to_a_conversation(
    storage: UnitOfWorkFactory, filing: FilingService, intakes: IntakeService
) -> None:
    intakes.open_intake("c-1")
    entered = filing.file_entered(RECORD, "k-1", conversation_id="c-1")
    assert entered.case.conversation_id == "c-1"
    with storage(read_only=True) as uow:
        assert uow.intakes.find_open("c-1") is not None


def test_completed_turns_and_wishes_are_remembered(storage: UnitOfWorkFactory) -> None:
    turns = TurnService(storage, FixedClock())
    assert turns.completed("c-1", "t-1") == ()
    for action in ("action_file", "action_file", "action_say"):
        turns.complete("c-1", "t-1", action)
    assert turns.completed("c-1", "t-1") == ("action_file", "action_say")
    handovers = HandoverService(storage, FixedClock())
    wish = handovers.wish("c-1", "t-1", "asked")
    handovers.wish("c-1", "t-1", "asked again")
    with storage(read_only=True) as uow:
        assert uow.handovers.list() == [wish]


def vars_of(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Record.__dataclass_fields__}
