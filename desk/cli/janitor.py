"""A small helper process that ends process groups whose supervisor was killed outright.

The supervisor holds the writing end of a pipe. When the supervisor dies, by whatever
signal, the system closes that end, the janitor reads the end of the file, and ends every
group that was still watched. It needs the standard library alone, so that it starts in
milliseconds.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import BinaryIO, Self

SECONDS_TO_LEAVE = 3.0


def group_exists(group: int) -> bool:
    """Say whether a process group still has a member."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # On macOS a group of zombies alone answers so; it is as good as gone.
        return False
    return True


def signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to a process group; a group that is gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


class Janitor:
    """The supervisor's side: starts the helper and tells it which groups to watch."""

    def __init__(self) -> None:
        self._groups: set[int] = set()
        self._process = self._start()

    def watch(self, group: int) -> None:
        """End this group if the supervisor dies."""
        self._groups.add(group)
        self._tell(f"watch {group}")

    def release(self, group: int) -> None:
        """Forget a group that is gone."""
        self._groups.discard(group)
        self._tell(f"release {group}")

    def close(self) -> None:
        """End the helper; every group that is still watched is ended with it."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @staticmethod
    def _start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except OSError:
            # Somebody ended the helper: a new one takes over all its groups.
            self._process.kill()
            self._process.wait()
            self._process = self._start()
            if self._groups:
                known = "".join(f"watch {group}\n" for group in self._groups)
                assert self._process.stdin is not None
                self._process.stdin.write(known.encode())
                self._process.stdin.flush()


def end_groups(groups: set[int], patience: float = SECONDS_TO_LEAVE) -> None:
    """Ask the groups to leave, and kill those that have not left in time."""
    for group in groups:
        signal_group(group, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(group_exists(group) for group in groups):
        time.sleep(0.05)
    for group in groups:
        signal_group(group, signal.SIGKILL)


def serve(commands: BinaryIO) -> None:
    """Follow the supervisor's commands to their end, then end what is left."""
    groups: set[int] = set()
    for line in commands:
        verb, _, group = line.decode().strip().partition(" ")
        if verb == "watch":
            groups.add(int(group))
        elif verb == "release":
            groups.discard(int(group))
    end_groups(groups)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    serve(sys.stdin.buffer)
