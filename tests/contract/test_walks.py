"""Random walks of cases and clocks, with two workers and one that dies: nothing is lost or done
twice, on SQLite and on PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.errors import StepInvalid
from casework.model import Case
from casework.model.work import OutgoingState, Step, TickKind
from casework.policy import Policy
from casework.ports import UnitOfWork, UnitOfWorkFactory
from casework.services.clockwork import KINDS, ClockWorker
from tests.works import CHANNELS, Works

TEXTS = ("客服态度差", "开不了机", "要你们赔误工费", "The parcel is late", "电梯停了")
STEPS: dict[Step, dict[str, Any]] = {
    Step.AGENT_REPLIED: {"text": "您好"},
    Step.SOLUTION_SENT: {"text": "初步方案"},
    Step.CUSTOMER_ANSWERED: {"text": "答复"},
    Step.CALLED_BACK: {},
    Step.COMPLETED: {},
    Step.DEPARTMENT_REPLIED: {"text": "意见"},
    Step.IMPLEMENTED: {},
    Step.REVISITED: {},
    Step.ASSIGNED: {"to": ("wang",)},
    Step.TRANSMITTED: {"to": ("quality",)},
    Step.GRADED: {"grade": "major", "reason": "交办"},
    Step.PAUSED: {"reason": "等样品"},
    Step.RESUMED: {},
}
FILE, WAIT, WORK, DIE, DELIVER, STAND = "file", "wait", "work", "die", "deliver", "stand"

moves = st.lists(
    st.one_of(
        st.tuples(st.just(FILE), st.sampled_from(TEXTS)),
        st.tuples(st.just(WAIT), st.sampled_from((5, 20, 41, 60, 240, 1260, 1440, 5760))),
        st.tuples(st.just(WORK), st.sampled_from((0, 41, 1260, 1440))),
        st.tuples(st.just(STAND), st.sampled_from((5, 60, 1440))),
        st.tuples(st.just(DIE), st.just(0)),
        st.tuples(st.just(DELIVER), st.sampled_from(["sent", "failed", "killed"])),
        st.tuples(st.sampled_from(list(STEPS)), st.integers(0, 5)),
        st.tuples(st.sampled_from((Step.PAUSED, Step.RESUMED)), st.just(0)),
    ),
    min_size=8,
    max_size=40,
)


class Killed(BaseException):
    """The process ended in mid-transaction."""


class DyingFactory:
    """Opens units of work that die instead of committing."""

    def __init__(self, storage: UnitOfWorkFactory) -> None:
        self._storage = storage

    def __call__(self, *, read_only: bool = False) -> UnitOfWork:
        uow = self._storage(read_only=read_only)
        if not read_only:
            uow.commit = self._die  # type: ignore[method-assign]
        return uow

    def ping(self) -> None:
        self._storage.ping()

    @staticmethod
    def _die() -> None:
        raise Killed


def walk(works: Works, steps: list[tuple[Any, Any]]) -> list[Case]:
    cases: list[Case] = []
    for move, detail in steps:
        if move == FILE or not cases:
            cases.append(works.file(detail if move == FILE else TEXTS[0]))
        elif move == WAIT:
            works.clock.advance(minutes=detail)
        elif move == STAND:
            stand(works, cases[-1], detail)
        elif move == WORK:
            works.clock.advance(minutes=detail)
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda _: works.tick(), range(2)))
        elif move == DIE:
            dying = ClockWorker(
                DyingFactory(works.storage),
                works.policy,
                works.clock,
                works.calendar,
                works.tz,
            )
            with suppress(Killed):
                dying.work()
        elif move == DELIVER:
            deliver(works, detail)
        else:
            try:
                works.do(cases[detail % len(cases)], move, **STEPS[move])
            except StepInvalid:
                assert move in (Step.PAUSED, Step.RESUMED)
    return cases


def stand(works: Works, case: Case, minutes: int) -> None:
    """Let the clocks of a case stand still for a while, if any runs."""
    with suppress(StepInvalid):
        works.do(case, Step.PAUSED, reason="等样品")
        works.clock.advance(minutes=minutes)
        works.do(case, Step.RESUMED)


def deliver(works: Works, outcome: str) -> None:
    for taken in works.outbox.claim(CHANNELS, 5):
        if outcome == "sent":
            works.outbox.sent(taken)
        elif outcome == "failed":
            works.outbox.failed(taken, "no answer")


def check_clocks(works: Works, case: Case) -> None:
    """Every tick of every clock that came due happened, and happened once."""
    stored = works.case(case)
    events = Counter(
        (event.kind, event.data["clock_id"], event.data["level"])
        for event in works.events(case)
        if event.kind in KINDS.values()
    )
    with works.storage(read_only=True) as uow:
        runs = {run.clock_id: run for run in uow.clock_runs.of_case(case.case_no)}
    assert {clock.id for clock in stored.clocks} == set(runs)
    for clock in stored.clocks:
        run = runs[clock.id or 0]
        done = run.ticks[: run.next_tick]
        wanted = Counter((KINDS[tick.kind], clock.id, tick.level) for tick in done)
        assert wanted == Counter({k: n for k, n in events.items() if k[1] == clock.id})
        due = [t for t in run.ticks if clock.due_at + timedelta(seconds=t.offset) <= works.clock.at]
        if clock.met_at is None and not run.paused:
            assert len(done) == len(due)
            assert (clock.breached_at is not None) is (clock.due_at <= works.clock.at)
        if clock.met_at is not None:
            assert run.next_at is None
        if any(tick.kind is TickKind.BREACH for tick in done):
            assert clock.breached_at == clock.due_at


def check_outbox(works: Works) -> None:
    """Nothing that was to be told is missing, and all of it gets out in the end."""
    keys = Counter(notice.dedupe_key for notice in works.notices())
    assert all(count == 1 for count in keys.values())
    for _ in range(400):
        works.clock.advance(hours=2)
        taken = works.outbox.claim(CHANNELS, 200)
        for each in taken:
            works.outbox.sent(each)
        if not taken and not works.outbox.counts()[OutgoingState.PENDING]:
            break
    assert works.outbox.counts()[OutgoingState.PENDING] == 0


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=moves)
def test_a_walk_loses_no_clock_and_does_nothing_twice(
    request: pytest.FixtureRequest, policy: Policy, kind: str, steps: list[tuple[Any, Any]]
) -> None:
    works = Works(request.getfixturevalue(kind), policy)
    # All walks share the tables; each has conversations of its own.
    with works.storage(read_only=True) as uow:
        works.numbers = uow.cases.count() * 100
    cases = walk(works, steps)
    works.tick()
    for case in cases:
        check_clocks(works, case)
    check_outbox(works)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_worker_that_dies_leaves_everything_to_the_next(
    request: pytest.FixtureRequest, policy: Policy, kind: str
) -> None:
    works = Works(request.getfixturevalue(kind), policy)
    case = works.file()
    works.clock.advance(days=3)
    dying = ClockWorker(
        DyingFactory(works.storage), works.policy, works.clock, works.calendar, works.tz
    )
    with pytest.raises(Killed):
        dying.work()
    assert works.events(case, "clock_missed") == []
    assert works.tick() > 0
    check_clocks(works, case)
