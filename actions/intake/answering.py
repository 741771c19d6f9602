"""What is said to the message of this turn, and what is taken down from it."""

from __future__ import annotations

import re

from actions.intake import hearing
from actions.intake.acts import ASIDES, COMPLAINING, PLAIN, Act, is_long, is_story
from actions.intake.details import MOST_STATED, Taken
from actions.intake.draft import Draft
from actions.intake.needs import CHECKED, read_back
from actions.intake.proportion import weigh
from actions.intake.residue import is_question, left_over, only_details
from actions.intake.words import WISHING
from actions.promises import aside_facts
from casework.facts import read_facts
from casework.model import Fact

#: Facts that put people's safety before every question.
DANGER = frozenset({Fact.PEOPLE_HARMED, Fact.DATA_EXPOSED})
#: From here on what is added to a story is heard before the form goes on.
ANGRY = 1.5
#: A short answer that no reader knows may be the name that was asked for.
LONGEST_NAME = 40
#: A question whether a wish that was told before will be met.
GRANTED = re.compile(
    r"行不行|行吗|行么|可以吗|可不可以|能不能|能办|办得到|答应|同意|可行|"
    r"\b(?:possible|can you (?:do|manage|arrange)|could you (?:do|manage|arrange)|will you|"
    r"would (?:that|you)|is that (?:ok|okay|alright)|agree)\b",
    re.IGNORECASE,
)
#: Messages that tell something which no field holds.
INFORMING = frozenset({"inform", "add_info"})
SAYS_SOMETHING = 3
#: From here on a plain question on the side tells of a matter as well.
SURE_COMPLAINT = 0.8


def answer(draft: Draft, taken: Taken) -> None:
    """Answer the message, by what it does."""
    if draft.act in {Act.TELL, Act.VENT, Act.CORRECT, Act.DETAIL}:
        _care(draft)
    if draft.act is not Act.UNCLEAR:
        draft.intake.notes.misses = 0
    if draft.act not in {Act.SKIP, Act.DENY, Act.AFFIRM, Act.WAIT}:
        weigh(draft)
    match draft.act:
        case Act.ASIDE:
            _aside(draft, taken)
        case Act.QUESTION:
            _question(draft)
        case Act.STATUS:
            draft.plan.tells_status = True
            draft.leads.append("utter_back_to_it")
        case Act.PERSON:
            _person(draft)
        case Act.GO_ON:
            draft.leads.append("utter_back_to_it")
        case Act.WAIT:
            draft.say("utter_take_your_time")
        case Act.TOLD_ALREADY:
            _believe(draft)
        case Act.SKIP:
            _skip(draft)
        case Act.DECLINE:
            for slot in draft.turn.declined:
                if draft.intake.value(slot) is None:
                    draft.intake.skip(slot)
            draft.leads.append("utter_skipped")
        case Act.TELL:
            first = not draft.intake.settled("complaint_text")
            draft.add_story()
            draft.leads.append("utter_open" if first else _heard_lead(draft))
        case Act.VENT:
            if draft.turn.intent != "abuse" or is_story(draft.turn):
                draft.add_story()
            draft.leads.append("utter_heard")
        case Act.CORRECT:
            _correct(draft, taken)
        case Act.AFFIRM if draft.intake.notes.facts and not draft.intake.notes.asked:
            draft.leads.append("utter_noted")
        case Act.AFFIRM:
            _keep_as_stated(draft)
        case Act.DENY if draft.asked == "confirm":
            draft.intake.notes.awaiting = "correction"
        case Act.DENY:
            _skip(draft)
        case Act.DETAIL:
            _detail(draft, taken)
        case _:
            _take_as_said(draft, taken)


def _care(draft: Draft) -> None:
    """Put people's safety first where harm comes up only now (R103)."""
    notes = draft.intake.notes
    if not notes.cared and DANGER & read_facts(draft.turn.text, draft.policy):
        notes.cared = True
        draft.say("utter_open_wellbeing")


def _aside(draft: Draft, taken: Taken) -> None:
    turn = draft.turn
    key = ASIDES[turn.intent]
    if turn.intent == "ask_phone" and draft.policy.service_phone:
        key = "utter_faq_phone_number"
    draft.say(key, **aside_facts(turn.intent, draft.policy))
    only_asks = turn.confidence >= PLAIN and turn.is_complaint < SURE_COMPLAINT
    if turn.is_complaint >= COMPLAINING and is_story(turn) and not only_asks:
        draft.add_story()
    draft.leads.append("utter_noted" if "demand" in taken.filled else "utter_back_to_it")


def _question(draft: Draft) -> None:
    """A question that the bot cannot answer goes to the record; nobody asks in vain (R50)."""
    if not draft.intake.settled("complaint_text"):
        draft.say("utter_question")
        return
    draft.add_story()
    proposes = hearing.strategy(draft.intake.notes.heard) == "constructive"
    # R41: whether a proposal can be met is asked here and answered by who may decide.
    key = "utter_proposal_not_ours" if proposes and _asks_for_it(draft) else "utter_question_noted"
    draft.say(key)
    draft.leads.append("utter_back_to_it")


def _asks_for_it(draft: Draft) -> bool:
    """Say whether the question is whether the customer's own wish will be met."""
    wish = draft.turn.reading.get("demand")
    return bool(wish or (draft.intake.value("demand") and GRANTED.search(draft.turn.text)))


def _person(draft: Draft) -> None:
    again = draft.intake.notes.person_wished
    draft.intake.notes.person_wished = True
    draft.plan.wishes_person = "asked"
    key = "utter_human_noted_again" if again else "utter_human_noted"
    draft.say(key, **aside_facts("ask_hours", draft.policy))
    if is_long(draft.turn) and draft.turn.is_complaint >= COMPLAINING:
        draft.add_story()
    draft.leads.append("utter_back_to_it")


def _wish_as_said(draft: Draft) -> None:
    draft.intake.wish(draft.turn.text[:MOST_STATED])
    draft.leads.append("utter_noted")


def _detail(draft: Draft, taken: Taken) -> None:
    gave = {*taken.filled, *taken.changed} - {"product", "model"}
    if draft.asked == "demand" and not gave and not draft.intake.settled("demand"):
        if draft.turn.intent == "told_already":
            # "Yesterday, I just said so": a known day is no wish.
            _believe(draft)
            return
        # "New machine and you pay for the floor" names a product, but answers the question.
        _wish_as_said(draft)
        return
    tells = not (taken.filled or taken.changed) and left_over(draft.turn) >= SAYS_SOMETHING
    if len(taken.filled) > 1:
        draft.leads.append("utter_noted_many")
    elif taken.filled or taken.changed or tells:
        draft.leads.append("utter_noted")
    if not draft.intake.settled("complaint_text"):
        draft.put_aside()
    elif tells or (is_story(draft.turn) and not only_details(draft.turn)):
        # What stands beside the details is no field's, and must not be lost.
        draft.add_story()


def _heard_lead(draft: Draft) -> str:
    angry = float(draft.turn.reading.get("anger") or 0) >= ANGRY
    return "utter_heard" if angry else "utter_story_added"


def _believe(draft: Draft) -> None:
    """'I told you already' is believed: the bot looks, thanks, and does not ask again."""
    intake, slot = draft.intake, draft.asked
    if slot is None or slot in {"complaint_text", "confirm"}:
        draft.leads.append("utter_noted")
        return
    if slot == "order_number" and intake.notes.references:
        value = intake.notes.references[0][1]
        intake.slots[slot] = value
        draft.facts["value"] = value
        draft.leads.append("utter_told_already_found")
        return
    intake.skip(slot)
    draft.leads.append("utter_told_already_missing")


def _skip(draft: Draft) -> None:
    slot = draft.asked
    if slot == "complaint_text":
        return
    if slot and slot != "confirm":
        draft.intake.skip(slot)
        draft.leads.append("utter_skipped")


def _keep_as_stated(draft: Draft) -> None:
    """A yes to the check of a value keeps it; to a question it says nothing."""
    slot = draft.asked
    if slot in draft.intake.notes.checked and slot in draft.intake.notes.stated:
        draft.intake.skip(slot)
        draft.leads.append("utter_noted")


def _correct(draft: Draft, taken: Taken) -> None:
    intake, turn = draft.intake, draft.turn
    intake.notes.awaiting = None
    slots = [slot for slot in dict.fromkeys([*taken.changed, *taken.filled]) if slot != "reference"]
    tells = is_story(turn) and turn.is_complaint >= COMPLAINING and not only_details(turn)
    if slots:
        values = {str(field): value for field, value in read_back(intake)}
        draft.facts["changed"] = [[slot, values.get(slot)] for slot in slots]
        if tells and not taken.changed:
            draft.add_story()
        if draft.asked != "confirm":
            draft.leads.append("utter_corrected" if taken.changed else "utter_noted")
    elif is_story(turn):
        draft.add_story()
        draft.leads.append("utter_story_added")
    elif draft.asked == "confirm":
        intake.notes.awaiting = "correction"
    else:
        draft.leads.append("utter_noted")


def _take_as_said(draft: Draft, taken: Taken) -> None:
    """An answer that no reader understood is kept in the customer's words."""
    slot, intake, turn = draft.asked, draft.intake, draft.turn
    if taken.unfit or taken.filled:
        return
    if any(entity.value is None for entity in turn.entities if entity.name in CHECKED):
        # Something like a day or a number, but of another field: no answer to this question.
        _keep_in_passing(draft)
        return
    informs = turn.intent in INFORMING and left_over(turn) >= SAYS_SOMETHING
    if slot == "demand" and WISHING.search(turn.text) and not is_question(turn):
        _wish_as_said(draft)
    elif (is_story(turn) or informs) and intake.settled("complaint_text"):
        draft.add_story()
        draft.leads.append("utter_story_added" if is_story(turn) else "utter_noted")
    elif slot in {None, "confirm"} or intake.notes.awaiting == "correction":
        _miss(draft)
    elif slot == "demand" and not is_question(turn):
        _wish_as_said(draft)
    elif slot in {"product", "contact_name"} and len(turn.text) <= LONGEST_NAME:
        intake.slots[slot] = turn.text
        draft.leads.append("utter_noted")
    else:
        _miss(draft)


def _keep_in_passing(draft: Draft) -> None:
    """Keep words that fit the form of no field beside the field that they are like."""
    for entity in draft.turn.entities:
        known = draft.intake.settled(entity.name) or entity.name in draft.intake.notes.stated
        if entity.value is None and entity.name in CHECKED and not known:
            words = str(entity.extra.get("stated") or entity.text)
            draft.intake.notes.stated[entity.name] = words[:MOST_STATED]
            draft.leads.append("utter_noted")


def _miss(draft: Draft) -> None:
    """Misunderstood: once the question is put again, then with choices, then a person looks."""
    intake, slot = draft.intake, draft.asked
    intake.notes.misses += 1
    # Dialect may pass for nonsense: it is one only where that is plain.
    nonsense = draft.turn.intent == "nonsense" and draft.turn.confidence >= PLAIN
    tells = (
        not nonsense
        and not draft.turn.text.startswith("/")
        and left_over(draft.turn) >= SAYS_SOMETHING
        and slot != "complaint_text"
    )
    if tells and intake.settled("complaint_text"):
        # Not an answer, but the customer's words all the same.
        draft.add_story()
    if intake.notes.misses == 1:
        draft.leads.append("utter_not_caught")
        return
    if intake.notes.misses == 2:
        draft.leads.append("utter_kept_as_said")
        draft.facts["choices"] = ["button_skip", "button_person"]
    else:
        intake.notes.misses = 0
        draft.plan.wishes_person = "misunderstood"
        draft.say("utter_fallback_human", **aside_facts("ask_hours", draft.policy))
    if slot == "complaint_text":
        draft.add_story()
    elif slot not in {None, "confirm"}:
        intake.skip(str(slot), None if tells else draft.turn.text[:MOST_STATED])
