"""The end that a number should have, as customers put it right."""

from __future__ import annotations

import pytest

from bot.language.tails import find_tail


@pytest.mark.parametrize(
    ("text", "end", "of"),
    [
        ("no wait, it ends in 7", "7", None),
        ("电话最后一位是7", "7", "contact"),
        ("and the phone ends 0184 not 0148", "0184", "contact"),
        ("合同编号抄错了，末尾应为20931", "20931", "order_number"),
        ("單號末四位應是7712", "7712", "order_number"),
    ],
)
def test_the_end_is_read_with_the_number_that_it_ends(text: str, end: str, of: str | None) -> None:
    found = find_tail(text)
    assert found is not None
    assert (found.value, found.extra.get("of")) == (end, of)


@pytest.mark.parametrize("text", ["the lease ends 2 weeks from now", "my patience ends here"])
def test_what_merely_ends_is_no_number(text: str) -> None:
    assert find_tail(text) is None
