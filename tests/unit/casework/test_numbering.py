"""Case numbers."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.numbering import CROCKFORD, RandomIds, new_case_no, normal_case_no
from tests.doubles import CountingIds

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_number_holds_the_local_date() -> None:
    late = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    ids = CountingIds(letters=["K7Q4M2XP"])
    assert new_case_no(late, SHANGHAI, ids) == "JY20261123-K7Q4M2XP"


def test_random_numbers_use_crockfords_alphabet() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    numbers = {new_case_no(at, SHANGHAI, RandomIds()) for _ in range(200)}
    assert len(numbers) == 200
    pattern = re.compile(f"JY20261123-[{CROCKFORD}]{{8}}")
    assert all(pattern.fullmatch(number) for number in numbers)
    assert not set("ILOU") & set(CROCKFORD) and len(CROCKFORD) == 32


def test_ids_differ() -> None:
    assert len({RandomIds().new_id() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("JY20261123-K7Q4M2XP", "JY20261123-K7Q4M2XP"),
        (" jy20261123-k7q4m2xp\n", "JY20261123-K7Q4M2XP"),
        ("JY20261123-OIL00000", "JY20261123-01100000"),
        ("JY 20261123 - K7Q4 M2XP", "JY20261123-K7Q4M2XP"),
        ("nonsense", "NONSENSE"),
        ("", ""),
    ],
)
def test_a_typed_number_is_read_kindly(typed: str, number: str) -> None:
    assert normal_case_no(typed) == number
