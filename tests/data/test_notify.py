"""The wordings of notices: both languages, every key, nothing internal for customers."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from casework.errors import Undeliverable
from casework.model import Category, ClockName, Demand, Department, Grade, Priority
from casework.model.work import Outgoing, Step
from casework.notify.texts import NoticeTexts
from casework.services.steps import SPOKEN
from casework.settings import ROOT
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.data.test_names import constants
from tests.desks import shipped_policy
from tests.works import Works

FOLDER = ROOT / "data" / "notify"
CUSTOMERS = yaml.safe_load((FOLDER / "customers.yml").read_text(encoding="utf-8"))
STAFF = yaml.safe_load((FOLDER / "staff.yml").read_text(encoding="utf-8"))
TEXTS = NoticeTexts.load(FOLDER, ZoneInfo("Asia/Shanghai"))
PLACE = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[\u3400-\u9fff]")
INTERNAL = [
    "退款", "赔偿", "保证", "我们的错", "质量部", "非正当", "refund", "compensat", "guarantee",
    "our fault", "our mistake", "unjustified",
]  # fmt: skip
FACTS: dict[str, Any] = {
    "case_no": "JY20261123-00000001",
    "grade": "unjustified",
    "department": "quality",
    "priority": "high",
    "category": "billing_price",
    "warnings": "media",
    "clock": "first_reply",
    "level": 2,
    "incident": "INC-1",
    "customers": 3,
    "symptom": "leak",
    "minutes": 60,
    "count": 70,
    "times": 2,
    "remedy": "replacement",
    "instruction": {"zh": "请查单。", "en": "Query it."},
    "article": {"zh": "说明", "en": "Guide"},
    "offer": {"zh": "餐券", "en": "A voucher"},
    "instants": {
        "due": "2026-11-23T06:00:00+00:00",
        "until": "2026-11-24T06:00:00+00:00",
        "first_reply": "2026-11-23T05:00:00+00:00",
        "preliminary_solution": "2026-11-24T04:00:00+00:00",
        "customer_reply": "2026-11-30T04:00:00+00:00",
    },
}
#: The first words about a complaint, which tell what comes, and the clocks that they name.
FIRST_WORDS = {
    "update_filed": {"first_reply", "preliminary_solution", "customer_reply"},
    "update_admitted": {"customer_reply"},
    "update_renewed": {"first_reply", "preliminary_solution", "customer_reply"},
}
SOMEBODY = re.compile(r"同事|\bcolleague\b")


def notice(key: str, recipient: str = "customer", **fields: Any) -> Outgoing:
    values = {"address": "console", "facts": FACTS, "dedupe_key": "x", **fields}
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Outgoing(key=key, recipient=recipient, created_at=at, **values)


def named() -> set[str]:
    found = {text for _, text in constants("casework")}
    keys = {text for text in found if re.fullmatch(r"(update|staff)_[a-z_]+", text)}
    return keys - set(Step)


def test_every_key_that_the_code_names_has_a_wording_and_no_other() -> None:
    assert {*CUSTOMERS["texts"], *STAFF["texts"]} == named()


@pytest.mark.rows("R59")
@pytest.mark.parametrize("key", sorted(CUSTOMERS["texts"]))
def test_a_customer_reads_their_own_language(key: str) -> None:
    for locale, han in (("zh", True), ("zh-Hant-TW", True), ("en", False), (None, True)):
        letter = TEXTS.letter(notice(key, locale=locale))
        assert bool(HAN.search(letter.text)) is han
        assert not PLACE.search(letter.text) and FACTS["case_no"] in letter.text
        assert str(FACTS["case_no"]) in letter.subject
    both = CUSTOMERS["texts"][key]
    places = [{frozenset(PLACE.findall(text)) for text in both[code]} for code in ("zh", "en")]
    assert places[0] == places[1] and len(places[0]) == 1


@pytest.mark.rows("R15", "R66", "R165", "R168")
@pytest.mark.parametrize("key", sorted(CUSTOMERS["texts"]))
def test_a_customer_reads_nothing_internal_and_no_promise(key: str) -> None:
    """C10: neither grade, nor department, nor a fault, nor a remedy."""
    for code in ("zh", "en"):
        for text in CUSTOMERS["texts"][key][code]:
            listed, plain = set(), set()
            for line in text.split("\n"):
                (listed if line.startswith("·") else plain).update(PLACE.findall(line))
            assert plain <= {"case_no", "until", "article", "offer"}
            # When a promise falls due stands in the list, which leaves out what a case has not.
            assert listed <= FIRST_WORDS.get(key, set())
            assert [word for word in INTERNAL if word in text.lower()] == []


@pytest.mark.rows("R98")
@pytest.mark.parametrize("key", sorted(FIRST_WORDS))
def test_the_first_words_tell_who_does_what_by_when(key: str) -> None:
    for code in ("zh", "en"):
        for text in CUSTOMERS["texts"][key][code]:
            lines = [line for line in text.split("\n") if line.startswith("·")]
            assert {name for line in lines for name in PLACE.findall(line)} == FIRST_WORDS[key]
            assert [line for line in lines if not SOMEBODY.search(line)] == []


def test_a_clock_that_a_case_does_not_have_is_not_named() -> None:
    instants = {"customer_reply": FACTS["instants"]["customer_reply"]}
    told = TEXTS.letter(notice("update_filed", facts={**FACTS, "instants": instants}))
    assert [line for line in told.text.split("\n") if line.startswith("·")] == [
        "· 最迟 11月30日 12:00：负责的同事正式答复您"
    ]


@pytest.mark.rows("R66", "R151", "R165", "R168")
@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK", "en"])
def test_every_wording_for_customers_passes_the_promise_gate(locale: str) -> None:
    works = Works(MemoryUnitOfWorkFactory(), shipped_policy())
    case = works.file()
    until = datetime.fromisoformat(FACTS["instants"]["until"])
    works.do(case, Step.WAIT_ANNOUNCED, until=until, reason="等检测")
    due = {str(clock.name): clock.due_at.isoformat() for clock in works.case(case).clocks}
    instants = {**FACTS["instants"], **due}
    facts = {**FACTS, "case_no": case.case_no, "instants": instants}
    stopped = {}
    for key, both in CUSTOMERS["texts"].items():
        # A notice picks its variant by its dedupe key: as many keys as it takes reach them all.
        texts = {
            TEXTS.letter(notice(key, locale=locale, facts=facts, dedupe_key=str(n))).text
            for n in range(40)
        }
        assert len(texts) == len(both[locale[:2]])
        for text in texts:
            verdict = works.gate.check(text, locale[:2], case.case_no, "bot")
            if verdict.stopped:
                stopped[text] = [(one.rule, one.text) for one in verdict.findings]
    assert stopped == {}


@pytest.mark.rows("R66", "R168")
def test_what_staff_write_in_the_demonstration_passes_the_promise_gate() -> None:
    works = Works(MemoryUnitOfWorkFactory(), shipped_policy())
    words = yaml.safe_load((ROOT / "data" / "demo" / "words.yml").read_text(encoding="utf-8"))
    for code in ("zh", "en"):
        for key in set(words[code]) & set(SPOKEN):
            for text in words[code][key]:
                assert works.gate.check(text, code, None, "agent").findings == (), text


def test_traditional_readers_get_traditional_signs() -> None:
    assert "您的投訴" in TEXTS.letter(notice("update_admitted", locale="zh-Hant")).text


def test_instants_are_written_as_people_say_them() -> None:
    assert "11月24日 14:00" in TEXTS.letter(notice("update_wait", locale="zh")).text
    assert "24 November, 14:00" in TEXTS.letter(notice("update_wait", locale="en")).text


@pytest.mark.parametrize("key", sorted(STAFF["texts"]))
def test_staff_reads_both_languages_with_words_for_codes(key: str) -> None:
    letter = TEXTS.letter(notice(key, recipient="quality"))
    zh, en = letter.text.split("\n")
    assert HAN.search(zh) and not HAN.search(en)
    assert not PLACE.search(letter.text)
    assert "first_reply" not in letter.text and "billing_price" not in letter.text


def test_every_code_has_a_label() -> None:
    wanted = {
        *(f"grade_{each}" for each in Grade),
        *(f"priority_{each}" for each in Priority),
        *(f"department_{each}" for each in Department),
        *(f"category_{each}" for each in Category),
        *(f"clock_{each}" for each in ClockName),
        *(f"remedy_{each}" for each in Demand),
    }
    assert set(STAFF["labels"]) == wanted
    assert all(set(words) == {"zh", "en"} for words in STAFF["labels"].values())


def test_a_key_without_a_wording_is_no_notice() -> None:
    for recipient in ("customer", "quality"):
        with pytest.raises(Undeliverable):
            TEXTS.letter(notice("update_nothing", recipient=recipient))


def test_an_agents_words_stay_as_they_were() -> None:
    facts = {**FACTS, "text": "您好 {case_no}"}
    assert TEXTS.letter(notice("said", facts=facts, locale="zh-Hant")).text == "您好 {case_no}"
