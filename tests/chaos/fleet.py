"""The processes of one sitting, the gates between them, and what lived when."""

import asyncio
import contextlib
import os
import socket
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from aiohttp import web

from casework.notify.couriers import DELIVERY
from casework.storage.engine import READ_ONLY, open_engine
from casework.storage.tables import messages
from desk.cli.environment import PROJECT_PYTHON, ROOT
from desk.cli.service import PROBE_SECONDS as LOOK_SECONDS
from desk.cli.service import Service, answers
from tests.chaos.cluster import Cluster
from tests.chaos.gates import Gate
from tests.chaos.pairs import NGINX, REDIS, nginx_service, redis_service
from tests.stack import ACTIONS, DESK, RASA, Stack

WORKER: Final = "worker"
DATABASE: Final = "database"
SECOND_DESK: Final = "desk 2"
SECOND_RASA: Final = "rasa 2"
#: Below the ports that the system gives to outgoing connections: one of those would sit on the
#: port of a process that is dead for a moment.
FIRST_PORT: Final = int(os.environ.get("JIEYOU_CHAOS_PORT", "16300"))
WEBHOOK: Final = "office"
START_SECONDS: Final = 400.0
#: A part answers before it is seen to: one look at it may take this long.
SLACK: Final = LOOK_SECONDS + 0.5


@dataclass
class Diary:
    """What went down and came up when, on the monotonic clock."""

    #: For each part the stretches in which it was down or disturbed; an open one has no end.
    stretches: dict[str, list[list[float | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @contextmanager
    def down(self, part: str) -> Iterator[None]:
        """Note that a part is down while inside."""
        stretch: list[float | None] = [time.monotonic(), None]
        self.stretches[part].append(stretch)
        yield
        stretch[1] = time.monotonic()

    def disturbed(self, part: str, seconds: float) -> None:
        """Note that a part is out of reach for so long."""
        now = time.monotonic()
        self.stretches[part].append([now, now + seconds])

    def was_down(self, part: str, start: float, end: float) -> bool:
        """Tell whether a part was down through all of an interval."""
        return any(
            first is not None and first <= start and (last is None or last - SLACK >= end)
            for first, last in self.stretches[part]
        )

    def was_whole(self, part: str, start: float, end: float) -> bool:
        """Tell whether nothing befell a part in an interval."""
        return all(
            first is not None and (first > end or (last is not None and last < start))
            for first, last in self.stretches[part]
        )


class Sink:
    """Takes the notices that the outbox posts, and counts each by its number."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: dict[str, int] = defaultdict(int)

    async def take(self, request: web.Request) -> web.Response:
        """Note one delivery."""
        await request.read()
        self.taken[request.headers[DELIVERY]] += 1
        return web.Response(status=204)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Listen while inside."""
        application = web.Application()
        application.router.add_post("/", self.take)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port).start()
        try:
            yield
        finally:
            await runner.cleanup()


class Fleet(Stack):
    """The stack with a worker, gates on every way, and notices that go out as webhooks."""

    def __init__(
        self,
        folder: Path,
        model: Path,
        database_url: str | None = None,
        cluster: Cluster | None = None,
        *,
        twice: bool = False,
    ) -> None:
        """Prepare the processes.

        Args:
            folder: what becomes their `var`.
            model: the trained model.
            database_url: another database than a SQLite file.
            cluster: the server behind the URL, where it may be killed.
            twice: whether two gateways and two Rasas stand behind nginx, with Redis between them.
        """
        ports = quiet_ports(12)
        rasa, actions, desk, to_desk, to_rasa, to_actions, sink, *others = ports
        folder.mkdir(parents=True, exist_ok=True)
        policy = folder / "policy.yml"
        text = (ROOT / "policy.yml").read_text(encoding="utf-8")
        policy.write_text(
            text.replace("addresses: [console]", f"addresses: [webhook:{WEBHOOK}]"),
            encoding="utf-8",
        )
        more = {
            "JIEYOU_POLICY": str(policy),
            "JIEYOU_WEBHOOKS": f"{WEBHOOK}=http://127.0.0.1:{sink}/",
            "JIEYOU_WEBHOOK_SECRET": "a secret of the tests",
            "JIEYOU_ALLOWED_ORIGINS": f"http://127.0.0.1:{to_desk}",
            **({"JIEYOU_REDIS_URL": f"redis://127.0.0.1:{others[0]}/3"} if twice else {}),
        }
        super().__init__(folder, model, database_url, ports=(rasa, actions, desk), more=more)
        self.diary = Diary()
        self.sink = Sink(sink)
        self.cluster = cluster
        self.gates = {
            DESK: Gate(to_desk, desk),
            RASA: Gate(to_rasa, rasa),
            ACTIONS: Gate(to_actions, actions),
        }
        self.front = f"http://127.0.0.1:{to_desk}"
        self._lead_through_gates()
        #: The processes that do the work of each part; it is down when all of them are.
        self.behind = {DATABASE: [DATABASE], RASA: [RASA], ACTIONS: [ACTIONS]}
        if twice:
            self._double(others)
        self.observer = _observer(self.settings.database_url)
        self.trackers = _observer(self.tracker_url)
        self._locks = {name: asyncio.Lock() for name in (*self.services, DATABASE)}

    def _lead_through_gates(self) -> None:
        """Let each process find the next one behind its gate."""
        actions = {"JIEYOU_ACTIONS_PORT": str(self.gates[ACTIONS].port)}
        rasa = {"JIEYOU_RASA_PORT": str(self.gates[RASA].port)}
        desk = self.services[DESK]
        plain = dict(desk.env or {})
        self.services[DESK] = replace(desk, env={**plain, **actions, **rasa})
        assistant = self.services[RASA]
        self.services[RASA] = replace(assistant, env={**(assistant.env or {}), **actions})
        self.services[WORKER] = Service(
            name=WORKER,
            command=[str(ROOT / PROJECT_PYTHON), "-m", "desk.cli.main", "worker"],
            env=plain,
            cwd=ROOT,
        )

    def _double(self, ports: Sequence[int]) -> None:
        """Put a second gateway and a second Rasa beside the first, and nginx before both pairs."""
        redis, desk, rasa, desks, rasas = ports
        first, assistant = self.services[DESK], self.services[RASA]
        self.services[SECOND_DESK] = replace(
            first,
            name=SECOND_DESK,
            env={**(first.env or {}), "JIEYOU_DESK_PORT": str(desk)},
            ready=answers(f"http://127.0.0.1:{desk}/healthz"),
        )
        token = self.settings.rasa_token
        self.services[SECOND_RASA] = replace(
            assistant,
            name=SECOND_RASA,
            env={**(assistant.env or {}), "JIEYOU_RASA_PORT": str(rasa)},
            ready=answers(f"http://127.0.0.1:{rasa}/status?token={token}"),
        )
        pairs = {desks: (self.settings.desk_port, desk), rasas: (self.settings.rasa_port, rasa)}
        self.services = {
            REDIS: redis_service(redis),
            **self.services,
            NGINX: nginx_service(self.folder, pairs),
        }
        self.gates[DESK].lead_to(desks)
        self.gates[RASA].lead_to(rasas)
        self.behind[RASA].append(SECOND_RASA)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Fleet"]:
        """Run everything while inside."""
        async with contextlib.AsyncExitStack() as stack:
            for gate in self.gates.values():
                await gate.open()
                stack.push_async_callback(gate.close)
            await stack.enter_async_context(self.sink.open())
            stack.callback(self.observer.dispose)
            stack.callback(self.trackers.dispose)
            await asyncio.to_thread(self.__enter__)
            stack.callback(self.close)
            yield self

    def _await(self, name: str) -> None:
        """Wait until a service is ready; one that ends is started again, as `make run` does.

        A service may start while its database is dead, or while the machine has little time for it.
        """
        deadline = time.monotonic() + START_SECONDS
        while not self.services[name].ready():
            if self._processes[name].poll() is not None:
                self._janitor.release(self._processes[name].pid)
                time.sleep(0.5)
                self._processes[name] = self._spawn(self.services[name])
            assert time.monotonic() < deadline, f"{name} does not start:\n{self.log(name)}"
            time.sleep(0.05)

    async def die(self, name: str, dead_for: float) -> None:
        """Kill a process, leave it dead for a while, start it and wait until it is ready."""
        async with self._locks[name]:
            with self.diary.down(name):
                await asyncio.to_thread(self.kill, name)
                await asyncio.sleep(dead_for)
                await asyncio.to_thread(self.start, name)

    async def lose_database(self, dead_for: float) -> None:
        """Kill the database's server, and let it recover after a while."""
        assert self.cluster is not None
        async with self._locks[DATABASE]:
            with self.diary.down(DATABASE):
                await asyncio.to_thread(self.cluster.kill)
                await asyncio.sleep(dead_for)
                await asyncio.to_thread(self.cluster.start)

    async def whole_again(self) -> None:
        """Wait until whatever is being killed is back."""
        for lock in self._locks.values():
            async with lock:
                pass
        await asyncio.to_thread(self.ensure_up)

    def terminate_connections(self, share: float) -> int:
        """Let PostgreSQL end a share of the product's connections; return how many they were."""
        query = sa.text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND application_name <> 'chaos' AND random() < :share"
        )
        self.diary.disturbed(DATABASE, 0.5)
        with self.observer.connect() as connection:
            return int(connection.execute(query, {"share": share}).scalar_one())

    def last_keys(self, conversation_id: str) -> list[str]:
        """Return the keys of the bot's last wordings in a conversation, the latest first."""
        query = (
            sa.select(messages.c.payload)
            .where(
                messages.c.conversation_id == conversation_id,
                messages.c.sender == "bot",
                messages.c.kind == "message",
            )
            .order_by(messages.c.seq.desc())
            .limit(4)
        )
        for _ in range(100):
            try:
                return [(row.payload or {}).get("key") or "" for row in self.read(query)]
            except sa.exc.OperationalError:
                # The database is dead for a moment.
                time.sleep(0.3)
        raise AssertionError("the database does not come back")

    def read(self, query: sa.Select[Any]) -> list[Any]:
        """Read from the database as nobody of the product does."""
        with self.observer.connect() as connection:
            return list(connection.execute(query).all())


def _observer(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return open_engine(url).execution_options(**{READ_ONLY: True})
    parsed = parsed.set(drivername="postgresql+psycopg").update_query_dict(
        {"application_name": "chaos"}
    )
    return sa.create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def quiet_ports(count: int) -> list[int]:
    """Return so many ports that nobody listens on and that the system gives to nobody."""
    found: list[int] = []
    for port in range(FIRST_PORT, FIRST_PORT + 2000):
        with socket.socket() as each:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                each.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("no ports are free")
