"""Help articles: what is found, what is not, and that both languages have the same ones."""

from pathlib import Path

import pytest

from casework.errors import PolicyError
from casework.help import Article, ArticleKind, HelpIndex, tokens
from casework.help_yaml import load_help
from casework.model import Category
from casework.settings import ROOT

INDEX = load_help(ROOT / "data" / "help")


@pytest.mark.rows("R35", "R105", "R106", "R125", "R143")
@pytest.mark.parametrize(
    ("question", "language", "article"),
    [
        ("退款一直没到账", "zh", "refund_arrival"),
        ("My refund has not arrived yet", "en", "refund_arrival"),
        ("电热毯不热怎么办", "zh", "not_heating"),
        ("electric blanket not heating", "en", "not_heating"),
        ("快递显示签收但是没收到", "zh", "parcel_late"),
        ("it was marked as delivered but the parcel is missing", "en", "parcel_late"),
        ("手机保修多久", "zh", "warranty_periods"),
        ("how long is the warranty on a fridge", "en", "warranty_periods"),
        ("我的优惠券用不了", "zh", "campaign_rules"),
        ("why is my voucher not working", "en", "campaign_rules"),
        ("消费者权益保护法怎么规定的", "zh", "consumer_rights"),
        ("骗子冒充你们客服让我转账", "zh", "protect_account"),
        ("洗衣機漏水", "zh", "leaking"),
        ("the wifi keeps disconnecting", "en", "network_drops"),
    ],
)
def test_the_article_that_fits_comes_first(question: str, language: str, article: str) -> None:
    found = INDEX.search(question, language)
    assert found and found[0].article.id == article


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("你好", "zh"),
        ("the waiter was rude to my mother", "en"),
        ("", "zh"),
        ("👍", "en"),
        ("x", "fr"),
    ],
)
def test_often_none_fits(question: str, language: str) -> None:
    assert INDEX.search(question, language) == []


def test_the_category_keeps_foreign_articles_out() -> None:
    fits = INDEX.search("电热毯不热", "zh", categories=[Category.PRODUCT_QUALITY])
    foreign = INDEX.search("电热毯不热", "zh", categories=[Category.SERVICE_ATTITUDE])
    assert fits[0].article.id == "not_heating"
    assert "not_heating" not in {each.article.id for each in foreign}


def test_both_languages_have_the_same_articles_of_the_same_kind() -> None:
    kinds = {
        language: {name: a.kind for (code, name), a in INDEX.articles.items() if code == language}
        for language in ("zh", "en")
    }
    assert kinds["zh"] == kinds["en"] and len(kinds["zh"]) > 10
    assert set(kinds["zh"].values()) == set(ArticleKind)


def test_a_hundred_questions_find_the_same_in_any_order() -> None:
    articles = list(INDEX.articles.values())
    turned = HelpIndex(reversed(articles))
    for article in articles:
        first = [f.article.id for f in INDEX.search(article.title, article.language)]
        assert first == [f.article.id for f in turned.search(article.title, article.language)]
        assert first[0] == article.id


def test_tokens_are_bigrams_and_stems() -> None:
    assert tokens("不热了, it keeps HEATING") == ["不热", "keep", "heat"]


def test_an_empty_index_finds_nothing() -> None:
    assert HelpIndex([]).search("x", "zh") == []
    lone = Article(id="a", language="en", kind=ArticleKind.FAQ, title="Leaks", body="x")
    assert HelpIndex([lone]).search("leak", "zh") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {kind: faq, title: t}", "a: add the key body"),
        ("a: {kind: poem, title: t, body: b}", "'poem' is unknown, use one of faq"),
        ("a: {kind: faq, title: t, body: b, categories: [x]}", "'x' is unknown"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "one.yml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_help(tmp_path)
    assert message in str(caught.value) and "zh/one.yml line 1" in str(caught.value)
