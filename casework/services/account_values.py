"""Which values an account may have."""

from dataclasses import replace
from typing import Any, Final

from casework.errors import AccountRefused
from casework.model import Account, Role
from casework.text import storable

USERNAME_SIGNS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")
LONGEST_USERNAME: Final = 40
LONGEST_NAME: Final = 60
MOST_CHATS: Final = 50


def username_from(value: Any) -> str:
    """Return a username in small letters; raise `AccountRefused` for one that does not fit."""
    name = str(value or "").strip().lower()
    if not (0 < len(name) <= LONGEST_USERNAME and set(name) <= USERNAME_SIGNS):
        raise AccountRefused("username")
    return name


def with_values(account: Account, values: dict[str, Any]) -> Account:
    """Return the account with the values that fit; a value that does not is refused."""
    changes: dict[str, Any] = {}
    name = storable(str(values.get("display_name", account.display_name))).strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountRefused("display_name")
    changes["display_name"] = name
    if "role" in values:
        if values["role"] not in set(Role):
            raise AccountRefused("role")
        changes["role"] = Role(values["role"])
    for field in ("languages", "skills"):
        if field in values:
            changes[field] = tuple(str(item)[:40] for item in values[field])[:20]
    if "chat_limit" in values:
        limit = values["chat_limit"]
        if not isinstance(limit, int) or not 1 <= limit <= MOST_CHATS:
            raise AccountRefused("chat_limit")
        changes["chat_limit"] = limit
    if "is_active" in values:
        changes["is_active"] = bool(values["is_active"])
    return replace(account, **changes)
