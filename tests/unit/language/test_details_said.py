"""Details as people give them in passing, each with the value that the case must hold."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.language.details import read_details

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=timezone.utc)
SAID = [
    ("订单号是JD20261103887,手机13912345678", "order_number", "JD20261103887"),
    ("订单号是JD20261103887,手机13912345678", "contact_phone", "13912345678"),
    ("单号 SF1402938475610 三天没动了", "order_number", "SF1402938475610"),
    ("我的电话一三八零零一三八零零零", "contact_phone", "13800138000"),
    ("微信号同手机13677778888", "contact_phone", "13677778888"),
    ("座机是 0571-88881234", "contact_phone", "057188881234"),
    ("香港电话 +852 9123 4567", "contact_phone", "85291234567"),
    ("邮箱 li.na_88@163.com", "contact_email", "li.na_88@163.com"),
    ("台灣手機0912-345-678", "contact_phone", "0912345678"),
    ("花了两千八买的冰箱", "amount", 2800),
    ("花了两千八买的冰箱", "product", "冰箱"),
    ("多扣了38.5元", "amount", 38.5),
    ("4.2万的装修款", "amount", 42000),
    ("买了三箱牛奶坏了两箱", "product", "牛奶"),
    ("上周五下的单", "incident_date", "2026-11-20"),
    ("大前天送来的", "incident_date", "2026-11-22"),
    ("11月3号买的空调,型号KFR-35GW", "incident_date", "2026-11-03"),
    ("11月3号买的空调,型号KFR-35GW", "product", "空调"),
    ("11月3号买的空调,型号KFR-35GW", "model", "KFR-35GW"),
    ("国庆前一天去的店里", "incident_date", "2026-09-30"),
    ("序列号SN8827364512", "serial_number", "SN8827364512"),
    ("SN: 4CE0460D0G", "serial_number", "4CE0460D0G"),
    ("合同编号HT-2026-0091", "order_number", "HT-2026-0091"),
    ("我叫王建国", "contact_name", "王建国"),
    ("免贵姓李", "contact_name", "李"),
    ("弓长张,张伟", "contact_name", "张伟"),
    ("联系人:欧阳娜娜 电话 15800001111", "contact_name", "欧阳娜娜"),
    ("联系人:欧阳娜娜 电话 15800001111", "contact_phone", "15800001111"),
    ("退我1299", "amount", 1299),
    ("洗衣机用了3天就坏了", "product", "洗衣机"),
    ("刚收到的戴森吹风机不出热风", "product", "戴森吹风机"),
    ("押金500不退", "amount", 500),
    ("12月账单多出99元", "amount", 99),
    ("金额是129", "amount", 129),
    ("一百二十九块九", "amount", 129.9),
    ("下单时间10月28日,订单编号: 2026102811223344", "order_number", "2026102811223344"),
    ("下单时间10月28日,订单编号: 2026102811223344", "incident_date", "2026-10-28"),
    ("order number 114-5567821-9087743", "order_number", "114-5567821-9087743"),
    ("My order is #A77-2231", "order_number", "A77-2231"),
    ("tracking 1Z999AA10123456784", "order_number", "1Z999AA10123456784"),
    ("call me on 07700 900123", "contact_phone", "07700900123"),
    ("my number is (415) 555-2671", "contact_phone", "4155552671"),
    ("+44 20 7946 0958", "contact_phone", "442079460958"),
    ("email jane.doe at gmail dot com", "contact_email", "jane.doe@gmail.com"),
    ("reach me at o'neil@mail.co.uk", "contact_email", "o'neil@mail.co.uk"),
    ("I paid $1,249.99 for it", "amount", 1249.99),
    ("They took 18,90 € twice", "amount", 18.9),
    ("it cost three hundred bucks", "amount", 300),
    ("2.6k down the drain", "amount", 2600),
    ("fourteen pounds fifty", "amount", 14.5),
    ("I bought two pairs of shoes", "quantity", 2),
    ("I bought two pairs of shoes", "product", "shoes"),
    ("three boxes of the floor tiles", "quantity", 3),
    ("the washing machine broke last Tuesday", "product", "washing machine"),
    ("bought on the 9th", "incident_date", "2026-11-09"),
    ("on 3 November I ordered", "incident_date", "2026-11-03"),
    ("the day before yesterday", "incident_date", "2026-11-23"),
    ("two weeks ago", "incident_date", "2026-11-11"),
    ("yesterday", "incident_date", "2026-11-24"),
    ("Model WH-1000XM5, serial 5012345", "model", "WH-1000XM5"),
    ("Model WH-1000XM5, serial 5012345", "serial_number", "5012345"),
    ("my name is Siobhan O'Brien", "contact_name", "Siobhan O'Brien"),
    ("This is Priya Natarajan", "contact_name", "Priya Natarajan"),
    ("It was £45 not £54", "amount", 45),
    ("Netflix style streaming plan, 15.99 each", "amount", 15.99),
    ("policy number LV-889-2210", "order_number", "LV-889-2210"),
    ("my booking reference is QX7T2L", "order_number", "QX7T2L"),
    ("refund me the 80 quid", "amount", 80),
    ("I want $500 compensation", "amount", 500),
    ("the Bosch dishwasher leaks", "product", "Bosch dishwasher"),
    ("the coffee machine I bought in May", "product", "coffee machine"),
    ("我这个 coffee machine 的 pump 坏了", "product", "coffee machine"),
    ("There are 12 of them, and ten of the lanterns arrived bent", "quantity", 12),
    ("有两台摇得没法用", "quantity", 2),
    ("account BB-77310", "reference", "BB-77310"),
    ("booking QX7R2L", "reference", "QX7R2L"),
    ("your courier lost my parcel HK-5502-118", "reference", "HK-5502-118"),
]


@pytest.mark.parametrize(("text", "name", "value"), SAID)
def test_the_first_value_of_a_kind_is_the_one_that_was_meant(
    text: str, name: str, value: str | float
) -> None:
    found = [item.value for item in read_details(text, now=NOON) if item.name == name]
    assert found[0] == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SF88120437，等下我看错了，最后是473，SF88120473", "SF88120473"),
        ("Rental agreement 7730-48815. Sorry, 7730-48851, last two digits are 51", "7730-48851"),
    ],
)
def test_of_two_numbers_the_one_that_takes_the_others_place_counts(text: str, number: str) -> None:
    details = read_details(text, now=NOON, expecting="order_number")
    assert [each.value for each in details if each.name == "order_number"] == [number]


def test_who_gives_a_name_when_asked_for_the_model_gives_no_model() -> None:
    details = read_details("我叫郑雪，13900001234", now=NOON, expecting="model")
    assert [each.name for each in details] == ["contact_name", "contact_phone"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫赖春梅春天的春梅花的梅", "赖春梅"),
        ("何冰，人可何，冰箱的冰", "何冰"),
        ("刘国庆，国庆节的国庆", "刘国庆"),
        ("我叫王五月，五月的五月", "王五月"),
    ],
)
def test_the_characters_of_a_name_are_neither_date_nor_product(text: str, name: str) -> None:
    found = read_details(text, now=NOON, expecting="contact_name")
    assert [(item.name, item.value) for item in found] == [("contact_name", name)]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("07700 900318. Wait no, old one. 07700 900381", "07700900381"),
        ("07700 900318, no hang on that's my old number, it's 07700 900381", "07700900381"),
        ("13629047751，不对，末尾两位打反了，是13629047715", "13629047715"),
        ("13355780291，哦打错了，是13355780211", "13355780211"),
        ("13355780291这个是旧号，现在用13355780211", "13355780211"),
        ("别打13355780291，打13355780211", "13355780211"),
        ("13355780291，打不通就打13355780211", "13355780291"),
        ("07700 900318 or if not 07700 900381", "07700900318"),
    ],
)
def test_a_phone_put_right_in_the_same_message_is_the_last_one(text: str, phone: str) -> None:
    found = read_details(text, now=NOON, expecting="contact")
    assert next(item.value for item in found if item.name == "contact_phone") == phone


def test_a_reason_beside_an_address_is_no_name() -> None:
    text = "给我发邮件吧，fangyu_1990@163.com，白天开会接不了电话"
    found = read_details(text, now=NOON, expecting="contact")
    assert [(item.name, item.value) for item in found] == [("contact_email", "fangyu_1990@163.com")]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("型号我哪知道吊牌早剪掉了", "model"),
        ("it doesnt say", "model"),
        ("我哪知道你们哪天偷偷开的！不知道！", "incident_date"),
        ("the receipt went in the bin weeks ago", "order_number"),
    ],
)
def test_what_tells_that_there_is_nothing_gives_no_value(text: str, slot: str) -> None:
    assert read_details(text, now=NOON, expecting=slot) == []
