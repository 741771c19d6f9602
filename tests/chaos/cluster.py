"""A PostgreSQL server of the tests' own: it may be killed, the machine's never is."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Final, Self

import psycopg

from desk.cli.janitor import Janitor, signal_group

BINARIES: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
START_SECONDS: Final = 60.0


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there is none, or nobody to run it."""
    if os.geteuid() == 0 and _stranger() is None:
        return None
    if BINARIES and (BINARIES[0] / "initdb").exists():
        return BINARIES[0]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _stranger() -> str | None:
    """Return a user that is not root: PostgreSQL does not run as root."""
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def dumped(url: str, file: Path) -> None:
    """Write all of a database into a file, as far as the program for that is here."""
    programs = binaries()
    if programs is not None:
        subprocess.run([str(programs / "pg_dump"), url, "-f", str(file)], check=False)


class Cluster:
    """One server over a data folder of its own, on a port of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        programs = binaries()
        assert programs is not None
        self._programs = programs
        self._folder = folder
        self._data = folder / "data"
        self._port = port
        self._user = _stranger() if os.geteuid() == 0 else None
        self._janitor = Janitor()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of an empty database on it."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/jieyou"

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.start()
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute("CREATE DATABASE jieyou")
        return self

    def __exit__(self, *details: object) -> None:
        self.kill()
        self._janitor.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill it recovers first."""
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(self._programs / "postgres"), "-D", str(self._data),
                    "-p", str(self._port), "-h", "127.0.0.1", "-k", "",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                cwd="/",
                start_new_session=True,
            )  # fmt: skip
        self._janitor.watch(self._process.pid)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert time.monotonic() < deadline, "PostgreSQL does not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Tell whether the server takes connections."""
        try:
            psycopg.connect(self._admin, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End the server by SIGKILL, with every process that serves a connection."""
        if self._process is None:
            return
        pid = self._process.pid
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        signal_group(pid, signal.SIGKILL)
        # Each of the server's processes leads a session of its own.
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._process.wait()
        self._janitor.release(pid)
        self._process = None

    @property
    def _admin(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            capture_output=True,
            user=self._user,
            cwd="/",
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
