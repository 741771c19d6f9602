"""A filed complaint and what hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from casework.model.codes import (
    Category,
    Channel,
    ClockName,
    Demand,
    Department,
    Grade,
    Mindset,
    Priority,
    ReferenceType,
    Status,
    Threat,
    Tone,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A number the customer gave besides the order number."""

    type: ReferenceType
    value: str


@dataclass(frozen=True, slots=True)
class Links:
    """The incident and the parent case to which a case belongs."""

    incident: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueClock:
    """One promise on a case with its due instant; `id` is given by the store."""

    name: ClockName
    due_at: datetime
    explanation: Mapping[str, str]
    id: int | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A filed complaint with its grade, its department and its clocks."""

    case_no: str
    conversation_id: str | None
    intake_id: str | None
    status: Status
    language: str | None
    locale: str | None
    category: tuple[Category, ...]
    tone: Tone
    anger: float
    threats: tuple[Threat, ...]
    mindset: Mindset | None
    demand: tuple[Demand, ...]
    grade: Grade
    grade_reasons: tuple[str, ...]
    complaint_text: str
    product: str | None
    model: str | None
    serial_number: str | None
    quantity: int | None
    order_number: str | None
    references: tuple[Reference, ...]
    incident_date: str | None
    amount: float | None
    currency: str | None
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    contact_other: str | None
    stated: Mapping[str, str]
    department: Department
    copied_to: tuple[str, ...]
    priority: Priority
    channel: Channel
    clocks: tuple[DueClock, ...]
    policy_version: str
    reader_version: str | None
    created_at: datetime
    updated_at: datetime
    links: Links = field(default_factory=Links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What somebody added to a case after it was filed (R69)."""

    case_no: str
    author: str
    text: str
    at: datetime
    id: int | None = None
