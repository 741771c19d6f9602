"""What is typed into the shell: a customer's words, or a command that begins with a slash."""

import difflib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

SLASH: Final = "/"
LOCALES: Final = {"zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
SWITCH: Final = {"on": True, "off": False}
UNITS: Final = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
DURATION: Final = re.compile(r"(?:\d{1,6}[wdhms])+")
# The gateway knows no years after 2199, and nobody rehearses for so long.
LONGEST_JUMP: Final = timedelta(days=3660)


class CommandError(Exception):
    """A command cannot be carried out; the message says what to type instead."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the customer says."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what follows it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """How a command is written and what it does; an argument in brackets may be left out."""

    name: str
    argument: str
    does: str
    choices: tuple[str, ...] = ()

    @property
    def needs_argument(self) -> bool:
        """Whether the command is of no use on its own."""
        return bool(self.argument) and not self.argument.startswith("[")

    def __str__(self) -> str:
        return f"{SLASH}{self.name} {self.argument}".rstrip()


USAGES: Final = (
    Usage("say", "FILE", "replay a script, such as those in tests/conversations"),
    Usage("save", "FILE", "write the conversation as a script"),
    Usage("why", "[TEXT]", "show which words of the last message, or of a text, weighed most"),
    Usage("case", "", "show what this conversation filed"),
    Usage("jump", "3d", "move the clock ahead: 2w, 3d, 12h, 90m, 1d12h"),
    Usage(
        "lang",
        "[zh|zh-Hant|en]",
        "the language of the customer's page, for messages that show none",
        ("zh", "zh-Hant", "en"),
    ),
    Usage("show", "[on|off]", "show how each message was read, or only the replies", ("on", "off")),
    Usage("reset", "", "start a new conversation; clock and cases stay"),
    Usage("help", "", "list the commands"),
    Usage("quit", "", "leave (also Ctrl-D)"),
)
BY_NAME: Final = {usage.name: usage for usage in USAGES}


def read_line(line: str) -> Words | Command | None:
    """Read one line; an empty one is None, and two slashes stand for a message with one.

    Raises:
        CommandError: there is no such command, or it is not written like this.
    """
    text = line.strip()
    if not text.startswith(SLASH):
        return Words(text) if text else None
    if text.startswith(SLASH * 2):
        return Words(text[1:])
    name, _, argument = text[1:].partition(" ")
    return _command(name.lower(), argument.strip())


def _command(name: str, argument: str) -> Command:
    usage = BY_NAME.get(name)
    if usage is None:
        near = difflib.get_close_matches(name, BY_NAME, 1)
        instead = BY_NAME[near[0]] if near else BY_NAME["help"]
        raise CommandError(f"/{name} is no command; try {instead} (to say it, write //{name})")
    if usage.needs_argument and not argument:
        raise CommandError(f"write {usage}")
    if argument and not usage.argument:
        raise CommandError(f"{usage} takes nothing after it")
    return Command(name, argument)


def read_duration(text: str) -> timedelta:
    """Read `3d`, `12h`, `1d12h` …; raise `CommandError` for anything else."""
    written = "".join(text.lower().split())
    if written.startswith("-"):
        raise CommandError("the clock never goes back")
    if not DURATION.fullmatch(written):
        raise CommandError(f"{text!r} is no time; write 3d, 12h, 90m or 1d12h")
    parts = re.findall(r"(\d+)([wdhms])", written)
    duration = sum((int(count) * UNITS[unit] for count, unit in parts), timedelta())
    if not timedelta() < duration <= LONGEST_JUMP:
        raise CommandError("jump more than nothing and at most ten years")
    return duration


def duration_text(duration: timedelta) -> str:
    """Write a duration as `read_duration` reads it."""
    parts = []
    for unit, length in UNITS.items():
        count, duration = divmod(duration, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)


def read_locale(text: str) -> str:
    """Read the locale that a page would ask for; raise `CommandError` for another one."""
    try:
        return LOCALES[text.lower()]
    except KeyError as error:
        raise CommandError(f"write {BY_NAME['lang']}") from error


def read_switch(text: str) -> bool:
    """Read `on` or `off`; raise `CommandError` for anything else."""
    try:
        return SWITCH[text.lower()]
    except KeyError as error:
        raise CommandError(f"write {BY_NAME['show']}") from error
