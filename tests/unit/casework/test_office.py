"""When people are at work, and when they will be again."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.office import is_open, next_opening
from casework.policy import OfficeHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = OfficeHours(days=(1, 2, 3, 4, 5), start="09:00", end="18:00")
NIGHT = OfficeHours(days=(5,), start="22:00", end="06:00")
ALWAYS = OfficeHours(days=(1, 2, 3, 4, 5, 6, 7), start="00:00", end="00:00")


def local(day: int, time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02}T{time}:00+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (DAY, local(23, "08:59"), False),
        (DAY, local(23, "09:00"), True),
        (DAY, local(23, "17:59"), True),
        (DAY, local(23, "18:00"), False),
        (DAY, local(28, "12:00"), False),
        (NIGHT, local(27, "23:00"), True),
        (NIGHT, local(28, "05:59"), True),
        (NIGHT, local(28, "06:00"), False),
        (NIGHT, local(26, "23:00"), False),
        (ALWAYS, local(29, "03:00"), True),
    ],
)
def test_people_work_in_their_hours(hours: OfficeHours, at: datetime, expected: bool) -> None:
    assert is_open(hours, at, SHANGHAI) is expected


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        (DAY, local(23, "10:00"), local(23, "10:00")),
        (DAY, local(23, "07:00"), local(23, "09:00")),
        (DAY, local(23, "20:00"), local(24, "09:00")),
        (DAY, local(27, "18:00"), local(30, "09:00")),
        (NIGHT, local(28, "06:00"), datetime(2026, 12, 4, 14, 0, tzinfo=UTC)),
    ],
)
def test_the_next_opening_is_found_across_nights_and_weekends(
    hours: OfficeHours, at: datetime, expected: datetime
) -> None:
    assert next_opening(hours, at, SHANGHAI) == expected
