"""The first administrator's password: told once, kept nowhere, and replaced when it is lost."""

from pathlib import Path

import pytest

from casework.errors import AccountRefused, LoginRefused
from casework.policy_yaml import load_policy
from casework.services.accounts import AccountService
from casework.settings import ROOT
from casework.storage.engine import open_engine
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from desk.cli.accounts import first_password, reset_administrator
from desk.cli.run import _first_log_in
from desk.console.passwords import Argon2Passwords
from tests.desks import sqlite_settings
from tests.doubles import CountingIds, FixedClock


def test_the_first_password_is_told_once_and_a_lost_one_replaced(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path)
    migrate(settings.database_url)
    first = first_password(settings)
    assert first is not None
    assert first_password(settings) is None
    assert first in _first_log_in(first)[0] and _first_log_in(None) == []
    assert first.encode() not in (tmp_path / "jieyou.db").read_bytes()
    second = reset_administrator(settings, "Admin")
    with pytest.raises(AccountRefused):
        reset_administrator(settings, "nobody")
    factory = SqlUnitOfWorkFactory(open_engine(settings.database_url))
    accounts = AccountService(
        factory,
        FixedClock(),
        CountingIds(),
        Argon2Passwords(),
        load_policy(ROOT / "policy.yml").desk,
    )
    with pytest.raises(LoginRefused):
        accounts.log_in("admin", first, "127.0.0.1")
    logged_in = accounts.log_in("admin", second, "127.0.0.1")
    assert logged_in.account.must_change_password
    factory.close()
