"""Case numbers and other identifiers."""

import secrets
import uuid
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from casework.ports import IdSource

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS: Final = 8
MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


class RandomIds:
    """Draws ids from the system's randomness."""

    def new_id(self) -> str:
        """Return a random UUID."""
        return str(uuid.uuid4())

    def letters(self, alphabet: str, count: int) -> str:
        """Return letters that nobody can guess."""
        return "".join(secrets.choice(alphabet) for _ in range(count))


def new_case_no(at: datetime, tz: ZoneInfo, ids: IdSource) -> str:
    """Return `JY`, the local date, a hyphen and eight letters of Crockford's alphabet."""
    return f"JY{at.astimezone(tz):%Y%m%d}-{ids.letters(CROCKFORD, LETTERS)}"


def normal_case_no(text: str) -> str:
    """Return the number as it is stored, whatever case or look-alike letters it was typed with."""
    plain = "".join(text.split()).upper()
    head, hyphen, tail = plain.partition("-")
    return head + hyphen + tail.translate(MISREAD)
