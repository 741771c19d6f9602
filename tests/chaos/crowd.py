"""Customers and agents who go on whatever dies, and a ledger of all that they were promised."""

import asyncio
import contextlib
import random
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import httpx
import socketio

from desk.gateway.sessions import COOKIE
from tests.chaos.fleet import Fleet
from tests.chaos.stories import ANSWERS, CLOSED, FURTHER, HELLO, SKIP, STORIES, YES

#: A customer who hears nothing for so long after an acknowledgement asks again in other words.
PATIENCE: Final = 90.0
#: The first look for a late answer, and how much later each next one is, in seconds.
FIRST_LOOK: Final = 0.5
LATER: Final = 1.5
LAST_LOOK: Final = 5.0
#: So long customers think at the end, when nothing dies any more.
HURRIED: Final = (0.5, 8.0)
#: So long, in seconds, a client waits for the answer to a post.
LONGEST_POST: Final = 40.0
CASE_NO: Final = re.compile(r"JY\d{8}-[0-9A-Z]{8}")
#: More messages than an intake has; who needs so many goes round in circles.
MOST_MESSAGES: Final = 40


@dataclass
class Sent:
    """One message of a customer or an agent, and when what happened to it (monotonic seconds)."""

    message_id: str
    text: str
    tried_at: float
    acknowledged_at: float | None = None
    #: When a first word came back: a reply, a notice, or an agent's message.
    word_at: float | None = None
    answered_at: float | None = None
    attempts: int = 0
    seq: int | None = None


@dataclass
class Talk:
    """One conversation as its customer knows it."""

    language: str
    channel: str
    order: str
    conversation_id: str = ""
    sent: list[Sent] = field(default_factory=list)
    said_by_agents: list[Sent] = field(default_factory=list)
    case_no: str | None = None
    confirmed: bool = False
    #: How often the complaint was told from the start; each may become a case of its own.
    told: int = 0
    ended: bool = False
    faults: list[str] = field(default_factory=list)


class Moment:
    """How long customers think, and whether it is over: then each finishes what was begun."""

    def __init__(self, talks_at_once: int, turns_a_second: float) -> None:
        self._thinking = talks_at_once / turns_a_second
        self.over = asyncio.Event()

    async def think(self) -> None:
        """Wait as people do before they write."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(random.uniform(0.1, 1.9) * self._thinking):
                await self.over.wait()
        if self.over.is_set():
            await asyncio.sleep(random.uniform(*HURRIED))


class RestLine:
    """A client of the REST channel: it posts until that succeeds, and looks for late answers."""

    channel = "rest"

    def __init__(self, fleet: Fleet, http: httpx.AsyncClient) -> None:
        self._http = http
        self.rows: dict[int, dict[str, Any]] = {}
        self.conversation_id = f"chaos-{uuid.uuid4().hex[:12]}"

    async def open(self) -> None:
        """Do nothing: there is no session."""

    async def close(self) -> None:
        """Do nothing."""

    async def say(self, sent: Sent) -> None:
        """Send a message, under the same id each time, until it is acknowledged."""
        body = {
            "sender": self.conversation_id,
            "message": sent.text,
            "message_id": sent.message_id,
        }
        while True:
            sent.attempts += 1
            try:
                answer = await self._http.post("/webhooks/rest/webhook", json=body)
            except httpx.TransportError:
                await asyncio.sleep(random.uniform(0.2, 1.0))
                continue
            if answer.status_code == httpx.codes.OK:
                sent.acknowledged_at = time.monotonic()
                if answer.json():
                    sent.word_at = sent.acknowledged_at
                return
            if answer.status_code < 500:
                raise AssertionError(f"{answer.status_code} {answer.text}")
            await asyncio.sleep(random.uniform(0.3, 1.0))

    async def look(self) -> None:
        """Read what is new."""
        after = max(self.rows, default=0)
        path = f"/api/v1/conversations/{self.conversation_id}/messages"
        try:
            answer = await self._http.get(path, params={"after": after})
            items = answer.raise_for_status().json()["items"]
        except (httpx.TransportError, httpx.HTTPStatusError):
            return
        for item in items:
            self.rows[item["seq"]] = item


class WebLine:
    """A chat page: it reconnects by itself, asks for what it missed, and shows each row once."""

    channel = "web"

    def __init__(self, fleet: Fleet, http: httpx.AsyncClient) -> None:
        self._fleet = fleet
        self._cookie = ""
        self._session: aiohttp.ClientSession | None = None
        self._socket: socketio.AsyncClient | None = None
        self._confirmed = asyncio.Event()
        self.rows: dict[int, dict[str, Any]] = {}
        self.conversation_id = ""
        self.contradictions: list[str] = []

    async def open(self) -> None:
        """Get a session from the page and connect."""
        while not self._cookie:
            try:
                async with httpx.AsyncClient(base_url=self._fleet.front, trust_env=False) as page:
                    await page.get("/")
                    self._cookie = page.cookies.get(COOKIE) or ""
            except httpx.TransportError:
                await asyncio.sleep(random.uniform(0.2, 1.0))
        await self._reach()

    async def close(self) -> None:
        """Leave."""
        if self._socket is not None:
            with contextlib.suppress(Exception):
                await self._socket.eio.disconnect(abort=True)
        if self._session is not None:
            await self._session.close()

    async def say(self, sent: Sent) -> None:
        """Send a message, under the same id each time, until it is acknowledged."""
        body = {"message": sent.text, "message_id": sent.message_id}
        while True:
            sent.attempts += 1
            await self._reach()
            assert self._socket is not None
            try:
                told = await self._socket.call("user_uttered", body, timeout=6)
            except (socketio.exceptions.SocketIOError, ValueError):
                # No acknowledgement: the page does not know, so it connects and sends again.
                await self.close()
                continue
            if told and told.get("status") == "stored":
                sent.acknowledged_at = time.monotonic()
                sent.seq = told["seq"]
                return
            if told and told.get("error") not in ("storage", "too_many"):
                raise AssertionError(str(told))
            await asyncio.sleep(random.uniform(0.5, 1.5))

    async def typing(self) -> None:
        """Show that the customer types."""
        with contextlib.suppress(Exception):
            assert self._socket is not None
            await self._socket.emit("typing")

    async def look(self) -> None:
        """See to the connection; rows come by themselves."""
        await self._reach()

    async def _reach(self) -> None:
        while self._socket is None or not self._socket.connected or not self._confirmed.is_set():
            await self.close()
            self._confirmed.clear()
            self._session = aiohttp.ClientSession()
            self._socket = socketio.AsyncClient(reconnection=False, http_session=self._session)
            self._socket.on("session_confirm", self._note_session)
            self._socket.on("bot_uttered", self._note_row)
            headers = {
                "Origin": self._fleet.settings.allowed_origins[0],
                "Cookie": f"{COOKIE}={self._cookie}",
            }
            try:
                async with asyncio.timeout(10):
                    await self._socket.connect(
                        self._fleet.front, headers=headers, transports=["websocket"]
                    )
                    # A row may have been missed while the connection was away: all is read again.
                    await self._socket.emit("session_request", {"after": 0})
                    await self._confirmed.wait()
            except (socketio.exceptions.SocketIOError, TimeoutError, OSError, aiohttp.ClientError):
                await asyncio.sleep(random.uniform(0.3, 1.2))

    async def _note_session(self, data: dict[str, Any]) -> None:
        if self.conversation_id and data["session_id"] != self.conversation_id:
            self.contradictions.append("the session led to another conversation")
        self.conversation_id = data["session_id"]
        for row in data["history"]:
            await self._note_row(row)
        self._confirmed.set()

    async def _note_row(self, row: dict[str, Any]) -> None:
        known = self.rows.setdefault(row["seq"], row)
        if known["text"] != row["text"]:
            self.contradictions.append(f"row {row['seq']} came with two texts")


Line = RestLine | WebLine


class Customer:
    """Complains, answers what is asked, says yes to the record, and thanks."""

    def __init__(self, fleet: Fleet, http: httpx.AsyncClient, number: int, moment: Moment) -> None:
        language = ("zh", "en")[number % 2]
        self.line: Line = (RestLine, WebLine)[number // 2 % 2](fleet, http)
        self.talk = Talk(language, self.line.channel, f"ORD-{random.randrange(10**8):08d}")
        self._story = random.choice(STORIES[language]).format(order=self.talk.order)
        self._fleet = fleet
        self._moment = moment

    async def converse(self) -> Talk:
        """Live through the conversation until the case is filed."""
        talk = self.talk
        try:
            await self.line.open()
            talk.conversation_id = self.line.conversation_id
            await self._begin()
            while len(talk.sent) < MOST_MESSAGES:
                await self._moment.think()
                if talk.case_no is not None:
                    await self._say(CLOSED[self.talk.language])
                    talk.ended = True
                    break
                await self._answer()
        except AssertionError as error:
            talk.faults.append(str(error))
        finally:
            await self.line.close()
        if isinstance(self.line, WebLine):
            talk.faults += self.line.contradictions
        return talk

    async def _begin(self) -> None:
        if isinstance(self.line, WebLine) and random.random() < 0.3:
            # One thought in two messages, typed in one go.
            await self.line.typing()
            first = self._note(HELLO[self.talk.language])
            await self.line.say(first)
            await self.line.typing()
        await self._tell()

    async def _tell(self) -> None:
        self.talk.told += 1
        await self._say(self._story)

    async def _answer(self) -> None:
        language = self.talk.language
        slot = await self._open_question()
        if slot is None:
            await self._tell()
        elif slot == "confirm":
            await self._say(YES[language], confirms=True)
        else:
            text = ANSWERS[language].get(slot) or SKIP[language]
            await self._say(text.format(order=self.talk.order))

    async def _open_question(self) -> str | None:
        """Look behind: which slot the bot asked for last."""
        keys = await asyncio.to_thread(self._fleet.last_keys, self.talk.conversation_id)
        for key in keys:
            if key.startswith("utter_request_"):
                return key.removeprefix("utter_request_")
            if key.startswith("utter_read_back"):
                return "confirm"
        return None

    def _note(self, text: str) -> Sent:
        sent = Sent(uuid.uuid4().hex, text, time.monotonic())
        self.talk.sent.append(sent)
        return sent

    async def _say(self, text: str, *, confirms: bool = False) -> None:
        sent = self._note(text)
        await self.line.say(sent)
        self.talk.confirmed |= confirms
        wait = FIRST_LOOK
        while time.monotonic() - (sent.acknowledged_at or 0) < PATIENCE:
            await self.line.look()
            if self._heard(sent):
                return
            await asyncio.sleep(wait)
            wait = min(wait * LATER, LAST_LOOK)

    def _heard(self, sent: Sent) -> bool:
        """Take down what came back to a message; tell whether the customer may go on."""
        rows = self.line.rows
        if sent.seq is None:
            mine = [seq for seq, row in rows.items() if row.get("message_id") == sent.message_id]
            sent.seq = mine[0] if mine else None
        if sent.seq is None:
            return False
        later = [row for seq, row in sorted(rows.items()) if seq > sent.seq]
        words = [row for row in later if row["from"] != "customer"]
        now = time.monotonic()
        if words and sent.word_at is None:
            sent.word_at = now
        for row in words:
            if row["kind"] == "message" and not _is_update(row):
                self.talk.case_no = self.talk.case_no or _case_no(row)
                if sent.answered_at is None and row.get("reply_to") in (sent.seq, None):
                    sent.answered_at = now
        return sent.answered_at is not None


def _case_no(row: dict[str, Any]) -> str | None:
    """Return the number of a case that a person can read in what the bot says."""
    found = CASE_NO.search(row["text"]) if row["from"] == "bot" else None
    return found[0] if found else None


def _is_update(row: dict[str, Any]) -> bool:
    """Tell whether a row is a notice about a case, which answers nothing."""
    return bool((row.get("custom") or {}).get("type") == "case_update")


class Agent:
    """Somebody at the desk who takes conversations, says something and gives them back."""

    def __init__(
        self, fleet: Fleet, username: str, password: str, talks: Callable[[], list[Talk]]
    ) -> None:
        self._fleet = fleet
        self._username = username
        self._password = password
        self._talks = talks
        self._http = httpx.AsyncClient(base_url=fleet.front, trust_env=False, timeout=15)
        self._origin = fleet.settings.allowed_origins[0]
        self._csrf = ""
        self.takeovers = 0

    async def work(self, moment: Moment) -> None:
        """Take one conversation after the other until all is over."""
        async with self._http:
            while not moment.over.is_set():
                await asyncio.sleep(random.uniform(1.0, 6.0))
                live = [
                    talk
                    for talk in self._talks()
                    if talk.conversation_id and not talk.ended and talk.sent
                ]
                if live:
                    await self._serve(random.choice(live))

    async def _serve(self, talk: Talk) -> None:
        path = f"/conversations/{talk.conversation_id}"
        if await self._post(f"{path}/take") is None:
            return
        self.takeovers += 1
        async with self._watching(talk.conversation_id):
            for _ in range(random.choice([1, 1, 2])):
                await asyncio.sleep(random.uniform(0.2, 3.0))
                text = random.choice(FURTHER[talk.language])
                sent = Sent(uuid.uuid4().hex, text, time.monotonic())
                said = await self._post(
                    f"{path}/messages", sent, text=text, message_id=sent.message_id
                )
                if said is not None:
                    sent.acknowledged_at = time.monotonic()
                    sent.seq = said["seq"]
                    talk.said_by_agents.append(sent)
            await asyncio.sleep(random.uniform(0.2, 4.0))
            await self._post(f"{path}/give-back")

    @contextlib.asynccontextmanager
    async def _watching(self, conversation_id: str) -> Any:
        """Keep the desk's socket open meanwhile, where it can be had, and renew the lease."""
        session = aiohttp.ClientSession()
        socket = socketio.AsyncClient(reconnection=False, http_session=session)
        try:
            with contextlib.suppress(Exception):
                cookies = "; ".join(f"{key}={value}" for key, value in self._http.cookies.items())
                async with asyncio.timeout(5):
                    await socket.connect(
                        self._fleet.front,
                        headers={"Origin": self._origin, "Cookie": cookies},
                        transports=["websocket"],
                        namespaces=["/desk"],
                    )
                    watched = {"conversation_id": conversation_id}
                    await socket.call("watch", watched, namespace="/desk", timeout=3)
                    await socket.call("renew", namespace="/desk", timeout=3)
            yield
        finally:
            with contextlib.suppress(Exception):
                await socket.eio.disconnect(abort=True)
            await session.close()

    async def _post(
        self, path: str, sent: Sent | None = None, **body: Any
    ) -> dict[str, Any] | None:
        """Do something; None where the desk says that it cannot be done now."""
        while True:
            if sent is not None:
                sent.attempts += 1
            try:
                answer = await self._http.post(
                    f"/api/v1/desk{path}",
                    json=body,
                    headers={"Origin": self._origin, "X-Jieyou-Csrf": self._csrf},
                )
                if answer.status_code in (401, 403):
                    await self._log_in()
                    continue
            except httpx.TransportError:
                await asyncio.sleep(random.uniform(0.2, 1.0))
                continue
            if answer.is_success:
                content: dict[str, Any] = answer.json() if answer.content else {}
                return content
            if answer.status_code < 500:
                return None
            await asyncio.sleep(random.uniform(0.3, 1.0))

    async def _log_in(self) -> None:
        form = {"username": self._username, "password": self._password}
        self._http.cookies.clear()
        answer = await self._http.post("/desk/login", data=form, headers={"Origin": self._origin})
        if answer.status_code != httpx.codes.SEE_OTHER:
            await asyncio.sleep(1.0)
            return
        page = (await self._http.get("/desk/password")).text
        if 'name="csrf" value="' in page:
            self._csrf = page.split('name="csrf" value="')[1].split('"')[0]
