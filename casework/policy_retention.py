"""How long a company keeps what it knows; what it does not name is kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPolicy:
    """After how long what goes; None keeps it.

    Closed cases are anonymised: number, dates, category and grade stay. A case that is open never
    is, and a conversation stays as long as a case that is not anonymised came out of it.
    """

    conversations_days: int | None = None
    closed_cases_years: int | None = None
    sent_notices_days: int | None = None
    logs_days: int | None = None

    @property
    def is_asked_for(self) -> bool:
        """Whether anything ever goes."""
        return any(
            (
                self.conversations_days,
                self.closed_cases_years,
                self.sent_notices_days,
                self.logs_days,
            )
        )
