"""Keeps the project's processes running: starts them, restarts the dead, stops them all."""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from desk.cli.child import Child
from desk.cli.janitor import Janitor
from desk.cli.parent import Parent
from desk.cli.service import Service

TICK: Final = 0.1
STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the supervisor waits for what, in seconds."""

    first_delay: float = 0.5
    longest_delay: float = 10.0
    # A process that was ready for so long starts again with the first delay.
    steady: float = 3.0
    leave: float = 8.0
    still_waiting: float = 30.0
    # So many failed starts of a process that never was ready end the whole run.
    attempts: int = 4


class Supervisor:
    """Runs the services until it is told to stop, or until one of them cannot be started."""

    def __init__(
        self,
        services: Sequence[Service],
        *,
        log_dir: Path,
        run_dir: Path,
        say: Callable[[str], None],
        when_ready: Callable[[], None] = lambda: None,
        patience: Patience | None = None,
        parent: Parent | None = None,
    ) -> None:
        self._services = services
        self._log_dir = log_dir
        self._run_dir = run_dir
        self._say = say
        self._when_ready = when_ready
        self._patience = patience or Patience()
        self._parent = parent
        self._stopping = threading.Event()
        self._hurry = threading.Event()
        self._announced = False

    def stop(self) -> None:
        """Ask for the end of the run; asked twice, everything is killed at once."""
        if self._stopping.is_set():
            self._hurry.set()
        self._stopping.set()

    def run(self) -> int:
        """Run until the end and return the exit status: 0 when it was asked to stop."""
        self._log_dir.mkdir(parents=True, exist_ok=True)
        self._run_dir.mkdir(parents=True, exist_ok=True)
        with self._signals(), Janitor() as janitor:
            children = [
                Child(service, janitor, self._log_dir, self._run_dir, self._say, self._patience)
                for service in self._services
            ]
            try:
                return self._watch(children)
            finally:
                self._end(children)

    def _watch(self, children: Sequence[Child]) -> int:
        for child in children:
            child.start()
        started = said = time.monotonic()
        while not self._stopping.wait(TICK):
            if self._parent is not None and self._parent.left:
                return 0
            for child in children:
                child.tick()
                if child.hopeless:
                    self._say(f"{child.name} does not start; the end of {child.shown_log}:")
                    self._say(child.last_lines())
                    return 1
            waiting = [child.name for child in children if not child.ready]
            now = time.monotonic()
            if not waiting:
                self._announce()
            elif not self._announced and now - said >= self._patience.still_waiting:
                said = now
                self._say(f"still waiting for {', '.join(waiting)} ({now - started:.0f} s)")
        return 0

    def _announce(self) -> None:
        if not self._announced:
            self._announced = True
            self._when_ready()

    def _end(self, children: Sequence[Child]) -> None:
        self._say("stopping …")
        for child in children:
            child.ask_to_leave()
        deadline = time.monotonic() + self._patience.leave
        while any(child.alive for child in children) and time.monotonic() < deadline:
            if self._hurry.wait(0.05):
                break
        for child in children:
            child.kill()
        self._say("stopped")

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Turn the signals that end a process into `stop`, as far as this thread may."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def handle(number: int, frame: FrameType | None) -> None:
            self.stop()

        # `nohup make run` asks for a hang-up to be ignored; that stays so.
        ignored = {n for n in (signal.SIGHUP,) if signal.getsignal(n) == signal.SIG_IGN}
        wanted = [number for number in STOP_SIGNALS if number not in ignored]
        before = {number: signal.signal(number, handle) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def say(line: str) -> None:
    """Print one line at once; a screen that is gone is no reason to fall over."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
