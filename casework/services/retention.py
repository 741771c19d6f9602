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
        talks = self._talks(now, limit)
        days = self._policy.sent_notices_days
        notices = self._eraser.drop_sent_notices(now - timedelta(days=days)) if days else 0
        return LetGo(talks, cases, notices)

    def _cases(self, now: datetime, limit: int) -> int:
        years = self._policy.closed_cases_years
        if not years:
            return 0
        before = years_before(now, years)
        found = self._eraser.old_cases(before, limit)
        if not found:
            return 0
        return len(self._eraser.anonymise_old(found, before, self._note(now), at=now))

    def _talks(self, now: datetime, limit: int) -> int:
        days = self._policy.conversations_days
        if not days:
            return 0
        before = now - timedelta(days=days)
        found = self._eraser.idle_conversations(before, limit)
        if not found:
            return 0
        return len(self._eraser.erase_idle(found, before, self._note(now), at=now))

    @staticmethod
    def _note(now: datetime) -> AuditEntry:
        return AuditEntry(at=now, action=ACTION, subject="policy")


def years_before(at: datetime, years: int) -> datetime:
    """Return the same day so many years earlier; a 29 February becomes the 28th."""
    year = at.year - years
    day = min(at.day, calendar.monthrange(year, at.month)[1])
    return at.replace(year=year, day=day)
