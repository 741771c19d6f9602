"""Dates in both languages, as they read on Monday, 23 November 2026, ten in the morning in Shanghai."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.language.dates import find_dates, pick_incident_date

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=timezone.utc)

CHINESE = [
    ("今天", "2026-11-23"),
    ("今早收到的", "2026-11-23"),
    ("昨天", "2026-11-22"),
    ("昨晚8点", "2026-11-22"),
    ("昨儿个", "2026-11-22"),
    ("尋日", "2026-11-22"),
    ("琴日", "2026-11-22"),
    ("前天", "2026-11-21"),
    ("前晚", "2026-11-21"),
    ("大前天", "2026-11-20"),
    ("大大前天", "2026-11-19"),
    ("上周五", "2026-11-20"),
    ("上周二", "2026-11-17"),
    ("上個禮拜三", "2026-11-18"),
    ("上星期天", "2026-11-22"),
    ("上上周三", "2026-11-11"),
    ("周五", "2026-11-20"),
    ("星期6", "2026-11-21"),
    ("礼拜天", "2026-11-22"),
    ("本周一", "2026-11-23"),
    ("两周前的周三", "2026-11-11"),
    ("三天前", "2026-11-20"),
    ("3天以前", "2026-11-20"),
    ("十天前", "2026-11-13"),
    ("3个星期前", "2026-11-02"),
    ("兩個禮拜前", "2026-11-09"),
    ("半个月前", "2026-11-08"),
    ("一个月前", "2026-10-23"),
    ("一个半月前", "2026-10-08"),
    ("半年前", "2026-05-23"),
    ("一年前", "2025-11-23"),
    ("2小时前", "2026-11-23"),
    ("2026年11月3日", "2026-11-03"),
    ("２０２６年１１月３日", "2026-11-03"),
    ("26年11月3号", "2026-11-03"),
    ("二〇二六年十一月三日", "2026-11-03"),
    ("二零二五年十二月三十一号", "2025-12-31"),
    ("2026-11-03", "2026-11-03"),
    ("2026/11/3", "2026-11-03"),
    ("2026.11.3", "2026-11-03"),
    ("20261103", "2026-11-03"),
    ("11月3号", "2026-11-03"),
    ("11月3日下午", "2026-11-03"),
    ("11月3买的", "2026-11-03"),
    ("十一月三号", "2026-11-03"),
    ("12月25日", "2025-12-25"),
    ("去年3月5号", "2025-03-05"),
    ("今年5月1日", "2026-05-01"),
    ("前年十月六号", "2024-10-06"),
    ("上个月15号", "2026-10-15"),
    ("上個月三號", "2026-10-03"),
    ("这个月3号", "2026-11-03"),
    ("3号", "2026-11-03"),
    ("三号坏的", "2026-11-03"),
    ("二十三号", "2026-11-23"),
    ("30号", "2026-10-30"),
    ("31号坏的", "2026-10-31"),
    ("11/3买的", "2026-11-03"),
    ("11/18下单", "2026-11-18"),
    ("11.3号", "2026-11-03"),
    ("国庆前一天", "2026-09-30"),
    ("国庆节第二天", "2026-10-02"),
    ("国庆那天", "2026-10-01"),
    ("十一假期", "2026-10-01"),
    ("中秋节", "2026-09-25"),
    ("中秋前一天", "2026-09-24"),
    ("端午", "2026-06-19"),
    ("春节", "2026-02-17"),
    ("除夕夜", "2026-02-16"),
    ("大年初三", "2026-02-19"),
    ("正月十五", "2026-03-03"),
    ("元宵节", "2026-03-03"),
    ("农历八月初三", "2026-09-13"),
    ("清明节", "2026-04-05"),
    ("五一买的", "2026-05-01"),
    ("劳动节", "2026-05-01"),
    ("双十一", "2026-11-11"),
    ("雙11買的", "2026-11-11"),
    ("去年双十一", "2025-11-11"),
    ("2025年双11", "2025-11-11"),
    ("双十二", "2025-12-12"),
    ("618买的", "2026-06-18"),
    ("圣诞节", "2025-12-25"),
    ("平安夜", "2025-12-24"),
    ("元旦", "2026-01-01"),
    ("情人节", "2026-02-14"),
    ("父亲节", "2026-06-21"),
    ("母亲节", "2026-05-10"),
    ("黑五", "2025-11-28"),
    ("三八节", "2026-03-08"),
    ("上周末", "2026-11-21"),
    ("才三天前天晚上一看", "2026-11-21"),
    ("用了两天前晚就坏了", "2026-11-21"),
    ("三天前晚上坏的", "2026-11-20"),
    ("三天前天猫买的", "2026-11-20"),
]  # fmt: skip

ENGLISH = [
    ("today", "2026-11-23"),
    ("yesterday", "2026-11-22"),
    ("yesturday", "2026-11-22"),
    ("last night", "2026-11-22"),
    ("the day before yesterday", "2026-11-21"),
    ("last Tuesday", "2026-11-17"),
    ("on Tuesday", "2026-11-17"),
    ("this past Friday", "2026-11-20"),
    ("Tuesday last week", "2026-11-17"),
    ("last week on Friday", "2026-11-20"),
    ("the Tuesday before last", "2026-11-10"),
    ("three Fridays ago", "2026-11-06"),
    ("a week ago last Tuesday", "2026-11-10"),
    ("wensday", "2026-11-18"),
    ("on Sat", "2026-11-21"),
    ("last weekend", "2026-11-21"),
    ("two days ago", "2026-11-21"),
    ("10 days ago", "2026-11-13"),
    ("a couple of days ago", "2026-11-21"),
    ("a week ago", "2026-11-16"),
    ("three weeks ago", "2026-11-02"),
    ("a fortnight ago", "2026-11-09"),
    ("a month ago", "2026-10-23"),
    ("six months ago", "2026-05-23"),
    ("two and a half weeks ago", "2026-11-06"),
    ("an hour ago", "2026-11-23"),
    ("the 9th", "2026-11-09"),
    ("on the 31st", "2026-10-31"),
    ("the 9th of this month", "2026-11-09"),
    ("on the 5th of last month", "2026-10-05"),
    ("November 3rd", "2026-11-03"),
    ("Nov 3, 2026", "2026-11-03"),
    ("Nov. 3", "2026-11-03"),
    ("3 Nov", "2026-11-03"),
    ("3rd of November", "2026-11-03"),
    ("3rd of November last year", "2025-11-03"),
    ("the third of November", "2026-11-03"),
    ("November the third", "2026-11-03"),
    ("twenty-third of October", "2026-10-23"),
    ("15 Dec", "2025-12-15"),
    ("15-Nov-2026", "2026-11-15"),
    ("Wed 4 Nov", "2026-11-04"),
    ("Wednesday, November 4", "2026-11-04"),
    ("5th november at 8:30", "2026-11-05"),
    ("May 3rd", "2026-05-03"),
    ("3 May", "2026-05-03"),
    ("2026-11-03", "2026-11-03"),
    ("11/18/2026", "2026-11-18"),
    ("18/11/2026", "2026-11-18"),
    ("03/11/2026 and I paid £50", "2026-11-03"),
    ("ordered on 11/18", "2026-11-18"),
    ("3.11.2026", "2026-11-03"),
    ("Black Friday", "2025-11-28"),
    ("Thanksgiving", "2025-11-27"),
    ("Christmas Eve", "2025-12-24"),
    ("Boxing Day", "2025-12-26"),
    ("the day before Halloween", "2026-10-30"),
    ("Easter Monday", "2026-04-06"),
    ("Christmas 2024", "2024-12-25"),
    ("the 4th of July", "2026-07-04"),
    ("Mother's Day", "2026-05-10"),
    ("Labor Day", "2026-09-07"),
    ("New Year's Eve", "2025-12-31"),
    ("Chinese New Year", "2026-02-17"),
]  # fmt: skip

WITHOUT_A_DAY = [
    "上个月坏的", "去年买的", "几天前", "前几天", "国庆前买的", "上周", "3月份买的", "今年夏天",
    "last week", "a few days ago", "the other day", "since June", "last month", "2月30号", "11月31日", "31st of November", "Feb 30",
]  # fmt: skip

NONE = [
    "3号楼", "5号线", "型号3号", "一周一次", "每周五都这样", "每月5号扣费", "10日内", "三日内", "版本2.3.10", "24/7", "1/2", "618元", "五四路", "1号店", "8号技师", "13800138000",
    "订单号202611120034567", "第3次", "30日元", "the 9th floor", "the 2nd time", "1/2 price", "9/10 customers", "every friday", "I may buy it", "you may 3 times", "version 10.2.3", "sat down",
    "the sun is out", "we march on", "12 March Street", "the 5th attempt", "iOS 17.4.1", "the second engineer", "the 3rd replacement", "三个工作天送到", "£46 at 9.12 and another £46 at 9.16",
]  # fmt: skip


def _days(text: str) -> list[str | None]:
    return [item.iso for item in find_dates(text, NOW)]


@pytest.mark.parametrize(("text", "iso"), [*CHINESE, *ENGLISH])
def test_a_date_is_true_to_the_calendar(text: str, iso: str) -> None:
    assert _days(text) == [iso]


@pytest.mark.parametrize("text", WITHOUT_A_DAY)
def test_a_vague_or_impossible_date_has_no_day(text: str) -> None:
    assert _days(text) == [None]


@pytest.mark.parametrize("text", NONE)
def test_other_figures_are_no_date(text: str) -> None:
    assert _days(text) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("11月1号买的，上周五坏了", "2026-11-20"),
        ("我11月3号下单到今天还没发货", "2026-11-03"),
        ("昨天收到就是碎的", "2026-11-22"),
        ("上周二打电话投诉过，前天师傅来修，昨天又坏", "2026-11-22"),
        ("我去年双十一买的电饭煲，前天突然冒烟", "2026-11-21"),
        ("今天打开一看全烂了", "2026-11-23"),
        ("11月18日晚在你们饭店吃饭后全家拉肚子", "2026-11-18"),
        ("I bought it on Nov 1 and it died yesterday", "2026-11-22"),
        ("It stopped working last Tuesday. I called on Wednesday", "2026-11-17"),
        ("Ordered 3 Nov, still not here", "2026-11-03"),
        ("my flight on the 9th was cancelled", "2026-11-09"),
        ("delivered on the 15th, promised for the 12th", "2026-11-15"),
        ("on Saturday the driver shouted at me", "2026-11-21"),
        (
            "国庆的时候讲给你换张床……送来装也装得蛮好。哪晓得上礼拜六晚上……咔嚓一声，床板断了",
            "2026-11-21",
        ),
        ("11月10號訂咗張電腦枱，話三至五個工作天送到，到今日都未見影", "2026-11-10"),
        ("15号送来的，用到20号突然断了", "2026-11-20"),
        ("昨天还好好的，今天就坏了", "2026-11-23"),
        ("昨天拿到今天早上一看碎了", "2026-11-23"),
        ("星期五、星期六都没来", "2026-11-20"),
        ("delivered on 3 Nov, on the 10th it stopped", "2026-11-10"),
        ("Ordered on the 3rd, had to wait until the 10th, broke on the 12th", "2026-11-12"),
        ("Ordered 10 Nov, still nothing as of today", "2026-11-10"),
        ("No heating since the 4th. Who will come, Father Christmas?", "2026-11-04"),
        ("it broke on friday the thirteenth, no joke", "2026-11-13"),
    ],
)
def test_the_day_of_the_incident_is_not_that_of_the_purchase(text: str, iso: str) -> None:
    chosen = pick_incident_date(text, find_dates(text, NOW))
    assert chosen is not None
    assert chosen.iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Picked it up on the 4th of November. No hang on, that was when you phoned. It was Friday the 6th.", "2026-11-06"),
        ("The storm was on the 3rd of October. No, I tell a lie, it was the Sunday, so the 4th of October.", "2026-10-04"),
        ("更正一条：日期不是14日，是15日（星期日）", "2026-11-15"),
        ("18号寄的……哎呀日期也记错了，不好意思，是17号寄的，18号是我儿子生日", "2026-11-17"),
        ("上周三坏的，不对，是上周四", "2026-11-19"),
        ("14号，不是，15号", "2026-11-15"),
        ("是14号，不是15号", "2026-11-14"),
        ("11月3号，4号才对", "2026-11-04"),
        ("应该是12号，我记错了，不是11号", "2026-11-12"),
        ("It was the 15th, not the 14th.", "2026-11-15"),
        ("on Saturday - no, Sunday", "2026-11-22"),
        ("the 3rd, the 4th sorry", "2026-11-04"),
        ("the 12th. Actually it was the 13th", "2026-11-13"),
        ("It was the 4th. No wait, the 6th. No, the 4th after all.", "2026-11-04"),
        ("周六14号", "2026-11-14"),
        # Nothing is put right here.
        ("3号送来发错了，5号才补发", "2026-11-03"),
        ("3号他们搞错了地址，5号又送", "2026-11-03"),
        ("不是昨天才修的吗", "2026-11-22"),
        ("On the 3rd it broke and they said sorry on the 5th", "2026-11-03"),
        ("Delivered on the 3rd. It was the wrong size. I called on the 5th", "2026-11-03"),
    ],
)  # fmt: skip
def test_a_day_that_is_taken_back_gives_way_to_the_one_in_its_place(text: str, iso: str) -> None:
    chosen = pick_incident_date(text, find_dates(text, NOW))
    assert chosen is not None
    assert chosen.iso == iso


@pytest.mark.parametrize("text", ["到今天都没收到", "up to today nothing", "It wasn't the 14th"])
def test_the_end_of_a_wait_and_a_denied_day_are_no_day_of_an_incident(text: str) -> None:
    assert pick_incident_date(text, find_dates(text, NOW)) is None


@pytest.mark.parametrize(
    "text",
    [
        "周五之前不解决我就投诉",
        "请于12月1日前答复",
        "说好20号送到，到现在没来",
        "they said it would arrive by Friday",
        "deadline is 1 December",
    ],
)
def test_a_term_or_a_promise_is_not_the_day_of_the_incident(text: str) -> None:
    assert pick_incident_date(text, find_dates(text, NOW)) is None


def test_the_day_is_that_of_the_time_zone() -> None:
    late = datetime(2026, 11, 22, 17, 0, tzinfo=timezone.utc)
    assert [item.iso for item in find_dates("今天", late, "Asia/Shanghai")] == ["2026-11-23"]
    assert [item.iso for item in find_dates("today", late, "Europe/London")] == ["2026-11-22"]


def test_an_unknown_time_zone_counts_as_utc() -> None:
    late = datetime(2026, 11, 22, 17, 0, tzinfo=timezone.utc)
    assert [item.iso for item in find_dates("today", late, "Moon/Crater")] == ["2026-11-22"]


def test_offsets_point_into_the_customers_own_text() -> None:
    text = "我在２０２６年１１月３日買的"
    (item,) = find_dates(text, NOW)
    assert text[item.start : item.end] == item.text == "２０２６年１１月３日"


@pytest.mark.parametrize(
    ("now", "text", "iso"),
    [
        (datetime(2024, 2, 29, 4, tzinfo=timezone.utc), "一年前", "2023-02-28"),
        (datetime(2026, 3, 5, 4, tzinfo=timezone.utc), "30号", "2026-01-30"),
        (datetime(2026, 1, 2, 4, tzinfo=timezone.utc), "12月31号", "2025-12-31"),
        (datetime(2026, 1, 2, 4, tzinfo=timezone.utc), "昨天", "2026-01-01"),
        (datetime(2027, 2, 8, 4, tzinfo=timezone.utc), "大年初一", "2027-02-06"),
        (datetime(2026, 11, 28, 4, tzinfo=timezone.utc), "Black Friday", "2026-11-27"),
        (datetime(2026, 3, 1, 4, tzinfo=timezone.utc), "2月29号", "2024-02-29"),
        (datetime(2026, 11, 26, 4, tzinfo=timezone.utc), "上周二", "2026-11-17"),
        (datetime(2026, 11, 22, 4, tzinfo=timezone.utc), "上周日", "2026-11-15"),
    ],
)
def test_turns_of_month_and_year_are_right(now: datetime, text: str, iso: str) -> None:
    assert [item.iso for item in find_dates(text, now)] == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("我刚才查了日历，日期写错了，你改成十月十二", "2026-10-12"),
        ("写错啦，改成 9 月 3 號", "2026-09-03"),
        ("按11月2号算吧，5号那次是复查", "2026-11-02"),
        ("You service it Thursday, then Friday already drip on the sofa", "2026-11-20"),
        ("we stayed from 3 to 8 November in your lodge", "2026-11-03"),
        ("it was from the 3rd till the 8th of November, count the 3rd", "2026-11-03"),
        ("今個禮拜一送到，開箱先發現爛咗", "2026-11-23"),
        ("1、11月买的课；2、8月20日提交了退款材料，一直没人理", "2026-08-20"),
    ],
)
def test_the_day_that_the_customer_settles_on_counts(text: str, iso: str) -> None:
    picked = pick_incident_date(text, find_dates(text, NOW))
    assert picked is not None
    assert picked.iso == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        # 以, 算 and 来修 stand in other words, too.
        ("空调9月2号坏了，所以10月3号我打了电话", "2026-09-02"),
        ("洗衣机9月20号漏水，本来打算10月3号退货", "2026-09-20"),
        ("上个月12号灯坏了，可以8号上门", "2026-10-12"),
        ("10月12号烤箱烧了，结算10月15号才到", "2026-10-12"),
    ],
)
def test_another_day_is_not_settled_on_by_a_part_of_a_word(text: str, iso: str) -> None:
    picked = pick_incident_date(text, find_dates(text, NOW))
    assert picked is not None
    assert picked.iso == iso


@pytest.mark.parametrize(
    ("text", "future"), [("25号来修了一次，又坏了", False), ("说28号来修", True)]
)
def test_a_repair_that_was_is_not_still_to_come(text: str, future: bool) -> None:
    (told,) = find_dates(text, datetime(2026, 11, 26, 4, tzinfo=timezone.utc))
    assert told.future is future


@pytest.mark.parametrize(
    "text",
    [
        "我刚刚问过我太太了",
        "要等10個工作天。10日！我等唔到10日㗎",
        "鞋子换过小一号的了，还是夹脚",
        "周末房间特别难订",
        "今個月好忙",
        "my back hurts like the Fourth of July",
        "have a lovely Thanksgiving",
        "my interview is 9 December and nobody answers",
        "券上写着12月31号作废，怎么都约不上",
    ],
)
def test_what_is_no_day_of_the_past_is_no_day_of_the_incident(text: str) -> None:
    picked = pick_incident_date(text, find_dates(text, NOW))
    assert picked is None or picked.iso is None


def test_a_time_of_day_may_follow_the_number_of_the_day_that_was_asked_for() -> None:
    found = find_dates("18th, in the morning, about 9.30", NOW, expected=True)
    assert [item.iso for item in found] == ["2026-11-18"]
