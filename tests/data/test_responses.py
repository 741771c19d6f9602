"""The wordings: the same keys, tones and places in both languages, and no question in a lead."""

import re
from functools import cache

import pytest
from opencc import OpenCC

from tests.corpus import LANGUAGES, LEADS, labels, texts, wordings

TONES = {"any", "aggressive", "expressive", "passive", "constructive"}
KEYS = sorted(wordings())
PLACE = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[\u3400-\u9fff]")
#: What the gateway says while the assistant cannot; every other key comes more than once in a talk.
NOTICES = "notice_"
#: Words that OpenCC makes of plain ones and that nobody in Taiwan or Hong Kong would say here:
#: 权限, 信息安全, 窗口, 微信号, 算法, 保存, 查看, 是只有.
ODD = re.compile("許可權|保安|視窗|微訊|演算法|儲存|檢視|是隻")
#: Fault, promise, blame and stock phrases (docs/voice.md).
NEVER = re.compile(
    "我们的错|搞砸|我们错了|保证|一定(会|能)|肯定(会|能)|您(早|本来)?应该|系统|反馈|^亲|别急|您放心|咱"
    r"|\bour (fault|mistake|error)\b|\bwe got it wrong\b|\bguarantee|\bwe promise\b"
    r"|\byou should have\b|\bwill be (solved|refunded|replaced)\b|\bcalm down\b"
    r"|\bunfortunately\b|\bpreliminary\b|!|！",
    re.I,
)
#: Said in a bubble of its own before the bubble that asks.
OPENERS = [
    "utter_open", "utter_open_again", "utter_open_wellbeing", "utter_take_your_time",
    "utter_human_noted", "utter_human_noted_again", "utter_resumed",
]  # fmt: skip
#: Said in most conversations: each way of answering has its own list (R38 to R42).
TONED = [
    "utter_back_to_it", "utter_cancel_check", "utter_case_filed", "utter_heard",
    "utter_human_noted", "utter_noted", "utter_noted_many", "utter_open", "utter_read_back",
    "utter_request_amount", "utter_request_complaint_text", "utter_request_confirm",
    "utter_request_contact", "utter_request_contact_name", "utter_request_demand",
    "utter_request_incident_date", "utter_request_model", "utter_request_order_number",
    "utter_request_product", "utter_skipped", "utter_story_added",
]  # fmt: skip
#: What answers a complaint first.
FIRST_WORDS = ["utter_open", "utter_open_again", "utter_open_wellbeing"]
SORRY = re.compile(r"抱歉|\b(sorry|with my sympathy)\b", re.I)
HELP = re.compile(r"帮|一起想办法|\bhelp|\bwork on it with you\b", re.I)
#: The documents' own words for the offer of help.
OFFERED = "让我看一下该如何帮助您，我很愿意为您解决问题"
#: What keeps an angry customer from the matter: greetings, thanks, feelings talked over.
SMALL_TALK = re.compile(
    "您好|谢谢|感谢|辛苦|祝您|慢慢|心情|难过|委屈"
    r"|\b(hello|hi|welcome|thank you|thanks|good to|glad|lovely|feel|upset|take your time)\b",
    re.I,
)
HURRY = re.compile(
    "赶紧|赶快|请(您)?(尽快|抓紧|快)|快点|快些|限时|长话短说"
    r"|\b(hurry up|please hurry|be quick|as soon as you can|time is (short|running))\b"
    r"|\b(quickly, please|make it (short|brief)|get to the point)\b",
    re.I,
)
#: A bubble on a phone; a filed case lists its times besides.
LONGEST = {"zh": 80, "en": 45}
#: Who replies, in a wording that tells what comes.
SOMEBODY = re.compile(r"同事|\bcolleagues?\b", re.I)
#: What acknowledges a complaint, or the wish for a person, and tells what comes.
ACKNOWLEDGED = [
    "utter_case_filed", "utter_case_filed_no_contact", "utter_case_filed_priority",
    "utter_faq_duration", "utter_human_noted", "utter_resumed_filed",
]  # fmt: skip
REQUESTS = [key for key in KEYS if key.startswith(("utter_request_", "utter_check_"))]


@cache
def converter(scheme: str) -> OpenCC:
    """Return OpenCC's converter for a scheme; its tables are loaded once."""
    return OpenCC(scheme)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_has_the_same_tones_in_both_languages(key: str) -> None:
    tones = {language: set(wordings()[key].get(language) or {}) for language in LANGUAGES}
    assert set(wordings()[key]) == set(LANGUAGES)
    assert tones["zh"] == tones["en"]
    assert "any" in tones["zh"] and tones["zh"] <= TONES


@pytest.mark.rows("R42")
@pytest.mark.parametrize("key", TONED)
def test_a_frequent_key_has_a_list_for_each_tone(key: str) -> None:
    assert set(wordings()[key]["en"]) == TONES


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_has_wordings_enough(key: str, language: str) -> None:
    fewest = 4 if key.startswith(NOTICES) else 6
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


@pytest.mark.parametrize("key", LEADS)
def test_a_lead_ends_its_sentence(key: str) -> None:
    # A colon would tie it to whatever follows, which may begin with a sentence of its own.
    open_ended = [t for language in LANGUAGES for t in texts(key, language) if t[-1] not in ".。"]
    assert open_ended == []


def beginning(text: str) -> str:
    """Return the first two characters of a Chinese wording, the first two words of another."""
    text = text.lstrip("“")
    return text[:2] if HAN.search(text) else " ".join(text.lower().split()[:2])


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wording_of_a_list_starts_in_its_own_way(key: str, language: str) -> None:
    for tone, found in wordings()[key][language].items():
        starts = [beginning(text) for text in found if not text.lstrip("“").startswith("{")]
        assert sorted(starts) == sorted(set(starts)), tone


@pytest.mark.parametrize("key", KEYS)
def test_traditional_script_makes_no_odd_words(key: str) -> None:
    odd = [
        (text, shown)
        for text in texts(key, "zh")
        for shown in (converter(scheme).convert(text) for scheme in ("s2twp", "s2hk"))
        if ODD.search(shown)
    ]
    assert odd == []


@pytest.mark.rows("R15", "R66", "R151")
@pytest.mark.parametrize("key", KEYS)
def test_no_wording_admits_promises_or_blames(key: str) -> None:
    found = [
        text
        for language in LANGUAGES
        for text in texts(key, language)
        if NEVER.search(PLACE.sub("", text))
    ]
    assert found == []


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


@pytest.mark.rows("R147", "R150", "R61")
@pytest.mark.parametrize("key", FIRST_WORDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_words_are_sorry_and_offer_help(key: str, language: str) -> None:
    lacking = [t for t in texts(key, language) if not (SORRY.search(t) and HELP.search(t))]
    assert lacking == []


@pytest.mark.rows("R61")
def test_the_bot_never_passes_itself_off_as_a_person() -> None:
    honest = re.compile(r"自动|程序|不是真人|机器|\b(automatic|program|bot|no human)\b", re.I)
    asked = [t for language in LANGUAGES for t in texts("utter_faq_bot", language)]
    assert [text for text in asked if not honest.search(text)] == []


@pytest.mark.rows("R150")
def test_help_is_offered_in_the_documents_words_as_well() -> None:
    assert any(OFFERED in text for text in wordings()["utter_open"]["zh"]["any"])


@pytest.mark.rows("R38")
@pytest.mark.parametrize("key", TONED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_aggressive_customer_is_answered_shortly_and_without_small_talk(
    key: str, language: str
) -> None:
    mean = {tone: sum(map(len, of)) / len(of) for tone, of in wordings()[key][language].items()}
    assert mean["aggressive"] <= mean["expressive"]
    found = [text for text in wordings()[key][language]["aggressive"] if SMALL_TALK.search(text)]
    assert found == []


@pytest.mark.rows("R50")
@pytest.mark.parametrize("key", KEYS)
def test_nobody_is_hurried(key: str) -> None:
    found = [t for language in LANGUAGES for t in texts(key, language) if HURRY.search(t)]
    assert found == []


def size(text: str, language: str) -> int:
    """Return how long a wording is without its list: in characters of Chinese, in other words."""
    lines = [line for line in text.split("\n") if not line.startswith("·")]
    said = PLACE.sub("00", "\n".join(lines))
    return len(said) if language == "zh" else len(said.split())


@pytest.mark.rows("R59")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_short(key: str, language: str) -> None:
    assert [t for t in texts(key, language) if size(t, language) > LONGEST[language]] == []


@pytest.mark.rows("R59")
@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("utter_case_filed")])
def test_a_filed_case_names_its_number_and_what_comes_by_when(key: str) -> None:
    named = ["case_no", "first_reply", "preliminary_solution", "customer_reply"]
    for language in LANGUAGES:
        for text in texts(key, language):
            # The number first, then the promises from the nearest date to the last.
            assert PLACE.findall(text) == named, text
            assert text.count("\n· ") == 3, text


@pytest.mark.rows("R98")
@pytest.mark.parametrize("key", ACKNOWLEDGED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_is_told_with_who_does_it_and_by_when(key: str, language: str) -> None:
    for text in texts(key, language):
        lines = [line for line in text.split("\n") if line.startswith("·")] or [text]
        for line in lines:
            assert SOMEBODY.search(line), text
            assert set(PLACE.findall(line)) - {"case_no"}, text


def test_every_key_that_names_when_a_promise_falls_due_is_held_to_that() -> None:
    clocks = ("first_reply", "preliminary_solution", "customer_reply")
    due = {name for clock in clocks for name in (clock, f"{clock}_within")}
    naming = {
        key
        for key in KEYS
        for language in LANGUAGES
        for text in texts(key, language)
        if due & set(PLACE.findall(text))
    }
    assert naming <= set(ACKNOWLEDGED)
