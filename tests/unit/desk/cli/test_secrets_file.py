"""The file `.env` is written once, for its owner alone, and never overrules the environment."""

from itertools import count
from pathlib import Path

from desk.cli.environment import load_environment
from desk.cli.secrets_file import NAMES, ensure_secrets, new_secret, read_settings


def ensured(path: Path, environ: dict[str, str] | None = None) -> dict[str, str]:
    numbers = count(1)
    return ensure_secrets(path, environ or {}, mint=lambda: f"secret-{next(numbers)}")


def test_the_first_start_writes_every_secret(tmp_path: Path) -> None:
    settings = ensured(tmp_path / ".env")
    assert settings == {name: f"secret-{n}" for n, name in enumerate(NAMES, start=1)}
    assert read_settings((tmp_path / ".env").read_text()) == settings


def test_the_file_is_for_its_owner_alone_also_when_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("JIEYOU_API_TOKEN=mine\n")
    path.chmod(0o644)
    ensured(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    first = ensured(path)
    before = path.read_bytes()
    assert ensured(path) == first
    assert path.read_bytes() == before


def test_only_what_is_missing_is_added_below_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nJIEYOU_API_TOKEN='my own'\nJIEYOU_RASA_TOKEN=")
    settings = ensured(path)
    assert settings["JIEYOU_API_TOKEN"] == "my own"
    assert settings["JIEYOU_RASA_TOKEN"] == "secret-1"
    assert path.read_text().startswith("# mine\nJIEYOU_API_TOKEN='my own'\n")


def test_a_secret_of_the_environment_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert "JIEYOU_API_TOKEN" not in ensured(path, {"JIEYOU_API_TOKEN": "given"})
    assert "given" not in path.read_text()


def test_the_environment_wins_unless_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIEYOU_DESK_PORT=5081\nJIEYOU_API_TOKEN=from-file\n")
    given = {"JIEYOU_DESK_PORT": "6000", "JIEYOU_API_TOKEN": "", "OTHER": ""}
    environ = load_environment(given, tmp_path)
    assert environ["JIEYOU_DESK_PORT"] == "6000"
    assert environ["JIEYOU_API_TOKEN"] == "from-file"
    assert environ["OTHER"] == ""


def test_lines_are_read_as_people_write_them() -> None:
    text = 'export A=1\n B = "two words" \nC=x # why\nD=a#b\n# E=5\nnonsense\nF=\n'
    assert read_settings(text) == {"A": "1", "B": "two words", "C": "x", "D": "a#b", "F": ""}


def test_secrets_are_long_and_differ() -> None:
    assert len(new_secret()) >= 43
    assert new_secret() != new_secret()


def test_nothing_is_written_where_every_secret_is_given(tmp_path: Path) -> None:
    given = {name: f"given-{name}" for name in NAMES}
    assert load_environment(given, tmp_path) == given
    assert not (tmp_path / ".env").exists()
    (tmp_path / ".env").write_text("JIEYOU_DESK_PORT=5081\nJIEYOU_API_TOKEN=mine\n")
    (tmp_path / ".env").chmod(0o400)
    before = (tmp_path / ".env").stat()
    assert load_environment(given, tmp_path) == {**given, "JIEYOU_DESK_PORT": "5081"}
    after = (tmp_path / ".env").stat()
    assert (after.st_mtime_ns, after.st_mode) == (before.st_mtime_ns, before.st_mode)
