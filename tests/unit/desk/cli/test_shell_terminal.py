"""Where the lines come from: a pipe that repeats them, or a prompt that completes commands."""

import io
import threading
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from desk.cli.shell.terminal import CommandCompleter, PipedLines, looking


def completions(typed: str) -> list[str]:
    found = CommandCompleter().get_completions(Document(typed), CompleteEvent())
    return [typed[: len(typed) + each.start_position] + each.text for each in found]


def test_a_pipe_gives_its_lines_and_repeats_them() -> None:
    repeated: list[str] = []
    lines = PipedLines(io.StringIO("\ufeff你好\r\n\n/quit"), repeated.append)
    assert [lines.read(), lines.read(), lines.read()] == ["你好", "", "/quit"]
    assert repeated == ["you  你好", "you  /quit"]
    with pytest.raises(EOFError):
        lines.read()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/sa", ["/say", "/save"]),
        ("/show o", ["/show on", "/show off"]),
        ("/lang zh", ["/lang zh", "/lang zh-Hant"]),
        ("/jump ", []),
        ("/nothing x", []),
        ("//sa", []),
        ("say", []),
    ],
)
def test_commands_and_their_words_are_completed(typed: str, offered: list[str]) -> None:
    assert completions(typed) == offered


def test_files_are_completed(tmp_path: Path) -> None:
    (tmp_path / "sofa_en.yml").write_text("")
    assert completions(f"/say {tmp_path}/so") == [f"/say {tmp_path}/sofa_en.yml"]


def test_late_messages_are_looked_for_only_while_it_is_time() -> None:
    looked = threading.Event()
    with looking(looked.set, every=0.001):
        assert looked.wait(5)
    looked.clear()
    assert not looked.wait(0.02)
