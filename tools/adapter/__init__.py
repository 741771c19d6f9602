"""Adapts the sentence encoder to our own messages: `make adapter` (docs/howto/encoder.md)."""
