"""What the gate finds, on the sentences it was developed on and in its corner cases."""

from pathlib import Path

import pytest
import yaml

from casework.gate.detecting import Source, findings
from casework.gate.findings import Kind
from casework.gate.measuring import Labelled, labelled
from casework.gate.times import PromisedTimes
from casework.policy import Policy

HERE = Path(__file__).parent


def development(language: str) -> list[Labelled]:
    path = HERE / f"development_{language}.yml"
    return labelled(yaml.safe_load(path.read_text(encoding="utf-8")))


def kinds(text: str, policy: Policy, source: Source | None = None) -> set[Kind]:
    times = PromisedTimes(figures=policy.clocks, office_hours=("09:00", "18:00"))
    return {one.kind for one in findings(text, times, source)}


@pytest.mark.parametrize("sentence", [*development("zh"), *development("en")], ids=lambda s: s.text)
def test_a_developed_sentence_is_judged_rightly(sentence: Labelled, policy: Policy) -> None:
    found = kinds(sentence.text, policy)
    assert bool(found) is bool(sentence.kinds)
    assert sentence.kinds <= found


def test_a_finding_tells_its_place_in_code_points() -> None:
    text = "😀 您好。我们会给您全额退款。"
    (found,) = findings(text)
    assert text[found.start : found.end] == found.text == "我们会给您全额退款"
    assert (found.kind, found.remedies) == (Kind.COMMITMENT, ("refund",))


def test_a_finding_names_what_is_committed_to() -> None:
    (found,) = findings("我们补偿您三百元，下周一打给您。")[:1]
    assert found.remedies == ("compensation",)
    assert [(int(a.value), a.currency) for a in found.amounts] == [(300, "CNY")]
    (found,) = findings("We'll refund you £84.50 by Friday.")
    assert found.remedies == ("refund",)
    assert [(float(a.value), a.currency) for a in found.amounts] == [(84.5, "GBP")]
    assert found.times == ("by Friday",)


def test_both_languages_of_a_mixed_text_are_read() -> None:
    assert [f.kind for f in findings("不好意思, we'll refund you in full. 都怪快递公司。")] == [
        Kind.COMMITMENT,
        Kind.BLAME,
    ]


def test_traditional_characters_are_read_where_they_are_folded() -> None:
    table = str.maketrans("們會給額", "们会给额")
    text = "我們會給您全額退款。"
    (found,) = findings(text, source=Source(fold=lambda t: t.translate(table)))
    assert found.text == "我們會給您全額退款"


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("您写了“你们必须全额退款”，我一字不改地交上去。", False),
        ("处理结果是：“全额退款，明天到账”。", True),
        ('You wrote "I\'ll refund you" were his words.', False),
        ("“我们会给您全额退款。”", True),
    ],
)
def test_only_what_the_customer_said_may_be_quoted(
    text: str, stopped: bool, policy: Policy
) -> None:
    assert bool(kinds(text, policy)) is stopped


def test_what_the_assistant_reads_back_is_the_customers() -> None:
    text = "请看看：\n· 事情经过：店员说给我全额退款\n保证三天到账\n· 您的要求：退款\n可以登记吗？"
    assert findings(text, source=Source(assistant=True)) == []
    assert findings("我们会给您全额退款。", source=Source(assistant=True))
    said = "明天给我全额退款"
    assert findings(f"是的，您写了{said}。", source=Source(assistant=True, customer=[said])) == []


@pytest.mark.rows("R204")
@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("我把跟踪表的原件拍给您。", True),
        ("给您发一份投诉传递单的复印件。", True),
        ("I'll send you a copy of our internal investigation report.", True),
        ("Here's a photo of the handling form.", True),
        ("我把您的话原样写进记录里。", False),
        ("I can't send a copy of the internal handling form.", False),
        ("I'm sending you the answer in writing.", False),
    ],
)
def test_no_internal_form_goes_to_the_customer(text: str, stopped: bool) -> None:
    assert ("internal_form" in {one.rule for one in findings(text)}) is stopped


def test_an_empty_or_wordless_text_has_no_findings() -> None:
    assert findings("") == findings("  \n ") == findings("👍") == findings("?!…") == []


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    assert len(findings("我们会给您全额退款。" * 500)) == 500


def test_a_short_message_of_the_customer_hides_no_promise_of_ours() -> None:
    source = Source(assistant=True, customer=["全额退款", "退款"])
    assert findings("我们会给您全额退款。", source=source)
