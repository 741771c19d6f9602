"""The gateway's times and bounds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """All times are in seconds."""

    turn_timeout: float = 8.0
    # The promise is a sentence within ten seconds.
    patience: float = 9.0
    # While a queue visibly moves, its last message waits longer for a real answer.
    stalled_after: float = 1.0
    longest_wait: float = 30.0
    first_retry: float = 1.0
    longest_retry: float = 30.0
    storage_retry: float = 3.0
    # How soon a conversation is looked at again that another gateway works on.
    claim_retry: float = 0.3
    sweep_every: float = 5.0
    concurrent_turns: int = 16
    # So often one message may be refused before the customer is asked to say it differently.
    refusals: int = 20
    # A customer who types is let finish: so long after the last sign of it, or after a message,
    # and never longer than the last of these, which leaves the assistant its time.
    typing_gap: float = 1.6
    settle_after_message: float = 0.6
    longest_settle: float = 5.0
    recover_every: float = 2.0
    recoveries_at_once: int = 20
    # How soon a due clock ticks and a due notice leaves.
    tick_every: float = 1.0

    def retry_after(self, attempts: int) -> float:
        """Return how long to wait after so many failed attempts: twice as long each time."""
        return min(self.first_retry * 2 ** min(attempts, 16), self.longest_retry)
