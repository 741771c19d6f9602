"""Recognises short answers: yes, no, nothing to give, don't know."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold, with_apostrophes

_TRIM = r"[\s,.。!?~、;:'\"()\[\]…^_*-]*"
_OPENING = r"(?:嗯+|额|呃|哦+|啊|那个|唉|哎|算了|抱歉|不好意思|对不起|sorry|um+|uh+|er+|oh|well|hmm+|no|nope|honestly|actually|i'm afraid|unfortunately|ah|hey|hi|sry)"
_CLOSING = r"(?:啊|呀|呢|哦|啦|了|的|哈|吧|嘛|哎|诶|喔|噢|嘞|咯|滴|谢谢|thanks|thank you|thx|ty|please|pls|sorry|mate|bro|right now|at the moment|anymore|any more|yet|though|tbh|lol|here|with me|on me|to hand|i'm afraid|to be honest|for it|for that|handy|atm)"
_SKIP_WORDS = (
    r"can'?t be bothered|cba|couldn't care less|关你什么事|不关你事|没有|没|无|暂无|暂时没有|没得|冇|没啥|没有呢|都没有|没有这个|没有这些|没有单号|没有订单号|没有型号|没填|不填|没办法提供|不想填|不想说|不想给|不提供|不方便|不方便说|不方便透露|不便透露|不透露|保密|跳过(?:这一?项)?|略过|略|下一个|下一题|下一步|pass|过|免了|不用了?|不需要|不必|不用填|先不填|先不说|先跳过|不给|不留|不想留|就不留了|不知道|唔知|唔知道|不晓得|不清楚|不太清楚|不确定|不太确定|不记得|不太记得|记不清|记不清楚|记不得|记不住|忘了|忘记|忘掉|早忘了|想不起来|找不到|找不着|没找到|查不到|丢了|扔了|没留|没保存|没记|没注意|看不清(?:楚)?|看不到|没看|没看过|没细看|随便|随你|都行|都可以|无所谓|没所谓|没要求|没什么|没什么要求|没想好|再说|没想过|没订单|没票|没小票|线下买的|实体店买的|未知|n/?a|na|nil|none|nothing|no|nope|nah|null|unknown|not applicable|skip|skip it|skip this|skip that|pass|next|next question|move on"
    r"|(?:i )?(?:really |honestly |just )?(?:don't|dont|do not|didn't|didnt|can't|cant|cannot|couldn't|wouldn't|won't|haven't|havent|have not|ain't) (?:really |even |actually |currently )?(?:know|remember|recall|have|got|want|wanna|think|care|find|see|say|tell|keep|kept|mind|bother)(?: (?:it|one|any|that|this|them|a number|the number|the exact \w+|an order number|a model|the model|the order number|the serial number|the date|the receipt|a receipt|exactly|for sure|off hand|offhand|to|to say|to give(?: it| that| you that)?|to share(?: it| that)?|so|got one|got it|got that|how to|where it is|what it is|which one|anything|which))*"
    r"|(?:i have |i've |i've got |i got |there's |there is |there was )?no (?:idea|clue|number|order number|model|model number|serial|serial number|receipt|order|thanks|thank you|thx|such number|email|phone|date|preference|account)|not (?:sure|known|really|available|applicable|given|that i know of|any|to hand|needed|necessary|now|got one|at hand)|(?:i )?(?:forgot|forget|forgotten|lost it|lost)(?: it)?|haven't a clue|dunno|idk|no idea|beats me|can't remember|never got one|rather not(?: say)?|(?:i'd |i would )?(?:rather|prefer) not(?: to)?(?: say| give it| share)?|(?:i )?threw it away|it's gone|not telling|none of your business|leave it(?: blank| out)?|whatever|anything|any|doesn't matter|does not matter|don't mind|up to you|that's it|nothing else|i don't think so|it doesn't have one|doesn't have one|didn't get one|wasn't given one|never received one|not that i can find|i'm not sure|im not sure|i am not sure|i'd rather not"
)
_YES_WORDS = (
    r"aye+|y[eu]h+|yhh*|yeh+|yeap|yas+|yus|ys|yupp+|mhmm+|aight|a'?right|bet|ya can|yes+|ye+s|mhm+|uh huh|mm ?hm+|i agree|sounds fair(?: enough)?|by all means|you got it|100%|100 percent|that would be (?:lovely|great|good|fine)|no worries|haan|right you are|okie ?dokie|i suppose so|i guess so|everything(?: there)? is (?:correct|accurate|right|fine)|too right|(?:of course )?you (?:may|can)|proceed|true|pass it on|go on(?: then)?|do that(?: so)?|grand|yes send|send(?: it)?|file it|that's it|thats it|对头|阔以|嗯呐|就是这个意思|(?:你)?写的都?(?:没毛病|对|没错|没问题)|就这么着|是我本人|差不多(?:就)?是?这样|没(?:啥|什么)要改的|信息都准确|那?必须的|就这样(?:登记|送出|提交|报)|请?帮我转交|交吧|送件|麻烦送件|没啥要补充的|"
    r"这样就对了|这样对了|现在对了|这下对了|改好就行|请送出|请提交|送出吧|请登记|就送出|啱晒|啱嘅|得喇|系咁|係咁|系呀|係呀|要得|是|是的|是滴|对|对的|对对+|对滴|没错|没有错|没问题|没毛病|正确|准确|好|好的|好滴|好哒|好嘞|好呀|好啊|好吧|可以|可以的|行|行的|行吧|中|得|得嘅|係|系|系啊|系嘅|啱|冇错|冇问题|嗯|嗯嗯+|嗯呢|嗯嘛|嗯哪|恩|恩恩+|对额|是额|好额|对咧|好咧|好嘞|中咧|中嘞|中啊|中中|成嘞|得咧|得啦|得㗎啦|没(?:啥|得)?毛病|没得问题|哦了|ok|okay|okey|okie|k|kk|yes|yep|yeah|yea|yup|ya|yah|y|yes please|yessir|sure|sure thing|correct|right|that's right|thats right|that is right|that's correct|thats correct|that is correct|all correct|all good|all right|alright|looks good|looks right|look good|lgtm|looks good to me|seems right|seems fine|exactly|indeed|absolutely|definitely|of course|certainly|fine|that's fine|perfect|great|good|sounds good|sounds right|go ahead|go on|please do|do it|send it|submit|submit it|file it|confirm|confirmed|i confirm|agreed|affirmative|spot on|just so|got it|it is|it's right|that's it|that's all|yes that's right|确认|确定|确认无误|无误|提交|提交吧|就这样|就这样吧|就是这样|就这些|就按这个|没意见|同意|当然|必须的|必须|成|妥|妥了|嗯好|嗯可以|嗯对|对就是这样|都对|全对|信息正确|信息无误|没啥问题|没什么问题|可以提交|登记吧|报吧|发吧|要|要的|需要|想|👍|👌|✅|🙆|1"
)
_NO_WORDS = (
    r"don't submit(?: yet)?|certainly not|i don't think so|never said that|i'd rather you didn't|(?:that |this |it )?(?:isn't|wasn't|is not|was not)(?: (?:that|right|true|it|correct|what i (?:meant|said)|what happened))?|cannot|not at all|better not|false|i disagree(?: with (?:this|that|the) summary)?|uh uh|no sir|hard pass|none of (?:that|this|it) is (?:true|right|correct)|nothing else|not what happened|dont do it|don't do it|change something|不是这样|先别(?:提交|交|送)|不是我要的|你理解错了?|这样写不对|别交|才不是|非也|还没|先不要(?:送|提交|交)|你?记的跟我说的不一样|没对|算不上(?:正确|对)|我?没同意|不确认|信息有误|不愿意|不是这(?:款|个|台|件|样)|(?:压根|根本)不是(?:那么回事|这样|那样)?|木有|不对的|我?要(?:修改|改)(?:一下)?|"
    r"不(?!错)|不是|不是的|不对|不太对|不行|不可以|不好|不要|不用|不用了|不必|不需要|不想|不同意|错|错了|错的|有错|有误|不正确|不准确|唔系|唔啱|唔好|唔使|别|别了|先别|等等|等一下|等下|慢着|取消|否|没有|没|算了|不了|no|nope|nah|n|no way|not really|not quite|not exactly|not correct|not right|not yet|incorrect|wrong|that's wrong|thats wrong|that is wrong|it's wrong|that's not right|that's not correct|that isn't right|not true|negative|don't|do not|please don't|never|no thanks|no thank you|stop|cancel|wait|hold on|hang on|i disagree|nay|no it's not|no it isn't|👎|❌|🙅"
)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_TRIM}(?:{_OPENING}{_TRIM}){{0,3}}(?:我|俺|这个|那个|这|它|i|the)?{_TRIM}(?:都|也|真的?|实在|现在|暂时|目前|手头|手上|已经|可能|just|really)?{_TRIM}(?:{words}){_TRIM}(?:(?:{words}|{_CLOSING}){_TRIM}){{0,3}}",
        re.ASCII,
    )


_ASKED_ZH = r"(?:订单(?:编?号)?|单号|单子|单据|吊牌|铭牌|型号|序列号|编号|号码?|小票|发票|收据|票|盒子|包装|标签|说明书|电话|手机|邮箱|微信|名字|姓名|日期|哪天|时间|金额|价格|多少钱|这个|那个|东西|具体|码|信息|记录|凭证|那|这题|这|地址|联系方式|条码|牌子|这种东西|要求)"
_LACK_ZH = (
    r"(?:没有?|没留意?|没注意(?:过)?|没记(?:住)?|没存|没保存|没拿|没要|没下|没带|木有|忘(?:了|记(?:了)?|光(?:了)?)|不记得(?:了)?|记不(?:清|得|住|起)(?:楚)?(?:了)?|不清楚|不知道|咋知道|哪(?:里|儿)?(?:知道|还?有)|不晓得|找不[到着](?:了)?|查不[到了]|没法(?:查|看|找)|看不[清到见](?:了)?|扔(?:了|掉(?:了)?)|丢(?:了|掉(?:了)?)|撕(?:了|掉(?:了)?)|磨没(?:了)?"
    r"|不(?:想|愿意?|太想|打算)(?:留|说|讲|给|透露|填|写|提供|告诉你?们?)|就?不(?:留|给|说|填|写|提供|透露)了?|不能(?:给|说)|不便|不方便(?:给|说|透露|留|讲)?|懒得(?:找|查|翻)|答不上来|拿不出来|唔(?:记得|知|清楚|想讲)|会看|(?:可以|能不能|能)?跳过|先?空着|匿名(?:投诉)?)"
)
_LACKING_ZH = re.compile(
    rf"(?:我|你们|老人家|我们|就|那|都|早|早就|已经|真的|也|实在|压根|根本|现在|暂时|手边|手头|手里|手上|身边|身上|目前|先|还|可能|有点|太|过|久|字|小|的|在公司|这|请|抱歉|不好意思|\s)*(?:{_ASKED_ZH}|的|都|也|早|就|我|你|还|实在|真的?|已经){{0,4}}{_LACK_ZH}(?:{_ASKED_ZH}|的|了|吧|啊|欸|喇|呢|过|吗|嘛|呀|哦|具体|什么|那么多|不|哪天|可以|行|什么的|是){{0,5}}"
)
_REASON_ZH = re.compile(
    r"扔|丢|撕|太|公司|家里|送的|现场|线下|抱歉|不好意思|对不起|谢谢|随便|以后|没|忘|不|老人|妈|爸|老公|老婆|久|好|那|名字|说|收在|放在|在家|单位|办公室"
)
_WANTS_NOTHING_EN = (
    r"i(?:'m| am|'d| would| do| will|'ll)? ?(?:really |honestly |just )?"
    r"(?:(?:shan't|won't|don't|can't|wouldn't|not|shall not|will not|do not|rather not)"
    r" (?:be )?(?:ask|asking|want|wish|looking|need|after|expect)(?:ing)?(?: for)?"
    r" (?:anything|a thing|owt|much)|want(?:ed)? nothing|need nothing|ask(?:ed)? (?:for )?nothing)"
    r"(?: (?:from (?:you|anyone)|for myself|in return|else|special|in particular|really))*"
)
_LACKING_EN = re.compile(
    r"(?:sorry|um+|well|nope|no|nah|oh|honestly|hmm+|ah|but|unfortunately|,|\.|\s|i'm afraid)*(?:(?:i|we|it|there|it's|i've|i'd|i'm|im|that|my wife|the \w+)\s?)?(?:(?:have|has|had|am|is|would|did|do|just|already|really|got)\s)*"
    r"(?:(?:lost|threw|thrown|binned|deleted|chucked|tossed) (?:it|the|that|my|away)\b|there (?:isn't|is no|wasn't|was no|'s no)\b|isn't (?:a|any|one)\b|no (?:serial|order (?:number|no)|model|receipt|number|e-?mail|name|phone|sticker|label)\b|(?:can't|cant|cannot|couldn't|could not|can not|unable to) (?:remember|recall|find|read|see|tell|say|locate|get to|lift)|(?:don't|dont|do not|didn't|haven't|have not) (?:have|use|know|wish|want to (?:say|give|share|tell)|remember|recall|got|keep|kept|the|a clue)\b|haven't a\b|prefer (?:to keep|not)|(?:not|no) (?:comfortable|telling|giving(?! up| in)|got it|got one|sure what|sure where|sharing|having)|leave (?:it|that|this) (?:blank|empty)|(?:skip|ignore|pass on|go past|move past) (?:this|that|it)\b"
    r"|can we (?:skip|go past|move)|anonymous\b|forgot(?:ten)?\b|(?:isn't|not|is not) available|doesn't (?:apply|have)|never (?:registered|got(?! one of| the| my| our)|had one|received|noticed|looked)|worn off|(?:receipt )?faded|unreadable|nothing in my inbox|where would i (?:even )?(?:look|find)|too small (?:for me )?to read|what's that\?|was a gift|do i have to(?: (?:say|give|answer|tell|share)|\?))[^!\n]{0,44}"
)


_SKIP, _YES, _NO = (
    _whole(f"{_SKIP_WORDS}|{_WANTS_NOTHING_EN}"),
    _whole(_YES_WORDS),
    _whole(_NO_WORDS),
)
_LONGEST = 60


def _short(text: str | Folded | None) -> str:
    plain = with_apostrophes(fold(text).text)
    return plain if len(plain) <= _LONGEST else ""


def is_affirm(text: str | Folded | None) -> bool:
    """Say whether the whole message says yes."""
    plain = _short(text)
    return bool(plain and _YES.fullmatch(plain))


def is_deny(text: str | Folded | None) -> bool:
    """Say whether the whole message says no."""
    plain = _short(text)
    return bool(plain and _NO.fullmatch(plain) and not _YES.fullmatch(plain))


def is_skip(text: str | Folded | None) -> bool:
    """Say whether the whole message says that there is nothing to give."""
    plain = _short(text)
    if not plain:
        return False
    return (
        bool(_SKIP.fullmatch(plain))
        or plain.strip() in ("-", "/", "x", "--", "…", "...")
        or _lacks(plain)
    )


def skips_first(text: str | Folded | None) -> bool:
    """Say whether a message begins by saying that there is nothing to give, then tells why.

    "No idea, it was my husband who ordered it"; a number in what follows may be the answer.
    """
    plain = with_apostrophes(fold(text).text)
    if len(plain) > 2 * _LONGEST or re.search(r"\d|@|\bbut\b|不过|但是?|只有|好像是", plain):
        return False
    first, *rest = re.split(r"[,，。.;；!！]\s*", plain, maxsplit=1)
    return bool(rest and rest[0].strip() and first.strip() not in _BARE_NO and is_skip(first))


_BARE_NO = frozenset(
    ("no", "nope", "没", "没有", "无", "算了", "随便", "any", "anything", "pass", "过")
)


def _lacks(plain: str) -> bool:
    """Say whether a short sentence tells that the thing asked for is lost, unknown or withheld."""
    if re.search(r"\d{3}|@|\bbut\b|\bwhy\b|\bforgot to\b", plain):
        return False
    if not re.search(r"[\u4e00-\u9fff]", plain):
        return bool(_LACKING_EN.fullmatch(plain))
    clauses = [clause for clause in re.split(r"[\s,，。.!?;、]+", plain) if clause]
    short = len(plain) <= 30 and all(len(clause) <= 14 for clause in clauses)
    lacking = [clause for clause in clauses if _LACKING_ZH.fullmatch(clause)]
    return (
        short
        and bool(lacking)
        and all(clause in lacking or _REASON_ZH.search(clause) for clause in clauses)
    )
