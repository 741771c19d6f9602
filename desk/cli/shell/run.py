"""Puts the shell together: `jieyou shell`."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from casework.errors import JieyouError
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from desk.cli.environment import ROOT, contained, current
from desk.cli.run import CannotRun
from desk.cli.shell.clock import MovableClock
from desk.cli.shell.folder import temporary_folder
from desk.cli.shell.line import Line
from desk.cli.shell.session import Session
from desk.cli.shell.stack import running_stack
from desk.cli.shell.terminal import (
    ConsoleScreen,
    Lines,
    PipedLines,
    TerminalLines,
    is_interactive,
    take_any_text,
)
from desk.cli.training import TrainingFailed, ensure_model

ENDING: Final = (signal.SIGTERM, signal.SIGHUP)


def shell(*, root: Path = ROOT) -> int:
    """Start a stack of its own, chat until the end of the input, and leave nothing behind.

    Raises:
        CannotRun: a setting, the training, or a process is in the way.
    """
    take_any_text()
    screen = ConsoleScreen()
    try:
        environ, settings = current(root)
        environ = contained(environ, settings.var, root)
        model = ensure_model(environ, settings, root=root)
        home = settings.var / "shell"
        with _ended_by_signals(), temporary_folder(home) as folder:
            screen.say("· starting Rasa, the action server and the desk for this shell …")
            with running_stack(environ, folder, model, root=root, say=screen.say) as own:
                uow_factory = SqlUnitOfWorkFactory(open_engine(own.database_url))
                line = Line(own, uow_factory)
                with contextlib.closing(line), contextlib.closing(uow_factory):
                    session = Session(line, MovableClock(uow_factory), screen, own.tz)
                    _chat(session, _lines(session, screen, home), screen)
    except (JieyouError, TrainingFailed) as error:
        raise CannotRun(str(error)) from error
    return 0


def _lines(session: Session, screen: ConsoleScreen, home: Path) -> Lines:
    screen.say("Write as a customer would. /help lists the commands, Ctrl-D leaves.")
    if is_interactive():
        return TerminalLines(home / "history", session.look)
    return PipedLines(sys.stdin, screen.say)


def _chat(session: Session, lines: Lines, screen: ConsoleScreen) -> None:
    with contextlib.suppress(EOFError):
        while True:
            try:
                session.look()
                if not session.take(lines.read()):
                    return
            except KeyboardInterrupt:
                if not lines.is_interactive:
                    raise
                screen.say("· stopped")


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a signal that ends the process end it in good order; one that is ignored stays so."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    wanted = [number for number in ENDING if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, leave) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
