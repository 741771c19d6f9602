"""What is offered at once beside a filed case, and what is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from casework.aid_files import ARTICLES
from casework.aids import Aids
from casework.help_yaml import load_help
from casework.model import Case, Record
from casework.numbering import RandomIds
from casework.policy import Policy
from casework.policy_yaml import load_policy
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.works import Works

AIRLINE = Path(__file__).parents[2] / "data" / "policies" / "airline.yml"
AIDS = Aids(articles=load_help(ARTICLES))


def filed(policy: Policy, text: str, **fields: object) -> tuple[Works, Case]:
    works = Works(MemoryUnitOfWorkFactory(), policy)
    works.filing = FilingService(
        works.storage, policy, works.clock, RandomIds(), works.tz, aids=AIDS
    )
    record = Record(complaint_text=text, **{"language": "zh", **fields})  # type: ignore[arg-type]
    return works, works.filing.file("c-1", "t-1", record)


@pytest.mark.rows("R35", "R51", "R125", "R105", "R148")
def test_an_article_is_offered_beside_the_case_and_never_instead(policy: Policy) -> None:
    works, case = filed(policy, "电热毯不热，怎么试都没用", category=["product_quality"])
    (told,) = works.notices(case, key="update_help")
    assert "定时" in told.facts["article"]
    assert case.status == "received" and case.clocks


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("服务员骂人", "service_attitude"),
        ("电热毯起火了，烫伤了孩子", "product_quality"),
        ("电热毯不热，赔我误工费", "product_quality"),
    ],
)
def test_nobody_is_handed_an_article_where_it_does_not_fit(
    policy: Policy, text: str, category: str
) -> None:
    works, case = filed(policy, text, category=[category])
    assert works.notices(case, key="update_help") == []


def test_a_company_may_offer_no_articles(policy: Policy) -> None:
    first_help = replace(policy.work.first_help, offer_articles=False)
    silent = replace(policy, work=replace(policy.work, first_help=first_help))
    works, case = filed(silent, "电热毯不热，怎么试都没用", category=["product_quality"])
    assert works.notices(case, key="update_help") == []


@pytest.mark.rows("R54", "R48")
@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"amount": 150.0}, 1),
        ({"amount": 250.0}, 0),
        ({}, 0),
        ({"amount": 150.0, "category": ["billing_price"]}, 0),
        ({"amount": 150.0, "category": ["delivery_logistics", "safety_privacy"]}, 0),
    ],
)
def test_a_remedy_is_offered_at_once_only_where_it_is_approved(
    fields: dict[str, object], offered: int
) -> None:
    """C5: so much and no more, for these categories and grades."""
    airline = load_policy(AIRLINE)
    works, case = filed(airline, "航班晚点", **{"category": ["delivery_logistics"], **fields})
    told = works.notices(case, key="update_remedy")
    assert len(told) == offered
    assert all("餐券" in notice.facts["offer"]["zh"] for notice in told)


def test_the_shipped_company_offers_no_remedy_that_nobody_approved(policy: Policy) -> None:
    works, case = filed(policy, "快递晚了", category=["delivery_logistics"], amount=10.0)
    assert works.notices(case, key="update_remedy") == []
