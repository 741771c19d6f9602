"""Who may approve what: the authority limits of the company's roles (R202)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from casework.gate.findings import NEVER_APPROVED, Amount, Finding, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What one role may approve in writing.

    `amount` is the highest sum for a case in the company's currency; None sets no limit.
    `wording` tells whether the role may approve a wording that admits fault or tells an opinion.
    """

    remedies: frozenset[str]
    amount: Decimal | None
    wording: bool

    def reaches(self, remedies: Iterable[str], amount: Decimal | None) -> bool:
        """Tell whether these remedies, up to this sum, lie within the limits."""
        within = self.amount is None or (amount or Decimal(0)) <= self.amount
        return within and set(remedies) <= self.remedies


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRules:
    """The company's decisions about what may be promised, by role, and its own currency."""

    authority: Mapping[str, Authority]
    currency: str

    def roles_for(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Return the roles that may approve all of these findings; none where nobody may."""
        found = tuple(findings)
        return tuple(
            role
            for role, authority in self.authority.items()
            if all(self._may_approve(authority, one) for one in found)
        )

    def in_currency(self, amounts: Iterable[Amount]) -> bool:
        """Tell whether all sums are in the company's currency, named or not."""
        return all(one.currency in (None, self.currency) for one in amounts)

    def _may_approve(self, authority: Authority, finding: Finding) -> bool:
        if finding.kind in NEVER_APPROVED:
            return False
        if finding.kind is not Kind.COMMITMENT:
            return authority.wording
        highest = max((one.value for one in finding.amounts), default=None)
        limited = authority.amount is not None and not self.in_currency(finding.amounts)
        return not limited and authority.reaches(finding.remedies, highest)
