"""The settings: names and forms from the code, meanings from the READMEs' tables.

A test holds these tables to the code, so a name or a default stands in one place only.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from casework.errors import SettingsError
from casework.settings import PREFIX, ROOT, SECRETS, Settings

READMES: Final = {"en": "README.md", "zh": "README.zh.md"}
# No setting takes this; what it expects instead is told by the error.
NONSENSE: Final = "?"
ROW: Final = re.compile(r"^\| `(JIEYOU_\w+)` \| (.+?) \| (.+) \|$", flags=re.MULTILINE)


class Asked(Mapping[str, str]):
    """An empty environment that remembers which variables were asked for, in order."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> str:
        self.names[name] = None
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def read() -> list[dict[str, Any]]:
    """Return name, secrecy, expected form, and default and meaning by language."""
    asked = Asked()
    Settings.from_env(asked)
    tables = {language: _table(ROOT / readme) for language, readme in READMES.items()}
    return [
        {
            "name": name,
            "secret": name.removeprefix(PREFIX) in SECRETS,
            "form": _form(name),
            "default": {language: table[name][0] for language, table in tables.items()},
            "meaning": {language: table[name][1] for language, table in tables.items()},
        }
        for name in asked.names
    ]


def _table(readme: Path) -> dict[str, tuple[str, str]]:
    rows = ROW.findall(readme.read_text(encoding="utf-8"))
    # The READMEs stand one folder above the other documents, the reference one below.
    return {name: (_moved(default), _moved(meaning)) for name, default, meaning in rows}


def _moved(cell: str) -> str:
    return cell.replace("](docs/", "](../")


def _form(name: str) -> str:
    try:
        Settings.from_env({name: NONSENSE})
    except SettingsError as error:
        # Either "… is not a port from 1 to 65535", or "… expected smtp://… or smtps://…".
        return re.split(r" is not | expected ", str(error))[-1]
    return ""
