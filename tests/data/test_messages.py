"""The messages: well labelled, none twice, and the ones that scores are taken on never learned."""

import hashlib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from bot.nlu.labels import unpacked
from casework.model import Mindset
from casework.settings import ROOT
from tests.corpus import EVALUATION, LANGUAGES, Example, evaluation, training

SUMS = Path(__file__).with_name("evaluation.sha256")
#: Texts of one message count as the same where they share more than this of their 5-grams.
TOO_MUCH = 0.5
#: Shorter texts share much by chance: of them only the union is compared.
LONG = 25


@cache
def grams(text: str) -> frozenset[str]:
    """Return the pieces of five characters of a text, blanks and case left aside."""
    plain = "".join(text.lower().split())
    return frozenset(plain[place : place + 5] for place in range(max(len(plain) - 4, 1)))


def shared_too_much(one: frozenset[str], other: frozenset[str], common: int) -> bool:
    """Say whether two texts are near-duplicates, from how many pieces they have in common."""
    fewer = min(len(one), len(other))
    return common / (len(one) + len(other) - common) > TOO_MUCH or (
        fewer >= LONG and common / fewer > TOO_MUCH
    )


def near_duplicates(
    learned: tuple[Example, ...], held_out: tuple[Example, ...]
) -> list[tuple[str, str]]:
    """Return the pairs of a learned and a held-out message that are too much alike."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(held_out):
        for gram in grams(example.text):
            places[gram].append(number)
    found = []
    for example in learned:
        pieces = grams(example.text)
        common = Counter(number for gram in pieces for number in places.get(gram, ()))
        for number, count in common.items():
            if shared_too_much(pieces, grams(held_out[number].text), count):
                found.append((example.text, held_out[number].text))
    return found


def test_nothing_that_scores_are_taken_on_was_learned() -> None:
    assert near_duplicates(training(), evaluation()) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("快递三天没到", "快递三天没到！", True),
        ("Where is my parcel", "where is  my PARCEL", True),
        ("快递三天没到", "空调漏水了没人修", False),
        # A long message that stands whole inside another one.
        ("我上个月在你们店里买的空调装好第二天就漏水客厅的木地板全部泡坏了",
         "补充一下：" + "我上个月在你们店里买的空调装好第二天就漏水客厅的木地板全部泡坏了"
         + "，到现在已经过去整整三个星期，打了十几次电话都没有人上门来看一眼", True),
        # A short one may.
        ("怎么办", "遇到这种事情我应该怎么办才好呢，请你们告诉我", False),
    ],
)  # fmt: skip
def test_near_duplicates_are_found(one: str, other: str, alike: bool) -> None:
    pair = [(Example(text, "complain", None, ROOT),) for text in (one, other)]
    assert bool(near_duplicates(*pair)) is alike


def test_the_evaluation_messages_are_frozen() -> None:
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.name: path for path in EVALUATION.glob("*.yml")}
    assert set(files) == set(sums)
    assert {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    } == sums


def test_no_training_message_stands_twice() -> None:
    counts = Counter((one.text.lower(), one.path.parent.name) for one in training())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_message_teaches_two_intents() -> None:
    intents: defaultdict[str, set[str]] = defaultdict(set)
    for one in training():
        intents[one.text.lower()].add(one.intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


def test_labels_stand_beside_complaints_alone_and_are_well_formed() -> None:
    for one in training():
        if one.labels is not None:
            assert one.intent == "complain", one.text
            assert unpacked(one.labels).packed() == one.labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_teach_every_category_tone_and_threat(language: str) -> None:
    told = [
        unpacked(one.labels)
        for one in training()
        if one.labels is not None and one.path.parent.name == language
    ]
    categories = Counter(code for one in told for code in one.category)
    tones = Counter(one.tone for one in told)
    threats = Counter(code for one in told for code in one.threats)
    assert (len(categories), len(tones), len(threats)) == (12, 4, 5)
    assert min(*categories.values(), *tones.values(), *threats.values()) >= 20


@pytest.mark.rows("R75", "R76", "R77", "R78")
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_teach_what_each_kind_of_customer_is_after(language: str) -> None:
    told = Counter(
        unpacked(one.labels).mindset
        for one in training()
        if one.labels is not None and one.path.parent.name == language
    )
    assert set(told) == set(Mindset)
    assert min(told.values()) >= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_stand_under_their_language(language: str) -> None:
    for one in training():
        if one.path.parent.name == language == "en":
            # A name or a word in the other script may stand in a message, not the message itself.
            han = sum("\u3400" <= sign <= "\u9fff" for sign in one.text)
            assert han * 2 <= len(one.text), one.text


def test_messages_are_clean() -> None:
    for one in (*training(), *evaluation()):
        assert one.text == one.text.strip() and one.text
        assert "\ufffd" not in one.text
