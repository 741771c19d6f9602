"""The language of a message and the script of its characters."""

from __future__ import annotations

import pytest

from bot.language.detect import detect_language, detect_locale


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("你好", "zh"), ("退款!!", "zh"), ("漏水", "zh"), ("垃圾", "zh"), ("高兴", "zh"), ("冇", "zh"), ("我的order还没到", "zh"), ("iPhone 15 Pro Max坏了", "zh"), ("wifi又断了", "zh"), ("我要refund", "zh"), ("訂單還沒到", "zh"), ("zh ok 好", "zh"), ("服务太差 terrible service", "zh"),
        ("hi", "en"), ("Where is my order", "en"), ("My order from 淘宝 never arrived", "en"), ("this 小米 phone is garbage", "en"), ("refund", "en"), ("scammed", "en"), ("WTF", "en"), ("thx", "en"), ("gr8 service lol", "en"), ("@AirlineHelp my flight DL123 is delayed", "en"), ("broken", "en"), ("i want 退款", "en"),
        ("OK", None), ("12345", None), ("😀😀", None), ("", None), ("   ", None), ("John Smith", None), ("张伟", None), ("李雷 13800138000", None), ("KFR-35GW", None), ("http://abc.com/x", None), ("a@b.com", None), ("no me gusta el producto", None), ("ありがとうございます", None), ("주문이 안 왔어요", None), ("это не работает", None), ("!!!???", None),
    ],
)  # fmt: skip
def test_the_language_that_carries_the_sentence_is_found(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("产品坏了", "zh-Hans"), ("訂單還沒到", "zh-Hant"), ("我嘅單點解仲未到", "zh-Hant-HK"), ("網路斷線三天了", "zh-Hant-TW"), ("妳們客服很誇張", "zh-Hant-TW"), ("Where is my order", "en"), ("你好", None), ("OK", None), ("", None),
    ],
)  # fmt: skip
def test_the_script_shows_the_locale(text: str, locale: str | None) -> None:
    assert detect_locale(text) == locale


def test_no_text_has_no_language() -> None:
    assert detect_language(None) is None
    assert detect_locale(None) is None
