"""The figures that the desk counts for Prometheus."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TURN_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class Metrics:
    """Counters and gauges of one desk, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "jieyou_messages",
            "Messages of customers that were stored, by channel.",
            ["channel"],
            registry=self.registry,
        )
        self.turns = Counter(
            "jieyou_turns",
            "Turns that the assistant was asked for, by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self.turn_seconds = Histogram(
            "jieyou_turn_seconds",
            "How long the assistant took for a turn.",
            buckets=TURN_BUCKETS,
            registry=self.registry,
        )
        self.notices = Counter(
            "jieyou_notices",
            "Notices of a late answer, by key.",
            ["key"],
            registry=self.registry,
        )
        self.pending = Gauge(
            "jieyou_messages_pending",
            "Messages that wait for their turn.",
            registry=self.registry,
        )
        self.cases = Gauge("jieyou_cases_filed", "Cases in the database.", registry=self.registry)
        self.notices_waiting = Gauge(
            "jieyou_outbox_pending", "Notices on their way out.", registry=self.registry
        )
        self.notices_dead = Gauge(
            "jieyou_outbox_dead",
            "Notices that could not be delivered and wait for a person.",
            registry=self.registry,
        )
        self.waiting = Gauge(
            "jieyou_queue_waiting", "Customers who wait for a person.", registry=self.registry
        )
        self.held = Gauge(
            "jieyou_conversations_held",
            "Conversations in which a person speaks.",
            registry=self.registry,
        )
        self.sockets = Gauge(
            "jieyou_sockets_open", "Chat pages that are connected.", registry=self.registry
        )
        self.database_up = Gauge(
            "jieyou_database_up",
            "Whether the database answered when these figures were read.",
            registry=self.registry,
        )

        self.part_up = Gauge(
            "jieyou_part_up",
            "Whether a part that the desk needs answered, as /readyz asks them.",
            ["part"],
            registry=self.registry,
        )
        self.longest_wait = Gauge(
            "jieyou_queue_longest_wait_seconds",
            "How long the customer has waited who has waited longest for a person.",
            registry=self.registry,
        )
        self.clocks_late = Gauge(
            "jieyou_clocks_late_seconds",
            "How long the oldest thing waits that a clock of a case is due to do.",
            registry=self.registry,
        )
        self.backup_at = Gauge(
            "jieyou_backup_last_timestamp_seconds",
            "When the last backup was whole, in seconds since 1970; 0 where none was made here.",
            registry=self.registry,
        )

    def rendered(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)
