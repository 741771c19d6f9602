"""What is typed into the shell is the customer's words, a command, or a mistake that is told."""

from datetime import timedelta

import pytest

from desk.cli.shell.commands import (
    LONGEST_JUMP,
    Command,
    CommandError,
    Words,
    duration_text,
    read_duration,
    read_line,
    read_locale,
    read_switch,
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  电热毯不热了 ", Words("电热毯不热了")),
        ("//restart", Words("/restart")),
        ("//", Words("/")),
        ("and/or", Words("and/or")),
        ("/quit", Command("quit")),
        ("/JUMP 3d", Command("jump", "3d")),
        ("/say  my talks/a b.yml ", Command("say", "my talks/a b.yml")),
        ("/lang", Command("lang")),
        ("/show off", Command("show", "off")),
        ("   ", None),
    ],
)
def test_a_line_is_words_or_a_command(typed: str, read: Words | Command | None) -> None:
    assert read_line(typed) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/jmp 3d", "try /jump 3d"),
        ("/restart", "write //restart"),
        ("/", "try /help"),
        ("/say", "write /say FILE"),
        ("/jump", "write /jump 3d"),
        ("/reset now", "/reset takes nothing after it"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(typed: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        read_line(typed)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("3d", timedelta(days=3)),
        ("12h", timedelta(hours=12)),
        ("90m", timedelta(minutes=90)),
        ("2w", timedelta(weeks=2)),
        ("45s", timedelta(seconds=45)),
        ("1d12h", timedelta(days=1, hours=12)),
        ("1D 12H", timedelta(days=1, hours=12)),
    ],
)
def test_a_duration_is_read(text: str, duration: timedelta) -> None:
    assert read_duration(text) == duration


@pytest.mark.parametrize("text", ["", "3", "d", "3 days", "-3d", "0d", "999999w", "1.5h"])
def test_what_is_no_way_ahead_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        read_duration(text)


@pytest.mark.parametrize("text", ["1w3d", "1d12h", "90s", "3660d"])
def test_a_duration_that_is_written_is_read_again(text: str) -> None:
    duration = read_duration(text)
    assert duration <= LONGEST_JUMP
    assert read_duration(duration_text(duration)) == duration


def test_locales_and_switches_are_read_in_any_case() -> None:
    assert [read_locale(text) for text in ("zh", "ZH-Hant", "En")] == ["zh-Hans", "zh-Hant", "en"]
    assert [read_switch(text) for text in ("ON", "off")] == [True, False]


def test_other_locales_and_switches_are_refused() -> None:
    with pytest.raises(CommandError, match="zh-Hant"):
        read_locale("fr")
    with pytest.raises(CommandError, match="on"):
        read_switch("maybe")
