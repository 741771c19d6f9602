"""A session's token opens one conversation, until it expires."""

import pytest

from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.sessions import LIFETIME, TICKET_LIFETIME, OpenSession, WebSessions
from tests.doubles import FixedClock

SECRET = "a secret of this test"


def test_a_token_finds_its_conversation_until_it_expires() -> None:
    clock = FixedClock()
    sessions = WebSessions(MemoryUnitOfWorkFactory(), clock, SECRET)
    issued = sessions.issue()
    assert issued.conversation_id.startswith("web-")
    assert sessions.resolve(issued.token) == issued.conversation_id
    clock.at += LIFETIME
    assert sessions.resolve(issued.token) is None


def test_what_was_never_issued_finds_nothing() -> None:
    sessions = WebSessions(MemoryUnitOfWorkFactory(), FixedClock(), SECRET)
    issued = sessions.issue()
    for token in (None, "", "x", issued.conversation_id, issued.token + "x", "\ud800", "x" * 9999):
        assert sessions.resolve(token) is None


def test_the_token_itself_is_not_stored() -> None:
    storage = MemoryUnitOfWorkFactory()
    issued = WebSessions(storage, FixedClock(), SECRET).issue()
    assert issued.token not in repr(vars(storage.state))


def test_a_ticket_opens_its_session_for_an_hour() -> None:
    clock = FixedClock()
    sessions = WebSessions(MemoryUnitOfWorkFactory(), clock, SECRET)
    session = sessions.issue_open()
    ticket = sessions.ticket(session)
    assert sessions.redeem(ticket) == session
    clock.at += TICKET_LIFETIME
    assert sessions.redeem(ticket) is None
    assert sessions.redeem(sessions.ticket(session)) == session


def test_a_ticket_ends_with_its_session() -> None:
    clock = FixedClock()
    sessions = WebSessions(MemoryUnitOfWorkFactory(), clock, SECRET)
    session = sessions.issue_open()
    clock.at += LIFETIME
    assert sessions.redeem(sessions.ticket(session)) is None


def test_a_ticket_opens_no_other_conversation_than_its_sessions_own() -> None:
    sessions = WebSessions(MemoryUnitOfWorkFactory(), FixedClock(), SECRET)
    mine, theirs = sessions.issue_open(), sessions.issue_open()
    crossed = sessions.ticket(OpenSession(theirs.conversation_id, mine.key))
    assert sessions.redeem(crossed) is None


@pytest.mark.parametrize("forged", [None, 5, "", "x", "x.y", "x" * 999, ["x"], {"a": 1}])
def test_what_we_did_not_sign_opens_nothing(forged: object) -> None:
    storage = MemoryUnitOfWorkFactory()
    sessions = WebSessions(storage, FixedClock(), SECRET)
    session = sessions.issue_open()
    assert sessions.redeem(forged) is None
    assert sessions.redeem(sessions.ticket(session) + "x") is None
    other = WebSessions(storage, FixedClock(), "another secret")
    assert sessions.redeem(other.ticket(session)) is None
