"""What every test shares: which tests need Rasa's environment."""

from importlib.util import find_spec

# `python -m pytest` works in either environment: what needs Rasa's libraries stays out of
# the project's, and `make test` runs it with bot/.venv.
collect_ignore_glob = [] if find_spec("rasa") else ["unit/bot/*", "unit/language/test_segment*.py"]
