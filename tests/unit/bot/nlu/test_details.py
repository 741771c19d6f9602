"""The details of a message as Rasa's entities, and what a short answer means to a question."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.normalize import fold
from bot.nlu.details import DetailExtractor, received_at, short_answer, speaks
from bot.responses import Catalogue

RESPONSES = Path(__file__).resolve().parents[4] / "data" / "responses"
UTC = ZoneInfo("UTC")
# A Monday, noon in Shanghai.
MONDAY = "2026-11-23T04:00:00Z"


@pytest.fixture(scope="module")
def extractor() -> DetailExtractor:
    return DetailExtractor(DetailExtractor.get_default_config())


def entities(extractor: DetailExtractor, text: str | None, **metadata: Any) -> list[dict[str, Any]]:
    data: dict[str, Any] = {TEXT: text, "metadata": {"received_at": MONDAY, **metadata}}
    (message,) = extractor.process([Message(data=data)])
    found: list[dict[str, Any]] = message.get(ENTITIES)
    return found


def value_of(found: list[dict[str, Any]], name: str) -> Any:
    return next((entity["value"] for entity in found if entity["entity"] == name), None)


YES = [
    *"yh yhh yeh yuh yep yup ye yeap aye k kk y aight".split(),
    *("yh thats right", "yeh all good", "aye go on"),
    *"嗯嗯 嗯呐 好滴 好嘞 对滴 对额 没毛病 中 中嘞 得 得咧 係 係呀 冇錯 成".split(),
]


@pytest.mark.parametrize(
    ("text", "expecting", "answer"),
    [
        # To a question for a detail, '没有' has nothing to give; to a read-back it says no.
        ("没有", "order_number", "skip"),
        ("没有", "model", "skip"),
        ("没有", "contact", "skip"),
        ("没有", "confirm", "deny"),
        ("没有", None, "deny"),
        ("no", "model", "skip"),
        ("no", "confirm", "deny"),
        ("no", None, "deny"),
        ("none", "product", "skip"),
        ("don't know", "incident_date", "skip"),
        ("I don't remember", "incident_date", "skip"),
        ("不知道", "incident_date", "skip"),
        ("不方便", "contact", "skip"),
        ("跳过", "demand", "skip"),
        ("跳過", "demand", "skip"),
        ("skip", "contact_name", "skip"),
        ("跳过", "confirm", "skip"),
        ("是的", "confirm", "affirm"),
        ("對，沒錯", "confirm", "affirm"),
        ("OK", "confirm", "affirm"),
        # Short forms of a yes, as people type and speak.
        *((said, "confirm", "affirm") for said in YES),
        ("yes please", "confirm", "affirm"),
        ("👍", "confirm", "affirm"),
        ("可以", None, "affirm"),
        ("不对", "confirm", "deny"),
        ("that's wrong", "confirm", "deny"),
        ("取消", None, "deny"),
        ("继续", "product", "go_on"),
        ("carry on", "product", "go_on"),
        ("海尔冰箱", "product", None),
        ("没有收到货", "complaint_text", None),
        ("no one answered the phone for three days", "complaint_text", None),
        ("13800138000", "contact", None),
        ("我哪知道你们哪天偷偷开的！不知道！", "incident_date", "skip"),
        ("not sure there is one?", "order_number", "skip"),
        ("型号我哪知道吊牌早剪掉了", "model", "skip"),
        ("盒子扔了也得给我退", "demand", None),
        ("我不知道订单号是不是这个：A123", "order_number", None),
        ("对，难得你们有一次没搞错", "confirm", "affirm"),
        ("对，但是电话错了", "confirm", None),
        ("", "product", None),
        ("   ", None, None),
    ],
)
def test_a_short_answer_means_what_the_question_makes_of_it(
    text: str, expecting: str | None, answer: str | None
) -> None:
    assert short_answer(text, expecting) == answer


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "en"])
@pytest.mark.parametrize(
    ("button", "expecting", "answers"),
    [
        ("button_cancel_no", "product", {"go_on"}),
        ("button_cancel_no", "confirm", {"go_on", "affirm"}),
    ],
)
def test_a_button_that_is_pressed_is_understood_without_learning(
    locale: str, button: str, expecting: str, answers: set
) -> None:
    title = Catalogue.load(RESPONSES).label(button, locale)
    assert short_answer(title, expecting) in answers


@pytest.mark.parametrize("value", ["2026-11-23T04:00:00Z", "2026-11-23T12:00:00+08:00"])
def test_the_instant_that_the_channel_gave_is_taken(value: str) -> None:
    assert received_at(value) == datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_an_instant_without_a_zone_is_taken_for_utc() -> None:
    assert received_at("2026-11-23T04:00:00") == datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [None, "", "yesterday", "2026-13-40", "23.11.2026", 0, 1795406400, [], {}, True, "\ud800"],
)
def test_nonsense_for_an_instant_means_now(value: Any) -> None:
    now = datetime.now(UTC)
    assert abs(received_at(value) - now) < timedelta(minutes=1)
    assert received_at(value).tzinfo is not None


@pytest.mark.parametrize(
    ("text", "metadata", "day"),
    [
        ("昨天买的", {}, "2026-11-22"),
        ("it broke yesterday", {}, "2026-11-22"),
        # Four in the morning of Monday in London is still Sunday evening in New York.
        ("昨天买的", {"timezone": "America/New_York"}, "2026-11-21"),
        ("昨天买的", {"received_at": "2026-03-01T16:30:00Z"}, "2026-03-01"),
    ],
)
def test_relative_days_count_from_the_instant_and_zone_of_the_message(
    extractor: DetailExtractor, text: str, metadata: dict[str, Any], day: str
) -> None:
    assert value_of(entities(extractor, text, **metadata), "incident_date") == day


@pytest.mark.parametrize("timezone", ["Mars/Base", "", "../../etc/passwd", 8, None, ["UTC"]])
def test_a_zone_that_is_none_leaves_the_settings_zone(
    extractor: DetailExtractor, timezone: Any
) -> None:
    assert (
        value_of(entities(extractor, "昨天买的", timezone=timezone), "incident_date")
        == "2026-11-22"
    )


@pytest.mark.parametrize("expecting", ["nonsense", 5, [], {}])
def test_an_unheard_of_question_changes_nothing(extractor: DetailExtractor, expecting: Any) -> None:
    found = entities(extractor, "13800138000", expecting=expecting)
    assert value_of(found, "contact_phone") == "13800138000"


@pytest.mark.parametrize(
    ("text", "expecting", "name", "value"),
    [
        ("我的电话是13800138000", None, "contact_phone", "13800138000"),
        ("邮箱 li.wei@example.com", None, "contact_email", "li.wei@example.com"),
        ("订单号是 AB20261101", None, "order_number", "AB20261101"),
        ("20261101", "order_number", "order_number", "20261101"),
        ("Sarah Okafor", "contact_name", "contact_name", "Sarah Okafor"),
        ("两千八", "amount", "amount", 2800),
    ],
)
def test_a_detail_becomes_an_entity(
    extractor: DetailExtractor, text: str, expecting: str | None, name: str, value: Any
) -> None:
    found = entities(extractor, text, expecting=expecting)
    assert value_of(found, name) == value
    (entity,) = [entity for entity in found if entity["entity"] == name]
    assert text[entity["start"] : entity["end"]] == entity["text"]
    assert entity["extractor"] == "DetailExtractor"


def test_what_does_not_fit_its_form_keeps_the_customers_words(extractor: DetailExtractor) -> None:
    (phone,) = [
        entity
        for entity in entities(extractor, "1380013", expecting="contact")
        if entity["entity"].startswith("contact_")
    ]
    assert phone["value"] is None
    assert phone["extra"]["stated"] == "1380013"


@pytest.mark.parametrize(
    ("text", "expecting", "language", "locale"),
    [
        ("快递三天没到", None, "zh", "zh-Hans"),
        ("快遞三天沒到", None, "zh", "zh-Hant"),
        ("my parcel has not arrived", None, "en", "en"),
        ("没有", "model", "zh", "zh-Hans"),
        # None of these changes the language of the conversation.
        ("OK", "confirm", None, None),
        ("yes", "confirm", None, None),
        ("13800138000", "contact", None, None),
        ("Sarah Okafor", "contact_name", None, None),
        ("me@example.com", "contact", None, None),
        ("👍", "confirm", None, None),
        ("", None, None, None),
        (None, None, None, None),
    ],
)
def test_a_message_names_the_language_only_where_one_shows(
    extractor: DetailExtractor,
    text: str | None,
    expecting: str | None,
    language: str | None,
    locale: str | None,
) -> None:
    found = entities(extractor, text, expecting=expecting)
    assert value_of(found, "language") == language
    assert (value_of(found, "locale") or "")[:7] == (locale or "")


def test_a_message_without_metadata_is_read_too(extractor: DetailExtractor) -> None:
    (message,) = extractor.process([Message(data={TEXT: "我的电话是13800138000"})])
    assert value_of(message.get(ENTITIES), "contact_phone") == "13800138000"


def test_entities_of_other_readers_stay(extractor: DetailExtractor) -> None:
    other = {"entity": "colour", "value": "red", "start": 0, "end": 1}
    (message,) = extractor.process([Message(data={TEXT: "你好", ENTITIES: [other]})])
    assert message.get(ENTITIES)[0] == other


@pytest.mark.parametrize(
    ("text", "details", "shows"),
    [
        ("hello there", [], True),
        ("退款", [], True),
        ("123", [], False),
        ("X1", [], False),
        ("Sarah", [{"entity": "contact_name", "start": 0, "end": 5}], False),
        ("I am Sarah", [{"entity": "contact_name", "start": 5, "end": 10}], True),
        ("ok", [{"entity": "answer", "start": 0, "end": 2}], False),
        ("好的", [{"entity": "answer", "start": 0, "end": 2}], True),
        ("yes it is", [{"entity": "answer", "start": 0, "end": 9}], True),
    ],
)
def test_the_language_shows_in_the_words_beside_the_details(
    text: str, details: list[dict[str, Any]], shows: bool
) -> None:
    assert speaks(text, details) is shows


def test_folding_keeps_the_length_on_which_the_offsets_rest() -> None:
    text = "訂單號ＡＢ１２３，電話壞了"
    assert len(fold(text).text) == len(text)
