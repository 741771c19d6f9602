"""People at the desk: accounts of every role, logged in as a browser is."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from argon2 import PasswordHasher

from casework.model import Account, Presence, Role
from casework.numbering import RandomIds
from casework.ports import Clock, UnitOfWorkFactory
from casework.ports.passwords import Passwords
from desk.app import DeskApp
from desk.console.identity import COOKIE, CSRF_HEADER, csrf_for
from desk.console.passwords import Argon2Passwords
from tests.desks import JWT_SECRET, ORIGIN

PASSWORD = "correct horse"
# The shipped parameters take 50 ms and 64 MB a password.
QUICK: Passwords = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
_HASH = QUICK.hashed(PASSWORD)


def employ(
    uow_factory: UnitOfWorkFactory,
    clock: Clock,
    username: str,
    role: Role = Role.AGENT,
    **values: Any,
) -> Account:
    """Store an account that is at its desk."""
    account = Account(
        **{
            "id": RandomIds().new_id(),
            "username": username,
            "display_name": username.title(),
            "password_hash": _HASH,
            "role": role,
            "created_at": clock.now(),
            "presence": Presence.AVAILABLE,
            "seen_at": clock.now(),
            **values,
        }
    )
    with uow_factory() as uow:
        uow.accounts.add(account)
        uow.commit()
    return account


class Person:
    """A browser that is logged in at the desk."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client = client
        self.token = token

    async def get(self, path: str) -> httpx.Response:
        """Ask the desk's interface."""
        return await self.client.get(f"/api/v1/desk{path}")

    async def post(self, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """Change something by the desk's interface."""
        return await self.client.post(f"/api/v1/desk{path}", json=dict(body or {}))

    async def deed(self, conversation_id: str, deed: str, **body: Any) -> httpx.Response:
        """Do something with a conversation."""
        return await self.post(f"/conversations/{conversation_id}/{deed}", body)


async def log_in(client: httpx.AsyncClient, username: str, password: str = PASSWORD) -> str:
    """Log in by the page's form and return the session's token."""
    response = await client.post(
        "/desk/login",
        content=httpx.QueryParams({"username": username, "password": password}).__str__(),
        headers={"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert response.status_code == 303, response.text
    return str(client.cookies[COOKIE])


@asynccontextmanager
async def person_at(app: DeskApp, username: str) -> AsyncIterator[Person]:
    """Log somebody in at a running desk."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        token = await log_in(client, username)
        client.headers["Origin"] = ORIGIN
        client.headers[CSRF_HEADER] = csrf_for(JWT_SECRET, token)
        yield Person(client, token)
