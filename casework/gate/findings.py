"""What the gate finds in a text, and what it decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from casework.errors import JieyouError


class Kind(StrEnum):
    """Why a text may not go out as it is (R66, R151, R165, R168)."""

    COMMITMENT = "commitment"
    ADMISSION = "admission"
    BLAME = "blame"
    INFLAMMATORY = "inflammatory"
    OPINION = "opinion"


# Nobody's approval makes these fit for a customer (R15, R66); they have to be written anew.
NEVER_APPROVED: Final = frozenset({Kind.BLAME, Kind.INFLAMMATORY})


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money that a text names; a currency that it leaves open is None."""

    value: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place in a text; `start` and `end` count Unicode code points of the whole text.

    `remedies`, `amounts` and `times` are what a commitment commits to; `times` holds the words.
    """

    kind: Kind
    rule: str
    start: int
    end: int
    text: str
    remedies: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    times: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a text may go out: `findings` are what stops it.

    `reasons` and `ways` tell by kind, in the author's language, why it is stopped and how to get
    it through; `approvals` are the written forms that covered the rest, `approvers`
    the roles whose authority reaches all that is found.
    """

    findings: Sequence[Finding] = ()
    reasons: Mapping[Kind, str]
    ways: Mapping[Kind, str]
    approvals: Sequence[str] = ()
    approvers: Sequence[str] = ()

    @property
    def stopped(self) -> bool:
        """Whether the text may not go out."""
        return bool(self.findings)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of the findings, each once, in the order of `Kind`."""
        return tuple(kind for kind in Kind if any(f.kind is kind for f in self.findings))


class WordsStopped(JieyouError):
    """The promise gate stopped these words:"""

    def __init__(self, case_no: str, verdict: Verdict) -> None:
        self.case_no = case_no
        self.verdict = verdict
        # The kinds alone: this line may be logged, what was written may not.
        super().__init__(", ".join(verdict.kinds))
