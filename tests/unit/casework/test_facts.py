"""The facts that decide a grade, read from what customers write."""

import time

import pytest

from casework.facts import facts_of, read_facts
from casework.model import Fact, Record
from casework.policy import Policy

DOA, REPEAT, HARM = Fact.DEAD_ON_ARRIVAL, Fact.REPEAT_AFTER_REPAIR, Fact.PEOPLE_HARMED
DATA, LOSS = Fact.DATA_EXPOSED, Fact.CLAIMS_FURTHER_LOSS
PRETEXT, FOREIGN = Fact.PRETEXT, Fact.OTHER_COMPANY

STATED = [
    (DOA, "新买的笔记本开不了机"),
    (DOA, "电视机根本开不开机，完全没反应"),
    (DOA, "手機完全開不了機，太離譜了"),
    (DOA, "开机开不起来，按电源键毫无反应"),
    (DOA, "我按了开关一点反应都没有"),
    (DOA, "机器插上电也没有任何反应"),
    (DOA, "洗衣机无法启动"),
    (DOA, "The laptop won't turn on at all"),
    (DOA, "It doesn’t power on."),
    (DOA, "my new kettle was dead on arrival"),
    (DOA, "I can't even turn it on"),
    (DOA, "The TV arrived DOA"),
    (DOA, "the boiler is completely dead"),
    (REPEAT, "空调上个月修过，这周又坏了，还是同样的毛病"),
    (REPEAT, "修了三次都没修好"),
    (REPEAT, "维修完不到一周还是不制冷"),
    (REPEAT, "洗衣机修好后又漏水了"),
    (REPEAT, "越修越坏"),
    (REPEAT, "It was repaired last month and the same fault is back."),
    (REPEAT, "The technician fixed it on Monday, it broke again on Tuesday"),
    (REPEAT, "same problem again after your repair"),
    (REPEAT, "They repaired it twice and it's still leaking"),
    (HARM, "电热毯漏电，把我妈烫伤了"),
    (HARM, "充电宝起火了"),
    (HARM, "孩子吃了之后上吐下泻"),
    (HARM, "用了你们的面霜脸上严重过敏"),
    (HARM, "The pan handle broke and it burned my hand"),
    (HARM, "the charger caught fire"),
    (HARM, "My daughter got an electric shock"),
    (HARM, "We got food poisoning from the chicken"),
    (HARM, "I ended up in the hospital"),
    (DATA, "你们把我的个人信息泄露给了别人"),
    (DATA, "泄露我的手机号，天天骚扰电话"),
    (DATA, "You leaked my personal data"),
    (DATA, "my address was exposed in a data breach"),
    (LOSS, "除了退款，还要赔偿我的误工费"),
    (LOSS, "造成的损失要你们赔偿，误工费你们出"),
    (LOSS, "按照消费者权益保护法，退一赔三"),
    (LOSS, "根据合同你们应当赔偿违约金"),
    (LOSS, "你必須賠償我的損失"),
    (LOSS, "I want you to compensate me for lost wages"),
    (LOSS, "Please reimburse the hotel I had to book"),
    (LOSS, "pay for my medical bills"),
    (LOSS, "Under the contract we are entitled to a penalty"),
    (LOSS, "I claim 600 euros under EU261"),
    (LOSS, "I will sue for damages"),
    (PRETEXT, "质量没什么问题，我就是想便宜点"),
    (PRETEXT, "不给我优惠我就给差评"),
    (PRETEXT, "There is nothing wrong with it but I want a discount"),
    (FOREIGN, "这个不是你们公司的产品，是别家的"),
    (FOREIGN, "It was not your product, I bought it from another shop"),
]

NOT_STATED = [
    (DOA, "不是开不了机，就是慢"),
    (DOA, "有时开不了机"),
    (DOA, "客服完全没有反应"),
    (DOA, "The app won't start on my phone"),
    (DOA, "Sometimes it won't turn on"),
    (DOA, "your staff would not turn up on time"),
    (DOA, "投诉了三次一点反应都没有"),
    (REPEAT, "我要求维修"),
    (REPEAT, "如果修了还是坏，我就退货"),
    (REPEAT, "I want it repaired, or a refund."),
    (REPEAT, "If you repair it and it breaks again I want a refund"),
    (HARM, "幸好没有人受伤"),
    (HARM, "我买的烫伤膏还没发货"),
    (HARM, "气得我头上冒烟"),
    (HARM, "Nobody was hurt"),
    (HARM, "You hurt my feelings"),
    (HARM, "I was shocked by the price"),
    (HARM, "the agent cut me off"),
    (DATA, "我担心信息泄露"),
    (DATA, "I am worried that my data could be leaked"),
    (DATA, "I shared my order number with your agent"),
    (LOSS, "我要退款"),
    (LOSS, "不需要赔偿损失，道歉就行"),
    (LOSS, "I don't want compensation for my lost time, just an apology"),
    (LOSS, "I paid for the hotel and it was dirty"),
    (LOSS, "Please refund the damaged item"),
    (PRETEXT, "东西质量有问题，我要便宜点"),
    (PRETEXT, "Something is wrong with it and I want a discount"),
    (FOREIGN, "卖家说不是你们公司的产品"),
    (FOREIGN, "我下次去别家买"),
    (FOREIGN, "This is not good, your product is bad"),
]


@pytest.mark.parametrize(("fact", "text"), STATED)
def test_a_fact_is_read_from_its_wording(policy: Policy, fact: Fact, text: str) -> None:
    assert fact in read_facts(text, policy)


@pytest.mark.parametrize(("fact", "text"), NOT_STATED)
def test_a_fact_is_not_read_from_other_wording(policy: Policy, fact: Fact, text: str) -> None:
    assert fact not in read_facts(text, policy)


def test_what_is_taken_back_in_one_sentence_may_stand_in_another(policy: Policy) -> None:
    text = "Sometimes it would not turn on. Now it won't turn on at all!"
    assert read_facts(text, policy) == {DOA}


def test_what_the_intake_asked_outranks_the_text(policy: Policy) -> None:
    record = Record(
        complaint_text="手机开不了机",
        facts={"dead_on_arrival": False, "other_company": True, "unheard_of": True},
    )
    assert facts_of(record, policy) == {FOREIGN}


@pytest.mark.parametrize("unit", ["修", "I was repaired ", "赔偿", "won't ", "开机", "the data "])
def test_a_very_long_text_is_read_in_time(policy: Policy, unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    read_facts(text, policy)
    assert time.process_time() - started < 2
