"""The page's texts: the same keys in every language, and the right language for a browser."""

import re

import pytest

from desk.web.catalogues import LANGUAGES, Catalogues, preferred
from desk.web.page import HERE


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "zh-Hans"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.2", "en"),
        ("en;q=0.1, zh-Hans;q=0.8", "zh-Hans"),
        ("de", "zh-Hans"),
        ("*", "zh-Hans"),
        ("en;q=x", "zh-Hans"),
        (",;q=,,", "zh-Hans"),
    ],
)
def test_the_browser_gets_the_language_it_likes_best(header: str, code: str) -> None:
    assert preferred(header) == code


def test_every_language_has_every_text() -> None:
    texts = Catalogues.load().texts
    keys = {code: set(texts[code]) for code in LANGUAGES}
    assert keys["zh-Hans"] == keys["zh-Hant"] == keys["en"]
    assert all(value.strip() for code in LANGUAGES for value in texts[code].values())
    assert {code: texts[code]["lang"] for code in LANGUAGES} == {code: code for code in LANGUAGES}


def test_every_key_that_the_page_uses_exists() -> None:
    keys = set(Catalogues.load().texts["en"])
    page = (HERE / "templates" / "chat.html").read_text(encoding="utf-8")
    used = set(re.findall(r"\bt\.(\w+) \}", page)) | set(
        re.findall(r'data-i18n[\w-]*="(\w+)"', page)
    )
    for script in (HERE / "static" / "js").glob("*.js"):
        content = script.read_text(encoding="utf-8")
        used |= set(re.findall(r'\btext\("(\w+)"', content))
        used |= set(re.findall(r'label\((?:\w+|make\([^)]*\)), "(\w+)"\)', content))
    assert "copied" in used
    assert used - keys == set()


def test_the_page_has_no_inline_script_and_no_inline_style() -> None:
    page = (HERE / "templates" / "chat.html").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_the_scripts_insert_text_alone() -> None:
    for script in (HERE / "static" / "js").glob("*.js"):
        content = script.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", content
        )
