"""What the policy lets go of goes at its time by the product's clock, and nothing before."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.model import Channel, Record, Reply, Status
from casework.old_logs import shorten_logs
from casework.policy import Policy
from casework.policy_retention import RetentionPolicy
from casework.ports import UnitOfWork
from casework.services.retention import LetGo, RetentionService, years_before
from casework.storage.engine import open_engine
from casework.storage.erasure import SqlEraser
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables_desk import audit_entries
from casework.storage.trackers import Trackers
from desk.tidying import Tidier
from tests.doubles import FixedClock
from tests.planting import empty_database, plant_tracker, whole_text
from tests.works import Works

RULES = RetentionPolicy(
    conversations_days=90, closed_cases_years=3, sent_notices_days=30, logs_days=14
)
SAID = "机器响Zq"
#: So long an erasure waits for a writer in the tests of their race.
HELD_SECONDS = 0.5


class Interrupted(SqlEraser):
    """Lets something happen between the look for what is old and the erasure of it."""

    between: Callable[[], None] | None = None

    def idle_conversations(self, before: datetime, limit: int) -> Sequence[str]:
        """Look, and let it happen once."""
        return self._interrupted(super().idle_conversations(before, limit))

    def old_cases(self, before: datetime, limit: int) -> Sequence[str]:
        """Look, and let it happen once."""
        return self._interrupted(super().old_cases(before, limit))

    def _interrupted(self, found: Sequence[str]) -> Sequence[str]:
        if found and self.between is not None:
            happens, self.between = self.between, None
            happens()
        return found


@dataclass
class Company:
    """A company with its clock in the test's hand."""

    url: str
    storage: SqlUnitOfWorkFactory
    works: Works
    eraser: Interrupted
    retention: RetentionService

    @property
    def clock(self) -> FixedClock:
        return self.works.clock

    def talk(self, talk: str, text: str = SAID, *, answered: bool = True) -> None:
        with self.storage() as uow:
            uow.conversations.ensure(talk, Channel.REST, self.clock.now())
            inbound = uow.messages.append_inbound(
                talk, text, message_id=None, turn_id=f"m-{talk}", at=self.clock.now()
            )
            if answered:
                uow.messages.append_replies(inbound, [Reply("好的。")], self.clock.now())
            uow.commit()

    def file(self, talk: str) -> str:
        self.talk(talk)
        record = Record(complaint_text=SAID, language="zh", contact_phone="13800138000")
        return self.works.filing.file(talk, f"t-{talk}", record).case_no

    def close(self, case_no: str) -> None:
        self.put(case_no, Status.CLOSED)

    def put(self, case_no: str, status: Status) -> None:
        with self.storage() as uow:
            case = uow.cases.lock(case_no)
            uow.cases.update(replace(case, status=status, updated_at=self.clock.now()))
            uow.commit()

    def write(self, uow: UnitOfWork, talk: str) -> None:
        again = uow.messages.append_inbound(
            talk, "again", message_id=None, turn_id="m-2", at=self.clock.now()
        )
        uow.messages.append_replies(again, [Reply("好的。")], self.clock.now())

    def trail(self) -> list[str]:
        with self.storage(read_only=True) as uow:
            return [each.action for each in uow.audit.list(limit=100)]

    def talks(self) -> set[str]:
        with self.storage(read_only=True) as uow:
            return {
                name for name in ("old", "new", "waits", "cased") if uow.conversations.get(name)
            }

    def let_go(self) -> None:
        while self.retention.work().any:
            pass


@pytest.fixture(params=["sqlite", "postgres"])
def company(request: pytest.FixtureRequest, tmp_path: Path, policy: Policy) -> Iterator[Company]:
    """A company on each database, with Rasa's trackers beside it."""
    with empty_database(request.param, tmp_path) as url:
        migrate(url)
        trackers = url if request.param == "postgres" else f"sqlite:///{tmp_path / 'tracker.db'}"
        plant_tracker(trackers)
        engine = open_engine(url)
        storage = SqlUnitOfWorkFactory(engine)
        works = Works(storage, policy)
        tracked = Trackers(trackers)
        eraser = Interrupted(engine, tracked)
        retention = RetentionService(eraser, RULES, works.clock)
        yield Company(url, storage, works, eraser, retention)
        tracked.close()
        storage.close()


def test_a_conversation_without_a_case_goes_after_its_days(company: Company) -> None:
    company.talk("old")
    company.clock.advance(days=60)
    company.talk("new")
    company.clock.advance(days=29)
    company.let_go()
    assert company.talks() == {"old", "new"}
    company.clock.advance(days=2)
    company.let_go()
    assert company.talks() == {"new"}
    company.clock.advance(days=60)
    company.let_go()
    assert company.talks() == set()
    assert SAID not in whole_text(company.url)


def test_a_conversation_in_which_somebody_wrote_lately_stays(company: Company) -> None:
    company.talk("old")
    company.clock.advance(days=89)
    with company.storage() as uow:
        company.write(uow, "old")
        uow.commit()
    company.clock.advance(days=2)
    company.let_go()
    assert company.talks() == {"old"}


def test_a_conversation_whose_message_was_never_answered_stays(company: Company) -> None:
    company.talk("waits", answered=False)
    company.talk("old")
    company.clock.advance(days=100)
    company.let_go()
    assert company.talks() == {"waits"}


def test_a_closed_case_is_anonymised_after_its_years_and_its_conversation_goes(
    company: Company,
) -> None:
    case_no = company.file("cased")
    company.clock.advance(days=10)
    company.close(case_no)
    company.clock.advance(days=3 * 365)
    company.let_go()
    with company.storage(read_only=True) as uow:
        assert uow.cases.get(case_no).complaint_text == SAID
    assert company.talks() == {"cased"}
    company.clock.advance(days=2)
    company.let_go()
    with company.storage(read_only=True) as uow:
        case = uow.cases.get(case_no)
    assert (case.complaint_text, case.contact_phone) == ("", None)
    assert (case.status, case.grade) == (Status.CLOSED, "general")
    assert company.talks() == set()
    assert SAID not in whole_text(company.url)


def test_an_open_case_is_never_touched(company: Company) -> None:
    case_no = company.file("cased")
    company.clock.advance(days=10 * 366)
    company.let_go()
    with company.storage(read_only=True) as uow:
        assert uow.cases.get(case_no).contact_phone == "13800138000"
    assert company.talks() == {"cased"}


def test_a_customer_who_writes_between_the_look_and_the_erasure_stays(company: Company) -> None:
    company.talk("old")
    company.clock.advance(days=100)
    company.talk("new")

    def written() -> None:
        with company.storage() as uow:
            company.write(uow, "old")
            uow.commit()

    company.eraser.between = written
    assert not company.retention.work().any
    assert company.talks() == {"old", "new"}
    with company.storage(read_only=True) as uow:
        assert [each.text for each in uow.messages.after("old", 0, 9)][:1] == [SAID]
    assert company.trail() == []


def test_a_case_that_is_reopened_between_the_look_and_the_erasure_stays(company: Company) -> None:
    reopened, closed = company.file("cased"), company.file("new")
    company.close(reopened)
    company.close(closed)
    company.clock.advance(days=4 * 366)
    company.eraser.between = lambda: company.put(reopened, Status.INVESTIGATING)
    assert company.retention.work().cases == 1
    company.let_go()
    with company.storage(read_only=True) as uow:
        kept, gone = uow.cases.get(reopened), uow.cases.get(closed)
    assert (kept.status, kept.complaint_text) == (Status.INVESTIGATING, SAID)
    assert (gone.status, gone.complaint_text) == (Status.CLOSED, "")
    assert company.talks() == {"cased"}


def test_an_erasure_waits_for_a_message_on_its_way_and_then_leaves_it(company: Company) -> None:
    company.talk("old")
    company.clock.advance(days=100)
    with ThreadPoolExecutor(1) as thread:
        with company.storage() as uow:
            company.write(uow, "old")
            # SQLite lets nobody look meanwhile; PostgreSQL shows the look what was there before.
            erasure = thread.submit(company.retention.work)
            time.sleep(HELD_SECONDS)
            assert not erasure.done()
            uow.commit()
        assert not erasure.result(timeout=30).any
    assert company.talks() == {"old"}


def test_an_erasure_waits_for_a_case_that_is_being_reopened_and_then_leaves_it(
    company: Company,
) -> None:
    case_no = company.file("cased")
    company.close(case_no)
    company.clock.advance(days=4 * 366)
    with ThreadPoolExecutor(1) as thread:
        with company.storage() as uow:
            case = uow.cases.lock(case_no)
            opened = replace(case, status=Status.INVESTIGATING, updated_at=company.clock.now())
            uow.cases.update(opened)
            erasure = thread.submit(company.retention.work)
            time.sleep(HELD_SECONDS)
            assert not erasure.done()
            uow.commit()
        assert not erasure.result(timeout=30).any
    with company.storage(read_only=True) as uow:
        assert uow.cases.get(case_no).complaint_text == SAID


def test_a_pass_leaves_a_line_that_names_nobody(company: Company) -> None:
    company.talk("old")
    company.clock.advance(days=100)
    company.let_go()
    engine = open_engine(company.url)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(audit_entries)).all()
    engine.dispose()
    assert [(row.action, row.subject) for row in rows] == [("retention.done", "policy")]
    assert rows[0].details == {"conversations": 1, "cases": []}


def test_delivered_notices_go_and_others_stay(company: Company) -> None:
    company.file("cased")
    waiting = company.works.notices()
    company.works.outbox.sent(waiting[0])
    company.clock.advance(days=31)
    company.let_go()
    assert [each.id for each in company.works.notices()] == [each.id for each in waiting[1:]]


def test_passes_are_bounded(company: Company) -> None:
    for number in range(5):
        company.talk(f"t-{number}")
    company.clock.advance(days=100)
    assert company.retention.work(limit=2).conversations == 2
    assert company.retention.work(limit=9).conversations == 3
    assert not company.retention.work().any


def test_a_leap_day_has_an_anniversary() -> None:
    leap = datetime(2028, 2, 29, 1, tzinfo=UTC)
    assert years_before(leap, 3) == datetime(2025, 2, 28, 1, tzinfo=UTC)
    assert years_before(leap, 4) == datetime(2024, 2, 29, 1, tzinfo=UTC)


def test_old_lines_of_logs_go_and_young_ones_stay(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    young = '{"event": "young", "timestamp": "2026-11-20T08:00:00.1Z"}\n  a line of its trace\n'
    log.write_text(
        '{"event": "old", "timestamp": "2026-11-01T08:00:00.123456Z"}\n'
        "2026-11-02 08:00:00 [info] old on a console\n"
        f"{young}"
    )
    with log.open("ab") as process:
        assert shorten_logs(tmp_path, datetime(2026, 11, 10, tzinfo=UTC)) > 0
        process.write(b"and on\n")
    assert log.read_text() == f"{young}and on\n"
    assert shorten_logs(tmp_path, datetime(2026, 11, 10, tzinfo=UTC)) == 0


def test_a_log_that_nobody_writes_any_more_goes(tmp_path: Path) -> None:
    for name in ("desk.log", "desk.log.1"):
        (tmp_path / name).write_text("no instant here\n")
    assert shorten_logs(tmp_path, datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert shorten_logs(tmp_path, datetime(2100, 1, 1, tzinfo=UTC)) == 32
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("desk.log", "")]


class _Idle:
    def work(self) -> LetGo:
        return LetGo()


def test_the_tidier_shortens_logs_by_the_machines_clock(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    log.write_text("2026-11-01T00:00:00Z old\n2026-11-22T00:00:00Z young\n")
    tidier = Tidier(_Idle(), RULES, tmp_path, FixedClock())  # type: ignore[arg-type]
    assert not tidier.work()
    tidier.shorten_logs()
    assert log.read_text() == "2026-11-22T00:00:00Z young\n"


def test_logs_that_cannot_be_shortened_end_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_folder: Path, _before: datetime) -> int:
        raise PermissionError

    monkeypatch.setattr("desk.tidying.shorten_logs", refused)
    Tidier(_Idle(), RULES, tmp_path, FixedClock()).shorten_logs()  # type: ignore[arg-type]
