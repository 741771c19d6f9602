"""The code words of a case, exactly as integrations read them."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands in its handling."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    INVESTIGATING = "investigating"
    TRANSMITTED = "transmitted"
    REPLIED = "replied"
    RETURNED = "returned"
    IMPLEMENTING = "implementing"
    REVISITING = "revisiting"
    CLOSED_CUSTOMER = "closed_customer"
    IMPROVING = "improving"
    CLOSED = "closed"


class Grade(StrEnum):
    """How heavy a case weighs (R184 to R188); the last two never reach a customer (C10)."""

    GENERAL = "general"
    MAJOR = "major"
    BATCH = "batch"
    CLAIM = "claim"
    UNJUSTIFIED = "unjustified"
    OUT_OF_SCOPE = "out_of_scope"


class Department(StrEnum):
    """Who answers for a case (R13, R171)."""

    QUALITY = "quality"
    AFTER_SALES = "after_sales"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    SALES = "sales"
    CUSTOMER_SERVICE = "customer_service"
    ENGINEERING = "engineering"
    PROPERTY = "property"
    INFORMATION_SECURITY = "information_security"
    OPERATIONS = "operations"
    INDEPENDENT_GROUP = "independent_group"


class Priority(StrEnum):
    """How soon a case is taken up."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Channel(StrEnum):
    """The way by which a complaint came in (R6, R174)."""

    WEB = "web"
    REST = "rest"
    SHELL = "shell"
    STAFF = "staff"


class Category(StrEnum):
    """What a complaint is about (R13, R32, R108 brought into one list, C7)."""

    PRODUCT_QUALITY = "product_quality"
    PRODUCT_USE = "product_use"
    BILLING_PRICE = "billing_price"
    DELIVERY_LOGISTICS = "delivery_logistics"
    SERVICE_ATTITUDE = "service_attitude"
    RESPONSE_SPEED = "response_speed"
    RETURN_REFUND = "return_refund"
    INSTALLATION_REPAIR = "installation_repair"
    PROPERTY_ENGINEERING = "property_engineering"
    FALSE_ADVERTISING_FRAUD = "false_advertising_fraud"
    SAFETY_PRIVACY = "safety_privacy"
    OTHER = "other"


class Tone(StrEnum):
    """How a customer speaks (R38 to R41)."""

    AGGRESSIVE = "aggressive"
    EXPRESSIVE = "expressive"
    PASSIVE = "passive"
    CONSTRUCTIVE = "constructive"
    NONE = "none"


class Threat(StrEnum):
    """Where a customer says the matter will go next (R8)."""

    MEDIA = "media"
    REGULATOR = "regulator"
    LEGAL = "legal"
    VIOLENCE = "violence"
    CHURN = "churn"


class Demand(StrEnum):
    """What a customer asks for."""

    REFUND = "refund"
    RETURN = "return"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    COMPENSATION = "compensation"
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    IMPROVEMENT = "improvement"
    PUNISH_STAFF = "punish_staff"
    DELIVERY = "delivery"
    OTHER = "other"


class Mindset(StrEnum):
    """What a complaining customer is after (R75 to R78)."""

    SUPERVISOR = "supervisor"
    RATIONAL = "rational"
    NEGOTIATOR = "negotiator"
    VICTIM = "victim"


class Fact(StrEnum):
    """What a complaint states that decides its grade or its department (R185, R187, R188)."""

    DEAD_ON_ARRIVAL = "dead_on_arrival"
    REPEAT_AFTER_REPAIR = "repeat_after_repair"
    PEOPLE_HARMED = "people_harmed"
    DATA_EXPOSED = "data_exposed"
    CLAIMS_FURTHER_LOSS = "claims_further_loss"
    PRETEXT = "pretext"
    OTHER_COMPANY = "other_company"


class ReferenceType(StrEnum):
    """What kind of number a customer gave besides the order's."""

    TRACKING = "tracking"
    CONTRACT = "contract"
    ACCOUNT = "account"
    WORK_ORDER = "work_order"
    OTHER = "other"


class ClockName(StrEnum):
    """The promises that run on a case (R117, R118, R153, R157, R161, R195 to R197, R203)."""

    FIRST_REPLY = "first_reply"
    PRELIMINARY_SOLUTION = "preliminary_solution"
    DEPARTMENT_REPLY = "department_reply"
    CUSTOMER_REPLY = "customer_reply"
    MAJOR_CALLBACK = "major_callback"
    MAJOR_COMPLETION = "major_completion"
    GENERAL_COMPLETION = "general_completion"
    REVISIT = "revisit"
    NEXT_UPDATE = "next_update"
    INSTRUCTION_LETTER = "instruction_letter"
    INSTRUCTION_CALL = "instruction_call"


class Sender(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    BOT = "bot"
    AGENT = "agent"


class MessageKind(StrEnum):
    """Whether a row is a message proper, a notice that the answer is late, or a reminder."""

    MESSAGE = "message"
    NOTICE = "notice"
    REMINDER = "reminder"


class MessageState(StrEnum):
    """How far an inbound message has come; `received` and `processing` are pending."""

    RECEIVED = "received"
    PROCESSING = "processing"
    DONE = "done"
