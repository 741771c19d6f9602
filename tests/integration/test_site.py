"""The site of the documents is built without a warning and asks nothing of other hosts."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from casework.settings import ROOT
from tests.documents import DOCS, pages

MKDOCS = ROOT / ".venv-docs" / "bin" / "mkdocs"
# What a browser fetches by itself, unlike the links that people follow.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|link)\b[^>]*?\b(?:src|href)=\"((?:https?:)?//[^\"]+)"
)
CSS = re.compile(r"url\([\"']?((?:https?:)?//[^)]+)|@import")

pytestmark = pytest.mark.skipif(
    not MKDOCS.exists() and os.environ.get("JIEYOU_REQUIRE_SERVICES") != "1",
    reason="`make docs` has not been run, nor `make test`, which install MkDocs",
)


def build(folder: Path, site: Path) -> "subprocess.CompletedProcess[str]":
    """Build the documents of a copied project; the reference is that of the repository."""
    return subprocess.run(
        [MKDOCS, "build", "--strict", "--site-dir", site],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
    )


def project(folder: Path) -> Path:
    """Copy what the site is made of."""
    shutil.copytree(DOCS, folder / "docs")
    (folder / "tools").mkdir()
    for name in ("mkdocs.yml", "tools/site_hook.py"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once."""
    folder = project(tmp_path_factory.mktemp("site"))
    done = build(folder, folder / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_the_site_has_every_page_in_both_languages(site: Path) -> None:
    for page in pages():
        path = page.relative_to(DOCS)
        name = path.name.split(".")[0]
        place = path.parent if name == "index" else path.parent / name
        for folder in [site / "zh"] if path.name.endswith(".zh.md") else [site, site / "zh"]:
            assert (folder / place / "index.html").exists(), page


def test_the_site_fetches_nothing_from_other_hosts(site: Path) -> None:
    fetched = {
        found[1]
        for html in site.rglob("*.html")
        for found in FETCHED.finditer(html.read_text(encoding="utf-8"))
    }
    assert fetched == set()
    for css in site.rglob("*.css"):
        assert not CSS.search(css.read_text(encoding="utf-8")), css


def test_the_home_pages_lead_to_each_other_under_any_address(site: Path) -> None:
    links = {
        page: re.findall(r'<a href="([^"]*)" hreflang', (site / page).read_text(encoding="utf-8"))
        for page in ("index.html", "zh/index.html", "tutorial/index.html")
    }
    assert links == {
        "index.html": ["./", "zh/"],
        "zh/index.html": ["../", "./"],
        "tutorial/index.html": ["./", "../zh/tutorial/"],
    }


def test_broken_links_stop_the_build(tmp_path: Path) -> None:
    folder = project(tmp_path)
    with (folder / "docs" / "tutorial.zh.md").open("a", encoding="utf-8") as page:
        page.write("\n[x](nowhere.md) [x](start.zh.md#no-such-heading)\n")
    done = build(folder, folder / "site")
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "nowhere.md" in told and "no-such-heading" in told


def test_a_page_of_the_navigation_that_is_missing_stops_the_build(tmp_path: Path) -> None:
    folder = project(tmp_path)
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("nav:\n  - Home", "nav:\n  - nowhere.md\n  - Home"), "utf-8")
    done = build(folder, folder / "site")
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "nowhere.md" in told and "'nav' configuration" in told
