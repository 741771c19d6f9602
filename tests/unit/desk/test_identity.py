"""A site vouches for its visitor with a key that it shares with us, and with nothing else."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from desk.gateway.identity import (
    AHEAD,
    MOST_ORDERS,
    OLDEST,
    Identity,
    IdentityRefused,
    identity_of,
    read_signed,
)
from tests.doubles import MONDAY

KEY = "a key that the site holds"
NOW = int(MONDAY.timestamp())


def signed(given: Any, key: str = KEY) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(given).encode()).decode().rstrip("=")
    return f"{payload}.{hmac.new(key.encode(), payload.encode(), hashlib.sha256).hexdigest()}"


def test_a_signed_identity_is_read() -> None:
    given = {"iat": NOW, "name": " 王\n芳 ", "contact": 13800138000, "level": "gold",
             "orders": ["A-1", "A-1", "", 77, None]}  # fmt: skip
    identity = read_signed(signed(given), KEY, MONDAY)
    assert identity == Identity("王 芳", "13800138000", "gold", ("A-1", "77"))
    assert identity_of({"identity": identity.as_metadata()}) == identity


@pytest.mark.parametrize("secret", [None, "", "another key"])
def test_another_key_and_no_key_refuse_it(secret: str | None) -> None:
    with pytest.raises(IdentityRefused):
        read_signed(signed({"iat": NOW, "name": "Ann"}), secret, MONDAY)


def test_no_letter_of_it_may_be_changed() -> None:
    token = signed({"iat": NOW, "name": "Ann"})
    payload, _, signature = token.partition(".")
    forged = base64.urlsafe_b64encode(json.dumps({"iat": NOW, "name": "Eve"}).encode()).decode()
    for changed in (f"{forged}.{signature}", f"{payload}.{'0' * 64}", payload, f".{signature}"):
        with pytest.raises(IdentityRefused):
            read_signed(changed, KEY, MONDAY)


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Ann"},
        {"name": "Ann", "iat": "now"},
        {"name": "Ann", "iat": True},
        {"name": "Ann", "iat": 10**30},
        {"name": "Ann", "iat": NOW - OLDEST.total_seconds() - 1},
        {"name": "Ann", "iat": NOW + AHEAD.total_seconds() + 1},
        ["Ann"],
        "Ann",
        5,
    ],
)
def test_what_is_too_old_or_no_identity_is_refused(given: Any) -> None:
    with pytest.raises(IdentityRefused):
        read_signed(signed(given), KEY, MONDAY)


@pytest.mark.parametrize("raw", [None, 5, "", "x", "ä.ö", "x" * 5000, b"x", {"a": 1}])
def test_what_is_no_text_of_that_form_is_refused(raw: Any) -> None:
    with pytest.raises(IdentityRefused):
        read_signed(raw, KEY, MONDAY)


def test_an_identity_holds_short_plain_values() -> None:
    given = {"iat": NOW, "name": "x" * 500, "contact": {"a": 1}, "level": True,
             "orders": [str(number) for number in range(100)]}  # fmt: skip
    identity = read_signed(signed(given), KEY, MONDAY)
    assert len(identity.name or "") == 120
    assert (identity.contact, identity.level, len(identity.orders)) == (None, None, MOST_ORDERS)


@pytest.mark.parametrize(
    "metadata", [{}, {"identity": None}, {"identity": "Ann"}, {"identity": {"name": ["x"]}}]
)
def test_metadata_without_an_identity_names_nobody(metadata: dict[str, Any]) -> None:
    assert identity_of(metadata) is None
