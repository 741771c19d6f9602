"""Under make, the supervisor learns that make was interrupted although nobody told it."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.programs import wait_for

# Like make: at the signal it goes back to the default handling and waits for its child.
MAKE = """
import signal, subprocess, sys
signal.signal(signal.SIGINT, lambda *_: signal.signal(signal.SIGINT, signal.SIG_DFL))
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], start_new_session=True)
sys.exit(child.wait())
"""
CHILD = """
import pathlib, sys, time
from desk.cli.parent import Parent
parent = Parent()
pathlib.Path(sys.argv[1]).write_text("watching")
deadline = time.monotonic() + 15
while not parent.left and time.monotonic() < deadline:
    time.sleep(0.02)
pathlib.Path(sys.argv[1]).write_text("left" if parent.left else "nothing seen")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_or_killed_parent_is_noticed(tmp_path: Path, number: signal.Signals) -> None:
    if number == signal.SIGINT and not Path("/proc/self/status").exists():
        pytest.skip("only Linux shows how a process handles its signals")
    seen = tmp_path / "seen"
    make = subprocess.Popen([sys.executable, "-c", MAKE, CHILD, str(seen)])
    wait_for(lambda: seen.exists() and seen.read_text() == "watching")
    make.send_signal(number)
    wait_for(lambda: seen.read_text() == "left")
    make.wait(timeout=15)
