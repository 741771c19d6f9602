"""Canned replies and approved phrases, in both languages, with their fields filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

LANGUAGES: Final = ("zh", "en")
FIELD: Final = re.compile(r"\{(\w+)\}")
FIELDS: Final = frozenset({"agent", "contact_name", "case_no", "product", "first_reply"})


class PhrasesInvalid(ValueError):
    """The file of phrases cannot be used."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence in both languages; approved by whoever keeps the file."""

    key: str
    topic: str
    texts: Mapping[str, str]

    def filled(self, language: str, values: Mapping[str, str]) -> str | None:
        """Return the sentence in a language, None where a field of it is not known."""
        text = self.texts[language]
        if any(not values.get(name) for name in FIELD.findall(text)):
            return None
        return FIELD.sub(lambda match: values[match.group(1)], text)


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All phrases in the order of the file."""

    phrases: Sequence[Phrase]

    @classmethod
    def load(cls, path: Path) -> "PhraseBook":
        """Read the file; every phrase needs both languages, with the same fields."""
        try:
            topics = yaml.safe_load(path.read_text(encoding="utf-8"))["phrases"]
            found = [
                Phrase(key, topic, {code: texts[code] for code in LANGUAGES})
                for topic, phrases in topics.items()
                for key, texts in phrases.items()
            ]
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise PhrasesInvalid(f"{path}: {error!r}") from error
        for phrase in found:
            named = [set(FIELD.findall(phrase.texts[code])) for code in LANGUAGES]
            if named[0] != named[1] or not named[0] <= FIELDS:
                raise PhrasesInvalid(f"{path}: {phrase.key} names fields that do not fit")
        return cls(found)

    def offered(
        self, customer: str, reader: str, values: Mapping[str, str]
    ) -> list[dict[str, str]]:
        """Return what an agent may say: the customer's language, and what it means in theirs."""
        offered = []
        for phrase in self.phrases:
            text = phrase.filled(customer, values)
            meaning = phrase.filled(reader, values)
            if text is not None and meaning is not None:
                offered.append(
                    {"key": phrase.key, "topic": phrase.topic, "text": text, "meaning": meaning}
                )
        return offered
