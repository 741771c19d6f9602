"""Decides one turn of the intake: what is taken down, what is said, what is asked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.intake import hearing
from actions.intake.acts import Act, announces, is_story, read_act, wants_passing_on
from actions.intake.answering import DANGER, INFORMING, answer
from actions.intake.asking import ask_next
from actions.intake.corrections import is_passing_word
from actions.intake.details import take_details
from actions.intake.draft import Draft, Plan
from actions.intake.known import take_known
from actions.intake.needs import next_slot
from actions.intake.notes import Intake
from actions.intake.proportion import weigh
from actions.replies import Reply
from actions.turn import Turn
from casework.facts import read_facts
from casework.model import Fact
from casework.policy import Policy

#: Another company's matter is offered to be passed on only when it was read this surely.
SURE_ELSEWHERE = 0.6
#: Messages of which only plain details are taken.
IN_PASSING = frozenset(
    {Act.ASIDE, Act.QUESTION, Act.PERSON, Act.STATUS, Act.WAIT, Act.TOLD_ALREADY}
)
#: From here on a message that was taken for something else may have told of the problem.
MAY_TELL = 0.12
#: Messages that may tell what happened when they open the intake.
TELLING = frozenset({Act.TELL, Act.CORRECT})


def plan_turn(intake: Intake, turn: Turn, policy: Policy, overheard: Sequence[Turn] = ()) -> Plan:
    """Return what the turn does, and change the intake accordingly.

    `overheard` are messages from before the intake that belong to it after all.
    """
    passing = [entity for entity in turn.entities if is_passing_word(intake, entity)]
    if passing:
        turn = replace(turn, entities=[item for item in turn.entities if item not in passing])
    act = read_act(turn, intake)
    for earlier in overheard if intake.is_new else ():
        if not _may_belong(earlier, opens_with_a_story=act is Act.TELL):
            continue
        before = Draft(intake, earlier, policy, Act.TELL, None)
        if earlier.intent in INFORMING and not is_story(earlier):
            before.put_aside()
        else:
            before.add_story()
            hearing.take_in(intake.notes.heard, earlier.reading, telling=True)
        take_details(intake, earlier, correcting=False)
    if intake.notes.awaiting == "cancel":
        intake.notes.awaiting = None
        if act in {Act.AFFIRM, Act.CANCEL} or turn.intent == "goodbye":
            return Plan([Reply("utter_cancelled")], None, outcome="cancelled")
        if act in {Act.DENY, Act.SKIP, Act.UNCLEAR}:
            # The no is for dropping it; it answers nothing that was asked before.
            act = Act.GO_ON
    elif intake.notes.awaiting == "pass_on":
        intake.notes.awaiting = None
        wanted = wants_passing_on(turn, act)
        if wanted is False:
            return Plan([Reply("utter_cancelled")], None, outcome="cancelled")
        # Whoever says neither yes nor no, but goes on ("I bought it from you"), is taken at it.
        intake.notes.facts[Fact.OTHER_COMPANY] = bool(wanted)
        act = Act.AFFIRM if wanted else act
    elif act is Act.CANCEL and not intake.is_new:
        intake.notes.awaiting = "cancel"
        choices = ["button_cancel_yes", "button_cancel_no"]
        return Plan([Reply("utter_cancel_check", facts={"choices": choices})], intake.requested)
    if act is Act.WAIT and turn.intent == "goodbye" and not intake.settled("complaint_text"):
        # Nothing was told: a goodbye ends what was only announced.
        return Plan([Reply("utter_goodbye")], None, outcome="cancelled")
    if act is Act.AFFIRM and intake.requested == "confirm":
        return Plan([], None, outcome="filing")
    return _go_on(Draft(intake, turn, policy, act, intake.requested))


def _go_on(draft: Draft) -> Plan:
    """Plan a turn that goes on with the intake."""
    intake, turn, act = draft.intake, draft.turn, draft.act
    if intake.notes.language not in (None, turn.language):
        draft.leads.append("utter_language_switched")
    intake.notes.language = turn.language
    telling = act in {Act.TELL, Act.VENT} or (intake.is_new and act is not Act.DETAIL)
    hearing.take_in(intake.notes.heard, turn.reading, telling=telling, announcing=announces(turn))
    taken = take_details(
        intake,
        turn,
        correcting=act is Act.CORRECT or intake.notes.awaiting == "correction",
        in_passing=act in IN_PASSING and not intake.is_new,
    )
    if intake.is_new:
        take_known(intake, turn.known)
    if intake.is_new and _belongs_elsewhere(draft):
        return _offer_to_pass_on(draft)
    if intake.is_new:
        _open(draft)
    else:
        answer(draft, taken)
    ask_next(draft, taken)
    return draft.plan


def _may_belong(earlier: Turn, *, opens_with_a_story: bool) -> bool:
    """Say whether a message from before the intake told of the matter after all.

    Where the intake opens without a story, the long message before it was the story.
    """
    if earlier.intent in INFORMING:
        return True
    return earlier.is_complaint >= MAY_TELL or (not opens_with_a_story and is_story(earlier))


def _belongs_elsewhere(draft: Draft) -> bool:
    turn = draft.turn
    return (turn.intent == "other_company" and turn.confidence >= SURE_ELSEWHERE) or (
        Fact.OTHER_COMPANY in read_facts(turn.text, draft.policy)
    )


def _offer_to_pass_on(draft: Draft) -> Plan:
    """Another company's matter is explained and offered once to be passed on (R200)."""
    if is_story(draft.turn):
        draft.add_story()
    draft.intake.notes.awaiting = "pass_on"
    slot = next_slot(draft.intake, draft.policy)
    choices = ["button_pass_on", "button_cancel_yes"]
    return Plan([Reply("utter_other_company", facts={"choices": choices})], slot)


def _open(draft: Draft) -> None:
    """Regret and the offer of help come first (R147, R150), safety before both (R103)."""
    intake, turn = draft.intake, draft.turn
    if draft.act is Act.DETAIL and not intake.settled("complaint_text"):
        # A number or a name tells no matter yet: it is kept, and what happened is asked.
        draft.put_aside()
        draft.say("utter_details_first")
        return
    if draft.act is Act.DETAIL:
        draft.put_aside()
    elif draft.act in TELLING and _tells_a_story(draft):
        draft.add_story()
    danger = bool(DANGER & read_facts(turn.text, draft.policy)) or turn.intent == "safety"
    intake.notes.cared = danger
    key = "utter_open_wellbeing" if danger else "utter_open"
    if turn.last_case_no and not danger:
        key = "utter_open_again"
    draft.say(key)
    weigh(draft)
    if draft.leads:
        return
    if hearing.strategy(intake.notes.heard) == "constructive" and intake.value("demand"):
        # R41: a proposal is taken up and recorded; who answers for it decides.
        draft.leads.append("utter_proposal_taken")


def _tells_a_story(draft: Draft) -> bool:
    """An announcement is no story yet."""
    turn = draft.turn
    return not announces(turn) and not (
        turn.intent in {"ask_how", "ask_human", "greet"} and not is_story(turn)
    )
