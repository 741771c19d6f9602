"""Tunes the upper layers of the sentence encoder to our questions: `make tune`, once in a while."""
