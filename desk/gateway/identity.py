"""Who a customer is, as a site vouches for it that embeds the chat."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from desk.gateway.text import clean_label

KEY: Final = "identity"
LONGEST_SIGNED: Final = 4096
LONGEST_VALUE: Final = 120
MOST_ORDERS: Final = 20
# A page may stay open for half a day; the other bound allows for clocks that differ.
OLDEST: Final = timedelta(hours=12)
AHEAD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a site says of its visitor; None or empty where it says nothing."""

    name: str | None = None
    contact: str | None = None
    level: str | None = None
    orders: tuple[str, ...] = ()

    @property
    def subject(self) -> tuple[str | None, str | None]:
        """What tells one person from another."""
        return (self.name, self.contact)

    def as_metadata(self) -> dict[str, Any]:
        """Return it as it travels with each message."""
        return {**asdict(self), "orders": list(self.orders)}


class IdentityRefused(ValueError):
    """The identity is not signed with our key, too old, or not an identity at all."""


def read_signed(signed: Any, secret: str | None, now: datetime) -> Identity:
    """Return the identity that a site signed.

    The form is `payload.signature`: the payload is URL-safe base64 of a JSON object with
    `iat` (Unix seconds) and any of `name`, `contact`, `level`, `orders`; the signature is the
    HMAC-SHA256 of that base64 text in hexadecimal digits.

    Raises:
        IdentityRefused: whatever is wrong with it; no key refuses everything.
    """
    if not secret or not isinstance(signed, str) or len(signed) > LONGEST_SIGNED:
        raise IdentityRefused
    payload, _, signature = signed.partition(".")
    expected = hmac.new(secret.encode(), payload.encode("utf-8", "replace"), hashlib.sha256)
    if not hmac.compare_digest(expected.hexdigest().encode(), signature.lower().encode()):
        raise IdentityRefused
    given = _decoded(payload)
    _check_age(given.get("iat"), now)
    return _identity(given)


def identity_of(metadata: Mapping[str, Any]) -> Identity | None:
    """Return the identity that a stored message travels with."""
    given = metadata.get(KEY)
    if not isinstance(given, dict):
        return None
    identity = _identity(given)
    return identity if identity != Identity() else None


def _decoded(payload: str) -> dict[str, Any]:
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        given = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise IdentityRefused from error
    if not isinstance(given, dict):
        raise IdentityRefused
    return given


def _check_age(issued_at: Any, now: datetime) -> None:
    if isinstance(issued_at, bool) or not isinstance(issued_at, int | float):
        raise IdentityRefused
    try:
        issued = datetime.fromtimestamp(issued_at, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise IdentityRefused from error
    if not now - OLDEST <= issued <= now + AHEAD:
        raise IdentityRefused


def _identity(given: Mapping[str, Any]) -> Identity:
    orders = given.get("orders")
    found = [_value(order) for order in orders[:MOST_ORDERS]] if isinstance(orders, list) else []
    return Identity(
        name=_value(given.get("name")),
        contact=_value(given.get("contact")),
        level=_value(given.get("level")),
        orders=tuple(dict.fromkeys(order for order in found if order)),
    )


def _value(raw: Any) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        return None
    return clean_label(str(raw))[:LONGEST_VALUE] or None
