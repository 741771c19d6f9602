"""Reads the help articles of a folder with one subfolder a language."""

from collections.abc import Iterator
from pathlib import Path

from casework.errors import PolicyError
from casework.help import Article, ArticleKind, HelpIndex
from casework.model import Category
from casework.policy_rules_yaml import LANGUAGES, listed
from casework.yaml_nodes import YamlNode


def load_help(folder: Path) -> HelpIndex:
    """Return all articles; a mistake raises `PolicyError` with its line and the fix."""
    return HelpIndex(
        article
        for language in LANGUAGES
        for path in sorted((folder / language).glob("*.yml"))
        for article in _articles(path, language)
    )


def _articles(path: Path, language: str) -> Iterator[Article]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: it cannot be read ({error})") from error
    for name, node in YamlNode.parse(text, f"{language}/{path.name}").items():
        parts = node.fields("kind", "title", "body", optional=("categories", "words"))
        yield Article(
            id=name,
            language=language,
            kind=parts["kind"].code(ArticleKind),
            title=parts["title"].text(),
            body=parts["body"].text().strip(),
            categories=listed(parts, "categories", lambda n: n.code(Category)),
            words=listed(parts, "words", YamlNode.text),
        )
