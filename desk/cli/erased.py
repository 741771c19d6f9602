"""Who was erased, in a file beside the database, so that a restored backup can be made to forget.

It holds nothing personal: numbers of cases, and sums of conversations' ids under a secret key.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from casework.erasing import Person
from casework.settings import Settings

FILE: Final = "erased.jsonl"
OWNER_ONLY: Final = 0o600


@dataclass(frozen=True, slots=True)
class Entry:
    """One erasure."""

    number: str
    cases: tuple[str, ...]
    talks: frozenset[str]
    key: bytes

    def is_of(self, conversation_id: str) -> bool:
        """Tell whether it erased this conversation."""
        return keyed(self.key, conversation_id) in self.talks


class Remembered:
    """The file `erased.jsonl` of a `var/` folder."""

    def __init__(self, settings: Settings) -> None:
        self.path: Path = settings.var / FILE
        self._key = settings.jwt_secret.encode()

    def add(self, at: datetime, number: str, person: Person) -> None:
        """Append an erasure."""
        line = json.dumps(
            {
                "at": at.isoformat(timespec="seconds"),
                "number": number,
                "cases": list(person.case_nos),
                "talks": [keyed(self._key, each) for each in person.conversations],
            }
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(self.path, flags, OWNER_ONLY), "w", encoding="utf-8") as file:
            file.write(line + "\n")

    def after(self, since: datetime) -> Iterator[Entry]:
        """Yield the erasures from an instant on, the oldest first."""
        if not self.path.exists():
            return
        for line in self.path.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            if datetime.fromisoformat(given["at"]) >= since:
                yield Entry(
                    given["number"], tuple(given["cases"]), frozenset(given["talks"]), self._key
                )


def keyed(key: bytes, text: str) -> str:
    """Return the HMAC-SHA256 of a text in hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
