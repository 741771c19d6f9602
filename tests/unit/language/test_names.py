"""Names the way people give them."""

from __future__ import annotations

import pytest

from bot.language.names import find_names

GIVEN = [
    ("我叫李雷,电话13812345678", "李雷"),
    ("我叫張偉", "張偉"),
    ("免贵姓王", "王"),
    ("我姓吴", "吴"),
    ("小姓林", "林"),
    ("我姓张,弓长张", "张"),
    ("我叫张伟，弓长张，伟大的伟", "张伟"),
    ("弓长张 张良", "张良"),
    ("耳东陈，陈思", "陈思"),
    ("姓章，立早章，章丽", "章丽"),
    ("双木林，林志强", "林志强"),
    ("木子李，叫李明", "李明"),
    ("姓李名小明", "李小明"),
    ("我姓陈,叫小明", "陈小明"),
    ("我姓氏是慕容，慕容雪", "慕容雪"),
    ("我是王女士,订单没到", "王女士"),
    ("我是周先生", "周先生"),
    ("王先生，电话13900139000", "王先生"),
    ("我是张三丰 手机13800138000", "张三丰"),
    ("李雷 13812345678", "李雷"),
    ("13812345678 李明", "李明"),
    ("陳大文 電話9123 4567", "陳大文"),
    ("我系陳大文,電話91234567", "陳大文"),
    ("叫我小王就行", "小王"),
    ("姓名：欧阳娜娜", "欧阳娜娜"),
    ("姓名:文静", "文静"),
    ("我叫司马光", "司马光"),
    ("我叫諸葛亮", "諸葛亮"),
    ("我叫阿卜杜拉·买买提", "阿卜杜拉·买买提"),
    ("我叫Tom", "Tom"),
    ("我的名字是林心如，谢谢", "林心如"),
    ("投诉人：赵敏", "赵敏"),
    ("本人王强，身份证在此", "王强"),
    ("我叫陈小红请尽快处理", "陈小红"),
    ("我叫黄志强手机13812345678", "黄志强"),
    ("my name is Sarah Connor", "Sarah Connor"),
    ("my name is Niamh, N-I-A-M-H", "Niamh"),
    ("my name is Neve, N-I-A-M-H", "Niamh"),
    ("my name is smyth s m y t h", "Smyth"),
    ("My name is John Smith, S-M-Y-T-H", "John Smyth"),
    ("My name is John Smith my phone is 07700", "John Smith"),
    ("Hi this is John Smith and my order is late", "John Smith"),
    ("it's John Smith here", "John Smith"),
    ("I'm Sarah from Leeds", "Sarah"),
    ("Hi, I'm Angela Okafor, my account is locked", "Angela Okafor"),
    ("hi im chloe, my parcel is lost", "chloe"),
    ("This is Bob speaking", "Bob"),
    ("call me Dave", "Dave"),
    ("name: Priya Patel", "Priya Patel"),
    ("the name is Bond", "Bond"),
    ("under the name of Kowalski", "Kowalski"),
    ("This is Jean-Luc Picard, room 5", "Jean-Luc Picard"),
    ("Mr. O'Brien here", "Mr. O'Brien"),
    ("This is Dr. Patel", "Dr. Patel"),
    ("ask for Mrs Robinson", "Mrs Robinson"),
    ("Regards, Tom Baker", "Tom Baker"),
    ("Thanks,\nCarol Danvers", "Carol Danvers"),
    ("my name is van der Berg", "van der Berg"),
    ("my name is José García", "José García"),
]  # fmt: skip

NONE = [
    "我是老客户了", "我是你们的会员", "我是高兴才买的", "我叫不到车", "叫我怎么办", "我是在11月买的", "我是黄牛吗", "本人于11月购买", "名字？没有", "客服姓王", "师傅姓刘", "你们的王经理", "我是李经理介绍来的", "我叫了三次客服",
    "叫我等", "我是一个学生", "我是业主", "我是真的生气", "我是不会再来了", "我姓啥你管不着", "方便的话", "姓名 没有",
    "I'm so angry", "this is ridiculous", "This is Unacceptable", "I AM SO ANGRY", "I'm Not happy", "I am Waiting", "my name is not important", "this is my third call", "It's Monday", "I'm Chinese", "this is Apple support",
    "call me on 07700900123", "call me back", "I'm a loyal customer", "it's broken", "I'm done", "I'm disappointed", "this is the worst", "call me when ready", "I'm livid", "I'm out of patience",
]  # fmt: skip

BARE = [
    ("张伟", "张伟"), ("王", "王"), ("李女士", "李女士"), ("王先生", "王先生"), ("陈静 13812345678", "陈静"), ("小王", "小王"), ("就叫我老李吧", "老李"), ("欧阳锋", "欧阳锋"), ("陳大文", "陳大文"), ("阿强", "阿强"), ("我叫李四", "李四"), ("赵敏。", "赵敏"),
    ("Niamh, N-I-A-M-H", "Niamh"), ("that's Niamh, N-I-A-M-H", "Niamh"), ("john smith", "john smith"), ("Dave", "Dave"), ("Alice please", "Alice"), ("Zhang Wei", "Zhang Wei"), ("Siobhan O'Neill", "Siobhan O'Neill"), ("it's Ahmed", "Ahmed"), ("J. Smith", "J. Smith"), ("Grace", "Grace"),
]  # fmt: skip

#: A full name, told with its characters, with who that is, or with what others say.
TOLD = [
    ("我叫赖春梅春天的春梅花的梅", "赖春梅"), ("赖春梅，春天的春，梅花的梅", "赖春梅"), ("罗德全，四维罗哈", "罗德全"), ("我叫张伟弓长张伟大的伟", "张伟"), ("陈思耳东陈", "陈思"), ("木子李李明", "李明"), ("章伟，弓长张", "张伟"), ("我叫秦月，秦始皇的秦，月亮的月", "秦月"),
    ("方瑜，孩子爸爸。", "方瑜"), ("方瑜 孩子她爸", "方瑜"), ("王建国，老板", "王建国"), ("陈静，我是租客", "陈静"), ("周芳，户主是我妈", "周芳"), ("孩子他爸，王建国", "王建国"),
    ("Sarah Mills, her mum", "Sarah Mills"), ("Tom Reid, the tenant", "Tom Reid"), ("Zhang Wei (the owner)", "Zhang Wei"), ("Mr Ali, owner", "Mr Ali"), ("grace okoro, the mother", "grace okoro"),
    ("胡建军，附近都叫我胡老板", "胡建军"), ("王翠花，人家喊我王姐", "王翠花"), ("叫我老李，全名李建平", "李建平"), ("大家都叫我王姐，大名王翠花", "王翠花"), ("大家叫我老王", "老王"), ("我叫陆阿珍，叫我陆阿姨好了。", "陆阿珍"), ("陆阿珍 叫我陆阿姨好了", "陆阿珍"),
    ("Andrei Sokolov，中文名字叫安德烈", "Andrei Sokolov"), ("Ivan Petrov，叫我伊万", "Ivan Petrov"), ("Robert Hughes, but call me Bob", "Robert Hughes"), ("Call me Dave. Full name David Marsh.", "David Marsh"), ("everyone calls me Bob", "Bob"),
    ("D. Okafor. That will do for now.", "D. Okafor"), ("M. Osei. You don't need more.", "M. Osei"),
]  # fmt: skip

BARE_NONE = [
    "孩子爸爸", "业主", "她妈妈", "退款，我朋友", "马上，老板催我", "高压锅，我老公的", "随便，老板", "全家，都是我的", "her dad", "the tenant", "refund, my mum", "nobody, her dad is ill", "Just Refund Me. I want it now.",
    "没有", "不知道", "无", "退款", "你们先处理", "马上", "匿名", "三", "不想说", "先退款再说", "好的", "13800138000", "为什么要名字", "快点", "不方便透露", "随便", "没必要吧", "你猜",
    "no", "none", "skip", "N/A", "i dont want to", "why do you need it", "refund me", "ok", "my name is none of your business", "anonymous", "not telling you", "just fix it", "seven",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), GIVEN)
def test_a_name_is_read_as_it_is_given(text: str, name: str) -> None:
    assert [item.value for item in find_names(text)] == [name]


@pytest.mark.parametrize("text", NONE)
def test_other_words_are_no_name(text: str) -> None:
    assert find_names(text) == []


@pytest.mark.parametrize(("text", "name"), BARE)
def test_a_bare_name_is_read_when_it_was_asked_for(text: str, name: str) -> None:
    assert [item.value for item in find_names(text, expected=True)] == [name]


@pytest.mark.parametrize(("text", "name"), TOLD)
def test_a_full_name_goes_before_what_is_said_round_it(text: str, name: str) -> None:
    assert [item.value for item in find_names(text, expected=True)] == [name]


@pytest.mark.parametrize("text", BARE_NONE)
def test_no_answer_is_no_name(text: str) -> None:
    assert find_names(text, expected=True) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sunita Rao. Do you need anything more than the name?", "Sunita Rao"),
        ("Jean Tattersall, two t's and two l's", "Jean Tattersall"),
        ("老孙，孙福来", "孙福来"),
    ],
)
def test_a_name_before_a_remark_and_a_full_one_behind_the_familiar(text: str, name: str) -> None:
    assert [item.value for item in find_names(text, expected=True)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("陳小姐，陳曉雯", "陳曉雯"),
        ("周建明，Kevin", "周建明"),
        ("林语桐，护照上是 Lin Yutong", "林语桐"),
        ("章文远，立早章。", "章文远"),
        ("好吧 许知行", "许知行"),
        ("姓赵，写赵先生就行了，全名不方便", "赵先生"),
        ("that's misspelt, it ends in an E. Anne Clarke. The rest is fine", "Anne Clarke"),
    ],
)
def test_the_full_name_goes_before_another_form_of_it(text: str, name: str) -> None:
    assert [found.value for found in find_names(text, expected=True)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Anna Clark. I flew with a partner. Star Alliance. Never again.", "Anna Clark"),
        (
            "Hello, my name is Tom Reed. I ordered a rug. Persian Garden. It arrived torn.",
            "Tom Reed",
        ),
        ("You have my name misspelt. Niamh Gallagher. Two els.", "Niamh Gallagher"),
    ],
)
def test_a_sentence_of_capitals_is_the_name_only_where_it_was_misspelt(
    text: str, name: str
) -> None:
    assert [found.text for found in find_names(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "my phone changed my name, it's Corrigan, C-O-R-R-I-G-A-N. Niamh Corrigan. Rest is fine",
            "Niamh Corrigan",
        ),
        ("the name is spelled wrong, it should be Petra Nowak", "Petra Nowak"),
        ("等等，名字是我選錯字，是徐佩瑜，不是許", "徐佩瑜"),
        ("名字打错了，是徐立言", "徐立言"),
        # Nobody's name was wrong.
        ("the model name is wrong, it should be Aurora Max Pro", None),
        ("名字没错，是型号错了", None),
    ],
)
def test_a_name_is_put_right_by_what_stands_behind(text: str, name: str | None) -> None:
    assert [found.value for found in find_names(text)] == ([name] if name else [])
