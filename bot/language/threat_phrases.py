"""How people say that they go public, strike or leave, built from parts: who, what, where to."""

from __future__ import annotations

_GAP = r"[^.!?\n]"
_HOLE = r"[^,。!?;\n]"

# --- leaving, in English -------------------------------------------------------------------------
_TRADE = (
    r"(?:shop|brand|make|company|provider|supplier|bank|app|store|lot|crowd|merchant|builder|joiner|garage|airline|carrier|network|insurer|"
    r"agency|school|gym|restaurant|cafe|pub|bar|salon|hotel|dentist|vet|practice|surgery|site|platform|firm|outfit|hairdresser|jeweller|"
    r"plumber|electrician|mechanic|courier|pharmacy|chemist|supermarket|market|landlord|bakery|operator|dealer|dealership|broker|vendor|contractor)"
)
_OTHER = (
    r"(?:elsewhere\b|somewhere else\b|someone (?:else|competent)\b|anyone else\b|next door(?!'s)(?=[.,!]|$)|(?:across|over) the (?:road|street)\b|the others\b|the competition\b|"
    rf"(?:the|an|my|your) ?other (?:\w+ )?(?:{_TRADE}|place|people)\b|(?:another|a different|any other|a proper|my old|our old|the next|a local|the corner|the little|a human) (?:{_TRADE}\b|local man\b|\w+ {_TRADE}\b)|"
    r"(?:a|an|another|any|your|the|one of your) (?:\w+ )?(?:competitors?|rivals?)\b|a credit union\b|the one next door\b|a (?:bank|practice|shop|place|company|provider) (?:that|with|who)\b)"
)
_GO = (
    r"(?:switch(?:ing|ed)?|swapping|mov(?:e|ed|ing)|go(?:ing|es)?|gone|off|walk(?:ed|ing)?|tak(?:e|en|ing)|took|bought|buy(?:ing)?|order(?:ed|ing)?|book(?:ed|ing)?|"
    r"sign(?:ed|ing)?|us(?:e|ing)|used another|try(?:ing)?|hir(?:e|ed|ing)|drank|ate|shopp?(?:ing)?|gave|giv(?:e|en|ing)|paid|chang(?:e|ed|ing)|staying|become|"
    r"choos(?:e|ing)|bank(?:ing)?|fly(?:ing)?|travels?|travell?ing|transfer\w*|port(?:ing|ed)?|migrat\w+|settling|spend(?:ing)?|bring(?:ing)?|went|defect\w*|looking|found|get me|tonight|back|be|it'll be)"
)
_MINE = r"(?:my|our|the|this|that|all my|all our|both my|every|your)"
_CLUB = r"(?:subscriptions?|memberships?|accounts?|premium|prime|direct debits?|polic(?:y|ies)|plan|contract|card|broadband|service|app|standing order|renewal)"
_BRAND = (
    r"(?:verizon|t-mobile|at&t|vodafone|three\b|ee\b|o2\b|sky\b|bt\b|virgin|octopus|amazon|apple\b|samsung|google|android|iphone|delta|united\b|southwest|monzo|starling|chase\b|uber|lyft|spotify|"
    r"netflix|fedex|ups\b|dhl|tesco|asda|aldi|lidl|walmart|target\b|costco|best buy|currys|argos|john lewis|m&s|sainsbury\w*|morrisons|waitrose|ryanair|easyjet|wise\b|revolut|ikea|bosch|sony|lg\b|windows|linux|mac\b|notion)"
)
CHURN_EN = (
    r"\bnever (?:ever,? ){0,3}again\b",
    rf"\b{_GO}\b(?: {_GAP}{{0,30}}?)? ?\b{_OTHER}(?!\'s)",
    r"\b(?:i'?ll|we'?ll|i will|we will|i'?m|we'?re|i'?d|just|or i|then|so i|and i|will|time to|gonna|going to|i can|now|tonight) (?:be )?(?:just )?(?:switch|mov|leav|defect|chang|migrat|cancel|port)(?:e|ing|ling)?\b(?= (?:tonight|today|tomorrow|now|asap|out|regardless|anyway|soon|banks?|providers?|suppliers?|networks?|monday|friday|for good|you)|[.!,]|$)",
    r"(?:^|[.!?;,:)] ?|\?\? ?)(?:so |and |now |just )?(?:switching|defecting|migrating|porting out|porting|uninstalling|unfollowing|unfollowed|uninstalled?|unsubscribing|quitting|selling up)\b(?! my| the default)",
    r"(?:^|[.!?;,:)] ?|\b(?:@\w+|#\w+|and|so|now|i'm|im|i am) )cancell?ing\b(?! on| the (?:order|booking|flight|appointment|trip)| my (?:order|booking|flight|appointment|trip)| (?:noise|headphones|flights?|orders?|trains?|fee))",
    rf"\b(?:{_CLUB}|code) (?:is |now |already |just )?(?:cancell?ed|(?<!account )closed|gone|(?:deleted|terminated|ended)(?=[.!,]|$)|requested|in the bin)\b",
    rf"\b(?:cancell?(?:ing|ed)?|clos(?:e|ing|ed)|end(?:ing)?|terminat(?:e|ing)|delet(?:e|ing|ed)|ditch(?:ing|ed)?|dropp?(?:ing)?|binn?(?:ing|ed)|quit(?:ting)?|leaving) (?:the |both |all )?{_MINE} (?:\w+ )?(?:subscriptions?|memberships?|premium|prime|direct debits?|polic(?:y|ies)|plan|app|renewal)\b",
    r"\bclos(?:ing|ed) (?:everything|all|the lot|the account|my account|our account|both|two)\b(?!, balance| on \w+ \d)|\bcancell?(?:ing)? (?:everything|the lot|me\b|the card|prime|premium)",
    r"(?:^|[.!?] ?|\bso i |\band i |\bi've |\bi |- ?)cancell?ed(?= today|\. (?:shame|choke|enjoy|bye|done|good)|, (?:going|bye|enjoy|off|moving|switch)|\.$|!$|$)",
    r"(?:^|[.!?] ?|\bso i |\band i |\bi've |[,;:)] ?)(?:deleted|uninstalled|uninstall|unsubscribed)(?=[.!,]|$| again| it| and moved| the app| permanently| forever)(?!\. reinst)",
    r"\boff my phone\b|\bdeleting (?:the|your|this) app\b|\bget rid of (?:the|your|this) app\b",
    r"(?:^|[.,!?;] ?|\b(?:so|and|then|shame) )(?:good)?bye+\b(?= @| then| forever| for good|[.!,]|$)",
    r"\b(?:won't|wont|will not|shan't|shant|never) (?:be )?(?:going |coming |getting |heading |ever )?back\b(?! (?:to (?:me|us|you|work|normal|sleep)|until|till|before|in (?:stock|touch)|from (?:work|my|them|you|him|her)|yet|at|my|our|on))",
    r"\b(?:seen|be|is|hear|heard) the last of (?:me|my|us|our)\b|\bfor the last time\b(?= either|[.!]|$)|\b(?:first and )?last (?:time|order|penny|cent|visit|pound) (?:my|our|this|we|i|you)\b[^.!?\n]{0,24}\b(?:gives?|buys?|spends?|ever|get|shop|fly|book|use|order|see)\b",
    r"\b(?:you(?:'ve| have|'ll| will| just|'re)? (?:just |now |officially )?(?:lost|lose|losing|be losing)|or (?:you )?lose|and lose|so lose) (?:me(?! at| with| on the)|us|my|our|a|an|another|one|two|three|four|five|yourself)\b|\byou(?:'ve| have)? lost\b(?= over)",
    r"\bdone with (?:you|ye\b|yous|them\b|this (?:company|bank|app|place|shop|airline|provider|lot)|your|these)|\bthat's (?:me|us) done\b|\bdone (?:buying|shopping|dealing|flying|banking|paying|ordering|booking)\b",
    r"\b(?:never|nor) (?:buy|buying|buys|give|giving|get|getting|spend|spending|see|seeing|have|take|order|having)?(?:ing)? ?(?:you |them |me )?(?:another|a single|one more|a) (?:penny|cent|ticket|pound|dollar|euro|order|thing|booking|one of yours|of yours)\b|\bnot (?:a|another|one more) (?:penny|cent|pound|dollar) (?:more|from|of)|\banother of yours\b",
    r"\b(?:none|nobody|not one|no one|neither) (?:of (?:us|them|my \w+)|from (?:our|my|this) \w+|in (?:our|my|this) \w+)\b[^.!?\n]{0,16}\b(?:will|is going to|buys|book|be)\b[^.!?\n]{0,30}\b(?:renew|buy|buys|book|shop|fly|eat|ticket|again|with you|from you|use)\b",
    r"\bwon't (?:have|be having|buy|touch|use|get|order|shop|book|renew|eat|trust)\b[^.!?\n]{0,26}\b(?:another|again|any ?more|in the house|from (?:you|here|them)|with (?:you|them)|here|there)\b|\bno longer (?:shop|buy|use|fly|bank|eat|order)",
    r"\bwhistle for my\b|\bvot(?:e|ing) with (?:my|our) (?:feet|wallet)",
    r"\b(?:or|and|then|otherwise) (?:i|we)(?:'ll| will)? walk\b(?= away|[.!]|$)|\b(?:or|then|and|else) (?:i'm|we're|im|i am) (?:off|out|gone|leaving)\b|\b(?:i'm|we're|im) off(?= it\b|, |\. |!|$| for good)|\b(?<!if )(?:we're|i'm|im|we are) (?:all )?out(?=[.!,]| on (?:mon|tue|wed|thu|fri|sat|sun)| by| at the end|$)",
    r"\boff to (?:a|an|another|the|your) (?:\w+ ){0,2}(?:rivals?|competitors?|competition|bank|provider|shop|brand|place|lot|crowd|app|credit union)|\boff to switch\b|\boff to "
    + _BRAND,
    rf"\b(?:switch(?:ing|ed)?|chang(?:e|ing|ed)|mov(?:e|ing|ed)|over|go(?:ing|ne)?|back|talking|defect\w*|convert\w*) (?:over |back )?to {_BRAND}|\b(?:next one(?:'s| is| will be) (?:a|an) \w+|buy(?:ing)? (?:the|a|an) (?:{_BRAND}|\w+ one)(?= instead|,? and i'm| i should))",
    r"\b(?:we\'ve |i\'ve |i |we )?(?<!solicitor has )(?:given|gave|giving|handed in|handing in) (?:my |our |your |them )?notice\b|\b(?:we're|i'm|we are|i am|we'll be|im) moving (?:out|on|in (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn))\b|\bput (?:it|the \w+) up for sale\b",
    r"\b(?:stopped|quit|given up|gave up) (?:shopping|buying|eating|flying|ordering) (?:there|here|from|with|at)\b|\blet (?:my|our|the) (?:\w+ )?(?:membership|subscription|policy|contract|pass|card) (?:run out|lapse|expire)|\bi'?ll go without\b",
    r"\brather \w+[^.!?\n]{0,40} than [^.!?\n]{0,24}\b(?:again|with you|with yous|your|you lot|this airline|this app)\b",
    r"(?:^|[.!?] )(?:well,? )?not any ?more\b|\bstatus match(?:ed)?\b|\bpac code\b|\bporting code\b|\bport(?:ing)? (?:my|our) numbers?|\bsold my (?:miles|points|shares)\b",
    r"\b(?:taking|takes|move|moving|moved|take|took|pull|pulling|pulled|withdraw\w*) (?:(?:my|our|all|every|the|both|each)\b (?:\w+ ){0,5}?|them\b ?|it\b ?)(?:accounts?|business|custom|savings|pension|mortgage|fleet|pound|policies|portfolio|vans?|teeth|trade)\b[^.!?\n]{0,24}?(?: to (?!me\b|my\b)| elsewhere| across| monday| tomorrow| today| somewhere)|\bgoes elsewhere\b|\bmoved them(?=[.!]|$)|\bhe's pulled out\b(?=[.!]|$)",
    r"\b(?:different|another|proper|other) \w+(?: \w+)? (?:next time|in future|from now on)\b|\b(?:we'll|i'll|we will|i will|will) (?:take|try|use|stick (?:to|with)|go (?:to|with|by|back)|get|stay|have|be having|swim|cycle|drive|walk|buy|shop|eat|cook|make|do|fly|order|rent|hire|bring|choose|pick)\b[^.!?\n]{0,44}\b(?:in future|from now on|instead|next (?:time|summer|year|season)|then)(?=[.!,]|$)",
    r"\b(?:market|shop|bus|train|car|bike|ferry|boat|other shop) for me(?=[.!]|$)|\bcan keep your\b[^.!?\n]{0,20}\b(?:card|membership|points|voucher|loyalty)\b|\bgood luck (?:renting|finding|selling|keeping)\b",
    r"\bavoid(?:ing)? (?:you|this (?:place|company|airline|bank|shop|brand)|them) (?:from now|in future)|\bi(?:'ll| will) be avoiding\b|\bhaven't been back\b|\bnot been back\b|\b(?:so i|and) (?:left|walked out) and (?:bought|paid|went|got|ate)",
    r"\b(?:our|my) (?:office|firm|company|team|department|club|travel desk|whole family)\b[^.!?\n]{0,40}\b(?:with somebody else|with someone else|elsewhere|talking to|will be flying|has moved|is moving|books? with)\b|\bhas moved to the\b",
)

# --- leaving, in Chinese -------------------------------------------------------------------------
_DO = r"(?:来|去|买|用|跟|办|订|定|充|续|吃|喝|玩|坐|住|看|约|学|存|信(?!任)|穿|碰|选|沾|合作|光顾|消费|回购|下单|考虑|帮衬|找(?!我)|飞|租|逛|踏进|踏入|惠顾|支持|相信)"
_ELSE = (
    r"(?:别家|别处|别人家|别人(?!的)|别的(?!原因|办法|意思|事|问题|客人|顾客|东西|人|航班|时间|颜色|口味)|其他家|其它家|其他(?:平台|品牌|机构|银行|公司|店|牌子|运营商)|另一家|另外一家|另找|隔壁(?!桌|邻居|的人|老|说|家?装修)|对面(?!说|坐|楼|的人)|"
    r"路边摊?|外面(?!下|的|有|看)|楼下(?!邻居|漏|的人|业主|老|等)|第二间|实体店|大巴|绿皮|高铁|超市|竞品|友商|竞争对手|对手|移动|联通|电信|广电|wps|圆通|中通|顺丰|京东|美团|华为|小米|苹果)"
)
_HENCE = r"(?:以后|从此|今后|往后|下次|下回|下一次|从今(?:以后|天起|往后)|从[此次]以后|明年|这辈子|一辈子|永远|再也|再|绝对?|坚决|打死|死也|在也|我发誓)"
CHURN_ZH = (
    rf"{_HENCE}{_HOLE}{{0,6}}?(?:不会?|不想|不敢|绝不|不可能|别想我?|甭想|休想|没可能|唔会|唔)(?:再|敢|会|想|去|来|到|在|跟|找|让|愿意|从|订|给|碰){{0,2}}(?:你|你们|他|他们|这|这家|该|那|贵)?(?:店|家|公司|平台|品牌|里)?{_DO}(?!生|得及|得起|不到|不了|不起|着|出问题|好处理|跑|愁|排队|担心|怕|手|抄)",
    rf"(?:都|也|死|绝对?|坚决|宁死|宁可饿死也)不(?:会)?(?:再)?{_DO}(?:你|他|这|贵)们?(?:家|店|这)?",
    r"(?:^|[,。!?;…~ \n)唉])(?:我|我们|咱|真的?|就|是|都|那就?|行|哼|算了|反正|坚决|全家){0,3}不(?:来|去|买|跟|办|订|充|续|续费|续约|吃|喝|玩|修|约|学|存|合作|用|住)了(?:不去了|不来了)?(?=[,。!?~…\s]|真|谢|再见|拜|$)",
    r"(?:就|都|以后|卡里余额用完就)不来了|(?:就|也就|那就)不(?:吃|用|买|办|去|来|续|充)了(?=[,。!]|$)|(?<!决定续)不续(?=[。,!]|$)|(?:续费|合作|复购|回购|续约)(?:的事)?免谈|(?:续约|续费)?合同作废|(?<!滤芯)到期(?:就|立马|立刻|马上|直接)?(?:不续|拜拜|换(?!芯)|跳|走人|搬|永别)|别想(?:收|赚|挣|拿)我?(?:第二|一分|下)|一分钱(?:你们)?(?:也)?别想",
    rf"(?:以后|下次|下回|今后|往后|从此|宁可|宁愿|我?还是|我?就|改|我上|准备|打算|已经?|正在|要么我?|马上|立刻|立马|明天|不如|直接|只能|只好|这就|转头|反手|现在就|我要|,我)(?:我|我们|就|还是|直接|乖乖|老实|宁可|现在|只|都|去|要|再){{0,3}}(?:去|找|用|买|喝|吃|住|坐|到|上|换|换成|换去|换回|改去|改用|改喝|改坐|转去|转到|转|投|报|选|试|打给|在(?=别家|其他)|定|订|推去|跳槽|逛)了?(?:那个|那家|个|台|了)?{_ELSE}",
    rf"(?:^|[,。!?;…~ \n))])(?:已|已经|全家|都|直接|果断|转头|改)?(?:去|找|用|买|喝|吃|住|换|换成|换了|换去|改|改去|改用|改坐|转|转去|转投|跳槽|在(?=别家买)|投奔)了?(?:台|个)?{_ELSE}(?!也|都|同样|一样|还|的时候|问|说|人|是|都说|能|可以|拿)",
    r"(?:改|换)(?:喝|去|用|坐|吃|买|骑|走)(?!了?(?:新的|我|成了|一下))[^,。!?]{1,6}了(?=[,。!~]|$)|(?:全|都|统统|马上|立马|立刻|就|再这样|直接|果断|要|想|准备|打算|只好|只能|投票|我要)(?:给我)?(?:换|改)(?:成|了|去)?(?:别|其他|另|一家|家|系统|人做|人(?=[,。!]|$)|行(?=[,。!]|$)|驾校|物业|平台|品牌|牌子|银行|机构|老师教|师傅)|(?:^|[,。!?])(?:我|婚庆我)?换(?:行|驾校|人做|学校|机构|牌子|品牌|平台|软件|运营商|家店|地方)(?=[,。!了]|$)|下次换地方|想换人|换人了(?=[,。!]|$)",
    r"(?:我|给|去|来)?另(?:请|找|寻)(?:高明|别家|一家|其他|他人|人)|找(?:别的|其他|另外的?)(?:机构|师傅|人|公司|老师|店|律所)",
    r"(?:^|[,。!?;…~ \n)唉])(?:唉|我|我就|果断|直接|立马|就|那就|再见|垃圾|垃圾软件|烂游戏){0,2}(?:删|卸|戒|弃)了(?=[,。!]|卸了|删了|戒了|$)|(?:就|立马|马上)(?:删|卸)了(?=[,。!]|$)|(?:删|卸)(?:店|app|软件|游戏)(?:走人|[,。!]|再见|$)|卸了卸了",
    r"(?<!重新)(?<!反复)(?<!不能)(?<!无法)(?<!怎么)(?<!让我)(?<!用不惯)卸载(?=[,。!~]|不谢|走人|吧|算了|$|了[,。!~]|了$)|(?:已|果断|马上|立刻|直接|立马|明天|准备|只能|全家)(?:经)?卸载",
    r"(?:顺便|已经?|就|直接|马上|立马|果断|去|要|全部)?(?:把[^,。!?]{0,6})?(?:注销|销户|销卡|退会|退网|退订|退群|退坑|取关|脱粉)了(?=[,。!]|拜|$)|注销账号了|(?:去|要|就|马上)(?:注销|销户|销卡)(?=[,。!]|$)|销卡销卡|会员卡[^,。]{0,6}(?:切了|剪了|剪|扔了)|卡[^,。]{0,3}剪了",
    r"拉黑(?=[,。!~]|了|你|一条龙|加|走|这|处理|$)",
    r"(?:^|[,。!?;…~ \n)])[^,。!?\n]{0,6}(?:拜拜|永别|告辞|后会无期|好走不送|走了不送|再见不送|再见不联络|江湖不见|慢走不送)(?=您|了|啦|咯|吧|[,。!~]|$)|再也不见|(?:切了|app|走人|删了|卸了),再见|到此为止|各走各的|一刀两断|缘尽于此",
    r"谁(?:再|还|爱)?(?:买|住|用|签|来|去|送|玩|办|坐|上)[^,。!?]{0,6}谁(?:傻|是|签|急|孙子|后悔|倒霉|上当|买|用|住)|再(?:来|买|找|用|坐|订|玩|去|点|信|住|碰|上|充|进)[^,。!?]{0,8}?(?:我)?(?:是|就是|当)(?:狗|猪|傻|孙子|小狗|王八)|名字倒(?:过来|着)写|跟(?:你|他)姓",
    r"(?:白送|白给|送我|送给我|倒贴|免费)(?:我|给我|钱)?(?:都|也)不(?:要|来|用|去|吃|坐|住|买)|绕道走|各位绕道|(?:见|看到)你们?家?(?:店)?[^,。]{0,2}绕|跑得远远|有多远(?:躲|跑)多远|长(?:点)?(?:记性|教训)了|(?:上|吃)(?:过)?(?:一)?(?:次|回)(?:当|亏)?(?:就)?够了?",
    r"(?:钱|存款|余额|工资|资金|理财|薪转户|全家|单子|孩子|娃|课)[^,。!?]{0,8}(?:转走|全转|转学|退光|取走|搬走|搬家|领走|提走|全退)|(?:今天|明天|马上|准备|打算|都想|就|月底|下月|租满|约满|租约满|下个月|想要?)[^,。!?]{0,5}(?:搬(?=[,。!了]|走|家|$)|跳槽|领孩子走|卖房|退租(?=[,。!]|$))|租约?(?:到期|满)[^,。]{0,4}搬",
    r"失去(?:我|一个|一位|了)[^,。]{0,8}(?:客户|顾客|会员|主顾|用户)|(?:老(?:客户|顾客|粉|用户|会员)|铁粉)[^,。!?]{0,6}(?:走了|没了|不伺候|再见|到此)|粉转黑|路转黑|一生黑|抱着[^,。]{1,6}走了|(?:最后|唯一)一次(?:在|来|买|用|坐|住|订|消费|跟|给|光顾|飞|吃|合作|机会|下单)|不会有(?:下|第二)次|没有下(?:一)?次|不(?:想)?再呼吸",
    r"(?:牌子|品牌|东西)[^,。!?]{0,8}(?:白送都|一起扔|全扔)|下(?:次|回)[^,。!?]{0,8}(?:不可能找|不找|宁可|宁愿|不来|不买|不订|不坐)|(?:续保|续约)[^,。]{0,4}别家|用别家的|薪转户",
)

# --- going public, in English --------------------------------------------------------------------
_PAPER = (
    r"(?:news ?papers?|papers?|press|media|tabloids?|radio|telly|tv|television|news|gazette|herald|echo|standard|chronicle|tribune|argus|courier|mercury|guardian|observer|evening post|evening news|evening standard|daily mail|bbc|cnn|itv|"
    r"channel \d+|fox \d*|consumer page|podcast|blogs?|magazine|journalists?|reporters?|watchdog|column)"
)
_NET = (
    r"(?:online|social media|socials|facebook|fb|twitter|x\.com|tik ?tok|insta(?:gram)?|reddit|r/\w+|you ?tube|trust ?pilot|google(?: reviews?)?|yelp|trip ?advisor|linkedin|threads|glassdoor|nextdoor|mumsnet|weibo|xiaohongshu|小红书|"
    r"the internet|every (?:\w+ ){0,2}(?:site|platform|group|forum|page)|everywhere|all over the (?:internet|web|place)|(?:\w+ ){0,3}(?:facebook |whatsapp |fan |owners' |residents' |village |local |mums' |mothers' )(?:groups?|pages?|clubs?|chat))"
)
_STUFF = r"(?:videos?|footage|photos?|photographs?|pictures?|pics|screen ?shots?|screengrabs?|recordings?|clips?|story|thread|chats?|chat logs?|reviews?|timeline|e-?mails?|transcript|correspondence|conversation|statement|call|receipts?|whole thing|lot|evidence|proof|vlog|reel|meme|review)"
MEDIA_EN = (
    rf"\b(?:post(?:ing|ed|s)?|shar(?:e|ing)|upload(?:ing|ed)?|put(?:ting)?|plaster\w*|blast\w*|splash\w*|spread(?:ing)?|publish\w*|tweet(?:ing)?|air(?:ing)?|going?|goes|gone|up|send(?:ing)?|sent|tak(?:e|ing)|leav(?:e|ing)|it's|it is|writ(?:e|ing)|on|hit(?:s|ting)?|drop(?:s|ping)?)\b{_GAP}{{0,44}}?\b(?:on|to|onto|in|over|all over|across|at|via|every)\b {_NET}(?! order| support| shopping| marketplace| ad\b| ads| login)",
    rf"\b(?:trust ?pilot|tik ?tok|facebook|twitter|reddit|instagram|insta|you ?tube|google reviews?|yelp|trip ?advisor|{_PAPER}|whole (?:village|town|street|estate|internet|world))\b(?:(?:'s| is| will| are| page| group)? ){{1,3}}(?:hear\w*|see\w*|know\w*|gets?|getting|has|have|had|next|second|first|sending|love|be interested|hears|get)\b(?! to (?:me|us)| no | my (?:data|details))",
    rf"\b(?:post|posting|posts|publish\w*|uploading|shar(?:e|ing)|releas(?:e|ing)|tweet(?:ing)?|film(?:ing)?|leak(?:ing)?) (?:the |my |our |your |all |every |this |that |a |these |those |both )*(?:the )?(?:whole |full |entire |\w+ )?{_STUFF}\b(?! number| address| code)",
    rf"\b{_STUFF}\b{_GAP}{{0,30}}?\b(?:go|goes|going|gone|is going|are going|will go|will be|gets?|is|are|on|sent|coming|already|to|in)\b {_GAP}{{0,16}}?\b(?:{_NET}|the {_PAPER}|(?:the )?\w+ {_PAPER}|live (?:tonight|tomorrow|on|at)|viral|public|up(?= tonight| tomorrow| and|[.!,]|$| as a| on)|pinned)\b",
    r"\b(?:call\w*|ring\w*|contact\w*|tell\w*|told|talk\w*|speak\w*|spoke\w*|go|going|went|goes|sent|send\w*|written|writ(?:e|ing)|taking|take|got|gets|get|has|have|had|with|or|does) (?:this |it |you |that |them |all this |to |in |up |round )*(?:the |a |my |our |every |some |breakfast |\w+ )?(?:local |national |evening |sunday |county |daily |breakfast |regional |free )?(?:news ?papers?|the papers?|(?<!have to )(?<!had to )(?<!to )the press\b(?! office| release)|the media|media\b(?! player| centre| team)|tabloids?|local radio\b(?! in| and| works?| stopped| alarm)|breakfast (?:television|tv|radio)|gazette|herald|echo\b|evening (?:post|news|standard)|daily mail|journalists?|reporters?|tv (?:station|crew|people|show)|channel \d+|eyewitness news|consumer page|local paper|the paper(?= if| about|[.,!]|$))\b(?! round| bag| towel| deliver| subscription)",
    r"\b(?:the |my |our |your )(?:local|sunday|evening|county|national) (?:paper|papers|radio|press|rag|news|newspaper)\b|\bbreakfast (?:television|tv|radio)\b|\beyewitness news\b|\bin the paper\b(?! bag)|\bchannel \d+ (?:gets|lot|will|has|news)|\bthe paper has\b|\b(?:cousin|brother|sister|friend|mate|wife|husband|daughter|son|aunt|uncle|neighbour)(?:'s)? (?:is |works |does |writes )?(?:at|on|for|does|in) (?:the )?(?:bbc|local|itv|evening|sunday|daily|\w+ (?:herald|post|gazette|news|times)|echo|herald|gazette|standard|times|mail|radio|papers)|\bat (?:the )?bbc\b|\bmy (?:newspaper )?column\b|\ba column in\b",
    r"\b(?:\d[\d.,]{0,12}k?|\w+ thousand|thousands of|million) (?:\w+ )?(?:followers|subscribers|views|members|people watching)\b|\bmy (?:youtube |\d\w* )?(?:followers|subscribers|channel|blog|podcast|readers)\b|\ba youtube channel\b|\b(?:mums'|mothers'|antenatal|parents'|owners'|residents'|fan|neighbou?rhood|community|village|town|local|dog walkers'|expat)s? (?:group|groups|page|club|forum|podcast|facebook)\b(?= (?:has|in|gets?|with|tonight|is|hears?|will|and|on|between|,)|[.,!])|\bowners' club\b[^.!?\n]{0,50}\bgets\b",
    r"\b(?:mak(?:e|ing)|made|film(?:ing)?|shoot(?:ing)?) a (?:\w+ )?(?:video|tiktok|reel|film|documentary)\b|\b(?:uploading|live-?streaming|livestreaming|streaming (?:this|it)|posting) (?:tonight|tomorrow|now|as soon|this|it|the|everything|soon)\b|\bthread (?:coming|tonight|incoming|drops?)|\bgo(?:es|ing)? (?:up )?(?:public|viral)\b|\bgone viral\b(?= because| with your| thanks to you)|\b(?:being|make (?:you|this|it)|enjoy being) (?:go )?(?:viral|famous|a meme)\b|\byou're a meme\b|\bphoto diary\b|\bdoing a (?:\w+ )?podcast\b|\bresidents' podcast\b",
    r"\b(?:i'll|i will|we'll|gonna|going to|i'm|will|let me|and) (?:be )?(?:tell|telling|warn|warning|let|letting) (?:every(?:one|body)(?: i know)?|the (?:whole )?world|every \w+ (?:i|in|who)|anyone who|all my (?:friends|\w+)|as many people|people to|everyone to|the whole \w+|other (?:people|customers|parents))\b|\bevery (?:parent|mother|neighbour|owner|customer|resident|student|\w+ group)\b[^.!?\n]{0,24}\b(?:is going to|will|gets|is gonna|hears|to read|to know)\b|\bwhole (?:village|town|street|school|estate|\w+ facebook page|office)\b[^.!?\n]{0,20}\b(?:will|is|gets|hears|hearing|knows)\b[^.!?\n]{0,14}\b(?:hear|hearing|about|know|read|evening|told)",
    r"\b(?:leav(?:e|ing)|writ(?:e|ing)|giv(?:e|ing)|post(?:ing)?|second|drafted|copy)\b[^.!?\n]{0,16}\b(?:bad|terrible|negative|scathing|1[- ]star|one[- ]star|honest|horrible|damning|awful|zero star|nasty|detailed|truthful)\b[^.!?\n]{0,10}\breviews?\b|\breviews? (?:on|across) (?:\w+ )?(?:sites|platforms|every)|\b(?:very detailed|second|scathing|one[- ]star|1[- ]star) (?:second )?review\b(?= |[.!])|\bcheck your mentions\b|\bgot it (?:all )?(?:recorded|on (?:tape|video|camera))\b|\bname and shame|\bnaming and shaming|\bexpos(?:e|ing) (?:you|your|this|them|what)|\bcall(?:ing)? you out\b|\bsunday papers\b|\bpost gets pinned\b",
    r"\b(?:bbc|cnn|itv|daily mail|the guardian|the times|the sun|watchdog)\b[^.!?\n]{0,20}\b(?:will|would|might|has|have|gets?|may|love|know|next)\b|\b(?:will|would|let|to|tell|telling|told|call|calling|contact|contacting|at) (?:the )?(?:bbc|cnn|itv|daily mail|watchdog|guardian)\b|\bthe (?:papers|press|media|tabloids) (?:will|would|might|are going to|have|love|next)\b|\bnews (?:station|channel|outlet|desk|crew|team)s?\b|\bjournalists?\b(?! said| says| at the match)|\bconsumer champion|\bgoing to print\b|\bblow(?:ing)? (?:this|it) up\b",
)

# --- going public, in Chinese --------------------------------------------------------------------
_SITE = (
    r"(?:抖音|快手|小红书|微博|朋友圈|网上|b站|贴吧|知乎|视频号|公众号|论坛|豆瓣|头条|大众点评|点评|脸书|facebook|fb|ptt|dcard|threads|ig(?![a-z])|twitter|推特|youtube|连登|全网|热搜|同城|直播间?|"
    r"各大(?:平台|媒体|论坛|网站)|(?:每个|各个|所有|几个)[^,。!?]{0,6}(?:平台|群|网站)|业主群|家长群|宝妈群|妈妈群|妈妈群|邻居群|租房群|老乡群|小区群|同城群|行业群|晚报|日报|都市报|媒体|google评论|google|电视台|民生栏目|残联)"
)
_SHOW = r"(?:视频|录音|录像|截图|聊天记录|通话录音|照片|合集|监控|证据|原片|图|话术|帖子|笔记|文案|过程|这事|这件事|事情|门头照)"
MEDIA_ZH = (
    rf"(?<!被)(?:发|传|挂|放|晒|贴(?!吧)|(?<![a-z])po|曝|写|上传|公布|公开|发布|投|投稿|转|上|剪|打)(?:到|在|去|出去|出来|给|布到|遍|满|了|个|一?篇)*{_HOLE}{{0,10}}?{_SITE}(?!上?(?:买|看到|下单|找|搜|种草|都说|说|有人|查|写|团|订|的|推荐|刷到|卖|问|里说|名额|开奖))",
    rf"{_SITE}(?:上|里)?{_HOLE}{{0,6}}?(?:曝光|发帖|发视频|挂你|挂出|挨个发|三开花|等着|刷屏|连载|走起|一天一篇|谈|写|直播|话题|采访|见(?=[,。!]|$)|连线|一份|讲讲|说道|认识一下|评理)",
    r"(?<!央视)(?<!被)(?<!媒体)(?<!没)曝光(?!的那|的是|率|度)|爆光|(?:让|给|叫|请|要)(?:大家|网友|全网|所有|全国|更多|广大|全世界|乡亲|街坊|左邻右舍|全城|全小区|全村|天下|全校|屏幕前|同行)[^,。!?]{0,14}?(?:知道|看看?|看到|评评?理?|评|看清|见识|晓得|认识|认清|听听|瞧瞧|开开眼|笑话)|公之于众|广而告之|(?:全国人民|大家|网友)[^,。]{0,2}评评",
    rf"{_SHOW}{_HOLE}{{0,16}}?(?:发(?:出去|出来|到|网|给媒体|上|过去了?给)|传(?:上|到)|放(?:出去|到网|上网)|挂(?:出|上|到)|公布|上(?:抖音|微博|热搜|同城|小红书|网)|一条条放|微博见)|(?:整理成|剪成?|做成了?|拍(?:一)?(?:期|条|个|段)?|做(?:一)?(?:期|条|个))[^,。!?]{{0,6}}(?:文案|合集|视频|短片|鬼畜|吐槽)[^,。!?]{{0,12}}(?:发|推广|全网|播放|给大家|吐槽)|剪一条|播放量",
    r"(?:天天|每天|一天|挨个|逐个|到处|全网|满世界|一条条|每日)(?:都)?(?:去)?(?:发(?=[,。!?]|到|一|给|你|$)|转(?=[,。!?]|发|一|$)|挂|宣传|一篇|更新一集|曝)|这条我(?:每天|天天)|(?:天天|每天)[^,。!?没]{1,8}发(?=[,。!]|$)|发到你们?[^,。]{1,8}为止|求(?:扩散|转发|曝光)|(?:一人|帮忙|大家|麻烦|请|求)[^,。!?]{0,3}(?:转发|扩散)(?=一下|[,。!]|$)|转发(?:一下|扩散)",
    r"(?:记者|媒体|栏目|电视台|博主|摄像机|省台|晚报|调查组|科技媒体|问政)[^,。!?]{0,10}(?:路上|约了|也约|约在|联系|采访|一起|介入|听听|拍|来|请来|到|报名|介入|报道|朋友|见|我)|(?:找|联系|叫|喊|通知|告诉|爆料给|打给|投诉到|请|约|艾特|@)(?:了|来|一?下|个|到|好|本地)*[^,。!?]{0,8}(?:记者|媒体|电视台|报社|栏目|博主|大v|水果日报|tvbs|东森)|新闻热线|都市频道|焦点访谈|1818黄金眼|小莉帮忙|帮女郎|帮忙团|(?:上|冲)(?:新闻|报纸|电视|热搜)|登报(?!道歉|致歉)|见报|投书|投给[^,。]{0,4}报|315晚会|3\.15晚会|三一五晚会",
    r"(?:不[^,。!?]{1,8}|否则|就|马上|等着|必须|准备|直接|肯定|一定|见一次)(?:我|我就|就|给|写|打|去|刷|挂)*(?:你们?|满)?(?:个|一)?(?:差评|一星|1星|负评)|差评(?:发全网|发到|刷|满|见|走起|伺候|安排)|自媒体|避雷(?:帖|贴|视频|笔记)|^#避雷|小作文|写(?:一)?篇(?:长文|帖子|小作文|避雷)|拉横幅[^,。]{0,3}拍视频|给你们家?(?:打|做)(?:个)?[\"“]?(?:广告|推广|宣传)|我(?:直播|拍着呢|发出来就是)|门口直播|等着看你们(?:怎么说|编)|都等着看|话题已经建|我明天公布|(?:怎么火|出名|火一把)[^,。]{0,4}(?:你们|怎么火)|应该都想看看你们|也?劝(?:屏幕|各位|大家|姐妹)[^,。!?]{0,8}别",
)

# --- striking, in English ------------------------------------------------------------------------
_TOOL = r"(?:sledge ?hammer|hammer|axe|crowbar|(?:baseball |cricket )?bat|wrench|spanner|angle grinder|chainsaw|brick|knife|gun|petrol|matches|lighter|golf club|shovel|pitchfork|machete|blowtorch|digger|tractor|bulldozer|pipe|hose)"
_BODY = r"(?:legs?|necks?|arms?|faces?|jaws?|noses?|fingers?|teeth|heads?|skulls?|kneecaps?|knees?|ribs?|hands?|bones?|lights|shins?|throats?|windpipe|thumbs?|wrists?|block)"
_WHOM = r"(?:you|u|him|her|them|'em|your|ur|his|their|whoever|some(?:one|body)(?:'?s)?|that|the|this|it|every|one of)"
VIOLENCE_EN = (
    r"\b(?:putt?(?:ing)?|throw(?:ing)?|chuck(?:ing)?|lobb?(?:ing)?|launch(?:ing)?|driv(?:e|ing)|ramm?(?:ing)?|shov(?:e|ing)|go|goes|going|toss(?:ing)?|fling(?:ing)?|hurl(?:ing)?|smash(?:ing)?|stick(?:ing)?|kick(?:ing)?|boot(?:ing)?)"
    r" (?!(?:the|my|a|your) (?:card|letter|parcel|package|note|keys?|post|mail|leaflet|money))(?:it |this |that |them |you |him |her |(?:your|the|that|this|a|his|my) (?:[\w'-]+ ){1,4}?)?(?:straight |right )?(?:through|out|off|into|over) (?:of )?(?:the|your|ur|a|his|their|her) (?:[\w'-]+ ){0,3}?(?:windows?|wall|door|glass|roof|canal|river|sea|counter|shopfront(?: window)?|window|hut|gate|head|face|balcony|skip|shins?|screen)\b(?! with your feet)",
    rf"\b(?:i'?ll|i will|gonna|going to|i'm|im|i|tonight|or|will be|coming|driving|me and my)\b{_GAP}{{0,60}}?\b(?:with|take|bring|bringing|taking|get|fetch|find)(?:ing)? (?:a|my|an|the) {_TOOL}\b(?! to (?:fix|mend|put|hang))",
    r"\b(?:before|or|else|then|and|swear|again)?,? ?i(?:'?ll| will|'m gonna|'m going to| am going to)? (?:come|coming|go|going) (?:down|over|up|round) (?:there|that|your|ur|here|to (?:that|your|ur) (?:\w+ ){0,2}(?:office|shop|place|store|yard|branch|hq|depot|house))\b(?! to (?:collect|pick|get|pay|sign))|\b(?:come|climb|jump|reach)(?:ing)? (?:over|across) (?:that|the|your|ur) (?:counter|desk|bar|till)",
    rf"\b(?:break|breaking|snap|smash|smashing|knock|wring|rip|tear|punch|kick|bash|cave|bust|crack|twist|slap|twat)(?:ing)? (?:in |off |out )?(?:both of (?:them|you|his)|every (?:bone|one of)|(?:his|her|your|ur|their|some(?:one|body)(?:'?s)?) (?:\w+ )?{_BODY})\b|\bround (?:his|her|your|their|some(?:one|body)(?:'?s)?) necks?\b|\bwrap him in\b|\bthrough his (?:shins|{_BODY})\b",
    r"\b(?:he|she|they|you|u|someone|somebody)(?:'?ll| will| wo?n'?t| is going to|'s going to|'s gonna|'re going to)\b[^.!?\n]{0,30}\b(?:need(?:ing)?|be in|end up in|go in|leave in) (?:a |an |the )?(?:surgeon|ambulance|dentist|stretcher|hospital|a ?& ?e|undertaker|coffin|new (?:set of )?teeth|body ?bag|wheelchair)\b|\bhe'?ll (?:be wearing a|be the one going|be eating|eat|be picking up) [^.!?\n]{0,20}",
    r"\b(?:be|i'll be) waiting (?:for (?:him|her|you|them)|with a|outside)\b|\b(?<!clock )before (?:i do(?! it)|we get to (?:him|her|them|you)|i get to (?:him|her|them|you)|i do something|someone gets hurt)\b|\b(?:next time|if|when) i (?:see|run into|meet|catch|get (?:my )?hands on|find|get hold of) (?:him|her|them|that \w+|you)\b[^.!?\n]{0,20}\b(?:he|she|they|you|i|him)\b|\bget my hands on (?:him|her|you|them|whoever)|\bknow (?:when|where) (?:he|she|they|you) (?:finish\w*|lives?|parks?|works?|sleeps?)|\bwhat street (?:ur|your)|\bcoming for the \w+ who\b",
    r"\b(?:gets?|be|is getting|getting) (?:decked|punched|slapped|battered|lamped|thumped|smacked|a slap|a smack|a hiding|a kicking|the hose|his head kicked|knocked out|flattened)\b|\b(?:windows?|door) (?:go|goes|going|is going|are going) in\b|\bputt?(?:ing)? (?:your|ur|the|his|their) (?:\w+ )?windows? in\b|\btyres? (?:let down|slashed|popped)|\bslash(?:ing)? (?:your|his|their|the) tyres",
    r"\bburn(?:ing)? (?:it|this|that|them|the \w+|your \w+|every\w*)? ?(?:down|on your|in your|outside your|at your|to the ground)|\bset (?:fire to|it on fire|light to|your \w+ on fire)|\bon fire in your\b",
    rf"\b(?:i'?ll|i will|then i|gonna|going to|about to|so help me|wanna|want to|ready to|tempted to|swear i|feel like|before i|or i|and i) (?:\w+ ){{0,2}}?(?:smash|trash|wreck|torch|burn|demolish|bash|batter|punch|slap|deck|flatten|strangle|murder|kill|lamp|throttle|clobber|thump|headbutt|stab|shoot|beat)(?:ing)? (?:in |up |the (?:crap|shit|hell|living \w+) out of )?{_WHOM}\b(?! time| offer| price| quote| prices| bug| the clock)",
    r"\bput you through\b(?! to)|\bmake you a few\b|\bi'll take it off with\b",
)

# --- striking, in Chinese ------------------------------------------------------------------------
_GOODS = r"[^,。!?我]{0,12}?"
VIOLENCE_ZH = (
    rf"把(?:你|他|她|那|这|它|楼上|楼下|商家|物业|门店|管子|桌子|玻璃){_GOODS}(?:砸(?:了|烂|开|碎|个)|掀(?:了|翻)|拆(?:了|掉)|烧了|点了|推[^,。]{{0,4}}沟里|扔(?:河|江|水|海|下楼|出窗)|踹(?:进|烂|飞|了)|锯了|卸了|堵(?:上|死)|泡了|撕了|打(?:断|残|死|瘸|折)|废了|剁了|阉了|炸了|铲了|平了|敲个)(?!给我|的零件|重)",
    r"砸(?:它|个稀|个粉碎|个稀巴烂|得稀)|(?:去|来|就|再|要|我)把它砸|我(?:就|去|一定|非|今晚|明天|直接|自己)?[^,。!?不没]{0,6}砸(?:烂|你|开|它|个)|(?:连|给)你们?[^,。!?]{1,8}(?:一块|一起|都)砸|一块砸了?|给(?:你|他|它)[^,。!?]{0,6}(?:砸了|掀了|拆了|烧了|点了|卸了|推沟里|推[^,。]{0,3}沟)",
    r"(?:你|他|她)?(?:腿|胳膊|手|脖子|脑袋|狗腿)(?:给[你他她])?(?:打|卸|敲|拧|剁)(?:折|断|喽|掉|了|下来)|腿给[你他]卸|看你[^,。]{0,4}硬还是我[^,。]{0,4}硬|抽(?:你|他|她)(?=[,。!丫]|$)|让(?:你|他|她)们?(?:老板|厂长|经理|全家)?也(?:尝尝[^,。]{0,10}(?:吐血|挨打|断|疼|滋味)|躺|断|流血|住院)|打得(?:你|他)|我?(?:明天|今天|今晚|就)自己动手|自己来收拾",
    r"(?:叫|带|喊|找)(?:上|着|几个|了)*[^,。!?]{0,8}(?:弟兄|兄弟|亲戚|人)(?:们)?(?:去|来|上门|过去|把|收拾|弄)[^,。!?]{0,8}(?:砸|拆|掀|弄|收拾|堵|打|揍|铺子|你们?|他)|别(?:让|叫)我(?:在[^,。]{1,5})?(?:遇|碰|看|逮|抓|见)(?:到|见|着)?(?!别人|有人)(?=[,。!]|你|他|她|$)|再让我(?:碰|遇|见|看|逮)(?:到|着|见)[^,。!?]{0,12}(?:掀|砸|卸|打|抽|揍|弄)|(?:天天|每天)(?:去|来)堵|走着瞧[^,。]{0,6}(?:打|弄|砸)|有种别(?:让|跑|走)",
)

PHRASES: tuple[tuple[str, str], ...] = tuple(
    (name, "|".join(group))
    for name, group in (
        ("churn", CHURN_ZH),
        ("churn", CHURN_EN),
        ("media", MEDIA_ZH),
        ("media", MEDIA_EN),
        ("violence", VIOLENCE_ZH),
        ("violence", VIOLENCE_EN),
    )
)
"""Every group as one pattern."""
