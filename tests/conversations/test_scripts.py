"""Plays every conversation script through the gateway: each is one customer, and one test."""

import uuid
from collections import Counter
from pathlib import Path

import pytest

from desk.cli.scripts import load_script
from tests.conversations.player import play
from tests.stack import Stack

SCRIPTS = sorted(Path(__file__).parent.glob("*.yml"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_its_script_says(path: Path, sqlite_stack: Stack) -> None:
    played = play(load_script(path), sqlite_stack, f"{path.stem}-{uuid.uuid4().hex[:8]}")
    assert played.faults == [], str(played)


def test_both_languages_have_as_many_customers_and_as_many_who_do_not_complain() -> None:
    kinds = Counter(
        (path.stem.rpartition("_")[2], bool(load_script(path).cases)) for path in SCRIPTS
    )
    assert kinds == {("zh", True): 12, ("en", True): 12, ("zh", False): 6, ("en", False): 6}
