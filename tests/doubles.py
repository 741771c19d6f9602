"""A clock that stands still until it is moved, and ids that count."""

from datetime import UTC, datetime, timedelta

# A Monday, noon in Shanghai.
MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class FixedClock:
    """Shows one instant until a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant that was set."""
        return self.at

    def advance(self, **units: float) -> None:
        """Move on by so many minutes, hours or days."""
        self.at += timedelta(**units)


class CountingIds:
    """Gives ids and letters in a fixed order, or the letters that a test prepared."""

    def __init__(self, letters: list[str] | None = None) -> None:
        self._count = 0
        self._prepared = letters or []

    def new_id(self) -> str:
        """Return the next id."""
        self._count += 1
        return f"id-{self._count}"

    def letters(self, alphabet: str, count: int) -> str:
        """Return the next prepared letters, else the next number written in the alphabet."""
        if self._prepared:
            return self._prepared.pop(0)
        self._count += 1
        number, signs = self._count, ""
        for _ in range(count):
            number, rest = divmod(number, len(alphabet))
            signs = alphabet[rest] + signs
        return signs
