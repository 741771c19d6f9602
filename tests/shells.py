"""A desk that answers from a list, over the shipped in-memory store, and a screen that keeps."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from rich.text import Text

from casework.calendars import WeekCalendar
from casework.drafting import CaseDrafter
from casework.model import Case, Channel, Record, Reply
from casework.policy_yaml import load_policy
from casework.settings import ROOT, Settings
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.cli.shell.clock import MovableClock
from desk.cli.shell.line import Line
from desk.cli.shell.session import Session
from tests.doubles import MONDAY, CountingIds, FixedClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECRETS = {f"JIEYOU_{name}": "secret" for name in ("RASA_TOKEN", "ACTIONS_TOKEN", "API_TOKEN")}


@dataclass(frozen=True)
class Canned:
    """What the desk makes of one message."""

    replies: Sequence[tuple[str, str]]
    slots: Mapping[str, Any] = field(default_factory=dict)
    buttons: Sequence[str] = ()
    notice: str | None = None


class CannedDesk:
    """Stands for the desk and for Rasa behind a `Line`; each text has its answer."""

    def __init__(self, answers: Mapping[str, Canned]) -> None:
        self.storage = MemoryUnitOfWorkFactory()
        self.posted: list[dict[str, Any]] = []
        self.weighed: list[dict[str, Any]] = []
        self.refusals: list[httpx.Response | Exception] = []
        self._answers = answers
        self._slots: dict[str, Any] = {}
        self._events: list[dict[str, Any]] = []
        self._late: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if request.url.path.endswith("/tracker"):
            return httpx.Response(200, json={"slots": self._slots, "events": self._events})
        if request.url.path.endswith("/explain"):
            return httpx.Response(200, json={"weighed": self.weighed})
        if self.refusals:
            refusal = self.refusals.pop(0)
            if isinstance(refusal, Exception):
                raise refusal
            return refusal
        self._take(json.loads(request.content))
        return httpx.Response(200, json=[])

    def answer_late(self, _seconds: float = 0) -> None:
        """Give the answers that are owed."""
        while self._late:
            self._late.pop(0)()

    def _take(self, body: dict[str, Any]) -> None:
        self.posted.append(body)
        canned = self._answers[body["message"]]
        with self.storage() as uow:
            uow.conversations.ensure(body["sender"], Channel.SHELL, MONDAY)
            inbound = uow.messages.append_inbound(
                body["sender"],
                body["message"],
                message_id=body["message_id"],
                turn_id=body["message_id"],
                at=MONDAY,
            )
            if canned.notice:
                uow.messages.append_notice(inbound, canned.notice, MONDAY)
            uow.commit()
        payload = {"buttons": [{"title": title} for title in canned.buttons]}
        replies = [Reply(text, {"key": key, **payload}) for key, text in canned.replies]

        def answer() -> None:
            with self.storage() as uow:
                uow.messages.append_replies(inbound, replies, MONDAY)
                uow.commit()
            self._slots = {**self._slots, **canned.slots}
            metadata = {"message_id": body["message_id"], "received_at": MONDAY.isoformat()}
            self._events += [
                {"event": "user", "metadata": metadata, "parse_data": {"intent": {"name": "x"}}},
                {"event": "action", "name": "intake_form", "policy": "RulePolicy"},
            ]

        self._late.append(answer)
        if not canned.notice:
            self.answer_late()


class KeptLines:
    """A screen whose lines a test reads."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def show(self, lines: Iterable[Text]) -> None:
        """Keep the lines without their colours."""
        self.lines += [line.plain for line in lines]

    @property
    def text(self) -> str:
        """All that was shown."""
        return "\n".join(self.lines)


@dataclass
class Shell:
    """A session with everything round it."""

    session: Session
    screen: KeptLines
    desk: CannedDesk
    system: FixedClock

    def types(self, *lines: str) -> str:
        """Type the lines; return what is shown from then on."""
        self.screen.lines.clear()
        for line in lines:
            self.session.take(line)
        return self.screen.text


def shell_over(desk: CannedDesk) -> Shell:
    """Return a session that talks to the given desk."""
    system, screen = FixedClock(), KeptLines()
    settings = Settings.from_env(SECRETS, root=Path("/nowhere"))
    line = Line(
        settings,
        desk.storage,
        transport=httpx.MockTransport(desk),
        sleep=lambda _: None,
    )
    clock = MovableClock(desk.storage, system, sleep=lambda _: None)
    session = Session(
        line, clock, screen, SHANGHAI, new_id=CountingIds().new_id, sleep=desk.answer_late
    )
    return Shell(session, screen, desk, system)


def filed_case() -> Case:
    """Return a case that a shell's first conversation filed."""
    record = Record(
        complaint_text="电热毯不热了",
        language="zh",
        category=["product_quality"],
        demand=["refund"],
        product="电热毯",
        order_number="E-1",
        incident_date="2026-11-22",
        contact_phone="13912345678",
        channel=Channel.SHELL,
    )
    drafter = CaseDrafter(load_policy(ROOT / "policy.yml"), WeekCalendar(), SHANGHAI)
    return drafter.draft(
        record, case_no="JY20261123-K7Q4M2XP", at=MONDAY, conversation_id="shell-id-1"
    )
