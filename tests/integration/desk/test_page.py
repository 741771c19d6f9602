"""The chat page: its language, its cookie, its headers, its files."""

import pytest

from tests.desks import build_desk, client_of


async def test_the_page_sets_a_cookie_that_scripts_cannot_read() -> None:
    async with client_of(build_desk(), token=False) as client:
        page = await client.get("/")
        cookie = page.headers["set-cookie"]
        again = await client.get("/")
    assert cookie.startswith("jieyou_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "set-cookie" not in again.headers
    assert page.headers["cache-control"] == "no-store"


async def test_a_forged_cookie_is_replaced() -> None:
    async with client_of(build_desk(), token=False) as client:
        page = await client.get("/", headers={"Cookie": "jieyou_session=forged"})
    assert page.headers["set-cookie"].startswith("jieyou_session=")


@pytest.mark.parametrize(
    ("headers", "lang", "words"),
    [
        ({}, "zh-Hans", "请告诉我们"),
        ({"Accept-Language": "en-US,en"}, "en", "What happened?"),
        ({"Accept-Language": "zh-TW"}, "zh-Hant", "請告訴我們"),
        ({"Accept-Language": "en", "Cookie": "jieyou_lang=zh-Hant"}, "zh-Hant", "請告訴我們"),
        ({"Accept-Language": "en", "Cookie": "jieyou_lang=../../x"}, "en", "What happened?"),
    ],
)
async def test_the_page_speaks_the_browsers_language(
    headers: dict[str, str], lang: str, words: str
) -> None:
    async with client_of(build_desk(), token=False) as client:
        page = await client.get("/", headers=headers)
    assert f'<html lang="{lang}"' in page.text
    assert words in page.text


async def test_nothing_from_elsewhere_and_nothing_inline_may_run() -> None:
    async with client_of(build_desk(), token=False) as client:
        headers = (await client.get("/")).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/js/main.js", "javascript"),
        ("/static/css/chat.css", "css"),
        ("/static/mark.svg", "svg"),
        ("/static/vendor/socket.io.esm.min.js", "javascript"),
        ("/static/catalogues/en.json", "json"),
    ],
)
async def test_the_pages_files_are_served_by_ourselves(path: str, kind: str) -> None:
    async with client_of(build_desk(), token=False) as client:
        served = await client.get(path)
        unchanged = await client.get(path, headers={"If-None-Match": served.headers["etag"]})
    assert served.status_code == 200
    assert kind in served.headers["content-type"]
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/page.py", "/static/catalogues/../../page.py"]
)
async def test_no_other_file_is_served(path: str) -> None:
    async with client_of(build_desk(), token=False) as client:
        assert (await client.get(path)).status_code == 404
