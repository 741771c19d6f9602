"""What strangers send becomes safe to store, or is refused."""

import pytest

from desk.gateway.text import (
    MAX_TEXT_BYTES,
    Malformed,
    TooLarge,
    clean_id,
    clean_metadata,
    clean_text,
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  你好  ", "你好"),
        ("a\x00b\x07c", "abc"),
        ("line\r\nnext\rlast", "line\nnext\nlast"),
        ("tab\there", "tab\there"),
        ("lone \ud83d end", "lone \ufffd end"),
        ("pair \ud83d\ude00", "pair 😀"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("/restart", "/restart"),
    ],
)
def test_a_text_keeps_all_that_can_be_read(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@pytest.mark.parametrize("raw", ["", "   ", "\n\t", "\x00", "\u200b\u200d", "\u202e", "\u3000"])
def test_a_text_without_anything_to_read_is_refused(raw: str) -> None:
    with pytest.raises(Malformed):
        clean_text(raw)


def test_a_text_may_have_a_hundred_kilobytes_and_no_more() -> None:
    assert len(clean_text("字" * (MAX_TEXT_BYTES // 3))) == MAX_TEXT_BYTES // 3
    with pytest.raises(TooLarge):
        clean_text("字" * (MAX_TEXT_BYTES // 3 + 1))


def test_metadata_is_cleaned_to_its_depth() -> None:
    raw = {"a\x00": ["x\ud800", 1, None, True, float("nan")], "b": {"c": 1.5}}
    assert clean_metadata(raw) == {"a": ["x\ufffd", 1, None, True, None], "b": {"c": 1.5}}
    assert clean_metadata(None) == {}


@pytest.mark.parametrize("raw", ["text", [1], 5])
def test_metadata_is_an_object(raw: object) -> None:
    with pytest.raises(Malformed):
        clean_metadata(raw)


def test_metadata_is_neither_deep_nor_large() -> None:
    deep: dict[str, object] = {}
    for _ in range(20):
        deep = {"a": deep}
    with pytest.raises(Malformed):
        clean_metadata(deep)
    with pytest.raises(TooLarge):
        clean_metadata({"a": "x" * 20_000})


@pytest.mark.parametrize(("raw", "cleaned"), [(None, None), ("m-1", "m-1"), (7, "7")])
def test_a_message_id_is_text(raw: object, cleaned: str | None) -> None:
    assert clean_id(raw) == cleaned


@pytest.mark.parametrize("raw", ["", "  ", "x" * 201, True, 1.5, ["a"]])
def test_anything_else_is_no_message_id(raw: object) -> None:
    with pytest.raises(Malformed):
        clean_id(raw)
