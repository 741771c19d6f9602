"""Rasa, the action server and the desk for one shell: ports, secrets and data of its own."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from casework.settings import Settings
from desk.cli.environment import contained
from desk.cli.run import CannotRun, prepare_database, services
from desk.cli.secrets_file import NAMES, new_secret
from desk.cli.service import Service
from desk.cli.supervisor import Patience, Supervisor

#: What belongs to the product that `make run` keeps, or would open this one to others.
NOT_OURS: Final = ("JIEYOU_TRACKER_URL", "JIEYOU_ALLOWED_ORIGINS", "JIEYOU_REDIS_URL")
#: The data goes with the shell, so that nobody has to leave in good order.
PATIENCE: Final = Patience(leave=2.0)

Say = Callable[[str], None]


def own_environment(environ: Mapping[str, str], folder: Path, root: Path) -> dict[str, str]:
    """Return the environment with everything that is this shell's own put in its place.

    Policy, time zone, start of the clock and the like stay as the settings have them.
    """
    rasa, actions, desk = free_ports(3)
    kept = {name: value for name, value in environ.items() if name not in NOT_OURS}
    ours = {
        # The clock of a rehearsal moves, which production refuses.
        "JIEYOU_ENV": "development",
        "JIEYOU_VAR": str(folder),
        "JIEYOU_DATABASE_URL": f"sqlite:///{folder / 'jieyou.db'}",
        "JIEYOU_DESK_HOST": "127.0.0.1",
        "JIEYOU_RASA_PORT": str(rasa),
        "JIEYOU_ACTIONS_PORT": str(actions),
        "JIEYOU_DESK_PORT": str(desk),
        **{name: new_secret() for name in NAMES},
    }
    return contained({**kept, **ours}, folder, root)


@contextlib.contextmanager
def running_stack(
    environ: Mapping[str, str], folder: Path, model: Path, *, root: Path, say: Say
) -> Iterator[Settings]:
    """Run the three processes while inside, and give the settings under which they run.

    Raises:
        CannotRun: one of them does not start, or the database cannot be prepared.
    """
    own = own_environment(environ, folder, root)
    settings = Settings.from_env(own, root=root)
    prepare_database(settings)
    started, ready = time.monotonic(), threading.Event()
    supervisor = Supervisor(
        [_announced(service, started, say) for service in services(settings, own, model, root)],
        log_dir=folder / "log",
        run_dir=folder / "run",
        say=say,
        when_ready=ready.set,
        patience=PATIENCE,
    )
    # A thread that is not the main one leaves the signals to the prompt.
    thread = threading.Thread(target=supervisor.run, name="supervisor")
    thread.start()
    try:
        while not ready.wait(0.1):
            if not thread.is_alive():
                raise CannotRun("the shell's processes do not start")
        yield settings
    finally:
        _end(supervisor, thread)


def free_ports(count: int) -> list[int]:
    """Return so many loopback ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _end(supervisor: Supervisor, thread: threading.Thread) -> None:
    supervisor.stop()
    try:
        thread.join()
    except KeyboardInterrupt:
        # Asked a second time, it kills what has not left yet.
        supervisor.stop()
        thread.join()


def _announced(service: Service, started: float, say: Say) -> Service:
    """Let a service say when it is ready for the first time."""
    said = threading.Event()

    def ready() -> bool:
        is_ready = service.ready()
        if is_ready and not said.is_set():
            said.set()
            say(f"  {service.name} is ready ({time.monotonic() - started:.0f} s)")
        return is_ready

    return replace(service, ready=ready)
