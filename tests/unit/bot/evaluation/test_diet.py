"""DIET and our head learn from the same messages, which are the same each time."""

from bot.evaluation.against_diet import MOST_WORDS, sampled
from bot.evaluation.diet import TOKENIZERS, pipeline, training_data
from bot.evaluation.messages import Example


def examples(count: int) -> list[Example]:
    return [Example(f"message number {number}", "en", "inform") for number in range(count)]


def test_the_sample_and_what_is_held_out_are_apart_and_always_the_same() -> None:
    learned, held = sampled(examples(50), 20)
    assert len(learned) == len(held) == 20
    assert not {each.text for each in learned} & {each.text for each in held}
    assert (learned, held) == sampled(examples(50)[::-1], 20)


def test_a_message_counts_once_and_long_ones_are_left_out() -> None:
    long = Example("word " * (MOST_WORDS + 1), "en", "inform")
    learned, held = sampled([*examples(5), *examples(5), long], 10)
    assert sorted(each.text for each in learned) == sorted(each.text for each in examples(5))
    assert held == []


def test_chinese_is_cut_by_a_tokenizer_for_chinese() -> None:
    for language in ("zh", "en"):
        names = [part["name"] for part in pipeline(language, 3)["pipeline"]]
        assert names[0] == TOKENIZERS[language] and names[-1] == "DIETClassifier"
    assert pipeline("zh", 3)["pipeline"][-1]["epochs"] == 3


def test_any_answer_is_an_intent_to_diet() -> None:
    found = training_data(["坏了", "late"], ["product_quality", "delivery_logistics"])
    assert found["rasa_nlu_data"]["common_examples"] == [
        {"text": "坏了", "intent": "product_quality"},
        {"text": "late", "intent": "delivery_logistics"},
    ]
