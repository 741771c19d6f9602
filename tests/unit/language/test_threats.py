"""Threats to go public, to call an authority, to sue, to use force, to leave; and words that are none."""

from __future__ import annotations

import time

import pytest

from bot.language.threats import find_threats

THREATS = [
    ("再不处理我就打12315", {"regulator"}),
    ("银保监会投诉", {"regulator"}),
    ("工信部见", {"regulator"}),
    ("黑猫投诉已提交", {"regulator"}),
    ("消委會投訴", {"regulator"}),
    ("我會找消基會", {"regulator"}),
    ("假货！已举报", {"regulator"}),
    ("别逼我找记者", {"media"}),
    ("我要把你们发到抖音上", {"media"}),
    ("小红书见", {"media"}),
    ("不解决就给差评", {"media"}),
    ("等着收律师函吧", {"legal"}),
    ("告你们", {"legal"}),
    ("法院见", {"legal"}),
    ("以后再也不买你家东西了", {"churn"}),
    ("算了，换一家", {"churn"}),
    ("打死我也不买了", {"churn"}),
    ("拉黑你们了", {"churn"}),
    ("携号转网", {"churn"}),
    ("換一家電信", {"churn"}),
    ("以後唔會再幫襯", {"churn"}),
    ("到期不续。", {"churn"}),
    ("砸了你们店", {"violence"}),
    ("让你们好看", {"violence"}),
    ("再不给钱我提着锤子上你们办公室", {"violence"}),
    ("不退钱就法院见，视频发抖音，12315也打了", {"legal", "media", "regulator"}),
    ("I'm contacting the BBB", {"regulator"}),
    ("DOT complaint filed", {"regulator"}),
    ("Ombudsman next", {"regulator"}),
    ("I'll tell the housing inspectorate", {"regulator"}),
    ("going to the commission about this", {"regulator"}),
    ("trading standards will hear of it", {"regulator"}),
    ("reporting you to the FTC", {"regulator"}),
    ("my lawyer will be in touch", {"legal"}),
    ("I'll see you in court", {"legal"}),
    ("small claims court then", {"legal"}),
    ("I'm posting this on Twitter", {"media"}),
    ("going to the press", {"media"}),
    ("name and shame", {"media"}),
    ("going public with this", {"media"}),
    ("never again", {"churn"}),
    ("I will never fly with you again", {"churn"}),
    ("last time I fly with them", {"churn"}),
    ("I'm cancelling my subscription", {"churn"}),
    ("switching to Verizon", {"churn"}),
    ("taking my business elsewhere", {"churn"}),
    ("you've lost a customer", {"churn"}),
    ("Soup was cold. Won't be back.", {"churn"}),
    ("someone should burn your store down", {"violence"}),
    ("I'd like to punch him", {"violence"}),
    ("再不退就去BBB投诉", {"regulator"}),
    ("明天就把监控视频传到网上去", {"media"}),
    ("讓所有網友都看看你們的嘴臉", {"media"}),
    ("不赔钱我就天天在业主群里发", {"media"}),
    ("记者下午就到", {"media"}),
    ("I'll put the whole video on TikTok", {"media"}),
    ("the local paper would love this story", {"media"}),
    ("my 30k followers will hear about it", {"media"}),
    ("we'll tell everyone in town", {"media"}),
    ("信不信我带兄弟过去把你店砸了", {"violence"}),
    ("别让我碰见他", {"violence"}),
    ("再敢動我的車，我把你玻璃砸了", {"violence"}),
    ("I'll smash that counter in", {"violence"}),
    ("someone's going to break his legs", {"violence"}),
    ("I'm coming down there with a bat", {"violence"}),
    ("下次去别家", {"churn"}),
    ("垃圾软件，卸载了", {"churn"}),
    ("以後不會再來了", {"churn"}),
    ("下个月就换联通", {"churn"}),
    ("会员到期不续了", {"churn"}),
    ("Cancelled. Enjoy.", {"churn"}),
    ("went to the other shop instead", {"churn"}),
    ("we're off to a competitor", {"churn"}),
    ("You've seen the last of us.", {"churn"}),
    ("never another penny from me", {"churn"}),
    ("I'm closing my account today", {"churn"}),
]

NONE = [
    "我不会去投诉12315的", "不想闹到消协", "换一个新的给我", "换货", "不会用这个功能", "再也不用担心漏水了", "他把我拉黑了", "手机炸了", "我告诉你们", "卸载重装了三次", "根据消费者权益保护法我要求退款", "差评",
    "你们自己人威胁要打人", "消协点评某品牌终身保修案", "教育局通报三家机构被责令整改", "感谢12345，路灯修好了", "家里的燃气报警器响过三次", "告你一声",
    "I don't want to involve a lawyer", "I'm not going to sue", "never arrived", "in the post", "post office lost it", "last time I ordered it was fine", "I tried to cancel my subscription but you kept charging", "the phone could kill someone", "mail me at bob dot com",
    "tennis court", "my friend Sue told me", "I used it elsewhere", "the app deleted my account", "they threatened me with court", "the driver hit my car", "I don't use it anymore", "it doesn't work anymore", "the delivery man knocked", "I uninstalled and reinstalled", "12345 678 qwe",
    "商家把我拉黑了", "原来在别家买过", "让我去别家", "我不会砸你们的店", "退烧药吃完烧退了", "他把我的好友删了", "怎么卸载这个软件", "比赛最后一次没通知我", "朋友圈看到你们的广告",
    "do you get a commission", "the agent gets the commission", "please cancel my order", "the flight was cancelled", "I looked on the next page", "newspaper arrived wet", "put the card through the door", "I need to press a button", "throw it in the bin", "where else can I pay", "please post a letter",
]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), THREATS)
def test_a_threat_is_found_with_its_kind(text: str, labels: set[str]) -> None:
    assert {item.name for item in find_threats(text)} == labels


@pytest.mark.parametrize("text", NONE)
def test_what_is_taken_back_or_only_looks_alike_is_no_threat(text: str) -> None:
    assert find_threats(text) == []


def test_a_long_letter_is_read_in_time() -> None:
    for piece in ("我再也不来", "post the ", "put it your the ", "video go ", "1", "发到"):
        text = piece * (100_000 // len(piece))
        before = time.perf_counter()
        find_threats(text)
        assert time.perf_counter() - before < 2


def test_evidence_names_its_reader_and_its_place() -> None:
    text = "  三天内不退款，我就打１２３１５！"
    (item,) = find_threats(text)
    assert (item.label, item.text) == ("threats.regulator", "１２３１５")
    assert text.strip()[item.start : item.end] == item.text
