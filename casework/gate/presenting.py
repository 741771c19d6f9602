"""Shows verdicts, approvals and stopped texts as JSON."""

from typing import Any

from casework.gate.approvals import Approval, Stop
from casework.gate.findings import Finding, Verdict
from casework.presenting import instant_as_json, optional_instant


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding; `start` and `end` count Unicode code points."""
    return {
        "kind": str(finding.kind),
        "rule": finding.rule,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "remedies": list(finding.remedies),
        "amounts": [
            {"value": float(one.value), "currency": one.currency} for one in finding.amounts
        ],
        "times": list(finding.times),
    }


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict with why it stops and who may approve what."""
    return {
        "verdict": "stop" if verdict.stopped else "pass",
        "kinds": [str(kind) for kind in verdict.kinds],
        "findings": [
            {
                **finding_as_json(finding),
                "reason": verdict.reasons[finding.kind],
                "way": verdict.ways[finding.kind],
            }
            for finding in verdict.findings
        ],
        "approvals": list(verdict.approvals),
        "approvers": list(verdict.approvers),
    }


def approval_as_json(approval: Approval) -> dict[str, Any]:
    """Return an approval."""
    return {
        "id": approval.id,
        "case_no": approval.case_no,
        "document": approval.document,
        "author": approval.author,
        "author_role": approval.author_role,
        "remedies": list(approval.remedies),
        "amount": None if approval.amount is None else float(approval.amount),
        "currency": approval.currency,
        "due_on": approval.due_on.isoformat() if approval.due_on else None,
        "wording": approval.wording,
        "created_at": instant_as_json(approval.created_at),
        "expires_at": optional_instant(approval.expires_at),
        "revoked_at": optional_instant(approval.revoked_at),
        "revoked_by": approval.revoked_by,
    }


def stop_as_json(stop: Stop) -> dict[str, Any]:
    """Return a stopped text with what was found in it."""
    return {
        "conversation_id": stop.conversation_id,
        "turn_id": stop.turn_id,
        "sender": stop.sender,
        "text": stop.text,
        "findings": list(stop.findings),
        "at": instant_as_json(stop.at),
    }
