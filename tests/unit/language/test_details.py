"""Whole messages: which details they state, and how a bare answer is read by the question before it."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from bot.language.details import Detail, read_details

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)

MESSAGES: list[tuple[str, dict[str, Any]]] = [
    (
        "我叫李雷，电话13812345678，订单号是202611120034567，上周五买的小米电饭煲用了两天就坏了，要求退款399元",
        {"contact_name": "李雷", "contact_phone": "13812345678", "order_number": "202611120034567", "incident_date": "2026-11-20", "product": "小米电饭煲", "amount": 399},
    ),
    (
        "Hi, my name is Sarah Connor, order #A-10293, the kettle I bought for £45.50 on Nov 3 broke yesterday. Call me on 07700 900123 or sarah.c@gmail.com",
        {"contact_name": "Sarah Connor", "order_number": "A-10293", "product": "kettle", "amount": 45.5, "incident_date": "2026-11-22", "contact_phone": "07700900123", "contact_email": "sarah.c@gmail.com"},
    ),
    ("我在你们店买了三台空调一共8997块，有两台不制冷，维修师傅13900001111来过两次没修好", {"quantity": 3, "product": "空调", "amount": 8997}),
    ("快递SF1234567890123 三天没动，里面是两箱牛奶", {"reference": "SF1234567890123", "order_number": "SF1234567890123", "quantity": 2, "product": "牛奶"}),
    ("陳大文 電話9123 4567 我上個月15號喺你哋舖頭買嘅電視機壞咗，$8,999", {"contact_name": "陳大文", "contact_phone": "91234567", "incident_date": "2026-10-15", "product": "電視機", "amount": 8999}),
    ("微信号 abc_12345，加我", {"contact_other": "abc_12345"}),
    ("13800138000，哦不对，13800138001", {"contact_phone": "13800138001"}),
    ("12315打了3次没人接，等了45分钟", {}),
    ("公司订的升降桌，上周五到的，有两台摇得没法用", {"incident_date": "2026-11-20", "quantity": 2}),
    ("your guy fixed it on Friday and this morning it's the same thing again", {"incident_date": "2026-11-23"}),
    ("email old@mail.com is dead, use new@mail.com", {"contact_email": "new@mail.com"}),
    ("电话13912345678停机了，打13812345678", {"contact_phone": "13812345678"}),
    ("mobile is 07700900123 order is ZX-1182-B", {"contact_phone": "07700900123", "order_number": "ZX-1182-B"}),
    ("version 2.3.10 crashes on my iPhone 15 Pro at 8:30 am", {"model": "iPhone 15 Pro", "product": "iPhone"}),
    ("你们客服400-820-8820打了10遍", {}),
    ("我住3号楼501室，漏水两个月了", {}),
    ("订单202611120034567里的羽绒服掉色", {"order_number": "202611120034567", "product": "羽绒服"}),
    ("3872910384756291 没收到货", {"order_number": "3872910384756291"}),
    ("JY20261123-K7Q4M2XP 处理得怎么样了", {}),
    ("我的order number是A-10293 phone 是 13800138000", {"order_number": "A-10293", "contact_phone": "13800138000"}),
    ("订单号没有，型号也忘了，名字就不说了", {}),
    ("wait no, order number 55120, not 55102. my order number is 55120", {"order_number": "55120"}),
    ("包装底下有个条码6923450012876", {}),
    ("call me at four one five five five five oh one three two, order number is four four seven one dash A B", {"contact_phone": "4155550132", "order_number": "4471-AB"}),
    ("免贵姓王，幺三八零零幺三八零零零，邮箱wang点li艾特qq点com", {"contact_name": "王", "contact_phone": "13800138000", "contact_email": "wang.li@qq.com"}),
    ("", {}),
    ("   \n ", {}),
]  # fmt: skip

ANSWERS: list[tuple[str, str, dict[str, Any]]] = [
    ("order_number", "88213", {"order_number": "88213"}),
    ("order_number", "A10293", {"order_number": "A10293"}),
    ("order_number", "ZKQRTB", {"order_number": "ZKQRTB"}),
    ("order_number", "三三二一五", {"order_number": "33215"}),
    ("order_number", "four four seven one", {"order_number": "4471"}),
    ("order_number", "AMZ dash 114 dash 5520", {"order_number": "AMZ-114-5520"}),
    ("order_number", "I think it was 4471 or something", {"order_number": "4471"}),
    ("order_number", "就写尾号6650吧", {"order_number": "6650"}),
    ("order_number", "没有", {}),
    ("order_number", "don't know", {}),
    ("order_number", "13800138000", {"contact_phone": "13800138000"}),
    ("order_number", "12", {"order_number": None}),
    ("amount", "2800", {"amount": 2800}),
    ("amount", "两千八", {"amount": 2800}),
    ("amount", "1200 total, that's with tax", {"amount": 1200}),
    ("amount", "几百块吧", {"amount": None}),
    ("quantity", "3", {"quantity": 3}),
    ("quantity", "很多", {"quantity": None}),
    ("incident_date", "11.3", {"incident_date": "2026-11-03"}),
    ("incident_date", "3/11", {"incident_date": "2026-11-03"}),
    ("incident_date", "5th", {"incident_date": "2026-11-05"}),
    ("incident_date", "3天了", {"incident_date": "2026-11-20"}),
    ("incident_date", "2月30号", {"incident_date": None}),
    ("incident_date", "上个月", {"incident_date": None}),
    ("incident_date", "不记得了", {}),
    ("incident_date", "我哪知道你们哪天偷偷开的！不知道！", {}),
    ("incident_date", "谁知道是哪天扣的", {}),
    ("incident_date", "how would I know which day you did it", {}),
    ("incident_date", "I can't remember which week", {}),
    ("incident_date", "不知道，应该是11月3号吧", {"incident_date": "2026-11-03"}),
    ("amount", "谁知道花了多少钱", {}),
    ("contact_name", "张伟", {"contact_name": "张伟"}),
    ("contact_name", "没有", {}),
    ("contact_name", "Siobhan Kearney, that's S-I-O-B-H-A-N", {"contact_name": "Siobhan Kearney"}),
    ("contact", "1380013800", {"contact_phone": None}),
    ("contact", "555 0123 mornings are best", {"contact_phone": "5550123"}),
    ("contact", "it's tomfinnegan, all one word, at eircom dot net", {"contact_email": "tomfinnegan@eircom.net"}),
    ("contact", "微信 wxid_88", {"contact_other": "wxid_88"}),
    ("contact", "Kevin 13800138000", {"contact_phone": "13800138000"}),
    ("model", "XPS 13", {"model": "XPS 13"}),
    ("model", "机身上印的A6-Plus", {"model": "A6-Plus"}),
    ("model", "不知道啊没看", {}),
    ("serial_number", "QT20881173, it was on the sticker at the back", {"serial_number": "QT20881173"}),
    ("serial_number", "c02x k0ab jg5h", {"serial_number": "c02xk0abjg5h"}),
    ("product", "冰箱坏了", {"product": "冰箱"}),
    ("model", "巴适得很嘛", {}),
    ("model", "走了，再见", {}),
    ("contact", "加我微信吧 zihang_zhou0401", {"contact_other": "zihang_zhou0401"}),
    ("quantity", "oh that's the price each, I mean 5 pans", {"quantity": 5}),
    ("quantity", "哦，15块是单价，蔫了的有8棵", {"quantity": 8, "amount": 15}),
    ("confirm", "数量那里改成15块钱", {"quantity": None}),
    ("incident_date", "Well, the last days of September", {"incident_date": None}),
    ("product", "it's a toaster", {"product": "toaster"}),
]  # fmt: skip


def _values(details: list[Detail]) -> dict[str, Any]:
    return {item.name: item.value for item in details}


@pytest.mark.parametrize(("text", "values"), MESSAGES)
def test_a_message_gives_exactly_what_it_states(text: str, values: dict[str, Any]) -> None:
    assert _values(read_details(text, now=NOW)) == values


@pytest.mark.parametrize(("slot", "text", "values"), ANSWERS)
def test_a_bare_answer_is_read_by_the_question(
    slot: str, text: str, values: dict[str, Any]
) -> None:
    assert _values(read_details(text, now=NOW, expecting=slot)) == values


def test_what_does_not_fit_is_kept_in_the_customers_words() -> None:
    (date,) = read_details("2月30号", now=NOW, expecting="incident_date")
    assert date.extra == {"stated": "2月30号", "problem": "impossible_date"}
    (phone,) = read_details("我电话1380013800", now=NOW)
    assert phone.extra == {"stated": "1380013800", "problem": "phone_length"}


def test_a_relative_date_keeps_the_customers_words_beside_the_day() -> None:
    (date,) = read_details("上周五坏的", now=NOW)
    assert (date.value, date.extra["stated"]) == ("2026-11-20", "上周五")


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("花了两千八", "CNY"),
        ("退我300元", "CNY"),
        ("網路費多收300元", "TWD"),
        ("呢部機係$8,999買嘅喎", "HKD"),
        ("paid $45", "USD"),
        ("付了€18,90", "EUR"),
        ("it cost me 300", None),
    ],
)
def test_an_amount_has_the_currency_of_its_country(text: str, currency: str | None) -> None:
    (amount,) = [item for item in read_details(text, now=NOW) if item.name == "amount"]
    assert amount.extra.get("currency") == currency


@pytest.mark.parametrize("text", [text for text, _ in MESSAGES])
def test_every_detail_knows_where_it_stood(text: str) -> None:
    for item in read_details(text, now=NOW):
        assert text.strip()[item.start : item.end] == item.text


@pytest.mark.parametrize(
    ("text", "expecting", "given"),
    [
        # A date, a price or a phone is no code, whatever was asked for.
        ("格力的，上个月28号装的", "model", {"incident_date": "2026-10-28"}),
        ("i told you, the 12th", "order_number", {"incident_date": "2026-11-12"}),
        ("14.99", "model", {"amount": 14.99}),
        ("streaming plan, 15.99 each", "order_number", {"order_number": None}),
        ("wx: limama_2019", "order_number", {"contact_other": "limama_2019", "order_number": None}),
        # What the customer calls an order is none of the other numbers.
        ("order 1182-AB", "model", {"order_number": "1182-AB", "model": None}),
        (
            "快递单号先发您：QX00381745520",
            "model",
            {"order_number": "QX00381745520", "model": None},
        ),
        ("order number first: AB-44120", "model", {"order_number": "AB-44120", "model": None}),
        # Somebody else's number, then one's own.
        (
            "13911204477 等等 这是我爱人的 打我的 136 8890 1123",
            "contact",
            {"contact_phone": "13688901123"},
        ),
        (
            "07700 900123, hang on that's my wife's, use mine 07700 900456",
            "contact",
            {"contact_phone": "07700900456"},
        ),
        # Letters before the figures are no telephone's.
        (
            "等一下，碎的是 QX00381745520 那票",
            "contact",
            {"order_number": "QX00381745520", "contact_phone": None},
        ),
        # The wrong number is named, and then the right one.
        ("单号写错了，应该是AB-44210", "confirm", {"order_number": "AB-44210"}),
        ("訂單編號寫錯了，正確的是QD-3319", "confirm", {"order_number": "QD-3319"}),
        (
            "the order number is wrong, it should be AB-44210",
            "confirm",
            {"order_number": "AB-44210"},
        ),
        # A flat is no day, and being unsure no product.
        ("锦绣花园3栋", "incident_date", {"incident_date": None}),
        ("not sure, maybe nov 2", "product", {"product": None}),
    ],
)
def test_a_bare_answer_is_told_from_what_only_looks_like_one(
    text: str, expecting: str, given: dict[str, object]
) -> None:
    found = {
        detail.name: detail.value
        for detail in read_details(text, now=NOW, expecting=expecting)
        if detail.value is not None
    }
    assert {name: found.get(name) for name in given} == given


#: Figures that one calls, goes to, pays or counts, whatever the bot has just asked for.
OTHER_FIGURES: list[tuple[str, str, dict[str, Any]]] = [
    ("order_number", "不把588全退给我，我就打12315，再发抖音", {"amount": 588}),
    ("order_number", "再不处理我就打12315了", {}),
    ("quantity", "再不处理我就打12315了", {}),
    ("amount", "再不处理我就打12315了", {}),
    ("serial_number", "再这样我打12315", {}),
    ("order_number", "就向12345反映", {}),
    ("order_number", "打12378银保监", {}),
    ("order_number", "已经打了96315投诉，受理了", {}),
    ("order_number", "I'll call 12315 tomorrow", {}),
    ("order_number", "I'm going to report you to 12345", {}),
    ("order_number", "12315", {}),
    ("order_number", "88213，我已经打12315投诉了", {"order_number": "88213"}),
    ("order_number", "打电话问了是88213", {"order_number": "88213"}),
    ("order_number", "10021", {"order_number": "10021"}),
    ("order_number", "Room 309 Harbour View.", {}),
    ("order_number", "row 214 seat 112", {}),
    ("order_number", "登机口214", {}),
    ("order_number", "1203房间", {}),
    ("order_number", "Room 309, order 88213", {"order_number": "88213"}),
    ("order_number", "订单A1203", {"order_number": "A1203"}),
    ("order_number", "Sorry, not 865. £856, got the invoice in front of me now.", {"amount": 856}),
    ("order_number", "not 865, it's 856", {"order_number": "856"}),
    ("order_number", "不是88213，是88231", {"order_number": "88231"}),
    ("order_number", "just 4471", {"order_number": "4471"}),
    ("order_number", "NOT SURE 44713", {"order_number": "44713"}),
    ("order_number", "AB 4471", {"order_number": "AB4471"}),
    ("order_number", "sf 1234 5678", {"order_number": "sf12345678"}),
    ("order_number", "the number on the bill is 60412297", {"order_number": "60412297"}),
    ("order_number", "把329退给我", {"amount": 329}),
    ("order_number", "960全额赔给我", {"amount": 960}),
    ("order_number", "give me my 329 back", {"amount": 329}),
    ("order_number", "88213退款", {"order_number": "88213"}),
    ("order_number", "A10293退给我吧", {"order_number": "A10293"}),
    ("order_number", "it was 2 boxes not 3", {"quantity": 2}),
    ("order_number", "是两包不是三包", {"quantity": 2}),
    # A story or a threat answers no question; its figures are counts, prices, hotlines, models.
    ("order_number", "换个压缩机2300，装上没一个礼拜又不制冷了，一家老小热得睡不着，你们管不管啊", {}),
    ("order_number", "師傅來看了兩遍都說正常，敷衍誰呢。12345我可就打了", {}),
    ("order_number", "12315我马上打", {}),
    ("order_number", "your lot fobbed me off on chat, 45 of us in that queue, my brother is a solicitor by the way", {}),
    ("order_number", "I only ever play it on a ps5 so how would I even cheat", {"model": "ps5"}),
    ("order_number", "they only gave us back 1,250, said the rest was nonrefundable and hung up on me", {}),
    ("order_number", "hang on, let me get my other pair... right, it says 4471 on the paper here", {"order_number": "4471"}),
    ("order_number", "找到了，压在一堆说明书和保修卡的最下面呢，4471", {"order_number": "4471"}),
    ("order_number", "I had to turn the whole house over for it, but the letter has it at the top: HMG/22/0417-B", {"order_number": "HMG/22/0417-B"}),
    ("order_number", "坐的G2217次，空调坏了一路没人管，乘务员还冲我妈嚷嚷，什么服务态度", {"reference": "G2217"}),
    ("order_number", "G2217次", {"reference": "G2217", "order_number": "G2217"}),
    # Slashes and hashes are part of a code.
    ("order_number", "It's on the certificate: DL/3307/K.", {"order_number": "DL/3307/K"}),
    ("order_number", "MX#40-1188-C", {"order_number": "MX#40-1188-C"}),
    ("order_number", "order#4471", {"order_number": "4471"}),
    ("contact", "货值960", {"amount": 960}),
    ("quantity", "两瓶一共1360", {"quantity": 2, "amount": 1360}),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "text", "values"), OTHER_FIGURES)
def test_other_figures_are_no_answer(slot: str, text: str, values: dict[str, Any]) -> None:
    assert _values(read_details(text, now=NOW, expecting=slot)) == values


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("a refund of £18. Hang on, no, two packs now, so £12.", 12),
        ("Refund $85, I mean 95", 95),
        ("退我180块，不对，120块", 120),
        ("退我180，说错了，退我120", 120),
        ("花了588，哦打错了，是558", 558),
        # What goes on about something else takes nothing back.
        ("£300, no £20 voucher either", 300),
        ("They charged me £300. Sorry but I only agreed to £200.", 300),
        ("charged £300 instead of £200", 300),
        ("退我180块，不对，你们还欠我20块", 180),
        ("退我85块，不好意思，3天没回你", 85),
    ],
)
def test_an_amount_is_taken_back_in_the_same_message(text: str, amount: float) -> None:
    assert _values(read_details(text, now=NOW, expecting="demand"))["amount"] == amount


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("那个老师都在群里说了说教室里飞毛我都不好意思了", None),
        ("师傅说是主板的事", None),
        ("客服让我来找你", None),
        ("the technician has it", None),
        ("小天鹅滚筒", "小天鹅滚筒"),
        ("智能节能款", "智能节能款"),
        ("不锈钢款", "不锈钢款"),
        ("皓月系列", "皓月系列"),
        ("小天才电话手表", "小天才电话手表"),
        ("家里老人还等着用", None),
        ("孩子正在发烧", None),
        ("气死我了", None),
        ("Singing Unicorn", "Singing Unicorn"),
    ],
)
def test_a_model_that_was_asked_for_looks_like_one(text: str, model: str | None) -> None:
    assert _values(read_details(text, now=NOW, expecting="model")).get("model") == model


@pytest.mark.parametrize(
    ("text", "product", "quantity"),
    [
        ("The 40 desk lamps on order DL-2026-881 flicker", "desk lamps", 40),
        ("We hired 8 patio heaters for our opening night", "patio heaters", 8),
        ("The bread maker you sent has no paddle", "bread maker", None),
        ("I waited 3 weeks for my shoes", "shoes", None),
        ("my kettle leaks", "kettle", None),
        ("Sort it and the next 30 stools come from you", "stools", None),
        ("下次再订30把椅子", "椅子", None),
        ("再买了2台空调也是坏的", "空调", 2),
    ],
)
def test_compounds_and_the_number_before_them(
    text: str, product: str, quantity: int | None
) -> None:
    found = {detail.name: detail.value for detail in read_details(text, now=NOW)}
    assert (found.get("product"), found.get("quantity")) == (product, quantity)
