"""Reads the name that a customer gives, the way people give names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.language.answers import is_affirm, is_deny, is_skip
from bot.language.english_names import FIRST_NAMES, NOT_NAMES
from bot.language.explained import find_explained
from bot.language.lexicon import words
from bot.language.normalize import Folded, fold
from bot.language.spans import Span
from bot.language.surnames import COMPOUND, EXPLAINED, SINGLE, TITLES

_HAN = r"[\u3400-\u9fff]"
_SURNAME = "(?:" + "|".join(sorted(COMPOUND)) + "|[" + "".join(sorted(SINGLE)) + "])"
_STOP = r"(?=$|[\s,，。.!！?？;；、:(（)）]|电话|手机|联系|微信|的|是|号|在|我|请|想|要|今|昨|前|来自|住|这|你|你们|身份|邮箱|qq|tel|\d|[a-z])"
_LEAD = re.compile(
    r"(?:我的?名字(?:叫做?|是|:)?|名字(?:叫做?|是|:|呢|\s)|姓名(?:是|叫|:|\s)|我的?姓名是?|本人姓名|(?:我的?)?大名(?:叫|是|:)?|我叫做?|俺叫|偶叫|(?:我的?)?全名(?:叫|是|:)?|[叫喊]我|称呼我(?:为)?|联系人(?:姓名)?(?:是|叫|:|\s|写)|收件人(?:姓名)?(?:是|叫|:|\s|写)|收货人(?:是|叫|:|\s)|户名(?:是|:)?|业主(?:是|叫|:|姓名)|本名|写|投诉人(?:是|:|\s)|当事人(?:是|:)|客户(?:姓名|名)(?:是|:)?|乘客(?:姓名)?(?:是|:|叫)|我系|我係|订单名字是?|登记的?名字是?|实名(?:是|叫))\s*[:是]?\s*"
)
_SURNAME_ONLY = re.compile(
    rf"(?:我?免贵|我的?|敝|小|鄙|本人|咱|俺|,|^|\s)?姓(?:氏)?(?:是)?\s?(?P<surname>{_SURNAME})(?P<rest>,?\s?(?:单名(?:一个)?|名|叫|单字)\s?(?:叫|是|一个)?(?P<given>{_HAN}{{1,2}}?)(?:字)?)?(?=$|[^\u4e00-\u9fff]|的|电话|手机|嘅|啊|呀|哈|叫|单|名|,)"
)
#: "我姓刘啊，刘建国": the surname first, then the whole name.
_SURNAME_TWICE = re.compile(
    rf"姓(?P<surname>{_SURNAME})[啊呀哈的,\s]{{0,3}}(?P<name>(?P=surname){_HAN}{{1,2}}?)(?=$|[^\u4e00-\u9fff]|电话|手机)"
)
_NAME_ZH = re.compile(
    rf"(?:{_SURNAME}{_HAN}{{1,3}}?|[小老阿]{_HAN}{{1,2}}?|{_HAN}{{2,4}}?·{_HAN}{{1,6}}|{_HAN}{{2,3}}?){_STOP}"
)
_TITLED_ZH = re.compile(
    rf"(?:我是|我姓|这里是|本人|叫我|我系|^|,|\s)\s?(?P<name>{_SURNAME}{_HAN}{{0,2}}?)(?P<title>{TITLES})(?=$|[\s,。.!?;:(]|电话|手机|\d|的(?:电话|手机|订单)|收)"
)
_I_AM_ZH = re.compile(
    rf"(?:我是|我就是|这边是|这里是|本人是?)(?P<name>{_SURNAME}{_HAN}{{1,2}})(?=$|[\s,。.!;、:(]|电话|手机|订单|\d|,)"
)
_PAIR_ZH = re.compile(
    rf"(?:^|[\s,。:;])(?P<name>{_SURNAME}{_HAN}{{1,2}})(?:先生|女士|小姐)?[\s,:;。、]{{0,2}}(?:电话|手机|联系电话|tel)?[:\s]{{0,2}}(?=\+?(?:86)?[ -]?1[3-9]\d{{9}}|1[3-9]\d[ -]\d{{4}}|0\d{{2,3}}-?\d{{7}}|\+?(?:\d[ -]?){{7,13}}\d(?!\d))"
)
_AFTER_PHONE_ZH = re.compile(
    rf"1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}[\s,，、;]{{1,2}}(?P<name>{_SURNAME}{_HAN}{{1,2}})(?=$|[\s,。.!?;])"
)
_FULL_LATIN = re.compile(
    r"[A-Z][A-Za-zÀ-ÿ'’-]*\.?(?: [A-Z][A-Za-zÀ-ÿ'’-]*\.?){1,3}(?=\s?[,，。.;(-]|\s[\u3400-\u9fff])"
)
_LATIN_NAME = re.compile(
    r"[A-Z][A-Za-z'’.-]{0,20}(?: [A-Z][A-Za-z'’.-]{0,20}){0,3}|[a-z]{2,15}(?=$|[\s,，。.!])"
)
_EXPLAINED_ZH = re.compile(
    rf"(?P<how>{'|'.join(sorted(EXPLAINED, key=len, reverse=True))})的?(?P<surname>{'[' + ''.join(sorted(set(EXPLAINED.values()))) + ']'})(?P<given>{_HAN}{{0,2}})"
)
_OF_WORD_ZH = re.compile(rf"{_HAN}{{2,4}}的(?P<char>{_HAN})")
#: What others say instead of the name: it gives way to a full name in the same message.
_NICKNAMED = re.compile(r"[叫喊]我|称呼我")
_OTHER_NAME = re.compile(r"(?:[中英法日韩俄]文|外号|小名|乳名|绰号|网名|昵称|别|曾用)的?$")
_FIRM_LEAD = re.compile(r"我叫|姓名|名字|我的名字|我的姓名|本人姓名|收件人|联系人|投诉人")
_NEVER_GIVEN = frozenset(
    "高兴 安装 马上 方便 平台 时间 何时 任何 连接 于是 关于 那个 那边 文件 解决 应该 能不能 包裹 全部 费用 路上 金额 信息 客服".split()
)
_MISSPELT_IDLE = re.compile(
    r"^(?:没|不|无|免|哪|什么|啥|谁|匿名|随便|保密|都|也|就|还|已|想|要|请|给|把|被|在|是|有|这|那|你|我|他|她|它|从|对|很|太|真|好的|可以|谢谢|退|换|修|赔|投诉|客服|人工|转|查|等|算|先|别|快|说|问|打|叫|来|去|买|卖)"
)


@dataclass(frozen=True)
class Name(Span):
    """A name and its value, which a spelling may have corrected."""

    value: str = ""


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """Return words of daily speech that begin like a surname."""
    return words("not_names_zh.txt")


def _is_name_zh(candidate: str, *, led: bool) -> bool:
    """Say whether Chinese characters can be a name; `led` relaxes it after words such as 我叫."""
    if not 1 <= len(candidate) <= 12 or (
        _MISSPELT_IDLE.match(candidate)
        and not (
            led
            and candidate[0] in SINGLE
            and len(candidate) >= 2
            and candidate not in _common_words()
        )
    ):
        return False
    if candidate in _common_words() or candidate in EXPLAINED:
        return False
    if re.search(
        r"[的了吗呢吧啊们个这那你我他她它把被得着过没不别叫给请说做成写报出错和与跟或啥]",
        candidate[0 if led and candidate[0] not in SINGLE else 1 :],
    ) or re.search(r"[零一二三四五六七八九十百千万]{2}", candidate):
        return False
    if "·" in candidate or candidate[0] in "小老阿":
        return len(candidate) >= 2
    if candidate[:2] in COMPOUND:
        return 2 < len(candidate) <= 4
    return (candidate[0] in SINGLE and 2 <= len(candidate) <= (4 if led else 3)) or (
        led and 2 <= len(candidate) <= 3
    )


#: The full name beside the titled one or a Latin one: 陈女士，陈晓雯; 陈晓雯，Sherry; 陈晓雯，护照上是 Chen.
_BESIDE_FULL = re.compile(
    rf"(?:(?P<surname>{_SURNAME})(?:{TITLES})[,，。.、\s]{{1,2}}(?P<full>(?P=surname){_HAN}{{1,2}}?)"
    rf"|(?P<han>{_SURNAME}{_HAN}{{1,2}})[,，。.、;(（\s]{{1,2}}(?:(?:{_HAN}{{0,6}}(?:英文|护照|拼音|证件){_HAN}{{0,4}}|也?叫我?|或者?)[:\s]{{0,2}})?[a-z][a-z.'-]*(?: [a-z][a-z.'-]*){{0,2}}[)）]?)"
    rf"(?:都?(?:得|行|可以|就好|就行))?[。.!！\s]*"
)
#: A name and how its surname is written: 章文远，立早章.
_TAKEN_APART = re.compile(
    rf"(?P<name>(?P<surname>{_HAN}){_HAN}{{1,2}})[,，、\s]{{1,2}}(?:是)?{_HAN}{{1,3}}(?:的)?(?P=surname)[。.!！\s]*"
)
_FAMILIAR = re.compile(
    rf"[老小阿](?P<surname>{_HAN})[,，。.、\s]{{1,2}}(?P<name>(?P=surname){_HAN}{{1,2}})[。.!！\s]*"
)
_NAME_FIRST = re.compile(
    r"\s*(?P<name>[A-Z][a-zÀ-ÿ'’-]+(?: [A-Z][A-Za-zÀ-ÿ'’-]+){1,3})"
    r"(?:[.!;] (?=\S)|, (?=(?:two|double|one|with|no|single|spel|as in)\b))"
)


def find_names(text: str | Folded | None, *, expected: bool = False) -> list[Name]:
    """Return the names that the customer gives; `expected` says that one was just asked for."""
    folded = fold(text)
    spelled = find_explained(folded, expected=expected)
    if spelled:
        said = folded.piece(spelled.start, spelled.end)
        if spelled.surname_at is not None:
            said = folded.piece(spelled.surname_at, spelled.surname_at + 1) + said[1:]
        return [_name(folded, spelled.start, spelled.end, said)]
    found = (expected and _beside_full(folded)) or _chinese(folded) or _english(folded)
    if not found and expected:
        found = _bare(folded) or _full_after_familiar(folded) or _first_clause(folded)
    return found


def _beside_full(folded: Folded) -> list[Name]:
    """Return the full Chinese name of an answer that gives it in another form as well."""
    for pattern, groups in ((_BESIDE_FULL, ("full", "han")), (_TAKEN_APART, ("name",))):
        told = pattern.fullmatch(folded.text)
        group = next((name for name in groups if told and told[name]), None)
        if told and group and _is_name_zh(told[group], led=False):
            return [_name(folded, *told.span(group))]
    return []


def _full_after_familiar(folded: Folded) -> list[Name]:
    """Return the full name behind the familiar one: 老孙，孙福来."""
    told = _FAMILIAR.fullmatch(folded.text)
    if told and _is_name_zh(told.group("name"), led=True):
        return [_name(folded, *told.span("name"))]
    return []


def _first_clause(folded: Folded) -> list[Name]:
    """Return the Latin full name that stands before a remark: "Sunita Rao. Anything else?"."""
    told = _NAME_FIRST.match(folded.source)
    if not told:
        return []
    alone = _bare(fold(told.group("name")))
    if not alone or alone[0].text != told.group("name"):
        return []
    return [Name(told.start("name"), told.end("name"), alone[0].text, alone[0].value)]


def _name(folded: Folded, start: int, end: int, value: str | None = None) -> Name:
    first, last = folded.back(start, end)
    source = folded.source[first:last]
    return Name(first, last, source, source if value is None else value)


#: The name right behind the words that it was written wrong.
_NAME_IS_ZH = re.compile(
    r"(?<!产品)(?<!商品)(?<!品牌)(?:名字|姓名|称呼)[^,.;。]{0,8}(?:错|不对|写反)[^,.;。]{0,3}[,.。 ]{1,2}(?:应该|其实)?(?:是|叫)"
    r"(?P<name>[\u4e00-\u9fff]{2,4})(?=[,.!。]|$)",
    re.ASCII,
)


def _chinese(folded: Folded) -> list[Name]:
    plain = folded.text
    if not re.search(_HAN, plain):
        return []
    explained = _explained(folded)
    if explained:
        return [explained]
    behind = _NAME_IS_ZH.search(plain)
    if behind and _is_name_zh(behind["name"], led=True):
        return [_name(folded, *behind.span("name"))]
    nicknames: list[Name] = []
    for lead in _LEAD.finditer(plain):
        name = _after_lead(folded, lead)
        if name and not _is_nickname(plain, lead):
            return [name]
        nicknames += [name] if name else []
    if nicknames:
        return [_opening(folded) or nicknames[0]]
    twice = _SURNAME_TWICE.search(plain)
    if twice:
        return [_name(folded, *twice.span("name"), folded.piece(*twice.span("name")))]
    for found in _SURNAME_ONLY.finditer(plain):
        if re.search(
            r"(?:客服|师傅|经理|司机|店员|老板|主管|员工|员|他|她|对方|医生|老师|的|个|位|不|名叫?)$",
            plain[max(0, found.start() - 4) : found.start()],
        ):
            continue
        given = found.group("given") or ""
        start, end = found.start("surname"), found.end("given") if given else found.end("surname")
        surname = folded.piece(*found.span("surname"))
        if given:
            own = folded.piece(*found.span("given"))
            # "我姓王，叫王磊" names the surname twice.
            whole = own if own.startswith(surname) and len(own) > 1 else surname + own
            return [_name(folded, start, end, whole)]
        title = re.match(
            rf",?\s?(?:是|叫我)?(?:个)?({TITLES})(?![\u4e00-\u9fff]{{2}})", plain[end : end + 8]
        ) or re.match(
            rf",?\s?(?:你?就?(?:写|填|叫|喊|称呼)(?:我|成)?){found.group('surname')}({TITLES})",
            plain[end : end + 12],
        )
        repeated = re.match(
            rf"[,\s]{{1,2}}({found.group('surname')}{_HAN}{{1,2}}){_STOP}", plain[end : end + 8]
        )
        if repeated and _is_name_zh(repeated.group(1), led=True):
            return [_name(folded, end + repeated.start(1), end + repeated.end(1))]
        full = re.search(
            rf"(?:叫|名字是?|全名){'(?:做|是|:)?'}\s?({found.group('surname')}?{_HAN}{{1,2}}){_STOP}",
            plain[end : end + 14],
        )
        if full:
            at = end + full.start(1)
            said = folded.piece(at, end + full.end(1))
            return [
                _name(
                    folded,
                    at,
                    end + full.end(1),
                    said if full.group(1).startswith(found.group("surname")) else surname + said,
                )
            ]
        return [
            _name(
                folded,
                start,
                end,
                surname + (folded.piece(end + title.start(1), end + title.end(1)) if title else ""),
            )
        ]
    for pattern in (_TITLED_ZH, _I_AM_ZH, _PAIR_ZH, _AFTER_PHONE_ZH):
        for found in pattern.finditer(plain):
            candidate = found.group("name")
            end = found.end("title") if pattern is _TITLED_ZH else found.end("name")
            titled = pattern is _TITLED_ZH and (
                len(candidate) == 1 or _is_name_zh(candidate, led=False)
            )
            if (titled and plain[found.start("name") : end] not in _common_words()) or (
                pattern is not _TITLED_ZH and _is_name_zh(candidate, led=False)
            ):
                if titled and len(candidate) > 1 and found.group("title") != "生":
                    end = found.end("name")
                return [_name(folded, found.start("name"), end)]
    return []


def _is_nickname(plain: str, lead: re.Match[str]) -> bool:
    """Say whether what follows is only what somebody is called: 大家叫我老胡, 中文名字叫安德烈."""
    return bool(
        _NICKNAMED.match(lead.group()) or _OTHER_NAME.search(plain[: lead.start()].rstrip())
    )


def _opening(folded: Folded) -> Name | None:
    """Return the full name with which a message opens: "胡建军，都叫我老胡", "Ivan Petrov，叫我伊万"."""
    han = re.match(rf"({_HAN}{{2,4}})(?=[\s,，。.;、(])", folded.text)
    if han and _is_name_zh(han.group(1), led=False) and han.group(1)[0] not in "小老阿":
        return _name(folded, *han.span(1))
    latin = _FULL_LATIN.match(folded.cased)
    if latin and not set(latin.group().lower().split()) & NOT_NAMES:
        return _name(folded, *latin.span())
    return None


def _after_lead(folded: Folded, lead: re.Match[str]) -> Name | None:
    """Return the name behind words such as 我叫."""
    plain, start = folded.text, lead.end()
    if lead.group().startswith("写") and not re.search(
        r"(?:名字|姓名|就|你)$", plain[max(0, lead.start() - 3) : lead.start()]
    ):
        return None
    latin = _LATIN_NAME.match(folded.cased, start)
    if latin and latin.group().lower() not in NOT_NAMES:
        return _name(folded, start, latin.end())
    found = _NAME_ZH.match(plain, start)
    if found and found.group():
        candidate = found.group()
        titled = re.fullmatch(rf"({_SURNAME}{_HAN}{{0,2}}?)({TITLES})", candidate)
        if titled and len(titled.group(1)) > 1 and titled.group(2) != "生":
            candidate = titled.group(1)
        firm = _FIRM_LEAD.match(lead.group())
        given = (
            firm
            and candidate[0] in SINGLE
            and 2 <= len(candidate) <= 3
            and candidate not in _NEVER_GIVEN
        )
        if _is_name_zh(candidate, led=lead.group().strip() not in ("写", "叫我", "我系")) or (
            given and not _MISSPELT_IDLE.match(candidate)
        ):
            return _name(folded, start, start + len(candidate))
    nick = re.match(
        rf"(?P<name>[小老阿]{_HAN}|{_SURNAME}(?:{TITLES})|{_SURNAME}{_HAN}{{1,2}}(?=(?:{TITLES})))(?=就行|就好|就可以|即可|吧|好了|也行|{TITLES}|$)",
        plain[start : start + 8],
    )
    if nick:
        return _name(folded, start, start + nick.end("name"))
    loose = re.match(rf"{_SURNAME}{_HAN}{{1,2}}", plain[start : start + 5])
    if loose and lead.group().startswith(("我叫", "姓名", "名字", "我的名字", "联系人", "收件人")):
        for size in (3, 2):
            candidate = plain[start : start + size]
            if _is_name_zh(candidate, led=False) and candidate[-1] not in "电手联微,订地住买在":
                return _name(folded, start, start + size)
    return None


def _explained(folded: Folded) -> Name | None:
    """Return a name whose surname is explained (我叫张伟，弓长张，伟大的伟)."""
    plain = folded.text
    for found in _EXPLAINED_ZH.finditer(plain):
        surname = EXPLAINED[found.group("how")]
        if surname != found.group("surname") or found.group("how") == "谢谢":
            continue
        named = re.search(
            rf"(?:我叫|姓名是?:?|名字(?:叫|是)|叫|我是)\s?({_SURNAME}{_HAN}{{1,2}}){_STOP}",
            plain[: found.start()],
        )
        if named and _is_name_zh(named.group(1), led=True):
            start, end = named.span(1)
            said = folded.piece(start, end)
            return _name(
                folded,
                start,
                end,
                said
                if said[0] == folded.piece(*found.span("surname"))
                else folded.piece(*found.span("surname")) + said[1:],
            )
        given = found.group("given")
        again = re.match(
            rf"[,，。\s]{{0,3}}(?:我叫|叫)?({surname}{_HAN}{{1,2}}){_STOP}",
            plain[found.end("surname") : found.end("surname") + 12],
        )
        if again and _is_name_zh(again.group(1), led=True):
            at = found.end("surname") + again.start(1)
            return _name(folded, at, at + len(again.group(1)))
        after = plain[found.end("surname") :]
        called = re.match(
            rf",?\s?(?:我?(?:叫|名|名字叫?是?|单名)(?:一个)?)\s?({surname})?({_HAN}{{1,2}}?){_STOP}",
            after,
        )
        if called:
            start = found.start("surname")
            end = found.end("surname") + called.end(2)
            return _name(
                folded,
                start,
                end,
                folded.piece(start, start + 1)
                + folded.piece(found.end("surname") + called.start(2), end),
            )
        characters = [m.group("char") for m in _OF_WORD_ZH.finditer(after[:24])][:2]
        if characters and not (given and re.match(rf"{_HAN}{{1,2}}{_STOP}", given)):
            return _name(
                folded,
                found.start("surname"),
                found.end("surname"),
                folded.piece(*found.span("surname")) + "".join(characters),
            )
        if (
            given
            and not re.search(r"[的是在有我要,]", given)
            and _is_name_zh(surname + given, led=False)
        ):
            return _name(folded, found.start("surname"), found.end("given"))
        return _name(folded, found.start("surname"), found.end("surname"))
    return None


_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’-]*\.?"
_LEAD_EN = re.compile(
    r"(?:^|(?<=[^a-z' ])|(?<!his)(?<!her)(?<!their)(?<!'s)(?<!your)(?<!s') )\b(?:my (?:full |real )?name(?:'s| is|:| was)|the name(?:'s| is|:)|name(?:'s| is|:| -)|name\s+(?=(?-i:[A-Z]))|full name(?: is|:)|full name\s+(?=(?-i:[A-Z]))|i am called|i'm called|they call me|(?:everyone|everybody|people|friends) calls? me|call me|you can call me|under the name(?: of)?|in the name of|(?:booked|put it|it's|its|registered|filed|listed) (?:under|as)(?: the name(?: of)?)?|account (?:name|holder)(?: is|:)|passenger(?: name)?(?: is|:)|customer(?: name)?(?: is|:)|ask for (?=mrs?\b|ms\b|miss\b|dr\b)|address me as|(?<=\n)signed,?|sincerely,?|regards,?|yours(?: truly| faithfully)?,|thanks,?\n|thank you,?\n|cheers,?\n)\s*",
    re.IGNORECASE,
)
_NICKNAMED_EN = re.compile(r"calls? me", re.IGNORECASE)
_SOFT_EN = re.compile(
    r"\b(?:i'm|i am|im|this is|it's|it is|speaking to|you're speaking (?:to|with)|here is)\s+",
    re.IGNORECASE,
)
_HERE_EN = re.compile(
    rf"(?:^|[.,!\s])(?P<name>{_WORD}(?: {_WORD}){{0,2}}) (?:here|speaking)\b(?=$|[\s,.!])"
)
_TITLE_EN = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|lord|lady|rev)\b\.?", re.IGNORECASE
)
_NAME_EN = re.compile(
    rf"(?:(?:(?i:mr|mrs|ms|miss|mx|dr|prof)\b\.?\s+)?){_WORD}(?:[ ]{_WORD}){{0,3}}"
)
_MONTHS = frozenset(
    ("april", "may", "june", "august", "summer", "autumn", "dawn", "christian", "sunny")
)
_SPELLING = re.compile(
    r"(?<![A-Za-z0-9'’-])(?P<letters>[A-Za-z](?:[ .,-]{1,2}[A-Za-z](?![A-Za-z])){2,19})(?![A-Za-z])"
)


#: The name as a sentence of its own, in a message that says it was misspelt.
_OWN_NAME = re.compile(
    r"\bname(?:'s| is| was)? (?:wrong|misspel|spel)|\bchanged (?:my|the) name\b|\bgot (?:my|the) name wrong\b|\b(?:misspel|mis-spel|autocorrect|spel(?:t|led|ling))",
    re.IGNORECASE,
)
_SENTENCE_NAME = re.compile(
    r"(?<=[.!?\n] )(?P<name>[A-Z][a-zÀ-ÿ'’-]+(?: [A-Z][A-Za-zÀ-ÿ'’-]+){1,2})(?=[.!\n]|$)"
)


#: The name right behind the words that it was wrong.
_NAME_IS = re.compile(
    r"(?<!model )(?<!product )(?<!brand )\b(?i:name)\b[^.;!?\n]{0,24}(?i:wrong|misspel|mis-spel|spelt|spelled|incorrect|not right|changed)[^.;!?\n]{0,16}?"
    r"[,.:;-]?\s(?i:it's|it is|it should be|should be|should read)\s(?P<name>[A-Z][A-Za-zÀ-ÿ'’-]+(?: [A-Z][A-Za-zÀ-ÿ'’-]+){0,2})"
    r"(?=[,.!;\n]|$)"
)


def _put_right(folded: Folded) -> list[Name]:
    """Return the name that stands in a wrong one's place: a sentence of its own, or right behind."""
    if _OWN_NAME.search(folded.cased):
        for found in _SENTENCE_NAME.finditer(folded.cased):
            if not set(found["name"].lower().split()) & NOT_NAMES:
                return [_name(folded, *found.span("name"))]
    behind = _NAME_IS.search(folded.cased)
    if behind and not set(behind["name"].lower().split()) & NOT_NAMES:
        return [_name(folded, *behind.span("name"))]
    return []


def _english(folded: Folded) -> list[Name]:
    cased = folded.cased
    right = _put_right(folded)
    if right:
        return right
    nicknames: list[Name] = []
    for lead in _LEAD_EN.finditer(cased):
        name = _trim_en(folded, lead.end(), sure=True)
        if name and _plausible_en(folded, name):
            if not _NICKNAMED_EN.search(lead.group()):
                return [_respelled(folded, name)]
            nicknames.append(name)
    if nicknames:
        return [_opening(folded) or _respelled(folded, nicknames[0])]
    for lead in _SOFT_EN.finditer(cased):
        name = _trim_en(folded, lead.end(), sure=False)
        if name:
            return [_respelled(folded, name)]
    for found in _HERE_EN.finditer(cased):
        name = _trim_en(folded, found.start("name"), sure=False, stop=found.end("name"))
        if name:
            return [name]
    return []


def _plausible_en(folded: Folded, name: Name) -> bool:
    """Say whether a name in small letters is known, or ends what is said."""
    first = name.value.split(" ")[0].lower()
    if name.value[0].isupper() or first in FIRST_NAMES or _TITLE_EN.match(name.value):
        return True
    rest = folded.source[name.end :]
    return (
        bool(re.match(r"\s*(?:$|[,.!;\n]|(?:[A-Za-z][ .,-]+){2,}[A-Za-z]\b|and my\b|my\b)", rest))
        and len(name.value.split(" ")) <= 3
    )


def _trim_en(folded: Folded, start: int, *, sure: bool, stop: int | None = None) -> Name | None:
    """Return the words from an offset that can be a name, up to the first that cannot."""
    found = _NAME_EN.match(folded.cased, start, stop if stop is not None else len(folded.cased))
    if not found:
        return None
    kept: list[re.Match[str]] = []
    for word in re.finditer(_WORD, found.group()):
        plain = word.group().lower().rstrip(".").replace("’", "'")
        capital = word.group()[:1].isupper()
        title = bool(_TITLE_EN.fullmatch(word.group()))
        possessive = plain.endswith("'s") or plain.startswith(("i'", "we'", "it'", "you'"))
        if (
            plain in NOT_NAMES and not title and (plain not in FIRST_NAMES or not capital)
        ) or possessive:
            break
        if (
            kept
            and not capital
            and not (
                plain in ("van", "von", "de", "der", "da", "bin", "al", "la", "del", "o'", "mc")
                or plain in FIRST_NAMES
                or (sure and kept[0].group()[:1].islower())
            )
        ):
            break
        if (
            len(plain) == 1
            and kept
            and re.match(
                r"(?:[ .,-]+[A-Za-z]\b){2}",
                found.group()[word.end() :] + folded.cased[found.end() : found.end() + 12],
            )
        ):
            break
        kept.append(word)
        if word.group().endswith(".") and len(plain) > 2 and not title:
            break
    if not kept:
        return None
    value = found.group()[: kept[-1].end()].rstrip(".,'’-")
    first = kept[0].group().lower().rstrip(".")
    titled = bool(_TITLE_EN.fullmatch(kept[0].group()))
    if titled and len(kept) == 1:
        return None
    if not sure and not titled:
        known = first in FIRST_NAMES and not (len(kept) == 1 and first in _MONTHS)
        capitals = all(word.group()[:1].isupper() for word in kept)
        rest = folded.text[start + len(value) : start + len(value) + 24]
        goes_on = re.match(
            r"\s*(?:$|[,.!;\n]|from\b|here\b|speaking\b|and my\b|calling\b|again\b|writing\b|at\b|on\b|in\b|my (?:order|number|phone|email))",
            rest,
        )
        alone = capitals and start < 10 and len(folded.text) - start - len(value) < 3
        if not (
            alone
            or (known and (capitals or goes_on))
            or (
                capitals
                and len(kept) >= 2
                and goes_on
                and folded.cased[start : start + len(value)]
                != folded.cased[start : start + len(value)].upper()
            )
        ):
            return None
        if capitals and not known and len(kept) == 1 and not alone:
            return None
    if len(first) < 2 and len(kept) < 2:
        return None
    return _name(folded, start, start + len(value))


def _respelled(folded: Folded, name: Name) -> Name:
    """Return the name with the spelling that follows it (Niamh, N-I-A-M-H) put in its place."""
    position = name.end
    spelling = _SPELLING.search(folded.source, position, position + 60)
    if not spelling:
        return name
    letters = re.sub(r"[^A-Za-z]", "", spelling.group("letters")).capitalize()
    parts = name.value.split(" ")
    first = spelling.group("letters")[0].lower()
    closest = max(
        range(len(parts)),
        key=lambda index: (
            parts[index].lower() == letters.lower(),
            parts[index][:1].lower() == first,
            index,
        ),
    )
    if parts[closest].lower() == letters.lower() and parts[closest][:1].isupper():
        return name
    parts[closest] = letters
    return Name(name.start, name.end, name.text, " ".join(parts))


_KIN_ZH = (
    "爸爸?|妈妈?|爹|娘|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|老公|老婆|老伴|丈夫|妻子|先生|太太|爱人|媳妇|儿子|女儿|闺女"
    "|儿媳|女婿|孙子|孙女|外甥|侄子|侄女|哥哥?|姐姐?|弟弟?|妹妹?|家长|家属|亲戚|舅舅|姑姑|叔叔|伯伯|监护人|老板娘?|店主|店长|掌柜"
    "|租客|租户|房东|房客|业主|户主|车主|机主|失主|买家|顾客|客户|会员|住户|朋友|同事|秘书|助理|经理|代表|员工|学生|乘客|旅客|病人|患者"
    "|邻居|对象|男朋友|女朋友|本人"
)
#: What only says who somebody is: 孩子爸爸, 我是租客, 户主是我妈, 越南人.
_WHO_ZH = re.compile(
    rf"(?:(?:{_KIN_ZH})|我|他|她|咱|这|家|店|公司|里|孩子|小孩|宝宝|娃|老人|是|的|也|就|替|帮|代|个|名|位|{_HAN}{{1,3}}人|[\s,，、。.!！(（)）])+(?:啊|呀|哈|哦|吧)?[\s。.!！]*"
)
#: What others say: 大家叫我老胡.
_CALLED_ZH = re.compile(rf"{_HAN}{{0,8}}[叫喊称]呼?我{_HAN}{{1,8}}[\s。.!！]*")
_KIN_EN = (
    "mum|mom|mam|mother|dad|father|parent|guardian|wife|husband|partner|son|daughter|brother|sister|aunt|uncle|gran|grandma|grandad|grandmother"
    "|grandfather|niece|nephew|carer|neighbou?r|friend|boyfriend|girlfriend|fianc[eé]e?|tenant|landlord|landlady|owner|lodger|manager|boss|assistant"
    "|secretary|pa|customer|buyer|account holder|cardholder|driver|guest|passenger|patient|leaseholder|homeowner|director|chair(?:man|woman)?"
)
_WHO_EN = re.compile(
    rf"\s?(?:[,.;(-]\s?)*(?:i'm |i am |that's |that is |it's |as )?(?:her|his|their|the|my|our|an?|your|[a-z]+'s) (?:[a-z]+ )?(?:{_KIN_EN})\b"
    rf"|\s?[,.;(-]\s?(?:{_KIN_EN})[\W]*$"
)
#: "That will do for now" asks for no more, and "everyone calls me Bob" gives way to the name.
_ENOUGH_EN = re.compile(
    r"(?:that|this|it)(?:'s|'ll| is| will| should| ought to) (?:be )?(?:all|enough|do|plenty|it|sufficient)\b|(?:you )?(?:don't|do not|won't) need (?:any ?more|more|the rest|any other)"
    r"|(?:but |and |or )?(?:everyone|everybody|people|friends|they|most people|folks|you can|just|please)? ?(?:calls?|know) me\b"
)


def _who_follows(folded: Folded) -> list[Name]:
    """Return the name of an answer that then says who that is: "方瑜，孩子爸爸", 孩子他爸，王建国."""
    parts = re.split(r"[\s,，。.;、(（-]+", folded.text, maxsplit=1)
    if len(parts) < 2:
        return []
    for name, rest in (parts, reversed(parts)):
        name = name.rstrip(" 。.!！")
        who = _WHO_ZH.fullmatch(rest) and re.search(rf"{_KIN_ZH}|人", rest)
        if not (who or (name == parts[0] and _CALLED_ZH.fullmatch(rest))):
            continue
        if (len(name) >= 2 and _is_name_zh(name, led=name[0] in SINGLE)) or (
            name in SINGLE and name != "哈"
        ):
            start = folded.text.index(name)
            return [_name(folded, start, start + len(name))]
    return []


def _bare(folded: Folded) -> list[Name]:
    """Return the name that a short answer to the question for it consists of."""
    plain = folded.text
    if not plain or len(plain) > 60 or is_skip(folded) or is_affirm(folded) or is_deny(folded):
        return []
    told = _who_follows(folded)
    if told:
        return told
    plain = re.sub(rf"(?<=^{_HAN}) (?={_HAN}{{1,2}}$)", "\u2009", plain)
    called = re.search(rf"(?:叫|名字是)(?P<name>{_SURNAME}{_HAN}{{1,2}})$", plain)
    if called and _is_name_zh(called.group("name"), led=True):
        return [_name(folded, *called.span("name"))]
    spaced = re.fullmatch(rf"(?P<name>{_SURNAME}\u2009{_HAN}{{1,2}})", plain)
    if spaced:
        return [_name(folded, 0, len(plain), re.sub(r"\s", "", folded.source))]
    han = re.fullmatch(
        rf"(?:嗯+|额|哦|好[的吧啦]?|行吧?|算了|可以|那|啊|就|我|叫我?|是|就叫|可以叫我|写|[,\s:。.])*(?P<name>{_HAN}{{1,5}}?(?:·{_HAN}{{1,6}})?)\s?(?P<title>{TITLES})?(?:吧|啊|呀|就行|就好|就可以了?|即可|好了|哈|哦|,|。|\s|!|谢谢)*(?:[,\s]*\+?[\d -]{{7,16}})?(?:(?<=[,\s]){_HAN}{{1,4}}的{_HAN}(?:[,\s]{_HAN}{{1,4}}的{_HAN})?)?",
        plain,
    )
    if han:
        candidate = han.group("name")
        if re.fullmatch(rf"(?:{_KIN_ZH})的?", candidate):
            return []
        end = han.end("title") if han.group("title") and len(candidate) == 1 else han.end("name")
        title = han.group("title") or ""
        if len(candidate) == 2 and len(title) == 1 and candidate[0] in SINGLE:
            # 丁海生 is a name of three characters, and nobody's title.
            candidate, end = candidate + title, han.end("title")
        single = (len(candidate) == 1 and candidate in SINGLE) or candidate in COMPOUND
        if single or _is_name_zh(candidate, led=True):
            return [_name(folded, han.start("name"), end)]
        return []
    latin = re.match(
        r"(?:(?:um+|uh+|er+|oh|well|sure|ok|okay|yes|yeah|hi|hello|it's|its|it is|that's|that is|that would be|that'd be|this is|i'm|i am|just|name|please|put|the name's|,|\.|:)\s*)*",
        plain,
    )
    start = latin.end() if latin else 0
    found = _trim_en(folded, start, sure=True)
    if not found:
        return []
    rest = plain[start + len(found.value) :]
    tail = rest.strip(" .,!-;()")
    if (
        not tail
        or _WHO_EN.match(rest)
        or _ENOUGH_EN.match(tail)
        or re.match(
            r"(?:(?:that's|that is|spelled|spelt) (?=[a-z][ .,-])|[^ ]*@|please|thanks|thank you|here|is fine|will do|is my name|works|[a-z]([ .,-]+[a-z]\b){2,}|\+?[\d ()-]{7,}|with|spelt|spelled|mate|and)",
            tail,
        )
    ):
        return [_respelled(folded, found)]
    return []
