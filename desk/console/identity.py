"""Who is at the desk: the cookie, the guard of every route, the check of where a POST is from."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.exceptions import HTTPException

from casework.model import Account, Permission
from desk.console.parts import Console, console_of

COOKIE: Final = "jieyou_desk"
CSRF_HEADER: Final = "X-Jieyou-Csrf"
CSRF_FIELD: Final = "csrf"
SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")


class LogInFirst(Exception):
    """The page needs somebody who is logged in."""


class PasswordFirst(Exception):
    """A one-time password has to be changed before anything else."""


class PageForbidden(Exception):
    """The role may not see this page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request, and the token that their own pages send along."""

    account: Account
    token: str
    csrf: str

    def may(self, console: Console, permission: Permission) -> bool:
        """Tell whether the visitor may do this."""
        return console.accounts.allows(self.account, permission)


class Guard:
    """Lets a request pass that comes from a logged-in account with a permission.

    Every route of the desk has one; a test walks them all. `page` answers with a page or a
    redirection where the interface answers with a problem document.
    """

    def __init__(
        self,
        permission: Permission | None = None,
        *,
        page: bool = False,
        one_time_password: bool = False,
    ) -> None:
        self.permission = permission
        self._page = page
        self._one_time_password = one_time_password

    async def __call__(self, request: Request) -> Visitor:
        """Return the visitor, or refuse the request."""
        console = console_of(request)
        token = request.cookies.get(COOKIE)
        account = await console.storage.run(lambda: console.accounts.resolve(token))
        if account is None or token is None:
            raise LogInFirst() if self._page else HTTPException(401, "Log in at the desk.")
        visitor = Visitor(account, token, csrf_for(console.secret, token))
        if request.method not in SAFE_METHODS:
            await check_origin(request, console)
            await _check_csrf(request, visitor)
            if not console.limits.session.allows(visitor.csrf):
                raise HTTPException(429, "Too many requests.", headers={"Retry-After": "10"})
        if account.must_change_password and not self._one_time_password:
            raise PasswordFirst() if self._page else HTTPException(403, "Change the password.")
        if self.permission is not None and not visitor.may(console, self.permission):
            if self._page:
                raise PageForbidden()
            raise HTTPException(403, "Your role does not allow this.")
        return visitor


def csrf_for(secret: str, token: str) -> str:
    """Return the token that the pages of one session send along; nobody else can know it."""
    return hmac.new(secret.encode(), f"csrf:{token}".encode(), hashlib.sha256).hexdigest()


async def check_origin(request: Request, console: Console) -> None:
    """Refuse what a page of another origin sends; a browser names the origin of every POST."""
    origin = request.headers.get("origin")
    if origin is None or origin not in console.origins:
        raise HTTPException(403, "The request comes from another page.")


def address_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client else ""


async def _check_csrf(request: Request, visitor: Visitor) -> None:
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        given = (await form_of(request)).get(CSRF_FIELD, "")
    if not hmac.compare_digest(given.encode(), visitor.csrf.encode()):
        raise HTTPException(403, "The request does not come from the desk's own page.")


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, each once."""
    return dict(await pairs_of(request))


async def pairs_of(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a posted form, those that may be ticked more than once as often."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return []
    body = await request.body()
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return []
