"""Lets go of what the policy says is kept no longer."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from casework.model.accounts import AuditEntry
from casework.policy_retention import RetentionPolicy
from casework.ports import Clock
from casework.ports.erasure import Eraser

ACTION: Final = "retention.done"
AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class LetGo:
    """What one pass let go of."""

    conversations: int = 0
    cases: int = 0
    notices: int = 0

    @property
    def any(self) -> bool:
        """Whether it was anything."""
        return bool(self.conversations or self.cases or self.notices)


class RetentionService:
    """Works in passes of bounded size; each leaves one line in the trail that names nobody."""

    def __init__(self, eraser: Eraser, policy: RetentionPolicy, clock: Clock) -> None:
        self._eraser = eraser
        self._policy = policy
        self._clock = clock

    def work(self, limit: int = AT_ONCE) -> LetGo:
        """Do one pass and return what went; another one may have more to do.

        Cases go first: a conversation that was theirs is without a case then, and old enough.
        """
        now = self._clock.now()
        cases = self._cases(now, limit)
        if cases:
            self._eraser.erase_these((), cases, self._note(now), at=now)
        talks = self._talks(now, limit)
        if talks:
            self._eraser.erase_these(talks, (), self._note(now), at=now)
        days = self._policy.sent_notices_days
        notices = self._eraser.drop_sent_notices(now - timedelta(days=days)) if days else 0
        return LetGo(len(talks), len(cases), notices)

    def _cases(self, now: datetime, limit: int) -> tuple[str, ...]:
        years = self._policy.closed_cases_years
        return tuple(self._eraser.old_cases(years_before(now, years), limit)) if years else ()

    def _talks(self, now: datetime, limit: int) -> tuple[str, ...]:
        days = self._policy.conversations_days
        if not days:
            return ()
        return tuple(self._eraser.idle_conversations(now - timedelta(days=days), limit))

    @staticmethod
    def _note(now: datetime) -> AuditEntry:
        return AuditEntry(at=now, action=ACTION, subject="policy")


def years_before(at: datetime, years: int) -> datetime:
    """Return the same day so many years earlier; a 29 February becomes the 28th."""
    year = at.year - years
    day = min(at.day, calendar.monthrange(year, at.month)[1])
    return at.replace(year=year, day=day)
