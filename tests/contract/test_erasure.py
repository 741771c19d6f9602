"""A customer who is erased can be found nowhere, on either database; the case stays a number."""

import json
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from casework.erasing import Wanted, same_phone
from casework.model import Record
from casework.policy import Policy
from casework.settings import Settings
from casework.storage import erasure as erasure_of_rows
from casework.storage.engine import open_engine
from casework.storage.erasure_tables import ALL, BLANK_CASE, NOT_OF_CUSTOMERS
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import cases, metadata
from casework.storage.tables_desk import audit_entries
from desk.cli import erasing
from desk.cli.environment import tracker_url
from desk.cli.erasing import Erasure, Outcome
from desk.cli.secrets_file import NAMES, new_secret
from tests.planting import (
    CASE,
    EMAIL,
    MARKER,
    PHONE,
    STAFF,
    TALK,
    WORDS,
    empty_database,
    plant,
    plant_tracker,
    whole_text,
    words_in,
    words_in_files,
)
from tests.works import Works

OTHERS_PHONE = "13711112222"


@dataclass
class Place:
    """A database with its trackers and its `var/` folder."""

    environ: dict[str, str]
    settings: Settings
    said: list[str]

    def erase(self, who: str, *, follow: bool = True) -> Outcome:
        erasure = Erasure(self.environ, self.settings, self.said.append)
        try:
            wanted = Wanted.read(who)
            assert erasure.show(wanted, follow=follow)
            return erasure.erase(wanted, follow=follow, by="li")
        finally:
            erasure.close()

    def shown(self, who: str) -> bool:
        erasure = Erasure(self.environ, self.settings, self.said.append)
        try:
            return erasure.show(Wanted.read(who), follow=True)
        finally:
            erasure.close()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A company that knows one customer in every table."""
    with empty_database(request.param, tmp_path) as url:
        environ = {
            "JIEYOU_DATABASE_URL": url,
            "JIEYOU_VAR": str(tmp_path),
            "JIEYOU_TURN_TIMEOUT": "0.1",
            **{name: new_secret() for name in NAMES},
        }
        settings = Settings.from_env(environ)
        migrate(url)
        plant(url)
        plant_tracker(tracker_url(environ, settings))
        log = tmp_path / "log" / "desk.log"
        log.parent.mkdir()
        line = json.dumps({"event": "turn", "conversation_id": TALK, "x": MARKER})
        log.write_text(f'{{"event": "first"}}\n{line}\n{{"event": "last"}}\n', encoding="utf-8")
        yield Place(environ, settings, [])


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="shows open files on Linux alone")
def test_no_database_is_open_while_files_are_read(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SQLite loses its locks when its process closes another handle of the same file.
    seen: list[str] = []
    for name in ("blot_out", "still_in"):
        monkeypatch.setattr(erasing, name, spy(getattr(erasing, name), seen))
    place.erase(TALK)
    assert seen == ["blot_out", "still_in"]


def spy(reads: Callable[[Path, Collection[str]], Any], seen: list[str]) -> Callable[..., Any]:
    def read(folder: Path, words: Collection[str]) -> Any:
        handles = [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]
        assert [each for each in handles if each.startswith(str(folder))] == []
        seen.append(reads.__name__)
        return reads(folder, words)

    return read


def test_every_table_has_its_place_in_an_erasure() -> None:
    assert {table.name for table in ALL} == set(metadata.tables)
    assert len(ALL) == len(metadata.tables)


def test_every_table_of_customers_is_planted() -> None:
    assert set(STAFF) <= {table.name for table in NOT_OF_CUSTOMERS}


def test_every_column_of_a_case_that_stays_is_a_code_a_number_or_a_date() -> None:
    stored = {column.key for column in cases.columns if column.computed is None}
    kept = stored - set(BLANK_CASE)
    assert kept == {
        "case_no", "status", "language", "locale", "category", "tone", "anger", "threats",
        "mindset", "demand", "grade", "grade_reasons", "incident_date", "department",
        "copied_to", "priority", "channel", "incident", "parent", "policy_version",
        "reader_version", "created_at", "updated_at",
    }  # fmt: skip


@pytest.mark.parametrize("who", [TALK, CASE, EMAIL.upper(), "+86 139-0000-5678"])
def test_nothing_is_left_whatever_the_customer_was_looked_for_by(place: Place, who: str) -> None:
    url, trackers = place.settings.database_url, tracker_url(place.environ, place.settings)
    assert words_in(whole_text(url)) == set(WORDS)
    assert words_in(whole_text(trackers))
    assert words_in_files(place.settings.var)

    outcome = place.erase(who)

    assert outcome.complete, place.said
    assert words_in(whole_text(url)) == set()
    assert words_in(whole_text(trackers)) == set()
    assert "somebody-else" in whole_text(trackers)
    assert words_in_files(place.settings.var) == {}
    # What stays of a case is its number.
    assert place.shown(who) is (who == CASE)


def test_what_is_filed_while_the_erasure_begins_is_erased_as_well(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = place.settings.database_url
    locked, filed = erasure_of_rows._lock, f"{CASE[:-1]}2"

    def lock(*given: Any) -> None:
        if not added:
            added.append(filed)
            _file_once_more(given[0], url, filed)
        locked(*given)

    added: list[str] = []
    monkeypatch.setattr(erasure_of_rows, "_lock", lock)
    place.erase(TALK)
    assert words_in(whole_text(url)) == set()
    assert filed in whole_text(url)


def _file_once_more(connection: sa.Connection, url: str, case_no: str) -> None:
    """Copy the customer's case; where others can write meanwhile, in a connection of its own."""
    if connection.dialect.name == "sqlite":
        _copy_case(connection, case_no)
        return
    engine = open_engine(url)
    with engine.begin() as other:
        _copy_case(other, case_no)
    engine.dispose()


def _copy_case(connection: sa.Connection, case_no: str) -> None:
    kept = [column for column in cases.columns if column.computed is None]
    row = dict(connection.execute(sa.select(*kept).where(cases.c.case_no == CASE)).mappings().one())
    row |= {"case_no": case_no, "intake_id": f"{row['intake_id']}2"}
    connection.execute(sa.insert(cases).values(row))


def test_the_case_stays_with_number_dates_category_and_grade(place: Place, policy: Policy) -> None:
    place.erase(CASE)
    factory = SqlUnitOfWorkFactory(open_engine(place.settings.database_url))
    with factory(read_only=True) as uow:
        case = uow.cases.get(CASE)
        assert uow.conversations.get(TALK) is None
    assert (case.status, case.grade, case.category) == ("closed", "general", ("product_quality",))
    assert case.incident_date == "2026-11-20"
    assert case.complaint_text == "" and case.contact_phone is None
    view = Works(factory, policy).steps.view(CASE)
    assert [dict(event.data) for event in view.events] == [{"grade": "general"}]
    factory.close()


def test_the_trail_tells_of_the_erasure_and_stays_closed_to_others(place: Place) -> None:
    place.erase(PHONE)
    engine = open_engine(place.settings.database_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(audit_entries).order_by(audit_entries.c.id)).all()
    assert [(row.action, row.subject) for row in rows[:1]] == [("lease.taken", "erased")]
    assert rows[-1].action == "person.erased"
    assert rows[-1].details == {"conversations": 1, "cases": [CASE]}
    for change in (sa.update(audit_entries).values(details={}), sa.delete(audit_entries)):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(change)
    engine.dispose()


def test_the_log_keeps_its_other_lines_and_its_length(place: Place) -> None:
    log = place.settings.var / "log" / "desk.log"
    size = log.stat().st_size
    place.erase(TALK)
    first, blotted, last = log.read_text(encoding="utf-8").splitlines()
    assert (first, last) == ('{"event": "first"}', '{"event": "last"}')
    assert set(blotted) == {"#"}
    assert log.stat().st_size == size


def test_others_are_left_alone_and_the_same_phone_is_followed(place: Place, policy: Policy) -> None:
    factory = SqlUnitOfWorkFactory(open_engine(place.settings.database_url))
    works = Works(factory, policy)
    with factory() as uow:
        for talk in ("other", "again"):
            uow.conversations.ensure(talk, "rest", works.clock.now())  # type: ignore[arg-type]
        uow.commit()
    other = _filed(works, "other", contact_phone=OTHERS_PHONE)
    again = _filed(works, "again", contact_phone=PHONE)

    place.erase(CASE)

    with factory(read_only=True) as uow:
        assert uow.cases.get(again).contact_phone is None
        assert uow.conversations.get("again") is None
        kept = uow.cases.get(other)
        assert (kept.contact_phone, kept.complaint_text) == (OTHERS_PHONE, "机器响")
        assert kept.conversation_id == "other"
    factory.close()


def test_only_the_case_that_was_named_where_it_is_asked_for(place: Place, policy: Policy) -> None:
    factory = SqlUnitOfWorkFactory(open_engine(place.settings.database_url))
    works = Works(factory, policy)
    again = works.enter("又坏了", contact_phone=PHONE).case_no
    outcome = place.erase(CASE, follow=False)
    assert not outcome.complete
    assert any("cases.contact_phone" in line for line in place.said)
    with factory(read_only=True) as uow:
        assert uow.cases.get(again).contact_phone == PHONE
    factory.close()


def test_nothing_changes_when_it_is_only_shown(place: Place) -> None:
    before = whole_text(place.settings.database_url)
    assert place.shown(PHONE)
    assert whole_text(place.settings.database_url) == before
    assert not words_in("\n".join(place.said), (MARKER, PHONE, EMAIL))
    assert not place.shown("13100000000")
    assert not place.shown("nobody-of-that-name")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("13900005678", "8613900005678", True),
        ("13900005678", "13900005678", True),
        ("13900005678", "13900005679", False),
        ("5678", "13900005678", False),
        ("13900005678", "99998613900005678", False),
    ],
)
def test_a_phone_is_the_same_with_or_without_its_countrys_code(
    one: str, other: str, same: bool
) -> None:
    assert same_phone(one, other) is same


def _filed(works: Works, talk: str, **contact: str) -> str:
    record = Record(complaint_text="机器响", language="zh", **contact)  # type: ignore[arg-type]
    return works.filing.file(talk, f"t-{talk}", record).case_no
