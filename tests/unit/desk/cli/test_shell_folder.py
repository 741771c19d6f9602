"""A shell's folder goes with it, and so do those of shells that were killed."""

from pathlib import Path

from desk.cli.shell.folder import temporary_folder


def test_the_folder_is_there_while_it_is_needed(tmp_path: Path) -> None:
    with temporary_folder(tmp_path / "shell") as folder:
        (folder / "jieyou.db").write_text("…")
        assert folder.parent == tmp_path / "shell"
    assert not folder.exists()


def test_what_a_killed_shell_left_is_removed_and_a_running_ones_folder_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / "run-left"
    left.mkdir()
    (left / "jieyou.db").write_text("…")
    with temporary_folder(tmp_path) as first, temporary_folder(tmp_path) as second:
        assert first != second
        assert first.exists()
        assert not left.exists()
