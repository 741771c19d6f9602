"""Reads that somebody wants no complaint after all, or says that this is none."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold

_LONGEST = 60
_LETS_GO = re.compile(
    r"(?:这事|这件事|投诉|登记|申诉)?(?:我)?(?:不|别|甭)(?:想)?(?:弄|投诉|登记|申诉|追究|反映|告|折腾)了"
    r"|(?:投诉|登记|申请|这单)?(?:给我|帮我|请)?(?:取消|撤销|撤回|撤了|作废)(?:掉|吧|了|算了|投诉|登记|这个投诉|本次投诉)?(?=$|[\s,，。.!！~])"
    r"|(?:不用|不必|别|不要|不想)(?:再)?(?:投诉|登记|提交|处理|管|弄)(?:了|啦)"
    r"|当我没(?:说|来|讲)|就当没这(?:回)?事|(?:这事|这件事|投诉)(?:就)?算了"
    r"|\b(?:don't|do not|dont) (?:bother|file|submit|send|register|log)(?: (?:it|this|that|anything|the complaint))?(?=$|[\s,.!])"
    r"|\bforget (?:it|about it|this|the whole thing)\b|\b(?:drop|cancel|scrap|withdraw|delete) (?:it|this|that|the (?:complaint|case|report|whole thing)|my complaint)\b"
    r"|\bnever ?mind\b|\bnot worth (?:it|the (?:bother|hassle|trouble|effort))\b|\b(?:i'll|i will|let me) (?:just )?(?:let it go|leave it|drop it|live with it)\b"
    r"|\b(?:i )?changed my mind\b|\b(?:i )?(?:don't|do not|dont) want to (?:complain|file|carry on|continue|do this)\b",
    re.ASCII,
)
_STILL = re.compile(
    r"(?:退款|退货|订单|订阅|会员|自动|续费|为什么|凭什么|你们|他们|拒绝|不给|不让|无法|没法).{0,8}(?:取消|撤销)|(?:取消|撤销).{0,4}(?:订单|订阅|会员|航班|服务|不了|失败|预约)"
    r"|\b(?:cannot|can't|couldn't|refuse[sd]?|order|booking|flight|subscription|membership|they|you|won't let me) (?:\w+ ){0,2}(?:cancel|drop)|\bcancel (?:my|the|our) (?:order|booking|flight|subscription|membership|account|contract)",
    re.ASCII,
)
_PRAISING = (
    r"(?:就是|只是|纯粹|单纯)(?:想|来)?(?:夸|表扬|点个?赞|谢谢|感谢|道谢|道个谢)"
    r"|\bjust (?:wanted |here |writing )?to (?:say (?:thanks|thank you|well done)|thank|praise|compliment)\b"
)
_DISCLAIMS = re.compile(
    r"(?:不是|并非|没有|没|不)(?:来|想|要|在|什么)?(?:要)?(?:投诉|抱怨|告状)(?:的|你们|谁|啊|哈|,|，|。|$)|没(?:有)?(?:什么|啥)?(?:问题|不满|意见)(?:,|，|。|$|就是|只是)"
    rf"|{_PRAISING}"
    r"|(?:孩子|小孩|娃|猫|狗)(?:刚才|刚刚)?(?:不小心)?乱(?:按|打|发|点)的|(?:^|[\s,，。])我?乱(?:按|打|发|点)的(?:$|[\s,，。!！])|误触|手滑|(?:按|发|点)错(?:人|群|地方)?了|(?:骂|说|闹|打)着玩的?"
    r"|\b(?:sent (?:this |that )?by (?:mistake|accident)|wrong chat|(?:butt|pocket)[ -]?dial|just (?:kidding|joking|messing(?: about| around)?|testing))\b"
    r"|\b(?:no|not an?|isn't an?|never an?) complaints?\b|\bnot (?:here to )?complain(?:ing)?\b|\bnothing(?:'s| is| was)? (?:wrong|to complain about)\b|\bno (?:problems?|issues?) (?:here|at all|to report)\b",
    re.ASCII,
)


def lets_go(text: str | Folded | None) -> bool:
    """Say whether a short message gives the complaint up: "forget it", 这事不弄了."""
    plain = fold(text).text
    return (
        0 < len(plain) <= _LONGEST
        and bool(_LETS_GO.search(plain))
        and not _STILL.search(plain)
        and not re.search(r"\d{3}|@|[?？]|\bunless\b|除非|否则|不然", plain)
    )


def disclaims(text: str | Folded | None) -> bool:
    """Say whether a message says of itself that it is no complaint."""
    plain = fold(text).text
    return bool(_DISCLAIMS.search(plain)) and not re.search(
        r"\bbut\b|\bhowever\b|但是?|可是|不过|不是(?:我)?(?:要|想)投诉.{0,4}是", plain
    )


def comes_to_praise(text: str | Folded | None) -> bool:
    """Say whether a message says of itself that it only praises or thanks."""
    return disclaims(text) and bool(re.search(_PRAISING, fold(text).text, re.ASCII))
