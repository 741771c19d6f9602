"""What the conversation knows about a message that its words alone do not tell."""

from __future__ import annotations

import re
from typing import Any, Dict, List

from bot.language.dates import TROUBLE
from bot.language.normalize import fold
from bot.language.products import find_products
from bot.language.withdrawing import comes_to_praise, disclaims
from bot.nlu.reading import COMPLAIN, COMPLAINT, FALLBACK_INTENT

Ranking = List[Dict[str, Any]]

#: Answers to a question; where none is open they mean nothing unless the words are plain.
SHORT = frozenset("affirm deny skip cancel".split())
#: From here on a learned short answer counts with nothing open.
PLAIN = 0.85
#: A story: so many characters of Chinese, of English.
LONG_ZH = 45
LONG_EN = 120
#: Below this an intent is a guess, and from so much of a sign on a long story complains.
UNSURE = 0.6
SIGN = 0.1
#: From here on what looks like a short answer with nothing open tells of a matter.
SIGN_OF_LOSS = 0.2
#: Praise less plain than this may be a meek complaint.
SURE_PRAISE = 0.5
_HAN = re.compile(r"[\u3400-\u9fff]")
#: From here on no disclaimer takes a complaint back.
SURE_COMPLAINT = 0.95
#: From here on even what opens like an addition is a matter of its own.
NEW_COMPLAINT = 0.9
#: What a message that opens like an addition may be mistaken for.
MISTAKABLE = frozenset("question chitchat praise nonsense inform nlu_fallback affirm".split())
_WAITS = re.compile(
    r"(?:(?:好|行|嗯|ok|okay)的?吧?[,，。\s]*)?那?我?(?:就|再|先)?等(?:着|你们|一?等|一下)?"
    r"(?:吧|呗|了|哈)?[。.!！~\s]*"
    r"|(?:(?:ok|okay|fine|alright|sure|right)[,. ]*)?(?:then )?i(?:'ll| will) (?:just )?wait"
    r"(?: here| then)?[.! ]*",
    re.IGNORECASE,
)
#: Begs pardon for what follows.
_MEEK = re.compile(
    r"不好意思|打[扰擾]了?|[添给給].{0,3}麻[烦煩]|不想麻[烦煩]|本[来來]不想[说說提]"
    r"|不是[爱愛]计?計?[较較]|可能是我(?:多|自己)"
    r"|\bsorry to (?:trouble|bother|be a (?:pain|bother|nuisance))\b"
    r"|\b(?:don't|do not|didn't|not one to|hate to|not like to)(?: (?:like|want|wish|mean))?"
    r"(?: to)? (?:make a fuss|complain|moan|be (?:difficult|a (?:pain|bother|nuisance))"
    r"|bother (?:you|anyone)|trouble you)\b"
    r"|\bprobably (?:nothing|just me|my fault)\b",
    re.IGNORECASE,
)
#: Calls the assistant itself names, which is no matter to take down.
_AT_THE_BOT = re.compile(
    r"^\W*你(?![们們])(?:就是|真是|真|简直是?|這|这)?[个個]?[^,，。你的]{0,4}(?:(?:垃圾|破|烂|爛|笨|蠢|傻|死|臭|[废廢]物?|弱智)[^,，。]{0,2}(?<![扫掃拖擦割炒][地窗草菜])(?:机器人|機器人|ai|程序)|人工智障)"
    r"|^\W*(?:you(?:'re| are)? )?"
    r"(?:(?:an?|this|what|such|so|just|another|really|bloody|fucking|damn|stupid|dumb|useless)"
    r" ){0,3}"
    r"(?:stupid|dumb|useless|idiotic|thick|rubbish|moronic) (?:ro|chat)?bot\b(?=\W*$|[,.!?])",
    re.IGNORECASE,
)
LONGEST_INSULT = 30
#: What may be taken for talk beside the matter though somebody brings one.
REMARKS = frozenset("chitchat nonsense inform nlu_fallback".split())
#: It goes on happening.
_KEEPS = re.compile(
    r"\bkeeps? (?:on )?(?!work|going\b|getting better|improv|smil|up\b)[a-z]+ing\b", re.IGNORECASE
)
#: The thing is the firm's.
_OF_THE_FIRM = re.compile(r"\byour\b|[你您][们們]|[你您]家|[贵貴](?:司|公司|店|方)", re.IGNORECASE)
#: The firm brought it: no name of the thing is needed beside its trouble.
_FROM_THE_FIRM = re.compile(
    r"\b(?:from|off) you\b|\byou(?:'ve| have)?(?: lot| guys| people)?(?: just| only)?"
    r" (?:sold|sent|deliver|fit|install|repair|replac|service|made|make|supplied|gave|shipped)",
    re.IGNORECASE,
)
#: Where praise turns, and what shows that the trouble behind it is over.
_TURNS = re.compile(
    r"\b(?:until|till|but|however|except|and then)\b|但|可是|不过|结果|谁知|没想到|后来|直到|可惜",
    re.ASCII,
)
_SETTLED = re.compile(
    r"\b(?:fix|repair|mend|sort|replac|resolv|refund|brilliant|great|lovely|excellent|wonderful|perfect)\w*"
    r"|\bthank(?:s|ed| you)?\b"
    r"|修好|解决|换了|补发|谢|好评|表扬|夸|赞|专业|耐心|热情|周到|满意",
    re.ASCII,
)
_CASE_NO = re.compile(r"(?<![a-z0-9])jy[ -]?\d{8}[ -]?[0-9a-hjkmnp-tv-z]{8}(?![a-z0-9])", re.I)
_ADDITION = re.compile(
    r"^\W*(?:另外|补充|補充|还有(?:就是|一点|，|,)|還有|对了|對了|顺便|順便|再补|忘了说|忘記說|再加一(?:句|条)"
    r"|also\b|one more thing|another thing|additionally|by the way|btw\b|to add\b|ps\b|p\.s\."
    r"|forgot to (?:mention|say|add)|about (?:the|my|that) (?:complaint|case|report|ticket)\b"
    r"|(?:关于|關於)?(?:我)?(?:刚才|剛才|刚刚|刚)(?:的|那个|提的|说的|投诉的)?(?:投诉|投訴|单子|案子))",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"另外?(?:有|还有)?一(?:个|件|单|样)|新的投诉|再投诉|又(?:一|有)|再来一"
    r"|\banother (?:complaint|problem|issue|order|matter|thing (?:went|is|has))"
    r"|\ba (?:new|second|different)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"进[度展]|進[度展]|怎么样|怎樣|怎麼樣|咋样|到哪|处理|處理|结果|結果|投诉|投訴|单号|編號|编号|查|状态|狀態|回复|回覆|消息"
    r"|\b(?:status|progress|update|case|complaint|ticket|happen\w*|news|heard|check|follow|state|going)\b",
    re.IGNORECASE,
)
#: A message of about this length is no case number alone.
LONGEST_NUMBER = 60


def with_nothing_open(
    text: str,
    ranking: Ranking,
    reading: Dict[str, Any],
    *,
    short_answer: bool,
    filed: bool = False,
) -> Ranking:
    """Return the intents of a message that answers no question, the best first.

    `filed`: the conversation has filed a case, to which something may be added.
    """
    best = ranking[0]
    complaining = reading["is_complaint"] >= COMPLAINT
    if _CASE_NO.search(text) and len(text) <= LONGEST_NUMBER:
        return _led_by(ranking, "check_status")
    mistakable = MISTAKABLE | {COMPLAIN, "new_complaint", "deny"}
    if not short_answer and not _wants(reading) and best["name"] in mistakable and disclaims(text):
        praises = comes_to_praise(text) or _praises(ranking)
        return _led_by(ranking, "praise" if praises else "deny")
    short_insult = len(text) <= LONGEST_INSULT and not set(reading["demand"]) - {"other"}
    if short_insult and _AT_THE_BOT.search(text) and not TROUBLE.search(fold(text).text):
        return _led_by(ranking, "abuse")
    if _WAITS.fullmatch(text):
        return _led_by(ranking, "wait")
    meek = _is_meek(text, best, reading) or (
        best["name"] in MISTAKABLE and _rambles(text, best, reading)
    )
    if (meek or _brings_a_matter(text, best, reading)) and not complaining:
        return _led_by(ranking, COMPLAIN)
    if best["name"] in MISTAKABLE and not complaining and _ADDITION.match(text):
        return _led_by(ranking, "add_info")
    adds = filed and _ADDITION.match(text) and not _ANOTHER.search(text)
    if adds and best["name"] == COMPLAIN and reading["is_complaint"] < NEW_COMPLAINT:
        return _led_by(ranking, "add_info")
    if best["name"] == "praise" and _turns_to_trouble(text):
        return _led_by(ranking, COMPLAIN)
    if best["name"] == "praise" and best["confidence"] < SURE_PRAISE:
        # Thanking somebody for praise who brings a trouble is worse than asking once more.
        return _led_by(ranking, FALLBACK_INTENT)
    vague = (best["name"] == "check_status" and not _STATUS.search(text)) or (
        # There is nothing yet to which it could add.
        best["name"] == "add_info" and not (filed or complaining or _ADDITION.match(text))
    )
    short = best["name"] in SHORT and not short_answer
    guessed = short and best["confidence"] < PLAIN
    unfit = best["name"] == FALLBACK_INTENT
    lost = guessed and reading["is_complaint"] >= SIGN_OF_LOSS
    if lost or ((unfit or guessed) and _names_trouble(text)):
        # 我快递丢了: lost, but no answer.
        return _led_by(ranking, COMPLAIN)
    if guessed or (vague and best["confidence"] < PLAIN):
        return _led_by(ranking, FALLBACK_INTENT)
    return ranking


def _turns_to_trouble(text: str) -> bool:
    """Say whether praise turns into a trouble that nothing ends: it was lovely until it broke."""
    plain = fold(text).text
    for turn in _TURNS.finditer(plain):
        rest = plain[turn.end() :]
        if TROUBLE.search(re.split(r"[.!?。\n]", rest)[0]) and not _SETTLED.search(rest):
            return True
    return False


def _names_trouble(text: str) -> bool:
    """Say whether a message names a thing and what is wrong with it, whatever was learned."""
    return bool(_trouble_in(text) and find_products(text))


def _trouble_in(text: str) -> bool:
    plain = fold(text).text
    return bool(TROUBLE.search(plain) or _KEEPS.search(plain))


def _brings_a_matter(text: str, best: Dict[str, Any], reading: Dict[str, Any]) -> bool:
    """Say whether what looks like a remark names the firm's thing and its trouble, or a wish.

    "Your heater caught fire" is no small talk, however calmly it is told.
    """
    if best["name"] not in REMARKS:
        return False
    unsure = best["confidence"] < UNSURE and reading["is_complaint"] >= SIGN
    if unsure and set(reading["demand"]) - {"other"}:
        return True
    if _SETTLED.search(text):
        return False
    brought = _FROM_THE_FIRM.search(text) and _trouble_in(text)
    return bool(brought or (_OF_THE_FIRM.search(text) and _names_trouble(text)))


def _is_meek(text: str, best: Dict[str, Any], reading: Dict[str, Any]) -> bool:
    """Say whether somebody begs pardon for a matter that they do bring (R40)."""
    remarks = best["name"] in MISTAKABLE | {"thanks"}
    if not (remarks and _MEEK.search(text)):
        return False
    return bool(reading["is_complaint"] >= SIGN or _names_trouble(text))


def _rambles(text: str, best: Dict[str, Any], reading: Dict[str, Any]) -> bool:
    """Say whether a long message that fits nothing well has some sign of a complaint.

    Nobody tells a complaint desk a long story for its own sake, whatever jokes are in it.
    """
    long = len(text) >= (LONG_ZH if _HAN.search(text) else LONG_EN)
    unsure = best["name"] == FALLBACK_INTENT or best["confidence"] < UNSURE
    signs = reading["is_complaint"] >= SIGN or set(reading["demand"]) - {"other"}
    return bool(long and unsure and signs)


def while_a_case_is_asked_for(text: str, ranking: Ranking) -> Ranking:
    """Return the intents of an answer to the question for a case's number or digits."""
    return _led_by(ranking, "check_status") if _CASE_NO.search(text) else ranking


def _wants(reading: Dict[str, Any]) -> bool:
    """Say whether a message asks for something, threatens, or complains beyond doubt."""
    sure = reading["is_complaint"] >= SURE_COMPLAINT
    return bool(sure or set(reading["demand"]) - {"other"} or reading["threats"])


def _praises(ranking: Ranking) -> bool:
    names = [item["name"] for item in ranking if item["name"] in {"praise", COMPLAIN}]
    return names[:1] == ["praise"]


def _led_by(ranking: Ranking, name: str) -> Ranking:
    confidence = max(item["confidence"] for item in ranking)
    rest = [item for item in ranking if item["name"] != name]
    return [{"name": name, "confidence": confidence}, *rest]
