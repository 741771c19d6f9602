"""Words by which the intake tells one act from another, in both languages."""

from __future__ import annotations

import re

#: Opens what is wished for.
WISHES = re.compile(
    r"^\W*(?:我(?:就)?(?:要|想|希望|只要|只想)|希望|想要|要求|给我)"
    r"|^\W*(?:i|we)(?:'d| would| just| only)? ?(?:want|need|like|expect|hope)\b",
    re.IGNORECASE,
)
#: Stands somewhere in a long sentence that wishes for something; a story has it seldom.
WISHING = re.compile(
    r"希望|想要|要求|请|請|麻烦|麻煩|帮我|幫我|给我|給我|最好|尽快|盡快|赶紧|趕緊|就好了|安心"
    r"|(?:要是|如果|只要)[^,，。]{0,20}(?:能|肯|愿意|願意)"
    r"|\b(?:could|would|please|want|wish|hope|grateful)\b",
    re.IGNORECASE,
)
#: Says that something was not right.
MENDS = re.compile(
    r"不对|不對|错了|錯了|写错|寫錯|打错|打錯|说错|說錯|记错|記錯|搞错|搞錯|更正|纠正|改成|改为|改為"
    r"|应该是|應該是|其实是|其實是|前面说|又数了|是我看错"
    r"|\b(?:wrong|mistake|typo|correction|mistyped|misread|should be|should have been)\b"
    r"|\b(?:got mixed up|I mean|I meant|actually)\b"
    r"|\b(?:I tell a lie|turns out|sorry\b.{0,30}\b(?:it was|it's|says)|says it was)\b"
    r"|\b(?:no wait|wait no|scrap that|let me correct|recount(?:ed)?|counted again)\b",
    re.IGNORECASE,
)
#: Says in which language to go on, and nothing of the matter.
LANGUAGE = re.compile(
    r"(?:说|說|讲|講|用|打|写|寫|换|換|转|轉|切)[^,，。]{0,4}(?:中文|普通话|普通話|国语|國語|粤语|粵語|广东话|廣東話|英文|英语|英語)"
    r"|\b(?:in|to|type|speak|write|use) (?:english|chinese|mandarin|cantonese)\b",
    re.IGNORECASE,
)
#: Names the person that is wished for.
A_PERSON = re.compile(
    r"人工|真人|活人|客服|经理|經理|主管|领导|領導|负责人|負責人|转接|轉接|专员|專員|找人(?:说|谈|聊)|跟人"
    r"|\b(?:human|person|agent|representative|rep|operator|manager|supervisor|somebody|anyone)\b"
    r"|\b(?:talk|speak|chat) (?:to|with)\b|\breal (?:one|people)\b",
    re.IGNORECASE,
)
#: Declines that another company's matter is passed on.
NO_NEED = re.compile(
    r"不用|不必|不要|不需要|别(?:转|记|登)|自己(?:去|找|联系|跟|和)|算了|免了"
    r"|\b(?:no need|no thanks|never ?mind|don't (?:bother|pass|forward)|leave it|myself)\b"
    r"|\b(?:i'll (?:call|contact|ask|go to) them|not necessary)\b",
    re.IGNORECASE,
)
#: Wants it passed on.
PASS_ON = re.compile(
    r"转(?:交|过去|给|达|一下|吧)|轉(?:交|過去|給|達)|帮我|幫我|记下|記下|麻烦|麻煩|可以|行|好"
    r"|\b(?:forward|pass (?:it|this|that)|pass on|take it down|write it down|go ahead)\b"
    r"|\b(?:please do|sure|yes|yeah|ok|okay|send it)\b",
    re.IGNORECASE,
)
