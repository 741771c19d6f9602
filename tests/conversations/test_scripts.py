"""Plays every conversation script through the gateway: each is one customer, and one test."""

import uuid
from collections import Counter
from pathlib import Path

import pytest
import yaml

from desk.cli.scripts import load_script
from tests.conversations.player import play
from tests.stack import Stack

HERE = Path(__file__).parent
KNOWN_FAULTS: dict[str, str] = yaml.safe_load((HERE / "known_faults.yml").read_text("utf-8"))
SCRIPTS = sorted(path for path in HERE.glob("*.yml") if path.name != "known_faults.yml")


def marks(path: Path) -> list[pytest.MarkDecorator]:
    """Return the rows that a script names, and that it is expected to fail where it is."""
    found = [pytest.mark.rows(*rows)] if (rows := load_script(path).rows) else []
    if path.stem in KNOWN_FAULTS:
        found.append(pytest.mark.xfail(reason=KNOWN_FAULTS[path.stem], strict=False))
    return found


MARKED = [pytest.param(path, id=path.stem, marks=marks(path)) for path in SCRIPTS]


@pytest.mark.parametrize("path", MARKED)
def test_the_conversation_goes_as_its_script_says(path: Path, sqlite_stack: Stack) -> None:
    played = play(load_script(path), sqlite_stack, f"{path.stem}-{uuid.uuid4().hex[:8]}")
    assert played.faults == [], str(played)


def test_both_languages_have_as_many_customers_and_as_many_who_do_not_complain() -> None:
    kinds = Counter(
        (path.stem.rpartition("_")[2], bool(load_script(path).cases)) for path in SCRIPTS
    )
    assert kinds == {("zh", True): 53, ("en", True): 53, ("zh", False): 22, ("en", False): 22}


def test_every_known_fault_names_a_script() -> None:
    assert set(KNOWN_FAULTS) <= {path.stem for path in SCRIPTS}


def test_a_script_that_goes_wrong_holds_no_row() -> None:
    assert [
        path.stem for path in SCRIPTS if load_script(path).rows and path.stem in KNOWN_FAULTS
    ] == []
