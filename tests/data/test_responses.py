"""The wordings: the same keys, tones and places in both languages, and no question in a lead."""

import re

import pytest

from tests.corpus import LANGUAGES, LEADS, labels, texts, wordings

TONES = {"any", "aggressive", "expressive", "passive", "constructive"}
KEYS = sorted(wordings())
PLACE = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[\u3400-\u9fff]")
#: Said once in a conversation, if at all; for every other key four wordings keep a talk lively.
RARE = {
    "notice_busy", "notice_still_busy", "notice_unanswered", "utter_advertising", "utter_idle_no",
    "utter_idle_yes", "utter_injection", "utter_language_switched", "utter_restart",
    "utter_skip_idle", "utter_status_limited", "utter_status_no_due", "utter_wait_idle",
}  # fmt: skip
#: Said in a bubble of its own before the bubble that asks.
OPENERS = [
    "utter_open", "utter_open_again", "utter_open_wellbeing", "utter_take_your_time",
    "utter_human_noted", "utter_human_noted_again", "utter_resumed",
]  # fmt: skip
REQUESTS = [key for key in KEYS if key.startswith(("utter_request_", "utter_check_"))]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_has_the_same_tones_in_both_languages(key: str) -> None:
    tones = {language: set(wordings()[key].get(language) or {}) for language in LANGUAGES}
    assert set(wordings()[key]) == set(LANGUAGES)
    assert tones["zh"] == tones["en"]
    assert "any" in tones["zh"] and tones["zh"] <= TONES


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_has_wordings_enough(key: str, language: str) -> None:
    fewest = 2 if key in RARE else 4
    assert {
        tone: len(found) for tone, found in wordings()[key][language].items() if len(found) < fewest
    } == {}


@pytest.mark.parametrize("key", KEYS)
def test_all_wordings_of_a_key_name_the_same_values(key: str) -> None:
    named = {
        frozenset(PLACE.findall(text)) for language in LANGUAGES for text in texts(key, language)
    }
    assert len(named) == 1


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_stands_twice(key: str, language: str) -> None:
    found = texts(key, language)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("key", KEYS)
def test_a_wording_is_in_its_language_and_clean(key: str) -> None:
    for language in LANGUAGES:
        for text in texts(key, language):
            assert text == text.strip() and "  " not in text
            assert bool(HAN.search(text)) is (language == "zh"), text
            # A brace that names no value would be shown to the customer.
            assert not re.search(r"[{}]", PLACE.sub("", text)), text


@pytest.mark.parametrize("key", sorted({*LEADS, *OPENERS}))
def test_leads_and_openers_ask_nothing(key: str) -> None:
    asking = [t for language in LANGUAGES for t in texts(key, language) if "?" in t or "？" in t]
    assert asking == []


@pytest.mark.parametrize("key", REQUESTS)
def test_a_request_asks_for_one_thing(key: str) -> None:
    several = [
        text
        for language in LANGUAGES
        for text in texts(key, language)
        if text.count("?") + text.count("？") > 1
    ]
    assert several == []


def test_labels_stand_in_both_languages() -> None:
    assert {name for name, words in labels().items() if set(words) != set(LANGUAGES)} == set()
    assert {name for name, words in labels().items() if not all(words.values())} == set()


def test_the_two_languages_of_a_label_name_the_same_values() -> None:
    # A month is written as a number in one language and by name in the other.
    same = {"month_name": "month"}
    for name, words in labels().items():
        places = [{same.get(p, p) for p in PLACE.findall(words[lang])} for lang in LANGUAGES]
        assert places[0] == places[1], name


def test_no_two_buttons_look_alike() -> None:
    for language in LANGUAGES:
        titles = [words[language] for name, words in labels().items() if name.startswith("button_")]
        assert len(set(titles)) == len(titles)
