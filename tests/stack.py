"""The real stack on free ports: Rasa, the action server and the desk over a database of its own.

It is started from the same list of services, the same migrations and the same model as
`make run` starts it, but nothing restarts a process that was killed: a test decides when.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import httpx
import sqlalchemy as sa

from casework.settings import Settings
from casework.storage.engine import READ_ONLY, open_engine
from casework.storage.tables import messages
from desk.cli.environment import ROOT, contained, current, tracker_store
from desk.cli.janitor import Janitor, signal_group
from desk.cli.run import prepare_database, services
from desk.cli.secrets_file import NAMES, new_secret
from desk.cli.service import Service
from desk.cli.training import ensure_model

RASA, ACTIONS, DESK = "rasa", "actions", "desk"
START_SECONDS: Final = 120.0
ANSWER_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Bubble:
    """One row that the desk wrote to a customer; `key` names the wording of the bot's."""

    seq: int
    text: str
    key: str | None


def model_for_today() -> Path:
    """Return the model that fits today's data; it is trained only where none does."""
    environ, settings = current(ROOT)
    return ensure_model(contained(environ, settings.var, ROOT), settings)


class Stack:
    """The three processes, and a client's ways to talk to them and to look behind them."""

    def __init__(
        self,
        folder: Path,
        model: Path,
        database_url: str | None = None,
        *,
        ports: Sequence[int] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the processes.

        Args:
            folder: what becomes their `var`.
            model: the trained model.
            database_url: another database than a SQLite file in the folder.
            ports: those of Rasa, the action server and the desk; free ones by default.
            more: further settings.
        """
        rasa, actions, desk = ports or free_ports(3)
        ours = {
            "JIEYOU_VAR": str(folder),
            "JIEYOU_DATABASE_URL": database_url or f"sqlite:///{folder / 'jieyou.db'}",
            "JIEYOU_RASA_PORT": str(rasa),
            "JIEYOU_ACTIONS_PORT": str(actions),
            "JIEYOU_DESK_PORT": str(desk),
            **{name: new_secret() for name in NAMES},
            **(more or {}),
        }
        # A developer's own settings do not belong to the tests.
        machine = {name: v for name, v in os.environ.items() if not name.startswith("JIEYOU_")}
        environ = contained({**machine, **ours}, folder, ROOT)
        self.settings = Settings.from_env(environ, root=ROOT)
        self.folder = folder
        self.services = {
            service.name: service for service in services(self.settings, environ, model, ROOT)
        }
        self.url = f"http://127.0.0.1:{desk}"
        # Rasa's own driver of PostgreSQL is not here; the desk's can read its tables as well.
        self.tracker_url = tracker_store(environ, self.settings)["JIEYOU_TRACKER_URL"]
        self._janitor = Janitor()
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        # Reads alone: a transaction that may write would wait for, and hold up, the processes.
        self._engine = open_engine(self.settings.database_url).execution_options(
            **{READ_ONLY: True}
        )
        self._http = httpx.Client(
            base_url=self.url,
            headers={"Authorization": f"Bearer {self.settings.api_token}"},
            timeout=ANSWER_SECONDS,
            trust_env=False,
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=0),
        )

    def __enter__(self) -> Self:
        try:
            prepare_database(self.settings)
            self.start(*self.services)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    def close(self) -> None:
        """End every process and close every connection."""
        for name in list(self._processes):
            self.kill(name)
        self._janitor.close()
        self._http.close()
        self._engine.dispose()

    # -- the processes --------------------------------------------------------------------------

    def start(self, *names: str) -> None:
        """Start services side by side and wait until all of them are ready."""
        for name in names:
            self._processes[name] = self._spawn(self.services[name])
        for name in names:
            self._await(name)

    def kill(self, name: str) -> None:
        """End a service by SIGKILL, with whatever it started."""
        process = self._processes.pop(name)
        signal_group(process.pid, signal.SIGKILL)
        process.wait()
        self._janitor.release(process.pid)

    def restart(self, name: str) -> None:
        """Start a service, killed before if it still runs, and wait until it is ready."""
        if name in self._processes:
            self.kill(name)
        self.start(name)

    def ensure_up(self) -> None:
        """Start what an earlier test left dead."""
        dead = [
            name
            for name in self.services
            if name not in self._processes or self._processes[name].poll() is not None
        ]
        for name in dead:
            self._processes.pop(name, None)
        self.start(*dead)

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command line with the stack's own settings."""
        return subprocess.run(
            [sys.executable, "-m", "desk.cli.main", *arguments],
            env={**(self.services[DESK].env or {}), "USER": "li"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def log(self, name: str, lines: int = 20) -> str:
        """Return the end of a service's log."""
        path = self.folder / "log" / f"{name}.log"
        return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def _spawn(self, service: Service) -> "subprocess.Popen[bytes]":
        with (self.folder / "log" / f"{service.name}.log").open("ab") as output:
            process = subprocess.Popen(
                list(service.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(service.env or {}),
                cwd=service.cwd,
                start_new_session=True,
            )
        self._janitor.watch(process.pid)
        return process

    def _await(self, name: str) -> None:
        process, deadline = self._processes[name], time.monotonic() + START_SECONDS
        while not self.services[name].ready():
            ended = process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise AssertionError(f"{name} does not start:\n{self.log(name)}")
            time.sleep(0.05)

    # -- as a client ----------------------------------------------------------------------------

    def post(
        self,
        sender: str,
        text: str,
        message_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        """Send a message over REST and return the replies."""
        body: dict[str, Any] = {"sender": sender, "message": text}
        if message_id is not None:
            body["message_id"] = message_id
        if metadata:
            body["metadata"] = dict(metadata)
        response = self._http.post("/webhooks/rest/webhook", json=body)
        assert response.status_code == httpx.codes.OK, response.text
        replies: list[dict[str, Any]] = response.json()
        return replies

    def messages(self, sender: str, after: int = 0) -> list[dict[str, Any]]:
        """Return a conversation's messages as the API shows them."""
        path = f"/api/v1/conversations/{sender}/messages"
        response = self._http.get(path, params={"after": after}).raise_for_status()
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    def cases(self, sender: str) -> list[dict[str, Any]]:
        """Return a conversation's cases, the oldest first."""
        response = self._http.get("/api/v1/cases", params={"conversation_id": sender})
        items: list[dict[str, Any]] = response.raise_for_status().json()["items"]
        return items[::-1]

    def case(self, case_no: str) -> dict[str, Any]:
        """Return one case."""
        found: dict[str, Any] = self._http.get(f"/api/v1/cases/{case_no}").raise_for_status().json()
        return found

    def tracker(self, sender: str) -> dict[str, Any]:
        """Return Rasa's tracker of a conversation."""
        response = self._http.get(
            f"{self.settings.rasa_url}/conversations/{sender}/tracker",
            params={"token": self.settings.rasa_token, "include_events": "NONE"},
        )
        found: dict[str, Any] = response.raise_for_status().json()
        return found

    def slots(self, sender: str) -> dict[str, Any]:
        """Return the slots of a conversation as they stand now."""
        found: dict[str, Any] = self.tracker(sender)["slots"]
        return found

    def say(
        self, sender: str, text: str, metadata: Mapping[str, Any] | None = None
    ) -> list[Bubble]:
        """Send a message and return what the bot says to it, however late."""
        message_id = uuid.uuid4().hex
        self.post(sender, text, message_id, metadata)
        wait_for(lambda: not self.pending(sender))
        return self.answers_to(sender, message_id)

    # -- behind the interface -------------------------------------------------------------------

    def answers_to(self, sender: str, message_id: str, kind: str = "message") -> list[Bubble]:
        """Return the bot's rows for a message, with the keys of their wordings."""
        asked = messages.alias()
        query = (
            sa.select(messages.c.seq, messages.c.text, messages.c.payload)
            .join(asked, asked.c.id == messages.c.reply_to)
            .where(asked.c.conversation_id == sender, asked.c.message_id == message_id)
            .where(messages.c.kind == kind)
            .order_by(messages.c.seq)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Bubble(row.seq, row.text, (row.payload or {}).get("key")) for row in rows]

    def pending(self, *senders: str) -> int:
        """Return how many messages of these customers wait for their answer."""
        query = (
            sa.select(sa.func.count())
            .select_from(messages)
            .where(messages.c.conversation_id.in_(senders))
            .where(messages.c.state.in_(["received", "processing"]))
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def count(self, table: sa.Table, *senders: str) -> int:
        """Return how many rows of a table belong to these conversations."""
        query = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.conversation_id.in_(senders))
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def forget(self, sender: str) -> int:
        """Delete a conversation's tracker behind Rasa's back; return how many events it had."""
        url = sa.make_url(self.tracker_url)
        on_sqlite = url.get_backend_name() == "sqlite"
        engine = sa.create_engine(url if on_sqlite else url.set(drivername="postgresql+psycopg"))
        table = sa.table("events", sa.column("sender_id"), schema=None if on_sqlite else "rasa")
        try:
            with engine.begin() as connection:
                done = connection.execute(sa.delete(table).where(table.c.sender_id == sender))
                return done.rowcount
        finally:
            engine.dispose()


def free_ports(count: int) -> list[int]:
    """Return so many loopback ports that nobody listens on."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def wait_for(what: Callable[[], Any], patience: float = 60.0, every: float = 0.05) -> Any:
    """Return the first true value of `what`; fail when none comes in time."""
    deadline = time.monotonic() + patience
    while not (value := what()):
        assert time.monotonic() < deadline, f"it did not happen within {patience:g} s"
        time.sleep(every)
    return value


@contextlib.contextmanager
def running_stack(folder: Path, database_url: str | None = None) -> Iterator[Stack]:
    """Run the stack with the model of today's data, and stop it at the end."""
    with Stack(folder, model_for_today(), database_url) as stack:
        yield stack
