"""What a company decides about its desk: who may do what, who waits how long, who is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.model import Permission, Priority, QueueReason, Role, Threat


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePolicy:
    """When a conversation waits for a person, and how long at most (R7, R8, R40)."""

    anger_from: float = 2.4
    threats: tuple[Threat, ...] = (
        Threat.VIOLENCE,
        Threat.MEDIA,
        Threat.REGULATOR,
        Threat.LEGAL,
    )
    quiet_minutes: int = 10
    alert_minutes: int = 5
    handling_minutes: int = 8
    callback_minutes: int = 60
    priorities: Mapping[QueueReason, Priority] = field(default_factory=dict)

    def priority(self, reason: QueueReason) -> Priority:
        """Return how soon somebody who waits for this reason is served."""
        return self.priorities.get(reason, Priority.NORMAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPolicy:
    """How long log-ins last and how many wrong ones are taken."""

    hours: int = 12
    attempts: int = 5
    window_minutes: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPolicy:
    """Everything that a company decides about its desk."""

    lease_seconds: int = 90
    queue: QueuePolicy = field(default_factory=QueuePolicy)
    sessions: SessionPolicy = field(default_factory=SessionPolicy)
    roles: Mapping[Role, frozenset[Permission]] = field(default_factory=dict)

    def allows(self, role: Role, permission: Permission) -> bool:
        """Tell whether a role may do this; what the policy does not grant is refused."""
        return permission in self.roles.get(role, frozenset())
