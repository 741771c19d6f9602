"""Reads from the databases what became of everything that was acknowledged."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from casework.clock import ProductClock
from casework.model.conversation import JOINED_TO
from casework.storage.engine import open_engine
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.tables import cases, intakes, messages
from casework.storage.tables_work import case_events, clock_runs, outbox
from tests.chaos.crowd import Talk
from tests.chaos.fleet import Fleet

TICKS: Final = ("clock_reminded", "clock_missed", "clock_escalated")
LOST, DOUBLED, DISORDERED, OTHER = "lost", "doubled", "out of order", "other"


@dataclass
class Verdict:
    """What was wrong, by its kind, and how much was looked at."""

    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)

    def found(self, kind: str, what: str) -> None:
        """Note a fault."""
        self.faults[kind].append(what)


def judge(fleet: Fleet, talks: Sequence[Talk]) -> Verdict:
    """Compare the ledger of the customers and agents with the databases; nothing runs any more."""
    verdict = Verdict()
    rows = _grouped(fleet.read(sa.select(messages).order_by(messages.c.seq)))
    filed = _grouped(fleet.read(sa.select(cases)))
    opened = _grouped(fleet.read(sa.select(intakes)))
    heard = _heard_by_rasa(fleet)
    known = {talk.conversation_id for talk in talks if talk.conversation_id}
    for stranger in set(rows) - known:
        if any(row.sender == "customer" for row in rows[stranger]):
            verdict.found(OTHER, f"{stranger}: nobody wrote this conversation")
    for talk in talks:
        verdict.counts["conversations"] += 1
        verdict.counts["conversations that did not come to a case"] += talk.case_no is None
        for fault in talk.faults:
            verdict.found(OTHER, f"{talk.conversation_id}: {fault}")
        mine = rows.get(talk.conversation_id, [])
        _judge_messages(talk, mine, verdict)
        _judge_answers(talk, mine, verdict)
        _judge_agents(talk, mine, verdict)
        _judge_mind(talk, mine, heard.get(talk.conversation_id, []), verdict)
        _judge_cases(
            talk, mine, filed.get(talk.conversation_id, []),
            opened.get(talk.conversation_id, []), verdict,
        )  # fmt: skip
    _judge_clocks(fleet, verdict)
    _judge_outbox(fleet, rows, verdict)
    return verdict


def _judge_messages(talk: Talk, mine: list[Any], verdict: Verdict) -> None:
    """Every acknowledged message is one row with its text, in the order in which it was sent."""
    written = [row for row in mine if row.sender == "customer"]
    by_id = {row.message_id: row for row in written}
    last = 0
    for sent in talk.sent:
        row = by_id.pop(sent.message_id, None)
        if sent.acknowledged_at is None:
            continue
        verdict.counts["acknowledged messages"] += 1
        if row is None:
            verdict.found(LOST, f"{talk.conversation_id}: {sent.message_id} is not stored")
            continue
        if row.text != sent.text:
            verdict.found(LOST, f"{talk.conversation_id}: {row.seq} has another text")
        if row.seq <= last:
            verdict.found(DISORDERED, f"{talk.conversation_id}: {row.seq} was sent after {last}")
        last = max(last, row.seq)
    for row in by_id.values():
        verdict.found(DOUBLED, f"{talk.conversation_id}: nobody sent {row.seq}")
    if [row.seq for row in mine] != list(range(1, len(mine) + 1)):
        verdict.found(LOST, f"{talk.conversation_id}: its numbers have gaps")


def _judge_answers(talk: Talk, mine: list[Any], verdict: Verdict) -> None:
    """Each message is done and answered once; the answers come in the order of the messages."""
    replies = defaultdict(list)
    notices: Counter[int] = Counter()
    for row in mine:
        if row.reply_to is not None and row.kind == "message":
            replies[row.reply_to].append(row)
        if row.reply_to is not None and row.kind == "notice":
            notices[row.reply_to] += 1
    reached = 0
    for row in mine:
        if row.sender != "customer":
            continue
        where = f"{talk.conversation_id}: {row.seq}"
        if row.state != "done":
            verdict.found(LOST, f"{where} is {row.state}")
        answers = replies[row.id]
        if len({answer.text for answer in answers}) < len(answers):
            verdict.found(DOUBLED, f"{where} is answered twice")
        if notices[row.id] > 1:
            verdict.found(DOUBLED, f"{where} has {notices[row.id]} notices")
        if answers:
            verdict.counts["answered by the bot"] += 1
            if min(answer.seq for answer in answers) < reached:
                verdict.found(DISORDERED, f"{where} is answered before an earlier one")
            reached = max(answer.seq for answer in answers)
        elif _is_joined(row):
            verdict.counts["answered with the next message"] += 1
        elif _was_held(row, mine):
            verdict.counts["left to a person"] += 1
        else:
            verdict.found(LOST, f"{where} has no answer")


def _is_joined(row: Any) -> bool:
    joined_to = (row.extra or {}).get(JOINED_TO)
    return joined_to is not None and joined_to != row.turn_id


def _was_held(row: Any, mine: list[Any]) -> bool:
    """A person took over: the answer was kept back, or a person or the returned bot spoke next."""
    if "suppressed" in (row.extra or {}):
        return True
    later = [each for each in mine if each.seq > row.seq and each.reply_to is None]
    return any(each.sender in ("agent", "bot") and not _is_update(each) for each in later)


def _key(row: Any) -> str:
    return (row.payload or {}).get("key") or ""


def _is_update(row: Any) -> bool:
    return ((row.payload or {}).get("custom") or {}).get("type") == "case_update"


def _judge_agents(talk: Talk, mine: list[Any], verdict: Verdict) -> None:
    """What an agent was told to be sent is one row, in the order in which it was sent."""
    written = {row.seq: row for row in mine if row.sender == "agent" and row.message_id}
    told = [sent.seq for sent in talk.said_by_agents]
    verdict.counts["acknowledged messages of agents"] += len(told)
    for sent in talk.said_by_agents:
        row = written.get(sent.seq or 0)
        if row is None or row.text != sent.text or not row.message_id.endswith(sent.message_id):
            verdict.found(LOST, f"{talk.conversation_id}: an agent's {sent.seq} is not stored")
    if len(set(told)) < len(told):
        verdict.found(DOUBLED, f"{talk.conversation_id}: two messages of agents are one row")


def _judge_mind(talk: Talk, mine: list[Any], heard: list[str], verdict: Verdict) -> None:
    """Rasa took each turn in once, in the order of the rows."""
    twice = [turn for turn, count in Counter(heard).items() if count > 1]
    for turn in twice:
        verdict.found(DOUBLED, f"{talk.conversation_id}: Rasa took turn {turn} in twice")
    order = {row.turn_id: row.seq for row in mine if row.sender == "customer"}
    seqs = [order[turn] for turn in heard if turn in order]
    verdict.counts["turns in Rasa's trackers"] += len(seqs)
    if seqs != sorted(seqs):
        verdict.found(DISORDERED, f"{talk.conversation_id}: Rasa's turns are {seqs}")
    for turn in set(heard) - set(order):
        verdict.found(OTHER, f"{talk.conversation_id}: Rasa took in a turn {turn} of nobody")


def _judge_cases(
    talk: Talk, mine: list[Any], filed: list[Any], opened: list[Any], verdict: Verdict
) -> None:
    """A confirmed intake is one case, with this customer's order, told in one answer."""
    where = talk.conversation_id
    verdict.counts["cases"] += len(filed)
    verdict.counts["complaints told again from the start"] += talk.told - 1
    if len(filed) > talk.told:
        verdict.found(DOUBLED, f"{where}: {len(filed)} cases of {talk.told} complaints")
    if len({intake.filed_turn_id for intake in opened if intake.filed_at}) < len(filed):
        verdict.found(DOUBLED, f"{where}: one turn filed twice")
    if talk.case_no is not None and talk.case_no not in [case.case_no for case in filed]:
        verdict.found(LOST, f"{where}: the case {talk.case_no} that was told is not there")
    for case in filed:
        if case.order_number != talk.order:
            verdict.found(OTHER, f"{where}: the case is of another order")
        told = [
            row for row in mine
            if row.sender == "bot" and row.kind == "message" and case.case_no in row.text
            and not _is_update(row)
        ]  # fmt: skip
        filings = [row for row in told if _key(row).startswith("utter_case_filed")]
        if len(filings) > 1:
            verdict.found(DOUBLED, f"{where}: the filing was told {len(filings)} times")
        if not told:
            verdict.found(LOST, f"{where}: the case was filed and not told")
    closed = [intake for intake in opened if intake.filed_at is not None]
    if len(closed) != len(filed):
        verdict.found(OTHER, f"{where}: {len(closed)} filed intakes, {len(filed)} cases")
    if talk.confirmed:
        verdict.counts["confirmed"] += 1
        if not filed and not _yes_was_left_to_a_person(mine):
            verdict.found(LOST, f"{where}: confirmed, and no case")


def _yes_was_left_to_a_person(mine: list[Any]) -> bool:
    """The customer's yes came while somebody spoke, and the bot asked again."""
    answered = {row.reply_to for row in mine if row.kind == "message"}
    written = [row for row in mine if row.sender == "customer"]
    return bool(written) and any(row.id not in answered for row in written[-3:])


def clocks_due(fleet: Fleet) -> int:
    """Return how many clocks have something to do that is due by now."""
    storage = SqlUnitOfWorkFactory(open_engine(fleet.settings.database_url))
    try:
        now = ProductClock(storage).now()
    finally:
        storage.close()
    due = clock_runs.c.next_at <= now
    return int(fleet.read(sa.select(sa.func.count()).select_from(clock_runs).where(due))[0][0])


def _judge_clocks(fleet: Fleet, verdict: Verdict) -> None:
    """Each tick up to now happened once."""
    if clocks_due(fleet):
        verdict.found(LOST, f"{clocks_due(fleet)} clocks have not ticked")
    happened: Counter[tuple[int, str, Any]] = Counter()
    for event in fleet.read(sa.select(case_events).where(case_events.c.kind.in_(TICKS))):
        happened[(event.data["clock_id"], event.kind, event.data.get("level"))] += 1
    verdict.counts["ticks of clocks"] = happened.total()
    expected: Counter[tuple[int, str, Any]] = Counter()
    names = dict(zip(("remind", "breach", "escalate"), TICKS, strict=True))
    for run in fleet.read(sa.select(clock_runs)):
        for _offset, kind, _to, level in run.ticks[: run.next_tick]:
            expected[(run.clock_id, names[kind], level)] += 1
    for key in set(happened) | set(expected):
        if happened[key] > expected[key]:
            verdict.found(DOUBLED, f"clock {key}: {happened[key]} ticks, {expected[key]} due")
        elif happened[key] < expected[key]:
            verdict.found(LOST, f"clock {key}: {happened[key]} ticks, {expected[key]} due")


def _judge_outbox(fleet: Fleet, rows: dict[str, list[Any]], verdict: Verdict) -> None:
    """Each notice is sent; those in conversations were said once, the others arrived."""
    said: Counter[tuple[str, str, str]] = Counter()
    for conversation_id, mine in rows.items():
        for row in mine:
            if _is_update(row):
                custom = row.payload["custom"]
                said[(conversation_id, custom["case_no"], custom["step"])] += 1
    wanted: Counter[tuple[str, str, str]] = Counter()
    for notice in fleet.read(sa.select(outbox)):
        verdict.counts["notices"] += 1
        if notice.state != "sent":
            verdict.found(LOST, f"notice {notice.id} ({notice.key}) is {notice.state}")
        elif notice.channel == "conversation":
            conversation_id = notice.address.partition(":")[2]
            wanted[(conversation_id, notice.case_no, notice.key)] += 1
        elif notice.channel == "webhook":
            taken = fleet.sink.taken[str(notice.id)]
            verdict.counts["webhooks"] += 1
            verdict.counts["webhooks repeated under the same number"] += max(0, taken - 1)
            if not taken:
                verdict.found(LOST, f"notice {notice.id} did not arrive")
    verdict.counts["notices in conversations"] = wanted.total()
    for key in set(said) | set(wanted):
        if said[key] != wanted[key]:
            kind = DOUBLED if said[key] > wanted[key] else LOST
            verdict.found(kind, f"notice {key}: said {said[key]} times of {wanted[key]}")


def _heard_by_rasa(fleet: Fleet) -> dict[str, list[str]]:
    """Return the turn ids that Rasa's trackers hold, in their order."""
    on_postgres = fleet.trackers.dialect.name == "postgresql"
    events = sa.table(
        "events",
        *(sa.column(name) for name in ("id", "sender_id", "type_name", "data")),
        schema="rasa" if on_postgres else None,
    )
    query = (
        sa.select(events.c.sender_id, events.c.data)
        .where(events.c.type_name == "user")
        .order_by(events.c.id)
    )
    found: dict[str, list[str]] = defaultdict(list)
    with fleet.trackers.connect() as connection:
        for sender_id, data in connection.execute(query):
            turn = (json.loads(data).get("metadata") or {}).get("turn_id")
            if turn:
                found[sender_id].append(turn)
    return found


def _grouped(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.conversation_id].append(row)
    return found


def faults_of(verdict: Verdict) -> Iterator[str]:
    """Return every fault as a line."""
    for kind, found in verdict.faults.items():
        yield from (f"{kind}: {what}" for what in found)
