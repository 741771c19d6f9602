"""The gateway's own sentences: both languages, no repeats, the customer's script."""

from pathlib import Path

import pytest

from casework.model import Channel, Conversation, Message, Sender
from desk.app import NOTICES
from desk.gateway.notices import BUSY, KEYS, LANGUAGES, NoticeBook, NoticesInvalid
from desk.gateway.voice import locale_for
from tests.doubles import MONDAY


@pytest.fixture(scope="module")
def book() -> NoticeBook:
    return NoticeBook.load(NOTICES)


@pytest.mark.parametrize("key", KEYS)
def test_every_notice_has_variants_in_both_languages(book: NoticeBook, key: str) -> None:
    for language in LANGUAGES:
        assert len(set(book.variants[key][language])) >= 2


@pytest.mark.parametrize("turn", range(6))
def test_the_same_sentence_is_never_said_twice_in_a_row(book: NoticeBook, turn: int) -> None:
    last = book.pick(BUSY, "zh", turn=turn)
    assert book.pick(BUSY, "zh", turn=turn, last=last) != last


def test_a_notice_is_written_in_the_script_that_is_asked_for(book: NoticeBook) -> None:
    assert "訊息" in "".join(book.pick(BUSY, "zh-Hant-TW", turn=turn) for turn in range(3))
    assert "消息" in "".join(book.pick(BUSY, "zh-Hans", turn=turn) for turn in range(3))


@pytest.mark.parametrize("content", ["", "responses: {}", "responses: [", "responses:\n  x: 1"])
def test_a_file_without_the_notices_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notices.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NoticesInvalid):
        NoticeBook.load(path)


def message(text: str, locale: str | None = None) -> Message:
    return Message(
        id=1,
        conversation_id="ann",
        seq=1,
        sender=Sender.CUSTOMER,
        text=text,
        created_at=MONDAY,
        metadata={"locale": locale} if locale else {},
    )


def conversation(language: str | None = None, locale: str | None = None) -> Conversation:
    return Conversation(
        id="ann", channel=Channel.WEB, created_at=MONDAY, language=language, locale=locale
    )


@pytest.mark.parametrize(
    ("text", "page", "known", "expected"),
    [
        ("我的包裹丢了", None, conversation("en"), "zh"),
        ("My parcel is lost", "zh-Hans", conversation("zh"), "en"),
        ("13800138000", None, conversation("en"), "en"),
        ("13800138000", "en-GB", conversation(), "en"),
        ("13800138000", None, None, "zh"),
        ("Anna", None, None, "en"),
        ("Anna", "zh-Hans", None, "zh"),
        ("13800138000", "fr", None, "zh"),
        ("包裹還沒到", None, conversation(), "zh-Hant"),
        ("包裹還沒到", "zh-Hant-HK", conversation(), "zh-Hant-HK"),
        ("好的", "zh-Hant", conversation("zh"), "zh-Hant"),
        ("这个包裹没到", "zh-Hant", conversation("zh"), "zh"),
    ],
)
def test_the_message_decides_then_the_conversation_then_the_page(
    text: str, page: str | None, known: Conversation | None, expected: str
) -> None:
    assert locale_for(message(text, page), known) == expected


def test_what_the_assistant_read_decides_first() -> None:
    assert locale_for(message("OK OK"), conversation("zh"), "en") == "en"
