"""Written approvals, and which findings they cover (R168, R202)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from casework.gate.findings import NEVER_APPROVED, Amount, Finding, Kind
from casework.gate.reading import plain
from casework.gate.times import day_meant
from casework.model import Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person with the authority approved in writing for one case.

    `document` names the written form; `amount` is the highest sum, `due_on` the first day for
    which the remedy may be promised, `wording` a text that may be used word for word.
    """

    id: str
    case_no: str
    document: str
    author: str
    author_role: str
    created_at: datetime
    remedies: tuple[str, ...] = ()
    amount: Decimal | None = None
    currency: str | None = None
    due_on: date | None = None
    wording: str | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    def is_active(self, now: datetime) -> bool:
        """Tell whether it holds at this instant."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def covers(self, finding: Finding, text: str, now: datetime, tz: ZoneInfo) -> bool:
        """Tell whether the finding of this text may go out by it."""
        if finding.kind in NEVER_APPROVED or not self.is_active(now):
            return False
        if self.wording and stands_in(finding, text, self.wording):
            return True
        if finding.kind is not Kind.COMMITMENT or not self.remedies:
            return False
        return (
            set(finding.remedies) <= set(self.remedies)
            and all(self._pays(amount) for amount in finding.amounts)
            and all(self._allows_day(words, now, tz) for words in finding.times)
        )

    def _pays(self, named: Amount) -> bool:
        same = named.currency in (None, self.currency)
        return self.amount is not None and same and named.value <= self.amount

    def _allows_day(self, words: str, now: datetime, tz: ZoneInfo) -> bool:
        if self.due_on is None:
            return False
        meant = day_meant(words, now.astimezone(tz).date())
        return meant is not None and meant >= self.due_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A text that was stopped, kept with what was found in it; `sender` is `bot` or `agent`."""

    conversation_id: str
    turn_id: str
    position: int
    sender: str
    text: str
    findings: Sequence[dict[str, Any]]
    at: datetime
    id: int = 0


def stands_in(finding: Finding, text: str, wording: str) -> bool:
    """Tell whether the finding's place lies inside this wording, repeated word for word."""
    whole, part = plain(text), plain(wording).strip()
    at = whole.find(part) if part else -1
    while at >= 0:
        if at <= finding.start and finding.end <= at + len(part):
            return True
        at = whole.find(part, at + 1)
    return False


def covered_beforehand(finding: Finding, text: str, approved: Iterable[str]) -> bool:
    """Tell whether the policy's pre-approved remedies or phrases cover a commitment.

    A remedy's code word covers the bare remedy: no sum and no time beyond the policy's own.
    """
    if finding.kind is not Kind.COMMITMENT:
        return False
    words = set(approved)
    bare = not finding.amounts and not finding.times and bool(finding.remedies)
    if bare and set(finding.remedies) <= words:
        return True
    phrases = words - set(Demand)
    return any(stands_in(finding, text, phrase) for phrase in phrases)
