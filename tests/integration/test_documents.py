"""Every shell command of the documents is run, page by page, in a copy of the project."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import DOCS, Background, Terminal, copy_project, pages, to_be_run
from tests.stack import model_for_today


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project once for all pages."""
    model_for_today()
    return copy_project(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def background(copy: Path) -> Iterator[Background]:
    """Keep what pages start in the background until the last one is through."""
    kept = Background(copy)
    yield kept
    kept.close()


def name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


@pytest.mark.parametrize("page", [page for page in pages() if to_be_run(page)], ids=name)
def test_what_a_page_says_comes_true(page: Path, copy: Path, background: Background) -> None:
    Terminal(copy, background).follow(to_be_run(page))
