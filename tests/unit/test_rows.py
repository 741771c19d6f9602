"""The page about the requirements counts what passed and nothing by its name."""

from pathlib import Path

import pytest
import yaml

from desk.cli.scripts import ROW
from tests import rows

ALL = rows.known_rows()


def test_all_rows_are_known_in_their_order() -> None:
    assert list(ALL) == [f"R{number}" for number in range(1, 212)]


def test_a_conversation_script_may_name_these_rows_and_no_others() -> None:
    assert [name for name in ALL if not ROW.fullmatch(name)] == []
    assert [name for name in ("R0", "R01", "R212", "R999", "38") if ROW.fullmatch(name)] == []


def test_people_have_reasons_and_existing_rows() -> None:
    people = yaml.safe_load(rows.PEOPLE.read_text(encoding="utf-8"))
    assert set(people) <= set(ALL)
    assert all(len(why) > 20 for why in people.values())


def test_a_row_is_held_by_passed_tests_alone() -> None:
    outcomes = {
        "R1": {"tests/a.py::test_x": True, "tests/a.py::test_y": True},
        "R2": {"tests/a.py::test_x": True, "tests/a.py::test_z": False},
    }
    written = rows.page(outcomes, {"R3": "Somebody has to."})
    lines = {line.split(" | ")[0].lstrip("| "): line for line in written.splitlines()}
    assert "| held | `a.py::test_x`<br>`a.py::test_y` |" in lines["R1"]
    assert "| open |  |" in lines["R2"]
    assert "| people's work | Somebody has to. |" in lines["R3"]
    assert "1 held, 1 people's work, 209 open, of 211." in written


def test_results_of_tests_that_are_gone_do_not_count() -> None:
    here = f"tests/unit/{Path(__file__).name}::test_all_rows_are_known_in_their_order"
    gone = f"tests/unit/{Path(__file__).name}::test_nothing"
    assert dict(rows._existing({here: True, gone: True, "tests/none.py::test_x": True})) == {
        here: True
    }


def test_the_page_lists_every_row() -> None:
    written = rows.PAGE.read_text(encoding="utf-8")
    assert [name for name in ALL if f"| {name} | " not in written] == []


class Marked:
    """What a test looks like to the plug-in."""

    nodeid = "tests/x.py::test_x"

    def __init__(self, *names: object) -> None:
        self._names = names

    def iter_markers(self, _name: str) -> list[pytest.Mark]:
        return [pytest.mark.rows(*self._names).mark]


def test_a_row_that_does_not_exist_stops_the_run() -> None:
    assert rows.rows_of(Marked("R1", "R2", "R1")) == ("R1", "R2")  # type: ignore[arg-type]
    for name in ("R0", "R212", "117", 117):
        with pytest.raises(pytest.UsageError, match="no row"):
            rows.rows_of(Marked(name))  # type: ignore[arg-type]
