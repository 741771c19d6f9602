"""`jieyou gate measure`."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from casework.settings import Settings
from desk.cli.gate import MeasureFailed, measure

SENTENCES = """
- {text: 我们會給您全額退款。, verdict: stop, kinds: [commitment]}
- {text: 都怪快递公司。, verdict: stop, kinds: [admission]}
- {text: 您想要退款还是换货？, verdict: pass, kinds: []}
"""


def printed(path: Path, *, errors: bool) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    measure([path], Settings.from_env({}), errors=errors, console=console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_figures_are_printed_by_kind(tmp_path: Path) -> None:
    path = tmp_path / "zh.yml"
    path.write_text(SENTENCES, encoding="utf-8")
    rows = {
        line.split("│")[1].strip(): [cell.strip() for cell in line.split("│")[2:-1]]
        for line in printed(path, errors=False).splitlines()
        if line.startswith("│")
    }
    assert rows["stop"] == ["1.000", "1.000", "1.000", "2"]
    assert rows["commitment"] == ["1.000", "1.000", "1.000", "1"]
    assert rows["blame"] == ["0.000", "–", "0.000", "0"]
    assert rows["opinion"] == ["–", "–", "–", "0"]


def test_misjudged_sentences_are_listed_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "zh.yml"
    path.write_text(SENTENCES, encoding="utf-8")
    assert "admission → blame: 都怪快递公司。" in printed(path, errors=True)
    assert "都怪" not in printed(path, errors=False)


@pytest.mark.parametrize("content", [None, "- [", "- {text: 1}"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "en.yml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(MeasureFailed, match=r"en\.yml"):
        printed(path, errors=False)
