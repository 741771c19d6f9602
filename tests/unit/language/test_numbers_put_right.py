"""Order numbers and others that are taken back within the message that gives them."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.language.details import read_details
from bot.language.numbers import find_identifiers

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=timezone.utc)

PUT_RIGHT = [
    ("Order no. TD-55120, hang on, no, TD-55102", "TD-55102"),
    ("订单号TD-55120，不对，是TD-55102", "TD-55102"),
    ("单号88123……哦看错了 88132", "88132"),
    ("my order number is 88213 no wait 88231", "88231"),
    ("order number 55120? no 55102", "55102"),
    ("order number is 55120 - wrong one - 55102 is right", "55102"),
    ("ordr no 55120 wait thats the old one its 55102", "55102"),
    ("The order is LP-3340. No, I'm reading it wrong, LP-3304.", "LP-3304"),
    ("it's order 7719, or hang on, let me look at the email... 7791", "7791"),
    ("订单号我看看啊，5512，哎不对不对，5521", "5521"),
    ("訂單編號 TW-3391 打錯了 是 TW-3319", "TW-3319"),
    ("訂單號係HK7781，唔係，係HK7718", "HK7718"),
    ("订单号是八八二一三不对是八八二三一", "88231"),
    ("my order number is eight eight two one three no sorry eight eight two three one", "88231"),
    ("订单号 MN5501\n打错了\nMN5510", "MN5510"),
    ("order no TD-55120 *TD-55102", "TD-55102"),
    ("order 5512 338 901. no wait, that's the old one. new one is 7719 402 663", "7719402663"),
    ("order 4471, sorry, 4417, no wait, 4714", "4714"),
    ("order TD-55120, sorry, 55102", "TD-55102"),
    ("order number 55120. 55102, sorry", "55102"),
    ("order 55120, sorry, my order number is 60933", "60933"),
    ("单號係 YW-4471 呀唔係 YW-4417", "YW-4417"),
    ("刚才订单号发错了 不是QD-3391 是QD-3319", "QD-3319"),
    ("订单号不是4471，是4417", "4417"),
    ("订单号4417，不是4471", "4417"),
    ("order number 4417, not 4471", "4417"),
]

OTHERS = [
    ("tracking is RB 2207 sorry RB 2270", "tracking", "RB2270"),
    ("快递单号SF1234567890123，错了，SF1234567890132", "tracking", "SF1234567890132"),
    ("合同号HT-0098，啊不是，HT-0089", "contract", "HT-0089"),
    ("contract number C-2291... actually it's C-2219", "contract", "C-2219"),
    ("booking ref XK99T, I mean XK98T", "booking", "XK98T"),
    ("case number INC-4432, scratch that, INC-4423", "case", "INC-4423"),
    ("工单号WX3021，说错了，应该是WX3012", "work_order", "WX3012"),
]

#: What follows words of regret, and is no other number of the order.
STANDS = [
    ("order number TD-55120, sorry to bother you, my phone is 07700 900123", "TD-55120"),
    ("Order 55120. Sorry for the wait, I paid 4471 dollars", "55120"),
    ("order 55120, no reply since 2026, wait was 40 minutes", "55120"),
    ("order number 55120. The model is not right, I got WX-3302 instead", "55120"),
    ("订单号55120，发来的型号不对，应该是KX-300", "55120"),
    ("order number AB-20114. Actually I paid 20141 yen", "AB-20114"),
    ("订单号88123，发错货了，应该是42码", "88123"),
    ("订单号TD-55120，发来的不对，应该是TD-55102", "TD-55120"),
    ("订单号20261120883，不好意思，13912345678", "20261120883"),
    ("order 55120, sorry, tracking number 55102", "55120"),
]


def _orders(text: str) -> list[object]:
    details = read_details(text, now=NOON)
    return [item.value for item in details if item.name == "order_number"]


@pytest.mark.parametrize(("text", "value"), PUT_RIGHT + STANDS)
def test_the_order_number_is_the_one_that_is_meant_in_the_end(text: str, value: str) -> None:
    assert _orders(text) == [value]


@pytest.mark.parametrize(("text", "kind", "value"), OTHERS)
def test_what_takes_the_place_of_a_number_is_of_its_kind(text: str, kind: str, value: str) -> None:
    named = [(item.kind, item.value) for item in find_identifiers(text) if item.kind != "noise"]
    assert named == [(kind, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5512 sorry 5521", "5521"),
        ("TD-55120，打错了，TD-55102", "TD-55102"),
        ("88-21A, hang on, 88-12A", "88-12A"),
    ],
)
def test_a_bare_answer_is_put_right_as_well(text: str, value: str) -> None:
    details = read_details(text, now=NOON, expecting="order_number")
    assert [item.value for item in details if item.name == "order_number"] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我嘅電話係9123 4567，唔好意思，9123 4576", "91234576"),
        ("手機0912-345-678，打錯了，0912-345-687", "0912345687"),
        ("phone 07700 900123 no 07700 900132", "07700900132"),
    ],
)
def test_a_phone_is_put_right_in_either_script(text: str, value: str) -> None:
    details = read_details(text, now=NOON)
    assert [item.value for item in details if item.name == "contact_phone"] == [value]
