"""The audit takes no silence for an answer, and lets a finding pass only where it is judged."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYYAML = {
    "name": "pyyaml",
    "version": "5.0",
    "vulns": [
        {"id": "PYSEC-2020-96", "aliases": ["CVE-2020-14343"], "fix_versions": ["5.4"]},
    ],
}


@pytest.fixture
def audit() -> ModuleType:
    """The script, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outcome(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, libraries: list[dict[str, Any]], page: str
) -> int:
    monkeypatch.setattr(audit, "pinned", lambda name, options: [Path(name)])
    monkeypatch.setattr(audit, "audited", lambda path: libraries)
    monkeypatch.setattr(audit, "judged", lambda text: set(audit.JUDGED.findall(page)))
    status: int = audit.main()
    return status


@pytest.mark.parametrize("page", ["`PYSEC-2020-96`", "| `CVE-2020-14343` | no |"])
def test_a_finding_passes_where_it_or_an_alias_is_judged(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    assert outcome(audit, monkeypatch, [PYYAML], page) == 0


def test_a_finding_that_nobody_judged_fails(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(audit, monkeypatch, [PYYAML], "CVE-2020-14343 without marks") == 1
    assert "pyyaml 5.0: PYSEC-2020-96 (mended in 5.4)" in capsys.readouterr().out


def test_a_library_that_could_not_be_looked_up_fails(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = {"name": "rasa", "skip_reason": "not found"}
    assert outcome(audit, monkeypatch, [silent], "") == 2


def test_libraries_without_findings_pass(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = {"name": "rich", "version": "14", "vulns": []}
    assert outcome(audit, monkeypatch, [well], "") == 0
