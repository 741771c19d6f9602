"""First names of the English-speaking world, and words that never are a name."""

from __future__ import annotations

from bot.language.lexicon import words

FIRST_NAMES = words("names_en.txt", "first")
"""First names in small letters."""

NOT_NAMES = words("names_en.txt", "never")
"""Words that follow `I'm` or `this is` without being a name, and answers that are none."""
