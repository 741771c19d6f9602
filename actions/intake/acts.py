"""What the customer does with a message in the middle of an intake."""

from __future__ import annotations

from enum import StrEnum

from actions.intake.notes import Intake
from actions.turn import Turn


class Act(StrEnum):
    """The ways to read a message while the intake is open."""

    TELL = "tell"
    DETAIL = "detail"
    AFFIRM = "affirm"
    DENY = "deny"
    SKIP = "skip"
    CORRECT = "correct"
    CANCEL = "cancel"
    ASIDE = "aside"
    PERSON = "person"
    TOLD_ALREADY = "told_already"
    WAIT = "wait"
    VENT = "vent"
    GO_ON = "go_on"
    UNCLEAR = "unclear"


#: Questions and remarks on the side, and the response that answers each.
ASIDES = {
    "ask_duration": "utter_faq_duration",
    "ask_handler": "utter_faq_handler",
    "ask_bot": "utter_faq_bot",
    "ask_privacy": "utter_faq_privacy",
    "ask_attachment": "utter_faq_attachment",
    "ask_phone": "utter_faq_phone",
    "ask_hours": "utter_faq_hours",
    "ask_how": "utter_faq_how",
    "ask_policy": "utter_faq_policy",
    "thanks": "utter_thanks",
    "praise": "utter_praise",
    "greet": "utter_greet_again",
    "chitchat": "utter_chitchat_aside",
    "injection": "utter_injection",
    "advertising": "utter_advertising",
}
#: Remarks that are answered only when the message says nothing else.
LIGHT = frozenset({"thanks", "praise", "greet", "chitchat", "injection", "advertising"})
#: Below this an intent is a guess; what is being asked for then decides.
SURE = 0.45
#: The wish for a person outranks an answer only when it is this plain.
PLAIN_WISH = 0.8
#: From here on a message tells of a problem even where the intent says otherwise.
COMPLAINING = 0.6
#: A story is longer than an answer: characters of Chinese, of English.
STORY_LENGTH = {"zh": 14, "en": 40}


def read_act(turn: Turn, intake: Intake) -> Act:
    """Return what the message does; what was asked for just before outranks the intent."""
    answers_the_question = gives_requested(turn, intake)
    sure = turn.confidence >= SURE
    intent = turn.intent if sure else ""
    if intent == "ask_human" and not (answers_the_question and turn.confidence < PLAIN_WISH):
        return Act.PERSON
    if turn.answer == "skip" and intake.requested != "confirm" and not answers_the_question:
        return Act.SKIP
    if intent == "cancel" and not is_story(turn) and not answers_the_question:
        return Act.CANCEL
    if intent == "correct" or turn.named("tail"):
        return Act.CORRECT
    if intake.requested == "confirm" and has_details(turn):
        return Act.CORRECT
    if turn.answer == "go_on":
        ready = intake.requested == "confirm" and intake.notes.awaiting is None
        return Act.AFFIRM if ready else Act.GO_ON
    if turn.answer in {"affirm", "deny"} and not answers_the_question and not has_details(turn):
        return Act.AFFIRM if turn.answer == "affirm" else Act.DENY
    if intent == "told_already" and not answers_the_question:
        return Act.TOLD_ALREADY
    if intent == "wait" and not answers_the_question:
        return Act.WAIT
    if intent in ASIDES and not _says_more(turn, intent, answers_the_question):
        return Act.ASIDE
    if intake.is_new or intake.requested == "complaint_text":
        told = intent not in {"nonsense", "abuse"} or is_story(turn)
        return Act.TELL if told and not announces(turn) else Act.UNCLEAR
    if answers_the_question:
        return Act.TELL if is_story(turn) and turn.is_complaint >= COMPLAINING else Act.DETAIL
    if turn.is_complaint >= COMPLAINING and intent not in {"abuse", "skip", "affirm", "deny"}:
        return Act.TELL if is_story(turn) else Act.VENT
    if intent == "abuse":
        return Act.VENT
    if intent == "skip" and intake.requested != "confirm":
        return Act.SKIP
    if intent in {"affirm", "deny"} and not has_details(turn):
        return Act.AFFIRM if intent == "affirm" else Act.DENY
    if has_details(turn):
        return Act.DETAIL
    return Act.UNCLEAR


def _says_more(turn: Turn, intent: str, answers_the_question: bool) -> bool:
    """Say whether what looks like a remark on the side is the answer, or a story."""
    if intent in LIGHT:
        return answers_the_question or is_story(turn)
    # "退货退款" answers what is wished; "can I get a refund?" asks first.
    return intent == "ask_policy" and answers_the_question and not set(turn.text) & set("?？吗嗎")


def gives_requested(turn: Turn, intake: Intake) -> bool:
    """Say whether the message holds something for the slot that was asked for."""
    requested = intake.requested
    if requested is None or requested in {"complaint_text", "confirm"}:
        return False
    if requested == "contact":
        return bool(turn.named("contact_phone", "contact_email", "contact_other"))
    if requested == "demand":
        return bool(turn.reading.get("demand"))
    if requested == "order_number":
        return bool(turn.named("order_number", "reference"))
    return bool(turn.named(requested))


def has_details(turn: Turn) -> bool:
    """Say whether the message holds any detail of an intake."""
    return bool(turn.evidence("demand")) or bool(
        turn.named(
            "product", "model", "serial_number", "quantity", "order_number", "reference",
            "incident_date", "amount", "contact_name", "contact_phone", "contact_email",
            "contact_other",
        )
    )  # fmt: skip


def is_story(turn: Turn) -> bool:
    """Say whether the message is long enough to tell something."""
    return len(turn.text) >= STORY_LENGTH[turn.language]


def announces(turn: Turn) -> bool:
    """Say whether the message announces a complaint ('I want to complain') and tells none yet."""
    tells = is_story(turn) and turn.is_complaint >= COMPLAINING
    return turn.intent == "new_complaint" and not tells
