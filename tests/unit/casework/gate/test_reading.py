"""What is hidden from the gate before it judges a text, and how long that takes."""

import time

from casework.gate.lexicon import lexicon
from casework.gate.reading import HIDDEN, without_quotations, without_words_of

SAID = "ok thanks a lot"


def test_the_customers_own_message_is_hidden_each_time() -> None:
    text = f"You wrote: {SAID}. {SAID}!"
    assert without_words_of(text, [SAID]) == text.replace(SAID, HIDDEN * len(SAID))


def test_a_short_message_hides_nothing() -> None:
    assert without_words_of("We will refund you", ["refund"]) == "We will refund you"


def test_a_message_of_the_sign_that_hides_ends() -> None:
    hidden = without_words_of(f"re: {SAID}", [SAID, HIDDEN * 8])
    assert hidden == f"re: {HIDDEN * len(SAID)}"


def test_a_text_of_opening_marks_takes_no_time() -> None:
    for mark in ("\u201c", '"', "\u300c"):
        text = mark * 33_000
        started = time.process_time()
        without_quotations(text, text, lexicon("zh"))
        assert time.process_time() - started < 1.0
