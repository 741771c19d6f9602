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
        r"(?:你们)?(?:打算|准备|想)(?:怎么|如何)(?:处理|解决|办|弥补|负责)|(?:怎么|如何)(?:给我)?(?:处理|解决)(?:吧)?(?=[?。!]|$)|\b(?:i'd|i would|we'd) (?:like|love|want) to (?:know|understand|hear) (?:why|how|what|who|where)\b|\bhow (?:do|are|will) you (?:plan|intend|going|propose) to\b",
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
        r"(?:把|将)[^,。!?]{0,14}(?:从[^,。!?]{0,8}(?:删|去|移)(?:掉|除)|删(?:掉|除|了)|关(?:掉|了|闭)|取消(?:掉|了)?|停(?:掉|了)|注销|解(?:绑|除|冻|封)|恢复|给我关掉)(?!不|没)|(?<!不)(?:教|告诉)我?(?:一下)?怎么(?:连|用|弄|操作|设|设置|关|开|取消|注销|装)"
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
