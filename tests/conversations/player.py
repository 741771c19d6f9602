"""Plays conversation scripts against the desk and notes everything that is not as expected."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.language.detect import detect_language
from desk.cli.scripts import CONFIRM, Answers, Say, Script
from desk.gateway.notices import is_written_in_traditional
from tests.conversations.matching import differences

#: More questions than an intake has; a conversation that needs so many goes round in circles.
MOST_ANSWERS: Final = 25
#: The same question for the fourth time is a circle, too.
MOST_OFTEN: Final = 3
#: So much of a question's end shows that it was asked in these words before, behind another lead.
SAME_END: Final = {"zh": 12, "en": 40}
#: Neither a place left open in a wording nor a wording's key may reach a customer.
UNFINISHED: Final = re.compile(r"\{\w+\}|\butter_\w+")


class Written(Protocol):
    """One bubble of the desk."""

    @property
    def text(self) -> str:
        """What the customer reads."""

    @property
    def key(self) -> str | None:
        """The key of its wording."""


class Line(Protocol):
    """A customer's way to the desk, and what can be seen of it from behind."""

    def say(self, sender: str, text: str, metadata: Mapping[str, Any]) -> Sequence[Written]:
        """Send a message and return what is answered to it in the end."""

    def slots(self, sender: str) -> Mapping[str, Any]:
        """Return the slots as they stand now."""

    def cases(self, sender: str) -> Sequence[Mapping[str, Any]]:
        """Return the cases filed so far, the oldest first."""


@dataclass
class Played:
    """How a script went."""

    transcript: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "\n".join(["", *self.faults, "", *self.transcript])


def play(script: Script, line: Line, sender: str) -> Played:
    """Play a script as one customer."""
    return _Player(script, line, sender).play()


class _Player:
    def __init__(self, script: Script, line: Line, sender: str) -> None:
        self._script = script
        self._line = line
        self._sender = sender
        self._played = Played()
        self._said = 0
        self._heard: set[str] = set()
        self._filed = len(line.cases(sender))

    def play(self) -> Played:
        for step in self._script.steps:
            if isinstance(step, Say):
                self._say(step)
            else:
                self._answer(step)
        self._compare_cases()
        return self._played

    def _say(self, step: Say) -> None:
        replies = self._send(step.says, step.reply_language)
        keys = [reply.key for reply in replies]
        text = "\n".join(reply.text for reply in replies)
        for key in step.replies:
            if key not in keys:
                self._fault(f"{key} is not among the replies {keys}")
        for key in step.not_replies:
            if key in keys:
                self._fault(f"{key} is among the replies {keys}")
        for words in step.text_contains:
            if words not in text:
                self._fault(f"the reply does not contain {words!r}")
        for words in step.text_lacks:
            if words in text:
                self._fault(f"the reply contains {words!r}")
        if not step.asks and not step.slots:
            return
        slots = self._line.slots(self._sender)
        asked = slots.get("requested_slot")
        if step.asks and asked not in step.asks:
            self._fault(f"asks for {asked}, expected {' or '.join(map(str, step.asks))}")
        for fault in differences(step.slots, slots):
            self._fault(f"slot {fault}")

    def _answer(self, step: Answers) -> None:
        asked: Counter[str] = Counter()
        for _ in range(MOST_ANSWERS):
            slot = self._line.slots(self._sender).get("requested_slot")
            if slot is None or slot == step.until == CONFIRM:
                break
            answer = step.to(slot, asked[slot])
            asked[slot] += 1
            if answer is None or asked[slot] > MOST_OFTEN:
                self._fault(f"asks for {slot}, which the script does not answer (any more)")
                return
            self._send(answer, step.reply_language)
        else:
            self._fault(f"asks without an end: {dict(asked)}")
            return
        if step.until == CONFIRM and slot != CONFIRM:
            self._fault("never reads the record back")

    def _send(self, text: str, language: str | None) -> Sequence[Written]:
        self._said += 1
        self._played.transcript.append(f"{self._said:>3} > {text}")
        replies = self._line.say(self._sender, text, self._script.metadata)
        for reply in replies:
            told = reply.text.replace("\n", "\n      ")
            self._played.transcript.append(f"      {told}  [{reply.key}]")
            if UNFINISHED.search(reply.text):
                self._fault(f"an unfinished wording: {reply.text!r}")
            words = _own_words(reply)
            if words in self._heard:
                self._fault(f"says in the same words again: {reply.text!r}")
            self._heard.add(words)
            if language and (fault := _not_in(language, reply.text)):
                self._fault(fault)
        if not replies:
            self._fault("no reply")
        self._look_for_number(replies)
        return replies

    def _look_for_number(self, replies: Sequence[Written]) -> None:
        cases = self._line.cases(self._sender)
        for case in cases[self._filed :]:
            if not any(case["case_no"] in reply.text for reply in replies):
                self._fault(f"the reply that files {case['case_no']} does not name it")
        self._filed = len(cases)

    def _compare_cases(self) -> None:
        expected, filed = self._script.cases, self._line.cases(self._sender)
        if len(filed) != len(expected):
            self._played.faults.append(
                f"{self._script.source}: {len(filed)} cases, expected {len(expected)}"
            )
        for number, (wanted, case) in enumerate(zip(expected, filed, strict=False), start=1):
            self._played.faults += [
                f"{self._script.source}: case {number}: {fault}"
                for fault in differences(wanted, case)
            ]

    def _fault(self, what: str) -> None:
        self._played.faults.append(f"{self._script.source}: message {self._said}: {what}")


def _own_words(reply: Written) -> str:
    """Return the words of a bubble that may come once in a conversation: of a question its end."""
    if not (reply.key or "").startswith("utter_request_"):
        return reply.text
    return reply.text[-SAME_END["zh" if re.search("[\u4e00-\u9fff]", reply.text) else "en"] :]


def _not_in(language: str, text: str) -> str | None:
    """Return what is wrong with a bubble's language; its first line is always the desk's own."""
    first = text.splitlines()[0]
    shown = detect_language(first) or ("zh" if re.search("[\u4e00-\u9fff]", first) else "en")
    if shown != language.partition("-")[0]:
        return f"the reply is not in {language}: {first!r}"
    if language == "zh-Hant" and not is_written_in_traditional(text):
        return f"the reply is not in Traditional Chinese: {first!r}"
    if language == "zh" and is_written_in_traditional(first):
        return f"the reply is in Traditional Chinese: {first!r}"
    return None
