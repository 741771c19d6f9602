"""Reads model names: by families that everybody knows, by their shape, and behind the word `model`."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold

_TAIL = r"(?: ?(?:pro|plus|max|mini|ultra|se|air|lite|fe|turbo|note|edge|fold|flip|青春版|至尊版|典藏版|\+))*"
_SIZE = r"(?: ?\d{2,4} ?(?:gb?|tb)(?![a-z]))?"
_FAMILIES = re.compile(
    r"(?<![a-z0-9])(?:"
    rf"iphone ?(?:\d{{1,2}}(?!\d)[a-z]?|se\d?|x[sr]?|air){_TAIL}{_SIZE}|苹果 ?\d{{1,2}}(?!\d){_TAIL}"
    rf"|galaxy ?(?:[sazm] ?\d{{1,2}}|note ?\d{{1,2}}|z ?(?:fold|flip) ?\d|tab ?[sa]\d{{1,2}}|watch ?\d|buds ?\d?){_TAIL}"
    rf"|三星 ?[sazm]\d{{1,2}}{_TAIL}|pixel ?\d{{1,2}}a?{_TAIL}|(?:华为)?(?:mate ?(?:x?\d{{1,2}}|book[ \w]{{0,4}})|nova ?\d{{1,2}}|pura ?\d{{1,2}}|畅享 ?\d{{1,2}}){_TAIL}|华为 ?p\d{{2}}{_TAIL}"
    rf"|小米 ?\d{{1,2}}(?![\d年月号个件台天块元]){_TAIL}|(?:小米)?su7{_TAIL}|红米 ?(?:note|k)? ?\d{{1,2}}{_TAIL}|redmi ?(?:note|k)? ?\d{{1,2}}{_TAIL}|荣耀 ?(?:magic|x|v)? ?\d{{1,3}}{_TAIL}"
    rf"|(?:oppo ?)?(?:find ?[xn]\d|reno ?\d{{1,2}}){_TAIL}|vivo ?[xysn]?\d{{1,3}}[a-z]?{_TAIL}|一加 ?\d{{1,2}}{_TAIL}|oneplus ?\d{{1,2}}{_TAIL}|iqoo ?\w{{1,4}}"
    rf"|macbook(?: ?(?:air|pro))?(?: ?(?:m\d(?: (?:pro|max|ultra))?|1[3-6](?:\.\d)?(?: ?(?:inch|寸|英寸))?|20\d\d))+|ipad(?: ?(?:air|pro|mini))?(?: ?\d{{1,2}}(?:th gen)?(?!\d))|airpods ?(?:pro|max|\d)(?: ?\d)?|apple watch ?(?:series|ultra|se)? ?\d{{1,2}}"
    r"|thinkpad ?[a-z]\d{1,3}[a-z]?(?: carbon)?(?: gen ?\d+)?|xps ?1\d|surface ?(?:pro|laptop|go|book)? ?\d{1,2}|ideapad ?\w{1,6}|拯救者 ?[ry]\d{4}\w?|rog ?\w{2,8}"
    r"|(?:ps|playstation) ?[345](?: ?(?:pro|slim))?(?![\d])|xbox ?(?:series ?[xs]|one(?: [xs])?|360)|switch ?(?:oled|lite|2)|steam deck(?: oled)?|(?:rtx|gtx|rx) ?\d{3,4}(?: ?(?:ti|super|xt))*|(?:i[3579]|ryzen [3579])-?\d{4,5}[a-z]{0,2}"
    r"|model [3ysx](?![a-z0-9])|model[3yx](?![a-z0-9])|特斯拉 ?model ?[3ysx]|cybertruck|问界 ?m\d|理想 ?(?:l\d|mega)|蔚来 ?e[stc]\d|小鹏 ?[pgx]\d|比亚迪 ?(?:汉|唐|秦|宋|元|海豹|海鸥|海豚)(?: ?(?:plus|pro|ev|dm-?i))*"
    r"|kindle ?(?:paperwhite|oasis|scribe)(?: ?\d)?|echo dot ?\d?|fire (?:hd|tv) ?\w*|gopro ?(?:hero)? ?\d{1,2}|dji ?(?:mini|air|mavic) ?\d?\w*|大疆 ?(?:mini|air|御)? ?\d\w*|dyson ?v\d{1,2}\w*|戴森 ?(?:v|hd|ph|tp|am)\d{1,2}\w*|roomba ?\w?\d{1,4}\+?"
    r")(?![a-z0-9])", re.ASCII
)  # fmt: skip
_CODE = re.compile(
    r"(?<![A-Za-z0-9#@/_.+-])(?=[A-Za-z0-9/-]*[A-Za-z])(?=[A-Za-z0-9/-]*\d)[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*(?![A-Za-z0-9@_-])",
    re.ASCII,
)
_LAWS = frozenset(
    (
        "UK261",
        "EU261",
        "EC261",
        "EC-261",
        "A380",
        "A350",
        "A320",
        "A321",
        "A330",
        "B737",
        "B787",
        "B777",
        "C919",
    )
)
_BESIDE = re.compile(
    r"^[ ,]?(?:model|款|型|的?(?:冰箱|洗衣机|空调|电视|手机|电脑|打印机|吸尘器|热水器|净水器|烤箱|微波炉|音箱|耳机|相机|路由器|油烟机|电饭煲|锁)|(?:washing machine|washer|dryer|dishwasher|fridge|freezer|oven|kettle|toaster|vacuum|printer|router|headphones|earbuds|speaker|tv|monitor|laptop|camera|blender|microwave|air fryer|drill|heater|boiler)\b)",
    re.ASCII,
)
_NOT_MODEL = re.compile(
    r"covid-?19|\d+(?:k|w|m|g|gb|tb|mb|kg|ml|cm|mm|km|l|h|hr|hrs|min|mins|s|x|v|hz|ah|mah|p|fps|am|pm|st|nd|rd|th|in|ft|lb|lbs|oz|w|kw|kwh|c|f|d|y|yr|yrs|mths?|wks?|days?|hours?|yo|ish|ers|"
    r"rmb|usd|cny|gbp|eur|hkd|pcs|pc|set|pack|pk|star|stars|inch|seater|man|door|bit|core|gen)|[45]g|[248]k|mp[34]|h\d|b2[bc]|p2p|o2o|24/?7|wifi\d?|usb\d?|a[345]|\d+-in-\d|(?:f|l|t|q|no|v|lv|p|x|gate|room|rm|apt|unit|block|bldg|exit|row|seat|bay)\d+[a-z]?|\d{1,2}[a-f]|\d+/\d+|w/\w+|c/o|pm2|s\d+e\d+|\d+[-/]\w+ ?(?:day|year|month|hour|week)s?|\w+-(?:day|year|month|hour|week|inch|star|old|minute|second|mile)s?",
    re.ASCII,
)
_UPPER_CODE = re.compile(r"[A-Z]{1,6}[A-Z0-9]*[-/]?\d{2,}[A-Z0-9]*(?:[-/][A-Z0-9]+)*", re.ASCII)
_LABELLED = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4} ?)?[a-z0-9][a-z0-9+/._()-]*(?: (?:[a-z]*\d[a-z0-9+/-]*|pro|max|plus|ultra|mini|air|lite|se|gen|note|series|slim|oled|turbo|edition|v\d|ti|super|fold|flip|s|x))*(?:青春版|至尊版|标准版|旗舰版|升级版|版)?",
    re.ASCII,
)
_NAMED = re.compile(r"[\u4e00-\u9fffa-z0-9+ .-]{2,16}(?=$|[,。;!?\n])", re.ASCII)
_IDLE = re.compile(
    r"(?:不|没|忘|看不|找不|哪|什么|我|你|有|unknown|not|n/a|no|none|don't|dont|i |we |isn't|that |which |and |or |of |they |are |was |should )",
    re.ASCII,
)


def find_models(folded: Folded) -> list[tuple[int, int]]:
    """Return the places of model names that need no word `model` beside them."""
    found = [
        (m.start(), m.start() + len(m.group().rstrip())) for m in _FAMILIES.finditer(folded.text)
    ]
    taken = {place for start, end in found for place in range(start, end)}
    for match in _CODE.finditer(folded.cased):
        code = match.group()
        if match.start() in taken or not 4 <= len(code) <= 24 or _NOT_MODEL.fullmatch(code.lower()):
            continue
        digits = sum(c.isdigit() for c in code)
        letters = sum(c.isalpha() for c in code)
        # Letters behind the figures, as in KFR-35GW, make a model; a mere prefix may be a flight, a parcel, an order.
        mixed = (
            bool(re.search(r"\d[A-Z]", code)) and letters >= 3 and (len(code) != 6 or "-" in code)
        )
        beside = (
            _BESIDE.search(folded.text[match.end() : match.end() + 16])
            if letters <= 4 and digits <= 5
            else None
        )
        if (
            digits >= 2
            and _UPPER_CODE.fullmatch(code)
            and letters * 4 >= digits
            and (mixed or beside)
            and code.upper() not in _LAWS
        ):
            found.append(match.span())
    return found


def is_family(text: str) -> bool:
    """Say whether a text is a model of a family that everybody knows: PS5, iPhone 15 Pro."""
    return bool(_FAMILIES.fullmatch(fold(text).text))


def is_common_mix(text: str) -> bool:
    """Say whether letters and figures are a common word, and no code: 4k, mp3, 24hrs."""
    return bool(_NOT_MODEL.fullmatch(text.lower()))


#: Words that tell of somebody or something; a model's name holds them only in 小天才, 未来 and the like.
_TELLING_ZH = re.compile(
    r"[我你您她俺咱谁啥这那哪也又是没了吗呢吧啊呀嘛讲找让哭]|(?<![吉维])他|(?<!首)都(?!市)|还(?!原)|(?<!成)就"
    r"|(?<![天人])才|(?<!小)说|问(?!界)|听(?![书力诊])|叫(?!号)|(?<!补)给|不(?![锈粘倒])|着(?!色)|(?<!自)在"
    r"|有(?![机线氧声])|(?<!未)来(?![电福伊])|去(?![渍污屑油味皱黑])|等(?=[用我你了])|[气急烦吓]死|过分|快点|赶紧"
    r"|什么|怎么|已经|应该|觉得|知道|可以|反正|上次|真的|太过|最便宜|大家|人家|自己"
    r"|[走滚]了?$|巴适|要得|得很|再见|拜拜|谢谢|老师|师傅|孩子|客服|家里|老人|老公|老婆|老板"
)
_TELLING_EN = re.compile(
    r"(?<![a-z'-])(?:i|you|he|she|it|we|they|me|him|her|us|them|my|your|our|their|his|this|that|these|those|is|are|was"
    r"|were|has|have|had|do|does|did|can|could|will|would|should|said|says|told|sold|what|which|who|how|why|when"
    r"|where|there|here|because|not|never|just|still|already|got|get)(?:'\w+)?(?![a-z-])",
    re.ASCII,
)
_MOST_HAN = 10


def looks_like_model(name: str) -> bool:
    """Say whether a short answer can be a model's name: nothing in it tells, asks or points."""
    plain = fold(name).text
    if _TELLING_EN.search(plain):
        return False
    han = sum("\u4e00" <= sign <= "\u9fff" for sign in plain)
    if not han:
        return True
    return han <= _MOST_HAN and not _TELLING_ZH.search(plain)


def labelled_model(folded: Folded, start: int) -> tuple[int, int] | None:
    """Return the place of the model that stands behind its label."""
    family = _FAMILIES.match(folded.text, start)
    if family:
        return start, start + len(family.group().rstrip())
    match = _LABELLED.match(folded.text, start)
    if (
        match
        and (re.search(r"\d", match.group()) or folded.cased[start : match.end()].isupper())
        and not _IDLE.match(match.group())
    ):
        end = match.end()
        while end > start and folded.text[end - 1] in " .-(/":
            end -= 1
        han = re.match(r"[\u4e00-\u9fff]+(?=[\u4e00-\u9fff]{0} ?)", folded.text[start:end])
        if han and re.search(r"(?:是|的|为|我|买|叫)$", han.group()):
            start += han.end()
        return (start, end) if end - start >= 2 else None
    named = _NAMED.match(folded.text, start)
    if (
        folded.text[start - 1 : start] == ":"
        and named
        and re.search(r"[\u4e00-\u9fff]", named.group())
        and not _IDLE.match(named.group())
        and len(named.group()) <= 12
    ):
        return start, start + len(named.group().rstrip())
    return None
