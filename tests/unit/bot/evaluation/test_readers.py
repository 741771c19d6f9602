"""The baseline learns, the product is taken out of a model, and mistakes come with evidence."""

import io
import tarfile
from pathlib import Path

import pytest

from bot.evaluation.baseline import Baseline
from bot.evaluation.datasheet import write_datasheet
from bot.evaluation.messages import Example, message
from bot.evaluation.mistakes import worst
from bot.evaluation.product import ModelUnreadable, Product
from bot.evaluation.questions import QUESTIONS
from bot.evaluation.report import by_group, write_report
from bot.evaluation.speed import Timing, of_length
from bot.language.segment import segment
from bot.nlu.heads import Heads
from bot.nlu.labels import Labels

ASKED = {question.name: question for question in QUESTIONS}
THINGS = ("kettle", "phone", "lamp", "radio", "fridge", "水壶", "手机", "台灯", "冰箱", "耳机")


def examples() -> list[Example]:
    found = []
    for thing in THINGS:
        language = "en" if thing.isascii() else "zh"
        broken = Labels(("product_quality",), "aggressive", 3.0, ("legal",), ("refund",), "victim")
        late = Labels(("delivery_logistics",), "passive", 0.5, (), (), "rational")
        angry = f"{thing} broken 坏了!! I will sue 起诉, refund 退款"
        found += [
            Example(angry, language, "complain", broken),
            Example(f"the {thing} never arrived 没到", language, "complain", late),
            Example(f"hello 你好 {thing}", language, "greet"),
        ]
    return found


MESSAGES = [
    message("toaster broken 坏了!! I will sue, refund", "en", True,
            "c=product_quality t=aggressive a=3 h=legal d=refund m=victim"),
    message("the toaster never arrived", "en", True, "c=delivery_logistics t=passive a=0.5 h=-"),
    message("the parcel never arrived", "en", True, "c=product_quality t=passive a=0.5 h=- d=-"),
    message("hello 你好", "en", False, None),
    message("洗衣机坏了!! 起诉, 退款", "zh", True, "c=product_quality t=aggressive a=3 h=legal"),
    message("洗衣机没到", "zh", True, "c=delivery_logistics t=passive a=0.5 h=-"),
    message("你好", "zh", False, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def heads() -> Heads:
    heads = Heads()
    learned = examples()
    heads.fit(
        [each.text for each in learned],
        [each.intent for each in learned],
        [each.labels for each in learned],
    )
    return heads


@pytest.fixture(scope="module")
def model(heads: Heads, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    heads.save(folder)
    path = folder / "model.tar.gz"
    saved = list(folder.iterdir())
    with tarfile.open(path, "w:gz") as archive:
        for file in saved:
            archive.add(file, f"components/train_bot.nlu.reader.ComplaintReader2/{file.name}")
    return path


def test_the_baseline_learns_every_question() -> None:
    angry, late, _, greeting, *_ = Baseline().fit(examples()).read([m.text for m in MESSAGES])
    assert (angry.complains, late.complains, greeting.complains) == (True, True, False)
    assert (angry.category, late.category) == ("product_quality", "delivery_logistics")
    assert (angry.tone, late.tone, greeting.tone) == ("aggressive", "passive", None)
    assert (angry.threats, angry.demand) == ({"legal"}, {"refund"})
    assert (late.threats, late.demand) == (frozenset(), frozenset())
    assert angry.anger > late.anger
    assert set(angry.sure) == {"category", "tone", "mindset"}


def test_the_product_reads_as_its_heads_do(heads: Heads, model: Path) -> None:
    product = Product.load(model)
    assert product.loaded_in > 0
    for each in MESSAGES:
        assert product.read(each.text) == Product(heads).read(each.text)


@pytest.mark.parametrize("content", [b"", b"no archive"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(content)
    with pytest.raises(ModelUnreadable, match=r"model\.tar\.gz"):
        Product.load(path)


def test_a_model_without_the_reader_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("metadata.json"), io.BytesIO())
    with pytest.raises(ModelUnreadable, match="holds nothing"):
        Product.load(path)


def test_a_model_of_other_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.addfile(tarfile.TarInfo("components/ComplaintReader2/old"), io.BytesIO())
    with pytest.raises(ModelUnreadable, match="other code"):
        Product.load(path)


def test_a_mistake_comes_with_the_words_that_weighed_most(heads: Heads) -> None:
    product = Product(heads)
    found = worst(ASKED["category"], MESSAGES, product.read_all(MESSAGES), product)
    assert [(mistake.right, mistake.said) for mistake in found] == [
        (("product_quality",), ("delivery_logistics",))
    ]
    assert any(words.startswith(("arrived", "never")) for words in found[0].evidence)
    assert found[0].confidence is not None and found[0].confidence > 0.5


def test_a_wrong_threat_comes_with_the_words_of_the_rule(heads: Heads) -> None:
    product = Product(heads)
    messages = [message("I will sue you, my lawyer says", "en", True, "h=-")]
    (mistake,) = worst(ASKED["threats"], messages, product.read_all(messages), product)
    assert mistake.said == ("legal",)
    assert all(words.startswith("legal: ") for words in mistake.evidence)
    assert mistake.evidence


def test_weighing_the_words_of_a_long_message_has_an_end(heads: Heads) -> None:
    long = "the parcel never arrived " * 200
    assert len(Product(heads).weighed(ASKED["category"], long, "delivery_logistics")) <= 3


@pytest.mark.parametrize(("texts", "words"), [(["One two three."], 30), (["快递没到"], 50)])
def test_a_text_is_made_of_so_many_words(texts: list[str], words: int) -> None:
    assert len(segment(of_length(texts, words))) == pytest.approx(words, abs=1)


def test_the_pages_are_written_from_whatever_was_measured(heads: Heads, tmp_path: Path) -> None:
    product = Product(heads)
    ours = product.read_all(MESSAGES)
    theirs = Baseline().fit(examples()).read([each.text for each in MESSAGES])
    parts = by_group(MESSAGES, ours, theirs)
    speed = [Timing("zh", 30, 20, 12.3)]
    lines = write_report(tmp_path, parts, product, speed, 30, "jieyou-0.tar.gz")
    write_datasheet(tmp_path, examples(), MESSAGES)
    page = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert len(lines) == 2 * len(ASKED)
    assert "| 30 words, zh | 20 | 12 ms |" in page
    assert "the parcel never arrived" in page
    for target in set(page.split("](")[1:]):
        place = target.split(")")[0]
        assert place == "datasheet.md" or (tmp_path / place).is_file()
    assert "$" not in (tmp_path / "datasheet.md").read_text(encoding="utf-8")
