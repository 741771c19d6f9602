"""Reads a yes to the record in whole sentences: "Yes, that is a fair account", 核对无误，谢谢您."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold

_LONGEST = 80
_AGREES_ZH = re.compile(
    r"^[\W]*(?:嗯|对|是|係|系|啱|好|行|可以|没错|没问题|没毛病|ok|中|成|得|要得|确认|正确|同意|妥|准确|啱|係|冇错)"
    r"|核对|无误|都对|对了|没有?(?:问题|错)|没毛病|就这样|就这么|这样(?:就)?(?:行|好|可以)|(?:提交|登记|交|发|报|送)(?:上去|出去|了|吧|出)"
)
_OBJECTS_ZH = re.compile(
    r"不(?!客气|用谢|错|好意思|用改|用了|变|急)|没(?!错|问题|有问题|有错|毛病|意见|啥|什么|得错)|错(?!过)(?<!没错)(?<!不错)(?<!冇错)|改(?!好|完)|换|等(?:等|一下|下)|但|只是|除了|还有|少了|漏|补充|不过|另外|先别|取消|\d{3}|[?？]|吗"
)
_AGREES_EN = re.compile(
    r"\b(?:yes+|ye|yeah|yep|yup|aye|ya|correct|right|accurate|fine|good|sure|ok|okay|perfect|spot on|lovely|grand|go (?:ahead|on|for it)|send(?: (?:it|that|this))?|submit|file (?:it|that|this)|do it|please do|confirm(?:ed)?|agreed?|happy with|that's (?:it|all|everything|the lot|me)|thats (?:it|all|right|correct)|looks? (?:good|right|fine|ok))\b",
    re.ASCII,
)
_OBJECTS_EN = re.compile(
    r"\b(?:no|not|nope|never|wrong|incorrect|change|changed|except|but|only|wait|hold on|hang on|missing|add|instead|should|forgot|cancel|however|almost|nearly|sorry|actually|isn't|wasn't|doesn't|don't|didn't|what|why|how|when|who|if)\b|\d{3}|\?|@",
    re.ASCII,
)


def agrees(text: str | Folded | None) -> bool:
    """Say whether a short message agrees to what was read back, and wants nothing changed."""
    plain = fold(text).text
    if not plain or len(plain) > _LONGEST:
        return False
    if re.search(r"[\u4e00-\u9fff]", plain):
        return bool(_AGREES_ZH.search(plain)) and not _OBJECTS_ZH.search(plain)
    return bool(_AGREES_EN.search(plain)) and not _OBJECTS_EN.search(plain)
