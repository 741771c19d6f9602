"""The documents are true to the code: blocks that are run, pages in both languages, references."""

import re
from pathlib import Path

import pytest

from casework.gate.detecting import findings
from casework.settings import ROOT
from tests.documents import DOCS, blocks_of, pages, sections
from tools.reference import commands
from tools.reference.pages import FOLDER
from tools.reference.pages import pages as reference_pages

OTHER_SHELLS = ("shell", "console", "zsh")
# English alone: the project's own papers, and what the measuring writes.
ENGLISH_ALONE = [
    *"architecture conversations datasheet evaluation requirements-coverage".split(),
    *"evaluation-baseline performance reliability security".split(),
]
CODE = ("actions", "bot", "casework", "data", "desk", "policy.yml")
FENCES = [(page, block) for page in pages() for block in blocks_of(page)]


def name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def english() -> list[Path]:
    return [page for page in pages() if not page.name.endswith(".zh.md")]


def files_with(pattern: str, *suffixes: str) -> set[str]:
    """Return the files of the code and its data that hold a pattern."""
    places = [ROOT / place for place in CODE]
    files = [f for p in places for f in ([p] if p.is_file() else sorted(p.rglob("*")))]
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.suffix in suffixes
        and ".venv" not in file.parts
        and re.search(pattern, file.read_text(encoding="utf-8"), re.M)
    }


def test_a_shell_block_is_run_or_says_why_not() -> None:
    for _, block in FENCES:
        assert block.language not in OTHER_SHELLS, f"{block}: write sh or bash"
        if block.kind == "not run":
            assert len(block.value) > 10, f"{block}: say why it is not run"


def test_a_remark_is_one_that_the_tests_know() -> None:
    for page in pages():
        told = page.read_text(encoding="utf-8")
        remarks = re.findall(r"^ *<!-- (not run|in the background|edit|output)", told, re.M)
        kinds = [block.kind for block in blocks_of(page) if block.kind]
        assert len(remarks) == len(kinds), f"{name(page)}: a remark stands before no block of its"


@pytest.mark.parametrize(
    "page",
    [p for p in english() if p.parent.name != "decisions" and p.stem not in ENGLISH_ALONE],
    ids=name,
)
def test_a_page_is_there_in_both_languages_with_the_same_blocks(page: Path) -> None:
    other = page.with_suffix(".zh.md")
    assert other.exists()
    kinds = [[(b.language, b.kind) for b in blocks_of(each)] for each in (page, other)]
    assert kinds[0] == kinds[1]


def test_both_tutorials_make_the_same_company() -> None:
    first, second = (
        [b.text for b in blocks_of(DOCS / page) if b.kind == "edit"]
        for page in ("tutorial.md", "tutorial.zh.md")
    )
    assert first == second


def test_a_chinese_page_leads_to_chinese_pages() -> None:
    for page in pages():
        if not page.name.endswith(".zh.md"):
            continue
        for target in re.findall(r"\]\(([^):#]+\.md)", page.read_text(encoding="utf-8")):
            chinese = (page.parent / target).with_suffix(".zh.md")
            assert target.endswith(".zh.md") or not chinese.exists(), f"{name(page)}: {target}"


def test_the_reference_is_what_the_code_says_today() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written == reference_pages(), "run `make docs` and commit docs/reference"


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_how_to_of_a_category_names_every_file_that_names_one(language: str) -> None:
    told = (DOCS / "howto" / f"category{language}.md").read_text(encoding="utf-8")
    found = files_with("product_quality", ".py", ".yml", ".json", ".txt")
    # One file tells where labelled messages go; articles are told by their folder.
    found = {
        f for f in found if not re.search(r"complain-\w+\.yml|-public|predictions|data/help/", f)
    }
    assert sorted(file for file in found if file not in told) == []


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_how_to_of_a_department_names_every_file_that_names_one(language: str) -> None:
    told = (DOCS / "howto" / f"department{language}.md").read_text(encoding="utf-8")
    found = files_with(r"\bafter_sales\b", ".py", ".yml", ".json", ".txt")
    assert sorted(file for file in found if file not in told) == []


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_how_to_of_a_language_names_every_file_with_a_list_of_languages(language: str) -> None:
    told = (DOCS / "howto" / f"language{language}.md").read_text(encoding="utf-8")
    found = files_with(r"^LANGUAGES\b.*=|\"zh\", \"en\"|\"en\" if .* else \"zh\"", ".py")
    assert {"desk/console/phrases.py", "desk/cli/scripts.py"} <= found
    assert sorted(file for file in found if file not in told) == []


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_page_names_files_that_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:actions|bot|casework|data|desk|tests|tools)/[\w./-]+)`",
        page.read_text(encoding="utf-8"),
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("language", ["", ".zh"])
def test_the_gate_stops_the_examples_of_its_page(language: str) -> None:
    text = (DOCS / "explanation" / f"promise-gate{language}.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]+ \|$", text, re.M)[1:]
    assert [{str(each.kind) for each in findings(example)} for example in examples] == [
        {"commitment"},
        {"admission"},
        {"opinion"},
        {"blame"},
        {"inflammatory"},
    ]


def test_a_section_reaches_from_its_key_to_the_next() -> None:
    text = "a: 1\n\n# about b\nb:\n  - x  # y\n  # z\nc: {}\n"
    assert sections(text) == {"a": "a: 1\n", "b": "b:\n  - x  # y\n  # z\n", "c": "c: {}\n"}


def test_every_parameter_of_the_commands_has_a_meaning() -> None:
    silent = [
        f"{command['name']} {parameter['shown']}"
        for command in commands.read()["jieyou"]
        for parameter in command["parameters"]
        if not parameter["help"]
    ]
    assert silent == []
