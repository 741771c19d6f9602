"""What a message says besides its details, which tells an answer from a story or a question."""

from __future__ import annotations

import re

from actions.turn import Turn

#: Entities that stand for the message as a whole, or for another entity once more.
NOT_DETAILS = frozenset({"answer", "language", "locale", "contrast", "declined", "figure", "tail"})
_FILLERS_ZH = re.compile(
    r"我的?|你们?|您|这个?|那个?|是|叫|姓名?|名字|电话号?码?|手机号?码?|号码|联系方式|邮箱|微信号?"
    r"|订单(?:编?号)?|單號|订單|訂單(?:編?號)?|编号|編號|单号|型号|型號|序列号|数量|日期|时间|金额|账号|帐号|号"
    r"|买的?|購買|购买|花了|大概|大约|左右|好像|应该|可能|就|都|的|了|吧|哦|嗯|啊|呢|哈|呀|嘛|在|有|和|跟|也|还有"
    r"|好的?|行|可以|谢谢|谢了|麻烦|请|那|给|写|填|记|记一下|是这个|查一下|打|联系|发"
)
_FILLERS_EN = frozenset(
    """a an the my our your its it's it is was be are am i i'm im me we you he she they this that
    these those number no num order booking account reference ref model serial name phone
    mobile cell email mail address contact date day amount price on at in of for to by from
    with and or so here there hi hello hey ok okay yes yeah sure well um uh please thanks
    thank cheers call called text reach bought paid about around roughly maybe think guess
    should would can it'll that's there's just also then now one two actually sorry got have
    has had""".split()
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
#: "Huh?" asks nothing that could be answered.
FEWEST_WORDS = 2
#: So much may be left beside the details of an answer: characters of Chinese, words of English.
MOST_LEFT = {"zh": 6, "en": 4}
_QUESTION_ZH = re.compile(
    r"[?？]|(?:吗|嗎|呢|么|麼)[\s。.!！~]*$|为什么|為什麼|为啥|干嘛|幹嘛|怎么|怎麼|什么时候|什麼時候|多久|能不能|可不可以|是不是|会不会|要不要|哪里|哪裡|谁|誰"
)
_QUESTION_EN = re.compile(
    r"\?|^(?:(?:sorry|but|and|so|ok|okay|well|hey|hi|wait|hold on)[,\s]+)*"
    r"(?:what|why|when|where|who|whose|how|which|can|could|do|does|did|is|are|will|would|should|may)\b",
    re.IGNORECASE,
)


def left_over(turn: Turn) -> int:
    """Return how much a message says besides its details: Chinese characters, or English words."""
    text = list(turn.text)
    for entity in turn.entities:
        if entity.name in NOT_DETAILS or not entity.text or entity.value is None:
            continue
        end = entity.start + len(entity.text)
        if turn.text[entity.start : end] == entity.text:
            text[entity.start : end] = " " * len(entity.text)
    for item in turn.reading.get("evidence") or []:
        if str(item["label"]).startswith("demand."):
            text[item["start"] : item["end"]] = " " * (item["end"] - item["start"])
    rest = "".join(text)
    han = len(_HAN.findall(_FILLERS_ZH.sub(" ", rest)))
    words = sum(word.lower() not in _FILLERS_EN for word in _WORD.findall(rest))
    return han + words


def only_details(turn: Turn) -> bool:
    """Say whether a message gives details and hardly anything else."""
    given = [
        entity
        for entity in turn.entities
        if entity.name not in NOT_DETAILS and entity.value is not None
    ]
    return bool(given or turn.evidence("demand")) and left_over(turn) <= MOST_LEFT[turn.language]


def is_command(turn: Turn) -> bool:
    """Say whether a message is a command for some other bot ("/start"), which tells nothing."""
    return turn.text.startswith("/") and " " not in turn.text


def is_question(turn: Turn) -> bool:
    """Say whether a message asks something."""
    if len(_HAN.findall(turn.text)) + len(_WORD.findall(turn.text)) < FEWEST_WORDS:
        return False
    pattern = _QUESTION_EN if turn.language == "en" else _QUESTION_ZH
    return bool(pattern.search(turn.text))
