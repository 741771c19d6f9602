"""What a site vouches for is not asked again, is read back, and yields to the customer's word."""

from typing import Any

import pytest

from casework.storage.memory import MemoryUnitOfWorkFactory
from tests.talks import Said, Talk, complaint, entity

STORY = "你们的空调装好第二天就漏水，客厅地板都泡了"
IDENTITY = {
    "name": "王芳", "contact": "+86 138-0013-8000", "level": "金卡", "orders": ["A-2026-1"],
}  # fmt: skip


def to_the_read_back(talk: Talk, said: Said) -> tuple[dict[str, Any], list[str]]:
    """Skip what is asked; return the lines of the read-back and what was asked."""
    asked = []
    while said.request is not None and said.request != "confirm":
        asked.append(said.request)
        said = talk.skips()
    lines = said.fact("lines")
    return {line[0]: line[1] for line in lines}, asked


@pytest.mark.rows("R100")
def test_what_a_site_knows_is_not_asked_and_is_read_back(
    talk: Talk, storage: MemoryUnitOfWorkFactory
) -> None:
    lines, asked = to_the_read_back(talk, talk.tells(STORY, identity=IDENTITY))
    assert not {"contact_name", "contact", "order_number"} & set(asked)
    assert (lines["contact_name"], lines["contact"]) == ("王芳", "8613800138000")
    assert lines["order_number"] == "A-2026-1"
    talk.affirms()
    with storage(read_only=True) as uow:
        case = uow.cases.list(conversation_id=None, before=None, limit=1)[0]
    assert (case.contact_name, case.contact_phone) == ("王芳", "8613800138000")
    assert case.stated["loyalty_level"] == "金卡"


@pytest.mark.parametrize(
    ("contact", "kept"),
    [
        ("wang@example.com", "contact_email"),
        ("138 0013 8000", "contact_phone"),
        ("微信 wangfang", "contact_other"),
        ("12345", "contact_other"),
    ],
)
def test_a_contact_is_kept_as_what_it_is(talk: Talk, contact: str, kept: str) -> None:
    talk.tells(STORY, identity={"contact": contact})
    notes = talk.slots["intake_notes"]
    assert notes[kept] is not None
    assert sum(notes[name] is not None for name in
               ("contact_phone", "contact_email", "contact_other")) == 1  # fmt: skip


def test_what_the_first_message_tells_outranks_it(talk: Talk) -> None:
    told = [entity("contact_name", "李雷"), entity("contact_email", "li@example.com")]
    lines, _ = to_the_read_back(talk, talk.tells(STORY, *told, identity=IDENTITY))
    assert (lines["contact_name"], lines["contact"]) == ("李雷", "li@example.com")


def test_what_the_customer_says_later_takes_its_place(talk: Talk) -> None:
    talk.tells(STORY, identity=IDENTITY)
    later = [entity("contact_email", "new@example.com"), entity("order_number", "B-2")]
    lines, _ = to_the_read_back(talk, talk.says("请用这个邮箱，订单是B-2", *later))
    assert (lines["contact"], lines["order_number"]) == ("new@example.com", "B-2")


def test_of_several_orders_the_customer_picks_one(talk: Talk) -> None:
    identity = {**IDENTITY, "orders": ["A-1", "A-2"]}
    said = talk.tells(STORY, read=complaint("delivery_logistics"), identity=identity)
    assert said.request == "order_number"
    assert said.fact("choices") == ["A-1", "A-2"]
    talk.says("A-2", entity("order_number", "A-2"), identity=identity)
    assert talk.slots["order_number"] == "A-2"


@pytest.mark.parametrize("identity", [None, "x", [], {"name": 5, "orders": "A-1"}, {"orders": [1]}])
def test_an_identity_of_another_form_says_nothing(talk: Talk, identity: Any) -> None:
    talk.tells(STORY, identity=identity)
    assert talk.slots["contact_name"] is None
    assert talk.slots["order_number"] is None
