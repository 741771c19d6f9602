"""Reads that there is nothing to give for a field: '订单号忘了', "don't have the model"."""

from __future__ import annotations

import re
from functools import cache

from bot.language.answers import is_skip
from bot.language.normalize import Folded, fold, with_apostrophes

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
    plain = with_apostrophes(fold(text).text)
    if not plain or len(plain) > _LONGEST or _HAVING.search(plain):
        return []
    return [
        slot
        for slot, patterns in _PATTERNS.items()
        if any(pattern.search(plain) for pattern in patterns)
    ]


#: Fields whose value is a fact, so that somebody may simply not know it.
_FACTS = frozenset(
    {"order_number", "model", "serial_number", "incident_date", "amount", "quantity", "product"}
)
#: Fields that stand on a label, a box or a receipt.
_PRINTED = frozenset({"order_number", "model", "serial_number"})
_PAPERS = {"order_number": ("|订单|单子|单据|小票|收据|发票|回执|凭证", "|number|order|paperwork")}
_MOST_ZH, _MOST_EN = 40, 90
_VALUE = re.compile(
    r"\d{2,}|@|[a-z]+\d|\bbut\b|\bunless\b|不过|但是|可能是|好像是|应该是|大概是|\bmaybe\b|\bprobably\b"
    r"|\bi think (?:it|its|it's)\b|[吗么]\s*[?？]?$|为什么|为啥|凭什么|\bwhy\b",
    re.ASCII,
)
_UNKNOWN_ZH = (
    r"(?:我|我们|这|这个|那|就|都|也|真的?|实在|现在|早|反正|根本|压根|可|哪|是|\s)*"
    r"(?:不知道|不清楚|不晓得|不记得|记不(?:清|得|住)(?:楚)?|忘(?:了|记)?|没印象|不了解|说不(?:上来|清|准|好)|想不起来|搞不清楚?)(?:了|啊|呀|的|呢|嘛|哦|啦|诶)*"
)
_UNKNOWN_EN = (
    r"(?:sorry |honestly |really |but |so |and |just |i'm afraid )*(?:i |we )?(?:(?:really |honestly )?(?:don't|do not|wouldn't) (?:know|remember|recall|have a clue)|haven't (?:a clue|the foggiest|got a clue)"
    r"|can't (?:remember|recall|say|tell)|(?:have |got )?no (?:idea|clue)|not sure|i'm not sure|dunno|idk|couldn't (?:say|tell you)|forgot(?:ten)?)(?: (?:sorry|mate|really|exactly|either|tbh|anymore|any more|it|you|love|at all))*"
)
#: 我哪知道, 鬼知道, "how should I know": what was asked is its object, or it ends what is said.
_HOW_ZH = (
    r"(?:(?:我|我们|谁|哪个)?(?:哪里?|哪儿|哪会|怎么?|怎么会|咋)(?:能|可能|会|还)?(?:知道|晓得|记得|说得上来)"
    r"|(?:谁|鬼|天|天晓得|鬼才|只有天)(?:还|才|会)?(?:能)?(?:知道|晓得|记得))"
)
_HOW_ASKED_ZH = re.compile(
    rf"{_HOW_ZH}(?:得?了|啊|呀|呢|嘛|去)*(?=$|[\s,，。.!！?？;；~]|[那这]么?(?:清楚|细|多|个)|(?:你们?|他们?|它|这|那|是|到底|具体)*(?:哪|什么|啥|多少|几|叫什么|谁家))"
)
_HOW_EN = re.compile(
    r"\bhow (?:on earth |the (?:hell|heck|fuck) )?(?:should|would|could|can|am|do|was) (?:i|we) (?:even |ever |possibly |supposed to |meant to )*(?:know|remember|tell)"
    r"(?=\W*$|[,.!?;]| (?:what|when|which|where|who|how|that|it)(?! (?:would|was|is|had|will)\b)\b| the (?:number|date|model|order|day|exact|serial)\b)"
    r"|(?:^|[,.!;] ?)(?:god|lord|heavens?|christ|goodness|who) (?:(?:only )?knows|(?:on earth )?remembers)(?=\W*$|[,.!?;]| (?:what|when|which|that|things)\b)|\bsearch me\b|\byour guess is as good\b",
    re.ASCII,
)
_GONE_ZH = re.compile(
    r"(?:吊牌|标签|铭?牌子?|贴纸|字迹?|条码|盒子?|包装(?:盒|袋|箱)?|外包装|外盒|纸箱|箱子|说明书|小票|发票|收据|单子|保修卡|袋子)"
    r"(?:上?的?(?:字|号|码)?|我|我们|老婆|老公|我妈|孩子|早就?|都|已经|就|也|当时|当天|一到|收到|拆了?|全|给|被|让|啥的|什么的|不知道|不晓得|早不知|道|那天|,|，)*"
    r"(?:剪|扔|丢(?!了[一二两三四几\d])|撕(?![烂破坏])|磨|掉|烧|卖|没了|没在|不在|不见|找不|没留|[去放塞]哪|看不|模糊|褪色)(?![^。]*(?:换|退|保修|赔|[?？]))"
)
_GONE_EN = re.compile(
    r"\b(?:box(?:es)?|packag(?:e|ing)|tags?|labels?|stickers?|receipts?|manual|instructions|wrapp(?:er|ing)|packet|carton|paperwork|plate)(?:'s|'ve| is| has| have| was| were| are| got| went| must have)*"
    r"(?: (?:long|all|already|been|since|probably|in|the|our|out|with|to|straight|ages|years|clean|completely|half))* (?:gone|bin|binned|thrown|lost|chucked|tossed|recycled|recycling|torn|cut off|skip|tip|rubbish|trash|landfill|faded|illegible|unreadable|(?:come|came|peeled|rubbed|worn|fallen|fell|ripped|cut) off)\b"
    r"|\b(?:binned|threw|thrown|chucked|tossed|recycled|ditched|burnt|burned|cut|tore|ripped|lost) (?:away |out |off )?(?:\w+ ){0,3}(?:box(?:es)?|packag(?:e|ing)|tags?|labels?|stickers?|receipts?|manual|wrapp(?:er|ing)|packet|carton|paperwork)\b",
    re.ASCII,
)
#: "I don't think it has one", "not sure there is one", "it doesn't say".
_NONE_EN = re.compile(
    r"\b(?:don't|didn't|not|never|wasn't|hardly) (?:think|believe|sure|certain|reckon|aware)(?: that| if| whether| of)?(?: there| it| they| we| i| mine| this| that)?(?:'s| is| was| are| were| has| have| had| even| ever| actually| does| did| got| get| came| come| with| give| gave| us| me){1,5}"
    r"(?: (?:one|any|a(?:n| \w+)? ?(?:number|no|model|code|label|serial|reference)?|anything))?(?=$|[\s]*[,.;!?]| (?:it|its|it's|just|as|cos|because|cause|since|on|sorry|to|with|though|tbh|mate|they|he|she|i|we)\b)"
    r"|\b(?:there|it|they|we|i|this|mine|that)? ?(?:doesn't|didn't|don't|haven't|hasn't|wasn't|isn't|ain't|weren't)(?: really| actually| even| ever| got| get| given| have| come with| give (?:me|us)| sent| issued| handed)* (?:one|any|a (?:number|model|label|code|receipt|reference))(?=$|[\s,.;!?])"
    r"|\bnever (?:even )?(?:gave|had|got|received|saw|sent|were given|was given|been given)(?: me| us)? (?:one|any|an? (?:order |account |reference |booking |model |serial )?(?:number|receipt|reference|code))(?=$|\s*[,.;!?])"
    r"|\b(?:it|label|box|receipt|sticker|bill) (?:doesn't|didn't|don't) (?:say|show|mention|give|have|tell)(?: (?:one|it|that|any|me|anywhere|on \w+(?: \w+)?))*(?=$|[\s]*[,.;!?]| (?:it|its|it's|just|only)\b)",
    re.ASCII,
)
_WITHHELD_EN = (
    r"(?:not|won't|never|refuse to|rather not|don't want to|no way(?: am i| i'm)?|not comfortable|not happy|not gonna|not going to be|not about to be)"
    r"(?: \w+){{0,2}} (?:giv(?:e|ing)|typ(?:e|ing)|shar(?:e|ing)|tell(?:ing)?|put(?:ting)?|post(?:ing)?|hand(?:ing)?|send(?:ing)?|enter(?:ing)?|writ(?:e|ing))"
    r"(?:(?: (?!up|in\b)\w+){{0,3}} {field}|(?: you| out| any| my| you my)?(?: (?:that|this|it|details|numbers?)))\b"
)
_WITHHELD_ZH = r"(?<![会能想敢])不(?:想|愿意?|会|敢|方便)(?:在|把|往|给)[^,，。]{{0,8}}{field}|{field}[^,，。]{{0,3}}不(?:方便|想|愿意?|能|敢|会)(?:在|发|往|给|打|透露|随便)"
#: "Last week, can't remember the day" says when.
_WHEN = re.compile(
    r"[上下这前去本]个?[周月年]|周[一二三四五六日天末]|星期|礼拜|月[初中底]|月份?|年|春|夏|秋|冬|昨|前[天几]|\b(?:last|ago|weeks?|months?|years?|spring|summer|autumn|winter|yesterday"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|christmas|easter)\b",
    re.ASCII,
)
_LOST_ZH = r"(?:没有|忘(?:了|记|掉)|不记得|记不(?:清|得|住)|不清楚|不知道|不晓得|找不[到着]|查不[到着]|看不[清到见]|丢|扔|撕|磨|没留|没存|没保存|没记|没拿到?|没给|没注意|没留意|没看|不方便|不想|不敢|说不上来|想不起来|[上去]哪里?儿?(?:去)?找|谁(?:还|会)?(?:去)?(?:记|留|看))"


def declines(text: str | Folded | None, slot: str) -> bool:
    """Say whether a message, asked for a slot, tells in whatever words that there is nothing to give.

    Voice input has no commas, the angry ask back, and many tell where the label went:
    "订单号我找不到了呀就是手机上付的钱", "how should I know", "we binned the packaging".
    """
    plain = with_apostrophes(fold(text).text)
    han = bool(re.search(r"[\u4e00-\u9fff]", plain))
    if not plain or len(plain) > (_MOST_ZH if han else _MOST_EN) or _VALUE.search(plain):
        return False
    zh, en = _FIELDS.get(slot, ("(?!)", "(?!)"))
    more_zh, more_en = _PAPERS.get(slot, ("", ""))
    named = rf"(?:{zh}{more_zh})" if han else rf"(?:{en}{more_en})"
    if slot in _PRINTED and threw_away(plain):
        return True
    if slot in _FACTS and not (slot == "incident_date" and _WHEN.search(plain)):
        last = [part for part in re.split(r"[,，。.!！?？;；~\n]+", plain) if part.strip()][-1:]
        unknown = _UNKNOWN_ZH if han else _UNKNOWN_EN
        if last and re.fullmatch(unknown, last[0].strip()):
            return True
        if (_HOW_ASKED_ZH if han else _HOW_EN).search(plain):
            return True
    asked = re.match(rf"(?:the |my )?{named}\s*[?？,，:：]+\s*(?=\S)", plain)
    if asked and is_skip(plain[asked.end() :]):
        return True
    if han:
        withheld = re.search(_WITHHELD_ZH.format(field=named), plain)
        return bool(withheld or _lost_zh(named, slot).match(plain))
    if slot in _FACTS and _NONE_EN.search(plain):
        return True
    return bool(re.search(rf"\b{_WITHHELD_EN.format(field=named)}", plain, re.ASCII))


def threw_away(text: str | Folded | None) -> bool:
    """Say whether a message tells that the label, the box or the receipt is gone."""
    plain = fold(text).text
    return bool(_GONE_ZH.search(plain) or _GONE_EN.search(plain))


@cache
def _lost_zh(named: str, slot: str) -> re.Pattern[str]:
    """Return what opens with the field and what became of it, whatever is told after it."""
    small = r"(?:我|这|这个|那个|那|的|都|也|早就?|就|已经|真的?|实在|现在|可|啊|呀|嘛|呢|是|上面?|在哪里?儿?|一时|,|，|\s){0,5}"
    goes_on = r"(?!\s?[,，]?(?:你们|怎么|能|可以|也(?:能|可以|要)|就不|难道|货|发货|物流|记录))"
    how = rf"|{named}{small}{_HOW_ZH}" if slot in _FACTS else ""
    return re.compile(
        rf"[嗯额呃啊哦那\s,，]*(?:我|我的|我这|这个)?(?:{named}{small}{_LOST_ZH}(?:(?:了|掉|的|呀|啊|呢|嘛|哦|吧|啦|楚|清|到)+{goes_on}|(?=$|[\s,，。.!！~]|就|那个|是|这里|去))"
        rf"|(?:没有?|忘(?:了|记)|不知道|不记得|找不到|没留|没存)(?:什么|具体|这个)?{named}(?:的|呀|啊|嘛|呢|哦|啦|了)+{goes_on}{how})"
    )
