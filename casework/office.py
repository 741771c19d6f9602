"""When people are at work."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casework.policy import OfficeHours


def is_open(hours: OfficeHours, at: datetime, tz: ZoneInfo) -> bool:
    """Tell whether people work at this instant; an end at or before the start is the next day's."""
    local = at.astimezone(tz)
    return any(
        start <= local < end
        for back in (0, 1)
        for start, end in [_shift(hours, local - timedelta(days=back), tz)]
        if (local - timedelta(days=back)).isoweekday() in hours.days
    )


def next_opening(hours: OfficeHours, at: datetime, tz: ZoneInfo) -> datetime:
    """Return when people start to work next, or the instant itself while they work."""
    if is_open(hours, at, tz):
        return at
    local = at.astimezone(tz)
    for ahead in range(8):
        day = local + timedelta(days=ahead)
        start, _ = _shift(hours, day, tz)
        if day.isoweekday() in hours.days and start > local:
            return start.astimezone(UTC)
    return at


def _shift(hours: OfficeHours, day: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    start = datetime.combine(day.date(), time.fromisoformat(hours.start), tzinfo=tz)
    end = datetime.combine(day.date(), time.fromisoformat(hours.end), tzinfo=tz)
    return start, end if end > start else end + timedelta(days=1)
