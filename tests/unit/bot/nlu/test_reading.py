"""A reading joins what was learned with what the rules found; the two never contradict."""

from typing import Any

import pytest

from bot.nlu.labels import CATEGORIES, DEMANDS, THREATS
from bot.nlu.reading import COMPLAINT, OUTRANKED, SURE_DEMAND, intent_ranking, reading_of

FALLBACK_BELOW = 0.22


def answers(**given: Any) -> dict[str, Any]:
    """Return what the heads say of a plain complaint, with what the test changes."""
    learned: dict[str, Any] = {
        "intent": [("complain", 0.9), ("question", 0.06), ("greet", 0.04)],
        "is_complaint": [("yes", 0.95), ("no", 0.05)],
        "category": [
            ("delivery_logistics", 0.7),
            ("return_refund", 0.2),
            ("other", 0.06),
            ("billing_price", 0.04),
        ],
        "tone": [("expressive", 0.8), ("aggressive", 0.2)],
        "mindset": [("victim", 0.6), ("rational", 0.4)],
        "anger": 1.234567,
    }
    return {**learned, **given}


def yes(chance: float) -> list[tuple[str, float]]:
    return sorted([("yes", chance), ("no", 1 - chance)], key=lambda item: -item[1])


def test_a_complaint_is_read_in_the_form_that_was_promised() -> None:
    assert reading_of("快递三天没到", answers()) == {
        "language": "zh",
        "is_complaint": 0.95,
        "category": [
            {"name": "delivery_logistics", "confidence": 0.7},
            {"name": "return_refund", "confidence": 0.2},
            {"name": "other", "confidence": 0.06},
        ],
        "tone": {"name": "expressive", "confidence": 0.8},
        "anger": 1.235,
        "threats": [],
        "demand": [],
        "mindset": {"name": "victim", "confidence": 0.6},
        "evidence": [],
    }


def test_what_is_no_complaint_has_no_tone_no_category_and_no_mindset() -> None:
    reading = reading_of("hello there", answers(is_complaint=yes(0.1)))
    assert (reading["category"], reading["mindset"]) == ([], None)
    assert reading["tone"] == {"name": "none", "confidence": 0.9}
    assert reading["language"] == "en"


@pytest.mark.parametrize(
    ("text", "threats", "demand"),
    [
        ("马上给我退款，不然我就打12315", ["regulator"], ["refund"]),
        ("再不退錢我就打12315", ["regulator"], ["refund"]),
        ("I'll see you in court. Give me a refund.", ["legal"], ["refund"]),
        ("refund me or I'm going to the newspaper and my lawyer", ["media", "legal"], ["refund"]),
        ("我不会去投诉12315的", [], []),
        ("I don't want a refund, I want an apology", [], ["apology"]),
    ],
)
def test_the_rules_find_threats_and_demands_that_were_not_learned(
    text: str, threats: list[str], demand: list[str]
) -> None:
    reading = reading_of(text, answers())
    assert (reading["threats"], reading["demand"]) == (threats, demand)


@pytest.mark.parametrize(
    ("chance", "demand"), [(SURE_DEMAND, ["repair"]), (SURE_DEMAND - 0.01, [])]
)
def test_a_learned_demand_counts_where_it_is_sure(chance: float, demand: list[str]) -> None:
    learned = answers(**{"demand.repair": yes(chance)})
    assert reading_of("洗衣机又漏水了", learned)["demand"] == demand


def test_a_learned_demand_counts_in_complaints_alone() -> None:
    learned = answers(**{"demand.repair": yes(0.99)}, is_complaint=yes(0.1))
    assert reading_of("谢谢师傅修好了", learned)["demand"] == []


def test_rules_and_learning_name_a_demand_once_in_the_order_of_the_codes() -> None:
    learned = answers(**{"demand.refund": yes(0.99), "demand.apology": yes(0.99)})
    demand = reading_of("I demand an apology and a refund", learned)["demand"]
    assert demand == [code for code in DEMANDS if code in {"refund", "apology"}]


@pytest.mark.parametrize(
    "text",
    [
        "再不退款我就打12315投诉，明天就发抖音曝光！！",
        "  再不退款我就打12315投诉  ",
        "😡😡 Refund me NOW or I'm calling my lawyer, you idiots 垃圾公司",
    ],
)
def test_evidence_shows_where_its_words_stand(text: str) -> None:
    evidence = reading_of(text, answers())["evidence"]
    assert evidence
    stripped = text.strip()
    for item in evidence:
        assert stripped[item["start"] : item["end"]] == item["text"]
    assert evidence == sorted(evidence, key=lambda item: (item["start"], item["end"]))


@pytest.mark.parametrize("text", ["再不退款我就打12315，找记者", "my lawyer will sue, refund me"])
def test_every_label_of_a_rule_has_evidence(text: str) -> None:
    reading = reading_of(text, answers())
    labels = {item["label"] for item in reading["evidence"]}
    assert {f"threats.{name}" for name in reading["threats"]} <= labels
    assert {f"demand.{name}" for name in reading["demand"]} <= labels


@pytest.mark.parametrize("text", ["", " ", "👍", "12345", "\ud800", "?" * 5000])
def test_any_text_has_a_reading(text: str) -> None:
    reading = reading_of(text, answers(is_complaint=yes(0.3)))
    assert reading["language"] is None
    assert set(reading["threats"]) <= set(THREATS)


def ranked(learned: dict[str, Any], text: str = "x") -> list[dict[str, Any]]:
    return intent_ranking(learned, reading_of(text, learned), FALLBACK_BELOW)


@pytest.mark.parametrize(
    ("intents", "chance", "best"),
    [
        ([("complain", 0.9), ("greet", 0.1)], 0.95, "complain"),
        ([("greet", 0.9), ("complain", 0.1)], 0.05, "greet"),
        # A complaint told in the same breath as thanks or a question is a complaint.
        ([("thanks", 0.5), ("complain", 0.4)], 0.9, "complain"),
        ([("question", 0.6), ("complain", 0.3)], 0.8, "complain"),
        # What only looks like one is none.
        ([("complain", 0.4), ("praise", 0.35)], 0.1, "praise"),
        # These may be complaints and something else: the act is what matters.
        ([("ask_human", 0.8), ("complain", 0.1)], 0.9, "ask_human"),
        ([("safety", 0.8), ("complain", 0.1)], 0.9, "safety"),
        # Nothing fits.
        ([("greet", 0.2), ("complain", 0.1)], 0.2, "nlu_fallback"),
    ],
)
def test_the_intent_is_the_one_that_the_whole_message_speaks_for(
    intents: list[tuple[str, float]], chance: float, best: str
) -> None:
    ranking = ranked(answers(intent=intents, is_complaint=yes(chance)))
    assert ranking[0]["name"] == best
    assert sum(item["name"] == "complain" for item in ranking) == 1


@pytest.mark.parametrize(("idle", "best"), [(True, "complain"), (False, "cancel")])
def test_a_short_answer_counts_only_where_something_was_asked_for(idle: bool, best: str) -> None:
    learned = answers(intent=[("cancel", 0.8), ("complain", 0.1)], is_complaint=yes(0.9))
    ranking = intent_ranking(learned, reading_of("x", learned), FALLBACK_BELOW, idle=idle)
    assert ranking[0]["name"] == best


@pytest.mark.parametrize(
    ("intent", "confidence", "chance", "complaining"),
    [
        ("advertising", 0.99, 0.55, False),
        ("advertising", 0.9, 0.55, True),
        ("praise", 0.99, 0.75, True),
        # These say nothing about whether it complains.
        ("ask_human", 0.99, 0.55, True),
    ],
)
def test_a_settled_intent_outranks_a_weak_sign_of_a_complaint(
    intent: str, confidence: float, chance: float, complaining: bool
) -> None:
    learned = answers(intent=[(intent, confidence)], is_complaint=yes(chance))
    assert (reading_of("x", learned)["is_complaint"] >= COMPLAINT) is complaining


@pytest.mark.parametrize("intent", ["complain", "greet", "question", "praise", "thanks", "safety"])
@pytest.mark.parametrize("confidence", [0.3, 0.5, 0.7, 0.95, 0.999])
@pytest.mark.parametrize("chance", [0.001, 0.2, 0.34, 0.36, 0.49, 0.5, 0.59, 0.61, 0.9, 0.999])
def test_intent_and_complaint_never_contradict(
    intent: str, confidence: float, chance: float
) -> None:
    other = "greet" if intent == "complain" else "complain"
    learned = answers(
        intent=[(intent, confidence), (other, (1 - confidence) / 2)], is_complaint=yes(chance)
    )
    reading = reading_of("x", learned)
    best = intent_ranking(learned, reading, FALLBACK_BELOW, idle=False)[0]["name"]
    complaining = reading["is_complaint"] >= COMPLAINT
    if best == "complain":
        assert complaining
    elif best in OUTRANKED:
        assert not complaining
    assert complaining == (reading["tone"]["name"] != "none")
    assert reading["category"] or not complaining


@pytest.mark.parametrize(
    ("intent", "confidence", "chance", "best"),
    [
        ("question", 0.35, 0.3, "complain"),
        ("praise", 0.4, 0.26, "complain"),
        # Neither a clear question nor a message without any sign of trouble is one.
        ("question", 0.9, 0.3, "question"),
        ("chitchat", 0.4, 0.1, "chitchat"),
        ("thanks", 0.4, 0.3, "thanks"),
    ],
)
def test_a_doubtful_message_with_nothing_open_is_taken_for_a_complaint(
    intent: str, confidence: float, chance: float, best: str
) -> None:
    learned = answers(intent=[(intent, confidence)], is_complaint=yes(chance))
    reading = reading_of("x", learned)
    assert intent_ranking(learned, reading, FALLBACK_BELOW, idle=True)[0]["name"] == best
    assert intent_ranking(learned, reading, FALLBACK_BELOW, idle=False)[0]["name"] == intent
    assert reading["tone"]["name"] == "none"
    assert reading["assumed"]["tone"]["name"] != "none"


def test_the_names_are_those_of_the_labels() -> None:
    assert {item["name"] for item in reading_of("快递没到", answers())["category"]} <= set(
        CATEGORIES
    )


@pytest.mark.parametrize(
    ("text", "goods", "first"),
    [
        ("My kettle leaks, I want a refund", 0.29, "product_quality"),
        ("My kettle leaks and they refuse a refund", 0.29, "return_refund"),
        ("上周五买的电热毯用两天就不热了，我要退款", 0.1, "product_quality"),
        ("I want a refund", 0.05, "return_refund"),
    ],
)
def test_a_wish_for_a_refund_does_not_hide_the_defect(text: str, goods: float, first: str) -> None:
    ranked = [("return_refund", 0.7), ("product_quality", goods)]
    reading = reading_of(text, answers(is_complaint=yes(0.9), category=ranked))
    assert reading["category"][0]["name"] == first
    assert {item["name"] for item in reading["category"]} == {"return_refund", "product_quality"}


@pytest.mark.parametrize("first", ["return_refund", "product_quality"])
def test_the_refund_that_is_wished_for_is_no_second_matter(first: str) -> None:
    second = "product_quality" if first == "return_refund" else "return_refund"
    learned = answers(is_complaint=yes(0.9), category=[(first, 0.5), (second, 0.4)])
    ranked = reading_of("My kettle leaks, I want a refund", learned)["category"]
    assert [item["name"] for item in ranked] == ["product_quality", "return_refund"]
    assert ranked[1]["confidence"] < 0.6 * ranked[0]["confidence"]
    assert sum(item["confidence"] for item in ranked) == pytest.approx(0.9)


def best(learned: dict[str, Any]) -> str:
    reading = reading_of("x y z", learned)
    return str(intent_ranking(learned, reading, FALLBACK_BELOW)[0]["name"])


def test_who_surely_sells_something_does_not_complain() -> None:
    sells = [("advertising", 0.99), ("complain", 0.01)]
    learned = answers(intent=sells, is_complaint=yes(0.85))
    assert reading_of("10k followers for $49", learned)["is_complaint"] < COMPLAINT
    assert best(learned) == "advertising"
    assert best(answers(intent=sells, is_complaint=yes(0.97))) == "complain"
    doubtful = [("advertising", 0.6), ("complain", 0.4)]
    assert best(answers(intent=doubtful, is_complaint=yes(0.85))) == "complain"


@pytest.mark.parametrize(
    ("second", "nearly", "first"),
    [
        ("ask_hours", 0.47, "ask_hours"),
        ("ask_hours", 0.3, "question"),
        ("ask_human", 0.47, "question"),
        ("chitchat", 0.47, "question"),
    ],
)
def test_a_question_that_has_an_answer_goes_before_an_unknown_one_as_likely(
    second: str, nearly: float, first: str
) -> None:
    learned = answers(intent=[("question", 0.5), (second, nearly)], is_complaint=yes(0.01))
    assert best(learned) == first
