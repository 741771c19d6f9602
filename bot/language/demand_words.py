"""What people write when they want something: money back, a new piece, a repair, an answer, an apology."""

from __future__ import annotations

import re

from bot.language.demand_phrases import AGAIN, EN, ZH
from bot.language.demand_sayings import SAYINGS
from bot.language.narrowed import Narrowed

# A demand is a word of the matter with words of wanting before it in the same clause, unless it is
# plain enough alone.
WANT_EN = re.compile(
    r"\b(?:want|wants|wanted|wanna|need|needs|would like|'d like|'d appreciate|would appreciate|please|pls|plz|can (?:i|you|we|u|someone|somebody|anyone)|could (?:i|you|we|someone|somebody)|will you|would you|demand\w*|expect\w*|request\w*|asking|ask|asked|looking for|look for|give|send|get|getting|got to|must|should|require\w*|insist\w*|how (?:do|can|to)|when (?:will|can|do|are|is|am)|entitled|waiting|wait|still (?:no|not|waiting|haven't|nothing)|hop(?:e|ing)|deserve\w*|owed?|owes?|let me|just|kindly|prefer|either|rather|i'll take|i'd take|where(?:'s| is)|refus\w+|den(?:y|ied|ying)|won't|wont|will not|didn't|not|no|chas\w+|push\w*|arrange|offer|issue|process|provide|due|back|full|entitle|accept|settle for|nothing less|or|hurry|immediately|asap|now|right away|today|ought|tell me|explain|someone|somebody|possible (?:that|for|to)|any chance|(?:thankful|grateful|obliged|happy|glad|nice) if|i ask that)\b",
    re.ASCII,
)
_ALONE_ZH: tuple[tuple[str, str], ...] = (
    (
        "refund",
        r"(?:要求|申请|请|给我|给俺|必须|全额|立即|马上|尽快|我要|想要?|只要|办理?|同意|快|赶紧|不给|拒绝|拒不|不肯|一直不|迟迟不|不予|不同意|帮我|能不能|可以|没|未|说好|仅|快速|直接)(?:我|给我)?(?:全部|全额|无条件|原路)?退(?:款|钱|费|全款|押金|定金|订金|回|还|差价|运费)|全额退|退(?:我|还我?|回我?|给我)(?:的)?(?:钱|款|全款|全额|差价|押金|定金|订金|运费|货款|费用|学费|余额|会费|保证金|[\d一二三四五六七八九十百千万两]{1,12})|(?:还|退)(?:我|我的|给我)(?:的)?(?:血汗)?钱|把(?:我的|血汗)?钱(?:还|退|吐|给我)|还钱|退钱|还我[^,。!?]{0,4}钱|把[^,。!?]{0,8}(?:钱|款|费|押金|定金|[\d一二三四五六七八九十百千万]+)(?:全部|都|给我|原路)*(?:退|还|吐)|退一赔|退款!|退款。|^退款$|返还(?:我)?[^,。]{0,6}(?:钱|款|费|押金)|(?:想|要|求)退款|退款(?:处理|就行|就好|了事|即可|吧)|(?:必须|赶紧|给我|请|要|求|就|我要|马上|立刻|要么|其余|全部|,|。|^)退(?:押金|定金|订金|费|保证金|学费|余款|差价|会员费|年费|全款|一半|剩余|余额)(?!规则|政策|那天|申请表)|(?<![不被已我你闪衰早撤减烧])(?:退|退款)(?=[。!]?$)|退下款|退番钱|退返|回水",
    ),
    (
        "return",
        r"(?:要求|申请|我要|想要?|要|给我|办理?|能不能|可以|同意|不给|不让|拒绝|帮我|请|必须)[^,。!?]{0,3}退(?:货|换|掉|回去)|退货(?:退款|处理|吧|就行|[!。]|$)|退货退款|退掉(?:吧|它|这)|(?:我要|想|给我)退(?:[了!。,]|$)|寄回去(?:退|给)|拿(?:去|回去)退",
    ),
    (
        "replacement",
        r"(?:要求|申请|我要|想要?|给我|给换|办理?|能不能|可以|同意|不给|不让|拒绝|帮我|请|必须|希望|尽快|赶紧|要|麻烦|应该|免费|直接|同意)[^,。!?]{0,6}(?:换(?:货|新|[大小][一两半]?个?[码号]|一?(?:个|台|部|件|双|张|把|条|只|款|套|瓶|辆|间|份|块|批)(?!说法|角度|思路|人)|成|掉它)|更换|调换|替换)|换货(?:处理|吧|就行|[!。]|$)|(?:给|要|请|必须|得|该)[^,。!?]{0,4}换(?:个|台|部|件|双|张|把|只|套)?(?:新的|好的|正品|全新|没问题的)|(?:重新|再|给我|要求|请|尽快)(?:发|寄|补|做|送|配)(?:我)?(?:一|1)(?:个|件|份|台|套|双|只|条|次)(?!电|消息|信息|邮件|通知)|重发|补寄|^换货$|退换(?:货)?|换番(?:个|部|件)",
    ),
    (
        "repair",
        r"(?:要求|申请|我要|想要?|给我|能不能|可以|帮我|请|必须|希望|尽快|赶紧|赶快|麻烦|马上|立即|安排|派人?|叫人|找人|什么时候|何时|早点|快点|免费|来人|几时)[^,。!?]{0,10}(?:维修|修理|修好|修复|检修|检测|抢修|来修|修一下|修下|返修|保修|去修|上门修|上门维修|修)(?!好了又|了三|过)|(?:派|安排|叫|让|找)[^,。!?]{0,6}(?:人|师傅|工程师|技术员|维修员)[^,。!?]{0,6}(?:来|上门|修|检查|看看|处理)|整(?:返|番)?好佢|整返好佢|^(?:维修|修理|检修)(?=[吧。!,]?$)",
    ),
    (
        "compensation",
        r"(?:要求|我要|想要?|给我|能不能|应该|请|必须|希望|申请|得|需要|强烈|肯定要|至少|没有任何|没有|毫无|不给|拒绝|不肯|不|索)[^,。!?]{0,8}(?:赔偿|赔付|赔钱|补偿|赔我|理赔|索赔)|赔(?:偿)?(?:我|我们|俺|本人|给我|一切|全部|所有|一部|一台|一个)|索赔|退一赔(?:一|二|两|三|四|十)|假一(?:赔|罚)(?:三|四|十)|(?:三|3|十|10|双|两|2|四)倍(?:赔偿|赔付|赔|价款)|(?:误工|精神损失|医药|营养|交通)费(?:.{0,6}(?:谁|出|赔|付|给|承担))|给(?:点|个|些|我)?(?:补偿|赔偿|说法和赔偿)|怎么(?:赔|补偿)(?!\?就是|.{0,6}就是问)|赔偿(?:损失|我|问题|方案)|(?:,|。|!|^)赔(?:!|钱|$|偿)|(?:谁|你们)(?:来)?赔(?!了|过|得起)|赔得起|应(?:当)?补偿|(?:费用|损失)?(?:由|请|希望)(?:贵方|贵司|贵公司|你们|你方)[^,。]{0,6}(?:承担|负担|出)(?:一部分|全部|费用)?|运费你们?出|赔钱|(?:损失|费用)(?:由|该|应该|要)?(?:你们|谁)(?:承担|赔|负责|出)|赔返",
    ),
    (
        "apology",
        r"(?:要求|我要|给我|应该|请|必须|希望|需要|得|公开|当面|登报|书面|向我|对我|跟我|欠我|没有一句|连(?:个|一句|声)|一句|没有|也不|都不|都没|不)[^,。!?]{0,6}(?:道歉|赔礼|致歉|说声对不起|说(?:一)?声抱歉|赔不是|认错)|赔礼道歉|道(?:个|一声|一句)?歉(?:!|。|$)|^道歉$|给(?:我|个)(?:一个)?道歉|道个歉",
    ),
    (
        "explanation",
        r"(?:给|要|讨|求|等|有|没有)(?:我|我们|大家|一|个|一个|业主)*(?:合理的?|明确的?|满意的?|正面的?|公平的?|像样的?)*(?:说法|解释|交代|交待|理由|答复|回复|答案|回应|结果|讲法)|(?:请|要求|希望|必须|能不能|麻烦|给我|可以|谁能|难道不|来|不|没人|没有人)(?:你们?|贵司|客服|官方|来|人|给我|先|出来)?(?:解释|说明|讲清楚|说清楚|答复|给说法|调查|核实|查清|查明|查一下|查下|查查)|为(?:什么|何|啥|嘛)|怎么回事|咋回事|什么情况|啥情况|(?:哪|怎么)(?:来的|算的|扣的|收的)(?:费|钱)?|什么原因|什么意思|凭什么|凭啥|什么理由|点解|搞咩|做咩|怎么会这样|究竟(?:怎么|为)|到底(?:怎么|为什么|谁|什么(?:时候|情况|意思))|何解|是何道理|道理何在|哪里(?:出)?(?:了)?问题",
    ),
    (
        "improvement",
        r"(?:希望|请|建议|要求|应该|必须|能不能|麻烦|需要|尽快|好好|亟待|有待|望|盼|务必|烦请|恳请|可以)[^,。!?]{0,14}(?:改进|改善|改正|整改|改一改|改改|加强|提高|提升|优化|完善|培训|重视|注意|杜绝|避免|规范|增加|升级|反思|管管|管一管|整顿|更新|修复bug|严格|把关|严把)|建议(?!零售|售价|大家|收藏|购买|去|入手|买)|(?:加强|提高|提升|改善|改进|优化|完善)(?:一下|下)?(?:你们的?|贵司的?|员工|客服|服务|质量|管理|品控|监管|培训|售后|效率|流程|系统|素质)|以后(?:能|请|希望|要|应该)?(?:改|注意|好好|多|认真)|引以为戒|吸取教训|有则改之|能不能(?:先|改|换|加|做|搞|把|多|别|不要|匀|出|设|给)(?!退|发货|我)|别再(?:发生|出现|坑)|不要再(?:发生|出现|让|坑|有)|(?:必须|立即|要求|责令)整改|早日改",
    ),
    (
        "punish_staff",
        r"(?:开除|辞退|炒(?:了|掉)(?:他|她|这|那)|炒鱿鱼|撤(?:了|掉)(?:他|她|这个|那个)|撤职|停职|处分|处罚|惩罚(?:他|她|这|那|涉事|该)|严惩|惩处|扣(?:他|她|他们)(?:的)?(?:工资|奖金|绩效)|严肃处理|追究(?:[^,。]{0,6})责任|问责|批评教育|处理(?:一下)?(?:这个|那个|该|他|她|此|这种|这位|那位|这名|涉事|当事|相关)(?:名|位)?(?:员工|客服|人员|人|师傅|店员|司机|服务员|经理|骑手|快递员|导游|保安|医生|护士|老师|工作人员)?|换(?:掉)(?:这个|那个|该|他|她)(?:员工|客服|人|司机)?)",
    ),
    (
        "delivery",
        r"(?:赶紧|赶快|尽快|快点|快|马上|立即|立刻|速|什么时候|啥时候|何时|几时|请|要求|催|能不能|麻烦|给我|必须|到底|今天|早点|抓紧|多久|还不|不|迟迟不|一直不|再不)(?:能|给我|才|可以|把货|把[^,。]{1,6})?(?:发货|送货|送到|派送|配送|送来|送过来|寄出|寄来|发出|发件|到货|送达|派件|给我送|发给我|出票|交房|交付|交货|来电|来水|恢复(?:供|网|使用|通)|通(?:网|电|水|气)|放款)|催(?:一下|单|快递|发货|货)|(?:我|俺)的(?:货|快递|包裹|订单|东西|外卖|餐)(?:呢|在哪|到哪|什么时候|去哪)|(?:请|麻烦|给我|赶紧|尽快)[^,。]{0,4}补发|漏发的?(?:补|发|寄)|把(?:漏发|少发|缺|剩下|余下)[^,。]{0,8}(?:补|发|寄|送)|恢复(?:供电|供水|供暖|网络|供气|通电|通水|我的(?:账号|账户|权限))|找(?:到|回)我的(?:包裹|行李|快递|东西|箱子)",
    ),
    (
        "other",
        r"取消(?:我的|这个|掉|该|了)?(?:订单|预订|预约|合同|会员|自动续费|套餐|业务|服务|扣费|订阅|保单|贷款)|(?:解除|终止)(?:合同|协议|合约|绑定)|解约|(?:删除|注销|清除)(?:我的|掉|我)?(?:信息|数据|账号|账户|个人信息|资料|隐私|号码|会员)|(?:停止|别再|不要再|禁止)(?:骚扰|打|扣|发|推销|收费|泄露|打扰)|解(?:绑|封|冻)|开(?:具)?(?:一?张)?发票|补开发票|转(?:接)?人工|(?:找|叫|换|让|联系|转)(?:(?:你们?)(?:的)?(?:领导|经理|主管|负责人|老板|上级)(?:来|跟|和|给|出来|联系|对话|回复|打|接|听)?|个?(?:领导|经理|主管|负责人|老板|上级)(?:来|跟|和|给|出来|联系|对话|回复|打|接|听))|(?:给|跟)我回(?:个|一个)?电话|回(?:个|一个)?电话(?:给我|来)|(?:请|[让叫](?!我)|麻烦|尽快|能不能|必须|希望|安排|派|找|来个?人|赶紧)[^,。!?]{0,8}打(?:个|一个|通)?电话(?!了|说|催|问|通知|道歉)|给我打(?:个|一个|通)电话(?=[,。!?吧]|$)|(?:请|尽快|麻烦|速|必须)(?:给我)?(?:回电|来电|联系我|致电)|尽快(?:处理|解决|回复|联系|答复|落实|跟进|给)|(?:赶紧|马上|立刻|立即|请|抓紧|早日|速|及时|赶快|帮我|帮忙|快点|快)(?:处理|解决|回复|联系|跟进|落实|搞定|想办法)|(?:给|想)(?:我)?(?:个|一个)?(?:解决|处理)(?:方案|办法|意见)|延长(?:质保|保修|会员|有效期)|减免|免(?:除|掉)(?:费用|违约金|滞纳金)|恢复名誉|(?:请|要求|给我|帮我|麻烦|必须|尽快|予以|希望)[^,。!?]{0,6}更正(?!一[下条点])|(?<=[\u4e00-\u9fff])更正(?=[,。!;]|$)|更正(?:我的?|错误的?)?(?:账单|记录|征信|信息|报道|名誉|扣费|数据)|撤销|降(?:价|费)",
    ),
)
_ALONE_EN: tuple[tuple[str, str], ...] = (
    (
        "refund",
        r"\b(?:money|cash|deposit|payment|dollars?|pounds?|funds?|£ ?\d[\d.,]{0,12}|\$ ?\d[\d.,]{0,12}|€ ?\d[\d.,]{0,12}) back\b|\brefund(?:s|ed|ing)?\b(?! policy| policies| department| dept| window| process is| process was| page)|\breimburs\w+|\bcredit (?:me|my (?:account|card))\b|\breturn my (?:money|deposit|cash|funds)|\bgive (?:me )?(?:back )?my (?:money|deposit)|\bpay me back\b|\bmoney returned|\breverse the (?:charge|payment|transaction|£|\$|€)|(?:£|\$|€) ?\d[\d.,]{0,12}(?: \w+){0,3} back\b|\b(?:price|cost|rest|half|difference|other (?:half|ten|one)|charge|fee|fare) (?:of \w+ )?(?:price )?back\b|\b(?:give|want|get|have|like|need) (?:it|them|that|mine|the (?:money|cash|\w+ quid|£?\d+)) (?:all )?back\b|\bwhere(?:'s| is) my (?:money|refund|deposit|cash)|\b(?:want|need) my (?:money|cash|deposit|refund)|\btake (?:it|them|both|that|the \w+(?: \w+)?) off (?:my|the|this)? ?(?:bill|account|statement|card)?|\bknock it off (?:my|the)|\bgiv(?:e|ing) (?:me )?(?:it|them|my \w+) back|\bremove the charge",
    ),
    (
        "return",
        r"\b(?:return|send|take|bring|give)(?:ing)? (?:it|this|that|them|these|those|the \w+|my \w+|everything)(?: \w+){0,2}? ?back\b|\breturn(?:ing)? (?:it|this|these|them|the|my|that)\b(?! (?:call|calls|e-?mails?|phone|money|deposit|favou?r|flight|ticket|trip|journey|leg))(?! \w+ (?:flight|ticket|trip|journey|leg|call))|\b(?:a|the|my|prepaid|free) return(?:s)?(?: label| slip)?\b(?! (?:flight|ticket|trip|journey|fare|call|policy|leg|to))|\breturn label|\bcollect(?:ed)? (?:it|the \w+) (?:and refund|back|from)|\bcome (?:and )?(?:collect|pick (?:it|this|them) up|take it away)",
    ),
    (
        "replacement",
        r"\breplacements?\b(?! part (?:is|was|cost|price)s?)|\breplac(?:e|ing|ed) (?:it|this|them|these|my|the|that|with)\b|\bexchang(?:e|ed|ing)\b(?! rate| program)(?= (?:it|this|them|for|these|the|my)|[.!,]|$)|\bswap(?:ped|ping)? (?:it|this|them|out|for|these)|\b(?:a |an )?(?:brand )?new (?:one|ones|unit|phone|laptop|machine|pair|device|product|tv|battery|screen|item|set|bottle|fridge|washer|mattress|kettle)\b|\b(?:another|different|working|correct|right) (?:one|pair|unit|item|size|colou?r|product|order)\b|\b(?:send|give|get|want|need) (?:me |us )?(?:one|ones) (?:that|which) (?:works?|fits?|isn't|aren't|is|are)\b|\bre-?send\b|\bsend (?:me )?(?:out )?(?:a|another|the) (?:new|correct|right|missing|replacement|proper)|\bswap\b",
    ),
    (
        "repair",
        rf"\b{AGAIN}|"
        r"\brepair(?:s|ed|ing)?\b(?! shop| (?:guy|man|person|bill|cost|took|was|company))|\bfix(?:ed|ing)?\b(?! (?:your|this) (?:attitude|customer|service|company|policy|policies|processes?|website))|\bmend(?:ed)?\b|\b(?:send|get|arrange)(?: (?:me|out|for|over))? (?:an?|someone|somebody|the|another) ?(?:engineer|technician|plumber|fitter|electrician|repair\w*|mechanic|guy|person|tech)?(?: \w+){0,3} (?:to )?(?:fix|repair|look|sort|come|out|check|round)|\bengineer (?:visit|appointment|out)",
    ),
    (
        "compensation",
        r"\bcompensat\w+|\bdamages\b|\bpay(?:ing)? (?:me )?for (?:my|the|our|all|this) (?:damage\w*|loss\w*|time|trouble|ruined|hotel|taxi|meals?|repairs?|medical|stress|inconvenience|expenses?|distress|wages|cleaning|carpet|floor|car|phone|clothes|food)|\bgoodwill\b|\b(?:i want|you owe me|owes me|owe us|i'll take|i expect|i'm claiming|i claim|claim(?:ing)? for|pay me|pay us|pay out) (?:my )?(?:£|\$|€)? ?\d[\d.,]{0,12}(?:k| (?:euros?|pounds|quid|dollars|bucks|miles))?|\byou(?:'ll| will| can| should) (?:pay|be paying) for\b|\bwhere(?:'s| is) my \d+|\bhalf price\b(?= surely|\?| would| at least| please)|\b(?:£|\$|€)\d[\d.,]{0,12} (?:each|per passenger|compensation)|\bwho(?:'s| is) (?:paying|going to pay) for|\bphysio paid|\bmake (?:it|this) up to (?:me|us)|\bcover (?:my|the|our) (?:cost|costs|loss|losses|expenses|damage|bill|hotel|medical)|\blost wages|\blost earnings|\bout of pocket\b|\bfor my (?:trouble|time|inconvenience|losses)|\bsomething for (?:the|my|our) (?:trouble|inconvenience|stress|time)",
    ),
    (
        "apology",
        r"\bapolog(?:y|ies|ize|ise|izing|ising|ized|ised)\b(?! for (?:the )?(?:long|length|rant|typo|my|any spelling|caps))|\bsay(?:ing)? sorry\b|\bsorry would\b|\ba sorry\b|\bsimple sorry|\badmit(?:ting)? (?:your|the|that|it|they|you)",
    ),
    (
        "explanation",
        r"\b(?:please|pls|can|could|would|will|someone|somebody|anyone|must|need to|needs to|kindly|you|me|care to|to) explain\b(?! (?:the|it|to (?:his|her|my))\b)|(?:^|[.!?] )explain\b|\bexplanations?\b|(?<!sure )(?<!idea )(?<!know )(?<!knows )(?<!wonder )(?<!and )(?<!on )(?<!reason )(?<!that's )(?<!is )\bwhy\b(?! (?:i|we) )|\bhow come\b|\bwhat(?:'s| is| the (?:hell|heck|f\w*) is|s) (?:going on|happening|the (?:problem|reason|hold ?up|delay|issue|deal|story|status|excuse)|wrong with (?:you|your))|\bwhat happened\b|\b(?:an?|some|straight|real|clear|proper|give me|get|getting|want|need|demand|deserve|waiting for|owe me) (?:\w+ )?answers?\b(?! (?:the|my|your|phone))|\breasons? (?:for|why|behind)|\bclarif\w+|\blook(?:ing)? into (?:this|it|why|my|what|the)|\binvestigat\w+|\bhow (?:is|was|did|does|can|could|on earth|the hell) (?:this|that|it|you|they|a|any)\b|\bdo you (?:mind )?(?:explain|tell)|\bwhat are you (?:going to do|doing)|\baccount for\b",
    ),
    (
        "improvement",
        r"\bimprov(?:e|es|ed|ing|ement|ements)\b|\bdo(?:ing)? better\b|\bbe(?:tter|ing better)? (?:customer service|training|quality control|communication|service|staff|packaging|signage|management)\b|\bfix your (?:customer|service|company|policy|policies|process\w*|website|system|app|attitude|servers?|shit|staff)|\b(?:train|re-?train|educate|teach)(?:ing)? (?:your|the|some|these|those|more) (?:staff|employees|people|drivers?|agents?|team|reps?|crew|workers?|managers?|call)|\b(?:change|review|update|rethink|revise|upgrade|overhaul|reconsider) (?:your|the|this|these) (?:\w+ )?(?:policy|policies|process|procedures?|system|practices?|menu|service|rules?|training|recipe|website|app|packaging|supplier)|\bplease (?:make|add|bring back|consider|include|provide|hire|ensure|allow|let|put|do something|stop)\b|\b(?:doesn't|does not|don't|won't|never|not) (?:ever )?happen(?:s)? (?:again|to (?:others|anyone|other|someone|the next|any other))|\bin (?:the )?future\b|\bget your act together|\bsort (?:yourselves|yourself|your \w+) out|\bstep up (?:your|and)|\bmore staff\b|\bneeds? to (?:be (?:better|improved|addressed|looked at|updated|fixed)|improve|change)|\bshould (?:be (?:better|clearer|improved)|improve|change|have more|offer|provide|train)|\bwould be (?:nice|good|better|great|helpful) (?:if|to have)|\bwish (?:they|you|it|there)\b|\bneeds? (?:work|improvement|better|more)\b",
    ),
    (
        "punish_staff",
        r"\b(?:fire|sack|dismiss|discipline|suspend|terminate|reprimand|punish|demote)\b (?:him|her|them|that (?:driver|guy|man|woman|agent|manager|clerk|rep|person|employee|idiot|little)|this (?:driver|guy|man|woman|agent|manager|clerk|rep|person|employee)|the (?:driver|guy|man|woman|agent|manager|clerk|rep|person|employee|lot)|your (?:driver|staff|agent|manager)|whoever|everyone)(?: \w+){0,3}\b(?! alarm| exit| sale| order| app| charge| fee| account| subscription| contract| review| payment| from my)|\b(?:should|must|need(?:s)? to|has to|ought to|deserves? to|better) (?:all )?(?:be|get|lose) (?:fired|sacked|let go|disciplined|dismissed|suspended|reprimanded|held (?:accountable|responsible)|(?:his|her|their) jobs?|punished|retrained|removed|struck off|out of a job|dealt with|reviewed)|\b(?:be|get|getting|being|him|her|them) (?:fired|sacked|disciplined|dismissed|reprimanded|suspended)\b|\b(?:disciplinary|action) (?:action )?(?:against|taken against|be taken against|to be taken against) (?:him|her|this|that|the|them|your)|\bheld? (?:him|her|them|that person|staff|someone|those) (?:accountable|responsible)|\bheld accountable|\bdeal with (?:him|her|this (?:employee|driver|guy|agent|man|woman)|that (?:employee|driver|guy|agent)|your staff)",
    ),
    (
        "delivery",
        r"\b(?:deliver|delivered|delivering|ship|shipped|shipping|dispatch(?:ed)?|send|re-?deliver\w*)\b (?:it|this|my|our|the (?:rest|order|parcel|package|item|items|missing|remaining|goods|card|tickets?|food|product|sofa|bed|fridge|part|parts)|me (?:my|the|what)|them|what|immediately|asap|now|today|as promised)|\b(?:when|where)(?:'s| is| are| will| the hell is| on earth is| can i expect| do i get)? ?(?:my|our|the|it|this|you)\b[^.!?\n]{0,30}\b(?:order|orders|parcel|package|packages|delivery|item|items|arrive|arriving|come|coming|deliver\w*|ship\w*|dispatched|food|luggage|bags?|suitcase|card|tickets?|stuff|sofa|bed|refund coming)\b|\bget (?:my|our|the) (?:order|parcel|package|item|items|delivery|luggage|bags?|suitcase|card|stuff|food|tickets?|goods|sofa|money's worth)\b|\b(?:want|need) (?:my|our|the) (?:order|parcel|package|items?|delivery|luggage|bags?|suitcase|card|stuff|food|tickets?|goods|product|shoes|phone|laptop|medicine|medication|prescription)(?! cancel| refund| to be cancel| back)\b|\bre-?(?:book|schedule|schedul\w+|route|connect|instate|store|activate)\b(?: (?:me|my|us|our|the|it|on))?|\b(?:restore|connect|activate|turn on|switch on|install|set up|unlock|reactivate|reinstate) (?:my|our|the|it) (?:\w+ )?(?:internet|broadband|service|connection|phone|line|account|power|heating|water|electricity|gas|signal|wifi|card|boiler|access)?|\bfind (?:my|our) (?:parcel|package|luggage|bags?|suitcase|order|delivery)|\btrack (?:it|my|this|down)",
    ),
    (
        "other",
        r"(?:^|[.!,] ?|\b(?:please|pls|to|and|can you|could you|just|must|will you|want you to|then) )cancel (?:my|our|the|this|it)\b(?: (?:order|booking|contract|subscription|policy|membership|account|reservation|plan|service|appointment|direct debit))?|\b(?:delete|remove|erase|wipe) (?:my|all my|our|the|this) (?:data|account|details|information|personal|number|email|card|charge|late fee|mark|default|debt)|\bstop (?:calling|emailing|texting|charging|sending|spamming|contacting|harassing|billing|taking|debiting|hounding)|\b(?:please|must|to|want this|need this|be) escalat(?:e|ed)\b|\b(?:speak|talk|spoken|speaking|put) (?:me )?(?:to|with|through to) (?:a|an|the|your|someone|somebody)(?: \w+){0,3}? ?(?:manager|supervisor|human|person|agent|boss|someone|superior|charge|representative|rep|higher|real)|\bcall (?:me )?back\b|\bcall me\b|\bget back to me\b|\bcontact me\b|\b(?:please|could you|can you|to|must|just) waive\b|\bcorrect (?:the|my|this|it)\b|\bhono(?:u)?r (?:the|your|my|this|it)\b|\b(?:resolve|sort|solve|rectify|address|handle|resolved|sorted|solved) (?:this|it|my|out|the)\b|\b(?:resolution|solution)\b|\bunblock (?:my|the|it)|\bunlock my|\bpoint(?:s)? (?:back|restored)|\binvoice\b(?= please|$)|\bvat receipt|\bplease help\b|\bdo something about\b|\bsomeone (?:to )?(?:call|contact|help|respond|reply|ring)|\b(?:please|must|to) (?:reply|respond)\b",
    ),
)
#: Short answers to "what would you like?", which elsewhere would be too little.
_EDGE = r"[\s,，。.!！~]*"
_ANSWERED = (
    (
        "replacement",
        rf"^{_EDGE}(?:给我|帮我|就)?换[一个台件部双套张条只块把本辆新准好]"
        rf"(?!人|家|说法|方式|地方|思路|话|角度|时间|日子)[^,，。!?]{{0,8}}{_EDGE}$",
    ),
    (
        "repair",
        rf"^{_EDGE}(?:给我|帮我)?(?:修好|修一下|修修)(?:就行|就好|吧|它)?{_EDGE}$"
        r"|(?:^|[,，。!\s])想要?修(?:好|理|一下)(?=$|[,，。!\s])"
        rf"|^{_EDGE}(?:just |please )?get (?:it|(?:the|my) \w+(?: \w+)?) (?:mended|fixed|repaired){_EDGE}$",
    ),
    (
        "delivery",
        rf"^{_EDGE}(?:快点?|赶紧|赶快|尽快|马上|给我)?(?:送来|送过来|送到|补发|寄来|寄过来)"
        rf"(?:吧|就行|啊)?{_EDGE}$",
    ),
)
ALONE: tuple[tuple[str, Narrowed], ...] = tuple(
    (name, Narrowed(pattern, re.ASCII))
    for name, pattern in (
        *_ALONE_ZH,
        *_ANSWERED,
        *SAYINGS,
        *((name, "|".join(group)) for phrases in (ZH, EN) for name, group in phrases.items()),
    )
)
"""Demands that hold their own words of wanting."""

WITH_WANT: tuple[tuple[str, Narrowed], ...] = tuple(
    (name, Narrowed(pattern, re.ASCII)) for name, pattern in _ALONE_EN
)
"""English matters that are a demand when someone wants them."""

DENIED = re.compile(
    r"(?:不是(?:说|要|想|来|为了|真要|非要|一定要|找你们?|跟你们?)?|不(?:要|想|用|需要|必|稀罕|奢求|求|指望|图|在乎|打算|会)(?:你们?|你们的?|什么|任何|再)?|别(?:跟我)?|没(?:想|要|打算|说要)|无需|并非|谁稀罕|谁要|唔使|唔要|唔系要|不为了?)(?:你们?|你|要|想|来|求|给我|跟我|让你们?|叫你们?|什么|任何|的|退|那点|这点|去|为了|再|赔|我|非得){0,4}$"
    r"|\b(?:not|don't|dont|do not|didn't|never|isn't|wasn't|no longer|without|not even|rather than|instead of|nor|doesn't) (?:really |even |actually |just |only )?(?:want|wants|wanting|need|needing|after|asking|ask|looking|look|interested|about|seeking|expect|expecting|require|requesting|care|cares|care about|here|in it|trying|necessarily|wanted|asked|demanding|bothered)?(?: (?:for|in|to|about|any|you|it))?(?: (?:get|have|be|ask|see|be given|give|want|a|an|my|your|the|any|full|money|this|it|another|me|for|some|more|empty|fake|insincere|hollow)){0,5}\s*$"
    r"|\b(?:no need (?:for|to)|forget|keep|spare me|can keep|don't bother with|save) (?:the|a|an|your|any|me|to)?(?: \w+)?\s*$",
    re.ASCII,
)
"""Words right before a demand that take it back."""

REFUSED_AFTER = re.compile(
    r"^(?:有什么用|有啥用|有用吗|没用|没有用|管什么用|就算了|就完了|就行了吗|就能|能解决|顶个屁|顶什么用|我也不要|也没用|(?:的)?(?:事|话)(?:就)?(?:算了|免了)|免谈|不必了|不用了|(?:已经)?(?:到账了|收到了|退给我了))"
    r"|^ (?:(?:isn't|is not|won't|will not|wouldn't|doesn't|means|mean|is) (?:enough|cut|needed|necessary|what i(?:'m| am)|nothing|fix|do|worthless|the point|help|why i)|not needed|not necessary)"
)
"""Words right behind a demand that take it back."""
