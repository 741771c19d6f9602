"""Tells where an authority, a court or the press is only spoken of: sent from there, works there, read there."""

from __future__ import annotations

import re

_A = re.ASCII
#: Characters that are looked at on each side.
_SIGHT = 48
#: The police know already, of a thief or a stranger: nothing that the company has to fear.
_REPORTED = re.compile(
    r"(?:已经?|刚|又|还是?|上次|当场|随后|去)(?:就)?(?:了)?(?:报警|报案)|报(?:了|过)(?:警|案)|(?:报警|报案)(?:了|报|回执|号|材料|说|记录)"
    r"|(?:\bfiled|\bmade|\bgot|\bhave|\bsent|\bgave|\battached)?(?: an?| the| my)? ?police report\b(?! (?:will|is next|next|coming))",
    re.ASCII,
)
_ANY = ("regulator", "legal", "media", "churn", "violence")
#: Threats, what stands right before their words, what stands right after; either may be empty.
_MENTIONS: tuple[tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (names, re.compile(before + "$", _A), re.compile(after, _A))
    for names, before, after in (
        # Someone of there sent the customer here, or sends him round in circles.
        (("regulator", "legal"), r"", r"(?:那边|的人|工作人员)?(?:又|也|就|却|都)?(?:转(?:过来|给|办|接)|让(?:我|你|找)|叫(?:我|我们|你)|(?:说|回复|答复|告诉我?)(?:去|要|先|应该)?(?:找|联系|让))"),
        (("regulator",), r"(?:物业|客服|商家|店家|老板|银行|平台|他们|她们|派出所|让我|叫我|[局委会部])(?:又|也|就|都)?(?:让我|叫我|说)(?:去|先|要)?(?:找|打|联系)?", r""),
        (("regulator",), r"(?:之前|以前|上次|先前)(?:也|就)?(?:去|打|找|问)(?:去|过|了)?", r"[,，]?(?:他们|人家|对方)?(?:叫|让)(?:我|我们)"),
        (("regulator", "legal"), r"", r" (?:has |have |had |just )?(?:told|asked|advised|referred|directed|sent|forwarded|passed) (?:me|us|my \w+)\b"),
        # The customer earns his living there, or asks how it is done.
        (_ANY, r"(?:我|本人)(?:自己|本来|以前|之前)?(?:就|也|曾)?(?:是)?(?:在|做|干|当)(?:过|了)?", r"(?:上班|工作|任职|干了|做了|实习|系统)"),
        (_ANY, r"\b(?:i|we)(?:'ve| have| used to)? (?:work|worked|working|am employed|trained) (?:at|for|in|with) (?:the |a )?", r""),
        (("regulator", "legal"), r"(?:请问|问一下|咨询一下|想问)[^,。!?]{0,6}", r"[^,。!?]{0,8}(?:流程|怎么|如何|多久|什么|哪)"),
        # A contract names the court; a rating, a newspaper or a site is where something was seen.
        (("legal",), r"(?:合同|条款|协议|规则|保单)[^,。!?]{0,12}(?:写|说|规定|约定|注明)[^,。!?]{0,10}", r""),
        (("legal",), r"\b(?:terms|contract|policy|agreement|t&cs?|small print|clause \w+)\b[^.!?\n]{0,40}", r""),
        (("regulator",), r"", r"(?:'s)? (?:gave|gives|rates?|rated|rating|accredited|accreditation|sticker|score|page)\b"),
        (("media",), r"\b(?:read|reads|reading|saw|seen|see|heard|found|advertised|hear)\b(?: \w+){0,3} (?:in|on|from|via) (?:the |a |your |my )?(?:local |evening |sunday )?", r""),
        (("media",), r"", r"(?:上|里|的)?(?:直播间|广告|看到|刷到|种草|买的|下(?:的)?单|团(?:的|购)|推荐)"),
        (("media",), r"", r"(?:来)?(?:采访|拍)[^,。!?]{0,6}的时候"),
        # Done to the customer, by the company or by a stranger.
        (("legal", "regulator"), r"\b(?:you|they|he|she|your \w+|the \w+|bank|agency|collectors?) (?:have |has |had |keeps? |just |even )?(?:sent|send|sends|sending|mailed|posted|threatened|threaten|threatening|served)\b(?: (?:me|us|my \w+))?[^.,!?\n]{0,16}", r""),
        (("legal",), r"", r"(?: report)? (?:about|for|over|because of) (?:the|my|our|a) (?:stolen|theft|missing|lost|robbery|break-?in|burglary|accident)\b"),
        # "不用了谢谢" declines an offer.
        (("churn",), r"(?:^|[,，。!])", r"[,，]?(?:谢|多谢|麻烦|感谢|啦|哈|吧)"),
        # What does not come is a fitter.
        (("churn",), r"", r"(?:人|修|送货|接我|解决|处理)"),
        (("churn",), r"(?:以为|说|今天|明天|师傅|医生|专家|老师|快递|骑手|他|她|都|到现在)(?:今天|又|也|都|还)?", r"(?=[,，。!?]|了)"),
        (("churn", "media"), r"\b(?:you|your \w+|the \w+|they|he|she|it)(?: has| have|'ve|'s)? (?:let|lost|cancelled|closed|deleted|moved|put) (?:the|my|our|a) ?", r""),
        (("media",), r"(?:被人|老板(?:的微信)?(?:还)?在|主播|司机|师傅[^,。]{0,12}|开发商的|商家的|你们的|商场的)", r""),
        (("media",), r"\b(?:put|fill(?:ed)?|submit(?:ted)?|log(?:ged)?|upload(?:ed)?|send|sent) (?:in )?(?:me |us )?(?:a |the |my )?(?:paper|claim|form|photos?|request|application)[^.!?\n]{0,12}", r""),
        (("violence",), r"\b(?:my|our) (?:mum|mom|son|daughter|kid|child|dad|mother|father|wife|husband|baby|dog)\b[^.!?\n]{0,10}", r" (?:head|knee|arm|hand|elbow|face)\b"),
        # An office is asked for help, thanked, or was sent to; it is not set on anybody.
        (("regulator",), r"(?:求求?|建议|请|感谢|谢谢|给|希望)(?:一下)?", r"[^,。!?]{0,12}(?:管管|巡查|点(?:个)?赞|能不能|来|查一查|帮|加强|有一位)"),
        (("regulator",), r"", r"(?:件回复|回复|答复)[:：]"),
        (("regulator",), r"打过[^,。!?]{0,6}", r""),
        (("regulator",), r"", r"(?:能不能|能否|可不可以|管管|来关|人员来)"),
        # Somebody else's friend, and what he did.
        (("legal",), r"(?:隔壁|邻居|别人|人家|同事|朋友|网友)[^,。!?]{0,8}(?:上次|之前|当时|最后|后来)(?:也|就|是|都)?(?:找|请)?了?", r""),
        (("legal",), r"", r" friend (?:said|says|told|thinks|reckons|of mine (?:said|says|told))\b"),
        # Leaving that cannot be done, or is asked how.
        (("churn",), r"\bhow (?:do|can|would|should) (?:i|we|you|one) (?:\w+ )?", r""),
        (("churn",), r"", r" and (?:then )?(?:re-?installed|re-?downloaded|put it back|installed it again|it still|the \w+ still)\b"),
        (("churn",), r"", r"(?:被|,?柜台|,?却|,?你们)?[^,。!?]{0,4}(?:卡了|不给办|不让|办不了|失败|找不到|没有入口|按钮|审核)"),
        (("churn",), r"", r"[,，]?[^,。!?]{0,6}(?:不给办|不让办|办不了|找不到入口|没有入口)"),
        (("churn",), r"", r"(?:发货|发|送货|送|取货|提货|自提|配送)(?:可以|行|吧|吗|好|,|。|$)"),
        (("churn",), r"", r" (?:seat|room|table|floor|carriage|coach|row|queue|line|lane|house|address|bed|ward|desk|counter|date|day|time|slot|plan|tariff)s?\b"),
    )
)  # fmt: skip


def only_mentioned(name: str, text: str, start: int, end: int) -> bool:
    """Say whether what stands around a threat's words shows that nobody threatens."""
    before, after = text[max(0, start - _SIGHT) : start], text[end : end + _SIGHT]
    return any(
        name in names and left.search(before) and right.match(after)
        for names, left, right in _MENTIONS
    ) or (name == "legal" and bool(_REPORTED.search(text[max(0, start - 10) : end + 4])))
