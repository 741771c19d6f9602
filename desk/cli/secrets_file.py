"""The file `.env`: read as settings, and given random secrets where some are missing."""

import fcntl
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

NAMES: Final = (
    "JIEYOU_RASA_TOKEN",
    "JIEYOU_ACTIONS_TOKEN",
    "JIEYOU_API_TOKEN",
    "JIEYOU_JWT_SECRET",
)
HEADER: Final = (
    "# Written by `make run`: this machine's secrets and, if you like, your own settings\n"
    "# (JIEYOU_DESK_PORT=5081 …). A value in the environment wins. Never commit this file.\n"
)
OWNER_ONLY: Final = 0o600
LINE: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")


def new_secret() -> str:
    """Return 256 random bits in letters that need no quoting anywhere."""
    return secrets.token_urlsafe(32)


def read_settings(text: str) -> dict[str, str]:
    """Read `NAME=value` lines; comments and other lines are passed over, quotes taken off."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            found[match[1]] = _unquoted(match[2])
    return found


def ensure_secrets(
    path: Path,
    environ: Mapping[str, str],
    *,
    names: Sequence[str] = NAMES,
    mint: Callable[[], str] = new_secret,
) -> dict[str, str]:
    """Return the file's settings after adding each secret that neither it nor `environ` has.

    Two processes that come here at once agree on one set: the file is locked meanwhile.
    The file is readable by its owner alone, also when it was not before.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.fchmod(file.fileno(), OWNER_ONLY)
        text = file.read()
        settings = read_settings(text)
        missing = [name for name in names if not environ.get(name) and not settings.get(name)]
        if missing:
            fresh = {name: mint() for name in missing}
            # A name that stands in the file without a value is overruled by the later line.
            gap = "\n" if text and not text.endswith("\n") else ""
            lines = "".join(f"{name}={value}\n" for name, value in fresh.items())
            file.write((HEADER if not text else gap) + lines)
            settings.update(fresh)
    return settings


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()
