"""What a person may be looked for by, and which words are looked for afterwards."""

import pytest

from casework.erasing import Wanted, spellings, telling


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("jy20261123-k7q4m2xp", Wanted(case_no="JY20261123-K7Q4M2XP")),
        ("web-00ff", Wanted(conversation_id="web-00ff")),
        ("Ann@Mail.cn", Wanted(conversation_id="Ann@Mail.cn", email="ann@mail.cn")),
        (
            "+86 138-0013-8000",
            Wanted(conversation_id="+86 138-0013-8000", phone="8613800138000"),
        ),
        ("138001", Wanted(conversation_id="138001")),
    ],
)
def test_a_value_is_tried_as_all_that_it_may_be(value: str, wanted: Wanted) -> None:
    assert Wanted.read(f" {value} ") == wanted


def test_words_too_short_to_tell_a_person_are_not_looked_for() -> None:
    assert telling(["王芳", "Ann", "", None, " 13800138000 ", "芳"]) == {"王芳", "13800138000"}


def test_a_word_is_looked_for_as_json_writes_it_too() -> None:
    assert spellings(["王芳", "a"]) == {"王芳", "\\u738b\\u82b3", "a"}
