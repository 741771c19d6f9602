"""The folder that a shell keeps its database, trackers and logs in while it runs."""

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

IN_USE: Final = "in-use"


@contextlib.contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Make a folder for one shell and remove it at the end.

    Folders whose shell was killed outright are removed, too: conversations were held there.
    """
    parent.mkdir(parents=True, exist_ok=True)
    with (parent / "lock").open("a") as lock:
        # Nobody takes a folder for an old one between its making and its lock.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _remove_left_behind(parent)
        folder = Path(tempfile.mkdtemp(dir=parent, prefix="run-"))
        in_use = (folder / IN_USE).open("a")
        fcntl.flock(in_use, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        in_use.close()


def _remove_left_behind(parent: Path) -> None:
    for folder in parent.glob("run-*"):
        with contextlib.suppress(OSError), (folder / IN_USE).open("a") as in_use:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
