"""Reading cases over every storage."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from casework.errors import CaseNotFound, CursorInvalid, StatusRefused, TooManyAttempts
from casework.model import CaseFilters, Record, Status
from casework.policy import Policy, StatusLookup
from casework.ports import UnitOfWorkFactory
from casework.services.cases import CaseService
from casework.services.filing import FilingService
from tests.doubles import CountingIds, FixedClock

RECORD = Record(complaint_text="客服骂人", contact_phone="+86 138-0013-8000")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def filing(storage: UnitOfWorkFactory, policy: Policy, clock: FixedClock) -> FilingService:
    return FilingService(storage, policy, clock, CountingIds(), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def cases(storage: UnitOfWorkFactory, clock: FixedClock) -> CaseService:
    return CaseService(storage, clock, StatusLookup(attempts=3, window_minutes=60))


def test_a_case_is_found_however_its_number_is_typed(
    filing: FilingService, cases: CaseService
) -> None:
    case = filing.file("c-1", "t-1", RECORD)
    assert cases.get(f" {case.case_no.lower()} ") == case
    assert cases.get(case.case_no.replace("-0", "-O")) == case
    with pytest.raises(CaseNotFound):
        cases.get("JY20261123-ZZZZZZZZ\x00")


def test_pages_follow_one_another_without_gaps(
    filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    numbers = []
    for turn in range(5):
        clock.advance(minutes=turn % 2)
        numbers.append(filing.file("c-1", f"t-{turn}", RECORD).case_no)
    filing.file("c-2", "t-1", RECORD)
    read, cursor = [], None
    for _ in range(3):
        page = cases.list(conversation_id="c-1", limit=2, cursor=cursor)
        read += [case.case_no for case in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert sorted(read) == sorted(numbers) and len(read) == 5
    assert len(cases.list(limit=0).items) == 1
    assert len(cases.list(limit=9999).items) == 6


@pytest.mark.rows("R123")
def test_only_the_cases_that_pass_every_filter_are_listed(
    storage: UnitOfWorkFactory, filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    kettle, blanket, parcel = (
        filing.file_entered(
            Record(complaint_text=text, category=category, threats=threats, **details), text
        ).case
        for text, category, threats, details in (
            (
                "漏水",
                ["product_quality"],
                [],
                {"product": "Kettle", "contact_phone": "13800138000"},
            ),
            ("不热", ["product_quality", "return_refund"], ["media"], {"order_number": "B%_2"}),
            ("迟到", ["delivery_logistics"], [], {"product": "包裹"}),
        )
    )
    with storage() as uow:
        uow.cases.update(replace(uow.cases.get(parcel.case_no), status=Status.CLOSED))
        uow.commit()

    def found(**filters: str) -> set[str]:
        page = cases.list(filters=CaseFilters(**filters))
        return {case.case_no for case in page.items}

    both = {kettle.case_no, blanket.case_no}
    assert found() == {*both, parcel.case_no}
    assert found(status="received") == found(category="product_quality") == both
    assert found(status="closed") == found(department="logistics") == {parcel.case_no}
    assert found(category="return_refund") == {blanket.case_no}
    # A code is never found by a part of it, nor by a sign that stands for others.
    assert found(category="return") == found(category="product%") == set()
    assert found(category="return_refund", status="closed") == set()
    assert found(priority=str(blanket.priority)) >= {blanket.case_no}
    assert found(grade=str(kettle.grade)) >= {kettle.case_no}
    assert found(grade="batch") == set()
    assert found(text="k\x00ETT") == found(text="00138") == {kettle.case_no}
    assert found(text="%_") == {blanket.case_no}
    assert found(text=parcel.case_no[-8:].lower()) == {parcel.case_no}
    assert found(text="漏水") == set()
    # The desk's own list of numbers reads the same filters.
    with storage(read_only=True) as uow:
        numbers = uow.overviews.case_numbers(CaseFilters(category="product_quality"))
    assert set(numbers) == both


def test_pages_of_a_filtered_list_follow_one_another(
    filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    wanted = []
    for number in range(6):
        clock.advance(minutes=1)
        category = ("product_quality", "other")[number % 2]
        record = Record(complaint_text="坏了", category=[category])
        case = filing.file("c-1", f"t-{number}", record)
        wanted += [case.case_no] if category == "other" else []
    read, cursor = [], None
    for _ in range(2):
        page = cases.list(
            conversation_id="c-1", filters=CaseFilters(category="other"), limit=2, cursor=cursor
        )
        read += [case.case_no for case in page.items]
        cursor = page.next_cursor
    assert cursor is None and read == wanted[::-1]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "äö", "bnVsbA==", "WzEsMl0=", "WyIyMDI2LTExLTIzIiwgIngiXQ==", "eyJhIjoxLCJiIjoyfQ=="],
)
def test_a_foreign_cursor_is_refused(cases: CaseService, cursor: str) -> None:
    with pytest.raises(CursorInvalid):
        cases.list(cursor=cursor)


def test_a_supplement_touches_its_case(
    storage: UnitOfWorkFactory, filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    case = filing.file("c-1", "t-1", RECORD)
    clock.advance(hours=2)
    added = cases.supplement(case.case_no, "customer", "还有\x00一件事")
    assert (added.text, added.at) == ("还有一件事", clock.now())
    assert cases.get(case.case_no).updated_at == clock.now()
    with storage(read_only=True) as uow:
        assert uow.cases.list_supplements(case.case_no) == [added]
    with pytest.raises(CaseNotFound):
        cases.supplement("JY20261123-ZZZZZZZZ", "customer", "?")


def test_the_conversation_that_filed_needs_no_digits(
    filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    case = filing.file("c-1", "t-1", RECORD)
    state = cases.case_status_for(case.case_no, None, conversation_id="c-1")
    assert (state.case_no, state.status) == (case.case_no, case.status)
    assert state.next_due_at == min(clock.due_at for clock in case.clocks)
    clock.advance(hours=1, seconds=1)
    later = cases.case_status_for(case.case_no, None, conversation_id="c-1").next_due_at
    assert later is not None and later > clock.now()
    clock.advance(days=30)
    assert cases.case_status_for(case.case_no, None, conversation_id="c-1").next_due_at is None


@pytest.mark.parametrize(
    ("contact", "last4", "fits"),
    [
        ({"contact_phone": "13800138000"}, "8000", True),
        ({"contact_phone": "13800138000"}, "８０００", True),
        ({"contact_phone": "13800138000"}, "8 0 0 0", True),
        ({"contact_phone": "13800138000"}, "1380", False),
        ({"contact_phone": "13800138000"}, "000", False),
        ({"contact_phone": "13800138000"}, None, False),
        ({"contact_other": "WeChat li1234"}, "1234", True),
        ({"contact_email": "li5678@example.com"}, "5678", True),
        ({"stated": {"contact_phone": "电话 123"}}, "0123", False),
        ({}, "", False),
        ({}, "0000", False),
    ],
)
def test_another_conversation_needs_the_last_four_digits_of_the_contact(
    filing: FilingService,
    cases: CaseService,
    contact: dict[str, object],
    last4: str | None,
    fits: bool,
) -> None:
    record = Record(complaint_text="?", **contact)  # type: ignore[arg-type]
    case = filing.file("c-1", "t-1", record)
    if fits:
        state = cases.case_status_for(case.case_no, last4, conversation_id="c-2")
        assert state.case_no == case.case_no
    else:
        with pytest.raises(StatusRefused):
            cases.case_status_for(case.case_no, last4, conversation_id="c-2")


def test_wrong_attempts_are_limited_by_conversation_and_by_case(
    filing: FilingService, cases: CaseService, clock: FixedClock
) -> None:
    case = filing.file("c-1", "t-1", RECORD)
    other = filing.file("c-1", "t-2", RECORD)
    for wrong in ("0001", "0002", "0003"):
        with pytest.raises(StatusRefused):
            cases.case_status_for(case.case_no, wrong, conversation_id="c-2")
    with pytest.raises(TooManyAttempts):
        cases.case_status_for(other.case_no, "8000", conversation_id="c-2")
    with pytest.raises(TooManyAttempts):
        cases.case_status_for(case.case_no, "8000", conversation_id="c-3")
    assert cases.case_status_for(other.case_no, "8000", conversation_id="c-3")
    assert cases.case_status_for(case.case_no, None, conversation_id="c-1")
    clock.advance(minutes=61)
    assert cases.case_status_for(case.case_no, "8000", conversation_id="c-2")


def test_an_unknown_number_is_answered_like_wrong_digits(cases: CaseService) -> None:
    for _ in range(3):
        with pytest.raises(StatusRefused):
            cases.case_status_for("JY20261123-ZZZZZZZZ", "8000", conversation_id="c-2")
    with pytest.raises(TooManyAttempts):
        cases.case_status_for("JY20261123-YYYYYYYY", "8000", conversation_id="c-2")
