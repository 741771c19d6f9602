"""The learned heads on a few invented messages: they learn, are saved, and answer the same."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu.heads import Heads
from bot.nlu.labels import CATEGORIES, MINDSETS, TONES, Labels

PARCEL, FRIDGE = "delivery_logistics", "product_quality"


def messages() -> list[tuple[str, str, Labels | None]]:
    """Return invented messages with their intent, and with labels where they complain."""
    found: list[tuple[str, str, Labels | None]] = []
    for name in ("冰箱", "空调", "手机", "水壶", "耳机"):
        found += [
            (f"{name}才用两天就坏了，气死我了", "complain", told(FRIDGE, "expressive", 2.0)),
            (f"{name}坏了，请给我退款", "complain", told(FRIDGE, "constructive", 0.5, ("refund",))),
            (f"买{name}的快递一直没到", "complain", told(PARCEL, "passive", 1.0)),
        ]
    for name in ("fridge", "phone", "kettle", "lamp", "radio"):
        found += [
            (f"the {name} broke after two days, I am furious!!", "complain",
             told(FRIDGE, "aggressive", 3.0)),
            (f"my {name} is broken, please give me a refund", "complain",
             told(FRIDGE, "constructive", 0.5, ("refund",))),
            (f"the parcel with my {name} never arrived", "complain", told(PARCEL, "passive", 1.0)),
        ]  # fmt: skip
    for name in ("你好", "您好呀", "早上好", "晚上好", "在吗"):
        found += [(name, "greet", None), (f"{name}，谢谢你们", "thanks", None)]
    for name in ("hello", "good morning", "hi there", "good evening", "hey"):
        found += [(name, "greet", None), (f"{name} and thank you very much", "thanks", None)]
    for number in range(10):
        found.append((f"my order number is AB{number}123456", "inform", None))
    return found


def told(category: str, tone: str, anger: float, demand: tuple[str, ...] = ()) -> Labels:
    return Labels(
        (category,), tone, anger, demand=demand, mindset="rational" if demand else "victim"
    )


@pytest.fixture(scope="module")
def heads() -> Heads:
    heads = Heads()
    texts, intents, labels = zip(*messages(), strict=True)
    heads.fit(list(texts), list(intents), list(labels))
    return heads


@pytest.fixture(scope="module")
def saved(heads: Heads, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("heads")
    heads.save(folder)
    return folder


@pytest.fixture(scope="module")
def loaded(saved: Path) -> Heads:
    return Heads.load(saved)


UNSEEN = [
    "洗衣机坏了，我要退款",
    "快递怎么还没到",
    "my toaster broke after a week",
    "good afternoon",
    "你好，谢谢",
    "my order number is AB9123457",
    "",
    "👍",
    "\ud800",
    "坏" * 3000,
]


def best(answers: dict[str, Any], head: str) -> str:
    name: str = answers[head][0][0]
    return name


@pytest.mark.parametrize(
    ("text", "intent", "complains"),
    [
        ("洗衣机才用一天就坏了", "complain", "yes"),
        ("the toaster broke after one day", "complain", "yes"),
        ("你好", "greet", "no"),
        ("hello and thank you very much", "thanks", "no"),
        ("my order number is AB7123456", "inform", "no"),
    ],
)
def test_what_was_learned_carries_over_to_new_words(
    heads: Heads, text: str, intent: str, complains: str
) -> None:
    answers = heads.answers(text)
    assert (best(answers, "intent"), best(answers, "is_complaint")) == (intent, complains)


@pytest.mark.parametrize(
    ("text", "category"),
    [("快递一直没有到", PARCEL), ("the parcel never came", PARCEL), ("电视坏了", FRIDGE)],
)
def test_a_complaint_is_sorted_by_its_matter(heads: Heads, text: str, category: str) -> None:
    assert best(heads.answers(text), "category") == category


def test_an_angry_message_is_angrier_than_a_calm_one(heads: Heads) -> None:
    angry = heads.answers("the kettle broke after two days, I am furious!!")["anger"]
    calm = heads.answers("my kettle is broken, please give me a refund")["anger"]
    assert angry > calm + 0.5


def test_a_demand_is_learned_where_there_are_examples_enough(heads: Heads) -> None:
    answers = heads.answers("空调坏了，请退款")
    assert [name for name in answers if name.startswith("demand.")] == ["demand.refund"]
    assert best(answers, "demand.refund") == "yes"


@pytest.mark.parametrize("text", UNSEEN, ids=range(len(UNSEEN)))
def test_every_message_gets_whole_answers(heads: Heads, text: str) -> None:
    answers = heads.answers(text)
    assert 0.0 <= answers.pop("anger") <= 3.0
    for ranked in answers.values():
        chances = [chance for _, chance in ranked]
        assert sum(chances) == pytest.approx(1.0)
        assert chances == sorted(chances, reverse=True)
    assert {name for name, _ in answers["category"]} <= set(CATEGORIES)
    assert {name for name, _ in answers["tone"]} <= set(TONES)
    assert {name for name, _ in answers["mindset"]} <= set(MINDSETS)


@pytest.mark.parametrize("text", UNSEEN, ids=range(len(UNSEEN)))
def test_saved_heads_answer_as_before(heads: Heads, loaded: Heads, text: str) -> None:
    assert loaded.answers(text) == heads.answers(text)


def test_a_saved_model_holds_plain_arrays_alone(saved: Path) -> None:
    for path in saved.iterdir():
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
            continue
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays)


def test_a_model_that_holds_objects_is_not_loaded(saved: Path, tmp_path: Path) -> None:
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    (path,) = tmp_path.glob("*.npz")
    with np.load(path) as arrays:
        forged = {name: np.asarray([print], dtype=object) for name in arrays}
    np.savez(path, **forged)
    with pytest.raises(ValueError, match="pickle"):
        Heads.load(tmp_path)


def test_the_same_messages_teach_the_same() -> None:
    texts, intents, labels = (list(column) for column in zip(*messages(), strict=True))
    twins = [Heads(), Heads()]
    for twin in twins:
        twin.fit(texts, intents, labels)
    one, other = (twin.answers(UNSEEN[0]) for twin in twins)
    assert one.pop("anger") == pytest.approx(other.pop("anger"), abs=0.01)
    for name, ranked in one.items():
        assert dict(ranked) == pytest.approx(dict(other[name]), abs=0.01)


def test_an_encoder_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="unheard-of"):
        Heads("unheard-of")
