"""Small programs that stand for Rasa, the action server and the desk in these tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 15.0

SERVER = """
import http.server, sys
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *arguments): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""
SLEEPER = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
# Starts a process of its own, as servers with workers do, and writes both ids to a file.
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(600)
"""

SUPERVISE = """
import json, sys
from pathlib import Path
from desk.cli.service import Service, answers
from desk.cli.supervisor import Patience, Supervisor, say
folder, specs, patience = Path(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3])
services = [
    Service(
        name=name, command=[sys.executable, "-c", *command],
        **({"ready": answers(f"http://127.0.0.1:{port}/")} if port else {}),
    )
    for name, command, port in specs
]
supervisor = Supervisor(
    services, log_dir=folder / "log", run_dir=folder / "run", say=say,
    when_ready=lambda: say("all ready"), patience=Patience(**patience),
)
sys.exit(supervisor.run())
"""


class Run:
    """A supervisor in a process of its own, with its printed lines in a file."""

    def __init__(self, folder: Path, services: list[Any], **patience: float) -> None:
        import json

        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._output = folder / "output.txt"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    SUPERVISE,
                    str(folder),
                    json.dumps(services),
                    json.dumps(patience),
                ],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return self._output.read_text(encoding="utf-8")

    def pid(self, name: str) -> int:
        """Return the id that the pid file of a service names, 0 while there is none."""
        path = self.folder / "run" / f"{name}.pid"
        try:
            return int(path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)

    def end(self) -> None:
        """Make sure that nothing is left after the test."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=PATIENCE)


def wait_for(what: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Return the first true value of `what`; fail when none comes in time."""
    deadline = time.monotonic() + patience
    while not (value := what()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return value


def runs(pid: int) -> bool:
    """Say whether a process runs; one that ended and was not collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return done.stdout.strip()[:1] not in ("", "Z")
