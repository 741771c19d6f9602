"""Processes die at the worst moments: nothing is lost, nobody is left without a word.

What is killed gets SIGKILL and stays dead until the test starts it again. The action server is
killed ten times and the gateway ten times, each time round another customer who says yes to the
read-back. Rasa takes some 15 seconds to start, so ten customers share one of its kills: two
kills, twenty conversations. The moments are chosen (before the turn; when the row that matters
has just been written) or random. In one more test all three are killed at random moments, seven
kills in all, while four customers tell their whole story again and again.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.storage.tables import cases, messages
from desk.cli.scripts import Script, load_script
from tests.conversations.player import play
from tests.integration.customers import (
    PROMISED_SECONDS,
    Customer,
    PatientLine,
    customers,
    meanwhile,
    together,
    wake,
)
from tests.stack import ACTIONS, DESK, RASA, Stack, wait_for

RECOVERY_SECONDS = 60.0
LATE = 0.25
WHOLE = [
    load_script(Path(__file__).parents[1] / "conversations" / f"{name}.yml")
    for name in ("cups_hant_zh", "aircon_mixed_en")
]


def random_moment() -> None:
    """Wait for a part of the time that a turn takes."""
    time.sleep(random.uniform(0.0, LATE))


def when_a_row_more(stack: Stack, table: sa.Table, *senders: str) -> Callable[[], None]:
    """Return a wait for the next row that these conversations get in a table."""
    before = stack.count(table, *senders)

    def wait() -> None:
        wait_for(lambda: stack.count(table, *senders) > before, every=0.001)

    return wait


def all_served(everybody: list[Customer]) -> None:
    stack = everybody[0].stack
    wake(stack)
    senders = [customer.sender for customer in everybody]
    wait_for(lambda: not stack.pending(*senders), RECOVERY_SECONDS)
    for customer in everybody:
        customer.is_served()


def kill_the_action_server(stack: Stack, customer: Customer, moment: str) -> None:
    wait = when_a_row_more(stack, cases, customer.sender) if moment == "filed" else random_moment
    if moment == "before":
        stack.kill(ACTIONS)
        customer.confirm()
    else:
        with meanwhile([customer.confirm]):
            wait()
            stack.kill(ACTIONS)
    customer.was_told_honestly()
    if moment == "before":
        assert customer.notices()
    stack.restart(ACTIONS)


def test_the_action_server_killed_ten_times_at_the_filing_turn(sqlite_stack: Stack) -> None:
    everybody = customers(sqlite_stack, 10)
    together([customer.come_to_the_read_back for customer in everybody])
    moments = ["before"] * 3 + ["filed"] * 3 + ["random"] * 4
    for customer, moment in zip(everybody, moments, strict=True):
        kill_the_action_server(sqlite_stack, customer, moment)
    all_served(everybody)


@pytest.mark.parametrize("table", [messages, cases], ids=["received", "filed"])
def test_rasa_killed_in_mid_turn_of_ten_conversations(sqlite_stack: Stack, table: sa.Table) -> None:
    everybody = customers(sqlite_stack, 10)
    together([customer.come_to_the_read_back for customer in everybody])
    senders = [customer.sender for customer in everybody]
    wait = when_a_row_more(sqlite_stack, table, *senders)
    with meanwhile([customer.confirm for customer in everybody]):
        wait()
        sqlite_stack.kill(RASA)
    for customer in everybody:
        customer.was_told_honestly()
    assert any(customer.notices() for customer in everybody)
    sqlite_stack.restart(RASA)
    all_served(everybody)


def test_the_gateway_killed_ten_times_between_receiving_and_answering(
    sqlite_stack: Stack,
) -> None:
    everybody = customers(sqlite_stack, 10)
    together([customer.come_to_the_read_back for customer in everybody])
    for number, customer in enumerate(everybody):
        wait = when_a_row_more(sqlite_stack, messages, customer.sender)
        with meanwhile([customer.confirm]):
            wait()
            sqlite_stack.kill(DESK)
        assert customer.answer is None, "the answer was faster than the kill"
        sqlite_stack.restart(DESK)
        if number % 2:
            # A client whose connection broke sends the same message again …
            customer.confirm()
            customer.was_told_honestly()
    # … and where it does not, the stored message is answered all the same.
    all_served(everybody)


def test_all_three_killed_at_random_moments_of_whole_conversations(sqlite_stack: Stack) -> None:
    line = PatientLine(sqlite_stack)
    over = threading.Event()

    def converse(script: Script) -> int:
        """Tell the story in one conversation after the other, until nothing dies any more."""
        told = 0
        while told == 0 or not over.is_set():
            played = play(script, line, f"storm-{uuid.uuid4().hex[:10]}")
            assert played.faults == [], str(played)
            told += 1
        return told

    victims = [ACTIONS, DESK, RASA, DESK, ACTIONS, DESK, ACTIONS]
    random.shuffle(victims)
    with meanwhile([partial(converse, script) for script in WHOLE * 2]):
        try:
            for victim in victims:
                time.sleep(random.uniform(0.2, 1.0))
                sqlite_stack.kill(victim)
                time.sleep(random.uniform(0.0, 0.5))
                sqlite_stack.restart(victim)
                wake(sqlite_stack)
        finally:
            over.set()
    assert line.longest < PROMISED_SECONDS


def test_on_postgresql_the_action_server_killed_at_the_filing_turn(postgres_stack: Stack) -> None:
    everybody = customers(postgres_stack, 4)
    together([customer.come_to_the_read_back for customer in everybody])
    for customer, moment in zip(everybody, ["before", "filed", "random", "filed"], strict=True):
        kill_the_action_server(postgres_stack, customer, moment)
    all_served(everybody)
