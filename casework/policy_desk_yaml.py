"""Loads the desk's part of the policy."""

from casework.model import Permission, Priority, QueueReason, Role, Threat
from casework.policy_desk import DeskPolicy, QueuePolicy, SessionPolicy
from casework.yaml_nodes import YamlNode


def read_desk(node: YamlNode) -> DeskPolicy:
    """Return the desk's policy; every role and every reason to wait has to be there."""
    parts = node.fields("lease_seconds", "queue", "sessions", "roles")
    roles = parts["roles"].codes(Role, _permissions)
    for role in Role:
        if role not in roles:
            raise parts["roles"].error(f"add the role {role}")
    if Permission.ACCOUNTS_MANAGE not in roles[Role.ADMINISTRATOR]:
        raise parts["roles"].error("let the administrator keep accounts.manage")
    return DeskPolicy(
        lease_seconds=parts["lease_seconds"].count(10),
        queue=_queue(parts["queue"]),
        sessions=_sessions(parts["sessions"]),
        roles=roles,
    )


def _queue(node: YamlNode) -> QueuePolicy:
    parts = node.fields(
        "anger_from",
        "threats",
        "quiet_minutes",
        "alert_minutes",
        "handling_minutes",
        "callback_minutes",
        "priorities",
    )
    priorities = parts["priorities"].codes(QueueReason, lambda n: n.code(Priority))
    for reason in QueueReason:
        if reason not in priorities:
            raise parts["priorities"].error(f"add the reason {reason}")
    return QueuePolicy(
        anger_from=parts["anger_from"].number(),
        threats=parts["threats"].each(lambda n: n.code(Threat)),
        quiet_minutes=parts["quiet_minutes"].count(),
        alert_minutes=parts["alert_minutes"].count(),
        handling_minutes=parts["handling_minutes"].count(),
        callback_minutes=parts["callback_minutes"].count(),
        priorities=priorities,
    )


def _sessions(node: YamlNode) -> SessionPolicy:
    parts = node.fields("hours", "attempts", "window_minutes")
    return SessionPolicy(
        hours=parts["hours"].count(),
        attempts=parts["attempts"].count(),
        window_minutes=parts["window_minutes"].count(),
    )


def _permissions(node: YamlNode) -> frozenset[Permission]:
    return frozenset(node.each(lambda n: n.code(Permission)))
