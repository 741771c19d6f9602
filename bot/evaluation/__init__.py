"""Measures the readers on the frozen messages of `data/eval`: `make eval`, `make eval-check`."""
