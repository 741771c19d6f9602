"""The bilingual tokenizer as Rasa sees it: tokens of both languages with exact offsets."""

import itertools
from typing import Any

import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.tokenizer import BilingualTokenizer


@pytest.fixture(scope="module")
def tokenizer() -> BilingualTokenizer:
    return BilingualTokenizer(BilingualTokenizer.get_default_config())


def processed(tokenizer: BilingualTokenizer, text: str | None) -> Message:
    data: dict[str, Any] = {} if text is None else {TEXT: text}
    (message,) = tokenizer.process([Message(data=data)])
    return message


def tokens_of(tokenizer: BilingualTokenizer, text: str) -> list[Token]:
    return processed(tokenizer, text).get(TOKENS_NAMES[TEXT])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("快递丢了", ["快递", "丢", "了"]),
        ("快遞丟了", ["快遞", "丟", "了"]),
        ("我要退款！", ["我要", "退款", "！"]),
        ("I want a refund.", ["I", "want", "a", "refund", "."]),
        ("it doesn't work", ["it", "does", "n't", "work"]),
        ("我的iPhone坏了", ["我", "的", "iPhone", "坏了"]),
        ("退款 refund 3天", ["退款", "refund", "3", "天"]),
        ("ＡＢＣ１２３", ["ＡＢＣ１２３"]),
        ("坏了😡😡", ["坏了", "😡", "😡"]),
        ("👍", ["👍"]),
        ("  你好 \n hello  ", ["你好", "hello"]),
        ("　你好　", ["你好"]),
    ],
)
def test_text_is_cut_into_its_words(
    tokenizer: BilingualTokenizer, text: str, tokens: list[str]
) -> None:
    assert [token.text for token in tokens_of(tokenizer, text)] == tokens


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("快递丢了", [(0, 2), (2, 3), (3, 4)]),
        ("  hello 你好", [(2, 7), (8, 10)]),
        ("坏了😡", [(0, 2), (2, 3)]),
        ("　ok", [(1, 3)]),
    ],
)
def test_offsets_count_code_points_of_the_text(
    tokenizer: BilingualTokenizer, text: str, spans: list[tuple[int, int]]
) -> None:
    assert [(token.start, token.end) for token in tokens_of(tokenizer, text)] == spans


TEXTS = [
    "你们的客服态度太差了，我要投诉到12315！！！",
    "記錄一下，颱風前一天從花蓮出發，櫃檯說行李直掛沒問題。",
    "订单号ＪＤ１２３４５６７８９０，金额￥１２９．００",
    "My order #JD-1234567890 arrived late (2 weeks!), and it's broken… 😡🤬 太差了",
    "https://example.com/a?b=1 me@example.com +44 7700 900123",
    "a\u0301\u0302\u0303 z\u200bw\u200d \u202eabc\u202c",
    "𠮷野家的牛丼🇨🇳👨\u200d👩\u200d👧",
    "……？？！！",
    "\ud800 lone",
    "   ",
    "啊" * 500,
    "x" * 2000,
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_stands_where_it_says(tokenizer: BilingualTokenizer, text: str) -> None:
    tokens = tokens_of(tokenizer, text) or []
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= after.start for one, after in itertools.pairwise(tokens))


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_but_white_space_is_lost(tokenizer: BilingualTokenizer, text: str) -> None:
    tokens = tokens_of(tokenizer, text) or []
    covered = {place for token in tokens for place in range(token.start, token.end)}
    assert [c for place, c in enumerate(text) if place not in covered and not c.isspace()] == []
    assert not any(token.text.isspace() or not token.text for token in tokens)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/restart", "／restart"),
        ("  /restart", "  ／restart"),
        ("/", "／"),
        ('/inform{"product":"x"}', '／inform{"product":"x"}'),
        ("1/2 broken", "1/2 broken"),
        ("and/or", "and/or"),
        ("//twice", "／/twice"),
    ],
)
def test_a_leading_slash_loses_its_power_as_a_command(
    tokenizer: BilingualTokenizer, text: str, kept: str
) -> None:
    message = processed(tokenizer, text)
    assert message.get(TEXT) == kept
    assert len(kept) == len(text)


@pytest.mark.parametrize("text", [None, "", " ", "\n\t"])
def test_an_empty_message_has_no_tokens(tokenizer: BilingualTokenizer, text: str | None) -> None:
    assert not processed(tokenizer, text).get(TOKENS_NAMES[TEXT])


def test_several_messages_do_not_mix(tokenizer: BilingualTokenizer) -> None:
    messages = tokenizer.process([Message({TEXT: "快递"}), Message({TEXT: "refund"})])
    assert [[t.text for t in m.get(TOKENS_NAMES[TEXT])] for m in messages] == [["快递"], ["refund"]]
