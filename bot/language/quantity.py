"""Reads how many pieces a complaint is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalize import Folded, fold
from bot.language.numerals import EN_NUMBER, en_value, zh_value
from bot.language.products import find_products, product_before, product_behind
from bot.language.spans import Span

_ZH_NUMBER = r"\d{1,5}|[一二三四五六七八九十百千两]{1,5}"
_MEASURES = "台|部|件|双|套|箱|瓶|包|盒|张|只|本|袋|斤|公斤|千克|罐|桶|支|对|副|份|盏|辆|棵|盆|卷|束|粒|片|床|颗|打(?![0-9电给了过通到不架])|组|架|根|顶|枚|幅|扇|杯|碗|串|株|捆|匹|块|条|把|提|筐|听|枝|樽|间|个|样|款|桌|节|期|卡|尾|头|屉|扎|坛|饼|板|管|贴|轴|樘"
_MONEY_NEXT = re.compile(
    r"[^\d,。!?;]{0,3}(?:一共|总共|合计|共计|总计|共)(?:是|要|花了?|付了?|卖)? ?[¥$£€]?\d{2}",
    re.ASCII,
)
#: What will be bought if all goes well is no part of the complaint: 下次再订30把, the next 30 stools.
_FUTURE = re.compile(
    r"(?:下次|下回|以后|今后|将来|往后|回头|后续|后面|下一?批|再|还[会要想]|打算|准备)[^,。!?;\n了]{0,8}?"
    r"(?:订购?|购买?|买|下单|采购|拿|要|进)(?![了过])[^,。!?;\n了过]{0,4}$"
    r"|\b(?:next|further|future) (?:batch of |order of |lot of )?$"
    r"|(?:\b(?:will|would|might|could|shall|going to|gonna|plan(?:ning)? to|want to|happy to)|'ll|'d)\b[^.!?;\n]{0,24}"
    r"\b(?:order|buy|purchase|(?:take|get|have)(?= (?:another|a further|more)))\b[^.!?;\n]{0,16} $",
    re.ASCII,
)
_STRONG = frozenset("台部件双套箱瓶盒袋罐桶副辆盏支")
_VERBS = r"里面是|里面有|装的是|买了|买|购买|购入|购了|购|订了|订购|订|下单了?|拍了|拍|收到了?|入手|要了|定了|定做|一共|总共|总计|共计|共|数量|送来|发来|囤了|囤|定制了?|少发了?|漏发了?|少了?(?=.{0,1}$)"
_ZH = re.compile(
    rf"(?<![\d.,第几好一二三四五六七八九十百千两])(?P<n>{_ZH_NUMBER})(?P<unit>大|小|整)?(?P<measure>{_MEASURES})(?![月人])",
    re.ASCII,
)
_NOT_AFTER = re.compile(
    r"(?:多?月|小时|钟头?|星期|礼拜|人|电话|客服|多|问题|师傅|孩子|工作日|字|说法|交代|解释|理由|答复|回复|结果|工单|亿|百分点|女|男|老|朋友|同事|家人|部门|地方|平台|小孩|服务|态度|星|差评|投诉|公道|月|年|礼物盒子|消息|微信|短信|信息|评论|视频|链接|订单|单|快递员|骑手|司机|店|教训|晚上|早上|下午|上午|白天|都没|也没|屁|鬼|道理|劲|办法|事|东西|点|样子|样)",
    re.ASCII,
)
_TROUBLE = re.compile(r"坏|不|没|漏|碎|裂|烂|都|全|有问题|假|脏|破|过期|发霉|掉|断|质量")
_COLLOQUIAL = re.compile(
    r"(?P<n>俩|仨)(?=都|坏|全|杯|灯|箱|锅|手机|椅|鞋)|(?P<both>两(?:个|台|件|只|双|部|箱|瓶|盒|张|条|把|块|套|辆)都(?!留|行|可以|要打|给你|填|发|能)|双双)",
    re.ASCII,
)
_LABELLED = re.compile(
    rf"(?:数量|件数|台数|个数|购买数量|quantity|qty|how many)\s?(?:是|为|:|=|\?|is|was|of|\s){{0,4}}(?P<n>{_ZH_NUMBER}|{EN_NUMBER})(?![\d.])",
    re.ASCII,
)
#: What is broken counts, not what there was: 十二只里头碎了五只, 碎了三个, "5 classes cancelled".
_OUT_OF_ZH = re.compile(
    rf"(?:{_ZH_NUMBER})(?:{_MEASURES})(?:里头?|里面|之?中|当中)[^,。!?\d]{{0,4}}?(?:坏|碎|破|裂|烂|死|漏|少|缺|丢|不)[^,。!?\d]{{0,3}}?(?P<n>{_ZH_NUMBER})(?:{_MEASURES})"
    rf"|(?:碎|坏|烂|漏发|少发)了(?:整整|足足|一共|差不多)?(?P<n2>{_ZH_NUMBER})(?:{_MEASURES})(?=$|[,。!?;\n])",
    re.ASCII,
)
_OUT_OF_EN = re.compile(
    rf"(?<![\w.,$£€#:/-])(?P<n>\d{{1,3}}|{EN_NUMBER}) (?P<noun>(?:[a-z'-]{{2,16}} )?[a-z'-]{{2,16}}s) (?:(?:have|had|has|were|was|got|are|is|been|being|already|all) ){{0,4}}(?:cancell?ed|missing|broken|damaged|cracked|smashed|faulty|defective|dead|torn|bent|wrong|lost)\b",
    re.ASCII,
)
#: The count as the customer found it on counting again: 数目错了，是三张.
_RECOUNTED = re.compile(
    rf"(?:数目|数量|件数|张数|个数)[^,。!?]{{0,4}}(?:错|不对|不准|有误)[^\d!?]{{0,24}}?(?:是|有|该是)(?P<n>{_ZH_NUMBER})(?:{_MEASURES})"
    rf"|(?:又|再|重新)(?:数|点)[^\d,。!?]{{0,6}}[^\d!?]{{0,10}}?(?:是|有)(?P<n2>{_ZH_NUMBER})(?:{_MEASURES})",
    re.ASCII,
)
_TIMES = re.compile(
    r"(?<![\w.])(?:x|\*)\s?(?P<n>\d{1,4})(?![\w.])|(?<![\w.#-])(?P<n2>\d{1,3})\s?x(?= (?!already|more|faster|the|as|a|over|now|this)[a-z]+s\b)",
    re.ASCII,
)
_EN_UNITS = r"pcs|pc|pieces?|units?|items?|boxes|box|bottles?|packs?|packets?|sets?|bags?|cans?|copies|copy|tickets?|pairs?|rolls?|tins?|jars?|cartons?|crates?|tubes?|sheets?|bars?|cases?|trays?|bunch(?:es)?|pallets?|dozen"
_EN_NUMBER = (
    rf"\d{{1,4}}|(?:{EN_NUMBER})|a couple(?: of)?|couple of|both|half a dozen|a dozen|a pair of|an?"
)
_EN = re.compile(
    rf"\b(?P<n>{_EN_NUMBER})\s(?P<rest>(?:(?:brand )?new |big |small |large |of (?:these|those|them|your|the)\s?|identical |separate |different )?)(?P<unit>{_EN_UNITS})?\b",
    re.ASCII,
)
_OF_THEM = re.compile(
    r"\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|both|all (?:two|three|four|five|six|ten))(?: of)?(?: the)? (?:them|these|those)\b"
    r"|\b(?P<n2>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|a dozen|half a dozen) of (?:the|our|my|your) (?=[a-z]+s\b)",
    re.ASCII,
)
_NOT_PIECES = r"(?:times|days?|nights?|weeks?|months?|years?|hours?|minutes?|calls?|people|men|emails?|visits?)"
#: A count that takes another's place says what it counts itself: "two packs, not three", 是两包不是三包.
_CORRECTED = re.compile(
    rf"(?<![\d.,一二三四五六七八九十百千两])(?P<zh>{_ZH_NUMBER})(?P<measure>{_MEASURES})(?!{_NOT_AFTER.pattern})[^\d,。!?]{{0,4}}[,\s]{{0,2}}(?:而|并)?(?:不是|并非)(?P<zh_old>{_ZH_NUMBER})(?:(?P=measure)|$)"
    rf"|(?:不是|并非)(?P<was>{_ZH_NUMBER})(?:{_MEASURES})[^\d,。!?]{{0,4}}[,\s]{{0,2}}(?:而|应该|其实|一共|只)?[是有](?P<now>{_ZH_NUMBER})(?:{_MEASURES})(?!{_NOT_AFTER.pattern})"
    rf"|\b(?P<en>\d{{1,4}}|{EN_NUMBER}) (?P<noun>[a-z][a-z' -]{{2,24}}?),?(?: and| it's| it was)? not (?:the )?(?P<en_old>\d{{1,4}}|{EN_NUMBER})\b(?![-.:,]\d)"
    rf"|\bnot (?P<en_was>\d{{1,4}}|{EN_NUMBER}) (?P<thing>[a-z][a-z' -]{{2,24}}?)(?:,| but)+ (?:but |it's |it was |only |just ){{0,2}}(?P<en_now>\d{{1,4}}|{EN_NUMBER})\b(?!(?:[-.:,]\d| {_NOT_PIECES}))",
    re.ASCII,
)
_COUNTED_EN = re.compile(
    rf"(?<![\w.,$£€#:/-])(?P<n>\d{{1,4}}|{EN_NUMBER}) (?P<noun>(?:[a-z'-]{{2,16}} ){{0,2}}[a-z'-]{{2,16}}s)\b",
    re.ASCII,
)
_BROKEN = re.compile(
    r"\b(?:broke\w*|faulty|damaged|cracked|defective|leak\w*|bought|ordered|arrived|missing|dead|snapped|bent|rust\w*|torn|stain\w*|smashed|shattered|chipped|dented|scratched|dead on|stopped|don't work|doesn't work|ripped|torn|wrong|mouldy|rotten|expired|(?:was|were|gone|went) off)\b",
    re.ASCII,
)
_BUY = re.compile(
    r"\b(?:bought|buy|ordered|purchased|got|received|paid for|order (?:of|for)|returned?|returning|replace|missing|sent(?: me)?|delivered|shipped|installed|booked|broke(?:n)?)\s(?:me |us |only |just |my |the |your |these |those |another |a total of |in total ){0,2}$",
    re.ASCII,
)


@dataclass(frozen=True)
class Quantity(Span):
    """A count of pieces; `weight` says how surely it counts what the complaint is about."""

    value: int = 0
    weight: int = 1


def find_quantities(text: str | Folded | None, *, expected: bool = False) -> list[Quantity]:
    """Return the counts of pieces, only where a measure word or the words beside them leave no doubt."""
    folded = fold(text)
    plain = folded.text
    found: list[tuple[int, int, int, int]] = []
    for match in _LABELLED.finditer(plain):
        found.append((*match.span("n"), _number(match.group("n")), 5))
    found += _corrected(plain)
    for match in [*_OUT_OF_ZH.finditer(plain), *_RECOUNTED.finditer(plain)]:
        name = "n" if match.group("n") else "n2"
        value = _number(match.group(name))
        if value > 1 or name == "n":
            found.append((*match.span(name), value, 6))
    for match in _OUT_OF_EN.finditer(plain):
        if _is_goods(match["noun"]) or find_products(match["noun"]):
            found.append((*match.span("n"), _number(match["n"]), 6))
    found += _chinese(plain)
    found += _english(plain)
    for match in _TIMES.finditer(plain):
        name = "n" if match.group("n") else "n2"
        found.append((*match.span(name), int(match.group(name)), 2))
    if expected and not found:
        bare = re.fullmatch(
            rf"\D{{0,10}}?(?P<n>一打(?![0-9电给了过通到不架])|{_ZH_NUMBER}|俩|仨|half a dozen|a dozen|a couple|{EN_NUMBER}|an?(?= pair)|both)(?:[^\d]{{0,40}})",
            plain,
        )
        if bare:
            found.append((*bare.span("n"), _number(bare.group("n")), 5))
        found += _answered(plain)
    spans = []
    taken: list[tuple[int, int]] = []
    for start, end, value, weight in sorted(found, key=lambda item: -item[3])[:200]:
        later = _FUTURE.search(plain[max(0, start - 60) : start])
        if value > 0 and not later and not any(start < b and a < end for a, b in taken):
            taken.append((start, end))
            first, last = folded.back(start, end)
            spans.append(Quantity(first, last, folded.source[first:last], value, weight))
    return sorted(spans, key=lambda span: span.start)


def _corrected(plain: str) -> list[tuple[int, int, int, int]]:
    """Return the counts that the customer puts in another's place."""
    found = []
    for match in _CORRECTED.finditer(plain):
        names = next(
            (new, old)
            for new, old in (
                ("zh", "zh_old"),
                ("now", "was"),
                ("en", "en_old"),
                ("en_now", "en_was"),
            )
            if match[new]
        )
        noun = match["noun"] or match["thing"]
        if noun and not _is_goods(noun):
            continue
        value, old = _number(match[names[0]]), _number(match[names[1]])
        if value and old and value != old:
            found.append((*match.span(names[0]), value, 6))
    return found


def _is_goods(noun: str) -> bool:
    """Say whether English words count pieces: a unit, or a product."""
    return bool(
        re.search(rf"\b(?:{_EN_UNITS})\b", noun) or product_behind(noun, 0)
    ) and not re.search(rf"\b{_NOT_PIECES}\b", noun)


def _answered(plain: str) -> list[tuple[int, int, int, int]]:
    """Return the counts with what they count that answer how many: "I mean 5 pans", 有8棵."""
    chinese = [
        match
        for match in _ZH.finditer(plain)
        if not _NOT_AFTER.match(plain[match.end() : match.end() + 4])
    ]
    english = [match for match in _COUNTED_EN.finditer(plain) if _is_goods(match["noun"])]
    return [(*match.span("n"), _number(match["n"]), 4) for match in [*chinese, *english]]


def _number(words: str) -> int:
    said = words.strip()
    fixed = {
        "一打": 12,
        "俩": 2,
        "仨": 3,
        "both": 2,
        "a": 1,
        "an": 1,
        "a couple of": 2,
        "a couple": 2,
        "couple of": 2,
        "a pair of": 1,
        "half a dozen": 6,
        "a dozen": 12,
    }
    if said in fixed:
        return fixed[said]
    if said.startswith("all "):
        return int(en_value(said[4:]) or 0)
    if said.isdigit():
        return int(said)
    value = zh_value(said) if re.match(r"[\u4e00-\u9fff]", said) else en_value(said)
    # Two digits side by side (三四个) are a guess, not a count.
    guess = re.fullmatch(r"[一二三四五六七八九两]{2,}", said)
    return int(value) if value is not None and not guess else 0


def _chinese(plain: str) -> list[tuple[int, int, int, int]]:
    found = []
    for match in _ZH.finditer(plain):
        value, measure = _number(match.group("n")), match.group("measure")
        value *= 12 if measure == "打" else 1
        left = plain[max(0, match.start() - 6) : match.start()]
        if _NOT_AFTER.match(plain[match.end() : match.end() + 4]) or re.search(
            r"[每另哪那这同某此]$|上一$|下一$|任何$", left
        ):
            continue
        bought = bool(re.search(rf"(?:{_VERBS})(?:了|的|我|们|两次|总共|一共|共)?$", left))
        counted = product_behind(plain, match.end()) or product_before(plain, match.start())
        bought = bought and (counted or not re.search(r"拍了?(?:了|的)?$", left))
        listed = product_before(plain, match.start())
        # A clause that begins with the count and goes on with the trouble counts what it complains of.
        opening = (
            value > 1
            and counted
            and not re.search(
                r"[^,。!?;\n\s有这那我的其中]", plain[max(0, match.start() - 2) : match.start()]
            )
            and _TROUBLE.search(plain[match.end() : match.end() + 16])
        )
        # "有两台摇得没法用" counts what is broken.
        have = (
            value > 1
            and measure in _STRONG
            and bool(re.search(r"(?:有|其中|里面)$", left))
            and bool(_TROUBLE.search(plain[match.end() : match.end() + 12]))
        )
        summed = bool(_MONEY_NEXT.match(plain[match.end("measure") :][:16]))
        if not summed and (
            not (bought or listed or opening or have) or (measure in "个块样款节" and not counted)
        ):
            continue
        if match.group("n") == "一" and measure == "样":
            continue
        if match.group("n") == "一" and (
            re.search(r"(?:少|缺|漏)[了发]*$", left) is None and measure == "个" and not bought
        ):
            continue
        end = (
            match.end() if plain[match.end() - 1 : match.end()] == measure else match.end("measure")
        )
        found.append((match.start(), end, value, 1 + 2 * bought + bool(counted)))
    for match in _COLLOQUIAL.finditer(plain):
        found.append((*match.span(), 3 if match.group("n") == "仨" else 2, 2))
    return found


def _english(plain: str) -> list[tuple[int, int, int, int]]:
    found = []
    for match in _OF_THEM.finditer(plain):
        near = plain[max(0, match.start() - 40) : match.end() + 60]
        name = "n" if match.group("n") else "n2"
        there = re.search(
            r"\b(?:there(?:'s| are| were)|it's|i have|we have) $", plain[: match.start()][-14:]
        )
        if not (
            there
            or _BUY.search(plain[max(0, match.start() - 30) : match.start()])
            or _BROKEN.search(near)
        ):
            continue
        found.append((*match.span(name), _number(match.group(name)), 2))
    for match in _EN.finditer(plain):
        said = match.group("n")
        bought = bool(_BUY.search(plain[max(0, match.start() - 30) : match.start()]))
        counted = product_behind(plain, match.end())
        unit = match.group("unit")
        if said in ("a", "an"):
            continue
        boxed = unit and unit.endswith("s") and plain[match.end() :].startswith(" of ")
        broken = counted and _BROKEN.search(plain[match.end() : match.end() + 40])
        told = boxed or (broken and match.start() == 0) or (bought and (unit or counted))
        if not told or (
            re.match(r"\s(?:of|can|thing|at|on|in)\b", plain[match.end("n") : match.end("n") + 8])
            and said == "one"
        ):
            continue
        if _number(said) > 1000 or re.search(
            r"[.:/-]$", plain[max(0, match.start() - 1) : match.start()]
        ):
            continue
        if unit in (
            "items",
            "item",
            "units",
            "tickets",
            "case",
            "cases",
            "set",
            "sets",
            "copy",
            "box",
            "pack",
            "bar",
            "bars",
        ) and not (bought or counted or unit.endswith("s")):
            continue
        if re.match(
            r"\s(?:and a half|percent|stars?|years?|hours?|days?|weeks?|months?)\b",
            plain[match.end("n") : match.end("n") + 12],
        ):
            continue
        found.append(
            (
                match.start(),
                match.end() if unit else match.end("n"),
                _number(said),
                1 + 2 * bought + bool(counted),
            )
        )
    return found


def tells_of_later(left: str) -> bool:
    """Say whether the words before a count tell of what will be bought: "the next"."""
    return bool(_FUTURE.search(left[-60:].lower()))


def pick_quantity(quantities: list[Quantity]) -> Quantity | None:
    """Return the count that the complaint is about, the first of the surest."""
    return max(quantities, key=lambda item: (item.weight, -item.start), default=None)


_ZH_BEFORE = re.compile(
    rf"(?<![\d.,第几好每另哪这那同某上下一二三四五六七八九十百千两])(?P<n>{_ZH_NUMBER})[大小整]?(?P<measure>{_MEASURES})"
    rf"(?!{_NOT_AFTER.pattern})[\u4e00-\u9fff]{{0,3}}$",
    re.ASCII,
)
_ZH_AFTER = re.compile(
    rf"[,， ]?(?:我|一共|总共|共)?(?:{_VERBS})?(?P<n>{_ZH_NUMBER})(?:{_MEASURES})(?!{_NOT_AFTER.pattern})",
    re.ASCII,
)
_EN_BEFORE = re.compile(
    rf"(?<![\w.,$£€#:/-])(?<!number )(?<!no )(?<!no\. )(?<!nr )(?<!route )(?<!line )(?<!bus )(?<!size )"
    rf"(?<!flight )(?<!room )(?<!gate )(?<!platform )(?<!level )(?<!unit )(?<!model )(?<!version )(?P<n>\d{{1,4}}|{EN_NUMBER}|a couple of|half a dozen|a dozen)"
    r"(?: of)?(?: the| my| our| these| those| your)?(?: (?!(?:of|in|on|at|for|and|or|to|by|the|my|our|"
    r"your|times|seconds|minutes|hours?|days?|weeks?|months?|years?|people|men|calls|emails|visits|"
    r"different|was|were|is|with|after|before) )[a-z'-]+){0,2} $",
    re.ASCII,
)
_ONE_BOUGHT = re.compile(rf"(?:{_VERBS})[^,。!?]{{0,4}}$", re.ASCII)


def count_beside(folded: Folded, start: int, end: int) -> Quantity | None:
    """Return the count right before or behind a product, whose place in the source is given."""
    plain, first, last = folded.text, folded.forth(start), folded.forth(end)
    left = plain[max(0, first - 40) : first]
    begin = first - len(left)
    for pattern in (_ZH_BEFORE, _EN_BEFORE):
        match = pattern.search(left)
        if match is None:
            continue
        if _FUTURE.search(plain[max(0, begin + match.start("n") - 60) : begin + match.start("n")]):
            continue
        value = _number(match["n"])
        dozens = pattern is _ZH_BEFORE and match["measure"] == "打"
        value *= 12 if dozens else 1
        many = value > 1 and (pattern is _ZH_BEFORE or plain[last - 1 : last] in ("s", "n"))
        one = value == 1 and pattern is _ZH_BEFORE and _ONE_BOUGHT.search(left[: match.start()])
        if many or one:
            return _quantity(folded, begin + match.start("n"), begin + match.end("n"), value)
    after = _ZH_AFTER.match(plain, last)
    later = after and _FUTURE.search(plain[max(0, last - 40) : after.start("n")])
    if after is not None and not later and _number(after["n"]) > 0:
        return _quantity(folded, *after.span("n"), _number(after["n"]))
    return None


def _quantity(folded: Folded, start: int, end: int, value: int) -> Quantity:
    first, last = folded.back(start, end)
    return Quantity(first, last, folded.source[first:last], value, 1)
