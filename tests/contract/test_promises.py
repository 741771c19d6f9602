"""Agents' drafts, from the stop to the approval, over every storage."""

from zoneinfo import ZoneInfo

import pytest

from casework.errors import AuthorityExceeded, TakeoverRefused
from casework.gate.service import GateService
from casework.model import Account, Record, Role
from casework.policy import Policy
from casework.ports import UnitOfWorkFactory
from casework.services.filing import FilingService
from casework.services.queue import QueueService
from casework.services.takeover import TakeoverService
from desk.console.promises import DraftNotFound, PromiseDesk, PromiseStopped
from tests.doubles import CountingIds, FixedClock
from tests.people import employ
from tests.works import Works

SHANGHAI = ZoneInfo("Asia/Shanghai")
REFUND = "我们会退您200元。"


def test_a_draft_is_kept_once_approved_and_let_through(
    storage: UnitOfWorkFactory, policy: Policy
) -> None:
    clock, ids = FixedClock(), CountingIds()
    filing = FilingService(storage, policy, clock, ids, SHANGHAI)
    case = filing.file("c-1", "t-1", Record(complaint_text="电热毯不热了", language="zh"))
    people = {role: employ(storage, clock, str(role), role) for role in Role}
    queue = QueueService(storage, clock, policy, SHANGHAI)
    takeover = TakeoverService(
        storage, clock, ids, policy, queue, Works(storage, policy, clock).steps
    )
    agent, manager = people[Role.AGENT], people[Role.MANAGER]
    gate = GateService(storage, policy, clock, ids, SHANGHAI)
    promises = PromiseDesk(gate, storage, clock)
    with pytest.raises(TakeoverRefused):
        promises.check("c-1", agent, REFUND, None, "zh")
    takeover.take("c-1", agent)

    draft_id = {_stopped(promises, agent) for _ in range(2)}.pop()
    assert [one["id"] for one in promises.drafts("c-1", manager, "zh")] == [draft_id]
    for nobody in (agent, people[Role.ADMINISTRATOR]):
        with pytest.raises(AuthorityExceeded):
            promises.approve("c-1", draft_id, nobody, "处理单 12")
    with pytest.raises(DraftNotFound):
        promises.approve("c-2", draft_id, manager, "处理单 12")
    assert promises.approve("c-1", draft_id, manager, "处理单 12") is not None
    assert promises.approve("c-1", draft_id, manager, "处理单 12") is None
    promises.check("c-1", agent, REFUND, "m-1", "zh")
    takeover.say("c-1", agent, REFUND, "m-1")

    assert promises.drafts("c-1", manager, "zh") == []
    with storage(read_only=True) as uow:
        assert len(uow.stops.list(conversation_id="c-1")) == 1
        assert [line.subject for line in uow.audit.list(action="promise.stopped")] == ["c-1"] * 2
        assert [line.subject for line in uow.audit.list(action="promise.approved")] == [
            case.case_no
        ]


def _stopped(promises: PromiseDesk, agent: Account) -> str:
    with pytest.raises(PromiseStopped) as stop:
        promises.check("c-1", agent, REFUND, "m-1", "zh")
    return stop.value.draft.draft_id
