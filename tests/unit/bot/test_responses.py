"""The catalogue of wordings: what is filled in, in which script, and what is left alone."""

from pathlib import Path
from typing import Any

import pytest

from bot.responses import Catalogue, Variant, language_of

FOLDER = Path(__file__).resolve().parents[3] / "data" / "responses"
CATALOGUE = Catalogue.load(FOLDER)
LOCALES = ("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "en")


def rendered(text: str, facts: dict[str, Any], locale: str = "zh-Hans") -> str:
    return CATALOGUE.render(Variant("v", text), CATALOGUE.values(facts, locale), locale)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("编号 {case_no}。", {"case_no": "JY1"}, "编号 JY1。"),
        ("共 {count} 件", {"count": 3}, "共 3 件"),
        ("{a}、{b}、{a}", {"a": "甲", "b": "乙"}, "甲、乙、甲"),
        ("没有括号", {"case_no": "JY1"}, "没有括号"),
        # A place for which nothing is known stays visible, so that a test finds it.
        ("编号 {case_no}。", {}, "编号 {case_no}。"),
        # A line of a list about what the policy does not have is left out.
        (
            "好了：\n· {first_reply}前：回复\n· {preliminary_solution}前：方案\n谢谢",
            {"first_reply": "明天"},
            "好了：\n· 明天前：回复\n谢谢",
        ),
        # What the customer wrote is no wording, whatever it holds.
        (
            "您写的是“{stated}”",
            {"stated": "{case_no} {0} {}", "case_no": "JY1"},
            "您写的是“{case_no} {0} {}”",
        ),
        ("您写的是“{stated}”", {"stated": r"\1 \g<0>"}, r"您写的是“\1 \g<0>”"),
    ],
)
def test_values_stand_where_the_wording_names_them(
    text: str, facts: dict[str, Any], expected: str
) -> None:
    assert rendered(text, facts) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-Hans", "网络信息：头发后面发现的信息"),
        ("zh-Hant", "網路資訊：头发后面发现的信息"),
        ("zh-Hant-TW", "網路資訊：头发后面发现的信息"),
        ("zh-Hant-HK", "網絡信息：头发后面发现的信息"),
    ],
)
def test_traditional_script_leaves_the_customers_own_words_alone(
    locale: str, expected: str
) -> None:
    assert rendered("网络信息：{stated}", {"stated": "头发后面发现的信息"}, locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-Hans", "· 事情经过：屏幕坏了\n· 您的要求：退款、说明原因\n· 联系方式：未提供"),
        ("zh-Hant", "· 事情經過：屏幕坏了\n· 您的要求：退款、說明原因\n· 聯絡方式：未提供"),
        (
            "en",
            "· What happened: 屏幕坏了\n"
            "· Outcome you'd like: Refund, Explanation\n"
            "· Contact: not given",
        ),
    ],
)
def test_the_record_is_read_back_line_by_line(locale: str, expected: str) -> None:
    lines = [
        ["complaint_text", "屏幕坏了"],
        ["demand", ["refund", "explanation"]],
        ["contact", None],
    ]
    assert CATALOGUE.values({"lines": lines}, locale)["record"] == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-Hans", "型号：X1；数量：3"),
        ("en", "Model: X1; Quantity: 3"),
    ],
)
def test_corrections_are_told_in_one_line(locale: str, expected: str) -> None:
    facts = {"changed": [["model", "X1"], ["quantity", 3]]}
    assert CATALOGUE.values(facts, locale)["changes"] == expected


@pytest.mark.parametrize(
    ("locale", "instant", "expected"),
    [
        ("zh-Hans", "2026-11-23T13:05+08:00", "11月23日 13:05"),
        ("zh-Hant", "2026-01-02T00:00+08:00", "1月2日 00:00"),
        ("en", "2026-11-23T13:05+08:00", "23 November, 13:05"),
        ("en", "2026-03-01T09:30:59+00:00", "1 March, 09:30"),
    ],
)
def test_instants_are_told_as_people_write_them(locale: str, instant: str, expected: str) -> None:
    assert CATALOGUE.values({"instants": {"due": instant}}, locale)["due"] == expected


@pytest.mark.parametrize(
    ("locale", "unit", "count", "expected"),
    [
        ("zh-Hans", "hours", 1, "1小时"),
        ("zh-Hans", "hours", 24, "24小时"),
        ("zh-Hans", "days", 5, "5个工作日"),
        ("zh-Hant", "days", 5, "5個工作日"),
        ("en", "hours", 1, "1 hour"),
        ("en", "hours", 24, "24 hours"),
        ("en", "days", 1, "1 working day"),
        ("en", "days", 5, "5 working days"),
    ],
)
def test_durations_agree_with_their_count(
    locale: str, unit: str, count: int, expected: str
) -> None:
    facts = {"durations": {"reply_within": [unit, count]}}
    assert CATALOGUE.values(facts, locale)["reply_within"] == expected


@pytest.mark.parametrize(
    ("locale", "days", "expected"),
    [
        ("zh-Hans", [1, 2, 3, 4, 5], "周一至周五 09:00–18:00"),
        ("en", [1, 2, 3, 4, 5], "Monday to Friday, 09:00–18:00"),
        ("en", [1, 2, 3, 4, 5, 6, 7], "Monday to Sunday, 09:00–18:00"),
        ("zh-Hans", [6, 7], "周六、周日 09:00–18:00"),
        ("en", [1, 3, 5], "Monday, Wednesday, Friday, 09:00–18:00"),
        ("en", [3], "Wednesday, 09:00–18:00"),
    ],
)
def test_office_hours_name_the_days_in_a_row_as_one_span(
    locale: str, days: list, expected: str
) -> None:
    facts = {"hours": {"days": days, "start": "09:00", "end": "18:00"}}
    assert CATALOGUE.values(facts, locale)["office_hours"] == expected


def test_a_status_is_told_in_words() -> None:
    assert CATALOGUE.values({"status_code": "received"}, "zh-Hans")["status"] == "已收到"
    assert CATALOGUE.values({"status_code": "received"}, "en")["status"] == "Received"


@pytest.mark.parametrize(
    ("parts", "locale", "expected"),
    [
        (["记下了。", "哪一款？"], "zh-Hans", "记下了。哪一款？"),
        (["接着说：", "哪一款？"], "zh-Hans", "接着说：哪一款？"),
        (["编号 JY1", "哪一款？"], "zh-Hans", "编号 JY1 哪一款？"),
        (["Noted.", "Which model?"], "en", "Noted. Which model?"),
        (["Which model?"], "en", "Which model?"),
    ],
)
def test_parts_of_a_bubble_are_joined_as_the_language_does(
    parts: list, locale: str, expected: str
) -> None:
    assert CATALOGUE.join(parts, locale) == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_labels_are_known_in_every_locale(locale: str) -> None:
    for name in CATALOGUE.labels:
        assert CATALOGUE.label(name, locale) not in {"", name}


def test_an_unknown_label_shows_its_name() -> None:
    assert CATALOGUE.label("field_unheard_of", "en") == "field_unheard_of"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en", "en"), ("en-GB", "en"), ("zh-Hans", "zh"), ("zh-Hant-HK", "zh")],
)
def test_a_locale_belongs_to_a_language(locale: str, language: str) -> None:
    assert language_of(locale) == language


def test_variants_are_known_by_language_tone_and_place() -> None:
    catalogue = Catalogue({"k": {"en": {"any": ["a"], "passive": ["b", "c"]}}}, {})
    assert catalogue.variants("k", "en", "passive") == [
        Variant("en.passive.0", "b"),
        Variant("en.passive.1", "c"),
    ]
    assert catalogue.variants("k", "en", "aggressive") == [Variant("en.any.0", "a")]
    assert catalogue.variants("k", "zh-Hans", None) == []
    assert catalogue.variants("unheard_of", "en", None) == []


def test_a_key_that_stands_twice_is_refused_with_its_file(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("responses: {utter_x: {en: {any: [x]}}}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.yml: utter_x stands twice"):
        Catalogue.load(tmp_path)


def test_an_empty_file_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("# Nothing yet.\n", encoding="utf-8")
    assert Catalogue.load(tmp_path).responses == {}
