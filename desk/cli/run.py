"""Starts the whole product and keeps it running: `jieyou run`."""

import contextlib
import fcntl
import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from casework.errors import ClockWouldGoBack, JieyouError, StorageError
from casework.settings import Settings
from desk.cli.doctor import refusals
from desk.cli.environment import (
    BOT_PYTHON,
    PROJECT_PYTHON,
    ROOT,
    contained,
    current,
    lock_store,
    rasa_environment,
    tracker_store,
)
from desk.cli.findings import Level
from desk.cli.logs import ERRORS
from desk.cli.parent import Parent
from desk.cli.service import Service, answers, port_problems
from desk.cli.supervisor import Supervisor, say
from desk.cli.training import TrainingFailed, ensure_model

ANY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
PORTS_LEFT_BEHIND_SECONDS: Final = 10.0


class CannotRun(Exception):
    """The product cannot be started; the message is one line that says what to do."""


def run(*, follow_parent: bool = False, root: Path = ROOT) -> int:
    """Prepare everything that is missing, then run until Ctrl-C; return the exit status.

    Raises:
        CannotRun: a setting, a port, the database or the training is in the way.
    """
    parent = Parent() if follow_parent else None
    try:
        environ, settings = current(root)
        environ = contained(environ, settings.var, root)
        check_production(environ, settings, root)
        check_ports(services(settings, environ, Path("unused"), root), settings)
        with only_one(settings.var / "run" / "supervisor.lock"):
            prepare_database(settings)
            password = first_administrator(settings)
            model = ensure_model(environ, settings, root=root)
            supervisor = Supervisor(
                services(settings, environ, model, root),
                log_dir=settings.var / "log",
                run_dir=settings.var / "run",
                say=say,
                when_ready=functools.partial(_print_addresses, settings, environ, root, password),
                parent=parent,
            )
            say("· starting Rasa, the action server and the desk …")
            return supervisor.run()
    except (JieyouError, TrainingFailed) as error:
        raise CannotRun(str(error)) from error


def services(
    settings: Settings, environ: Mapping[str, str], model: Path, root: Path
) -> list[Service]:
    """Return the three processes; Rasa and the action server listen on loopback alone."""
    project = {
        **environ,
        "JIEYOU_RASA_PORT": str(settings.rasa_port),
        "JIEYOU_ACTIONS_PORT": str(settings.actions_port),
        "JIEYOU_DESK_PORT": str(settings.desk_port),
        "JIEYOU_DESK_HOST": settings.desk_host,
    }
    rasa = {
        **rasa_environment(project, settings, root),
        **tracker_store(environ, settings),
        **lock_store(settings),
        "JIEYOU_MODEL": str(model),
    }
    python = str(root / PROJECT_PYTHON)
    desk_url = f"http://{_reachable(settings.desk_host)}:{settings.desk_port}"
    return [
        Service(
            name="rasa",
            command=[str(root / BOT_PYTHON), "-m", "bot.server"],
            env=rasa,
            cwd=root,
            ready=answers(f"{settings.rasa_url}/status?token={settings.rasa_token}"),
            port=settings.rasa_port,
            port_variable="JIEYOU_RASA_PORT",
            # Its warnings are about its own old libraries and help nobody here.
            important=ERRORS,
        ),
        Service(
            name="actions",
            command=[python, "-m", "actions"],
            env=project,
            cwd=root,
            ready=answers(f"{settings.actions_url}/health"),
            port=settings.actions_port,
            port_variable="JIEYOU_ACTIONS_PORT",
        ),
        Service(
            name="desk",
            command=[python, "-m", "desk"],
            env=project,
            cwd=root,
            ready=answers(f"{desk_url}/healthz"),
            host=settings.desk_host,
            port=settings.desk_port,
            port_variable="JIEYOU_DESK_PORT",
        ),
    ]


def check_production(environ: Mapping[str, str], settings: Settings, root: Path) -> None:
    """Say what is wrong with a start in production, and raise `CannotRun` where it is an error."""
    found = refusals(environ, settings, root)
    for each in found:
        say(each.line())
    if any(each.level is Level.ERROR for each in found):
        raise CannotRun("Production does not start like this; `jieyou doctor` looks at the rest.")


def check_ports(wanted: Sequence[Service], settings: Settings) -> None:
    """Raise `CannotRun` with a line for each port that is taken.

    After a supervisor that was killed its processes take a moment to leave; that is waited for.
    """
    left_behind = any((settings.var / "run" / f"{service.name}.pid").exists() for service in wanted)
    problems = port_problems(wanted)
    if problems and left_behind and not _is_running(settings.var / "run" / "supervisor.lock"):
        problems = _wait_until_free(lambda: port_problems(wanted))
    if problems:
        raise CannotRun("\n".join(problems))


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock of the one supervisor that a `var/` folder may have."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(
                f"another `make run` uses {lock.parent.parent} already; stop it, or give this one "
                "a folder of its own by JIEYOU_VAR"
            ) from error
        yield


def prepare_database(settings: Settings) -> None:
    """Bring the database to today's schema and set the product's clock where one is given."""
    from desk.cli.database import prepare

    try:
        prepare(settings)
    except ClockWouldGoBack as error:
        raise CannotRun(f"JIEYOU_CLOCK: {error}") from error
    except StorageError as error:
        # What stands before the @ is a name and a password.
        place = settings.database_url.rpartition("@")[2]
        raise CannotRun(f"{error} ({place}; JIEYOU_DATABASE_URL names another one)") from error


def first_administrator(settings: Settings) -> str | None:
    """Return the one-time password of a new database's first administrator, else None.

    It is printed on this terminal and stands nowhere else: the database has its hash.
    """
    from desk.cli.accounts import first_password

    return first_password(settings)


def _print_addresses(
    settings: Settings, environ: Mapping[str, str], root: Path, password: str | None
) -> None:
    host = {"127.0.0.1": "localhost"}.get(_reachable(settings.desk_host), settings.desk_host)
    address = f"http://{host}:{settings.desk_port}"
    file = root / ".env"
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    in_file = f"JIEYOU_API_TOKEN={settings.api_token}" in written
    token = "grep JIEYOU_API_TOKEN .env" if in_file else "JIEYOU_API_TOKEN of your environment"
    for line in (
        "Jieyou is ready.",
        f"  chat page   {address}/",
        f"  agents      {address}/desk",
        f"  REST API    {address}/webhooks/rest/webhook and {address}/api/v1/openapi.json",
        f"  API token   {token}",
        f"  logs        {_short(settings.var / 'log', root)}/",
        *_first_log_in(password),
        "Ctrl-C stops everything.",
    ):
        say(line)


def _first_log_in(password: str | None) -> list[str]:
    if password is None:
        return []
    return [
        f"  first log-in at the desk: admin / {password} (shown only now; it has to be changed)"
    ]


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def _reachable(host: str) -> str:
    host = ANY_ADDRESS.get(host, host)
    return f"[{host}]" if ":" in host else host


def _is_running(lock: Path) -> bool:
    if not lock.exists():
        return False
    with lock.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _wait_until_free(problems: Callable[[], list[str]]) -> list[str]:
    deadline = time.monotonic() + PORTS_LEFT_BEHIND_SECONDS
    found = problems()
    while found and time.monotonic() < deadline:
        time.sleep(0.2)
        found = problems()
    return found
