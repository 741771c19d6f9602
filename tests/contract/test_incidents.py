"""Several customers with the same trouble become one incident, over every storage."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from casework.model import Case
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from tests.works import Works

# One trouble in both languages, told in six ways.
SAME = [
    {"text": "电热毯插上电完全不热", "product": "电热毯", "language": "zh"},
    {"text": "My electric blanket won't heat at all", "product": "electric blanket"},
    {"text": "買的電熱毯不發熱", "product": "電熱毯"},
    {"text": "The heated blanket stopped heating after a week", "product": "heated blanket"},
]


@pytest.fixture
def works(storage: UnitOfWorkFactory, policy: Policy) -> Works:
    return Works(storage, policy)


def same(works: Works, number: int, **fields: str) -> Case:
    return works.file(**{**SAME[number], "contact_phone": f"1380013800{number}", **fields})


@pytest.mark.rows("R185", "R186", "R26", "R190")
def test_the_third_customer_makes_one_incident_of_both_languages(works: Works) -> None:
    first, second = same(works, 0), same(works, 1)
    assert (first.grade, second.grade) == ("general", "general")
    third = same(works, 2)
    assert (third.grade, third.priority) == ("batch", "urgent")
    assert "several_customers" in third.grade_reasons
    members = [works.case(case) for case in (first, second, third)]
    assert {case.grade for case in members} == {"batch"}
    assert len({case.links.incident for case in members}) == 1
    assert members[0].links.incident is not None
    assert all("general_manager" in case.copied_to for case in members)
    told = [n for n in works.notices(recipient="general_manager")]
    assert [n.key for n in told] == ["staff_incident_opened"]
    assert told[0].facts["customers"] == 3


@pytest.mark.rows("R185", "R55")
def test_each_member_hears_of_it_once_and_later_ones_join(works: Works) -> None:
    cases = [same(works, number) for number in range(4)]
    assert {works.case(case).grade for case in cases} == {"batch"}
    for case in cases:
        assert len(works.notices(case, key="update_incident")) == 1
    assert len(works.notices(key="staff_incident_opened")) == 1
    with works.storage(read_only=True) as uow:
        assert len(uow.incidents.list()) == 1


@pytest.mark.rows("R185")
def test_customers_count_and_not_messages(works: Works) -> None:
    """One angry person who files three times is no incident."""
    cases = [same(works, n, contact_phone="13800138000") for n in range(3)]
    cases += [same(works, n, conversation_id="c-one", contact_phone="") for n in range(3)]
    assert {works.case(case).grade for case in cases} == {"general"}


def test_one_identity_in_common_is_the_same_customer(works: Works) -> None:
    same(works, 0, conversation_id="c-a", contact_phone="13800138000")
    same(works, 1, conversation_id="c-a", contact_phone="", contact_email="ann@example.com")
    third = same(works, 2, conversation_id="c-b", contact_phone="", contact_email="ANN@example.com")
    assert third.grade == "general"


@pytest.mark.parametrize(
    "other",
    [
        {"text": "电饭煲插上电完全不热", "product": "电饭煲"},
        {"text": "电热毯漏水", "product": "电热毯"},
        {"text": "电热毯的客服骂人", "product": "电热毯"},
        {"text": "The electric blanket arrived late", "product": "electric blanket"},
        {"text": "电热毯没有漏电也没有噪音，就是送晚了", "product": "电热毯"},
    ],
)
def test_another_product_or_another_trouble_is_none_of_it(
    works: Works, other: dict[str, str]
) -> None:
    same(works, 0), same(works, 1)
    case = works.file(**other, contact_phone="13900139000")
    assert (case.grade == "batch", case.links.incident) == (False, None)


def test_what_lies_outside_the_window_does_not_count(works: Works) -> None:
    same(works, 0), same(works, 1)
    works.clock.advance(days=31)
    assert same(works, 2).grade == "general"


@pytest.mark.rows("R187")
def test_a_claim_stays_a_claim_and_is_still_a_member(works: Works) -> None:
    same(works, 0), same(works, 1)
    claim = same(works, 2, text="电热毯不热，害我误工，要你们赔误工费")
    assert (claim.grade, claim.links.incident is not None) == ("claim", True)


@pytest.mark.rows("R196", "R197")
def test_a_new_member_starts_the_clocks_of_its_grade_and_keeps_those_that_run(
    works: Works,
) -> None:
    first = same(works, 0)
    works.clock.advance(hours=5)
    same(works, 1), same(works, 2)
    before = {clock.id: clock.due_at for clock in first.clocks}
    after = works.case(first).clocks
    assert {c.id: c.due_at for c in after if c.id in before} == before
    started = {c.name: c.due_at - works.clock.now() for c in after if c.id not in before}
    assert {name: gap.total_seconds() / 3600 for name, gap in started.items()} == {
        "major_callback": 24,
        "major_completion": 48,
    }


def test_of_complaints_that_are_filed_at_once_none_is_missed(works: Works) -> None:
    barrier = Barrier(6)

    def file(number: int) -> Case:
        barrier.wait()
        return works.file(
            **SAME[number % 4], contact_phone=f"1390013900{number}", conversation_id=f"x-{number}"
        )

    with ThreadPoolExecutor(6) as pool:
        cases = list(pool.map(file, range(6)))
    assert {works.case(case).grade for case in cases} == {"batch"}
    assert len(works.notices(key="staff_incident_opened")) == 1
    assert len(works.notices(key="update_incident")) == 6
