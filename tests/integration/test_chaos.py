"""The kill suite's short form: some dozens of kills at random moments, on every kind of set-up.

`make chaos KILLS=1000` is the long form; docs/reliability.md tells what it found.
"""

import asyncio
from pathlib import Path

import pytest

from tests.chaos.pairs import PROGRAMS, require
from tests.chaos.sitting import PAIRS, POSTGRES, SQLITE, Record, sit
from tests.stack import RASA

KILLS = 24
AT_ONCE = 8


def check(record: Record) -> None:
    """Nothing was lost, doubled or out of order, and readiness told the truth."""
    assert record.faults == []
    assert sum(record.kills.values()) >= KILLS
    assert record.counts["cases"] >= AT_ONCE
    assert record.counts["confirmed"] >= AT_ONCE


@pytest.mark.parametrize("kind", [SQLITE, POSTGRES])
def test_nothing_is_lost_doubled_or_out_of_order(kind: str, tmp_path: Path) -> None:
    sitting = sit(kind, tmp_path, kills=KILLS, at_once=AT_ONCE, turns_a_second=2.0, most={RASA: 1})
    check(asyncio.run(sitting))


def test_nor_with_two_gateways_and_two_rasas_behind_nginx(tmp_path: Path) -> None:
    require(*PROGRAMS)
    sitting = sit(PAIRS, tmp_path, kills=KILLS, at_once=AT_ONCE, turns_a_second=2.0)
    check(asyncio.run(sitting))
