"""Customers whose messages must survive whatever dies: they complain, wait, and send again."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import httpx

from desk.cli.scripts import read_script
from tests.conversations.player import play
from tests.stack import Bubble, Stack, wait_for

#: So long a customer may wait for the first honest sentence.
PROMISED_SECONDS: Final = 10.0
PATIENCE: Final = 120.0

Value = TypeVar("Value")

SCRIPTS: Final = {
    "zh": """
        name: A customer in Chinese
        reply_language: zh
        turns:
          - says: 我11月20日收到的电饭煲，外壳是裂的，订单号{order}，花了329元，请给我退款。
          - until: confirm
        answers: {{contact_name: 周敏, contact: 13812345678, default_skip: 没有}}
    """,
    "en": """
        name: A customer in English
        reply_language: en
        turns:
          - says: >-
              The rice cooker that I received on November 20 has a cracked housing. My order is
              {order}, I paid $49 and I would like a refund.
          - until: confirm
        answers:
          contact_name: Mary Field
          contact: mary.field@example.com
          default_skip: none
    """,
}
YES: Final = {"zh": "对，就这样登记", "en": "Yes, please file it"}


@dataclass
class Customer:
    """One customer in a conversation of their own, and what came back to their last message."""

    stack: Stack
    language: str
    sender: str = field(default_factory=lambda: f"kill-{uuid.uuid4().hex[:10]}")
    message_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    #: The replies to the last POST; None where the connection broke.
    answer: list[dict[str, Any]] | None = None
    seconds: float = 0.0

    @property
    def order(self) -> str:
        """An order number that no other customer has."""
        return f"ORD-{int(self.sender[-10:], 16) % 10**8:08d}"

    def come_to_the_read_back(self) -> None:
        """Complain and answer what is asked, up to the question whether to file it."""
        text = SCRIPTS[self.language].format(order=self.order)
        played = play(read_script(text, f"{self.language}.yml"), self.stack, self.sender)
        assert played.faults == [], str(played)

    def confirm(self) -> None:
        """Say yes to the read-back; the same message again, if it was said before."""
        started = time.monotonic()
        try:
            self.answer = self.stack.post(self.sender, YES[self.language], self.message_id)
        except httpx.TransportError:
            self.answer = None
        self.seconds = time.monotonic() - started

    def was_told_honestly(self) -> None:
        """Assert that the last POST brought the case number, or a word that it comes later."""
        assert self.answer, f"{self.sender} got {self.answer}"
        assert self.seconds < PROMISED_SECONDS, f"{self.sender} waited {self.seconds:.1f} s"
        text = "\n".join(reply["text"] for reply in self.answer)
        notices = [bubble.text for bubble in self.notices()]
        if [reply["text"] for reply in self.answer] == notices:
            assert "JY" not in text
            assert _is(self.language, text), text
        else:
            assert any(case["case_no"] in text for case in self.stack.cases(self.sender)), text

    def notices(self) -> list[Bubble]:
        """Return the notices that the confirmation got."""
        return self.stack.answers_to(self.sender, self.message_id, "notice")

    def is_served(self) -> None:
        """Assert that everything was answered once, and one case filed, as it was told."""
        stack = self.stack
        assert stack.pending(self.sender) == 0
        cases = stack.cases(self.sender)
        assert [case["order_number"] for case in cases] == [self.order]
        case_no = cases[0]["case_no"]
        shown = stack.messages(self.sender)
        yes = [item for item in shown if item.get("message_id") == self.message_id]
        assert [item["text"] for item in yes] == [YES[self.language]]
        replies = [item for item in shown if item.get("reply_to") == yes[0]["seq"]]
        answers = [item["text"] for item in replies if item["kind"] == "message"]
        assert sum(case_no in text for text in answers) == 1, answers
        assert len(set(answers)) == len(answers)
        assert len(replies) - len(answers) <= 1, "more than one notice for one message"
        again = stack.post(self.sender, YES[self.language], self.message_id)
        assert [reply["text"] for reply in again] == answers
        assert len(stack.cases(self.sender)) == 1


class PatientLine:
    """A way to the desk that sends again what got no answer, under the same message id."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.longest = 0.0

    def say(self, sender: str, text: str, metadata: Mapping[str, Any]) -> Sequence[Bubble]:
        """Send a message until it is stored, and return what is answered in the end."""
        message_id = uuid.uuid4().hex

        def post() -> list[dict[str, Any]]:
            started = time.monotonic()
            replies = self._stack.post(sender, text, message_id, metadata)
            self.longest = max(self.longest, time.monotonic() - started)
            return replies

        assert patiently(post), "an empty answer"
        wait_for(lambda: not self._stack.pending(sender), PATIENCE)
        return self._stack.answers_to(sender, message_id)

    def slots(self, sender: str) -> Mapping[str, Any]:
        """Return the slots, as soon as Rasa tells them."""
        return patiently(lambda: self._stack.slots(sender))

    def cases(self, sender: str) -> Sequence[Mapping[str, Any]]:
        """Return the cases, as soon as the desk tells them."""
        return patiently(lambda: self._stack.cases(sender))


def patiently(what: Callable[[], Value]) -> Value:
    """Return what the function returns once the services that it needs are there."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return what()
        except (httpx.TransportError, httpx.HTTPStatusError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def customers(stack: Stack, count: int) -> list[Customer]:
    """Return so many customers, half of them in each language."""
    return [Customer(stack, ("zh", "en")[number % 2]) for number in range(count)]


def together(work: Sequence[Callable[[], Value]]) -> list[Value]:
    """Do everything at the same time and return the results; the first failure is raised."""
    with ThreadPoolExecutor(max_workers=len(work)) as pool:
        return [done.result() for done in [pool.submit(each) for each in work]]


@contextlib.contextmanager
def meanwhile(work: Sequence[Callable[[], Value]]) -> Iterator[list[Future[Value]]]:
    """Start everything, do what stands inside, then wait; the first failure is raised."""
    with ThreadPoolExecutor(max_workers=len(work)) as pool:
        started = threading.Barrier(len(work) + 1)

        def begin(each: Callable[[], Value]) -> Value:
            started.wait()
            return each()

        futures = [pool.submit(begin, each) for each in work]
        started.wait()
        yield futures
    for future in futures:
        future.result()


def wake(stack: Stack) -> None:
    """Let somebody else be answered: then the desk tries the waiting ones before their time."""
    stack.say(f"bystander-{uuid.uuid4().hex[:8]}", "hello")


def _is(language: str, text: str) -> bool:
    has_han = any("\u4e00" <= sign <= "\u9fff" for sign in text)
    return has_han == (language == "zh")
