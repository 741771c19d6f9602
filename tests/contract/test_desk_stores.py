"""What every storage of leases, queue, accounts and trail keeps to, in memory and in SQL."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from casework.errors import StorageConflict, StorageError
from casework.model import (
    Account,
    AuditEntry,
    Callback,
    CaseFilters,
    Channel,
    DeskSession,
    Intake,
    Lease,
    MessageState,
    Presence,
    Priority,
    QueueEntry,
    QueueOutcome,
    QueueReason,
    Record,
    Reply,
    Role,
    Said,
    Sender,
    Whisper,
)
from casework.policy import Policy
from casework.ports import UnitOfWork, UnitOfWorkFactory
from casework.services.filing import FilingService
from casework.storage.sql import SqlUnitOfWorkFactory
from tests.doubles import MONDAY, CountingIds, FixedClock

LATER = MONDAY + timedelta(minutes=5)


def conversation(uow: UnitOfWork, *ids: str) -> None:
    for each in ids:
        uow.conversations.ensure(each, Channel.WEB, MONDAY)


def account(name: str, **values: object) -> Account:
    return Account(
        **{
            "id": f"id-{name}",
            "username": name,
            "display_name": name.title(),
            "password_hash": "$argon2id$",
            "role": Role.AGENT,
            "created_at": MONDAY,
            **values,
        }  # type: ignore[arg-type]
    )


def entry(conversation_id: str, **values: object) -> QueueEntry:
    return QueueEntry(
        **{
            "conversation_id": conversation_id,
            "reason": QueueReason.ASKED,
            "priority": Priority.NORMAL,
            "entered_at": MONDAY,
            **values,
        }  # type: ignore[arg-type]
    )


def test_a_lease_changes_hands_only_from_the_version_that_was_seen(
    storage: UnitOfWorkFactory,
) -> None:
    with storage() as uow:
        conversation(uow, "c-1")
        assert uow.leases.get("c-1") == Lease(conversation_id="c-1")
        taken = Lease(
            conversation_id="c-1",
            version=1,
            holder="ann",
            holder_name="Ann",
            since=MONDAY,
            since_seq=3,
            expires_at=LATER,
        )
        assert uow.leases.replace(taken, 0)
        assert not uow.leases.replace(replace(taken, holder="bob"), 0)
        uow.commit()
    with storage() as uow:
        assert uow.leases.get("c-1") == taken
        given = Lease(conversation_id="c-1", version=2, resume_turn_id="t-1")
        assert uow.leases.replace(given, 1)
        assert not uow.leases.replace(replace(taken, version=2), 1)
        assert list(uow.leases.resuming()) == [given]
        uow.commit()


def test_held_leases_are_renewed_together_and_expire(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        conversation(uow, "c-1", "c-2", "c-3")
        for number, holder in (("c-1", "ann"), ("c-2", "ann"), ("c-3", "bob")):
            lease = Lease(
                conversation_id=number, version=1, holder=holder, since=MONDAY, expires_at=MONDAY
            )
            assert uow.leases.replace(lease, 0)
        assert [one.conversation_id for one in uow.leases.held("ann")] == ["c-1", "c-2"]
        assert uow.leases.renew("ann", LATER) == 2
        assert [one.conversation_id for one in uow.leases.expired(MONDAY)] == ["c-3"]
        assert len(uow.leases.held()) == 3
        assert list(uow.leases.resuming()) == []


def test_a_conversation_waits_once_and_the_urgent_and_patient_come_first(
    storage: UnitOfWorkFactory,
) -> None:
    with storage() as uow:
        conversation(uow, "c-1", "c-2", "c-3")
        late = uow.queue.add(entry("c-1", entered_at=LATER))
        early = uow.queue.add(entry("c-2", language="zh", category="other"))
        urgent = uow.queue.add(entry("c-3", priority=Priority.URGENT, entered_at=LATER))
        assert list(uow.queue.list_open()) == [urgent, early, late]
        assert uow.queue.find_open("c-2") == early
        uow.commit()
    with storage() as uow, pytest.raises(StorageConflict):
        uow.queue.add(entry("c-1"))
    with storage() as uow:
        left = replace(early, left_at=LATER, left_by="ann", outcome=QueueOutcome.TAKEN)
        uow.queue.update(left)
        assert uow.queue.find_open("c-2") is None
        assert uow.queue.latest("c-2") == left
        assert uow.queue.latest("c-9") is None
        assert uow.queue.add(entry("c-2")).id not in (early.id, 0)


def test_callbacks_and_whispers_are_kept_in_order(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        conversation(uow, "c-1", "c-2")
        made = Callback(
            conversation_id="c-1", contact="138\x00001", requested_at=MONDAY, due_at=LATER
        )
        second = uow.callbacks.add(made)
        first = uow.callbacks.add(replace(made, conversation_id="c-2", due_at=MONDAY))
        assert second.contact.replace("\x00", "") == "138001"
        assert [one.id for one in uow.callbacks.list_open()] == [first.id, second.id]
        found = uow.callbacks.find_open("c-1")
        assert found is not None and found.contact == "138001"
        uow.callbacks.update(replace(found, done_at=LATER, done_by="ann"))
        assert uow.callbacks.find_open("c-1") is None
        assert uow.callbacks.get(second.id) == replace(found, done_at=LATER, done_by="ann")
        for text in ("look", "here"):
            uow.whispers.add(
                Whisper(conversation_id="c-1", author="a", author_name="Ann", text=text, at=MONDAY)
            )
        assert [one.text for one in uow.whispers.list("c-1")] == ["look", "here"]
        assert list(uow.whispers.list("c-2")) == []


def test_usernames_differ_by_more_than_their_capitals(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        uow.accounts.add(account("Ann", languages=("en",), skills=("other",)))
        uow.accounts.add(account("bob", role=Role.MANAGER))
        found = uow.accounts.find("ANN")
        assert found is not None
        assert (found.username, found.languages, found.skills) == ("ann", ("en",), ("other",))
        uow.accounts.update(replace(found, presence=Presence.AVAILABLE, seen_at=LATER))
        again = uow.accounts.get(found.id)
        assert again is not None and again.presence is Presence.AVAILABLE
        assert [one.username for one in uow.accounts.list()] == ["ann", "bob"]
        uow.commit()
    with storage() as uow, pytest.raises(StorageConflict):
        uow.accounts.add(account("ANN", id="other"))


def test_a_session_ends_alone_or_with_all_of_its_account(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        uow.accounts.add(account("ann"))
        for token in ("a", "b", "c"):
            uow.desk_sessions.add(
                DeskSession(
                    token_hash=token, account_id="id-ann", created_at=MONDAY, expires_at=LATER
                )
            )
        uow.desk_sessions.revoke("a", MONDAY)
        uow.desk_sessions.revoke("a", LATER)
        ended = uow.desk_sessions.get("a")
        assert ended is not None and ended.revoked_at == MONDAY
        assert uow.desk_sessions.revoke_all("id-ann", LATER, but="b") == 1
        kept = uow.desk_sessions.get("b")
        assert kept is not None and kept.revoked_at is None
        assert uow.desk_sessions.revoke_all("id-ann", LATER) == 1
        assert uow.desk_sessions.get("x") is None


def test_the_trail_is_read_backwards(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        for number in range(5):
            action = "lease.taken" if number % 2 else "account.created"
            uow.audit.add(
                AuditEntry(at=MONDAY, action=action, subject=f"c-{number}", details={"n": number})
            )
        everything = uow.audit.list()
        assert [one.details["n"] for one in everything] == [4, 3, 2, 1, 0]
        assert [one.details["n"] for one in uow.audit.list(action="lease")] == [3, 1]
        assert [one.details["n"] for one in uow.audit.list(subject="c-2")] == [2]
        older = uow.audit.list(before=everything[1].id, limit=2)
        assert [one.details["n"] for one in older] == [2, 1]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    "change", ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_the_trail(
    kind: str, change: str, request: pytest.FixtureRequest
) -> None:
    factory: SqlUnitOfWorkFactory = request.getfixturevalue(kind)
    with factory() as uow:
        uow.audit.add(AuditEntry(at=MONDAY, action="lease.taken"))
        uow.commit()
    with factory() as uow, pytest.raises(StorageError):
        uow._session.run(sa.text(change))
    with factory(read_only=True) as uow:
        assert [one.action for one in uow.audit.list()] == ["lease.taken"]


def test_what_is_said_unasked_is_numbered_and_stored_once(storage: UnitOfWorkFactory) -> None:
    said = Said(sender=Sender.AGENT, text="Hello", payload={"agent": "Ann"}, message_id="m-1")
    with storage() as uow:
        conversation(uow, "c-1")
        uow.messages.append_inbound("c-1", "Hi", message_id="x", turn_id="t-1", at=MONDAY)
        first = uow.messages.append_said("c-1", said, LATER)
        assert (first.seq, first.sender, first.payload) == (2, Sender.AGENT, {"agent": "Ann"})
        assert uow.messages.append_said("c-1", said, LATER) == first
        uow.commit()
    with storage() as uow, pytest.raises(StorageConflict):
        uow.messages.append_said("c-1", replace(said, message_id="x"), LATER)


def test_waiting_messages_are_closed_and_then_read(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        conversation(uow, "c-1", "c-2")
        for number, where in enumerate(("c-1", "c-1", "c-2")):
            uow.messages.append_inbound(
                where, f"n{number}", message_id=None, turn_id=f"t-{number}", at=MONDAY
            )
        closed = uow.messages.close_pending("c-1")
        assert [one.text for one in closed] == ["n0", "n1"]
        assert list(uow.messages.close_pending("c-1")) == []
        assert uow.messages.count_pending() == 1
        assert [one.text for one in uow.messages.unread("c-1")] == ["n0", "n1"]
        assert [one.text for one in uow.messages.unread("c-1", after=1)] == ["n1"]
        uow.messages.note_reading(closed[0], {"anger": 1.0}, suppressed=[Reply("Late")])
        stored = uow.messages.get(closed[0].id)
        assert stored is not None and stored.state is MessageState.DONE
        assert stored.reading == {"anger": 1.0}
        assert stored.metadata["suppressed"] == [{"text": "Late", "payload": None}]
        assert [one.text for one in uow.messages.unread("c-1")] == ["n1"]


def test_an_overview_shows_the_last_message_and_the_curve(storage: UnitOfWorkFactory) -> None:
    with storage() as uow:
        conversation(uow, "c-1", "c-2", "c-3")
        for number in range(15):
            row = uow.messages.append_inbound(
                "c-1", f"n{number}", message_id=None, turn_id=f"t-{number}", at=MONDAY
            )
            uow.messages.append_replies(
                row, [Reply("Yes?")], LATER, reading={"anger": float(number)}
            )
        uow.messages.append_inbound("c-2", "old", message_id=None, turn_id="t", at=MONDAY)
        recent = uow.overviews.recent(MONDAY + timedelta(minutes=1), 10)
        assert [one.conversation.id for one in recent] == ["c-1"]
        assert (recent[0].last_text, recent[0].last_sender) == ("Yes?", Sender.BOT)
        assert [one["anger"] for one in recent[0].readings] == [float(n) for n in range(3, 15)]
        assert [one.conversation.id for one in uow.overviews.recent(MONDAY, 1)] == ["c-1"]
        assert {one.conversation.id for one in uow.overviews.of(["c-2", "c-3"])} == {"c-2"}
        assert list(uow.overviews.of([])) == []
        after = LATER + timedelta(minutes=1)
        assert list(uow.overviews.quiet(MONDAY, after)) == []
        uow.intakes.add(Intake(id="i-1", conversation_id="c-1", opened_at=MONDAY))
        assert [one.conversation.id for one in uow.overviews.quiet(MONDAY, after)] == ["c-1"]
        assert list(uow.overviews.quiet(MONDAY, LATER)) == []


def test_cases_are_filtered_and_found_by_a_part_of_what_they_hold(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    filing = FilingService(storage, policy, FixedClock(), CountingIds(), ZoneInfo("Asia/Shanghai"))
    made = [
        filing.file_entered(
            Record(
                complaint_text="坏了",
                language="zh",
                category=["product_quality"],
                tone="none",
                product=product,
                order_number=order,
                contact_phone=phone,
            ),
            product,
        ).case
        for product, order, phone in (
            ("Kettle", "A_1", "13800138000"),
            ("电热毯", "B%2", "13900139000"),
        )
    ]
    kettle, blanket = (one.case_no for one in made)
    with storage(read_only=True) as uow:

        def found(**filters: Any) -> list[str]:
            return list(uow.overviews.case_numbers(CaseFilters(**filters)))

        assert set(found()) == {kettle, blanket}
        assert found(text="KETT") == [kettle]
        assert found(text="a_1") == [kettle]
        assert found(text="%") == [blanket]
        assert found(text="热毯") == [blanket]
        assert found(text="/") == found(text="a_1/") == []
        assert found(text=blanket[3:].lower()) == [blanket]
        assert found(text="9000") == [blanket]
        assert found(text="_x") == []
        assert found(contacts=("13900139000", "x")) == [blanket]
        assert set(found(status="received")) == {kettle, blanket}
        assert found(status="closed") == found(department="logistics") == []
        first = uow.overviews.case_numbers(CaseFilters(), limit=1)
        case = uow.cases.get(first[0])
        rest = uow.overviews.case_numbers(CaseFilters(), before=(case.created_at, case.case_no))
        assert {*first, *rest} == {kettle, blanket}
