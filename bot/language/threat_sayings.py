"""More ways to threaten, found in mistakes."""

from __future__ import annotations

_OFFICE = (
    r"(?:疾控(?:中心)?|卫健委?|卫生局|工商|市监局?|物价局?|药监局?|税务局?|环保局?|住建[局委]?|应急局|教体局|教育局|教委|交通[局委]|文旅局|发改委|网信办|通管局|人社局|劳动局"
    r"|劳动监察(?:大队)?|信访[局办]?|纪委|巡[视察]组|田协|足协|行业协会|消防(?:大队|局)|民政局|烟草局|农业局|海关|外管局|证监会|央行|人民银行|银保监|金监局|建管处|公寓大厦科|管理科|督察)"
)
_BOARD = r"(?:vet(?:erinary)?|medical|dental|nursing|pharmacy|licen[sc]ing|real estate|contractors?|bar|health|school|fire|housing|teaching|trade)"
_HELD = r"(?:会员|保单|账户|对公户|户头|手机号|号码|宽带|(?:白金|金|黑|会员|年|储值|信用)?卡)"

SAYINGS: tuple[tuple[str, str], ...] = (
    (
        "violence",
        r"(?:揪|拖|拽|抓|薅)(?:出来|过来|下来)?(?:打|揍|抽|扇)(?!电话|投诉)|(?:小心|当心)(?:你|你们|你家)(?:的)?(?:狗命|小命|脑袋|腿)|(?:知道|晓得|查到|找到)(?:你|你们|他|她)(?:家)?住(?:在)?(?:哪|什么地方)"
        r"|\b(?:lucky|good thing) (?:for (?:you|him|her|them) )?(?:that )?(?:i|we) (?:don'?t|do not|can'?t) (?:know|find out|get to) where\b|\b(?:i|we)(?:'ll| will)? (?:now )?(?:know|find out) where (?:you|he|she|they|your \w+) lives?\b|\bwatch your back\b"
        r"|\b(?:i'm|i'll|i will|i'd|gonna|going to|i swear) (?:\w+ )?(?:chuck|throw|put|drag|kick|boot|stick|launch|shov)(?:e|ing)? (?:him|her|you|them|that \w+) (?:over|through|off|out of|down|under)\b|\b(?:lose|losing) (?:a|your|his|her) (?:finger|fingers|hand|teeth|tooth|eye|thumb)s?\b|\b(?:likes?|enjoys?|fancies) hospital food\b"
        r"|\b(?:i'll|i will|i swear|gonna|going to|and)\b[^.!?\n]{0,40}\b(?:tip|pour|dump|empty|throw|smear) (?:it|this|that|the \w+|all of it)(?: all| straight)? (?:over|on|onto|across|in|into) (?:your|his|her|the manager's) (?:desk|counter|head|floor|lap|office|car|doorstep)\b",
    ),
    (
        "media",
        r"拿(?:你们?|你家|这家|贵司)(?:来)?开刀|(?:聊天记录|截图|录音|录像|视频|证据|照片)[^,。!?]{0,8}(?:一张张|一条条|全部|全都|通通|都)(?:晒|发|放|曝|公布)(?:出来|出去|到|上)?|(?:等着|准备)(?:上|被)(?:热搜|曝光|头条|挂)"
        r"|\b(?:everyone|everybody|anyone) (?:i|we) know (?:will|is going to|are going to|shall|'ll) (?:be )?(?:hear|hearing|know|knowing|told)\b|\b(?:destroy|ruin|trash|wreck|tank) (?:your|the|this) (?:\w+ )?(?:reputation|ratings?|name|brand)\b|\bname and sham(?:e|ing)\b|\bgo(?:ing|es)? straight (?:on|to) (?:twitter|x|tiktok|facebook|insta(?:gram)?|reddit)\b",
    ),
    (
        "legal",
        r"(?:去|准备|下周|这周|明天|马上|已经?|法院|申请)(?:就)?(?:去)?立案(?!侦查|调查)|(?:直接|准备|那就|咱们?)(?:走|打)(?:小额|支付令|劳动仲裁|仲裁)|(?:法庭|法院)(?:上)?(?:对质|说话|再聊|再谈)"
        r"|\b(?:get|have|set|send|put|call|calling|getting|setting) the (?:police|cops|feds) on (?:you|him|her|them|your)\b",
    ),
    (
        "regulator",
        rf"{_OFFICE}(?:、[^,。!?]{{1,8}})?(?:再?见|里?谈|走一趟|说话|等着|聊)(?!面|到|过|效)|(?:去|打|找|给|向|到|投|告|报|上|跟|往)(?:了|到|给|过)?{_OFFICE}[^,。!?]{{0,4}}(?:举报|投诉|反映|申诉|告|检举|登记|的(?:电话|热线))"
        rf"|{_OFFICE}(?:那边|的)?(?:投诉)?(?:信箱|热线|电话|信)?(?:我|已经|都|我们)*(?:已经|也|都)*(?:打|报|投诉|举报|反映|联系|备案|写|寄|发|采样)(?:过|了|好|过了|去)|监管(?:投诉|申诉|热线|那边)|(?<!不)检举|一个(?:都|也)不落|去采样了"
        rf"|\b{_BOARD} (?:board|inspectors?|department|authority|association|council)\b(?= (?:is|are|has|have|will|gets?|would|been|already|next|tomorrow|about|today|knows?)|[.,!?]|$)|\bappellate authority\b|\b(?:ask|asked|call|called|calling|rung|ring|ringing|phoned|contact\w*|writ\w+ to|wrote to|report\w*(?: \w+)? to|complain\w* to|hear from|hearing from|gets?|go to|going to|tell|told|or|and) (?:the |your |my )?(?:\w+ ){{0,2}}(?:(?<!gets )(?<!get )(?<!gets the )(?<!get the )(?<!a )(?<!my )(?<!your )(?<!our )(?<!no )commission|aviation authority|inspectorate|code enforcement|consumer (?:cent(?:re|er)|association)|housing association regulator)\b(?! (?:of|on|fee|rate))|\bconsumer cent(?:re|er)\b|\bcode enforcement\b|\bgas safe(?! registered)\b(?= (?:about|know|register has|people|have|will|tomorrow))|\b311\b(?= (?:gets|call|has|will|about|already|again))|\b(?:to|at) the dti\b|\b(?:superintendent|chief) pharmacist\b|(?:^|[.!?,] )(?:already |so |and )?reported[.!]|\bad(?:vertising)? standards\b"
        r"|食药署|卫福部|公平会|金管会|通传会|(?<![a-z])ncc(?![a-z])|交通部公路|观光署|消费者保护(?:处|官|会)|申诉专员|竞争事务委员会|通讯办|通讯局",
    ),
    (
        "churn",
        r"下辈子(?:吧|再(?:说|买|来|续))|(?:明天|马上|直接|全都|全部|立刻|今天|这就|现在就|一起|都)(?:去)?(?:销户|销卡|退会|注销)(?!掉?不|流程|怎么|要|需要|申请|被|了(?:…|[。!?]|$))"
        rf"|{_HELD}[^,。!?]{{0,6}}(?:我)?(?:立马|也一[起块]|一块|一起|直接|马上|明天)(?:都)?(?:退|销|注销|剪|挪走|转走)|(?:白金|金|会员|年)卡(?:我)?不要了|{_HELD}(?:剪|挪|转|搬)(?:掉|走)|都给你挪走|不找你们了|(?:辅导班|课|卡|团|健身房|会员)[^,。!?]{{0,4}}我?们?不(?:上|办|报|续|充)了"
        r"|(?:换|给|找)(?:了)?(?:对面|隔壁|别)(?:那)?家(?:了|做)|差评走人|走对面|用第二间|宁(?:可|愿)(?:去|用|买|花|坐|找)[^,。!?]{1,10}|(?:人|客户|客人|邻居)我?一起带走|保单全退|(?:一根|一样|一分钱|一件|任何)[^,。!?]{0,6}都不会?(?:再)?(?:买|给|花|点)|年底(?:我)?就(?:挂二手|卖了|换)"
        r"|\bcancell?ed (?:my|the|our) (?:order|booking|subscription) and (?:bought|ordered|got|booked|went|signed)\b|\bnever (?:\w+ )?\w+ing\b[^.!?\n]{0,40}\bagain\b|\b(?:don'?t|doubt|not sure|can'?t) (?:think|see|imagine|reckon)? ?(?:that )?(?:i|we|us|me)(?:'ll| will|'d)? (?:be )?(?:com(?:e|ing) back|back\b|return(?:ing)?|bother|us(?:e|ing) (?:you|them|it) again|go(?:ing)? back)|\bport(?:ing)? out\b|\b(?:cancel|cancelling|leave|leaving|quit) and (?:go|going|switch|join|sign up)(?:ing)? (?:with|to)\b|\bget(?:ting)? a new (?:number|account|provider|contract|plan|bank|card|supplier) with\b|\bgoing back to (?:the|my|our) (?:old|previous|last)\b|\blast (?:one|thing|order|penny|meal|ticket|pair) (?:we|i)(?:'ll| will)? ever\b|\bdeleting it (?:either way|anyway|tonight|now|all)\b|\boff your books\b|\bthat's where (?:i'll|we'll|i will) be going\b|\bfor the rest of my (?:natural )?life\b(?= *[.!,]|$)"
        r"|\b(?:gone|going|went) up again\. cancel|\b(?:i'll|i will|we'll|gonna|just) let (?:it|the \w+|my \w+) (?:run out|lapse|expire)\b"
        r"|\bwhen (?:the|my|our) (?:lease|contract|subscription|policy|plan|term|membership) (?:is up|ends|runs out|expires|finishes)\b[^.!?\n]{0,24}\b(?:go|going|switch|leav|mov|out|off|gone|done|else)|\bi'm at the (?:place|one|shop|cafe|bar) (?:opposite|next door|across|over the road)|\b(?:stick|sticking|stuck) (?:with|to) (?!the (?:plan|schedule|rules)|it\b|me\b|us\b|you\b|a |an |this|that|my |your |the )\w+ (?:from now on|in future|next time)\b",
    ),
)

#: Over the text as written: a rival is known by its capital.
RIVAL = (
    r"\b(?:[Ii]|[Ww]e)(?:'ll| will|'m| am|'re| are)(?: just| gonna| going to| getting| to)? ?(?:get|buy|order|getting|buying|ordering) (?:it|them|one|mine|ours|the \w+) from (?:the )?[A-Z][a-z]+"
    r"|\b(?:mov(?:e|ing)|switch(?:ing)?|tak(?:e|ing)|transfer(?:ring)?|port(?:ing)?) (?:the|my|our|both|all) (?:\w+ ){1,3}?(?:over )?to (?!London|Leeds|Spain|France|the\b)[A-Z][a-z]+"
    r"|\b(?:my|our) (?:\w+ ){1,5}?(?:goes|go|is going|are going) to [A-Z][a-z]+'s\b|\b(?:I'm|We're|i'm|we're) off to [A-Z][a-z]+ (?:\w+ )?and taking\b|\bgoing to [A-Z][a-z]+'s (?:for|from|instead)\b"
)
