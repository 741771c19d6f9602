"""What the customer does with a message in the middle of an intake."""

from __future__ import annotations

import re
from enum import StrEnum

from actions.intake.corrections import contradicts, corrected
from actions.intake.notes import Intake
from actions.intake.residue import is_command, is_question, only_details
from actions.intake.words import A_PERSON, LANGUAGE, MENDS, NO_NEED, PASS_ON, WISHES
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
    #: Says that there is nothing to give for a field that was not asked for just now.
    DECLINE = "decline"
    #: Asks something that no prepared answer fits.
    QUESTION = "question"
    #: Asks how a case that was filed before is coming along.
    STATUS = "status"
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
#: A remark on the side, a yes or a no that no rule knows must be this plain.
PLAIN = 0.8
#: From here on a message tells of a problem even where the intent says otherwise.
COMPLAINING = 0.6
#: Below this it tells of none.
CALM = 0.25
#: A story is longer than an answer: characters of Chinese, of English.
STORY_LENGTH = {"zh": 14, "en": 40}
FEWEST_FIGURES = 3
#: Whom praise is for, or that it only says yes.
PRAISED = re.compile(
    r"[你您谢謝帮幫他她]|客服|师傅|師傅|员|員|可以|[好行对對]的|不错|太好了"
    r"|\b(?:you\w*|thank\w*|cheers|ta|help\w*|he|she|they|service|staff|agent|bot|guy|lady|team|great"
    r"|good|perfect|nice|ok(?:ay)?|fine|cool|super|lovely)\b",
    re.IGNORECASE,
)
#: A remark that says something has at least so many words of English, characters of Chinese.
FEWEST_WORDS = {"zh": 4, "en": 3}
WORDS = frozenset({"product", "contact_name"})
#: The entities that fill a field of the record.
DETAILS = frozenset(
    """product model serial_number quantity order_number reference incident_date amount
    contact_name contact_phone contact_email contact_other""".split()
)
LONGEST_DECISION = {"zh": 30, "en": 90}
#: With these a lone figure at the read-back puts something right.
MENDING = frozenset({"", "correct", "inform", "complain", "deny", "add_info"})
#: What is no telling of a matter, even as an answer to "what happened?".
NO_STORY = frozenset({"nonsense", "unclear", "abuse"})
ELSEWHERE = frozenset({"question", "chitchat", "praise", "thanks", "goodbye", "greet"})


def read_act(turn: Turn, intake: Intake) -> Act:
    """Return what the message does; what was asked for just before outranks the intent."""
    answers = gives_requested(turn, intake)
    at_read_back = intake.requested == "confirm"
    act = (
        _of_the_talk(turn, intake, answers)
        or _agreed(turn, intake)
        or _of_the_record(turn, intake, answers)
        or _short(turn, intake, answers)
        or _aside(turn, intake, answers)
    )
    if act is not None:
        return act
    if intake.is_new or intake.requested == "complaint_text":
        return _before_the_story(turn, intake)
    complaining = turn.is_complaint >= COMPLAINING and not only_details(turn)
    if answers:
        return Act.TELL if is_story(turn) and complaining else Act.DETAIL
    intent = _intent(turn)
    if complaining and intent not in {"abuse", "skip", "affirm", "deny"}:
        return Act.TELL if is_story(turn) else Act.VENT
    if intent == "abuse":
        return Act.VENT
    if has_details(turn):
        return Act.DETAIL
    if intent == "skip" and not at_read_back:
        return Act.SKIP
    if intent in {"affirm", "deny"} and (turn.confidence >= PLAIN or at_read_back):
        return Act.AFFIRM if intent == "affirm" else Act.DENY
    return Act.QUESTION if is_question(turn) else Act.UNCLEAR


def _intent(turn: Turn) -> str:
    """Return the intent, or nothing where it is only a guess."""
    return turn.intent if turn.confidence >= SURE else ""


def _of_the_talk(turn: Turn, intake: Intake, answers: bool) -> Act | None:
    """Return what the message wants of the conversation itself: a person, an end, another case."""
    intent = _intent(turn)
    asks_what = intake.requested == "demand" and not A_PERSON.search(turn.text)
    if intent == "ask_human" and not (answers and turn.confidence < PLAIN) and not asks_what:
        return Act.PERSON
    if intent == "check_status" and not answers and not intake.is_new:
        return Act.STATUS
    # What is wished for may sound like an end: 换掉, "just stop doing it".
    ends = intent in {"cancel", "start_over"} and turn.confidence >= PLAIN
    ends = ends and intake.requested != "demand"
    if turn.answer == "cancel" or (
        ends and not is_story(turn) and not answers and turn.answer != "skip"
    ):
        return Act.CANCEL
    return None


def _agreed(turn: Turn, intake: Intake) -> Act | None:
    """Return the yes to the read-back; "yes, please send it" asks for nothing new."""
    # A word of the yes may look like a product or a name; a figure or an address is one.
    details = any(entity.value is not None for entity in turn.named(*(DETAILS - WORDS)))
    agreed = intake.requested == "confirm" and turn.answer == "affirm" and not details
    return Act.AFFIRM if agreed and intake.notes.awaiting is None else None


def _of_the_record(turn: Turn, intake: Intake, answers: bool) -> Act | None:
    """Return what the message does to what is known: puts it right, or gives nothing for it."""
    at_read_back = intake.requested == "confirm"
    if intake.requested in intake.notes.checked and _insists(turn, intake):
        return Act.AFFIRM
    if corrected(intake, turn):
        return Act.CORRECT
    declined = {slot for slot in turn.declined if intake.value(slot) is None}
    if declined and not answers and not at_read_back and intake.requested not in declined:
        return Act.DECLINE
    skips = turn.answer == "skip" or intake.requested in declined
    if skips and not at_read_back and not answers:
        return Act.SKIP
    if MENDS.search(turn.text) and contradicts(intake, turn):
        return Act.CORRECT
    if turn.named("tail") or (_intent(turn) == "correct" and not intake.is_new):
        return Act.CORRECT
    asking = _intent(turn) in ASIDES and is_question(turn)
    figure = turn.named("figure") and _intent(turn) in MENDING
    unfit = any(
        entity.value is None for entity in turn.named("quantity", "amount", "contact_phone")
    )
    if at_read_back and (has_details(turn) or figure or unfit) and not asking:
        return Act.CORRECT
    return None


def _insists(turn: Turn, intake: Intake) -> bool:
    """Say whether a value that was checked with the customer is given again as it was."""
    stated = re.sub(r"\D", "", intake.notes.stated.get(str(intake.requested)) or "")
    return len(stated) >= FEWEST_FIGURES and stated in re.sub(r"\D", "", turn.text)


def _short(turn: Turn, intake: Intake, answers: bool) -> Act | None:
    """Return what a short answer does, which rules know for certain."""
    if turn.answer == "go_on":
        ready = intake.requested == "confirm" and intake.notes.awaiting is None
        return Act.AFFIRM if ready else Act.GO_ON
    switches = intake.notes.language not in (None, turn.language) and not is_long(turn)
    if switches and LANGUAGE.search(turn.text) and not answers and not has_details(turn):
        # "Let's go back to English" tells nothing of the matter.
        return Act.GO_ON
    if turn.answer in {"affirm", "deny"} and not answers and not has_details(turn):
        return Act.AFFIRM if turn.answer == "affirm" else Act.DENY
    return None


def _aside(turn: Turn, intake: Intake, answers: bool) -> Act | None:
    """Return what a remark does that stands beside the matter."""
    intent = _intent(turn)
    # Whoever is asked what is wished for and asks nothing back, says it.
    wishes = intake.requested == "demand" and (
        WISHES.search(turn.text)
        or (intent not in LIGHT and intent != "told_already" and not is_question(turn))
    )
    if (answers and not is_question(turn)) or (wishes and "?" not in turn.text):
        return None
    if intake.requested == "demand" and intent == "ask_how" and turn.evidence("demand"):
        # "Somebody ring and show me how to use it" asks for no procedure.
        return None
    if intent == "told_already" and not answers:
        return Act.TOLD_ALREADY
    if intent in {"wait", "goodbye"} and not answers and not intake.is_new:
        return Act.WAIT
    if intent == "praise" and _mocks(turn, intake):
        return Act.VENT
    if intent in ASIDES and not _says_more(turn, intent, answers):
        return Act.ASIDE
    return None


def _mocks(turn: Turn, intake: Intake) -> bool:
    """Say whether praise amid a complaint is meant for nobody: "pure magic so it is"."""
    if intake.is_new or intake.requested in {"complaint_text", "confirm"}:
        return False
    said = turn.text.split() if turn.language == "en" else re.sub(r"\W", "", turn.text)
    return len(said) >= FEWEST_WORDS[turn.language] and not PRAISED.search(turn.text)


def _before_the_story(turn: Turn, intake: Intake) -> Act:
    """Return what a message does while it is not known yet what happened."""
    intent = _intent(turn)
    plain = turn.confidence >= PLAIN or not is_story(turn)
    # Whoever was asked what happened is mostly telling it.
    calm = turn.is_complaint < (CALM if intake.is_new else CALM / 2)
    if intent in ELSEWHERE and plain and calm:
        return Act.QUESTION if intent == "question" else Act.UNCLEAR
    tells = turn.is_complaint >= CALM or intent in {"complain", "safety"}
    if has_details(turn) and only_details(turn) and not tells:
        return Act.DETAIL
    first = not intake.notes.put_aside
    if intent == "inform" and first and not tells and not is_story(turn):
        # A name or a brand, told before the matter itself.
        return Act.DETAIL
    if is_command(turn):
        return Act.UNCLEAR
    told = intent not in NO_STORY or is_story(turn)
    return Act.TELL if told and not announces(turn) else Act.UNCLEAR


def _says_more(turn: Turn, intent: str, answers: bool) -> bool:
    """Say whether what looks like a remark on the side is the answer, or a story."""
    if intent in LIGHT:
        return answers or is_story(turn) or has_details(turn)
    # "退货退款" answers what is wished; "can I get a refund?" asks first.
    return intent == "ask_policy" and answers and not is_question(turn)


def gives_requested(turn: Turn, intake: Intake) -> bool:
    """Say whether the message holds something for the slot that was asked for."""
    requested = intake.requested
    if requested is None or requested in {"complaint_text", "confirm"}:
        return False
    if requested == "contact":
        return bool(turn.named("contact_phone", "contact_email", "contact_other"))
    if requested == "demand":
        return bool(turn.reading.get("demand") or turn.evidence("demand"))
    if requested == "order_number":
        return bool(turn.named("order_number", "reference"))
    # A long message that only holds something like the form asked for answers nothing.
    return any(entity.value is not None or not is_story(turn) for entity in turn.named(requested))


def wants_passing_on(turn: Turn, act: Act) -> bool | None:
    """Return whether another company's matter is to be passed on; None where neither is said."""
    if act in {Act.DENY, Act.CANCEL, Act.SKIP} or NO_NEED.search(turn.text):
        return False
    if act in {Act.AFFIRM, Act.GO_ON} or (not is_long(turn) and PASS_ON.search(turn.text)):
        return True
    leaving = turn.intent in {"thanks", "goodbye", "deny", "cancel"} and act is Act.ASIDE
    return False if leaving else None


def has_details(turn: Turn) -> bool:
    """Say whether the message holds any detail of an intake."""
    given = any(entity.value is not None for entity in turn.entities if entity.name in DETAILS)
    return given or bool(turn.evidence("demand"))


def is_long(turn: Turn) -> bool:
    """Say whether the message is longer than a sentence that decides something."""
    return len(turn.text) > LONGEST_DECISION[turn.language]


def is_story(turn: Turn) -> bool:
    """Say whether the message is long enough to tell something."""
    return len(turn.text) >= STORY_LENGTH[turn.language]


def announces(turn: Turn) -> bool:
    """Say whether the message announces a complaint ('I want to complain') and tells none yet."""
    tells = is_story(turn) and turn.is_complaint >= COMPLAINING
    return turn.intent == "new_complaint" and not tells
