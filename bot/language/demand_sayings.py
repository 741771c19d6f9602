"""Ways to ask that the other lists missed: results that are wished for, bare claims, things to undo."""

from __future__ import annotations

#: Demands that hold their own words of wanting.
SAYINGS: tuple[tuple[str, str], ...] = (
    (
        "refund",
        r"要么(?:换[^,。!?]{0,6})?[^,。!?]{0,4}退(?:款|钱|费)|(?:退|还)我(?:就行|就好|即可)|\b(?:all i want|i(?:'d| would)? (?:just |only )?want) (?:is )?(?:what i (?:paid|spent)|(?:back )?every (?:cent|penny))\b|\bmake me whole\b",
    ),
    (
        "replacement",
        r"\b(?:want|need|like|expect|get|have) (?:it|this|that|them|these|those|the \w+|my \w+|one) (?:replaced|exchanged|swapped)\b|\b(?:swap|trade) (?:it|this|that|them|mine) (?:for|with|out)\b|\b(?:fixed|repaired|mended|refunded|sorted) or (?:a )?(?:swapped|replaced|replacement|exchanged|new one)\b|(?:要求|请|麻烦|必须|给我|帮我)[^,。!?]{0,4}(?:重新|再)换(?!师傅|人|个说法)|换(?:个|一个|台|一台)?(?:好的|新的|没毛病的|没问题的)(?:就行|就好|即可|吧)?",
    ),
    (
        "repair",
        r"修好(?:就行|就好|即可|为止|它)|(?:能|给)?修就(?:行|好)|(?:赶紧|赶快|尽快|快点?|麻烦|给我)[^,。!?]{0,6}(?:弄|整|搞)(?:好|热|通|利索)|(?:给|帮)(?:我|我们)?(?:弄|整|搞)好|(?:派|叫|安排)(?:个)?(?:人|师傅)(?:来|过来|上门)?(?:看|修|弄|瞧)"
        r"|\b(?:want|need|like|expect|get|have) (?:it|this|that|them|the \w+|my \w+) (?:fixed|repaired|mended|sorted|looked at|seen to|working)\b|\bget (?:it|this|the \w+|my \w+) (?:working|running) again\b",
    ),
    (
        "compensation",
        r"\b(?:want|need|like|expect|and|get|have) (?:\w+ )?(?:the|my|our) (?:\w+ )?(?:floor|carpet|damage|hotel|taxi|repairs?|bill|cleaning|loss(?:es)?|medical bills?|vet bills?|wages|night|nights|ceiling|wall|clothes|dress|phone|meal|ticket|tickets) (?:paid for|covered|reimbursed|made good)\b|\b(?:a|some|another) (?:voucher|gift card|credit|discount|free (?:night|month|meal|ticket)) (?:would|might|could|wouldn't) (?:be|go|help|hurt)\b|(?:也|还|都|再|就)(?:要|得|必须)(?:给)?(?:赔偿|补偿|赔)|(?:损失|医药费|误工费|医疗费|打车费)(?:谁|你们?)?(?:来)?(?:承担|负责|出|赔|报销)",
    ),
    (
        "apology",
        r"(?:只)?(?:要|求|想要|欠|等|需要)(?:你们?|我|我妈|我爸|我们|老人|孩子)?(?:的)?一?(?:句|声|个)(?:对不起|抱歉|道歉)|\b(?:want|need|expect|deserve|owe[sd]?|waiting for|like) (?:me |us |him |her |them |my \w+ )?(?:an? |the |some )?(?:\w+ )?apolog(?:y|ies)\b",
    ),
    (
        "explanation",
        r"(?:你们)?(?:打算|准备|想)(?:怎么|如何)(?:处理|解决|办|弥补|负责)|(?:怎么|如何)(?:给我)?(?:处理|解决)(?:吧)?(?=[?。!]|$)|\b(?:i'd|i would|we'd|we would|i|we) (?:just |really |only |also )?(?:like|love|want|need|demand) to (?:know|understand|hear|be told) (?:exactly |just )?(?:why|how|what|who|whose|where)\b|\b(?:tell|telling) (?:me|us) (?:exactly |just |honestly )?(?:why|how (?!to\b|much)|what(?:'s| is| has| went| happened| you| u)|where (?:it|my))|\bhow (?:do|are|will) you (?:plan|intend|going|propose) to\b",
    ),
    (
        "improvement",
        r"(?:希望|盼|望|建议|以后|拜托|请|求)(?:以后|今后|下次|你们|贵司|贵店|平台|商家)*(?:能)?[^,。!?]{0,8}(?:合理|改善|改进|规范|人性化|快一?些|多(?:开|配|派|加|安排|设)|贴心|上点心|长点心|走心|重视)|\bbring back (?:the|our|your)\b|\b(?:you|they|please|should|must) (?:need to |should |must |really need to )?(?:hire|employ|put on|open|add|get) (?:some |a |more |another |better |proper )+(?:\w+ )?(?:people|staff|tills?|checkouts?|agents?|nurses|drivers|lifts?|signs?|seats?|desks?|cashiers?|trains?|buses)\b",
    ),
    (
        "delivery",
        r"(?:少发|漏发|漏了|缺|少)(?:的|了)?[^,。!?]{0,8}(?:补给我|补上|补发|补寄|补来|发给我|送来|寄来)|(?:东西|货|包裹|快递|外卖|餐)(?:到底)?(?:在哪|去哪了?|呢)(?=[?,。!]|$)",
    ),
    (
        "other",
        r"(?:把|将)[^,。!?]{0,14}(?:从[^,。!?]{0,8}(?:删|去|移)(?:掉|除)|删(?:掉|除)|关(?:掉|闭)|取消掉?|停掉|注销|解(?:绑|除|冻|封)|恢复|给我关掉)(?!不|没|了(?!吧))|(?:请|给我|帮我|麻烦|赶紧|必须|尽快|能不能|要求|你们)(?:把|将)[^,。!?]{0,14}(?:删|关|停|取消)了(?=[,。!?吧]|$)|(?:把|将)[^,。!?]{0,14}(?:删|关|停|取消)了(?:行不|好不|吧|行吗|好吗|可以吗)|(?<!不)(?:教|告诉)我?(?:一下)?怎么(?:连|用|弄|操作|设|设置|关|开|取消|注销|装)"
        r"|\b(?:take|get|remove) me off\b|\b(?:want|need|like) (?:this|it|my (?:case|complaint)) (?:to be )?(?:escalated|looked into|investigated|sorted|resolved|cancelled|removed|deleted|corrected)\b|\b(?:reinstate|restore|unlock|unblock|unfreeze|reactivate|reopen) (?:my|our|the|this)\b|\bhonou?r (?:the|your|my|what|it)\b",
    ),
)

#: What is only told: a promise of others, a policy, a thing that somebody has not given.
TOLD_BEFORE = (
    r"(?:客服|商家|店家|卖家|平台|他们|对方|店员)(?:说|讲|告诉我|承诺|答应)(?:了|过|我)?(?:是)?(?:可以|能|会|不能|不可以|不会)?$"
    r"|\b(?:they|he|she|you|agent|rep|someone|manager) (?:said|say|says|told me|promised|claimed|swore) (?:that )?(?:they|he|she|you|it|i|we|someone)(?:'d| would| will|'ll| could| can)? (?:be )?(?:get )?(?:an? |my |a full )?$"
)
#: No remedy was given: "no apology, nothing".
NOTHING_BEFORE = (
    r"\b(?:no|not an?|without an?|zero|never an?|not even an?|didn't even|never even) $"
)

_LAY = (
    r"(?:隔壁|邻居|朋友|闺蜜|同事|同学|亲戚|别人|人家|有人|旁边的?人|网友|网上|群里|[老小阿](?![公婆师板子人是区时心伙])[\u4e00-\u9fff]"
    r"|[\u4e00-\u9fff](?:阿姨|大姐|大哥|大妈|叔|姐|哥|婶|嫂))"
)
_KIN = r"(?:家里人|家人|老[公婆]|儿子|女儿|媳妇|我[妈爸哥姐弟妹姨叔婶嫂]|他们?|她们?|大家)"
_SAYS = r"[^,。!?]{0,6}(?:说|讲|劝|教|叫我|让我|建议|怂恿|撺掇)"
#: What others say one should claim of the company: 老沈说这种要叫你们赔, "my neighbour says I should".
ADVISED = (
    rf"{_LAY}{_SAYS}[^,。!?]{{0,12}}(?:要|该|可以|能|得|应该)?(?:叫|让|找|问|管|跟|向)(?:你们|商家|店家|店里|平台|公司|物业)"
    r"|(?<!\bi )(?<!you )\b(?:says?|said|reckons?|thinks?|suggest(?:s|ed)?|insists?) (?:that )?(?:i|we) (?:should|could|can|ought to|must|need to|have to)(?: \w+){0,6} $"
    r"|\b(?:told|tells|telling|urged|urges|advised|advises|encouraged) (?:me|us) (?:that (?:i|we) should|to)(?: \w+){0,6} $"
)
#: Others who only count where the customer then turns from what they say.
SAID_BY_OTHERS = rf"(?:{_LAY}|{_KIN}){_SAYS}"
TURNED_FROM = r"[^。!?]{0,16}[,。;!]\s?(?:但|不过|可是|可我|我不是|我不想|我不要|我也不|我倒|其实我|我只|我就|我没|算了)"
#: A lawyer's word is the customer's own claim.
BY_COUNSEL = r"\b(?:lawyers?|solicitors?|barrister|attorney|counsel|ombudsman|citizens advice)\b"
