"""The first administrator, and the way back in for one who lost the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casework.errors import AccountRefused
from casework.settings import Settings

if TYPE_CHECKING:
    from casework.services.accounts import AccountService


def first_password(settings: Settings) -> str | None:
    """Create the first administrator of a new database and return the one-time password."""
    with _service(settings) as accounts:
        return accounts.first_password()


def reset_administrator(settings: Settings, username: str) -> str:
    """Give an account a one-time password and bring it back to life.

    Raises:
        AccountRefused: there is no account with this name.
    """
    with _service(settings) as accounts:
        found = [one for one in accounts.list() if one.username == username.lower()]
        if not found:
            raise AccountRefused("unknown")
        return accounts.reset_password(None, found[0].id)


@contextmanager
def _service(settings: Settings) -> "Iterator[AccountService]":
    from casework.clock import ProductClock
    from casework.numbering import RandomIds
    from casework.policy_yaml import load_policy
    from casework.services.accounts import AccountService
    from casework.storage.engine import open_engine
    from casework.storage.sql import SqlUnitOfWorkFactory
    from desk.console.passwords import Argon2Passwords

    factory = SqlUnitOfWorkFactory(open_engine(settings.database_url))
    try:
        yield AccountService(
            factory,
            ProductClock(factory),
            RandomIds(),
            Argon2Passwords(),
            load_policy(settings.policy).desk,
        )
    finally:
        factory.close()
