"""How people ask outright, without a word of wanting before it: imperatives, bare claims, sums due."""

from __future__ import annotations

_SUM = r"(?:\d[\d.,]{0,12}(?:块|元|万|千|百|刀|港币|蚊|k|(?![\d.,件个台包份张条双瓶次]))|[一两二三四五六七八九十百千万半]{1,8}(?:块|元|万|千|百|蚊)[一两二三四五六七八九十百千万半]{0,6})"
_CASH = r"(?:\d[\d.,]{0,12}(?:块|元|万|千|百|刀|港币|蚊|k)|\d{3,7}(?![\d件个台包份张条双瓶])|[一两二三四五六七八九十百千万半几]{1,8}(?:块|元|万|千|百|蚊)钱?)"
_PAID = rf"(?:钱|款|费|押金|定金|订金|差价|余额|学费|团费|房租|房费|车费|票款|多[收扣]的?|剩(?:下|余)的?|这笔|那笔|血汗钱|{_SUM})"
_NOW = r"(?:现在|马上|今天|今晚|明天|立刻|立即|赶紧|赶快|快点?|尽快|请|麻烦|必须|什么时候|啥时候|几时|何时|到底|还没|再不|给我|帮我|能不能|可不可以|希望|要求|安排|务必|烦请|恳请|求求|拜托|早点|速|派人?|叫人|让人)"
_MONEY = r"(?:[£$€] ?\d[\d.,]{0,12}k?|\d[\d.,]{0,12} ?(?:quid|bucks|dollars?|pounds?|euros?|usd|gbp)|my money|the money|my cash|every (?:cent|penny)|the (?:difference|extra|rest|lot|excess|overcharge|fees?|balance)|my (?:deposit|fees?|fare)|money|(?:both|those|the two|three|all) (?:fees|charges|months|payments))"
_HEAD = r"(?:^|[.!?;,:+&)\"…-] ?|\b(?:and|or|please|pls|then|just|also|so|kindly|now|to|you) )"
_NEED = r"(?:need|want|send|get|demand|expect|require|give me|give us|like|have|had better|please)"
#: A job that is to be done again or properly.
AGAIN = r"(?:re-?do (?:it|this|that|them|the (?!order|meal|dish|cake|food|drink|photo|print|form|paperwork|test|math|calc)\w+|my (?!order|meal|food|form|paperwork)\w+)|(?:do|finish) (?:it|this|that|the (?:\w+ )?(?:job|work|repairs?|installation|painting|tiling|wiring))(?: all)? (?:again|over|properly|right|correctly)|put (?:it|this|that|things|the \w+(?: \w+)?|my \w+) right)\b"

ZH: dict[str, tuple[str, ...]] = {
    "refund": (
        r"(?<!不)(?:给我|给|要求|请|麻烦|申请|把|能不能|能否)[^,。不]{0,6}补差[价额]|补给?我[^,。!?]{0,3}差价",
        r"(?:^|[,。!?\s]|[请问那还])(?:这|那|这样|这个|这种|现在)?(?:可以|能|能不能|可不可以)退(?:款|钱|费)?(?:吗|嘛|么|不(?=[?,。!]|$))",
        rf"{_PAID}[^,。!?;不说已能]{{0,14}}?(?:都|全|一起|也|原路|如数|全额|一分不少)?退(?!货|休|烧|步|换|一赔|不|款|出|税|役|学|租|房|票|掉了|了三)(?:我|给我?|回来?|还|来|一半|番|了(?=[,。!吧再]|$)|(?=[,。!?]|$))",
        rf"(?<!不)(?<!能)(?<!可以)(?<!已)(?<!说好)(?<!秒)(?<!百)(?<!只)(?<!去)退(?!货|工|保|个|票|订|休|掉的)(?:我|还|回|给我|掉|一下|其中|俺)?[^,。!?了]{{0,5}}?(?:{_SUM}(?!天|个|次|小时|分钟)|多收|多扣|差价|本月|一半|剩下|剩余|相应|一笔|一些给我|余款|其余|全款|押金|定金|费用?|钱)(?!已|都到|秒|很快|当天|到账)",
        rf"还我[^,。!?]{{0,10}}(?:钱|费|款|{_SUM})|{_PAID}[^,。!?]{{0,10}}?(?:还(?:我|来|给我|回来)|吐出来|拿来(?=[,。!]|$)|给我(?=[,。!]|$)|打回来|要回来|原路返|返还|追回来?|赎回)|把[^,。!?]{{0,10}}(?:钱|款|费)[^,。]{{0,6}}(?:退|还|吐|追)|(?<!抢)(?<!店)钱呢(?=钱呢|[,。!?]|$)|吐出来",
        r"(?:^|[,。!?…;:\s+、\"])(?:全额|直接|今天|今晚|现在|立刻|马上|赶紧|要么|给我|三天内|一周内|收货|请|那就|我要|只要)?退(?:款(?!政策|流程|时间|成功|很|到|秒|已|要|的|了|速|也|规则|申请|都|后|就|处理很|被|说|理由|一般|收|按钮|通道)|钱|费|单|全款|订|我(?=[,。!]|$)|了吧|吧|(?=[,。!]|$))",
        r"不退(?:款|钱|费|押金|定金|我)?(?:就|我|的话|,?法院|,?我|,?不然)|(?:申请|要求|办理|同意|(?<!才)给我|(?<!不)(?<!才)给|帮我|求|能否|能不能|可不可以)(?:办理?|给我|我)?退(?!货|票|款通道|休|换|烧|群|出|租|学|票(?!款)|步|回去)|能退就退|怎么退(?!比|货)(?=[,。!?]|$)|(?:什么时候|啥时候|几时|多久)(?:能|才|给)?退(?!休|烧|货)|(?:还没|一直没|迟迟不|就是不|一分(?:都|钱|也)?(?:没|不)|拖着不)退|(?:协助|申请)?刷退|退卡(?=[,。!]|$)",
        r"(?:撤销|取消|冲减|冲正|减免|免除|加回)[^,。!?]{0,8}(?:扣款|扣费|收费|违约金|账单|3节|\d+节)|(?:求|帮)[^,。]{0,8}(?:追回|拿回|要回)|(?:钱|款)还能(?:追|退|拿|要)回|假一赔|要回来",
    ),
    "return": (
        r"(?:^|[,。!?…;:\s、])(?:请|我要|要求|申请|直接|给我|同意|办理)?退货(?=[,。!;+、加并和]|退款|$)|收货退钱|(?:申请|办理|同意|要求|请)(?:办理)?退货|拉走(?=[,。!拉]|$)|拿走(?=[,。!拿]|$)|(?:派人|叫人|来人|上门)[^,。!?]{0,8}(?:拉走|拖走|取走|取件|拉回|取回|收走)|退车(?!费)|要么退货|(?:我要|想)退(?:货)?(?=[,。!]|$)|退回去(?=[,。!]|$)|怎么退货|退掉(?=[,。!]|$)|拿回去退",
    ),
    "replacement": (
        r"(?:要求|我要|想要?|帮我|给我|同埋|请|能不能|可以|直接|加)[^,。!?]{0,8}(?:换(?:一台|一个|个|台|部|过)?(?:新)?机|replace|exchange)",
        rf"{_NOW}[^,。!?]{{0,8}}(?:换(?:一(?!位|批人|个人|个说法)|个(?!人|顾问|师傅|位|说法|医生|老师|客服|司机|角度|熟练)|新|货|成(?!靠)|台|件|双|块|条|张|副|款|好的|正品)|补发|补寄|重(?:发|寄|做|拍|印|装|新(?:发|寄|做|送|配|开))|更换(?!了))|(?:^|[,。!?…;:\s])(?:少废话|直接|给我|请|麻烦|要么|必须|赶紧)?(?:换(?:新|货|车|机|一个|个)|重做|重发|重喷|补发|补寄)(?=[,。!;]|$|一|来|给我|吧|行不)|换(?:一|个|新|好)[^,。!?人台置]{{0,4}}(?:给我|行不|好吗|可以吗|得唔得)|给换(?:个|一)|并换新|才给换",
    ),
    "repair": (
        r"(?:免费|马上|赶紧|要求|必须|给我|请|尽快|派人|派人来|上门)(?:来)?返工|(?:^|[,。!?;\s]|免费|派人来|派人|给我|帮我|必须|要求|请)(?:给我|帮我|来)?重新(?:弄|搞|修|整|做)(?:好|一遍|一次|过)(?!了|的|以后|之后)",
        rf"{_NOW}[^,。!?]{{0,12}}(?:修(?!改|订|身|养|了|完|的|复(?!$|[,。!])|手机|一张)|抢修|检修|维修|疏通|弄好|补好|补齐|堵漏|掏(?=[,。!]|$)|整改漏|接好|焊|来看看|来弄|处理漏|检查(?!前|时)|返工|加固|调试)(?!好了|完了|费|记录|师傅(?:很|态度))|(?:师傅|工程师|工程部|电工|技术员|维修工|维修人员|施工队|厂家)[^,。!?]{{0,8}}(?:再?来(?:看|修|一趟|处理|检查)|上门(?:看|修|检|处理)|到场|处理一下|来量)|(?:没人|没有人|不来|不肯|就是不|没来|没)(?:来|给)?修(?=[,。!?]|$|吗|啊)|有空再来|再来一趟|重新(?:装|修|做|补|打胶|刷|铺|接)|(?:请|麻烦)(?:尽快|及时)?修复|重修|(?:马上|快|赶紧|今天|现在|立刻|赶快|快啲)[^,。!?]{{0,6}}(?:来人|派人|来改|搵人|回来(?:给我)?弄|装上|叫人来)|快来人|(?:约时间|再|派人|派师傅|派个?(?:会|懂|师傅|人|电工|水工)[^,。]{{0,6}})来(?:看|修|弄|处理|量|改)|没人来(?:修|我|就)|把[^,。!?我]{{0,10}}(?:修(?!改)|装|接|弄|补|堵|疏通)好",
    ),
    "compensation": (
        rf"补(?:偿|贴)?(?:给)?(?:我们?|俺|咱们?)[^,。!?差退件个台包]{{0,5}}?{_CASH}(?![^,。!?]{{0,4}}(?:差价|余款))|误工的?(?:钱|损失)|(?:按|照)[^,。!?]{{1,6}}赔(?!了|过|的|是|率|案|得)|(?:否则|不然|要不|要么|不行|不到|不了|不好|丢了|坏了|没了)(?:的话)?,?(?:你们?)?(?:就|也)?(?:得|要|必须|给我|照价|全额|原价){{0,2}}赔(?!了|过|的|礼|率)",
        rf"(?<!理)(?<!只)(?<!要你们)赔(?!礼|不是|付写|笑|罪|本|率|付率|了|材料|三天)(?:偿|付|给)?[^,。!?]{{0,12}}?(?:钱|元|块|万|千|\d|损失|费|我|三|十|一个|新的|方案|谁)|(?:{_SUM}|损失|费用?|钱)[^,。!?]{{0,6}}(?:你们?|谁|贵方|由你们?|贵司|必须|得|也得)[^,。!?]{{0,6}}(?:赔|出|承担|拿|负责|掏)|(?:^|[,。!?、+加和再])(?:来,)?(?:要求)?(?:赔偿|赔钱|补偿|赔)(?=[,。!、?]|$|我|多少|吧)|赔不赔|不赔",
        rf"(?:误工|医药|治疗|精神损失|精神赔偿|打车|鉴定|营养|复查|住院|搬家|停机|手术|干洗)(?:费|损失)(?:[^,。!?]{{0,14}})(?:{_SUM}|赔|出|承担|谁|拿来|合计|报销)|(?:误工|医药|精神)[^,。!?]{{0,8}}(?:费|赔|损失)|(?:折价|补偿|贴补|减免)(?!券|政策|就|钻石|一瓶)[^,。!?]{{0,10}}(?:{_SUM}|%|我|一下|即可|就)|退一赔|(?:按|写的|要求)假一[赔罚]|[三十双两]倍(?:赔|定金|返)|退双倍|损失(?!我们)[^,。!?]{{0,10}}(?:怎么算|谁|赔|承担|一起算|找谁)|该赔的|违约金(?:你们|按|该|也)[^,。]{{0,8}}(?:出|付|给|算)",
    ),
    "apology": (
        r"(?<!先)(?<!已)(?<!也)(?<!还)(?<!主动)(?<!忙)(?<!直)(?<!拍照发我)(?<!经理)道(?:个|一个|声)?歉(?!了(?!吧)|的态度|得|倒|后|也|信发|诚恳|很|还)|赔礼|(?:写|给|发)[^,。]{0,6}致歉|赔(?:个)?不是|说(?:一)?声(?:对不起|抱歉|sorry)|(?:跟|给|向)我?[^,。]{0,6}认(?:个)?错",
    ),
    "punish_staff": (
        r"开除|辞退|停(?:他|她)?(?:的)?(?:班|职|单|岗)|(?:让|给|叫|把|请)(?:他|她|这|那|该|我)[^,。!?]{0,10}(?:下岗|滚蛋|走人|下课|停单|停了|开了|撤了|撤职|换掉|调走)|调(?:离)?岗|处分|(?:严肃|依规|按规定)处理|处理(?:一下)?(?:这|那|该|他|她|此|涉事|当事|相关)|开了(?:他|她)|(?:罚款|罚)(?:他|她)|扣(?:他|她)[^,。]{0,4}(?:钱|工资|奖金|绩效|分)|问责|追责|(?:管管|管教)(?:他|她|你们?(?:的)?(?:人|员工|司机|师傅|客服|保安))|吊销|严惩|炒了|封(?:他|她)?(?:的)?号|平台(?:把)?他停|批评教育|找[^,。]{1,6}谈话|(?:希望|请)[^,。]{0,6}管管|封他|停课(?:整顿|学)|交出来",
    ),
    "delivery": (
        rf"{_NOW}[^,。!?]{{0,12}}(?:送(?:到|来|上|过来|货|餐|水)|补送|发货|发出|寄(?:出|来|过来)|到货|派送|派件|配送|重新派|改派|恢复(?:供|网|使用|服务|通)|来[水电]|交房|出票|转运)(?!了|的(?!药)|哪一|的|晚|慢|员|很|真|得|速度|时间|费)|(?:给我)(?:找回来|送(?:上|过)?来|寄过来)|我(?:的)?(?:货|快递|包裹|行李|件|菜|餐|饭|外卖|药|证)(?:呢|在哪|到底|去哪|跑哪)|送哪去了|发货发货|(?:一直|三天|几天|还)没(?:发货|送到|到货)[,。!?]?(?:啊|呢|快)|补(?:送|寄)一下|(?:前|内)[^,。!?]{{0,4}}(?:送到|发货|发出|送达|到我手|到手|安装|装好)|啥时候(?:来|到|发|送)|再不(?:发|送|到|寄|来水|供)",
    ),
    "explanation": (
        r"(?:^|[,。!?;:、\s]|书面|请|要求|必须|给我|向我|希望|麻烦|公开|正式|当面|如实)(?:贵司|你们)?(?:解释|说明|告知|公布)(?!了|过|说|是|书)(?:一下|清楚)?[^,。!?说]{1,16}(?:原因|理由|依据|经过|去向|为什么|为何|怎么回事)|(?:建议|请|麻烦|希望|要求|帮我?|给我?)(?:你们|贵司|后台|平台|仓库)*(?:好好|再|去|仔细|先|认真)*查(?:一查|查|一下|清楚?)[^,。!?]{0,16}(?:什么|哪|谁|怎么|为何|原因|问题|去向|下落)",
        r"(?:解释|说明|讲清楚|说清楚|讲明白|说明白|说(?:个)?明白|交代|交待)(?:一下|清楚|下|为|原因|[,。!?]|$)|(?:给|要|讨)(?:我|个|一个|我们|大家|我个)*(?:说法|解释|交代|交待|准话|理由|明细|依据|回话|原因)|(?:请|麻烦|希望|烦请)[^,。!?]{0,10}(?:查(?:清|明)|说明(?!书)|公示|告知(?:原因|依据|为)|告诉我(?:为|原因|到底|目前|现在))|不(?:说清楚|解释清楚|给说法)|拿出来(?=[,。!]|$)",
    ),
}
EN: dict[str, tuple[str, ...]] = {
    "refund": (
        rf"{_HEAD}(?:a |full |partial |my |the |me |your )*(?:refund|reimburse)\b(?= (?:me|us|it|the|my|this|that|her|him|them|a|and|or|now|please|in|by|for|of|all|£|\$|€|both|due|would|pls)|[.,!?+]| ?[£$€]|$)(?! (?:landed|policy|arrived|came|within|was|took|is in|procedure))",
        rf"\b{_MONEY}(?: (?:\w+ ){{0,3}}?)?(?: (?:right |straight )?back\b(?! and forth| in (?:the|19|20))|off (?:my|the|our) (?:bill|account|card|invoice)|returned\b|credited)|\b(?:deposit|price|fees?|fare|cost|charge|dollars?|bucks|quid|euros?|months|difference|rent|it all|interest|points|miles|cent|penny)(?: \w+){{0,2}} back\b(?! and forth)|\bwant (?:that|those|it|them|all|my \w+|the \w+)(?: \w+){{0,3}} back\b|\bmoney back\b|\bback (?:on|in|into|to) my (?:card|account|bank)",
        rf"\b(?:give|pay|put|send|get|credit|return|hand|transfer|restore|reverse|knock|take) (?:me |us |it |my |back |the |her |him |over )*{_MONEY}|\b(?:give|pay) it back\b|\bpay (?:me|us|it|them|back) back\b|\breverse (?:it|the|this|that|both)|\bwhere(?:'s| is|s) my (?:[£$€]|money|refund|cash|deposit)|\bi(?:'d)? (?:just )?(?:want|need|like|expect) (?:all |my |the |that |those |our )*(?:[£$€] ?\d|\d+ (?:quid|euro|bucks|dollars)|money\b|cash\b)|\bmoney,? or\b|\bput back\b|\bcash, ?[£$€]",
        r"\b(?:have|get) (?:it|this|that|them|both|all|(?:my|the|our)(?: \w+){0,3}) (?:fully )?(?:refunded|reimbursed)\b|\b(?:take|remove|drop|waive|cancel|scrap|delete|lift|void) (?:it|that|this|the|them|these|those|both|my) ?(?:\w+ ){0,3}(?:charge|charges|fee|fees|fine|late fee|off (?:my|the) bill|penalty|surcharge|[£$€]\d+)|\bremove the [£$€]|\bcould you credit (?:it|me|the)|\bplease credit\b|\bkindly (?:return|refund|credit)|\brefund (?:a|the|one|half|part|my|me|both|all|us)\b|\bget (?:a|my|the|our) (?:full )?refund\b(?= \?|\?|$| for| on)|\bpartial refund",
    ),
    "return": (
        r"\b(?:take|have|collect|fetch|get|pick|come and (?:fetch|get|collect|take|pick)) (?:it|this|that|them|the (?:\w+ ){1,3}?|your (?:\w+ ){1,2}?)(?:back|up|away)\b(?<!money back)(?<!deposit back)(?! (?:the|my) (?:phone|call)| to (?:school|work))|\b(?:come|send someone) (?:and |to )?(?:collect|fetch|pick (?:it|them|this) up|take it)|\b(?:want|like|need|trying|how do i|can i) (?:to )?(?:\w+ )?(?:return (?:it|this|them|these|the \w+)\b|send [^.!?\n]{0,30}back\b)|\bsend (?:me )?(?:a |the )?(?:prepaid )?return label\b|\baccept (?:the|my) return\b|\bwhere to send\b[^.!?\n]{0,20}\bback\b|\barrange (?:a |the )?(?:return|collection)\b(?! of an old)|\btake back (?:a|the|your|this)",
    ),
    "replacement": (
        rf"{_HEAD}(?:swap|replace|re-?send|remake|reprint|re-?ship) (?:it|this|them|these|the|my|that|those|for|label|us|me)\b|\b(?:send|get|give|post|ship)(?: me| us| out| over)? (?:me |us )?(?:a|an|the|another|\d+|some|proper|my) ?(?:new|right|correct|replacement|missing|working|genuine|proper|actual|other|more|full|whole)\b|\b{_NEED}(?: \w+){{0,4}} (?:replacements?|exchange)\b|\breplacement (?:please|asap|or|now)|\bsize up\b|\bcan i (?:just )?have (?:a|an|the) (?:\d+|new|right|different)|\bnew one (?:please|or)\b|\blike replacement",
    ),
    "repair": (
        rf"(?:^|[.!?;,:+&)\"…-] ?|\b(?:and|or|please|pls|then|just|also|kindly|now|you) ){AGAIN}",
        rf"{_HEAD}(?:fix|repair|mend|unblock|re-?fit|retile|realign|reconnect|seal|re-?hang|re-?wire|sort) (?:it|this|the (?!bill|rate|price|invoice|attitude|form|audio|app|bug)|my (?!file|record|bill)|that|your (?!app|website|prices|system|service|customer|policy)|them|these|up|both)\b|\b(?:get|send|find|{_NEED}) (?:me |us |round |out |over )?(?:a|an|some|the|your|one of your)? ?(?:real |proper |new |qualified |different |competent )?(?:engineer|electrician|plumber|technician|sparky|fitter|contractor|roofer|builder|glazier|handyman|mechanic|surveyor|gas engineer|team|inspector|man|someone|somebody|adult)\b[^.!?\n]{{0,30}}?\b(?:here|round|out|today|tonight|to (?:fix|look|check|see|come|sort|repair|put)|back|this week|tomorrow|asap|in|over|who)\b|\b(?:have|get|needs?|want) (?:it|this|them|that|the \w+(?: \w+)?)? ?(?:\w+ )?(?:fixed|fixing|looked at|repaired|mended|mending|checked|seen to|repairing|put right|made safe)\b|\bneeds? (?:a )?(?:fixing|repair|mending|seeing to)\b|\bcould (?:an?|your|someone|somebody|the) (?:engineer|\w+)? ?(?:come|look|check|fix|patch|have)\b|\bcome (?:back|out|round) and\b|\bwhen (?:will|is|are) [^.!?\n]{{0,30}}\b(?:fixed|repaired|coming to|back on|mended)",
    ),
    "compensation": (
        r"(?:^|[.!?;,+] ?|\b(?:and|please|you|you\'ll|they|should|must|kindly|would you|want you to|expect you to) )(?:pay|cover|owe|reimburse|compensate)\b (?:for |me |us |each |up |the |my |our |of |those |both |what )*[^.!?\n]{0,30}?(?:[£$€] ?\d|damage|wages|hotel|tow\b|repairs?|ruined|taxis?|vet|dentist|rent\b|loss|bill\b|nights|time\b|medical|earnings|cleaning|dry.?cleaning|something\b)|\b(?:want|expect|demand|claim|proper|real|offer|in|and|owed?|like|some|seek\w*|what) (?:\w+ )?compensation\b|\bcompensate (?:me|us|for)|\bdamages\b|\bknock\b[^.!?\n]{0,20}\boff\b|\b(?:\d+ ?%|half|a third|[£$€] ?\d[\d.,]{0,12}) (?:off (?:the|my|our|all|it|that|both|this|next)|towards|in (?:compensation|damages))\b|\b(?:take|get) [^.!?\n]{0,16}(?:[£$€] ?\d|\d+ ?%|days)[^.!?\n]{0,10} off\b|\bgoodwill\b|\b(?:serious|better|proper|decent|make (?:me|us) an|make an) offer\b|\blet's (?:call it|say) [£$€]|\blost (?:wages|earnings)\b|\b(?:i'd|would|we'd|i'll) (?:accept|take|settle for) (?:a |the )?(?:[£$€] ?\d|\d+ ?%|sum|credit|voucher|half|reduction|discount)|\bsomething (?:for|off) (?:the|my|our|it)\b",
    ),
    "apology": (
        r"(?:^|[.!?;,:+&] ?|\b(?:and|an|a|with|public|written|proper|real|grovelling|full|decent|personal|sincere|please|let's see an|the|least an|or|plus|to|must|should|just) )apolog(?:y|ise|ize)\b(?! (?:for (?:the|any|my) (?:rant|length|caps|spelling|typos)|was|came|arrived|letter came|accepted|from the driver was|in advance))|\b(?:say|saying|says) (?:you're |you are |they're )?sorry\b(?! for the (?:rant|length))|\b(?:a|and a|long|one|with a|proper|simple|little) sorry\b|\bsorry (?:letter|note|would|at least)",
    ),
    "punish_staff": (
        r"\b(?:sack|discipline|suspend|retrain|dismiss)\b (?:him|her|them|that|this|the|whoever|those|your|[a-z]+(?=[.!,]|$))|\bfire (?:him|her|them|that|this (?:man|woman|guy|person)|whoever|those|your)\b(?! (?:exit|alarm|door))|\b(?:get|have|take|want|wants|pull|i'd like|i expect|see) (?:him|her|that \w+(?: \w+){0,3}?|them|those two|those|the (?:\w+ ){1,2}?|your \w+|\d+) (?:and \w+ )?(?:off|gone|out of|disciplined|fired|sacked|retrained|pulled|suspended|taken off|struck|removed|dealt|spoken|moved|reprimanded|barred)\b|\bget (?:rid|shot) of (?:him|her|them|that)\b|\boff (?:the|that|this|your) (?:road|gate|tills?|streets?|line|roster|platform|rota|desk|route|job|books)\b|\bdeal with (?:the|that|him|her|them|this) (?:\w+ )?(?:accordingly|guard|driver|man|woman|agent|rep|colleague|staff)?|\bspoken to\b(?= about)|\b(?:be|him|her) (?:sacked|fired|disciplined|suspended|struck off|dismissed|let go|out of a job)\b|\blose (?:his|her|their) (?:job|badge|licen[cs]e)",
    ),
    "delivery": (
        r"(?:^|[.!?;:+&)\"…-] ?|\b(?:please|pls|then|just|now|you) )(?:find|locate|trace|track down|get|take|pick up|collect|fetch) (?:it|them|this|that|my|our|the|those|these)\b[^,.!?\n]{0,24},? and (?:then )?(?:deliver|bring|ship|send|get|hand) (?:it|them|this|that|those|these|my|our|the)\b(?! back)",
        r"(?:^|[.!?;:] ?|\b(?:please|just|now) )(?:deliver|ship|dispatch|re-?deliver) (?:it|them|my|our|those|these|the \w+)\b(?! (?:was|were|is|are|takes?|took))",
        r"\bwhere(?:'s| is|s| are|'re| the \w+ is)? (?:the hell )?(?:is |are )?(?:my|our|the|she|it)(?: \w+){0,2}? ?(?:parcel|package|order|stuff|delivery|luggage|bag|bags|suitcase|food|dress|sofa|bed|fridge|card|tickets?|phone|laptop|pizza|dinner|medicine|flowers|cake|item|things|dog|cat|engineer|taxi|driver)\b|\b(?:deliver|bring|ship|forward|dispatch|courier) (?:it|my|our|the|them)\b(?! \w+ back)[^.!?\n]{0,40}\b(?:today|tonight|now|by|tomorrow|asap|before|immediately|within|to (?:me|us|my|the right)|please)\b|\b(?:want|need|just want) (?:my|our|the) (?:parcel|package|order|delivery|luggage|bags?|suitcase|card|food|tickets?|goods|shoes|medicine|stuff|meds|sofa|bed|fridge)\b(?! (?:back|cancel|refund))|\bwhen (?:will|is|are|do|does) (?:it|my|our|the|you)\b[^.!?\n]{0,26}\b(?:arriv|com(?:e|ing)|deliver|get here|ship|turn up|be here)|\b(?:rebook|re-?route|re-?deliver) (?:it|me|us)\b|\bturn (?:it|the \w+|my \w+) back on\b",
    ),
}
