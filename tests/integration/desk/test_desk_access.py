"""Who gets in at the desk: every route by every role, sessions, log-in, forgery, limits."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from casework.model import Permission, Role
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.console.identity import COOKIE, CSRF_HEADER, Guard, csrf_for
from desk.console.limits import ACTIONS_A_MINUTE
from tests.desks import AUTHORIZED, JWT_SECRET, ORIGIN, build_desk, routes_of, shipped_policy
from tests.doubles import FixedClock
from tests.people import PASSWORD, Person, employ, log_in, person_at

# Nobody has to be logged in for these; the last two check the origin alone.
ENTRANCES = {
    ("GET", "/desk/login"),
    ("POST", "/desk/login"),
    ("POST", "/desk/language"),
}
FORM = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
VALUES = {
    "conversation_id": "c-1",
    "case_no": "JY-1",
    "callback_id": "1",
    "account_id": "nobody",
    "draft_id": "d-1",
}
BODIES: dict[str, dict[str, Any]] = {
    "/messages": {"text": "x"},
    "/whispers": {"text": "x"},
    "/notes": {"text": "x"},
    "/approve": {"document": "Form 1"},
    "/record": {"changes": {"product": "x"}},
    "/presence": {"presence": "busy"},
    "/accounts": {"username": "new-one", "display_name": "New"},
}


def guard_of(route: APIRoute) -> Guard | None:
    found = [each.call for each in route.dependant.dependencies if isinstance(each.call, Guard)]
    return found[0] if found else None


def desk_routes() -> list[tuple[str, str, Guard | None]]:
    app = build_desk()
    return sorted(
        (
            (method, route.path, guard_of(route))
            for route in routes_of(app)
            if route.path.startswith(("/desk", "/api/v1/desk"))
            for method in route.methods
        ),
        key=lambda found: found[:2],
    )


ROUTES = desk_routes()


@pytest.fixture
async def stranger(app: DeskApp) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: VALUES[match.group(1)], path)


def body_for(path: str) -> dict[str, Any]:
    return next((body for end, body in BODIES.items() if path.endswith(end)), {})


def test_every_route_of_the_desk_has_a_guard() -> None:
    assert len(ROUTES) > 25
    unguarded = {(method, path) for method, path, guard in ROUTES if guard is None}
    assert unguarded == ENTRANCES


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_may_do_what_the_policy_grants_and_nothing_else(
    app: DeskApp, role: Role
) -> None:
    policy = shipped_policy().desk
    async with person_at(app, str(role)) as person:
        for method, path, guard in ROUTES:
            if guard is None or path in ("/desk/logout", "/desk/password"):
                continue
            response = await person.client.request(
                method, filled(path), json=body_for(path) if method != "GET" else None
            )
            granted = guard.permission is None or policy.allows(role, guard.permission)
            assert (response.status_code != 403) is granted, (method, path, response.text)
            assert response.status_code != 500, (method, path)


async def test_without_a_session_nothing_is_shown(stranger: httpx.AsyncClient) -> None:
    for method, path, guard in ROUTES:
        if guard is None:
            continue
        for headers in ({}, AUTHORIZED, {"Cookie": f"{COOKIE}=guessed"}):
            response = await stranger.request(
                method, filled(path), headers={**headers, "Origin": ORIGIN}, json=body_for(path)
            )
            if path.startswith("/api/"):
                assert response.status_code == 401, (method, path)
            else:
                assert response.headers["location"] == "/desk/login", (method, path)


async def test_the_desks_session_opens_nothing_of_the_interface(app: DeskApp) -> None:
    async with person_at(app, "supervisor") as person:
        for path in ("/api/v1/cases", "/api/v1/desk/../cases", "/api/v1/conversations/c/messages"):
            assert (await person.client.get(path)).status_code == 401, path


@pytest.mark.parametrize("origin", ["http://evil.test", "null", f"{ORIGIN}.evil.test", None])
async def test_a_page_of_another_origin_changes_nothing(app: DeskApp, origin: str | None) -> None:
    async with person_at(app, "agent") as person:
        del person.client.headers["Origin"]
        headers = {"Origin": origin} if origin else {}
        answer = await person.client.post(
            "/api/v1/desk/me/presence", json={"presence": "away"}, headers=headers
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("forged", [None, "", "0" * 64, csrf_for("another secret", "x")])
async def test_without_the_sessions_own_token_nothing_changes(
    app: DeskApp, forged: str | None
) -> None:
    async with person_at(app, "agent") as person:
        del person.client.headers[CSRF_HEADER]
        headers = {} if forged is None else {CSRF_HEADER: forged}
        answer = await person.client.post(
            "/api/v1/desk/me/presence", json={"presence": "away"}, headers=headers
        )
        assert answer.status_code == 403
        form = await person.client.post(
            "/desk/logout", content=f"csrf={forged or ''}", headers=FORM
        )
        assert form.status_code == 403
        assert (await person.get("/me")).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    stranger: httpx.AsyncClient,
) -> None:
    response = await stranger.post(
        "/desk/login", content=f"username=agent&password={PASSWORD}", headers=FORM
    )
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert response.headers["location"] == "/desk"


async def test_a_wrong_password_and_an_unknown_name_look_alike(
    stranger: httpx.AsyncClient, storage: MemoryUnitOfWorkFactory
) -> None:
    pages = []
    for username in ("agent", "nobody"):
        response = await stranger.post(
            "/desk/login", content=f"username={username}&password=wrong", headers=FORM
        )
        assert response.status_code == 401
        pages.append(response.text.replace(username, "…"))
    assert pages[0] == pages[1]
    with storage(read_only=True) as uow:
        assert len(uow.audit.list(action="login.refused")) == 2


async def test_guessing_a_password_ends_after_a_few_attempts(stranger: httpx.AsyncClient) -> None:
    attempts = shipped_policy().desk.sessions.attempts
    answers = [
        await stranger.post("/desk/login", content="username=agent&password=x", headers=FORM)
        for _ in range(attempts + 1)
    ]
    assert [answer.status_code for answer in answers] == [401] * attempts + [429]
    right = await stranger.post(
        "/desk/login", content=f"username=AGENT&password={PASSWORD}", headers=FORM
    )
    assert right.status_code == 429


async def test_guessing_names_from_one_address_ends_too(stranger: httpx.AsyncClient) -> None:
    answers = [
        await stranger.post("/desk/login", content=f"username=u{n}&password=x", headers=FORM)
        for n in range(shipped_policy().desk.sessions.attempts * 6 + 1)
    ]
    assert answers[-1].status_code == 429


async def test_a_session_cannot_flood_the_desk(app: DeskApp) -> None:
    async with person_at(app, "agent") as person:
        answers = [
            (await person.post("/me/presence", {"presence": "busy"})).status_code
            for _ in range(ACTIONS_A_MINUTE + 2)
        ]
    assert answers == [200] * ACTIONS_A_MINUTE + [429] * 2


async def test_a_login_form_of_another_site_is_refused(stranger: httpx.AsyncClient) -> None:
    response = await stranger.post(
        "/desk/login",
        content=f"username=agent&password={PASSWORD}",
        headers={**FORM, "Origin": "http://evil.test"},
    )
    assert response.status_code == 403
    assert COOKIE not in response.cookies


async def test_a_session_ends_by_logging_out_and_by_time(app: DeskApp, clock: FixedClock) -> None:
    async with person_at(app, "agent") as person:
        other = person.token
        out = await person.client.post(
            "/desk/logout", content=f"csrf={csrf_for(JWT_SECRET, person.token)}", headers=FORM
        )
        assert out.headers["location"] == "/desk/login"
        person.client.cookies.set(COOKIE, other)
        assert (await person.get("/me")).status_code == 401
    async with person_at(app, "agent") as person:
        clock.at += timedelta(hours=shipped_policy().desk.sessions.hours)
        assert (await person.get("/me")).status_code == 401


async def test_a_one_time_password_opens_the_password_page_alone(
    app: DeskApp, storage: MemoryUnitOfWorkFactory, clock: FixedClock
) -> None:
    employ(storage, clock, "fresh", must_change_password=True)
    async with person_at(app, "fresh") as person:
        assert (await person.get("/conversations")).status_code == 403
        page = await person.client.get("/desk")
        assert page.headers["location"] == "/desk/password"
        assert (await _change(person, "short", "short")).status_code == 422
        assert (await _change(person, "long enough 1", "long enough 2")).status_code == 422
        assert (await _change(person, PASSWORD, PASSWORD)).status_code == 422
        assert (await _change(person, "x" * 300, "x" * 300)).status_code == 422
        wrong = await _change(person, "long enough 1", "long enough 1", old="wrong")
        assert wrong.status_code == 422
    async with person_at(app, "fresh") as other, person_at(app, "fresh") as person:
        changed = await _change(person, "long enough 1", "long enough 1")
        assert changed.headers.get("location") == "/desk", changed.text
        assert (await person.get("/conversations")).status_code == 200
        # Whoever else was logged in with the old password is not any more.
        assert (await other.get("/me")).status_code == 401


async def test_an_administrator_manages_accounts_and_cannot_lock_everybody_out(
    app: DeskApp,
) -> None:
    async with person_at(app, "administrator") as admin:
        made = await admin.post(
            "/accounts", {"username": "Zoe", "display_name": "Zoë <b>", "role": "agent"}
        )
        assert made.status_code == 201
        password, account_id = made.json()["password"], made.json()["id"]
        assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
        assert (await admin.post("/accounts", {"username": "zoe"})).json()["reason"] == (
            "username_taken"
        )
        for bad in ("", "a b", "<script>", "x" * 41, "名"):
            answer = await admin.post("/accounts", {"username": bad})
            assert answer.status_code in (409, 422), bad
        page = await admin.client.get("/desk/accounts")
        assert "Zoë &lt;b&gt;" in page.text and "Zoë <b>" not in page.text
        own = (await admin.get("/me")).json()["id"]
        for change in ({"role": "agent"}, {"is_active": False}):
            refused = await admin.client.patch(f"/api/v1/desk/accounts/{own}", json=change)
            assert refused.json()["reason"] == "last_administrator"
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as browser:
            await log_in(browser, "zoe", password)
            # Logged in, but with a password that has to be changed first.
            assert (await browser.get("/api/v1/desk/me")).status_code == 403
            ended = await admin.client.patch(
                f"/api/v1/desk/accounts/{account_id}", json={"is_active": False}
            )
            assert ended.status_code == 200
            assert (await browser.get("/api/v1/desk/me")).status_code == 401
        reset = await admin.post(f"/accounts/{account_id}/password")
        assert reset.json()["password"] != password
    async with person_at(app, "supervisor") as supervisor:
        trail = (await supervisor.client.get("/desk/audit")).text
    assert "zoe" in trail and password not in trail


async def test_the_language_of_the_pages_is_chosen_and_leads_nowhere_else(
    stranger: httpx.AsyncClient,
) -> None:
    for back in ("/desk/cases", "https://evil.test", "//evil.test", "/desk@evil.test", "/deskevil"):
        response = await stranger.post(
            "/desk/language",
            content=httpx.QueryParams({"language": "en", "back": back}).__str__(),
            headers=FORM,
        )
        expected = back if back == "/desk/cases" else "/desk"
        assert response.headers["location"] == expected
    assert "Log in to the desk" in (await stranger.get("/desk/login")).text
    await stranger.post("/desk/language", content="language=zh&back=/desk", headers=FORM)
    assert "登录客服台" in (await stranger.get("/desk/login")).text


async def test_pages_run_no_script_but_our_own_files(app: DeskApp) -> None:
    async with person_at(app, "supervisor") as person:
        for path in ("/desk", "/desk/cases", "/desk/audit", "/desk/password"):
            page = await person.client.get(path)
            assert page.status_code == 200, path
            policy = page.headers["content-security-policy"]
            assert "script-src 'self'" in policy and "unsafe" not in policy
            assert page.headers["cache-control"] == "no-store"
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:|style=", page.text)
            assert set(re.findall(r"(?:src|href|action)=\"(https?:)", page.text)) == set()


def test_an_agent_cannot_barge_in_nor_a_manager_speak() -> None:
    desk = shipped_policy().desk
    assert not desk.allows(Role.AGENT, Permission.CONVERSATIONS_BARGE_IN)
    assert not desk.allows(Role.MANAGER, Permission.CONVERSATIONS_TAKE)
    assert not desk.allows(Role.ADMINISTRATOR, Permission.CONVERSATIONS_READ)


async def _change(person: Person, new: str, again: str, old: str = PASSWORD) -> httpx.Response:
    csrf = csrf_for(JWT_SECRET, person.token)
    fields = {"old": old, "new": new, "again": again, "csrf": csrf}
    del person.client.headers[CSRF_HEADER]
    try:
        return await person.client.post(
            "/desk/password", content=httpx.QueryParams(fields).__str__(), headers=FORM
        )
    finally:
        person.client.headers[CSRF_HEADER] = csrf
