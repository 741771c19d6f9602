"""A model fits the data it was trained on, and nothing else makes it unfit."""

from pathlib import Path

import pytest

from desk.cli.fingerprint import component_sources, fingerprint, model_path
from desk.cli.training import training_data

INPUTS = (
    "config.yml",
    "domain.yml",
    "bot/uv.lock",
    "bot/nlu/tokenizer.py",
    "bot/language/e5/adapter.npz",
    "bot/language/segment.py",
    "bot/language/lexicons/products_zh.txt",
    "data/nlu/zh/greet.yml",
    "data/rules/intake.yml",
    "data/stories/intake.yml",
)
OTHERS = (
    "README.md",
    "bot/channel.py",
    "data/responses/intake.yml",
    "bot/.venv/lib/rasa.py",
    "bot/nlu/__pycache__/tokenizer.py",
    "casework/filing.py",
    "data/nlu/zh/.greet.yml.swp",
)


CONTENTS = {
    "config.yml": "pipeline:\n  - name: bot.nlu.tokenizer.BilingualTokenizer\n",
    "bot/nlu/tokenizer.py": "def load():\n    from bot.language import segment\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in INPUTS:
        write(tmp_path, name, CONTENTS.get(name, "one"))
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_the_model_is_named_after_twelve_digits(project: Path) -> None:
    assert model_path(project) == project / "models" / f"jieyou-{fingerprint(project)}.tar.gz"
    assert len(fingerprint(project)) == 12
    assert int(fingerprint(project), 16) >= 0


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_changes_the_fingerprint(project: Path, name: str) -> None:
    before = fingerprint(project)
    write(project, name, CONTENTS.get(name, "one") + "\n# two")
    changed = fingerprint(project)
    (project / name).unlink()
    assert len({before, changed, fingerprint(project)}) == 3


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_does(project: Path, name: str) -> None:
    before = fingerprint(project)
    write(project, name, "new")
    assert fingerprint(project) == before


def test_a_renamed_file_counts_as_a_change(project: Path) -> None:
    before = fingerprint(project)
    (project / "data/rules/intake.yml").rename(project / "data/rules/renamed.yml")
    assert fingerprint(project) != before


def test_our_response_files_are_not_trained_on(project: Path) -> None:
    write(project, "data/responses/intake.yml", "responses: {}")
    assert training_data(project) == ["data/nlu", "data/rules", "data/stories"]


def test_the_sources_of_a_component_are_all_that_it_imports(tmp_path: Path) -> None:
    write(tmp_path, "config.yml", "- name: bot.nlu.a.A\n- name: rasa.core.policies.B\n")
    write(tmp_path, "bot/__init__.py", "")
    write(tmp_path, "bot/nlu/a.py", "import os\nfrom . import b\nfrom bot.language.c import d\n")
    write(tmp_path, "bot/nlu/b.py", "from ..language import e\nimport bot.language.f\n")
    for name in ("c", "e", "f", "unused"):
        write(tmp_path, f"bot/language/{name}.py", "import bot.nlu.a\n" if name == "f" else "")
    found = {path.relative_to(tmp_path / "bot").as_posix() for path in component_sources(tmp_path)}
    expected = {"nlu/a.py", "nlu/b.py", "language/c.py", "language/e.py", "language/f.py"}
    assert found == {"__init__.py", *expected}
