"""Every wording of the bot passes the promise gate, in both languages and both Chinese scripts."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.responses import Catalogue
from casework.gate.service import GateService
from casework.model import Record
from casework.numbering import RandomIds
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.screening import simplified
from tests.corpus import RESPONSES, wordings
from tests.desks import shipped_policy
from tests.doubles import FixedClock

TZ = ZoneInfo("Asia/Shanghai")
LOCALES = ("zh-Hans", "zh-Hant", "zh-Hant-HK", "en")
#: A customer who wants all that the bot must not promise, and says so in the record.
LINES = [
    ["complaint_text", "客服说保证今天全额退款，都是他们的错\nThey promised to refund me tomorrow"],
    ["demand", ["refund", "compensation", "punish_staff", "apology"]],
    ["amount", "赔我3000元"],
    ["contact_name", None],
]


@cache
def catalogue() -> Catalogue:
    """Return the bot's wordings."""
    return Catalogue.load(RESPONSES)


@cache
def promised() -> tuple[GateService, MemoryUnitOfWorkFactory, str, dict[str, str]]:
    """Return a gate, its storage, the number of a filed case and when its promises fall due."""
    storage, clock, policy = MemoryUnitOfWorkFactory(), FixedClock(), shipped_policy()
    filing = FilingService(storage, policy, clock, RandomIds(), TZ)
    case = filing.file("c-1", "t-1", Record(complaint_text="电热毯不热了", language="zh"))
    dues = {str(c.name): c.due_at.astimezone(TZ).isoformat(timespec="minutes") for c in case.clocks}
    gate = GateService(storage, policy, clock, RandomIds(), TZ, simplified)
    return gate, storage, case.case_no, dues


def rendered(key: str, locale: str) -> list[str]:
    """Return all wordings of a key as the bot says them, with values that tempt the gate."""
    _, _, case_no, dues = promised()
    facts = {
        "lines": LINES,
        "changed": LINES[1:3],
        "case_no": case_no,
        "value": "明天之前全额退款",
        "stated": "明天之前全额退款",
        "service_phone": "400-1234-567",
        "status_code": "investigating",
        "instants": {**dues, "next_due": dues["customer_reply"]},
        "hours": {"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"},
        "durations": {
            "first_reply_within": ["hours", 1],
            "preliminary_solution_within": ["hours", 24],
            "customer_reply_within": ["days", 5],
        },
    }
    values = catalogue().values(facts, locale)
    tones = ("aggressive", "expressive", "passive", "constructive", None)
    variants = {v.id: v for tone in tones for v in catalogue().variants(key, locale, tone)}
    return [catalogue().render(variant, values, locale) for variant in variants.values()]


@pytest.mark.rows("R151", "R168")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", sorted(wordings()))
def test_every_wording_may_go_out(key: str, locale: str) -> None:
    gate, storage, _, _ = promised()
    stopped = {}
    with storage() as uow:
        uow.messages.append_inbound(
            "c-1", "明天之前全额退款", message_id="m", turn_id="t", at=_now()
        )
        for text in rendered(key, locale):
            verdict = gate.check_reply(uow, text, locale[:2], "c-1")
            if verdict.stopped:
                stopped[text] = [(str(f.kind), f.rule, f.text) for f in verdict.findings]
    assert stopped == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_filed_case_named_with_another_time_is_stopped(locale: str) -> None:
    gate, storage, _, dues = promised()
    moved = {name: at.replace("T13", "T11") for name, at in dues.items()}
    values = catalogue().values({"instants": moved, "case_no": "x"}, locale)
    assert moved != dues
    text = {
        "zh": f"同事在{values['first_reply']}前回复您。",
        "en": f"A colleague will reply by {values['first_reply']}.",
    }[locale[:2]]
    with storage(read_only=True) as uow:
        assert gate.check_reply(uow, text, locale[:2], "c-1").stopped


def _now() -> datetime:
    return FixedClock().now()
