"""Which times may be named, and which day words mean."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from casework.gate.detecting import findings
from casework.gate.times import Due, PromisedTimes, day_meant
from casework.policy import Policy

# Monday noon in Shanghai; the reply falls due an hour later, the answer on the next Monday.
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DUES = (
    Due("first_reply", datetime(2026, 11, 23, 5, 0, tzinfo=UTC)),
    Due("preliminary_solution", datetime(2026, 11, 24, 4, 0, tzinfo=UTC)),
    Due("customer_reply", datetime(2026, 11, 30, 4, 0, tzinfo=UTC)),
)
MONDAY = date(2026, 11, 23)


def stopped(text: str, policy: Policy, *, with_case: bool = True) -> bool:
    times = PromisedTimes(
        figures=policy.clocks,
        dues=DUES if with_case else (),
        tz=ZoneInfo("Asia/Shanghai"),
        now=NOW,
        office_hours=("09:00", "18:00"),
    )
    return bool(findings(text, times))


@pytest.mark.parametrize(
    "text",
    [
        "同事1小时内回复您。",
        "一个小时之内会有人联系您。",
        "5个工作日内答复您。",
        "二十四小时内给您初步方案。",
        "A colleague will reply within one hour.",
        "You'll have our answer within 5 working days.",
        "You'll get a preliminary solution within 24 hours.",
    ],
)
def test_the_policys_own_figures_may_be_named(text: str, policy: Policy) -> None:
    """R98, R117, R118, R153."""
    assert not stopped(text, policy, with_case=False)


@pytest.mark.parametrize(
    "text",
    [
        "同事半小时内回复您。",
        "3个工作日内一定给您答复。",
        "24小时内给您解决。",
        "一小时内退款到账。",
        "5个工作日内修好送到。",
        "A colleague will reply within two hours.",
        "It will be resolved within 24 hours.",
        "You'll have your money within 5 working days.",
        "We'll answer you within 5 hours.",
    ],
)
def test_other_times_and_other_matters_are_stopped(text: str, policy: Policy) -> None:
    assert stopped(text, policy, with_case=False)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("同事会在11月23日 13:00前回复您。", True),
        ("同事会在11月23日 11:00前回复您。", False),
        ("11月30日前答复您。", True),
        ("11月29日前答复您。", False),
        ("今天会有同事联系您。", True),
        ("明天会给您初步方案。", True),
        ("后天会给您初步方案。", False),
        ("You'll hear from a colleague by 23 November, 13:00.", True),
        ("You'll hear from a colleague by 23 November, 11:00.", False),
        ("We'll give you an answer by November 30.", True),
        ("We'll give you an answer by November 28.", False),
        ("A colleague will call you today.", True),
        ("You'll get a preliminary solution tomorrow.", True),
        ("You'll get a preliminary solution on Wednesday.", False),
    ],
)
def test_a_case_allows_its_own_due_times(text: str, allowed: bool, policy: Policy) -> None:
    assert stopped(text, policy) is not allowed
    assert stopped(text, policy, with_case=False)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", MONDAY),
        ("tomorrow morning", date(2026, 11, 24)),
        ("周五之前", date(2026, 11, 27)),
        ("by Friday", date(2026, 11, 27)),
        ("下周一", None),
        ("next Friday", None),
        ("12月1日前", date(2026, 12, 1)),
        ("by January 5", date(2027, 1, 5)),
        ("31 February", None),
        ("三天内", date(2026, 11, 26)),
        ("within two weeks", date(2026, 12, 7)),
        ("5 working days", date(2026, 11, 30)),
        ("48 hours", date(2026, 11, 25)),
        ("月底前", None),
    ],
)
def test_words_mean_a_day_or_none_that_can_be_told(words: str, day: date | None) -> None:
    assert day_meant(words, MONDAY) == day
