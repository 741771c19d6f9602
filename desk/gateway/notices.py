"""The sentences with which the gateway itself speaks, when the assistant cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from casework.notify.scripts import converter, in_script

BUSY: Final = "notice_busy"
STILL_BUSY: Final = "notice_still_busy"
UNANSWERED: Final = "notice_unanswered"
SILENT: Final = "notice_silent"
KEYS: Final = (BUSY, STILL_BUSY, UNANSWERED, SILENT)
LANGUAGES: Final = ("zh", "en")
# So much of a text shows its script; converting all of a long one would take seconds.
SAMPLE: Final = 400


class NoticesInvalid(ValueError):
    """The file of notices cannot be used."""


@dataclass(frozen=True, slots=True)
class NoticeBook:
    """Variants of each notice by key and language."""

    variants: Mapping[str, Mapping[str, Sequence[str]]]

    @classmethod
    def load(cls, path: Path, keys: Sequence[str] = KEYS) -> "NoticeBook":
        """Read these keys of a file; each needs a sentence in both languages."""
        try:
            responses = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
            read = {key: _by_language(responses[key]) for key in keys}
        except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
            raise NoticesInvalid(f"{path}: {error!r}") from error
        for key, languages in read.items():
            for language, texts in languages.items():
                if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
                    raise NoticesInvalid(f"{path}: {key} has no text in {language}")
        return cls(read)

    def pick(self, key: str, locale: str, *, turn: int, last: str | None = None) -> str:
        """Return a variant that is not the one said last.

        Args:
            key: which notice.
            locale: a language with or without its script, such as `zh`, `zh-Hant-TW` or `en`.
            turn: a number that moves on from message to message.
            last: the text of the conversation's last notice.
        """
        texts = [
            in_script(text, locale) for text in self.variants[key]["en" if locale == "en" else "zh"]
        ]
        fresh = [text for text in texts if text != last] or texts
        return fresh[turn % len(fresh)]


def is_written_in_traditional(text: str) -> bool:
    """Tell whether a Chinese text uses signs that only Traditional Chinese has."""
    sample = text[:SAMPLE]
    return bool(converter("t2s").convert(sample) != sample)


def is_written_in_simplified(text: str) -> bool:
    """Tell whether a Chinese text uses signs that only Simplified Chinese has."""
    sample = text[:SAMPLE]
    return bool(converter("s2t").convert(sample) != sample)


def _by_language(response: Any) -> dict[str, list[str]]:
    return {language: list(response[language]["any"]) for language in LANGUAGES}
