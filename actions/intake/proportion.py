"""Demands out of proportion: never refused, never promised, but passed up (R188)."""

from __future__ import annotations

from actions.intake.draft import Draft
from casework.facts import read_facts
from casework.model import Demand, Fact
from casework.policy import Policy

COMPENSATION = str(Demand.COMPENSATION)
CLAIMED = frozenset({"claimed", "loss"})


def weigh(draft: Draft) -> None:
    """Say that such a demand is passed up, or, said again, that a superior decides."""
    facts = read_facts(draft.turn.text, draft.policy)
    if Fact.CLAIMS_FURTHER_LOSS in facts:
        # Said in answer to what is wished for, it stands in no story.
        draft.intake.notes.facts[Fact.CLAIMS_FURTHER_LOSS] = True
    if Fact.PRETEXT not in facts and not _is_out_of_proportion(draft):
        return
    notes = draft.intake.notes
    notes.passed_up += 1
    notes.facts[Fact.PRETEXT] = True
    if notes.passed_up == 1:
        draft.leads.append("utter_demand_passed")
        return
    draft.plan.wishes_person = draft.plan.wishes_person or "insists"
    draft.say("utter_demand_insisted")


def _is_out_of_proportion(draft: Draft) -> bool:
    """Say whether a sum of the message is, as the policy counts it."""
    turn, policy = draft.turn, draft.policy
    wanted = {*(draft.intake.value("demand") or []), *(turn.reading.get("demand") or [])}
    return any(
        entity.value is not None
        and float(entity.value) >= _limit(policy, entity.extra.get("currency"))
        and (COMPENSATION in wanted or entity.extra.get("role") in CLAIMED)
        for entity in turn.named("amount")
    )


def _limit(policy: Policy, currency: object) -> float:
    return policy.out_of_proportion.get(str(currency or ""), policy.out_of_proportion["default"])
