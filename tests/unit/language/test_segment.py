"""Tokens with exact offsets; runs where jieba and spaCy are installed."""

from __future__ import annotations

import pytest

pytest.importorskip("jieba")
pytest.importorskip("spacy")

from bot.language.segment import segment

CASES = [
    ("我在你们店买的小米电饭煲，用了2天就坏了!", ["电饭煲", "坏了", "2", "，"]),
    ("訂單還沒到 客服態度很差", ["訂單", "客服", "態度"]),
    ("我的iPhone15坏了", ["我", "的", "iPhone15", "坏了"]),
    ("ａｂｃ　１２３", ["ａｂｃ", "１２３"]),
    ("My order #A-10293 hasn't arrived 😀😀", ["My", "order", "arrived", "😀"]),
]  # fmt: skip
ODD = [
    "",
    "   ",
    "\ud800x",
    "a\u200bb",
    "\u202eabc",
    "Z̷̢a̸l̶g̵o̷",
    "مرحبا بالعالم",
    "\x00\x01\x02",
    "😀" * 50,
    "我" * 300 + "a" * 900,
    None,
]


@pytest.mark.parametrize(("text", "some"), CASES)
def test_words_are_found_in_mixed_text(text: str, some: list[str]) -> None:
    tokens = [token.text for token in segment(text)]
    assert set(some) <= set(tokens)


@pytest.mark.parametrize("text", [*[text for text, _ in CASES], *ODD])
def test_offsets_are_exact_and_no_token_is_white_space(text: str | None) -> None:
    stripped = (text or "").strip()
    position = 0
    for token in segment(text):
        assert stripped[token.start : token.end] == token.text
        assert token.text.strip()
        assert token.start >= position
        position = token.end
    covered = "".join(token.text for token in segment(text))
    assert covered == "".join(stripped.split())


def test_a_very_long_run_is_covered_whole_and_only_its_head_is_cut_into_words() -> None:
    text = "我要退款" * 25_000
    tokens = segment(text)
    assert "".join(token.text for token in tokens) == text
    assert len(tokens[0].text) <= 4 < len(tokens[-1].text)
