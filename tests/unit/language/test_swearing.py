"""Vulgar words and insults, also half hidden, and words that only look like them."""

from __future__ import annotations

import pytest

from bot.language.swearing import find_swearing


@pytest.mark.parametrize(
    "text",
    [
        "你妈的傻逼客服",
        "他妈的SB",
        "幹你娘",
        "tmd什么服务",
        "草泥马",
        "滚!",
        "仆街",
        "狗屁售后",
        "f**k this",
        "fucking useless",
        "this is bullshit",
        "what the hell is this",
        "bloody awful",
        "piss off",
    ],
)
def test_vulgar_words_are_found(text: str) -> None:
    assert "swearing.vulgar" in {item.label for item in find_swearing(text)}


@pytest.mark.parametrize(
    "text",
    [
        "垃圾公司骗子",
        "奸商",
        "一群废物",
        "臭不要脸",
        "你们这群白痴",
        "you idiots",
        "bunch of crooks",
        "pathetic clowns",
        "scammers",
        "shame on you",
    ],
)
def test_insults_are_found(text: str) -> None:
    assert "swearing.insult" in {item.label for item in find_swearing(text)}


@pytest.mark.parametrize(
    "text",
    [
        "我要退款",
        "class assist passport",
        "I ordered a mug",
        "assessment",
        "cocktail dress",
        "hello",
        "shell broken",
        "garbage bag",
        "trash can",
        "as well as",
        "操作不了",
        "牛奶过期",
    ],
)
def test_innocent_words_are_left_alone(text: str) -> None:
    assert find_swearing(text) == []
