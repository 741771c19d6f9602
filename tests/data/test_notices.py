"""The third-party notices name every library that the project asks for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def direct_dependencies(pyproject: Path) -> set[str]:
    content = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    groups = content.get("dependency-groups", {}).values()
    asked = [*content["project"]["dependencies"], *(one for group in groups for one in group)]
    return {re.split(r"[\s\[<>=!~;]", one, maxsplit=1)[0].lower() for one in asked}


@pytest.mark.parametrize(
    "pyproject", ["pyproject.toml", "bot/pyproject.toml", "tools/bench/helpdesk/pyproject.toml"]
)
def test_every_direct_dependency_is_named_with_its_licence(pyproject: str) -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    named = set()
    for cell in re.findall(r"^\| ([^|]+) \|", notices, flags=re.MULTILINE):
        named |= {name.partition(" (")[0].strip() for name in cell.split(",")}
    assert direct_dependencies(ROOT / pyproject) - named == set()
