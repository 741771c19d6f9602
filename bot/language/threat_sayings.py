"""Ways to threaten that name neither an authority nor a court nor a site, found in mistakes."""

from __future__ import annotations

SAYINGS: tuple[tuple[str, str], ...] = (
    (
        "violence",
        r"(?:揪|拖|拽|抓|薅)(?:出来|过来|下来)?(?:打|揍|抽|扇)(?!电话|投诉)|(?:小心|当心)(?:你|你们|你家)(?:的)?(?:狗命|小命|脑袋|腿)|(?:知道|晓得|查到|找到)(?:你|你们|他|她)(?:家)?住(?:在)?(?:哪|什么地方)"
        r"|\b(?:lucky|good thing) (?:for (?:you|him|her|them) )?(?:that )?(?:i|we) (?:don'?t|do not|can'?t) (?:know|find out|get to) where\b|\b(?:i|we)(?:'ll| will)? (?:now )?(?:know|find out) where (?:you|he|she|they|your \w+) lives?\b|\bwatch your back\b",
    ),
    (
        "media",
        r"拿(?:你们?|你家|这家|贵司)(?:来)?开刀|(?:聊天记录|截图|录音|录像|视频|证据|照片)[^,。!?]{0,8}(?:一张张|一条条|全部|全都|通通|都)(?:晒|发|放|曝|公布)(?:出来|出去|到|上)?|(?:等着|准备)(?:上|被)(?:热搜|曝光|头条|挂)"
        r"|\b(?:everyone|everybody|anyone) (?:i|we) know (?:will|is going to|are going to|shall|'ll) (?:be )?(?:hear|hearing|know|knowing|told)\b|\bname and sham(?:e|ing)\b|\bgo(?:ing|es)? straight (?:on|to) (?:twitter|x|tiktok|facebook|insta(?:gram)?|reddit)\b",
    ),
    (
        "legal",
        r"(?:去|准备|下周|这周|明天|马上|已经?|法院|申请)(?:就)?(?:去)?立案(?!侦查|调查)|(?:直接|准备|那就|咱们?)(?:走|打)(?:小额|支付令|劳动仲裁|仲裁)|(?:法庭|法院)(?:上)?(?:对质|说话|再聊|再谈)"
        r"|\b(?:get|have|set|send|put|call|calling|getting|setting) the (?:police|cops|feds) on (?:you|him|her|them|your)\b",
    ),
    (
        "regulator",
        r"食药署|卫福部|公平会|金管会|通传会|(?<![a-z])ncc(?![a-z])|交通部公路|观光署|消费者保护(?:处|官|会)|申诉专员|竞争事务委员会|海关(?:举报|投诉|热线)|通讯办|通讯局",
    ),
    (
        "churn",
        r"下辈子(?:吧|再(?:说|买|来|续))|(?:明天|马上|直接|全都|全部|立刻|今天|这就|现在就|一起|都)(?:去)?(?:销户|销卡|退会|注销)(?!掉?不|流程|怎么|要|需要|申请|被)"
        r"|\bcancell?ed (?:my|the|our) (?:order|booking|subscription) and (?:bought|ordered|got|booked|went|signed)\b|\b(?:stick|sticking|stuck) (?:with|to) (?!the (?:plan|schedule|rules)|it\b|me\b|us\b|you\b|a |an |this|that|my |your |the )\w+ (?:from now on|in future|next time)\b",
    ),
)
