"""Decides one turn of the intake: what is taken down, what is said, what is asked next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from actions.intake import hearing
from actions.intake.acts import ASIDES, Act, announces, is_story, read_act
from actions.intake.details import MOST_STATED, Taken, take_details
from actions.intake.known import take_known
from actions.intake.needs import MOST_ASKED, next_slot, read_back
from actions.intake.notes import DETAIL_SLOTS, Intake
from actions.promises import aside_facts
from actions.replies import Reply
from actions.turn import Turn
from casework.facts import read_facts
from casework.model import Fact
from casework.policy import Policy

#: Facts that put people's safety before every question.
DANGER = frozenset({Fact.PEOPLE_HARMED, Fact.DATA_EXPOSED})
#: Another company's matter is offered to be passed on only when it was read this surely.
SURE_ELSEWHERE = 0.6
#: So many of the orders that a site knows of are offered; more would fill a phone's screen.
MOST_CHOICES = 5
CHECKED = {"contact", "incident_date", "amount", "quantity", "order_number"}


@dataclass
class Plan:
    """What one turn does."""

    replies: list[Reply] = field(default_factory=list)
    requested: str | None = None
    #: `filing` or `cancelled` when the intake ends with this turn.
    outcome: str | None = None
    wishes_person: bool = False


def plan_turn(intake: Intake, turn: Turn, policy: Policy) -> Plan:
    """Return what the turn does, and change the intake accordingly."""
    act = read_act(turn, intake)
    if intake.notes.awaiting == "cancel":
        intake.notes.awaiting = None
        if act in {Act.AFFIRM, Act.CANCEL}:
            return Plan([Reply("utter_cancelled")], None, outcome="cancelled")
        if act in {Act.DENY, Act.SKIP, Act.UNCLEAR}:
            # The no is for dropping it; it answers nothing that was asked before.
            act = Act.GO_ON
    elif intake.notes.awaiting == "pass_on":
        intake.notes.awaiting = None
        if act in {Act.DENY, Act.CANCEL, Act.SKIP}:
            return Plan([Reply("utter_cancelled")], None, outcome="cancelled")
        # Whoever says neither yes nor no, but goes on ("I bought it from you"), is taken at it.
        intake.notes.facts[Fact.OTHER_COMPANY] = act in {Act.AFFIRM, Act.GO_ON}
    elif act is Act.CANCEL and not intake.is_new:
        intake.notes.awaiting = "cancel"
        choices = ["button_cancel_yes", "button_cancel_no"]
        return Plan([Reply("utter_cancel_check", facts={"choices": choices})], intake.requested)
    if act is Act.AFFIRM and intake.requested == "confirm":
        return Plan([], None, outcome="filing")
    return _Planner(intake, turn, policy, act).plan()


class _Planner:
    """One turn that goes on with the intake."""

    def __init__(self, intake: Intake, turn: Turn, policy: Policy, act: Act) -> None:
        self.intake = intake
        self.turn = turn
        self.policy = policy
        self.act = act
        self.asked = intake.requested
        self.leads: list[str] = []
        self.facts: dict[str, Any] = {}
        self.plan_made = Plan()

    def plan(self) -> Plan:
        intake, turn = self.intake, self.turn
        telling = self.act in {Act.TELL, Act.VENT} or intake.is_new
        correcting = self.act is Act.CORRECT or intake.notes.awaiting == "correction"
        if intake.notes.language not in (None, turn.language):
            self.leads.append("utter_language_switched")
        intake.notes.language = turn.language
        hearing.take_in(
            intake.notes.heard, turn.reading, telling=telling, announcing=announces(turn)
        )
        taken = take_details(intake, turn, correcting=correcting)
        if intake.is_new:
            take_known(intake, turn.known)
        if intake.is_new and self._belongs_elsewhere():
            return self._offer_to_pass_on()
        if intake.is_new:
            self._open()
        else:
            self._answer(taken)
        self._ask_next(taken)
        return self.plan_made

    def _belongs_elsewhere(self) -> bool:
        return (self.turn.intent == "other_company" and self.turn.confidence >= SURE_ELSEWHERE) or (
            Fact.OTHER_COMPANY in read_facts(self.turn.text, self.policy)
        )

    def _offer_to_pass_on(self) -> Plan:
        """Another company's matter is explained and offered once to be passed on (R200)."""
        if is_story(self.turn):
            self._add_story()
        self.intake.notes.awaiting = "pass_on"
        slot = next_slot(self.intake, self.policy)
        choices = ["button_pass_on", "button_cancel_yes"]
        return Plan([Reply("utter_other_company", facts={"choices": choices})], slot)

    # -- what is said to this message ---------------------------------------------------------

    def _open(self) -> None:
        """Regret and the offer of help come first (R147, R150), safety before both (R103)."""
        if self.act in {Act.TELL, Act.CORRECT, Act.DETAIL} and self._tells_a_story():
            self._add_story()
        danger = DANGER & read_facts(self.turn.text, self.policy)
        key = "utter_open_wellbeing" if danger else "utter_open"
        if self.turn.last_case_no and not danger:
            key = "utter_open_again"
        self.plan_made.replies.append(Reply(key))
        heard = self.intake.notes.heard
        if self._is_out_of_proportion():
            self.leads.append("utter_demand_passed")
        elif hearing.strategy(heard) == "constructive" and self.intake.value("demand"):
            # R41: a proposal is taken up and recorded; who answers for it decides.
            self.leads.append("utter_proposal_taken")

    def _is_out_of_proportion(self) -> bool:
        """R188: never refused and never promised, but written down and passed up."""
        return Fact.PRETEXT in read_facts(self.turn.text, self.policy)

    def _tells_a_story(self) -> bool:
        """An announcement is no story yet."""
        return not announces(self.turn) and not (
            self.turn.intent in {"ask_how", "ask_human", "greet"} and not is_story(self.turn)
        )

    def _answer(self, taken: Taken) -> None:
        match self.act:
            case Act.ASIDE:
                key = ASIDES[self.turn.intent]
                facts = aside_facts(self.turn.intent, self.policy)
                if self.turn.intent == "ask_phone" and self.policy.service_phone:
                    key = "utter_faq_phone_number"
                self.plan_made.replies.append(Reply(key, facts=facts))
                self.leads.append("utter_back_to_it")
            case Act.PERSON:
                again = self.intake.notes.person_wished
                self.intake.notes.person_wished = True
                self.plan_made.wishes_person = True
                key = "utter_human_noted_again" if again else "utter_human_noted"
                facts = aside_facts("ask_hours", self.policy)
                self.plan_made.replies.append(Reply(key, facts=facts))
                self.leads.append("utter_back_to_it")
            case Act.GO_ON:
                self.leads.append("utter_back_to_it")
            case Act.WAIT:
                self.plan_made.replies.append(Reply("utter_take_your_time"))
            case Act.TOLD_ALREADY:
                self._believe(taken)
            case Act.SKIP:
                self._skip()
            case Act.TELL:
                first = not self.intake.settled("complaint_text")
                self._add_story()
                self.leads.append("utter_open" if first else self._heard_lead())
            case Act.VENT:
                if self.turn.intent != "abuse" or is_story(self.turn):
                    self._add_story()
                self.leads.append("utter_heard")
            case Act.CORRECT:
                self._correct(taken)
            case Act.AFFIRM if self.intake.notes.facts and not self.intake.notes.asked:
                self.leads.append("utter_noted")
            case Act.AFFIRM:
                self._keep_as_stated()
            case Act.DENY if self.asked == "confirm":
                self.intake.notes.awaiting = "correction"
            case Act.DENY:
                self._skip()
            case Act.DETAIL:
                several = len(taken.filled) > 1
                if taken.filled or taken.changed:
                    self.leads.append("utter_noted_many" if several else "utter_noted")
            case _:
                self._take_as_said(taken)

    def _heard_lead(self) -> str:
        angry = float(self.turn.reading.get("anger") or 0) >= 1.5
        return "utter_heard" if angry else "utter_story_added"

    def _believe(self, taken: Taken) -> None:
        """'I told you already' is believed: the bot looks, thanks, and does not ask again."""
        slot = self.asked
        if slot is None or slot in {"complaint_text", "confirm"}:
            self.leads.append("utter_noted")
            return
        if slot == "order_number" and self.intake.notes.references:
            value = self.intake.notes.references[0][1]
            self.intake.slots[slot] = value
            self.facts["value"] = value
            self.leads.append("utter_told_already_found")
            return
        self.intake.skip(slot)
        self.leads.append("utter_told_already_missing")

    def _skip(self) -> None:
        slot = self.asked
        if slot == "complaint_text":
            return
        if slot and slot != "confirm":
            self.intake.skip(slot)
            self.leads.append("utter_skipped")

    def _keep_as_stated(self) -> None:
        """A yes to the check of a value keeps it; to a question it says nothing."""
        slot = self.asked
        if slot in self.intake.notes.checked and slot in self.intake.notes.stated:
            self.intake.skip(slot)
            self.leads.append("utter_noted")

    def _correct(self, taken: Taken) -> None:
        self.intake.notes.awaiting = None
        slots = list(dict.fromkeys([*taken.changed, *taken.filled]))
        if slots:
            values = {line[0]: line[1] for line in map(tuple, read_back(self.intake))}
            self.facts["changed"] = [[slot, values.get(slot)] for slot in slots]
            if self.asked != "confirm":
                self.leads.append("utter_corrected")
        elif is_story(self.turn):
            self._add_story()
            self.leads.append("utter_story_added")
        elif self.asked == "confirm":
            self.intake.notes.awaiting = "correction"

    def _take_as_said(self, taken: Taken) -> None:
        """An answer that no reader understood is kept in the customer's words."""
        slot = self.asked
        if self.intake.notes.awaiting == "correction" or slot == "confirm":
            if is_story(self.turn):
                self._add_story()
                self.leads.append("utter_story_added")
            return
        if slot is None or taken.unfit or taken.filled:
            return
        if slot == "complaint_text":
            if self.intake.notes.asked.get(slot, 0) >= MOST_ASKED and self.turn.text:
                self._add_story()
            return
        if slot == "demand":
            self.intake.slots["demand"] = ["other"]
            self.intake.notes.stated["demand"] = self.turn.text[:MOST_STATED]
            self.leads.append("utter_noted")
        elif slot in {"product", "contact_name"} and len(self.turn.text) <= 40:
            self.intake.slots[slot] = self.turn.text
            self.leads.append("utter_noted")
        elif self.intake.notes.asked.get(slot, 0) >= MOST_ASKED:
            self.intake.skip(slot, self.turn.text[:MOST_STATED])
            self.leads.append("utter_noted")

    def _add_story(self) -> None:
        told = self.intake.value("complaint_text")
        text = self.turn.text
        self.intake.slots["complaint_text"] = f"{told}\n{text}" if told else text

    # -- what is asked next -------------------------------------------------------------------

    def _ask_next(self, taken: Taken) -> None:
        if self.act is Act.WAIT:
            self.plan_made.requested = self.asked
            return
        if self._check(taken):
            return
        slot = next_slot(self.intake, self.policy)
        while self.intake.notes.asked.get(slot, 0) > MOST_ASKED and slot in DETAIL_SLOTS:
            # Asked often enough: nobody likes to hear a question for the fourth time.
            self.intake.skip(slot)
            slot = next_slot(self.intake, self.policy)
        self.plan_made.requested = slot
        self.intake.notes.awaiting = (
            self.intake.notes.awaiting if self.intake.notes.awaiting == "correction" else None
        )
        counted = self.act not in {Act.ASIDE, Act.PERSON}
        if counted:
            self.intake.notes.asked[slot] = self.intake.notes.asked.get(slot, 0) + 1
        if slot == "confirm":
            self._ask_confirm()
            return
        self._request(slot)

    def _request(self, slot: str) -> None:
        key = f"utter_request_{slot}"
        if slot == "complaint_text" and self.intake.is_new and self.turn.last_case_no:
            key = "utter_new_complaint_invite"
        facts = dict(self.facts)
        if slot == "order_number" and self.turn.known.orders:
            facts["choices"] = list(self.turn.known.orders[:MOST_CHOICES])
        self.plan_made.replies.append(Reply(key, tuple(self.leads), facts))

    def _ask_confirm(self) -> None:
        facts = {**self.facts, "choices": ["button_file_it", "button_change"]}
        if self.intake.notes.awaiting == "correction":
            reply = Reply("utter_ask_what_to_correct")
        elif self.act in {Act.ASIDE, Act.PERSON, Act.UNCLEAR} and self.asked == "confirm":
            reply = Reply("utter_request_confirm", tuple(self.leads), facts)
        else:
            again = self.asked == "confirm"
            key = "utter_read_back_updated" if again else "utter_read_back"
            facts["lines"] = read_back(self.intake)
            facts["custom"] = {"type": "record", "lines": facts["lines"]}
            reply = Reply(key, tuple(self.leads), facts)
        self.plan_made.replies.append(reply)

    def _check(self, taken: Taken) -> bool:
        """Ask once, kindly, to look at a value that does not fit; then keep it as it was said."""
        for slot, words in taken.unfit.items():
            if slot in CHECKED and slot not in self.intake.notes.checked:
                self.intake.notes.checked.append(slot)
                self.intake.notes.stated[slot] = words[:MOST_STATED]
                self.plan_made.requested = slot
                self.plan_made.replies.append(
                    Reply(f"utter_check_{slot}", facts={"stated": words[:MOST_STATED]})
                )
                return True
            self.intake.skip(slot, words[:MOST_STATED])
            self.leads = [*self.leads, "utter_noted"][:1]
        return False
