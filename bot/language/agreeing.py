"""Reads a yes to the record in whole sentences: "Yes, that is a fair account", 核对无误，谢谢您."""

from __future__ import annotations

import re

from bot.language.normalize import Folded, fold, with_apostrophes

_LONGEST_ZH = 40
_LONGEST_EN = 80
#: A yes that does not open the message belongs to the record only in a short one.
_LONGEST_INNER = {"zh": 24, "en": 60}
_PARTICLES = r"[着的了啊呀吧嘞滴哒呢喔噢咯啦哇哦嗯嘛晒嘅喇]*"
_SURE_ZH = r"对头|没有?错|没有?问题|没毛病|冇错|冇问题|冇問題|要得|确认|准确|正确|同意|无误|就是这样|是这样|差不多(?:就)?(?:是)?(?:这样|这些)?|是我本人|必须|[对是嗯好行係系啱中成得妥]|可以|ok"
#: The message opens with a yes that stands for itself, not with a word such as 好吃 or 对方.
_OPENS_ZH = re.compile(
    rf"[\W嗯额哦啊唔恩]*(?:[今呢这][次回]|这下|而家|终于)?(?:全部?都?|完全|都|一点)?(?:(?:(?:对|是|嗯|好|行|係|系|啱)+{_PARTICLES})+|(?:{_SURE_ZH}){_PARTICLES})"
    rf"(?=$|\W|(?:{_SURE_ZH}){_PARTICLES}(?:$|[\s,，。.!！])"
    r"|(?:就|请|麻烦|谢|感谢|你|这[次回样下么]|现在|提交|登记|交|发|报|送|都|全|内容|信息|以上|上面|快|赶|总算|终于|难得|咁|听懂|明白|咯))"
)
_AGREES_ZH = re.compile(
    r"[一半丝毫][字点分毫]不[差漏错落]|核对(?:过|了|完)?(?:都|，|,)?(?:无误|没|对)|无误|都(?:是)?对|[就这次回样下全才算写记说讲得]对了?(?:[,，。.!！\s的吧啦]|$)|没有?(?:问题|错|毛病)|冇错|啱晒|就这样|就这么|这样(?:就)?(?:行|好|可以|对)"
    r"|(?:^|[\s,，。!！吧])(?:那|请|就|可以|麻烦|帮我|给我|直接|你|您|都|赶紧|快)*(?:提交|登记|交|报|送出|发|送)(?:上去|出去|出)?(?:了|吧|啊|咯|$)(?=$|[\s,，。.!！~吧])"
    r"|就这么(?:个)?(?:事|着|办)|记得?(?:录得)?很(?:清楚|准|对)|你?记好|(?:内容|信息|记录|写的|记的|说的|记得)都?(?:很)?(?:准确|正确|属实|对|没错|清楚)|(?:^|[\s,，])(?:确认|同意|准确|正确|属实)(?:$|[\s,，。.!！])"
)
#: Words of objection that object to nothing: 没搞错, 不用谢, 看你们怎么办.
_HARMLESS_ZH = re.compile(
    r"差不多|[一半丝毫]?[字点分毫]不[差漏错落]|(?:没有?|不|冇|未|别)(?:再|又)?[搞弄写记听说填登看出办]?错|不(?:客气|用谢|好意思|用改|用了|变|急|容易|然|得了)|不(?:要|能|许|准|想)?再|没(?:有)?(?:问题|毛病|意见|啥|什么)(?:问题|要改的?|要补充的?|好说的?|意见)?"
    r"|没(?:白|完没了|人(?:管|理|回)|法再)|(?:看|瞧|倒要看|等着看)(?:看|瞧|着|你们?|他们|咱)*[^,，。!！]{0,8}(?:怎么|几|多久|什么时候|啥时候|能不能|会不会|咋)[^,，。!！]{0,6}|等着看?|别(?:再|又)?[^,，。!！错]{0,10}|改完|改好|换汤|错过|还(?:行|好|可以|算|不错|挺|请)"
)
_FIELD_ZH = r"(?:名字|姓名|电话|手机|号码|日期|金额|型号|单号|订单号?|数量|地址|邮箱|价格|时间|序列号|产品|品牌)"
_OBJECTS_ZH = re.compile(
    r"不|没|错|差|改|换|等(?:等|一下|下|会)|我(?:再)?看看|但|只是|除了|还|少(?:了|写|记|一)|多(?:写|记)|漏|缺|补充|再(?:加|补)|加(?:上|一|个)|另外|另有|先别|先不|取消|算了|\d{3}|[?？]|吗"
    r"|什么时候|啥时候|怎么|怎样|多久|为什么|为啥|凭什么|哪|谁|别问|想想|考虑|才怪|个[头屁鬼]|得了吧|应该|应当|应为|写成|也要|要求|(?<![的嗯对是好以])呢\W*$"
    rf"|{_FIELD_ZH}[^,，。]{{0,3}}(?:是|里|要|写|打|该)(?!对|准|没错|正确|清楚)"
)
_OPENS_EN = re.compile(
    r"\W*(?:(?:oh|ah|um+|well|and|i think|i believe|hmm+|ha|wow|finally|great|excellent|magnificent|brilliant|wonderful|lovely|perfect)\W+)*"
    r"(?:(?:yes+|ye|y[eu]h+|yhh*|yus|yeap|yas+|yupp+|aight|yeah|yea|yep|yup|aye|ya|yah|indeed|exactly|precisely|absolutely|affirmative|certainly|definitely|agreed?|confirm(?:ed)?|spot on|bang on|amen|just so|quite right)\b(?!\s?\?)"
    r"|(?:correct|right|accurate|fine|good|sure|ok|okay|kk?|perfect|lovely|grand|true|great)\b"
    r"(?=\W*$|\s?[,.!;:-]| (?:yes|yeah|ok|thanks|thank|cheers|please|now|then|this time|with me|by me|to me|to go|you are|as (?:it|far|read|written|stated|shown)|and (?:send|submit|file)|send|submit|file|go|mate|lah|enough|finally|in every|on (?:all|every)|all)\b))",
    re.ASCII,
)
_AGREES_EN = re.compile(
    r"\b(?:(?:that|this|it|all|everything|which|you|they|details|summary|record|account|looks?|seems?|sounds?|reads?)(?:'s|s| is|'re| are| was| all| looks| look| seems| reads)*(?: \w+)? (?:correct|right|accurate|fine|good|ok|okay|perfect|spot on|in order|a fair \w+)"
    r"|(?:thats|that's|all) (?:it|all|everything|correct|right|me|the lot|the ticket|the one)|yes+|yep|yeah|correct|accurate|spot on|bang on|go (?:ahead|on|for it)|(?:send|submit|file) (?:it|that|this)(?! back)|do it(?= now|\W*$)|please do|i (?:can )?(?:hereby )?confirm|confirmed|agreed?|nothing to (?:change|add)|happy with|that'll do|amen|sweet as|got (?:it|that|everything) right)\b",
    re.ASCII,
)
#: Words of objection that object to nothing: "wonders never cease", "don't lose it this time".
_HARMLESS_EN = re.compile(
    r"\b(?:wonders (?:will )?never cease|not (?:before time|bad|a moment too soon|that (?:hard|difficult)|so hard)|no (?:thanks to|problems?|worries|complaints there|changes?|mistakes?|errors?|further)|never thought|for once|nothing (?:to (?:change|add)|wrong|missing|else|more)"
    r"|don't (?:lose|make|take|keep|drag|mess|waste|forget|let|leave|sit|you dare|ask me again|screw|bother me)|do not (?:lose|make|take|keep|drag|mess|waste|forget|let|leave|sit)|didn't (?:get|mess|screw|miss)|not going to (?:say|repeat)|won't (?:say|repeat)"
    r"|(?:(?:let's|we'll|i'll|will) )?(?:see|watch|wonder|wait and see)(?: \w+)? (?:if|how|what|whether|when|who)|(?:that's|that is|is|it's|just|exactly|precisely) what (?:i|i've|we|we've|happened|it)|how (?:hard|difficult) (?:was|is) (?:it|that)|no need to change|got (?:nothing|none|not a thing) wrong)\b",
    re.ASCII,
)
_FIELD_EN = r"(?:date|name|surname|number|phone|mobile|e-?mail|amount|price|model|address|order|quantity|colou?r|product|day|time)"
_OBJECTS_EN = re.compile(
    r"\b(?:no|not|nope|never|wrong|incorrect|change|changed|except|but|only|wait|hold on|hang on|missing|add|also|too|plus|as well|another|one (?:more|thing)|instead|should|forgot|cancel|however|almost|nearly|sorry|actually|without|spel(?:t|led)|luck|give up|unless"
    r"|isn't|wasn't|doesn't|don't|didn't|won't|can't|what|why|how|when|where|who|which|if|and (?:it|they|he|she|then|now (?:it|the))|that's all i|(?:can|could|must|shall|do|may|would|should) (?:i|you|u|we)(?! (?:please )?(?:send|submit|file) it)"
    r"|(?:left|right|top|bottom) (?:side|hand|arm|leg|one|shoe|door|corner))\b"
    rf"|\b{_FIELD_EN}(?:'s| is| was| should| has| needs)(?! (?:all )?(?:right|correct|fine|good|ok|accurate|spot on|perfect|there|in))|\d{{3}}|\?|@"
    rf"|\bcorrect (?:the|my|that|it|this(?! time))\b",
    re.ASCII,
)
_FEWEST = 4


def agrees(text: str | Folded | None) -> bool:
    """Say whether a short message agrees to what was read back, and wants nothing changed.

    What opens with a clear yes may go on in mockery or impatience, as long as it gives no detail
    and takes nothing back; a yes further on must be about the record.
    """
    plain = fold(text).text
    if re.search(r"[\u4e00-\u9fff]", plain):
        if len(plain) > _LONGEST_ZH:
            return False
        rest = _HARMLESS_ZH.sub("", plain)
        inner = len(plain) <= _LONGEST_INNER["zh"] and _AGREES_ZH.search(plain)
        yes = _OPENS_ZH.match(plain) or inner
        return bool(yes) and not _OBJECTS_ZH.search(rest)
    if not plain or len(plain) > _LONGEST_EN:
        return False
    plain = with_apostrophes(plain)
    rest = _HARMLESS_EN.sub(" ", plain)
    inner = len(plain) <= _LONGEST_INNER["en"] and _AGREES_EN.search(plain)
    yes = _OPENS_EN.match(plain) or inner
    return bool(yes) and not _OBJECTS_EN.search(rest)
