"""How a command tells that the promise gate stopped somebody's words."""

import sys

from casework.gate.findings import WordsStopped


def print_stopped(stopped: WordsStopped) -> None:
    """Print what was found, why it stops and who may approve it, to the error output."""
    verdict = stopped.verdict
    print(stopped, file=sys.stderr)
    for finding in verdict.findings:
        print(f"- {finding.text} [{finding.start}:{finding.end}] {finding.kind}", file=sys.stderr)
    for kind in verdict.kinds:
        print(f"  {kind}: {verdict.reasons[kind]} {verdict.ways[kind]}", file=sys.stderr)
    if verdict.approvers:
        roles = ", ".join(verdict.approvers)
        print(f"approved by: {roles} (POST /api/v1/gate/approvals)", file=sys.stderr)
