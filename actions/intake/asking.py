"""What the bot asks next, one thing at a time."""

from __future__ import annotations

from actions.intake.acts import Act
from actions.intake.details import MOST_STATED, Taken
from actions.intake.draft import Draft
from actions.intake.needs import CHECKED, FILE_OR_CHANGE, MOST_ASKED, next_slot, record_facts
from actions.intake.notes import DETAIL_SLOTS
from actions.replies import Reply

#: So many of the orders that a site knows of are offered; more would fill a phone's screen.
MOST_CHOICES = 5
#: Whoever tells more has not failed to answer; the question waits.
ADDING = frozenset({Act.TELL, Act.DETAIL, Act.CORRECT})
#: So often the customer may ask something else before the question counts as asked again.
MOST_INTERRUPTED = 5
#: So often they may tell more instead of answering.
MOST_ADDED = 2
#: Turns that do not count as a try to get the answer.
UNCOUNTED = frozenset({Act.ASIDE, Act.PERSON, Act.QUESTION, Act.STATUS, Act.GO_ON, Act.DECLINE})


def ask_next(draft: Draft, taken: Taken) -> None:
    """Add the next question, and set which slot it is for."""
    notes = draft.intake.notes
    if draft.act is Act.WAIT:
        draft.plan.requested = draft.asked
        return
    if _check(draft, taken):
        return
    slot = next_slot(draft.intake, draft.policy)
    if slot == draft.asked and _is_meant_so(draft):
        _keep_as_said(draft, slot)
        slot = next_slot(draft.intake, draft.policy)
    notes.said = _shown(draft)
    goes_on = slot == draft.asked and draft.act in UNCOUNTED | ADDING
    # Who leaves no way to be reached hears of nothing: there is more patience for it.
    adding = draft.act in ADDING and slot != "contact"
    most = MOST_ADDED if adding else MOST_INTERRUPTED
    goes_on = goes_on and notes.interrupted.get(slot, 0) < most
    while not goes_on and notes.asked.get(slot, 0) > MOST_ASKED and slot in DETAIL_SLOTS:
        # Asked often enough: nobody likes to hear a question for the third time.
        draft.intake.skip(slot)
        slot = next_slot(draft.intake, draft.policy)
    draft.plan.requested = slot
    notes.awaiting = notes.awaiting if notes.awaiting == "correction" else None
    if goes_on:
        notes.interrupted[slot] = notes.interrupted.get(slot, 0) + 1
    else:
        notes.asked[slot] = notes.asked.get(slot, 0) + 1
    if slot == "confirm":
        _ask_confirm(draft)
    else:
        _request(draft, slot)


def _is_meant_so(draft: Draft) -> bool:
    """Say whether the customer says once more what was not understood: it is the answer."""
    again = draft.act not in UNCOUNTED and _shown(draft) == draft.intake.notes.said
    return again and draft.asked in DETAIL_SLOTS


def _keep_as_said(draft: Draft, slot: str) -> None:
    if slot == "demand":
        draft.intake.wish(_shown(draft))
    else:
        draft.intake.skip(slot, _shown(draft))


def _shown(draft: Draft) -> str:
    return draft.turn.text[:MOST_STATED]


def _request(draft: Draft, slot: str) -> None:
    if slot == "complaint_text" and draft.intake.is_new:
        if draft.act is Act.DETAIL:
            # The opener has asked already what happened.
            return
        if draft.turn.last_case_no:
            draft.plan.replies.append(Reply("utter_new_complaint_invite", tuple(draft.leads)))
            return
    facts = dict(draft.facts)
    orders = draft.turn.known.orders
    if slot == "order_number" and orders:
        facts["choices"] = list(orders[:MOST_CHOICES])
    draft.plan.replies.append(Reply(f"utter_request_{slot}", tuple(draft.leads), facts))


def _ask_confirm(draft: Draft) -> None:
    facts = {**draft.facts, "choices": list(FILE_OR_CHANGE)}
    if draft.intake.notes.awaiting == "correction":
        reply = Reply("utter_ask_what_to_correct")
    elif draft.asked == "confirm" and draft.act in UNCOUNTED | {Act.UNCLEAR}:
        reply = Reply("utter_request_confirm", tuple(draft.leads), facts)
    else:
        key = "utter_read_back_updated" if draft.asked == "confirm" else "utter_read_back"
        facts |= record_facts(draft.intake)
        reply = Reply(key, tuple(draft.leads), facts)
    draft.plan.replies.append(reply)


def _check(draft: Draft, taken: Taken) -> bool:
    """Ask once, kindly, to look at a value that does not fit; then keep it as it was said."""
    notes = draft.intake.notes
    for slot, words in taken.unfit.items():
        if slot in CHECKED and slot not in notes.checked:
            notes.checked.append(slot)
            notes.stated[slot] = words[:MOST_STATED]
            draft.plan.requested = slot
            draft.say(f"utter_check_{slot}", stated=words[:MOST_STATED])
            return True
        draft.intake.skip(slot, words[:MOST_STATED])
        draft.leads = [*draft.leads, "utter_noted"][:1]
    return False
