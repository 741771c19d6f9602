"""Writes the reference pages of the documents from the code: `python -m tools.reference`."""
