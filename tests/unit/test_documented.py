"""Both READMEs name every setting and every command, and nothing that is not there."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from casework.settings import PREFIX, SECRETS, Settings

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh.md")
DOCUMENTS = [
    *READMES,
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
]
# Read outside the settings: by the tests, and by Rasa's environment.
READ_ELSEWHERE = {"JIEYOU_REQUIRE_SERVICES", "JIEYOU_TRACKER_URL"}
# Defaults that the tables tell in words, because they follow from other settings.
TOLD_IN_WORDS = {
    "JIEYOU_ALLOWED_ORIGINS",
    "JIEYOU_CHAT_TOOLS",
    "JIEYOU_CLOCK",
    "JIEYOU_DATABASE_URL",
    "JIEYOU_MAIL_FROM",
    "JIEYOU_ORDERS",
    "JIEYOU_REDIS_URL",
    "JIEYOU_SMTP_URL",
    "JIEYOU_TRUSTED_PROXIES",
    "JIEYOU_WEBHOOKS",
    "JIEYOU_WEBHOOK_SECRET",
    "JIEYOU_WIDGET_ORIGINS",
}


class Asked(Mapping[str, str]):
    """An empty environment that remembers which variables were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def settings() -> set[str]:
    asked = Asked()
    Settings.from_env(asked)
    return asked.names


def defaults() -> dict[str, str]:
    read = Settings.from_env({}, root=Path("/"))
    names = {name for name in settings() if name.removeprefix(PREFIX) not in SECRETS}
    return {name: shown(read, name) for name in sorted(names - TOLD_IN_WORDS)}


def shown(read: Settings, name: str) -> str:
    value = getattr(read, name.removeprefix(PREFIX).lower())
    if isinstance(value, Path):
        return value.relative_to("/").as_posix()
    return f"{value:g}" if isinstance(value, float) else str(value)


def commands() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):.*## ", makefile, flags=re.MULTILINE))


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def second_cells(document: str) -> dict[str, str]:
    """Return the second cell of each row whose first one is code, by that code."""
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \|", text_of(document), flags=re.MULTILINE)
    return dict(rows)


def layout(readme: str) -> list[str]:
    """Return the paths of the layout map: each line is a path, blanks and what is there."""
    return re.findall(r"^([\w./]+) {2,}\S", text_of(readme), flags=re.MULTILINE)


def test_the_settings_are_found() -> None:
    assert {"JIEYOU_DESK_PORT", "JIEYOU_API_TOKEN", "JIEYOU_TURN_TIMEOUT"} <= settings()


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_tells_every_setting_and_no_other(readme: str) -> None:
    tabled = {name for name in second_cells(readme) if name.startswith(PREFIX)}
    assert tabled == settings()
    named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", text_of(readme)))
    assert named <= settings() | READ_ELSEWHERE


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_tells_the_defaults_that_hold(readme: str) -> None:
    cells = second_cells(readme)
    assert {name: cells[name].strip("`") for name in defaults()} == defaults()


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_tells_every_command_and_no_other(readme: str) -> None:
    tabled = {
        name.removeprefix("make ") for name in second_cells(readme) if name.startswith("make ")
    }
    assert tabled == commands()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_names_commands_that_exist(document: str) -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text_of(document), flags=re.MULTILINE))
    assert named <= commands()


@pytest.mark.parametrize("readme", READMES)
def test_the_layout_map_is_true_to_the_tree(readme: str) -> None:
    assert layout(readme)
    assert [path for path in layout(readme) if not (ROOT / path).exists()] == []


def test_both_readmes_show_the_same_map() -> None:
    first, second = map(layout, READMES)
    assert first == second


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_links_of_a_document_lead_somewhere(document: str) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text_of(document))
    here = (ROOT / document).parent
    assert [target for target in targets if not (here / target).exists()] == []


def test_the_architecture_page_names_files_that_exist() -> None:
    named = re.findall(
        r"`((?:actions|bot|casework|data|desk|tests)/[\w./-]+)`", text_of("docs/architecture.md")
    )
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
