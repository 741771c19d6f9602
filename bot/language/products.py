"""Finds goods, services and brands in free text, and reads a product that was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.language.answers import is_skip
from bot.language.lexicon import entries, words
from bot.language.no_products import TAKEN_BACK_ZH, names_no_product
from bot.language.normalize import Folded, fold
from bot.language.spans import Span

_TOKEN = re.compile(r"[a-z0-9][a-z0-9'&.+-]*", re.ASCII)
_NOT_AFTER_ZH = re.compile(
    r"号码?|尾号|员|费(?!用太)|师傅|公司|短信|卡号|验证|一样|店|站|点(?!读|心)|柜(?!坏|门|子|机)|小哥|单号|单(?!元)|银行|支付|截图|端|时候|人|中心|柜台|前台|间(?!隔)|价(?!格)|旗舰|专卖|app(?=里|上)|市场|城|厂|工人|照片|视频里|充值|转账|登录|扫码|拍照|联系|通知|提示|显示|打电话",
    re.ASCII,
)
_NOT_BEFORE_ZH = re.compile(r"(?:用|打|拿|在|给|留|我|您|你|换)$", re.ASCII)
_OWN_ZH = re.compile(
    r"(?:买的?|买了|买|购买|购|订的?|订了|入手|拍了|的|这|那|台|个|部|件|双|套|箱|瓶|只|张|款|份|条|袋|盒|把|辆|间|包|支|块|本|桶|床|你们|我家|家里|新)(?:[\u4e00-\u9fffa-z0-9+ ]{0,5})$",
    re.ASCII,
)
_MEASURED_ZH = re.compile(
    r"(?:买的?|买了|购|订|张|个|台|双|只|辆|本|把|副|对|瓶|盒|箱|套|件|条|种|盆|碗|杯|斤|袋|份|的|这|那|吃|喝|用)$",
    re.ASCII,
)
_TROUBLE_ZH = re.compile(
    r"(?:了|就|又|也|都|还|刚|才|用了|[^,。]{0,4})?(?:坏|不|没|漏|裂|破|炸|断|掉|烂|响|异|有|质量|故障|问题|退|少|脏|臭|假|死|烧|冒|卡|黑|出|开|打|太|被|是)",
    re.ASCII,
)
_OWN_EN = frozenset(
    "my our a an the this these that those your new bought ordered purchased got two three four five both pair one brand their his her for received another replacement faulty broken "
    "defective booked hired rented of".split()
)
_BOUGHT_EN = re.compile(
    r"\b(?:bought|ordered|purchased|got|received|booked|hired|rented|replace(?:ment)?|paid for|sold me|my)\b(?: [a-z0-9'-]+){0,5} ?$",
    re.ASCII,
)
# Words that are verbs or talk of the matter as often as goods: they need an article or owner before them.
_SHY_EN = frozenset(
    "phone watch book books post mail light lights range top case ring fan iron ride room points account bill service repair support rent deposit seat seats water gas party class trip leak "
    "signal train ticket tickets house cover payment transfer app website delivery mouse table bath tap bags bag desk door shed fish chips game switch remote cat dog plant power "
    "plants points point shelf gate nest echo pan pans hub cable lift pool pump grill course signal heating damp bins rubbish fuel storage school university hospital doctor "
    "appointment flat lease building work extension cleaning upgrade baggage lounge post operation filling nails crown roof heels top suit belt mini cab meal lunch dinner breakfast tea coffee milk bread meat fruit eggs "
    "photos photo party venue camp training certificate removal removals mot installation internet wifi dj competition prize raffle visa meter energy electricity electric data voucher coupon hoover shark switch charger".split()
)
_NOT_AFTER_EN = frozenset(
    "park number numbers call calls line lines driver drivers company companies desk department team agent agents address date time times fee fees charge charges shop store office manager service staff bill".split()
)
_PHONE_TALK = re.compile(
    r"(?:on|over|by|via|answer(?:ing|ed)?|pick(?:ed)? up|hung up|to|put down) (?:the |my |your |their )?$|(?:call|text|contact|ring|reach)\w* (?:me )?(?:on |at )?(?:my |the )?$",
    re.ASCII,
)
_NUMBER_FOLLOWS = re.compile(r"(?:'?s| is|是|号|号码|:|：|为|\s){0,3}\+?\(?\d[\d -]{6}", re.ASCII)
_LEAD_ZH = re.compile(
    r"^(?:嗯+|额|呃|哦|就|是|就是|我|咱|我们|之前|在你们(?:那|家|店)?|网上|买的?|买了|购买|的是|的|了|一|个|台|部|件|双|套|箱|瓶|只|张|款|条|份|你们?家?的?|这个|那个|什么|[,，、 :：。])+",
    re.ASCII,
)
_TAIL_ZH = re.compile(r"(?:吧|啊|呀|呢|哦|啦|了|的|哈|嘛|呗|咯|喽|[。.!！,，~ ])+$", re.ASCII)
_FIRST_PART = re.compile(
    r"[,，。;!?！？\n]|\.(?=\s|$)| (?:i think|but|which|that i|and it|it's|its)\b| (?=型号|颜色|白色|黑色|订单|尺码|大概|具体)",
    re.ASCII,
)
#: An answer that opens so takes something back or says something else, and names nothing.
_OPENS_NO_NAME = re.compile(
    rf"{TAKEN_BACK_ZH}|没|说过|讲过|刚才|前面|上面|已经|都说了|不(?!锈钢|粘)|为什么|你们(?:先|自己)|i (?:already|told|said|just)|already|told you|as i said|see above|correction|hang on|wait\b|not a|it's not|why|what|the same|same",
    re.ASCII,
)
#: What names a thing holds no day, no wish and no event: 昨天才装好, 现在在地铁上.
_TELLS = re.compile(
    r"昨天|今天|前天|刚才|刚刚|现在|马上|希望|想要|我想|先说|怎么|为什么|问来问去|才(?:装|买|到|用)|[了过着没莫冇]$|[莫没冇](?:得|有)|在.{1,6}上$|就(?:坏|不|没|莫)|行不行|好不好"
)
_NAMED_WITH = re.compile(r"不锈钢|不粘|过滤|没药|着色")
#: What another thing is named after: a bread maker is no bread, a desk lamp no desk.
_HEADS_EN = frozenset(
    """maker makers cooler coolers lamp lamps machine machines kit kits case cases cover covers stand
    bag bags box table tables chair chairs light lights bulb bulbs cartridge cartridges cable cables
    charger chargers battery batteries pump pumps heater heaters cleaner cleaners holder rack drone
    drones trousers shirt shirts jacket jackets shoes boots towels mats flutes reader readers frame
    cabinet cabinets oven grill tongs unit units dispenser monitor mattress blanket""".split()
)
_LEAD_EN = re.compile(
    r"^(?:(?:um+|uh+|er+|oh|well|so|ok|okay|yes|yeah|hi|hello|it is|it's|its|it was|that's|that is|this is|i have|i've got|i bought|i ordered|i purchased|bought|ordered|purchased|we bought|we ordered|just|a|an|the|my|our|your|about|regarding|product|product is|the product is|called|is|was)\b[\s,:-]+){1,8}",
    re.ASCII,
)


@dataclass(frozen=True)
class Product(Span):
    """A product that the text names; `weight` says how surely the complaint is about it."""

    weight: float = 1.0


@lru_cache(maxsize=1)
def _index_zh() -> dict[str, tuple[str, ...]]:
    """Return the Chinese names by their first character, longest first."""
    index: dict[str, list[str]] = {}
    for word in words("products_zh.txt", "goods") | words("products_zh.txt", "services"):
        plain = word.lower()
        index.setdefault(plain[0], []).append(plain)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in index.items()}


@lru_cache(maxsize=1)
def _services_zh() -> frozenset[str]:
    return frozenset(word.lower() for word in words("products_zh.txt", "services"))


@lru_cache(maxsize=1)
def _brands_zh() -> dict[str, tuple[str, ...]]:
    """Return the brands that Chinese text names by their last character, longest first."""
    index: dict[str, list[str]] = {}
    for word in words("products_zh.txt", "brands"):
        index.setdefault(word[-1].lower(), []).append(word.lower())
    return {last: tuple(sorted(brands, key=len, reverse=True)) for last, brands in index.items()}


@lru_cache(maxsize=1)
def _names_en() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the English goods, services and brands."""
    goods, services, brands = (
        frozenset(entries("products_en.txt", part)) for part in ("goods", "services", "brands")
    )
    return goods, services, brands


def _longest_zh(plain: str, position: int) -> str | None:
    for name in _index_zh().get(plain[position : position + 1], ()):
        if plain.startswith(name, position):
            return name
    return None


def _singular(word: str) -> tuple[str, ...]:
    """Return the forms under which a word may stand in the lexicon."""
    if word.endswith("ies") and len(word) > 4:
        return word, word[:-3] + "y"
    if word.endswith("es") and len(word) > 4:
        return word, word[:-1], word[:-2]
    if word.endswith("s") and len(word) > 3:
        return word, word[:-1]
    return (word,)


def product_behind(plain: str, position: int) -> bool:
    """Say whether a product follows at an offset of a plain text, one or two adjectives apart."""
    for offset in range(position, min(position + 7, len(plain))):
        if plain[offset] in ",。!?;\n":
            break
        if _longest_zh(plain, offset):
            return True
    goods = _names_en()[0]
    following = _TOKEN.findall(plain[position : position + 40])[:4]
    for size in (2, 1):
        for index in range(len(following) - size + 1):
            phrase = " ".join(following[index : index + size])
            if any(form in goods for form in _singular(phrase)) and not re.search(
                r"[,.;!?]", plain[position : plain.find(following[index], position)]
            ):
                return True
    return False


def product_before(plain: str, position: int) -> bool:
    """Say whether a Chinese product name ends right before an offset of a plain text."""
    for end in range(position, max(position - 4, 0), -1):
        if end < position and plain[end:position].strip(" 共一买了,的") != "":
            continue
        for start in range(max(0, end - 6), end - 1):
            name = _longest_zh(plain, start)
            if name and start + len(name) == end:
                return True
    return False


def find_products(text: str | Folded | None) -> list[Product]:
    """Return the products that the text names, with how surely each is the matter."""
    folded = fold(text)
    found = [
        item
        for item in [*_chinese(folded), *_english(folded)]
        if not names_no_product(folded.source, item.start, item.end)
    ]
    return sorted(found, key=lambda item: item.start)


def _chinese(folded: Folded) -> list[Product]:
    plain = folded.text
    found = []
    position = 0
    while position < len(plain):
        name = _longest_zh(plain, position)
        if name is None or not ("\u4e00" <= name[-1] <= "\u9fff"):
            position += 1
            continue
        end = position + len(name)
        left, right = plain[max(0, position - 12) : position], plain[end : end + 8]
        weight = 1.0 if name not in _services_zh() else 0.4
        skipped = (
            _NUMBER_FOLLOWS.match(plain[end : end + 12])
            or _NOT_AFTER_ZH.match(right)
            or (len(name) == 1 and not _MEASURED_ZH.search(left))
            or (re.search(r"[a-z0-9]$", left[-1:]) and name[0].isascii())
        )
        if not skipped:
            weight += (
                (1.5 if _OWN_ZH.search(left) else 0)
                + (0.5 if _TROUBLE_ZH.match(right) else 0)
                + 0.1 * min(len(name), 5)
            )
            weight -= (
                1.5
                if _NOT_BEFORE_ZH.search(left) and name in ("手机", "电话", "电脑", "快递", "app")
                else 0
            )
            start = _with_brand_zh(plain, position)
            first, last = folded.back(start, end)
            found.append(
                Product(
                    first,
                    last,
                    folded.source[first:last],
                    weight + (0.6 if start < position else 0),
                )
            )
        position = end
    return found


def _with_brand_zh(plain: str, start: int) -> int:
    """Return where the product begins when a brand stands before it (小米的电饭煲)."""
    left = plain[max(0, start - 14) : start]
    for joint in ("", "的", "牌", "牌子的", "品牌"):
        head = left[: len(left) - len(joint)] if left.endswith(joint) else None
        if head is None:
            continue
        model = re.search(r"[ ]?[a-z0-9+-]{1,10}(?: (?:pro|max|plus|ultra|air|mini))? ?$", head)
        for trimmed, cut in (
            (head, 0),
            (head[: model.start()], len(head) - model.start()) if model else (head, 0),
        ):
            for brand in _brands_zh().get(trimmed[-1:], ()):
                if trimmed.endswith(brand):
                    return start - len(joint) - cut - len(brand)
    return start


def _english(folded: Folded) -> list[Product]:
    goods, services, brands = _names_en()
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(folded.text)]
    plain = folded.text
    found = []
    index = 0
    while index < len(tokens):
        size, name = _longest_en(tokens, index, plain, goods, services)
        if not size:
            index += 1
            continue
        if index + size < len(tokens) and tokens[index + size][0] in _HEADS_EN:
            gap = plain[tokens[index + size - 1][2] : tokens[index + size][1]]
            size += gap == " "
        start, end = tokens[index][1], tokens[index + size - 1][2]
        before = tokens[index - 1][0] if index else ""
        after = tokens[index + size][0] if index + size < len(tokens) else ""
        left = plain[max(0, start - 40) : start]
        owned = before in _OWN_EN or (
            index > 1
            and tokens[index - 2][0] in _OWN_EN
            and before not in ("and", "or", "to", "in", "on", "i", "is", "was")
        )
        shy = name in _SHY_EN or name.rstrip("s") in _SHY_EN
        talk = name in ("phone", "mobile phone", "mobile", "cell phone", "line") and (
            _PHONE_TALK.search(left) or after in ("is", "at", "on", "me")
        )
        index_before = index
        index += size
        through = name in ("app", "website", "site", "branch", "store") and re.search(
            r"\b(?:through|on|via|from|using|in|by) (?:the|your|their|my) $", left
        )
        if through or _NUMBER_FOLLOWS.match(plain[end : end + 24]):
            continue
        if (after in _NOT_AFTER_EN and plain[end : end + 1] == " ") or talk or (shy and not owned):
            continue
        weight = (
            (1.0 if name in goods or any(f in goods for f in _singular(name)) else 0.4)
            + (1.0 if owned else 0)
            + (0.8 if _BOUGHT_EN.search(left) else 0)
        )
        weight += 0.1 * size - (0.7 if shy else 0)
        first_token = index_before
        while (
            first_token > 0
            and index_before - first_token < 3
            and plain[tokens[first_token - 1][2] : tokens[first_token][1]] == " "
        ):
            word, _at, _ = tokens[first_token - 1]
            if (
                word not in brands
                and not (re.search(r"\d", word) and re.search(r"[a-z]", word))
                and not (
                    first_token < index_before and f"{word} {tokens[first_token][0]}" in brands
                )
            ):
                break
            first_token -= 1
            weight += 0.5
        end = tokens[index_before][1] + len(plain[tokens[index_before][1] : end].rstrip(".'-+&"))
        first, last = folded.back(tokens[first_token][1], end)
        found.append(Product(first, last, folded.source[first:last], weight))
    if not found:
        found = _brands_en(folded, tokens, brands)
    return found


def _brands_en(
    folded: Folded, tokens: list[tuple[str, int, int]], brands: frozenset[str]
) -> list[Product]:
    """Return brands that stand for a product (`my iPhone`)."""
    found = []
    for index, (word, start, end) in enumerate(tokens[1:], 1):
        if (
            word in brands
            and tokens[index - 1][0] in _OWN_EN
            and word
            not in (
                "ring",
                "nest",
                "mini",
                "ge",
                "switch",
                "vans",
                "emma",
                "ninja",
                "shark",
                "next",
                "converse",
                "beats",
                "echo",
                "surface",
            )
        ):
            first, last = folded.back(start, end)
            found.append(Product(first, last, folded.source[first:last], 0.9))
    return found


def _longest_en(
    tokens: list[tuple[str, int, int]],
    index: int,
    plain: str,
    goods: frozenset[str],
    services: frozenset[str],
) -> tuple[int, str]:
    """Return the size and the name of the longest product that begins with a token."""
    for size in (3, 2, 1):
        if index + size > len(tokens):
            continue
        group = tokens[index : index + size]
        if any(plain[a[2] : b[1]] != " " for a, b in pairwise(group)):
            continue
        phrase = " ".join(token[0] for token in group).rstrip(".'")
        phrase = phrase[:-2] if phrase.endswith("'s") else phrase
        for form in _singular(phrase):
            if form in goods or form in services:
                return size, form
    return 0, ""


def pick_product(products: list[Product]) -> Product | None:
    """Return the product that the complaint is most surely about; weak mentions do not count."""
    strong = [item for item in products if item.weight >= 0.5]
    return max(strong, key=lambda item: (item.weight, -item.start), default=None)


def bare_product(text: str | Folded | None) -> Span | None:
    """Return what a short answer to the question for the product names."""
    folded = fold(text)
    plain = folded.text
    if not plain or is_skip(folded) or len(plain) > 60 or "\n" in plain:
        return None
    lead = _LEAD_ZH.match(plain) if re.search(r"[\u4e00-\u9fff]", plain) else _LEAD_EN.match(plain)
    start = lead.end() if lead else 0
    stop = _FIRST_PART.search(plain, start + 1)
    end = stop.start() if stop else len(plain)
    tail = _TAIL_ZH.search(plain[:end], start)
    end = tail.start() if tail else end
    if (
        start >= end
        or _OPENS_NO_NAME.match(plain, 0)
        or _OPENS_NO_NAME.match(plain, start)
        or _TELLS.search(_NAMED_WITH.sub("", plain[start:end]))
        or not re.search(r"[a-z\u4e00-\u9fff]", plain[start:end])
    ):
        return None
    first, last = folded.back(start, end)
    return Span(first, last, folded.source[first:last])
