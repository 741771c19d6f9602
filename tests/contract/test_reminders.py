"""Silent customers are found alike by every storage, and reminded once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.model import Channel, Intake, Message, MessageKind, Reply
from casework.policy import SilentReminder
from casework.ports import UnitOfWorkFactory
from desk.app import NOTICES
from desk.gateway.notices import NoticeBook
from desk.gateway.reminders import Reminders
from tests.doubles import MONDAY, FixedClock

HALF_AN_HOUR = SilentReminder(after_minutes=30, at_most=1)
BOOK = NoticeBook.load(NOTICES)


def asked(
    storage: UnitOfWorkFactory,
    conversation_id: str = "c-1",
    *,
    channel: Channel = Channel.WEB,
    said: str = "坏了",
    intake: bool = True,
    number: int = 1,
) -> Message:
    """Let a customer complain and the bot ask something, on Monday."""
    with storage() as uow:
        uow.conversations.ensure(conversation_id, channel, MONDAY)
        if intake and uow.intakes.find_open(conversation_id) is None:
            uow.intakes.add(
                Intake(id=f"i-{conversation_id}", conversation_id=conversation_id, opened_at=MONDAY)
            )
        inbound = uow.messages.append_inbound(
            conversation_id, said, message_id=None, turn_id=f"t-{number}", at=MONDAY
        )
        (reply,) = uow.messages.append_replies(inbound, [Reply("…？")], MONDAY)
        uow.commit()
    return reply


def reminders(storage: UnitOfWorkFactory, minutes: float) -> Reminders:
    clock = FixedClock(MONDAY + timedelta(minutes=minutes))
    return Reminders(storage, clock, BOOK, HALF_AN_HOUR)


@pytest.mark.rows("R40")
def test_a_silent_customer_is_reminded_once(storage: UnitOfWorkFactory) -> None:
    asked(storage)
    assert reminders(storage, 29).give() == []
    (given,) = reminders(storage, 31).give()
    assert (given.message.kind, given.message.seq) == (MessageKind.REMINDER, 3)
    assert given.message.text in BOOK.variants["notice_silent"]["zh"]
    assert reminders(storage, 65).give() == []


def test_a_customer_who_came_back_and_left_again_is_not_reminded_twice(
    storage: UnitOfWorkFactory,
) -> None:
    asked(storage)
    assert len(reminders(storage, 31).give()) == 1
    asked(storage, number=2)
    assert reminders(storage, 90).give() == []


def test_whoever_writes_english_is_reminded_in_english(storage: UnitOfWorkFactory) -> None:
    asked(storage, said="The kettle leaks")
    (given,) = reminders(storage, 31).give()
    assert given.message.text in BOOK.variants["notice_silent"]["en"]


@pytest.mark.parametrize(
    "spared", ["no_intake", "held", "shell", "answered", "gone_for_days", "waiting"]
)
def test_nobody_else_is_reminded(storage: UnitOfWorkFactory, spared: str) -> None:
    channel = Channel.SHELL if spared == "shell" else Channel.WEB
    asked(storage, channel=channel, intake=spared != "no_intake")
    minutes = 60.0
    with storage() as uow:
        conversation = uow.conversations.get("c-1")
        assert conversation is not None
        if spared == "held":
            uow.conversations.update(replace(conversation, held_by="agent-1"))
        if spared in {"answered", "waiting"}:
            inbound = uow.messages.append_inbound(
                "c-1", "A-1", message_id=None, turn_id="t-9", at=MONDAY
            )
            if spared == "waiting":
                uow.messages.append_notice(inbound, "稍等", MONDAY)
        uow.commit()
    if spared == "gone_for_days":
        minutes = 60 * 24 * 3
    assert reminders(storage, minutes).give() == []
