"""Patterns narrowed to the scripts of a text find what the whole pattern finds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.evaluation.messages import evaluation_messages
from bot.language.demand_words import ALONE, WITH_WANT
from bot.language.narrowed import HAN, LATIN, Narrowed, branches, needs, scripts_of
from bot.language.normalize import fold
from bot.language.swearing import _patterns
from bot.language.threat_words import THREATS


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a|b", ["a", "b"]),
        (r"(?:a|b)c|\|d|[|)]e", ["(?:a|b)c", r"\|d", "[|)]e"]),
        (r"[]|]a|[^]|]b", ["[]|]a", "[^]|]b"]),
        ("", [""]),
    ],
)
def test_a_pattern_falls_apart_between_its_own_alternatives_alone(
    pattern: str, parts: list[str]
) -> None:
    assert branches(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "han", "latin"),
    [
        ("退款", True, False),
        ("refund", False, True),
        ("12315", False, False),
        (r"\bapp(?:吧)?", False, True),
        ("(?:退|换)(?:a|1)", True, False),
        ("[退换]{1,2}", True, False),
        ("[退a]", False, False),
        ("(?:退)*b", False, True),
        ("(?=退)1", False, False),
        (r"\w+", False, False),
        ("[a-z]+退", True, True),
    ],
)
def test_what_every_match_needs(pattern: str, han: bool, latin: bool) -> None:
    assert needs(pattern, HAN) is han
    assert needs(pattern, LATIN) is latin


def test_what_cannot_match_is_left_out() -> None:
    narrowed = Narrowed("退款|refund|12315")
    only_latin, only_han = narrowed.fit(scripts_of("a")), narrowed.fit(scripts_of("一"))
    assert only_latin is not None and only_latin.pattern == "refund|12315"
    assert only_han is not None and only_han.pattern == "退款|12315"
    assert narrowed.fit(scripts_of("一a")) is narrowed.whole
    assert Narrowed("退款").fit(scripts_of("a")) is None


def patterns() -> Iterator[tuple[str, Narrowed]]:
    yield from (*THREATS, *ALONE, *WITH_WANT, *_patterns())


def test_every_message_is_read_as_by_the_whole_patterns() -> None:
    texts = [fold(message.text).text for message in evaluation_messages(Path("data/eval"))]
    assert len(texts) > 1000
    narrowed = 0
    for _, pattern in patterns():
        for text in texts:
            fit = pattern.fit(scripts_of(text))
            narrowed += fit is not pattern.whole
            found = [match.span() for match in fit.finditer(text)] if fit else []
            assert found == [match.span() for match in pattern.whole.finditer(text)]
    assert narrowed > len(texts)


def test_no_pattern_has_numbered_groups_or_flags_of_its_own() -> None:
    for _, pattern in patterns():
        assert pattern.whole.groups == 0
        assert not re.search(r"\(\?[aiLmsux]+[):]", pattern.whole.pattern)
