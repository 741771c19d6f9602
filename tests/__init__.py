"""The tests: unit/ mirrors the code; run.py runs all of them in both environments."""
