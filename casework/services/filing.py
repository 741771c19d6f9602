"""Files complaints, each exactly once."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from casework.aids import NO_AIDS, Aids, with_order
from casework.calendars import WeekCalendar
from casework.drafting import CaseDrafter
from casework.errors import IdempotencyKeyReused, IntakeNotOpen
from casework.model import Case, Channel, IdempotencyKey, Intake, Record
from casework.policy import Policy
from casework.ports import Calendar, Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from casework.services.intake import add_intake
from casework.services.opening import CaseOpener
from casework.services.retrying import until_settled


@dataclass(frozen=True, slots=True)
class EnteredCase:
    """The case of a staff entry, and whether this entry created it."""

    case: Case
    created: bool


class FilingService:
    """Turns records into cases: one case an intake, whatever is retried."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        policy: Policy,
        clock: Clock,
        ids: IdSource,
        tz: ZoneInfo,
        calendar: Calendar | None = None,
        aids: Aids = NO_AIDS,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._ids = ids
        calendar = calendar or WeekCalendar(policy.office_hours.days)
        self._drafter = CaseDrafter(policy, calendar, tz)
        self._aids = aids
        self._opener = CaseOpener(policy, calendar, tz, ids, aids.articles)

    def file(
        self,
        conversation_id: str,
        turn_id: str,
        record: Record,
        *,
        intake_id: str | None = None,
    ) -> Case:
        """File the open intake of a conversation and return its case.

        A turn that filed already gets its case again, and so does a rival who saw the same
        intake open. Where none is open, one is opened in the same transaction.

        Args:
            conversation_id: the conversation; an unknown one is created.
            turn_id: the turn whose retries must find the same case.
            record: what the intake collected.
            intake_id: the intake that is meant, where the caller knows it.

        Raises:
            IntakeNotOpen: the intake that is meant was cancelled or is another conversation's.
        """
        seen = intake_id or self._open_intake_id(conversation_id)
        return until_settled(
            lambda: self._file(conversation_id, turn_id, record, seen, required=bool(intake_id))
        )

    def file_entered(
        self, record: Record, idempotency_key: str, *, conversation_id: str | None = None
    ) -> EnteredCase:
        """File what staff or another system entered; the same key gives the same case again.

        Args:
            record: what was entered.
            idempotency_key: the caller's key of this entry.
            conversation_id: the existing conversation to which the case belongs, if any.

        Raises:
            IdempotencyKeyReused: the key came before with another record.
        """
        body_hash = _hash_of(record, conversation_id)
        return until_settled(
            lambda: self._enter(record, idempotency_key, body_hash, conversation_id)
        )

    def _open_intake_id(self, conversation_id: str) -> str | None:
        with self._uow_factory(read_only=True) as uow:
            intake = uow.intakes.find_open(conversation_id)
        return intake.id if intake else None

    def _file(
        self,
        conversation_id: str,
        turn_id: str,
        record: Record,
        seen: str | None,
        *,
        required: bool,
    ) -> Case:
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.ensure(conversation_id, Channel(record.channel), now)
            uow.conversations.lock(conversation_id)
            filed = uow.intakes.find_filed(conversation_id, turn_id)
            if filed is not None and filed.case_no is not None:
                return uow.cases.get(filed.case_no)
            intake = uow.intakes.get(seen) if seen else None
            if intake is not None and intake.case_no is not None:
                self._check_owner(intake, conversation_id)
                return uow.cases.get(intake.case_no)
            if intake is None or not intake.is_open or intake.conversation_id != conversation_id:
                if required:
                    raise IntakeNotOpen(seen or "")
                intake = uow.intakes.find_open(conversation_id)
            if intake is None:
                intake = add_intake(uow, conversation_id, now, self._ids)
            case = self._add_case(uow, record, now, conversation_id, intake.id)
            uow.intakes.update(
                replace(intake, filed_at=now, filed_turn_id=turn_id, case_no=case.case_no)
            )
            uow.commit()
        return case

    def _enter(
        self, record: Record, key: str, body_hash: str, conversation_id: str | None
    ) -> EnteredCase:
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.idempotency.get(key)
            if known is not None:
                if known.body_hash != body_hash:
                    raise IdempotencyKeyReused()
                return EnteredCase(uow.cases.get(known.case_no), created=False)
            if conversation_id is not None:
                uow.conversations.lock(conversation_id)
            case = self._add_case(uow, record, now, conversation_id, None)
            uow.idempotency.add(
                IdempotencyKey(key=key, body_hash=body_hash, case_no=case.case_no, at=now)
            )
            uow.commit()
        return EnteredCase(case, created=True)

    def _add_case(
        self,
        uow: UnitOfWork,
        record: Record,
        at: datetime,
        conversation_id: str | None,
        intake_id: str | None,
    ) -> Case:
        known = with_order(record, self._aids.orders)

        def drafted(case_no: str) -> Case:
            return self._drafter.draft(
                known.record,
                case_no=case_no,
                at=at,
                conversation_id=conversation_id,
                intake_id=intake_id,
            )

        return self._opener.open(uow, known, drafted, at)

    @staticmethod
    def _check_owner(intake: Intake, conversation_id: str) -> None:
        if intake.conversation_id != conversation_id:
            raise IntakeNotOpen(intake.id)


def _hash_of(record: Record, conversation_id: str | None) -> str:
    body = json.dumps([asdict(record), conversation_id], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()
