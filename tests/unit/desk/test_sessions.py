"""A session's token opens one conversation, until it expires."""

from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.sessions import LIFETIME, WebSessions
from tests.doubles import FixedClock


def test_a_token_finds_its_conversation_until_it_expires() -> None:
    clock = FixedClock()
    sessions = WebSessions(MemoryUnitOfWorkFactory(), clock)
    issued = sessions.issue()
    assert issued.conversation_id.startswith("web-")
    assert sessions.resolve(issued.token) == issued.conversation_id
    clock.at += LIFETIME
    assert sessions.resolve(issued.token) is None


def test_what_was_never_issued_finds_nothing() -> None:
    sessions = WebSessions(MemoryUnitOfWorkFactory(), FixedClock())
    issued = sessions.issue()
    for token in (None, "", "x", issued.conversation_id, issued.token + "x", "\ud800", "x" * 9999):
        assert sessions.resolve(token) is None


def test_the_token_itself_is_not_stored() -> None:
    storage = MemoryUnitOfWorkFactory()
    issued = WebSessions(storage, FixedClock()).issue()
    assert issued.token not in repr(vars(storage.state))
