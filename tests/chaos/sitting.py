"""One sitting: a fresh database, a crowd, a reaper, and the verdict when all is quiet again."""

import asyncio
import contextlib
import random
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
import sqlalchemy as sa

from casework.storage.tables import is_pending, messages
from casework.storage.tables_work import is_outgoing, outbox
from desk.cli.accounts import first_password
from desk.cli.run import prepare_database
from tests.chaos.cluster import Cluster, binaries, dumped
from tests.chaos.crowd import LONGEST_POST, Agent, Customer, Moment, Talk
from tests.chaos.fleet import Fleet, quiet_ports
from tests.chaos.readiness import Readiness
from tests.chaos.reaper import Reaper, jump
from tests.chaos.verdict import clocks_due, faults_of, judge
from tests.databases import fresh_postgres
from tests.integration.test_takeover import PASSWORD
from tests.integration.test_takeover import Agent as Browser
from tests.stack import model_for_today

SQLITE, POSTGRES, PAIRS = "sqlite", "postgres", "postgres, two of each"
AGENTS: Final = 3
LAST_JUMP: Final = timedelta(hours=30)
SETTLE_SECONDS: Final = 600.0
#: So long nothing may wait in the rows before it is all over.
QUIET_SECONDS: Final = 3.0


@dataclass
class Record:
    """What one sitting brought; the report is written from these."""

    database: str
    at: str
    seconds: float
    kills: dict[str, int]
    troubles: dict[str, int]
    #: Seconds since the start, and what was hit.
    blows: list[tuple[float, str]]
    counts: dict[str, int]
    faults: list[str]
    readiness: dict[str, int]
    takeovers: int
    settled_in: float
    #: Seconds from the first attempt to the acknowledgement, to a first word and to the answer.
    acknowledged: list[float] = field(default_factory=list)
    word: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    #: The longest wait for an answer of each customer.
    longest: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


@contextmanager
def database_for(kind: str) -> Iterator[tuple[str | None, Cluster | None]]:
    """Yield a database's URL, and its server where that is our own and may be killed."""
    if kind == SQLITE:
        yield None, None
    elif binaries() is not None:
        with tempfile.TemporaryDirectory(prefix="jieyou-chaos-", dir="/tmp") as folder:
            # Root runs the server as somebody else, who has to come to its data.
            Path(folder).chmod(0o711)
            with Cluster(Path(folder) / "postgres", quiet_ports(40)[-1]) as cluster:
                yield cluster.url, cluster
    else:
        with fresh_postgres() as url:
            yield url, None


async def sit(
    kind: str,
    folder: Path,
    *,
    kills: int,
    at_once: int,
    turns_a_second: float = 4.0,
    most: dict[str, int] | None = None,
) -> Record:
    """Let so many conversations run at once until so many kills are done, and judge the rows."""
    with database_for(kind) as (url, cluster):
        fleet = Fleet(folder, model_for_today(), url, cluster, twice=kind == PAIRS)
        async with fleet.running():
            record = await _sit(fleet, kind, kills, at_once, turns_a_second, most)
            if record.faults and url is not None:
                dumped(url, folder / "database.sql")
            return record


async def _sit(
    fleet: Fleet,
    kind: str,
    kills: int,
    at_once: int,
    turns_a_second: float,
    most: dict[str, int] | None,
) -> Record:
    started = time.monotonic()
    moment = Moment(at_once, turns_a_second)
    reaper = Reaper(fleet, kills, most)
    readiness = Readiness(fleet)
    talks: list[Talk] = []
    agents = await asyncio.to_thread(_employ, fleet, lambda: talks)
    async with _client(fleet) as http:

        async def one_after_the_other(first: int) -> None:
            """Keep one place of the crowd filled."""
            number = first
            await asyncio.sleep(random.uniform(0, at_once / turns_a_second))
            while not moment.over.is_set():
                customer = Customer(fleet, http, number, moment)
                talks.append(customer.talk)
                await customer.converse()
                number += at_once + (0 if at_once % 4 else 1)

        watching = asyncio.create_task(readiness.watch())
        crowd = [asyncio.create_task(one_after_the_other(place)) for place in range(at_once)]
        desk = [asyncio.create_task(agent.work(moment)) for agent in agents]
        try:
            await reaper.rage()
            quiet_from = time.monotonic()
            moment.over.set()
            await asyncio.gather(*crowd, *desk)
            # Clocks of the cases fall due, with the desk and the worker both at hand.
            await asyncio.to_thread(jump, fleet.settings.database_url, LAST_JUMP)
            await asyncio.to_thread(settle, fleet)
            settled_in = time.monotonic() - quiet_from
        finally:
            for task in (*crowd, *desk, watching):
                task.cancel()
    verdict = await asyncio.to_thread(judge, fleet, talks)
    told = readiness.judged()
    for lie in readiness.wrong:
        verdict.found("readiness", lie)
    return Record(
        database=kind,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - started, 1),
        kills=dict(reaper.kills),
        troubles=dict(reaper.troubles),
        blows=[(round(blow.at - started, 2), blow.victim) for blow in reaper.blows],
        counts=dict(verdict.counts),
        faults=list(faults_of(verdict)),
        readiness=told,
        takeovers=sum(agent.takeovers for agent in agents),
        settled_in=round(settled_in, 1),
        **_waits(talks),
    )


@asynccontextmanager
async def _client(fleet: Fleet) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=fleet.front,
        headers={"Authorization": f"Bearer {fleet.settings.api_token}"},
        timeout=LONGEST_POST,
        trust_env=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=40),
    ) as client:
        yield client


def _employ(fleet: Fleet, talks: Any) -> list[Agent]:
    """Let the administrator employ agents, who choose their passwords."""
    prepare_database(fleet.settings)
    password = first_password(fleet.settings)
    assert password is not None
    admin = Browser(fleet)
    admin.log_in("admin", password)
    agents = []
    for _ in range(AGENTS):
        name = f"agent-{uuid.uuid4().hex[:8]}"
        made = admin.post("/accounts", username=name, display_name="Ann", role="agent")
        browser = Browser(fleet)
        browser.log_in(name, made["password"])
        browser.http.close()
        agents.append(Agent(fleet, name, PASSWORD, talks))
    admin.http.close()
    return agents


def settle(fleet: Fleet) -> None:
    """Wait until nothing waits in the rows any more, neither a message nor a notice."""
    deadline = time.monotonic() + SETTLE_SECONDS
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_SECONDS:
        # A database that cannot be read may hold anything.
        waiting = 1
        with contextlib.suppress(sa.exc.OperationalError):
            waiting = clocks_due(fleet) + sum(
                fleet.read(sa.select(sa.func.count()).select_from(table).where(condition))[0][0]
                for table, condition in ((messages, is_pending), (outbox, is_outgoing))
            )
        if waiting:
            quiet_since = time.monotonic()
        if time.monotonic() > deadline:
            # The verdict names what still waits.
            return
        time.sleep(0.3)


def _waits(talks: list[Talk]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"acknowledged": [], "word": [], "answered": [], "longest": []}
    for talk in talks:
        own = []
        for sent in talk.sent:
            for name, at in (
                ("acknowledged", sent.acknowledged_at),
                ("word", sent.word_at),
                ("answered", sent.answered_at),
            ):
                if at is not None:
                    found[name].append(round(at - sent.tried_at, 2))
            if sent.answered_at is not None:
                own.append(round(sent.answered_at - sent.tried_at, 2))
        if own:
            found["longest"].append(max(own))
    return found
