"""The shapes of cases in the interface."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from casework.model import Category, Channel, Demand, Mindset, Record, Reference, Threat, Tone
from casework.model.codes import ReferenceType

LONGEST_COMPLAINT = 100_000
Line = Annotated[str, Field(max_length=500)]


class ShownReference(BaseModel):
    """A number that the customer gave besides the order's."""

    type: ReferenceType
    value: Line


class EnteredCase(BaseModel):
    """A complaint that staff or another system enters."""

    model_config = ConfigDict(extra="forbid")

    complaint_text: Annotated[str, Field(min_length=1, max_length=LONGEST_COMPLAINT)]
    conversation_id: Annotated[str | None, Field(max_length=200)] = None
    language: Annotated[str | None, Field(pattern="^(zh|en)$")] = None
    locale: Annotated[str | None, Field(max_length=35)] = None
    category: Annotated[list[Category], Field(max_length=12)] = []
    tone: Tone = Tone.NONE
    anger: Annotated[float, Field(ge=0, le=3)] = 0.0
    threats: Annotated[list[Threat], Field(max_length=5)] = []
    mindset: Mindset | None = None
    demand: Annotated[list[Demand], Field(max_length=11)] = []
    product: Line | None = None
    model: Line | None = None
    serial_number: Line | None = None
    quantity: Annotated[int | None, Field(ge=1)] = None
    order_number: Line | None = None
    references: Annotated[list[ShownReference], Field(max_length=50)] = []
    incident_date: Annotated[str | None, Field(max_length=100)] = None
    amount: Annotated[float | None, Field(ge=0)] = None
    currency: Annotated[str | None, Field(pattern="^[A-Z]{3}$")] = None
    contact_name: Line | None = None
    contact_phone: Line | None = None
    contact_email: Line | None = None
    contact_other: Line | None = None
    stated: Annotated[dict[str, Line], Field(max_length=50)] = {}
    channel: Channel = Channel.STAFF

    def to_record(self) -> Record:
        """Return what is entered as the input of filing."""
        values = self.model_dump(exclude={"conversation_id", "references"})
        references = tuple(Reference(item.type, item.value) for item in self.references)
        return Record(references=references, **values)


class ShownClock(BaseModel):
    """A promise on a case."""

    id: int | None
    name: str
    due_at: str
    met_at: str | None
    breached_at: str | None
    explanation: str


class ShownLinks(BaseModel):
    """To what else a case belongs."""

    incident: str | None
    parent: str | None


class ShownCase(BaseModel):
    """A filed complaint."""

    case_no: str
    conversation_id: str | None
    status: str
    language: str | None
    locale: str | None
    category: list[str]
    tone: str
    anger: float
    threats: list[str]
    mindset: str | None
    demand: list[str]
    grade: str
    grade_reasons: list[str]
    complaint_text: str
    product: str | None
    model: str | None
    serial_number: str | None
    quantity: int | None
    order_number: str | None
    references: list[dict[str, Any]]
    incident_date: str | None
    amount: float | None
    currency: str | None
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    contact_other: str | None
    stated: dict[str, str]
    department: str
    copied_to: list[str]
    priority: str
    channel: str
    clocks: list[ShownClock]
    links: ShownLinks
    policy_version: str
    reader_version: str | None
    created_at: str
    updated_at: str


class CaseList(BaseModel):
    """Some cases, the newest first, and the cursor of the next page."""

    items: list[ShownCase]
    next_cursor: str | None
