"""Where the lines come from and go to: a terminal with history and completion, or a pipe."""

import contextlib
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol, TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.text import Text

from desk.cli.shell.commands import BY_NAME, SLASH, USAGES

PROMPT: Final = "you  "
LOOK_EVERY: Final = 1.0
OWNER_ONLY: Final = 0o600


class Lines(Protocol):
    """Where the lines come from."""

    @property
    def is_interactive(self) -> bool:
        """Whether a person types them, who may interrupt one command and type another."""

    def read(self) -> str:
        """Return the next line; raise `EOFError` after the last one."""


class ConsoleScreen:
    """Shows lines in colours on a terminal, and plainly in a pipe."""

    def __init__(self) -> None:
        # Looked up at each print, so that a line appears above an open prompt.
        self._console = Console(highlight=False, markup=False, emoji=False)

    def show(self, lines: Iterable[Text]) -> None:
        """Print the lines."""
        for line in lines:
            self._console.print(line, soft_wrap=True)

    def say(self, line: str) -> None:
        """Print a line of the supervisor's."""
        self.show([Text(line, "dim")])


class PipedLines:
    """Reads a pipe or a file line by line, and repeats each line for the reader of the output."""

    is_interactive = False

    def __init__(self, source: TextIO, repeat: Callable[[str], None]) -> None:
        self._source = source
        self._repeat = repeat

    def read(self) -> str:
        """Return the next line."""
        line = self._source.readline()
        if not line:
            raise EOFError
        # Some editors put a mark before the first line of a file.
        text = line.strip().removeprefix("\ufeff")
        if text:
            self._repeat(PROMPT + text)
        return text


class TerminalLines:
    """Asks at a prompt; what arrives meanwhile is shown above it."""

    is_interactive = True

    def __init__(self, history: Path, look: Callable[[], object]) -> None:
        history.touch(mode=OWNER_ONLY)
        self._look = look
        self._prompt: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)),
            completer=CommandCompleter(),
            complete_while_typing=True,
        )

    def read(self) -> str:
        """Return the next line; Ctrl-C drops what was typed, and leaves where nothing was."""
        while True:
            try:
                with patch_stdout(raw=True), looking(self._look):
                    return self._prompt.prompt(PROMPT)
            except KeyboardInterrupt:
                if not self._prompt.default_buffer.text:
                    raise EOFError from None


class CommandCompleter(Completer):
    """Completes commands and what follows them."""

    def __init__(self) -> None:
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Yield what may stand at the cursor; nothing while the customer speaks."""
        before = document.text_before_cursor
        if not before.startswith(SLASH) or before.startswith(SLASH * 2):
            return
        name, blank, argument = before[1:].partition(" ")
        if not blank:
            for usage in USAGES:
                if usage.name.startswith(name):
                    yield Completion(
                        usage.name,
                        start_position=-len(name),
                        display=str(usage),
                        display_meta=usage.does,
                    )
            return
        usage_found = BY_NAME.get(name)
        if usage_found is None:
            return
        if usage_found.argument == "FILE":
            yield from self._paths.get_completions(
                Document(argument, len(argument)), complete_event
            )
        for choice in usage_found.choices:
            if choice.startswith(argument):
                yield Completion(choice, start_position=-len(argument))


@contextlib.contextmanager
def looking(look: Callable[[], object], every: float = LOOK_EVERY) -> Iterator[None]:
    """Look for late messages now and then while inside."""
    done = threading.Event()

    def keep_looking() -> None:
        while not done.wait(every):
            look()

    thread = threading.Thread(target=keep_looking, name="late messages", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def is_interactive() -> bool:
    """Tell whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def take_any_text() -> None:
    """Let no byte that is read and no sign that is printed end the shell."""
    for stream in (sys.stdin, sys.stdout):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
