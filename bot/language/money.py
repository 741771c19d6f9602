"""Reads amounts of money with their currency, and picks the one that the complaint is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language.money_words import (
    BARE_AFTER,
    CODE,
    CURRENCIES,
    NOT_MONEY_AFTER,
    NOT_MONEY_BEFORE,
    ROLES,
    SIGN,
    UNIT,
)
from bot.language.normalize import Folded, fold
from bot.language.numerals import (
    EN_NUMBER,
    ZH_NUMBER,
    en_pair,
    en_value,
    find_numbers,
    tidy,
    zh_value,
)
from bot.language.spans import Span

_FIGURE = r"\d{1,3}(?:[,.' ]\d{3}){1,4}(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2}(?!\d))?|\d+\.\d+"
_SCALE = r"(?:\s?(?:k|w|grand|thousand|million|mil|m|万|千|百|亿)(?![a-z]))"
_VALUE = rf"(?:(?:{_FIGURE}){_SCALE}?(?:\d{{1,4}}(?=元|块|圆|人民币|$|[,。!?]))?)"
_SIGNED = re.compile(
    rf"(?P<sign>{SIGN})\s?(?P<value>{_VALUE})(?P<slash>/-)?(?:\s?(?P<code>{CODE})(?![a-z]))?",
    re.ASCII,
)
_CODED = re.compile(
    rf"(?<![a-z])(?P<sign>{CODE})[\s.:]{{0,2}}(?P<value>{_VALUE})(?![a-z\d])", re.ASCII
)
_HAN = "零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_ZH_VALUE = rf"(?:(?:\d{{1,3}}|[{_HAN}]{{1,4}})多[万千百]|{_VALUE}|{ZH_NUMBER})"
_ZH = re.compile(
    rf"(?<![\d.a-z{_HAN}]|[几数上])(?P<value>{_ZH_VALUE})\s?(?P<vague>多|来|几|余)?\s?(?P<unit>{UNIT})(?!{NOT_MONEY_AFTER})(?!(?<=[a-z])[a-z])"
    rf"(?:零?(?P<dimes>[\d一二三四五六七八九半两]{{1,2}})(?:毛|角)?(?:(?P<cents>[\d一二三四五六七八九])分)?(?!\d|[个件台天月年号点折次])|(?P<halfword>半))?",
    re.ASCII,
)
_DIMES = re.compile(
    r"(?<![\d.块元零])(?P<value>[\d一二三四五六七八九两]{1,2})\s?(?P<unit>毛|角)钱?(?![度落色])",
    re.ASCII,
)
_EN = re.compile(
    rf"(?<![\w.$£€])(?P<value>{_VALUE}|\b{EN_NUMBER})(?:[\s-]?(?P<unit>dollars?|bucks?|quid|pounds?(?: sterling)?|euros?|yuan|rmb|kuai|usd|gbp|eur|cny|hkd|hk dollars?|ntd|twd|nt dollars?|aud|cad|nzd|sgd|chf|jpy|yen|krw|won|rupees?|inr|rs|ringgit|myr|rm|baht|thb|pesos?|php|mxn|dirhams?|aed|rand|zar|kr|sek|nok|dkk|zloty|pln|cents?|pence|p|us\$|[$£€¥]))(?![a-z\d])"
    r"(?:\s(?:and\s)?(?P<cents>\d{1,2}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|ten|fifteen)(?:\s(?:cents?|pence|p))(?![a-z])|\s(?P<coins>\d{2}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)(?=$|[,.!?;]))?",
    re.ASCII,
)
_CUED = re.compile(
    r"(?:花了|花费|花|付了|付|交了|交|收了|收|扣了|扣款|扣|扣费|多扣|多收|价格|价钱|原价|标价|总价|单价|售价|一共|总共|共计|合计|总计|赔偿|赔了|赔|补偿|退款|退|退还|退回|少退|还差|差价|损失|押金|定金|订金|货款|学费|房租|租金|费用|手续费|违约金|金额|充了|充值|转了|打了款|卖|要价|报价|收费|罚款|罚|余额|预存|存了|买成|买的|要|值|费|款|骗了|坑了|亏了"
    r"|\b(?:paid|pay|cost|costs|costing|charged|charge(?: of| was)?|charging|billed|bill(?: of| was| is| for)?|refund(?: of)?|refunded|price(?: of| was| is)?|spent|worth|owed?|owes?|deposit(?: of)?|fee(?: of| was)?"
    r"|total(?:s|led|ed|ing)?(?: of| was| is)?|balance(?: of)?|lost|loss of|debited|deducted|overcharged(?: by)?|compensation of|amount(?: is| was| of)?|quoted|quote(?: of| was)?|fined|sum of|invoiced?(?: of| for| was)|reimburse|came to|comes to"
    r"|(?:bought|paid|sold|got|purchased|billed|charged|asking|invoiced|it|this|one)(?: \w+){0,3} for)\b)"
    rf"\s?(?:我|me|us|him|her|you|my (?:credit |debit |bank )?(?:card|account)|the card|了|的|是|为|给|近|约|大概|差不多|将近|至少|一共|总共|共|another|an extra|extra|about|around|over|nearly|almost|roughly|up to|at least|a total of|:|,|\s){{0,4}}(?P<value>{_ZH_VALUE}|{EN_NUMBER})(?![{_HAN}\d])(?!{BARE_AFTER})(?P<after>多|余|来)?",
    re.ASCII,
)
_SCALED = re.compile(
    rf"(?<![\d.a-z{_HAN}]|[几数第号])(?P<value>\d+(?:\.\d+)?万\d?|\d+\.\d+ ?[kw]|\d{{1,3}} ?个 ?w|[一二两三四五六七八九](?:万|千|百)[一二三四五六七八九](?![零一二三四五六七八九十百千万亿]))(?!{BARE_AFTER})(?![a-z])"
    r"(?!\s?(?:公里|里|步|粉|阅读|播放|销量|好评|评论|字|毫安|像素|转|票|户|辆|followers|miles|km|steps|views|reviews|resolution|runs?|race|mah|多人|人|次|余人))|\b(?P<grand>(?:\d+(?:\.\d)?|an?|half a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty) grand)\b(?! (?:total|prix|piano|hotel|theft|canyon|opening|hyatt|slam))",
    re.ASCII,
)
_CUE_START = r"(?<![\d.:a-z#-])(?<![a-z] )"
#: Bare figures that somebody is to give back: 把588全退给我, 960全额赔, give me my 329 back.
_RETURNED = re.compile(
    rf"(?:[把将](?:我?的|这|那|剩下的?|余下的?|多[收扣]的?)?|[这那](?=\d{{2,6}}(?:必须|得|要)))(?P<value>\d{{2,6}}(?:\.\d{{1,2}})?)"
    r"(?:全部|全额|全|都|还|给我|原路|赶紧|马上|立刻|必须|得|要|一分不少地?){0,3}[退赔返还补]"
    rf"|{_CUE_START}(?<![号单码是为:#])(?P<given>\d{{2,6}}(?:\.\d{{1,2}})?)(?:(?:全部|全额|全|一分不少地?)(?:都|给我)?[退赔返还补]|[退赔返还补](?:给我|我|回来))"
    r"|\b(?:my|the|that|want|need|get) (?P<back>\d{2,6}(?:\.\d{2})?) (?:refunded|reimbursed|back(?=\s*(?:$|[,.!?;]|(?:please|now|and|or|asap|to|into|in|by|today|within|from|for)\b)))"
    r"|(?<![\w.:#-])(?P<total>\d{3,6}(?:\.\d{2})?) (?:in total|altogether|in full)\b"
    r"|(?<![一总公中])共(?P<sum>\d{2,6}(?:\.\d{1,2})?)(?![\d.:/-])"
    rf"(?!{BARE_AFTER})",
    re.ASCII,
)
_DECIMAL = re.compile(
    r"(?:扣|付|花|款|价|费|账单|charge|paid|pay\b|bill|cost|refund|debit|statement|price|total)[^。!?\n]{0,40}?(?<![\d.v/:a-z])(?P<value>\d{1,6}\.\d{2})(?![\d.%]|\s?(?:kg|g\b|gb|cm|米|克|斤|分|星|版|stars?|inch|km|miles))",
    re.ASCII,
)
_EACH = re.compile(
    r"(?<![\d.v/:a-z-])(?P<value>\d{1,6}\.\d{2})(?= (?:each|apiece|per (?!cent)|a (?:month|week|year|piece|pop|night|go)|monthly|all in)\b)",
    re.ASCII,
)
_BREAK = r"[\s,.;:!?。、…~()-]"
#: Words at the beginning of a clause that take back what stands before them …
_STRONG = (
    r"(?:hang on|hold on|scratch that|correction|(?:make|call) (?:that|it)|i mean|i meant|typo|oops|whoops"
    r"|my (?:mistake|bad)|i tell a lie|wait|actually|不对|(?:[打说写记看算搞]错|错)了?|更正|纠正|口误|等等|等一?下|[哦啊噢]不对?)(?![a-z])"
)
#: … and some that do so only right before the other amount.
_WEAK = r"(?:no(?=\s*[,.;:!-])|sorry|rather|哦|抱歉|不好意思)(?![a-z])"
_FILLERS = r"(?:(?:so|it's|its|it is|it was|that's|make it|should be|the|a|is|was|be|of|about|just)(?![a-z])|应该|其实|[是为才就]|退?我|[\s,.;:!?。、…~()-]){0,8}"
_RETRACT = (
    rf"(?:[^\d.。!?]{{0,16}}?{_BREAK}|(?=[哦啊噢]不)){_BREAK}*(?:(?:{_STRONG}|{_WEAK}){_BREAK}*)+"
)
_RETRACTED = re.compile(
    rf"{_RETRACT}{_FILLERS}|(?:[^\d.。!?]{{0,16}}?{_BREAK}){_BREAK}*(?:{_WEAK}{_BREAK}*)*{_STRONG}"
    r"(?:(?!\b(?:but|only|also|and|plus|extra|they|you|took|charged|paid|fee)\b|[还又另再只才他你])[^\d]){0,28}",
    re.ASCII,
)
_INSTEAD = re.compile(
    rf"{_RETRACT}{_FILLERS}(?P<value>\d{{2,6}}(?:\.\d{{1,2}})?)(?!{BARE_AFTER})(?=\s*(?:$|[,.;!?。)]))",
    re.ASCII,
)
_NUMBER_ON = re.compile(
    r"(?:number|no\.?|nr|ref(?:erence)?|code|id) (?:on|from|at|in)(?: the top of)? (?:the|my|our|your|this) ?$",
    re.ASCII,
)
_COSTS = re.compile(r"花|收|付|赚|只要|值|差|欠|才|卖|每|涨|扣|退|赔|要|就|便宜|贵")
_NOTES = {"tenner": 10, "fiver": 5, "dollar": 1, "buck": 1, "quid": 1, "euro": 1, "pound": 1}
_NOTE = re.compile(
    r"\b(?:an?|one) (?P<unit>tenner|fiver|buck|dollar|quid|euro|pound)\b(?! (?:store|shop|sign|amount|value|coin|general|tree|of))",
    re.ASCII,
)
_PRICED = re.compile(
    r"(?<![\d.:点a-z])(?P<value>(?!(?:19|20)\d\d(?:一[年月天]|的[新老旧]?款)|12315|12345)\d{2,6}(?:\.\d{1,2})?)(?:的(?!时候|电话)|买的|入手的|包邮|/月|/年|/晚|/天|/次|一(?:台|个|件|双|套|瓶|只|把|张|斤|条|盒|份|部|晚|夜|宿|位|袋|箱|包|桶|杯|碗|盘|间|支|盆|束|克|米|平|次|节|期|学期|天|月|年))(?!人|时候|订单|那|电话)",
    re.ASCII,
)


@dataclass(frozen=True)
class Amount(Span):
    """An amount of money; `role` is `loss`, `disputed`, `paid`, `offered` or `unknown`."""

    value: int | float = 0
    currency: str | None = None
    role: str = "unknown"
    sure: bool = True


def _figures(words: str) -> int | float | None:
    """Return the value of figures as several countries write them: 1,299.00, 1.299,00, 18,90, 4.2万."""
    found = re.fullmatch(
        rf"(?P<figure>{_FIGURE})(?P<scale>{_SCALE})?(?P<tail>\d{{1,4}})?", words.strip()
    )
    if not found:
        return None
    figure = found.group("figure").replace("'", "").replace(" ", "")
    last = max(figure.rfind(","), figure.rfind("."))
    if (
        last >= 0
        and len(figure) - last - 1 == 3
        and figure.count(figure[last]) == figure.count(",") + figure.count(".")
    ):
        # One kind of mark in front of three digits parts thousands, but 2.600 may be a decimal: not in money.
        figure = re.sub(r"[,.]", "", figure)
    elif last >= 0:
        figure = re.sub(r"[,.]", "", figure[:last]) + "." + figure[last + 1 :]
    if len(figure) > 13:
        return None
    value = float(figure)
    scale = (found.group("scale") or "").strip()
    factor = {
        "k": 1e3,
        "grand": 1e3,
        "thousand": 1e3,
        "千": 1e3,
        "w": 1e4,
        "万": 1e4,
        "百": 1e2,
        "亿": 1e8,
        "m": 1e6,
        "mil": 1e6,
        "million": 1e6,
    }.get(scale, 1)
    value *= factor
    tail = found.group("tail")
    if tail and scale in ("万", "千", "百"):
        value += int(tail) * factor / 10 if len(tail) == 1 else int(tail)
    return tidy(value)


def _value(words: str) -> int | float | None:
    """Return the value of an amount in figures or words."""
    plain = words.strip().replace("多", "")
    if re.match(r"\d", plain):
        value = _figures(plain)
        if value is not None:
            return value
    if re.search(r"[一-鿿]", plain):
        return zh_value(plain.replace(",", ""))
    value = en_value(plain)
    if value is None:
        pair = en_pair(plain)
        # "Three fifty" is three hundred and fifty; "nineteen ninety-nine" is a price to the penny.
        value = (
            tidy(pair * 100)
            if pair is not None and pair < 10 and round(pair * 100) % 10 == 0
            else pair
        )
    return value


def find_amounts(text: str | Folded | None, *, expected: bool = False) -> list[Amount]:
    """Return the amounts of money of the text; `expected` says that one was just asked for."""
    folded = fold(text)
    plain = folded.text
    taken = bytearray(len(plain) + 1)
    found: list[tuple[int, int, int | float, str | None, bool]] = []

    def take(
        start: int, end: int, value: int | float | None, currency: str | None, sure: bool = True
    ) -> None:
        if value is None or value < 0 or value > 1e12 or any(taken[start:end]):
            return
        taken[start:end] = b"\x01" * (end - start)
        found.append((start, end, value, currency, sure))

    for match in _SIGNED.finditer(plain):
        take(
            *match.span(),
            _value(match.group("value")),
            CURRENCIES.get(match.group("code") or "") or CURRENCIES[match.group("sign").strip()],
        )
    for match in _CODED.finditer(plain):
        take(*match.span(), _value(match.group("value")), CURRENCIES[match.group("sign")])
    for match in _ZH.finditer(plain):
        together = (
            match.group("value") == "一"
            and match.group("unit") == "块"
            and not match.group("dimes")
        )
        if together and not _COSTS.search(plain[max(0, match.start() - 4) : match.start()]):
            continue
        if match.group("vague") != "几":
            take(*_zh_amount(match))
    for match in _DIMES.finditer(plain):
        take(*match.span(), tidy((_value(match.group("value")) or 0) / 10), "CNY")
    for match in _EN.finditer(plain):
        if not _weight_or_noise(match, plain):
            take(*match.span(), _en_amount(match), CURRENCIES.get(match.group("unit")))
    for match in _CUED.finditer(plain):
        said = match.group("value")
        value = _value(said)
        least = 20 if re.match(rf"[{_HAN}]", said) else 10
        small = value is not None and (value > 1e8 or (value < least and "." not in said))
        if (
            not NOT_MONEY_BEFORE.search(plain[max(0, match.start() - 6) : match.start("value")])
            and not small
            and value != 12315
            and not _numbers_the_matter(plain, match)
        ):
            take(*match.span("value"), value, None, False)
    for match in _RETURNED.finditer(plain):
        name = match.lastgroup or "value"
        take(*match.span(name), _value(match.group(name)), None, False)
    for match in _PRICED.finditer(plain):
        if not re.search(
            r"(?:号|第|版本|尾号|房|型号|[年月日#])\s?$",
            plain[max(0, match.start() - 4) : match.start()],
        ):
            take(*match.span("value"), _value(match.group("value")), None, False)
    for match in _DECIMAL.finditer(plain):
        take(*match.span("value"), _value(match.group("value")), None, False)
    for match in _SCALED.finditer(plain):
        take(*match.span(), _value(match.group().replace("个", "")), None, False)
    for match in _EACH.finditer(plain):
        take(*match.span("value"), _value(match.group("value")), None, False)
    for match in _NOTE.finditer(plain):
        unit = match.group("unit")
        take(*match.span(), _NOTES[unit], CURRENCIES.get(unit) or "GBP", False)
    for _, end, _, currency, _ in list(found):
        # 花了588，打错了，558: what stands in an amount's place needs no word of money.
        after = _INSTEAD.match(plain, end)
        if after:
            take(*after.span("value"), _value(after.group("value")), currency, False)
    if expected and not found:
        bare = re.fullmatch(
            rf"\D{{0,12}}?(?P<value>{_VALUE}|{ZH_NUMBER}|\b{EN_NUMBER})\D{{0,12}}", plain
        )
        if bare and not re.search(r"[几数好]|若干|few|several|some|couple", plain):
            take(*bare.span("value"), _value(bare.group("value")), None)
        elif not bare:
            only = find_numbers(Folded(plain, plain, plain, None))
            if len(only) == 1 and len(plain) <= 60 and not re.search(r"[几数好]", plain):
                take(only[0].start, only[0].end, only[0].value, None)
    return [_amount(folded, *item) for item in sorted(found, key=lambda item: item[0])]


def _numbers_the_matter(plain: str, match: re.Match[str]) -> bool:
    """Say whether bare figures behind `bill is` and the like number something instead.

    So do seven figures and more that are not round, and "the number on the bill is …".
    """
    figures = match.group("value").strip()
    long = bool(re.fullmatch(r"\d{7,}", figures)) and not figures.endswith("00")
    return long or bool(_NUMBER_ON.search(plain[max(0, match.start() - 40) : match.start()]))


def _zh_amount(match: re.Match[str]) -> tuple[int, int, int | float | None, str | None]:
    """Return place, value and currency of an amount such as 129块9, 两千八百元 or 3万多块."""
    value = _value(match.group("value"))
    currency = CURRENCIES.get(match.group("unit"), "CNY")
    dimes = match.group("dimes")
    end = match.end()
    if value is not None and dimes and match.group("unit") in ("块", "蚊", "元", "块钱"):
        part = zh_value(dimes) if dimes != "半" else 5
        value += (part or 0) / (100 if len(dimes) == 2 and dimes.isdigit() else 10)
        value += (zh_value(match.group("cents")) or 0) / 100 if match.group("cents") else 0
    elif dimes:
        end = match.start("dimes")
    if value is not None and match.group("halfword"):
        value += 0.5
    return match.start(), end, tidy(value) if value is not None else None, currency


def _en_amount(match: re.Match[str]) -> int | float | None:
    """Return the value of an amount such as 19.99 dollars, three hundred bucks, or 20 cents."""
    value = _value(match.group("value"))
    if value is None:
        return None
    if match.group("unit") in ("cent", "cents", "pence", "p"):
        return tidy(value / 100)
    if coins := match.group("coins"):
        value += (int(coins) if coins.isdigit() else en_value(coins) or 0) / 100
    elif match.group("cents"):
        cents = match.group("cents")
        value += (int(cents) if cents.isdigit() else en_value(cents) or 0) / 100
    return tidy(value)


def _weight_or_noise(match: re.Match[str], plain: str) -> bool:
    """Say whether pounds are a weight, or a short unit belongs to something else."""
    unit = match.group("unit")
    if unit.startswith("pound"):
        return bool(
            re.search(
                r"weigh\w*[^.]{0,12}$|gained? $", plain[max(0, match.start() - 20) : match.start()]
            )
            or re.match(
                r" (?:of (?!compensation|money|damage|credit|goods|refund)|over ?weight|lighter|heavier|baby|bag)",
                plain[match.end() : match.end() + 16],
            )
        )
    if unit in ("p", "kr", "rs", "rm", "won"):
        words = match.group("value")
        if unit == "won":
            return not re.search(r"\d{3}", words)
        return unit == "p" and (
            not words.isdigit()
            or int(words) >= 100
            or bool(re.match(r"\.?m", plain[match.end() :][:2]))
            or int(words) in (1080, 720, 480)
        )
    return False


def _amount(
    folded: Folded, start: int, end: int, value: int | float, currency: str | None, sure: bool
) -> Amount:
    first, last = folded.back(start, end)
    left, right = folded.text[max(0, start - 28) : start], folded.text[end : end + 16]
    role = "unknown"
    best = -1
    clause = re.split(r"[,。;!?\n]|\.\s|\bbut\b", left)[-1]
    for name, before, after in ROLES:
        if name == "offered":
            if before.search(clause) or after.match(right):
                return Amount(first, last, folded.source[first:last], value, currency, name, sure)
            continue
        cue = list(before.finditer(left))
        if cue and cue[-1].end() > best:
            role, best = name, cue[-1].end()
        elif best < 0 and role == "unknown" and after.match(right):
            role = name
    return Amount(first, last, folded.source[first:last], value, currency, role, sure)


def without_retracted(amounts: list[Amount], plain: Folded) -> list[Amount]:
    """Return the amounts without those in whose place the customer puts the next one.

    The later one counts for what the earlier one was for, where nothing else is said of it.
    """
    kept: list[Amount] = []
    for item in amounts:
        before = kept[-1] if kept else None
        if before is not None:
            between = plain.text[plain.forth(before.end) : plain.forth(item.start)]
            one_currency = not (before.currency and item.currency) or (
                before.currency == item.currency
            )
            if one_currency and len(between) <= 80 and _RETRACTED.fullmatch(between):
                kept.pop()
                role = before.role if item.role == "unknown" else item.role
                item = replace(item, role=role, currency=item.currency or before.currency)
        kept.append(item)
    return kept


def pick_amount(amounts: list[Amount]) -> Amount | None:
    """Return the amount of the case: the loss claimed, else the disputed charge, else the price paid."""
    for role in ("loss", "disputed", "paid", "unknown"):
        for sure in (True, False):
            chosen = [amount for amount in amounts if amount.role == role and amount.sure is sure]
            if chosen:
                return (
                    max(chosen, key=lambda amount: amount.value) if role == "unknown" else chosen[0]
                )
    return None
