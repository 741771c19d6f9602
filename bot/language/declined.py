"""Reads which field a customer says there is nothing for: '订单号忘了', "don't have the model"."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold

_FIELDS = {
    "order_number": (
        r"订单(?:编?号)?|单号|预订号|预定号|工单号|账号|购买记录",
        r"order (?:number|no\.?|id|ref(?:erence)?)|booking (?:number|ref(?:erence)?)|account number|reference(?: number)?|receipt",
    ),
    "model": (r"型号|款号|哪一?款", r"model(?: (?:number|name|no\.?))?"),
    "serial_number": (r"序列号|机身号|机器号", r"serial(?: (?:number|no\.?))?"),
    "incident_date": (
        r"日期|哪一?天|哪号|几号|具体时间|什么时候",
        r"(?:exact )?(?:date|day)|when it happened",
    ),
    "amount": (r"金额|价格|多少钱|花了多少", r"amount|price|how much(?: it was| i paid)?|cost"),
    "contact_name": (r"姓名|名字|真名", r"(?:my )?name"),
    "contact": (
        r"电话|手机号?|联系方式|邮箱|微信",
        r"phone(?: number)?|e-?mail(?: address)?|contact(?: details)?",
    ),
    "product": (r"产品名称?|商品名称?|叫什么(?:名字)?", r"product(?: name)?|what it's called"),
}  # fmt: skip
_LACK_ZH = (
    r"(?:没有?|没留|没记(?:住)?|没存|没保存|忘(?:了|记(?:了)?|掉了?)?|不记得(?:了)?|记不(?:清|得|住|起)(?:楚)?(?:了)?"
    r"|不清楚|不知道|不晓得|找不[到着](?:了)?|查不到|看不[清到](?:了)?|丢(?:了|掉了?)|扔(?:了|掉了?)"
    r"|不(?:想|愿意?|方便|便)(?:留|说|讲|给|透露|填|写|提供)?|就?不(?:留|给|说|填|写|提供)了?|想不起来)"
)
_BETWEEN_ZH = r"(?:我|我们|这个|那个|的|都|也|早就?|就|已经|真的|实在|现在|暂时|手边|手头|是|一时|有点|可能|倒|嘛|呢|,|，){0,4}"
_LACK_EN = (
    r"(?:don't|dont|do not|didn't|haven't|have not|can't|cant|cannot|couldn't)(?: \w+){0,2} (?:have|know|remember|recall|find|got|get|keep|see)"
    r"|(?:have |got |there's |there is )?no|lost|forgot(?:ten)?|forget|(?:not sure|no idea|unsure)(?: about| of| what)?|(?:rather|prefer) not (?:to )?(?:give|say|share|leave)"
)
_SMALL_EN = r"(?: (?:the|an?|my|any|exact|that|what|its|it's|one|of|for|about|was|is|you)){0,4}"
_END_ZH = r"(?:了|的|吧|啊|呢|嘛|呀|哦|哈|耶|誒|诶|，|,)*(?=$|[\s,，。.;；!！~])"
_END_EN = r"(?= (?:i'm afraid|sorry|anymore|any more|at the moment|with me|to hand|here|right now|handy|on me)|[\s]*(?:$|[,.;!]))"
_LONGEST = 60


def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {
        slot: (
            re.compile(
                rf"(?:{zh}){_BETWEEN_ZH}{_LACK_ZH}{_END_ZH}|{_LACK_ZH}(?:什么|具体|这个)?(?:{zh}){_END_ZH}"
            ),
            re.compile(rf"\b(?:{_LACK_EN}){_SMALL_EN} (?:{en}){_END_EN}", re.ASCII),
            re.compile(
                rf"\b(?:{en})(?: i| is| we| was){{0,2}} (?:{_LACK_EN})(?: it| that)?{_END_EN}",
                re.ASCII,
            ),
        )
        for slot, (zh, en) in _FIELDS.items()
    }


_PATTERNS = _patterns()
_HAVING = re.compile(r"有没有|是不是|不是没有|\d{4}|@")


def find_declined(text: str | Folded | None) -> list[str]:
    """Return the slots for which a short message says that there is nothing to give."""
    folded = fold(text)
    plain = folded.text
    if not plain or len(plain) > _LONGEST or _HAVING.search(plain):
        return []
    return [
        slot
        for slot, patterns in _PATTERNS.items()
        if any(pattern.search(plain) for pattern in patterns)
    ]
