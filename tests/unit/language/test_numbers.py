"""Order, tracking, contract, account, work order, serial and model numbers."""

from __future__ import annotations

import pytest

from bot.language.numbers import find_identifiers

ORDERS = [
    ("订单号是202611120034567", "202611120034567"),
    ("订单号：１２３４５６７８９０１２", "123456789012"),
    ("訂單編號 TW-2026-0098", "TW-2026-0098"),
    ("定单号20261112003456", "20261112003456"),
    ("订单编号TB2026-1103-7788", "TB2026-1103-7788"),
    ("订单号的话是 2026 1112 0034", "202611120034"),
    ("订单号:DD 2026 1103 0099 1", "DD2026110300991"),
    ("订单号是二零二六一一一二零零三四", "202611120034"),
    ("订单号二零二六，一一一二，零零三四", "202611120034"),
    ("订单尾号8842", "8842"),
    ("订单后四位是8842", "8842"),
    ("单号7788", "7788"),
    ("我的订单是 JY-7781", "JY-7781"),
    ("订单A10293一直没发货", "A10293"),
    ("20261112003456是订单号", "20261112003456"),
    ("20261112003456这个订单", "20261112003456"),
    ("订单号给你202611120034567，查一下", "202611120034567"),
    ("单号嘛，你记一下：E20261103001", "E20261103001"),
    ("交易号4200001234202611231234567890", "4200001234202611231234567890"),
    ("外卖订单号：8012345678901234567", "8012345678901234567"),
    ("订单号 12345678901，电话 13912345678", "12345678901"),
    ("订单号（202611120034567）", "202611120034567"),
    ("订单【202611120034567】", "202611120034567"),
    ("我嘅訂單號係88213344", "88213344"),
    ("我的order number是A-10293", "A-10293"),
    ("order 114-3941689-8772232", "114-3941689-8772232"),
    ("114-3941689-8772232", "114-3941689-8772232"),
    ("Order No: A-10293", "A-10293"),
    ("order no. 55212", "55212"),
    ("orderno.55212", "55212"),
    ("ord no 77123 pls", "77123"),
    ("order# 100-2231, paid $45.50", "100-2231"),
    ("my order #4471 never came", "4471"),
    ("ORDER NUMBER 88213344", "88213344"),
    ("order number, let me see, it's 4471-AB", "4471-AB"),
    ("order number is four four seven one dash A B", "4471-AB"),
    ("the order number is double four seven one nine", "44719"),
    ("my order number is a as in apple one two three four", "A1234"),
    ("order id 0x8f3a99", "0x8f3a99"),
    ("order ref QX-88/2291", "QX-88/2291"),
    ("order number AB 12 34 56", "AB123456"),
    ("A-10293 is the order number", "A-10293"),
    ("88213344 is my order number", "88213344"),
    ("PO number 55321", "55321"),
    ("the order ending 8842", "8842"),
    ("order 4471 3 weeks ago", "4471"),
    ("My order is 88213344.", "88213344"),
    ("order number: #SHOP-2026-00123!", "SHOP-2026-00123"),
    ("ordr? my order number is 99817", "99817"),
    ("re order number 2231", "2231"),
    ("order nr 4455-66", "4455-66"),
    ("Sales order SO-2026-1187.", "SO-2026-1187"),
    ("订单SO-2026-1187", "SO-2026-1187"),
    ("purchase order PO-8821", "PO-8821"),
    ("order number is so 88213", "88213"),
    ("Order numbers 99812", "99812"),
    ("order number's 99812", "99812"),
    ("order 77-1920-B i think", "77-1920-B"),
    ("oder: 77120-C", "77120-C"),
    ("I ordered under 77120-C and it broke", "77120-C"),
    ("订单号是TB二零二六一一", "TB202611"),
    ("my order's number: 20417-X", "20417-X"),
    ("oder number 77120 not arrived", "77120"),
    ("order n° WQ-2291", "WQ-2291"),
    ("Order: KP 4402 / Ms Jones", "KP4402"),
    ("my order number is 4 4 7 1 2", "44712"),
    ("单号我发你 JD998877", "JD998877"),
    ("我的订单号是幺零零二三杠A", "10023-A"),
    ("我下的单WQ-2291三天了", "WQ-2291"),
    ("WQ-2291呢个單", "WQ-2291"),
    ("the order number on my invoice is 4471", "4471"),
]  # fmt: skip

REFERENCES = [
    ("快递单号 SF 1234 5678 90123", "tracking", "SF1234567890123"),
    ("单号：SF1234567890123", "tracking", "SF1234567890123"),
    ("JD0123456789012 没收到", "tracking", "JD0123456789012"),
    ("运单号是YT8812345678901", "tracking", "YT8812345678901"),
    ("物流单号773123456789012", "tracking", "773123456789012"),
    ("EMS EA123456789CN", "tracking", "EA123456789CN"),
    ("tracking number 1Z999AA10123456784", "tracking", "1Z999AA10123456784"),
    ("tracking 9405511899223197428490", "tracking", "9405511899223197428490"),
    ("parcel number JD00022334455", "tracking", "JD00022334455"),
    ("退货单号SF1234567890123", "tracking", "SF1234567890123"),
    ("合同编号：HT-2026-0098", "contract", "HT-2026-0098"),
    ("保单号PICC2026001234", "contract", "PICC2026001234"),
    ("contract number C/2026/114", "contract", "C/2026/114"),
    ("policy number HX 99 1234", "contract", "HX991234"),
    ("account number 00123-456", "account", "00123-456"),
    ("my account 88123456", "account", "88123456"),
    ("宽带账号 gz0201234567", "account", "gz0201234567"),
    ("户号3201556677", "account", "3201556677"),
    ("会员号VIP88213", "account", "VIP88213"),
    ("customer ref 4471-88", "account", "4471-88"),
    ("customer number on the bill is 60412297", "account", "60412297"),
    ("meter number on my letter: 60412297", "account", "60412297"),
    ("policy number at the top of the letter: HX-991", "contract", "HX-991"),
    ("缴费号60412297", "account", "60412297"),
    ("ref CW-0627", "booking", "CW-0627"),
    ("工单号WX20261103", "work_order", "WX20261103"),
    ("报修单号 20261103-07", "work_order", "20261103-07"),
    ("case number INC0012345", "case", "INC0012345"),
    ("RMA 44312", "work_order", "44312"),
    ("complaint ref CMP-2231", "case", "CMP-2231"),
    ("booking reference ZKQRTB", "booking", "ZKQRTB"),
    ("my PNR is X7K9QT", "booking", "X7K9QT"),
    ("confirmation code HMKWXY", "booking", "HMKWXY"),
    ("booking ref is xkqrtb", "booking", "xkqrtb"),
    ("booking ref x k q r t b", "booking", "XKQRTB"),
    ("ticket 016-2345678901", "booking", "016-2345678901"),
    ("ref: 88-2231-K", "booking", "88-2231-K"),
    ("预订号2026112388", "booking", "2026112388"),
    ("取件码 8-2-3306", "booking", "8-2-3306"),
    ("取货码 7731", "booking", "7731"),
    ("合同 ZL-2026-031 租房", "contract", "ZL-2026-031"),
    ("tracking ID: LX 220 771 902 GB", "tracking", "LX220771902GB"),
    ("invoice INV-2026-0031", "booking", "INV-2026-0031"),
    ("flight BA117 was cancelled", "flight", "BA117"),
    ("航班MU5101延误", "flight", "MU5101"),
    ("UA 328 delayed at the gate", "flight", "UA328"),
    ("G1234次列车", "flight", "G1234"),
    ("车牌粤B12345", "plate", "粤B12345"),
    ("序列号 A1B2C3D4E5", "serial_number", "A1B2C3D4E5"),
    ("SN: C02XK0ABJG5H", "serial_number", "C02XK0ABJG5H"),
    ("S/N C02XK0ABJG5H", "serial_number", "C02XK0ABJG5H"),
    ("imei 356938035643809", "serial_number", "356938035643809"),
    ("serial no. 7731-AA-09", "serial_number", "7731-AA-09"),
    ("型号KFR-35GW/26", "model", "KFR-35GW/26"),
    ("型号是小天鹅TG100V88", "model", "小天鹅TG100V88"),
    ("model number is UE55AU7100", "model", "UE55AU7100"),
    ("WH-1000XM5 headphones", "model", "WH-1000XM5"),
    ("my iPhone 15 Pro Max 256GB died", "model", "iPhone 15 Pro Max 256GB"),
    ("小米14 Pro开不了机", "model", "小米14 Pro"),
    ("Galaxy S24 Ultra screen cracked", "model", "Galaxy S24 Ultra"),
    ("PS5 won't turn on", "model", "PS5"),
    ("ThinkPad X1 Carbon Gen 11", "model", "ThinkPad X1 Carbon Gen 11"),
]  # fmt: skip

NONE = [
    "order 500 units",
    "I ordered 2 kettles",
    "ordered on 2026-11-03",
    "order placed in 2026",
    "my order was cancelled",
    "my order number is not here",
    "the order number please",
    "订单号没有",
    "订单号忘了",
    "单号没有",
    "型号忘了",
    "型号不知道",
    "13800138000",
    "电话13800138000",
    "5G手机",
    "COVID-19 delays",
    "version 2.3.10",
    "2026年11月3日",
    "¥1299",
    "8:30到9:45",
    "打了12315",
    "再不管我就打88213456这个订单",
    "room 1203",
    "the contract says nothing",
    "my account was hacked",
    "account is locked",
    "tracking says delivered",
    "the model is great",
    "USB-C cable",
    "买了3台一共8997元",
    "order 3 pizzas",
    "in order to fix it",
    "订单3天没动",
    "订单11月3号下的",
    "MP3 player",
    "24/7 support",
    "case closed",
    "claim denied",
    "booking cancelled",
    "ref was blind",
]  # fmt: skip


def _named(text: str) -> list[tuple[str, str]]:
    return [(item.kind, item.value) for item in find_identifiers(text) if item.kind != "number"]


@pytest.mark.parametrize(("text", "value"), ORDERS)
def test_an_order_number_keeps_the_customers_letters_and_hyphens(text: str, value: str) -> None:
    assert ("order", value) in _named(text)
    assert len([1 for kind, _ in _named(text) if kind == "order"]) == 1


@pytest.mark.parametrize(("text", "kind", "value"), REFERENCES)
def test_a_number_is_known_by_its_label_or_shape(text: str, kind: str, value: str) -> None:
    assert (kind, value) in _named(text)


@pytest.mark.parametrize("text", NONE)
def test_other_figures_name_nothing(text: str) -> None:
    assert _named(text) == []


def test_a_list_of_orders_gives_each_of_them() -> None:
    assert _named("orders 44711 and 44712") == [("order", "44711"), ("order", "44712")]
    assert _named("订单号202611120001、202611120002") == [
        ("order", "202611120001"),
        ("order", "202611120002"),
    ]


def test_a_long_bare_number_is_a_number_without_a_kind() -> None:
    (item,) = find_identifiers("买的充电宝 3872910384756291 没到货")
    assert (item.kind, item.how, item.value) == ("number", "bare", "3872910384756291")
