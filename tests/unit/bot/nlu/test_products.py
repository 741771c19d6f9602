"""The product that a story names, found by tokens that were learned."""

import re
from typing import Any

import numpy as np
import pytest

from bot.language.no_products import names_a_place, names_no_product
from bot.language.normalize import fold
from bot.language.products import find_products
from bot.language.spans import Tokens
from bot.nlu.products import (
    LEAST,
    SURE,
    Named,
    Tagger,
    _whole_name,
    _widened,
    best_named,
    least_chance,
)

#: What the stand-in encoder takes for goods: its states show nothing else.
GOODS = ("kettle", "dish", "washer", "reading lamp", "炊具", "灯")


class Words:
    """An encoder whose tokens are words or single signs, and whose states tell goods apart."""

    def encode(self, texts: list[str]) -> list[Any]:
        """Return nothing of use: the tagger looks at tokens alone."""
        return [np.zeros((len(texts), 2), np.float32)]

    def tokens(self, text: str) -> Tokens | None:
        """Return words with a state of two numbers."""
        pieces = re.compile("|".join([*GOODS, r"[a-z0-9]+", r"[\u4e00-\u9fff]"]))
        found = list(pieces.finditer(text))
        states = [[1.0, 0.2] if piece.group() in GOODS else [0.0, 0.7] for piece in found]
        return Tokens([piece.span() for piece in found], np.asarray(states, np.float32))

    def tokens_of_all(self, texts: list[str]) -> list[Tokens] | None:
        """Return the tokens of each text."""
        found = [self.tokens(text) for text in texts]
        return [tokens for tokens in found if tokens is not None] or None


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """A tagger that has learned from a few messages."""
    texts = [f"my {name} broke after a week and nobody answers" for name in GOODS]
    texts += ["nobody answers the phone at all", "the bill is wrong again and again"]
    tagger = Tagger(Words())
    tagger.fit(texts * 30, [*GOODS, None, None] * 30)
    return tagger


def names(tagger: Tagger, text: str) -> list[str]:
    return [text[item.start : item.end] for item in tagger.named(text)]


def test_a_product_is_found_where_no_list_knows_it(tagger: Tagger) -> None:
    assert names(tagger, "The kettle leaks") == ["kettle"]
    assert names(tagger, "Nobody answers me") == []


def test_tokens_side_by_side_are_one_name_and_words_stay_whole(tagger: Tagger) -> None:
    assert names(tagger, "A new Dishwasher, dead") == ["Dishwasher"]
    assert names(tagger, "Two kettles leak") == ["kettles"]


def test_places_are_those_of_the_customers_own_text(tagger: Tagger) -> None:
    assert names(tagger, "Ｍｙ　ＫＥＴＴＬＥ　leaks") == ["ＫＥＴＴＬＥ"]
    assert names(tagger, "這個炊具壞了") == ["炊具"]


def test_what_points_at_a_product_is_no_part_of_its_name() -> None:
    text = "这台洗衣机坏了，我们家的冰箱也坏了；my new kettle"
    for told, name in (
        ("这台洗衣机", "洗衣机"),
        ("我们家的冰箱", "冰箱"),
        ("my new kettle", "new kettle"),
    ):
        start = text.index(told)
        found = _widened(fold(text), start, start + len(told))
        assert text[slice(*found)] == name


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("Parcel (JBL speaker) lost", "Parcel (", "Parcel"),
        ("Parcel (JBL speaker) lost", "Parcel (JBL speaker", "JBL speaker"),
        ("Parcel (JBL speaker) lost", "(JBL speaker)", "JBL speaker"),
        ("my speaker (black) broke", "speaker (black)", "speaker (black)"),
        ("包裹（音箱）丢了", "包裹（", "包裹"),
        ("《三体》全集缺页", "《三体》全集", "《三体》全集"),
        ('the "Singing Unicorn" toy', '"Singing Unicorn"', "Singing Unicorn"),
        ("the kettle - dead", "kettle -", "kettle"),
        ("my wi-fi router", "wi-fi router", "wi-fi router"),
        ("((((", "((((", ""),
    ],
)
def test_a_name_holds_no_half_of_a_pair_of_brackets(text: str, told: str, name: str) -> None:
    start = text.index(told)
    assert text[slice(*_widened(fold(text), start, start + len(told)))] == name


@pytest.mark.parametrize(
    ("text", "told", "name"),
    [
        ("上门修打印机的人", "修打印机", "打印机"),
        ("约了上門修洗衣机", "上門修洗衣机", "洗衣机"),
        ("冰箱装好三天就不制冷", "冰箱装", "冰箱"),
        ("冰箱冷藏室结冰", "冰箱冷藏室", "冰箱"),
        ("order a train set from you", "train", "train set"),
        ("洗衣机坏了", "洗衣机", "洗衣机"),
    ],
)
def test_a_name_has_neither_verb_nor_part_and_its_whole_noun(
    text: str, told: str, name: str
) -> None:
    start, folded = text.index(told), fold(text)
    found = _whole_name(folded, start, start + len(told), find_products(folded))
    assert text[slice(*found)] == name


def test_without_learning_nothing_is_named() -> None:
    assert Tagger(Words()).named("my kettle") == []


def test_an_encoder_without_tokens_teaches_nothing() -> None:
    class Blind(Words):
        def tokens(self, text: str) -> Tokens | None:
            return None

    blind = Tagger(Blind())
    blind.fit(["my kettle"], ["kettle"])
    assert blind.weights is None and blind.named("my kettle") == []


def test_another_detail_keeps_its_place() -> None:
    found = [Named(0, 6, 0.9), Named(10, 16, 0.6)]
    order = {"entity": "order_number", "start": 2, "end": 8}
    model = {"entity": "model", "start": 10, "end": 12}
    assert best_named(found, [], LEAST) == found[0]
    assert best_named(found, [order, model], LEAST) == found[1]
    assert best_named(found, [order], 0.7) is None


@pytest.mark.parametrize(
    ("text", "asked", "least"),
    [
        ("kettle", None, LEAST),
        ("it broke", "complaint_text", LEAST),
        ("kettle", "product", None),
        ("a kettle of course, the one from the shop", "product", None),
        ("Anna Lamp", "contact_name", None),
        ("my name is Anna and the kettle leaks on", "contact_name", SURE),
        ("王灯", "contact_name", None),
        ("我叫王灯，炊具还是老样子，麻烦快点", "contact_name", SURE),
    ],
)
def test_how_sure_it_must_be_depends_on_what_was_asked(
    text: str, asked: str | None, least: float | None
) -> None:
    assert least_chance(text, asked) == least


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the 7:21 from Leeds to King's Cross", "King's Cross"),
        ("他是个教书先生", "教书先生"),
        ("充了没到账", "充了"),
        ("更正：型号是K2", "更正：型号是K2"),
        ("反映一个退費的问题", "退費"),
        ("送去4S店", "4S"),
        ("the tracking says delivered", "tracking"),
        ("he watched it through the window", "window"),
        ("我的护照快到期了", "护照"),
        ("my phone changed my name on me", "phone"),
    ],
)
def test_places_people_acts_and_corrections_are_no_product(text: str, told: str) -> None:
    start = text.index(told)
    place = start, start + len(told)
    assert names_no_product(text, *place) or names_a_place(text, *place)


def test_a_word_with_an_apostrophe_stays_whole() -> None:
    text = "from York to King's Cross"
    assert text[slice(*_widened(fold(text), 18, 24))] == "King's Cross"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("单位里发额灯坏了", "灯"),
        ("你哋送張炊具嚟", "炊具"),
        ("a reading lamp", "reading lamp"),
        ("我的炊具修一回80块", "炊具"),
        ("定做的炊具短了一截", "炊具"),
        ("刚买的炊具坏了", "炊具"),
    ],
)
def test_what_was_given_is_named_without_the_giving(tagger: Tagger, text: str, name: str) -> None:
    assert names(tagger, text) == [name]
