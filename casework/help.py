"""Finds help articles by their words: BM25 over Han bigrams and English stems."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from casework.model import Category

HAN: Final = re.compile(r"[\u3400-\u9fff]+")
WORD: Final = re.compile(r"[a-z][a-z0-9']*|\d+")
ENDINGS: Final = ("ing", "ies", "ed", "es", "s")
SHORTEST_STEM: Final = 3
STOPPED: Final = frozenset(
    "a an and are as at be but by can do does for from has have how i if in is it its me my of on "
    "or so than that the then there this to was we what when where which who why will with you "
    "your".split()
)
# Han signs that stand in any question and tell nothing about it.
EMPTY_SIGNS: Final = frozenset("的了吗呢吧啊我你您他她它这那是有在和与就都也还很")
SATURATION: Final = 1.4
LENGTH_WEIGHT: Final = 0.6
TITLE_WEIGHT: Final = 3
# Below this an article shares a word with the question and no more.
LEAST_SCORE: Final = 2.5


class ArticleKind(StrEnum):
    """What an article is for (R105, R106, R125, R143)."""

    FAQ = "faq"
    TROUBLESHOOTING = "troubleshooting"
    WARRANTY = "warranty"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one language; both languages of it share the id."""

    id: str
    language: str
    kind: ArticleKind
    title: str
    body: str
    categories: tuple[Category, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An article and how well it fits."""

    article: Article
    score: float


class HelpIndex:
    """The articles, each language with an index of its own."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._by_language: dict[str, _Index] = {}
        self.articles: Mapping[tuple[str, str], Article] = {
            (article.language, article.id): article for article in articles
        }
        for language in {language for language, _ in self.articles}:
            mine = [each for each in self.articles.values() if each.language == language]
            self._by_language[language] = _Index(mine)

    def search(
        self,
        query: str,
        language: str,
        *,
        limit: int = 3,
        categories: Sequence[Category] = (),
    ) -> list[Found]:
        """Return articles that fit a question, the best first; often there is none.

        Args:
            query: the customer's or an agent's words.
            language: `zh` or `en`.
            limit: how many at most.
            categories: only articles on one of these, or on none in particular.
        """
        index = self._by_language.get(language)
        if index is None:
            return []
        found = [
            each
            for each in index.search(query)
            if not categories
            or not each.article.categories
            or any(code in each.article.categories for code in categories)
        ]
        return found[:limit]


class _Index:
    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._terms = [_terms_of(article) for article in articles]
        self._mean = sum(sum(terms.values()) for terms in self._terms) / max(len(articles), 1)
        self._holding = Counter(term for terms in self._terms for term in terms)

    def search(self, query: str) -> list[Found]:
        asked = set(tokens(query))
        scored = (
            Found(article, self._score(asked, terms))
            for article, terms in zip(self._articles, self._terms, strict=True)
        )
        found = [each for each in scored if each.score >= LEAST_SCORE]
        return sorted(found, key=lambda each: (-each.score, each.article.id))

    def _score(self, asked: set[str], terms: Counter[str]) -> float:
        length = sum(terms.values()) / self._mean
        damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
        return sum(
            self._weight(term) * terms[term] * (SATURATION + 1) / (terms[term] + damping)
            for term in asked
            if term in terms
        )

    def _weight(self, term: str) -> float:
        holding = self._holding[term]
        return math.log(1 + (len(self._articles) - holding + 0.5) / (holding + 0.5))


def tokens(text: str) -> list[str]:
    """Return Han bigrams and stems of English words, in either language's text."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = []
    for run in HAN.findall(plain):
        pairs = [run[i : i + 2] for i in range(len(run) - 1)]
        found += [pair for pair in pairs if not set(pair) & EMPTY_SIGNS]
    return found + [_stem(word) for word in WORD.findall(plain) if word not in STOPPED]


def _terms_of(article: Article) -> Counter[str]:
    terms = Counter(tokens(article.body))
    for term in tokens(f"{article.title} {' '.join(article.words)}"):
        terms[term] += TITLE_WEIGHT
    return terms


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word.removesuffix("e") if len(word) > SHORTEST_STEM else word
