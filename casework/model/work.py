"""What is known and done about a case between its filing and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

#: The author of what happens by itself.
SYSTEM: Final = "system"


class Origin(StrEnum):
    """Where the cause of a complaint lies (R16)."""

    CUSTOMER = "customer"
    FORCE_MAJEURE = "force_majeure"
    MANAGEMENT = "management"


class Nature(StrEnum):
    """What kind of failing it was (R18)."""

    ATTITUDE = "attitude"
    PROCESS = "process"
    CAPABILITY = "capability"


class Step(StrEnum):
    """What people do on a case; clocks are met by steps and later ones start with them."""

    ASSIGNED = "assigned"
    NOTED = "noted"
    ADMITTED = "admitted"
    INVESTIGATING = "investigating"
    TRANSMITTED = "transmitted"
    SHARED = "shared"
    AGENT_REPLIED = "agent_replied"
    CALLED_BACK = "called_back"
    SOLUTION_SENT = "solution_sent"
    DEPARTMENT_REPLIED = "department_replied"
    CUSTOMER_ANSWERED = "customer_answered"
    CUSTOMER_REFUSED = "customer_refused"
    UPDATE_SENT = "update_sent"
    WAIT_ANNOUNCED = "wait_announced"
    WAIT_REFUSED = "wait_refused"
    IMPLEMENTED = "implemented"
    COMPLETED = "completed"
    REVISITED = "revisited"
    GRADED = "graded"
    JUDGED = "judged"
    INSTRUCTED = "instructed"
    JOINED = "joined"
    PAUSED = "paused"
    RESUMED = "resumed"


class TickKind(StrEnum):
    """What a clock does by itself."""

    REMIND = "remind"
    BREACH = "breach"
    ESCALATE = "escalate"


class OutgoingState(StrEnum):
    """How far a notice on its way out has come."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a case is handled: who has it, who shares it, and what was noticed about it."""

    case_no: str
    customer_key: str
    assignee: str | None = None
    shared_with: tuple[str, ...] = ()
    complex_reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    customer_groups: tuple[str, ...] = ()
    product_key: str | None = None
    symptom: str | None = None
    valid: bool = True
    origin: Origin | None = None
    nature: Nature | None = None
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened to a case; the list of them only grows."""

    case_no: str
    at: datetime
    author: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One trouble that several customers have with the same product (R185)."""

    id: str
    product_key: str
    symptom: str
    opened_at: datetime
    last_case_at: datetime


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that a clock does, so many seconds after its due instant (before it: negative)."""

    offset: int
    kind: TickKind
    to: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still, with its reason and who stopped it."""

    since: datetime
    author: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRun:
    """How one clock runs: when it began, what it will do next, and when it stood still.

    `starts` is the step that started it, None where that was the filing or a grade.
    """

    clock_id: int
    case_no: str
    started_at: datetime
    ticks: tuple[Tick, ...]
    next_tick: int = 0
    next_at: datetime | None = None
    working_days: int | None = None
    starts: Step | None = None
    pauses: tuple[Pause, ...] = ()
    provisional: bool = False

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return bool(self.pauses) and self.pauses[-1].until is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One notice on its way to one recipient; `lane` keeps those of a case in order."""

    dedupe_key: str
    recipient: str
    address: str
    key: str
    created_at: datetime
    case_no: str | None = None
    locale: str | None = None
    urgent: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    state: OutgoingState = OutgoingState.PENDING
    attempts: int = 0
    next_at: datetime | None = None
    error: str | None = None
    sent_at: datetime | None = None
    id: int | None = None

    @property
    def lane(self) -> str:
        """What is sent one after the other."""
        return f"{self.case_no or ''}|{self.address}"

    @property
    def channel(self) -> str:
        """The way by which it goes: the part of the address before the colon."""
        return self.address.partition(":")[0]
