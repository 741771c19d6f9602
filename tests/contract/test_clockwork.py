"""The clocks over every storage: they remind, are missed and climb their ladders, each once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.errors import StepInvalid
from casework.model import Links, Status
from casework.model.work import CaseEvent, Step
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from tests.works import Works, hours


@pytest.fixture
def works(storage: UnitOfWorkFactory, policy: Policy) -> Works:
    return Works(storage, policy)


def ticked(works: Works, case: object, clock: str) -> list[tuple[str, str]]:
    """Return what a clock did by itself, and whom it told."""
    return [
        (event.kind, event.data["to"])
        for event in works.events(case)  # type: ignore[arg-type]
        if event.data.get("clock") == clock
    ]


@pytest.mark.rows("R117", "R116", "R12", "R14", "R190", "R198")
def test_the_first_reply_is_reminded_missed_and_escalated_level_by_level(works: Works) -> None:
    case = works.file(category=["service_attitude"])
    assert works.later(minutes=39) == 0
    works.later(minutes=1)
    assert ticked(works, case, "first_reply") == [("clock_reminded", "customer_service")]
    works.later(minutes=20)
    assert ticked(works, case, "first_reply")[1:] == [
        ("clock_missed", ""),
        ("clock_escalated", "customer_service"),
    ]
    works.later(minutes=30)
    works.later(hours=4)
    assert [who for _, who in ticked(works, case, "first_reply")[3:]] == [
        "service_manager",
        "general_manager",
    ]
    missed = next(c for c in works.case(case).clocks if c.name == "first_reply")
    assert missed.breached_at == missed.due_at
    assert works.case(case).status == "received"


@pytest.mark.rows("R117")
def test_a_clock_that_was_met_in_time_does_nothing_more(works: Works) -> None:
    case = works.file()
    works.clock.advance(minutes=30)
    works.do(case, Step.AGENT_REPLIED, text="您好，我是李明，正在看您的情况。")
    works.later(days=2)
    assert ticked(works, case, "first_reply") == []
    met = next(c for c in works.case(case).clocks if c.name == "first_reply")
    assert met.met_at is not None and met.breached_at is None


def test_a_late_answer_is_met_and_missed_even_when_no_worker_ran(works: Works) -> None:
    case = works.file()
    works.clock.advance(hours=2)
    works.do(case, Step.AGENT_REPLIED, text="您好")
    late = next(c for c in works.case(case).clocks if c.name == "first_reply")
    assert (late.met_at, late.breached_at) == (works.clock.now(), late.due_at)


@pytest.mark.rows("R117", "R194")
def test_nothing_resets_a_clock(works: Works) -> None:
    """Editing, assigning and grading leave every due time where it is."""
    case = works.file(category=["delivery_logistics"])
    before = {clock.id: clock.due_at for clock in case.clocks}
    works.clock.advance(minutes=10)
    works.do(case, Step.ASSIGNED, to=("wang",))
    works.do(case, Step.NOTED, text="打过一次电话，没人接")
    works.do(case, Step.TRANSMITTED, to=("quality",))
    works.do(case, Step.GRADED, grade="major", reason="总经理交办")
    after = {clock.id: clock.due_at for clock in works.case(case).clocks}
    assert {key: after[key] for key in before} == before
    assert len(after) > len(before)


@pytest.mark.rows("R33")
def test_an_unassigned_case_is_missed_like_any_other(works: Works) -> None:
    mine, nobodys = works.file(), works.file()
    works.do(mine, Step.ASSIGNED, to=("wang",))
    works.later(hours=2)
    for case in (mine, nobodys):
        assert ("clock_missed", "") in ticked(works, case, "first_reply")
    assert ticked(works, mine, "first_reply")[0] == ("clock_reminded", "wang")


@pytest.mark.rows("R179", "R97", "R58")
def test_the_customer_hears_once_that_a_promise_was_missed(works: Works) -> None:
    case = works.file()
    works.later(hours=1)
    works.later(hours=5)
    assert len(works.notices(case, key="update_overdue")) == 1


def test_everything_overdue_after_an_outage_happens_once(works: Works) -> None:
    cases = [works.file() for _ in range(3)]
    works.later(days=30)
    assert works.tick() == 0
    for case in cases:
        planned = Counter()
        for event in works.events(case):
            if event.kind.startswith("clock_"):
                planned[event.kind, event.data["clock_id"], event.data["level"], event.at] += 1
        missed = [key for key in planned if key[0] == "clock_missed"]
        assert len(missed) == len(case.clocks)
    escalations = [n.dedupe_key for n in works.notices() if n.key == "staff_clock_escalated"]
    assert len(escalations) == len(set(escalations)) > 0


def test_several_workers_share_the_work_and_do_nothing_twice(works: Works) -> None:
    cases = [works.file() for _ in range(12)]
    works.clock.advance(days=30)
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(works.tick) for _ in range(4)]
        total = sum(future.result() for future in futures)
    total += works.tick()
    events = [e for case in cases for e in works.events(case) if e.kind.startswith("clock_")]
    keys = Counter(
        (e.case_no, e.kind, e.data["clock_id"], e.data["level"], e.data["to"]) for e in events
    )
    reminders = sum(count for key, count in keys.items() if key[1] == "clock_reminded")
    assert total == len(events)
    assert all(count == 1 for key, count in keys.items() if key[1] != "clock_reminded")
    # Five clocks with two reminders each but the first reply, which has one.
    assert reminders == 12 * 9


@pytest.mark.rows("R194")
def test_a_pause_needs_a_reason_and_moves_what_was_not_done_yet(works: Works) -> None:
    case = works.file()
    first = works.due(case, "first_reply")
    days = works.due(case, "customer_reply")
    with pytest.raises(StepInvalid, match="reason"):
        works.do(case, Step.PAUSED)
    works.clock.advance(minutes=10)
    works.do(case, Step.PAUSED, reason="等顾客寄回样品")
    assert works.later(hours=30) == 0
    assert works.do(case, Step.RESUMED).case.status == "received"
    assert works.due(case, "first_reply") == first + hours(30)
    # From Monday noon to Tuesday evening one working day began.
    assert works.due(case, "customer_reply") == days + timedelta(days=1)
    shown = next(c for c in works.case(case).clocks if c.name == "first_reply")
    assert "等顾客寄回样品" in shown.explanation["zh"]
    assert "2026-11-24 19:00" in shown.explanation["en"]
    works.later(hours=1)
    assert ("clock_missed", "") in ticked(works, case, "first_reply")
    event = works.events(case, "paused")[0]
    assert (event.author, event.data["reason"]) == ("li", "等顾客寄回样品")


def test_a_second_pause_adds_to_the_first(works: Works) -> None:
    case = works.file()
    first = works.due(case, "first_reply")
    for _ in range(2):
        works.do(case, Step.PAUSED, reason="等样品")
        works.clock.advance(hours=1)
        works.do(case, Step.RESUMED)
    assert works.due(case, "first_reply") == first + hours(2)
    shown = next(c for c in works.case(case).clocks if c.name == "first_reply")
    assert shown.explanation["zh"].count("曾暂停") == 1
    assert "曾暂停2次" in shown.explanation["zh"]


def test_a_pause_keeps_what_an_announced_update_says(works: Works) -> None:
    case = works.file()
    until = works.clock.now() + hours(48)
    works.do(case, Step.WAIT_ANNOUNCED, until=until, reason="配件在途")
    works.do(case, Step.PAUSED, reason="等样品")
    works.clock.advance(hours=3)
    works.do(case, Step.RESUMED)
    works.do(case, Step.PAUSED, reason="等样品")
    works.do(case, Step.RESUMED)
    assert works.due(case, "next_update") == until + hours(3)
    shown = next(c for c in works.case(case).clocks if c.name == "next_update").explanation["zh"]
    assert shown.count("曾暂停") == 1
    assert "配件在途" in shown and "现最迟2026-11-25 15:00" in shown


def test_a_reminder_that_was_given_is_not_given_again_after_a_pause(works: Works) -> None:
    case = works.file()
    works.later(minutes=45)
    works.do(case, Step.PAUSED, reason="等样品")
    works.clock.advance(hours=1)
    works.do(case, Step.RESUMED)
    works.later(minutes=14)
    assert ticked(works, case, "first_reply") == [("clock_reminded", "customer_service")]


def test_what_was_missed_cannot_be_paused_away(works: Works) -> None:
    case = works.file()
    works.later(days=40)
    with pytest.raises(StepInvalid, match="no clock runs"):
        works.do(case, Step.PAUSED, reason="等样品")


@pytest.mark.rows("R161")
def test_the_revisit_is_due_five_working_days_after_the_solution_was_carried_out(
    works: Works,
) -> None:
    case = works.file()
    assert "revisit" not in {clock.name for clock in case.clocks}
    works.clock.advance(days=1)
    works.do(case, Step.IMPLEMENTED)
    assert works.due(case, "revisit") == datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    works.do(case, Step.IMPLEMENTED)
    assert [c.name for c in works.case(case).clocks].count("revisit") == 1
    works.do(case, Step.REVISITED)
    assert next(c.met_at for c in works.case(case).clocks if c.name == "revisit")


@pytest.mark.rows("R194", "R205", "R55", "R198", "R58")
def test_an_announced_wait_has_a_clock_of_its_own_and_the_customer_knows(works: Works) -> None:
    case = works.file()
    until = works.clock.now() + hours(48)
    before = {clock.id: clock.due_at for clock in case.clocks}
    view = works.do(case, Step.WAIT_ANNOUNCED, until=until, reason="配件在途")
    after = {clock.id: clock.due_at for clock in view.case.clocks}
    assert {key: after[key] for key in before} == before
    announced = next(c for c in view.case.clocks if c.name == "next_update")
    assert announced.due_at == until
    assert "配件在途" in announced.explanation["zh"] and "配件在途" in announced.explanation["en"]
    (told,) = works.notices(case, key="update_wait")
    assert told.facts["instants"]["until"] == until.isoformat()
    # The reason is the department's; the customer is told the time.
    assert "reason" not in told.facts
    works.later(hours=49)
    assert ("clock_missed", "") in ticked(works, case, "next_update")
    with pytest.raises(StepInvalid, match="until"):
        works.do(case, Step.WAIT_ANNOUNCED, until=until, reason="x")


@pytest.mark.rows("R196", "R197", "R195")
def test_steps_meet_the_clocks_that_the_policy_names(works: Works) -> None:
    case = works.file("开不了机", category=["product_quality"])
    works.do(case, Step.CALLED_BACK)
    met = {clock.name for clock in works.case(case).clocks if clock.met_at}
    assert met == {"first_reply", "major_callback"}
    works.do(case, Step.DEPARTMENT_REPLIED, text="主板虚焊，建议换货")
    works.do(case, Step.CUSTOMER_ANSWERED, text="您好，处理意见见附件的书面答复。")
    works.do(case, Step.COMPLETED)
    assert [c.name for c in works.case(case).clocks if c.met_at is None] == []
    assert works.later(days=30) == 0


@pytest.mark.rows("R165", "R191")
def test_a_departments_opinion_goes_to_the_manager_and_never_to_the_customer(
    works: Works,
) -> None:
    case = works.file("开不了机")
    works.do(case, Step.JOINED, to=("general_manager",), author="general_manager")
    due = works.due(case, "department_reply")
    works.do(case, Step.DEPARTMENT_REPLIED, text="主板虚焊")
    assert works.due(case, "department_reply") == due
    assert works.notices(case, key="staff_department_replied", recipient="general_manager")
    assert not [n for n in works.notices(case, recipient="customer") if "虚焊" in str(n.facts)]


@pytest.mark.rows("R153", "R157")
def test_working_days_leave_out_the_mainlands_holidays_and_count_make_up_days(
    works: Works,
) -> None:
    """C3: in 2026 the Spring Festival is from 15 to 23 February, Saturday the 28th is worked."""
    works.clock.at = datetime(2026, 2, 13, 4, 0, tzinfo=UTC)
    case = works.file()
    assert works.due(case, "department_reply") == datetime(2026, 2, 25, 4, 0, tzinfo=UTC)
    assert works.due(case, "customer_reply") == datetime(2026, 2, 27, 4, 0, tzinfo=UTC)


def test_days_of_a_year_that_is_not_announced_are_provisional_and_counted_again(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    from dataclasses import replace

    works = Works(storage, policy)
    works.clock.at = datetime(2026, 12, 30, 4, 0, tzinfo=UTC)
    case = works.file()
    shown = next(c for c in case.clocks if c.name == "customer_reply")
    assert "2027年放假安排尚未公布" in shown.explanation["zh"]
    assert "not announced yet" in shown.explanation["en"]
    assert works.worker().recount() == 0
    days = {datetime(2027, 1, day).date(): day in (4, 5, 6, 7, 8) for day in range(1, 15)}
    days[datetime(2027, 1, 4).date()] = False
    calendar = replace(policy.work.calendar, overrides=days)
    announced = Works(
        storage, replace(policy, work=replace(policy.work, calendar=calendar)), works.clock
    )
    assert announced.worker().recount() > 0
    counted = next(c for c in announced.case(case).clocks if c.name == "customer_reply")
    assert counted.due_at == datetime(2027, 1, 8, 4, 0, tzinfo=UTC)
    assert "尚未公布" not in counted.explanation["zh"]
    assert announced.worker().recount() == 0


@pytest.mark.rows("R117", "R12")
def test_cases_that_are_due_together_each_do_their_own(works: Works) -> None:
    cases = [works.file(category=["service_attitude"]) for _ in range(3)]
    works.do(cases[1], Step.AGENT_REPLIED, text="您好，我是李明，正在看您的情况。")
    works.later(hours=1)
    done = ["clock_reminded", "clock_missed", "clock_escalated"]
    assert [kind for kind, _ in ticked(works, cases[0], "first_reply")] == done
    assert ticked(works, cases[1], "first_reply") == []
    assert [kind for kind, _ in ticked(works, cases[2], "first_reply")] == done


def test_the_runs_of_several_cases_are_read_at_once(works: Works) -> None:
    first, second, third = (works.file() for _ in range(3))
    with works.storage(read_only=True) as uow:
        found = uow.clock_runs.of_cases([third.case_no, first.case_no])
        assert found == [
            *uow.clock_runs.of_case(first.case_no), *uow.clock_runs.of_case(third.case_no)
        ]  # fmt: skip
        assert {run.case_no for run in found} == {first.case_no, third.case_no}
        assert second.case_no not in {run.case_no for run in found}


def test_several_events_and_runs_are_stored_at_once(works: Works) -> None:
    first, second = works.file(), works.file()
    with works.storage() as uow:
        runs = [
            replace(run, next_tick=9, next_at=None)
            for run in uow.clock_runs.of_cases([first.case_no, second.case_no])
        ]
        uow.clock_runs.put_all(runs)
        uow.clock_runs.put_all([])
        noted = [
            CaseEvent(
                case_no=case.case_no,
                at=works.clock.now(),
                author="system",
                kind=kind,
                data={"of": case.case_no},
            )
            for case, kind in ((first, "a"), (second, "b"), (first, "c"))
        ]
        uow.events.add_all(noted)
        uow.events.add_all([])
        uow.commit()
    with works.storage(read_only=True) as uow:
        assert uow.clock_runs.of_cases([second.case_no, first.case_no]) == runs
    assert [event.kind for event in works.events(first)][-2:] == ["a", "c"]
    assert works.events(second)[-1].data == {"of": second.case_no}
    assert works.events(second)[-1].id


def test_clocks_of_several_cases_are_settled_at_once(works: Works) -> None:
    first, second = works.file(), works.file()
    before = works.case(first)
    met, missed, *others = before.clocks
    now = works.clock.now()
    settled = {
        first.case_no: [
            replace(met, met_at=now),
            replace(missed, met_at=now, breached_at=missed.due_at),
        ],
        second.case_no: [replace(each, breached_at=each.due_at) for each in second.clocks[:1]],
    }
    with works.storage() as uow:
        uow.cases.lock(first.case_no)
        uow.cases.settle_clocks(settled)
        uow.cases.settle_clocks({})
        held = uow.cases.get(first.case_no)
        uow.commit()
    assert works.case(first) == held
    assert held.clocks == (*settled[first.case_no], *others)
    assert works.case(second).clocks[0].breached_at == second.clocks[0].due_at
    assert works.case(second).clocks[1:] == second.clocks[1:]


def test_what_a_transaction_changed_of_a_case_is_what_it_and_others_read(works: Works) -> None:
    case = works.file()
    tz = works.tz
    with works.storage() as uow:
        held = uow.cases.lock(case.case_no)
        clock = replace(held.clocks[0], id=None, due_at=held.clocks[0].due_at.astimezone(tz))
        uow.cases.update_clock(case.case_no, clock)
        changed = replace(
            uow.cases.get(case.case_no),
            status=Status.ADMITTED,
            grade_reasons=("ordered",),
            links=Links(incident="INC1"),
            updated_at=works.clock.now().astimezone(tz),
        )
        uow.cases.update(changed)
        uow.cases.update(uow.cases.get(case.case_no))
        seen = uow.cases.lock(case.case_no)
        uow.commit()
    assert works.case(case) == seen
    assert seen == replace(changed, clocks=seen.clocks)
    assert len(seen.clocks) == len(case.clocks) + 1
    zones = [each.due_at.tzinfo for each in works.case(case).clocks]
    assert [each.due_at.tzinfo for each in seen.clocks] == zones


def test_a_run_that_is_stopped_does_nothing_more(works: Works) -> None:
    first, second = works.file(), works.file()
    with works.storage() as uow:
        runs = uow.clock_runs.of_case(first.case_no)
        uow.clock_runs.stop([run.clock_id for run in runs])
        uow.clock_runs.stop([])
        uow.commit()
    with works.storage(read_only=True) as uow:
        stopped = [replace(run, next_at=None) for run in runs]
        assert uow.clock_runs.of_case(first.case_no) == stopped
        assert all(run.next_at for run in uow.clock_runs.of_case(second.case_no))


def test_the_cases_outside_of_incidents_are_told(works: Works) -> None:
    _unasked, second, third = (works.file() for _ in range(3))
    with works.storage() as uow:
        member = uow.cases.lock(second.case_no)
        uow.cases.update(replace(member, links=Links(incident="INC1")))
        found = uow.cases.outside_incidents([second.case_no, third.case_no, "JY0"])
        assert list(found) == [third.case_no]
        assert uow.cases.outside_incidents([]) == []
