"""One supervised process through its lives: started, ready, dead, started again."""

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desk.cli.janitor import Janitor, signal_group
from desk.cli.logs import Forwarder, LogFile, pump
from desk.cli.quietly import last_lines
from desk.cli.service import Service

PROBE_EVERY = 0.2


class Delays(Protocol):
    """How long a process that died waits for its next start, and when it is given up."""

    @property
    def first_delay(self) -> float:
        """Seconds before the first new start."""

    @property
    def longest_delay(self) -> float:
        """Seconds before a new start, at most."""

    @property
    def steady(self) -> float:
        """Seconds of readiness after which a process counts as healthy."""

    @property
    def attempts(self) -> int:
        """Failed starts after which a process that never was ready is given up."""


class Child:
    """Starts a service's process in a group of its own and looks after that group."""

    def __init__(
        self,
        service: Service,
        janitor: Janitor,
        log_dir: Path,
        run_dir: Path,
        say: Callable[[str], None],
        delays: Delays,
    ) -> None:
        self.name = service.name
        self._service = service
        self._janitor = janitor
        self._say = say
        self._delays = delays
        self._log = LogFile(log_dir / f"{service.name}.log")
        self._pid_file = run_dir / f"{service.name}.pid"
        self._forward = Forwarder(lambda line: say(f"{service.name:<8}| {line}"), service.important)
        self._process: subprocess.Popen[bytes] | None = None
        self._pump: threading.Thread | None = None
        self._is_ready = threading.Event()
        self._ever_ready = False
        self._ready_at: float | None = None
        self._restart_at = 0.0
        self._delay = delays.first_delay
        self._failures = 0

    @property
    def ready(self) -> bool:
        """Whether the process that runs now has answered its probe."""
        return self._process is not None and self._is_ready.is_set()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def hopeless(self) -> bool:
        """Whether it never was ready and has failed too often to go on."""
        return not self._ever_ready and self._failures >= self._delays.attempts

    @property
    def shown_log(self) -> str:
        """The log file's path as a person wants to read it."""
        with contextlib.suppress(ValueError):
            return str(self._log.path.relative_to(Path.cwd()))
        return str(self._log.path)

    def last_lines(self) -> str:
        """Return the end of the log."""
        return last_lines(self._log.path)

    def start(self) -> None:
        """Start the process; its output flows into the log from now on."""
        self._log.write(f"--- {time.strftime('%Y-%m-%d %H:%M:%S')} start\n".encode())
        self._is_ready = threading.Event()
        self._ready_at = None
        try:
            process = subprocess.Popen(
                list(self._service.command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=None if self._service.env is None else dict(self._service.env),
                cwd=self._service.cwd,
                start_new_session=True,
            )
        except OSError as error:
            self._log.write(f"{error}\n".encode())
            self._plan_restart(f"cannot be started ({error.strerror})")
            return
        self._process = process
        self._janitor.watch(process.pid)
        self._pid_file.write_text(f"{process.pid}\n", encoding="ascii")
        assert process.stdout is not None
        output = (process.stdout, self._log, self._forward)
        self._pump = threading.Thread(target=pump, args=output, daemon=True)
        self._pump.start()
        threading.Thread(target=self._probe, args=(process, self._is_ready), daemon=True).start()

    def tick(self) -> None:
        """Notice a death, a readiness, or that it is time for the next start."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._restart_at:
                self.start()
            return
        status = self._process.poll()
        if self._ready_at is None and self._is_ready.is_set():
            self._ready_at = now
            if self._failures and self._ever_ready:
                self._say(f"{self.name} is back")
            self._ever_ready = True
            self._failures = 0
        if status is not None:
            if self._ready_at is not None and now - self._ready_at >= self._delays.steady:
                self._delay = self._delays.first_delay
            self._bury()
            self._plan_restart(f"ended unexpectedly ({_told(status)})")

    def ask_to_leave(self) -> None:
        """Send SIGTERM to the process's group."""
        if self._process is not None:
            signal_group(self._process.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End whatever is left of the process's group, and its log."""
        if self._process is not None:
            self._bury()
        self._log.close()

    def _bury(self) -> None:
        assert self._process is not None
        # What the process started itself must not outlive it: it may hold the port.
        signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._pump is not None:
            self._pump.join(timeout=1.0)
        self._janitor.release(self._process.pid)
        self._process = None
        self._pid_file.unlink(missing_ok=True)

    def _plan_restart(self, what: str) -> None:
        self._failures += 1
        self._restart_at = time.monotonic() + self._delay
        if not self.hopeless:
            self._say(
                f"{self.name} {what}; it starts again in {self._delay:g} s (log: {self.shown_log})"
            )
        self._delay = min(self._delay * 2, self._delays.longest_delay)

    def _probe(self, process: "subprocess.Popen[bytes]", is_ready: threading.Event) -> None:
        while process.poll() is None:
            if self._service.ready():
                is_ready.set()
                return
            time.sleep(PROBE_EVERY)


def _told(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"killed by {signal.Signals(-status).name}"
    return f"exit status {status}"
