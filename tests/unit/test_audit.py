"""The audit takes no silence for an answer, and lets a finding pass only where it is judged."""

from pathlib import Path
from typing import Any

import pytest

from tools import audit

PYYAML = {
    "name": "pyyaml",
    "version": "5.0",
    "vulns": [
        {"id": "PYSEC-2020-96", "aliases": ["CVE-2020-14343"], "fix_versions": ["5.4"]},
    ],
}


def outcome(
    folder: Path, monkeypatch: pytest.MonkeyPatch, libraries: list[dict[str, Any]], page: str
) -> int:
    (folder / "docs").mkdir()
    (folder / "docs/security.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(audit, "ROOT", folder)
    monkeypatch.setattr(audit, "pinned", lambda name, options: [Path(name)])
    monkeypatch.setattr(audit, "audited", lambda path: libraries)
    return audit.main()


@pytest.mark.parametrize("page", ["`PYSEC-2020-96`", "| `CVE-2020-14343` | no |"])
def test_a_finding_passes_where_it_or_an_alias_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert outcome(tmp_path, monkeypatch, [PYYAML], page) == 0


def test_a_finding_that_nobody_judged_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(tmp_path, monkeypatch, [PYYAML], "CVE-2020-14343 without marks") == 1
    assert "pyyaml 5.0: PYSEC-2020-96 (mended in 5.4)" in capsys.readouterr().out


def test_a_library_that_could_not_be_looked_up_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = {"name": "rasa", "skip_reason": "not found"}
    assert outcome(tmp_path, monkeypatch, [silent], "") == 2


def test_libraries_without_findings_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    well = {"name": "rich", "version": "14", "vulns": []}
    assert outcome(tmp_path, monkeypatch, [well], "") == 0
