"""The gate's words fit the rest of the product."""

import pytest

from casework.gate.findings import Kind
from casework.gate.lexicon import LANGUAGES, lexicon, reasons
from casework.model import ClockName, Demand
from tests.corpus import labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_that_is_read_back_has_these_fields(language: str) -> None:
    colon = {"zh": "：", "en": ": "}[language]
    fields = [words[language] for name, words in labels().items() if name.startswith("field_")]
    assert fields
    for field in fields:
        match = lexicon(language).record_line.search(f"{field}{colon}全额退款 refund")
        assert match is not None and match["value"] == "全额退款 refund", field


@pytest.mark.parametrize("language", LANGUAGES)
def test_remedies_and_clocks_are_the_products_own(language: str) -> None:
    words = lexicon(language)
    assert set(words.remedies) <= set(Demand)
    assert {name for names in words.topics.values() for name in names} <= set(ClockName)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_rules_a_reason_and_a_way(language: str) -> None:
    assert {rule.kind for rule in lexicon(language).rules} == set(Kind)
    assert set(reasons().why[language]) == set(reasons().way[language]) == set(Kind)
