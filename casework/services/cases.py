"""Reads cases, adds to them and tells their state."""

import base64
import binascii
import hmac
import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from casework.errors import (
    CaseNotFound,
    CursorInvalid,
    StatusRefused,
    TooManyAttempts,
)
from casework.informing import CUSTOMER, Informer
from casework.model import (
    EVERY_CASE,
    Case,
    CaseFilters,
    Channel,
    ClockName,
    Status,
    Supplement,
)
from casework.numbering import normal_case_no
from casework.policy import StatusLookup
from casework.ports import Clock, UnitOfWork, UnitOfWorkFactory
from casework.text import storable

MAX_LIMIT: Final = 200
LAST_DIGITS: Final = 4
INTERNAL_CLOCKS: Final = (ClockName.DEPARTMENT_REPLY,)


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases and the cursor of the next page, None on the last one."""

    items: tuple[Case, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CaseState:
    """All that a customer may learn about a case: its status and the next date ahead."""

    case_no: str
    status: Status
    next_due_at: datetime | None


class CaseService:
    """Serves the filed cases."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        status_lookup: StatusLookup,
        informer: Informer | None = None,
    ) -> None:
        self._informer = informer
        self._uow_factory = uow_factory
        self._clock = clock
        self._lookup = status_lookup

    def get(self, case_no: str) -> Case:
        """Return a case; raise `CaseNotFound` when there is none with this number."""
        with self._uow_factory(read_only=True) as uow:
            return uow.cases.get(normal_case_no(case_no))

    def list(
        self,
        *,
        conversation_id: str | None = None,
        filters: CaseFilters = EVERY_CASE,
        limit: int = 50,
        cursor: str | None = None,
    ) -> CasePage:
        """Return a page of the cases that pass, the newest first; the limit becomes 1 to 200."""
        limit = min(max(limit, 1), MAX_LIMIT)
        before = None if cursor is None else _decode(cursor)
        with self._uow_factory(read_only=True) as uow:
            found = uow.cases.list(
                conversation_id=conversation_id,
                filters=filters,
                before=before,
                limit=limit + 1,
            )
        page = tuple(found[:limit])
        return CasePage(page, _encode(page[-1]) if len(found) > limit else None)

    def supplement(self, case_no: str, author: str, text: str) -> Supplement:
        """Add a text to a case; raise `CaseNotFound` when there is none with this number."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            case = uow.cases.lock(normal_case_no(case_no))
            added = uow.cases.add_supplement(
                Supplement(case_no=case.case_no, author=author, text=storable(text), at=now)
            )
            uow.cases.update(replace(case, updated_at=now))
            if self._informer is not None and author == CUSTOMER:
                self._tell(uow, self._informer, case, added)
            uow.commit()
        return added

    def _tell(self, uow: UnitOfWork, informer: Informer, case: Case, added: Supplement) -> None:
        """Tell whoever has the case that the customer wrote, and a superior where they insist."""
        handling = uow.handling.get(case.case_no)
        role = (handling.assignee if handling else None) or str(case.department)
        once = f"added:{added.id}"
        informer.tell(uow, role, "staff_customer_added", case, added.at, once=once)
        insisting = informer.policy.insisting
        if case.grade in insisting.grades:
            for superior in insisting.tell:
                informer.tell(uow, superior, "staff_customer_insists", case, added.at, once=once)

    def case_status_for(
        self, case_no: str, last4: str | None, *, conversation_id: str
    ) -> CaseState:
        """Tell a customer the state of a case.

        The conversation that filed it needs no digits. From any other one, wrong attempts are
        counted by conversation and by case, and an unknown number is answered like a wrong one.

        Args:
            case_no: the number, in any case of letters.
            last4: the last four digits of the contact.
            conversation_id: the conversation that asks.

        Raises:
            StatusRefused: number and digits do not match.
            TooManyAttempts: the policy's limit is reached.
        """
        number = storable(normal_case_no(case_no))
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.ensure(conversation_id, Channel.REST, now)
            uow.conversations.lock(conversation_id)
            case = _find(uow, number)
            if case is not None and case.conversation_id == conversation_id:
                return _state(case, now)
            self._check_attempts(uow, conversation_id, number, now)
            if case is not None and _matches(case, last4):
                return _state(case, now)
            uow.attempts.add(conversation_id, number, now)
            uow.commit()
        raise StatusRefused()

    def _check_attempts(
        self, uow: UnitOfWork, conversation_id: str, case_no: str, now: datetime
    ) -> None:
        since = now - timedelta(minutes=self._lookup.window_minutes)
        made = max(
            uow.attempts.count(since, conversation_id=conversation_id),
            uow.attempts.count(since, case_no=case_no),
        )
        if made >= self._lookup.attempts:
            raise TooManyAttempts()


def _find(uow: UnitOfWork, case_no: str) -> Case | None:
    try:
        return uow.cases.get(case_no)
    except CaseNotFound:
        return None


def _state(case: Case, now: datetime) -> CaseState:
    ahead = [
        clock.due_at
        for clock in case.clocks
        if clock.met_at is None and clock.due_at >= now and clock.name not in INTERNAL_CLOCKS
    ]
    return CaseState(case.case_no, case.status, min(ahead, default=None))


def _matches(case: Case, last4: str | None) -> bool:
    given = _digits(last4 or "")
    if len(given) != LAST_DIGITS:
        return False
    contacts = (
        case.contact_phone,
        case.stated.get("contact_phone"),
        case.contact_other,
        case.contact_email,
    )
    known = [digits for contact in contacts if len(digits := _digits(contact or "")) >= LAST_DIGITS]
    return any([hmac.compare_digest(digits[-LAST_DIGITS:], given) for digits in known])


def _digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def _encode(case: Case) -> str:
    place = json.dumps([case.created_at.isoformat(), case.case_no])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _decode(cursor: str) -> tuple[datetime, str]:
    try:
        at, case_no = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        instant = datetime.fromisoformat(at)
        instant.utctimetuple()
    except (binascii.Error, ValueError, TypeError, OverflowError) as error:
        raise CursorInvalid() from error
    if instant.tzinfo is None or not isinstance(case_no, str):
        raise CursorInvalid()
    return instant, case_no
