"""Lets go, hour by hour, of what the policy says is kept no longer: rows, trackers and logs."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from casework.clock import ProductClock, SystemClock
from casework.old_logs import shorten_logs
from casework.policy_retention import RetentionPolicy
from casework.policy_yaml import load_policy
from casework.ports import Clock
from casework.services.retention import RetentionService
from casework.settings import Settings
from casework.storage.engine import open_engine
from casework.storage.erasure import SqlEraser
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.trackers import Trackers
from desk.cli.environment import tracker_url

log: Final = structlog.get_logger()


class Tidier:
    """Does one pass after the other; logs bear the machine's instants, all else the product's."""

    def __init__(
        self,
        retention: RetentionService,
        policy: RetentionPolicy,
        logs: Path,
        machine: Clock | None = None,
    ) -> None:
        self._retention = retention
        self._policy = policy
        self._logs = logs
        self._machine = machine or SystemClock()

    def work(self) -> bool:
        """Do one pass over the rows; true where there may be more to do at once."""
        gone = self._retention.work()
        if gone.any:
            log.info(
                "retention.done",
                conversations=gone.conversations,
                cases=gone.cases,
                notices=gone.notices,
            )
        return gone.any

    def shorten_logs(self) -> None:
        """Shorten the log files, which may take seconds and needs no database."""
        if not self._policy.logs_days:
            return
        before = self._machine.now() - timedelta(days=self._policy.logs_days)
        try:
            size = shorten_logs(self._logs, before)
        except OSError as error:
            # They are tried again with the next pass, and nothing else has to wait for them.
            log.warning("retention.logs_kept", error=type(error).__name__)
            return
        if size:
            log.info("retention.logs_shortened", size=size)


def tidier_of(environ: Mapping[str, str], settings: Settings) -> Tidier | None:
    """Return what carries the policy's retention out, None where it keeps everything."""
    policy = load_policy(settings.policy).retention
    if not policy.is_asked_for:
        return None
    engine = open_engine(settings.database_url)
    eraser = SqlEraser(engine, Trackers(tracker_url(environ, settings)))
    clock = ProductClock(SqlUnitOfWorkFactory(engine))
    return Tidier(RetentionService(eraser, policy, clock), policy, settings.var / "log")
