"""What counts as a weak secret, and that a weak one is never told."""

import secrets

import pytest

from casework.errors import SettingsError
from casework.secret_strength import weakness
from casework.settings import SECRETS, Settings
from desk.cli.secrets_file import new_secret


def read(**values: str) -> Settings:
    return Settings.from_env({f"JIEYOU_{name}": value for name, value in values.items()})


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "hush-hush",
        "a" * 64,
        "0123456789" * 4,
        "correct horse battery staple correct horse"[:31],
        "changeme-changeme-changeme-changeme-1",
        "PASSWORD9f2c77aa01d3e84b5c6d7e8f90a1b2c3",
    ],
)
def test_short_patterned_and_copied_secrets_are_weak(secret: str) -> None:
    fault = weakness(secret)
    assert fault is not None
    assert not secret or secret not in fault


def test_minted_secrets_are_strong() -> None:
    assert [weakness(new_secret()) for _ in range(500)] == [None] * 500
    assert weakness(secrets.token_hex(32)) is None


@pytest.mark.parametrize("name", SECRETS)
def test_production_refuses_a_weak_secret_by_its_name(name: str) -> None:
    with pytest.raises(SettingsError, match=f"JIEYOU_{name}") as caught:
        read(ENV="production", **{name: "letmein-letmein-letmein-letmein-99"})
    assert "letmein" not in str(caught.value)
    assert read(**{name: "letmein"}).secrets[name] == "letmein"


def test_production_refuses_a_weak_secret_of_the_webhooks() -> None:
    with pytest.raises(SettingsError, match="JIEYOU_WEBHOOK_SECRET: too weak") as caught:
        read(ENV="production", WEBHOOK_SECRET="letmein-letmein-letmein-letmein-99")
    assert "letmein" not in str(caught.value)
    assert read(WEBHOOK_SECRET="letmein").webhook_secret == "letmein"


def test_production_refuses_one_secret_for_two_things() -> None:
    one = new_secret()
    with pytest.raises(
        SettingsError, match="JIEYOU_API_TOKEN: it is the same as JIEYOU_RASA_TOKEN"
    ):
        read(ENV="production", RASA_TOKEN=one, API_TOKEN=one)


def test_production_takes_strong_secrets() -> None:
    given = {name: new_secret() for name in SECRETS}
    assert dict(read(ENV="production", **given).secrets) == given
