"""What customers want, and what they expressly do not want."""

from __future__ import annotations

import time

import pytest

from bot.language.demands import find_demands

DEMANDS = [
    ("我要退款", {"refund"}),
    ("請退款", {"refund"}),
    ("退钱！", {"refund"}),
    ("還錢", {"refund"}),
    ("把押金退给我", {"refund"}),
    ("申请退款一直不退", {"refund"}),
    ("我要退貨", {"return"}),
    ("请给我换一台新的", {"replacement"}),
    ("我不要退款，我要换货", {"replacement"}),
    ("给我修好", {"repair"}),
    ("请尽快派人来修", {"repair"}),
    ("要求退一赔三", {"refund", "compensation"}),
    ("谁来赔我的损失", {"compensation"}),
    ("必须道歉", {"apology"}),
    ("我只想要个道歉", {"apology"}),
    ("给个说法", {"explanation"}),
    ("为什么还不发货", {"explanation", "delivery"}),
    ("麻烦查一下为什么扣费", {"explanation"}),
    ("希望你们加强管理", {"improvement"}),
    ("开除这个客服", {"punish_staff"}),
    ("赶紧发货", {"delivery"}),
    ("I want my money back", {"refund"}),
    ("I expect a full refund within 7 days", {"refund"}),
    ("still no refund", {"refund"}),
    ("I want to return it", {"return"}),
    ("I would like a replacement", {"replacement"}),
    ("send me a new one", {"replacement"}),
    ("either refund me or send a replacement", {"refund", "replacement"}),
    ("please fix it", {"repair"}),
    ("I need an apology and compensation", {"apology", "compensation"}),
    ("Why was I charged twice?", {"explanation"}),
    ("not looking for a refund, just an explanation", {"explanation"}),
    ("When will my order arrive?", {"delivery"}),
    ("Where is my parcel?", {"delivery"}),
    ("please deliver it today", {"delivery"}),
    ("the driver should be fired", {"punish_staff"}),
    ("fire that driver", {"punish_staff"}),
    ("Please improve your service", {"improvement"}),
    ("Please cancel my order", {"other"}),
    ("can I speak to a manager", {"other"}),
    ("多收的三百块退回来", {"refund"}),
    ("押金原路退", {"refund"}),
    ("把錢還給我", {"refund"}),
    ("要么退钱要么法院见", {"refund"}),
    ("医药费你们出", {"compensation"}),
    ("误工费谁来承担", {"compensation"}),
    ("快叫师傅来修", {"repair"}),
    ("让他滚蛋，停他的职", {"punish_staff"}),
    ("我的快递呢", {"delivery"}),
    ("今天必须送到", {"delivery"}),
    ("补寄一个给我", {"replacement"}),
    ("Refund. Now.", {"refund"}),
    ("$45 back on my card please", {"refund"}),
    ("give me my money", {"refund"}),
    ("come and collect it", {"return"}),
    ("Replace it or else", {"replacement"}),
    ("get an electrician round here today", {"repair"}),
    ("you owe us £300 for the hotel", {"compensation"}),
    ("sack him", {"punish_staff"}),
    ("a proper apology would do", {"apology"}),
    ("find them and deliver them", {"delivery"}),
    ("please track down my bags and get them here", {"delivery"}),
    ("redo the repair, free of charge", {"repair"}),
    ("you redo the repair free of charge", {"repair"}),
    ("come and do it again properly", {"repair"}),
    ("put it right", {"repair"}),
    ("免费返工", {"repair"}),
    ("重新弄好", {"repair"}),
    ("get refunded", {"refund"}),
    ("return it and have my money refunded", {"return", "refund"}),
    ("I do not want other. Is it possible that you repair her?", {"repair"}),
    ("Is it possible that you repair it?", {"repair"}),
    ("能给我换台新的吗", {"replacement"}),
    ("能不能换台新的", {"replacement"}),
    ("可以退吗", {"refund"}),
    ("免费派人来重新弄好，再补我800块误工的钱", {"repair", "compensation"}),
    ("补我差价200块", {"refund"}),
    ("把少发的3件补给我", {"delivery"}),
    ("pay us 1,500 for the seats we can't sell", {"compensation"}),
    ("给我找回来送到，实在找不到就按保价赔", {"delivery", "compensation"}),
    ("一、赔付我的酒店费用428元；二、书面解释航班取消的原因", {"compensation", "explanation"}),
    ("I want to know how a thing like that gets past your checks and I want my money back", {"explanation", "refund"}),
    ("I'd just like somebody to answer me and tell me what is happening with it", {"explanation"}),
    ("just need some1 to tell me why", {"explanation"}),
    ("建议你们查一查到底是哪个环节出的问题", {"improvement", "explanation"}),
    # Words that ask for whatever is due say nothing beside a demand with a name of its own.
    ("Sort it.", {"repair"}),
    ("Sort it or refund me", {"repair", "refund"}),
    ("you replace the five and pay us 1,500 yuan compensation. Sort that and the next 30 come from you", {"replacement", "compensation"}),
    ("请尽快处理，我要退款", {"refund"}),
    ("请尽快处理", {"other"}),
    ("please help, I want a refund", {"refund"}),
    ("让经理给我打电话", {"other"}),
    ("请更正账单", {"other"}),
    # What others say one should claim.
    ("隔壁老沈说这种要叫你们赔钱的，我不是讹钱的人，派个师傅来把床板修修好就可以了", {"repair"}),
    ("my neighbour says I should ask for compensation, but I just want it mended", {"repair"}),
    ("朋友劝我要求赔偿，不过我只想修好", {"repair"}),
    ("Everyone tells me to demand a refund but I only want an apology", {"apology"}),
    ("不图你们赔钱，把柜子修好就行", {"repair"}),
    ("My lawyer says I should ask for compensation", {"compensation"}),
    ("律师说你们要赔我三倍", {"compensation"}),
    ("我老公说必须赔偿我们", {"compensation"}),
]  # fmt: skip

NONE = [
    "不是要你们赔钱", "客服说不退款", "换了三次还是坏的", "修了三次没修好", "道歉有什么用", "换一家店", "算了不用赔了",
    "I don't want a refund", "no need for a refund", "I'm not asking for compensation", "They refunded me quickly", "It was fixed twice", "an apology is not enough", "that's why I left",
    "fire alarm went off", "refund policy is clear", "return my call", "the replacement also broke", "exchange rate",
    "更正一条：日期不是14日，是15日", "更正一下，是张不是章", "给我打电话说没货了", "把水阀全关了", "换老板了以后就这样", "我不是讹钱的人", "同事说可以找你们退钱",
    "商家按原价赔了我", "返工三次了还是漏", "已经重新弄好了", "他解释了取消的原因", "客服解释说原因是天气", "I don't want money", "They told me to return it, so I did",
    "they promised to redo the job", "He didn't do it properly", "They take the parcels and deliver them late", "don't tell me what to do", "I know what happened",
    "退款很快到账了", "二话不说就给我退了", "请问退货运费谁出", "师傅已经修好了", "闪退", "Refund landed this morning, that was quick", "I got my deposit back", "they replaced it twice",
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), DEMANDS)
def test_a_demand_is_found_with_its_kind(text: str, labels: set[str]) -> None:
    assert {item.name for item in find_demands(text)} == labels


@pytest.mark.parametrize("text", NONE)
def test_what_is_not_wanted_is_no_demand(text: str) -> None:
    assert find_demands(text) == []


def test_a_long_letter_is_read_in_time() -> None:
    for piece in ("我要退", "1", "£1 ", "refund it ", "请把钱", "pay me for "):
        text = piece * (100_000 // len(piece))
        before = time.perf_counter()
        find_demands(text)
        assert time.perf_counter() - before < 2


def test_evidence_names_its_reader_and_its_place() -> None:
    text = "東西壞了，我要退款"
    (item,) = find_demands(text)
    assert (item.label, item.text) == ("demand.refund", "我要退款")
    assert text[item.start : item.end] == item.text
