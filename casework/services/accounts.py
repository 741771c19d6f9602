"""The people at the desk: log-in, sessions, accounts (R202)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from casework.errors import AccountRefused, LoginRefused, StorageConflict
from casework.model import (
    Account,
    AuditEntry,
    DeskSession,
    Permission,
    Presence,
    Role,
)
from casework.policy_desk import DeskPolicy
from casework.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from casework.ports.passwords import Passwords
from casework.services.account_values import LONGEST_USERNAME, username_from, with_values
from casework.text import storable
from casework.tokens import hashed_token

TOKEN_BYTES: Final = 32
LONGEST_TOKEN: Final = 100
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 200
ADMINISTRATOR: Final = "admin"
#: Letters that nobody confuses when a password is read off a screen.
ONE_TIME_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new log-in; the token is known to the browser alone, we keep its hash."""

    token: str
    account: Account


class AccountService:
    """Keeps accounts and their sessions."""

    def __init__(
        self,
        uow_factory: UnitOfWorkFactory,
        clock: Clock,
        ids: IdSource,
        passwords: Passwords,
        policy: DeskPolicy,
    ) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._ids = ids
        self._passwords = passwords
        self._policy = policy
        # Compared with where there is no account, so that the time tells nothing.
        self._nobody = ""

    def log_in(self, username: str, password: str, address: str) -> LoggedIn:
        """Open a session; raise `LoginRefused` where username and password do not match."""
        with self._uow_factory(read_only=True) as uow:
            account = uow.accounts.find(storable(username)[:LONGEST_USERNAME])
        self._nobody = self._nobody or self._passwords.hashed(secrets.token_urlsafe())
        known = account.password_hash if account else self._nobody
        right = self._passwords.matches(known, password[:LONGEST_PASSWORD])
        now = self._clock.now()
        if account is None or not right or not account.is_active:
            with self._uow_factory() as uow:
                self._note(uow, "login.refused", account, account.id if account else "", address)
                uow.commit()
            raise LoginRefused()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._uow_factory() as uow:
            uow.desk_sessions.add(
                DeskSession(
                    token_hash=hashed_token(token),
                    account_id=account.id,
                    created_at=now,
                    expires_at=now + timedelta(hours=self._policy.sessions.hours),
                    address=address,
                )
            )
            account = replace(account, presence=Presence.AVAILABLE, seen_at=now)
            uow.accounts.update(account)
            self._note(uow, "login.done", account, account.id, address)
            uow.commit()
        return LoggedIn(token, account)

    def resolve(self, token: str | None) -> Account | None:
        """Return the active account of a session that has neither ended nor run out."""
        if not token or len(token) > LONGEST_TOKEN:
            return None
        with self._uow_factory(read_only=True) as uow:
            session = uow.desk_sessions.get(hashed_token(token))
            if session is None or session.revoked_at is not None:
                return None
            if session.expires_at <= self._clock.now():
                return None
            account = uow.accounts.get(session.account_id)
        return account if account is not None and account.is_active else None

    def log_out(self, token: str, account: Account) -> None:
        """End a session."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.desk_sessions.revoke(hashed_token(token), now)
            known = uow.accounts.get(account.id)
            if known is not None:
                uow.accounts.update(replace(known, presence=Presence.AWAY))
            self._note(uow, "logout.done", account, account.id)
            uow.commit()

    def change_password(self, account: Account, old: str, new: str, token: str) -> None:
        """Set a new password and end all other sessions of the account.

        Raises:
            LoginRefused: the old password is wrong.
            AccountRefused: the new one is too short or the same.
        """
        if not self._passwords.matches(account.password_hash, old[:LONGEST_PASSWORD]):
            raise LoginRefused()
        self._check_password(new)
        if new == old:
            raise AccountRefused("password_same")
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.accounts.get(account.id) or account
            uow.accounts.update(
                replace(
                    known, password_hash=self._passwords.hashed(new), must_change_password=False
                )
            )
            uow.desk_sessions.revoke_all(account.id, now, but=hashed_token(token))
            self._note(uow, "password.changed", account, account.id)
            uow.commit()

    def create(self, by: Account, values: dict[str, Any]) -> tuple[Account, str]:
        """Store a new account and return it with its one-time password.

        Raises:
            AccountRefused: a value does not fit, or the username is taken.
        """
        password = self.one_time_password()
        account = Account(
            id=self._ids.new_id(),
            username=username_from(values.get("username")),
            display_name="",
            password_hash=self._passwords.hashed(password),
            role=Role.AGENT,
            created_at=self._clock.now(),
            must_change_password=True,
        )
        account = with_values(account, values)
        try:
            with self._uow_factory() as uow:
                uow.accounts.add(account)
                self._note(uow, "account.created", by, account.id, username=account.username)
                uow.commit()
        except StorageConflict as error:
            raise AccountRefused("username_taken") from error
        return account, password

    def change(self, by: Account, account_id: str, values: dict[str, Any]) -> Account:
        """Change what an account may and can do; a changed role or an end takes its sessions away.

        Raises:
            AccountRefused: a value does not fit, or nobody could manage accounts any more.
        """
        now = self._clock.now()
        with self._uow_factory() as uow:
            before = uow.accounts.get(account_id)
            if before is None:
                raise AccountRefused("unknown")
            after = with_values(before, values)
            uow.accounts.update(after)
            if not any(map(self._manages, uow.accounts.list())):
                raise AccountRefused("last_administrator")
            if (after.role, after.is_active) != (before.role, before.is_active):
                uow.desk_sessions.revoke_all(account_id, now)
            changed = [name for name in values if getattr(before, name) != getattr(after, name)]
            self._note(uow, "account.changed", by, account_id, changed=changed)
            uow.commit()
        return after

    def reset_password(self, by: Account | None, account_id: str) -> str:
        """Give an account a one-time password, end its sessions, and return the password."""
        password = self.one_time_password()
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.accounts.get(account_id)
            if known is None:
                raise AccountRefused("unknown")
            uow.accounts.update(
                replace(
                    known,
                    password_hash=self._passwords.hashed(password),
                    must_change_password=True,
                    is_active=True if by is None else known.is_active,
                )
            )
            uow.desk_sessions.revoke_all(account_id, now)
            self._note(uow, "password.reset", by, account_id)
            uow.commit()
        return password

    def set_presence(self, account: Account, presence: Presence) -> Account:
        """Note whether an agent takes conversations now."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            known = uow.accounts.get(account.id) or account
            changed = replace(known, presence=presence, seen_at=now)
            uow.accounts.update(changed)
            uow.commit()
        return changed

    def list(self) -> Sequence[Account]:
        """Return all accounts by username."""
        with self._uow_factory(read_only=True) as uow:
            return uow.accounts.list()

    def get(self, account_id: str) -> Account:
        """Return an account; raise `AccountRefused` for an unknown one."""
        with self._uow_factory(read_only=True) as uow:
            account = uow.accounts.get(account_id)
        if account is None:
            raise AccountRefused("unknown")
        return account

    def first_password(self) -> str | None:
        """Create the first administrator and return the one-time password; None later on."""
        with self._uow_factory(read_only=True) as uow:
            if uow.accounts.list():
                return None
        password = self.one_time_password()
        with self._uow_factory() as uow:
            if uow.accounts.list():
                return None
            uow.accounts.add(
                Account(
                    id=self._ids.new_id(),
                    username=ADMINISTRATOR,
                    display_name=ADMINISTRATOR,
                    password_hash=self._passwords.hashed(password),
                    role=Role.ADMINISTRATOR,
                    created_at=self._clock.now(),
                    must_change_password=True,
                )
            )
            self._note(uow, "account.first", None, ADMINISTRATOR)
            uow.commit()
        return password

    def one_time_password(self) -> str:
        """Return four groups of four letters: 79 random bits."""
        letters = self._ids.letters(ONE_TIME_LETTERS, 16)
        return "-".join(letters[place : place + 4] for place in range(0, 16, 4))

    def allows(self, account: Account, permission: Permission) -> bool:
        """Tell whether an account may do this; a one-time password allows only to change it."""
        return not account.must_change_password and self._policy.allows(account.role, permission)

    def _manages(self, account: Account) -> bool:
        may = self._policy.allows(account.role, Permission.ACCOUNTS_MANAGE)
        return account.is_active and may

    @staticmethod
    def _check_password(password: str) -> None:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise AccountRefused("password_length")

    def _note(
        self,
        uow: UnitOfWork,
        action: str,
        actor: Account | None,
        subject: str,
        address: str = "",
        **details: Any,
    ) -> None:
        uow.audit.add(
            AuditEntry(
                at=self._clock.now(),
                action=action,
                actor=actor.id if actor else None,
                actor_name=actor.username if actor else "",
                subject=subject,
                details=details,
                address=address,
            )
        )
