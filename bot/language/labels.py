"""The words that say what a number is: order, tracking, contract, account, work order, serial, model."""

from __future__ import annotations

import re

# The first kind whose words stand there wins, so the narrow ones come before the wide ones.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "tracking",
        r"(?:快递|物流|运|运输|货运|面|包裹|邮寄|寄件|顺丰|圆通|中通|韵达|申通|极兔|京东物流|邮政|ems|退货|回寄|寄回|退回|发货)(?:的)?(?:单号|编号|号码|号|单)"
        r"(?!码?牌)|邮件号|包裹号码?|track(?:ing)?[ -]?(?:number|no\b\.?|num\b|nr\b|id\b|code|ref(?:erence)?|#)|tracking(?= ?[:#]| (?:is|was)\b| [a-z]{0,4}\d{5})|parcel(?= [a-z]{0,4}-?\d{4})"
        r"|waybill(?: (?:number|no\b\.?))?|\bawb\b|consignment (?:number|no\b\.?|note)|(?:parcel|package|shipment|delivery) (?:number|no\b\.?|id\b|ref(?:erence)?|#)"
        r"|\b(?:ups|fedex|dhl|usps|dpd|evri|hermes|yodel|royal mail) (?:tracking|number|no\b|ref)",
    ),
    (
        "work_order",
        r"(?:工单|报修|维修|服务|派工|安装|返修)(?:单)?(?:的)?(?:编号|单号|号码|号)|工单|维修单(?=\s*[:#]|[a-z\d])"
        r"|(?:work|job|repair|service|maintenance) ?(?:order|request|ticket|ref(?:erence)?|number)?(?: ?(?:number|no\b\.?|num\b|id\b|ref(?:erence)?|#))"
        r"|(?:rma|sr|return)(?: ?(?:number|no\b\.?|num\b|nr\b|id\b|ref(?:erence)?(?: (?:number|no\b))?|#))"
        r"|work order|service request|\brma\b|\b(?:repair|job|return)(?= (?:is )?#?[a-z]{0,5}-?\d{4})",
    ),
    (
        "case",
        r"(?:售后|受理|投诉|举报|登记|申诉|退款|反馈|案件|案例|咨询|会话)(?:单)?(?:的)?(?:编号|单号|号码|号)|(?:case|complaint|incident|claim|support ticket|support|fault|query|enquiry|helpdesk|chat)(?: ?(?:number|no\b\.?|num\b|nr\b|id\b|ref(?:erence)?(?: (?:number|no\b))?|#))"
        r"|\b(?:case|claim|complaint|incident|chat case|ticket(?! \d{3}-?\d{7}))(?= (?:is )?#?[a-z]{0,5}-?\d{4})",
    ),
    (
        "contract",
        r"(?:合同|协议|保单|贷款|借据|购房合同|租赁合同)(?:的)?(?:编号|号码|号)|合同(?=\s*[:#]| ?[a-z\d])"
        r"|(?:contract|agreement|policy|lease|loan|tenancy|insurance|warranty|finance)(?: ?(?:number|no\b\.?|num\b|nr\b|id\b|ref(?:erence)?|#))|\b(?:contract|policy)(?= (?:is )?[a-z]*-?\d{3})",
    ),
    (
        "account",
        r"(?:账|帐)(?:号|户)(?:号|名|id)?|户号|(?:用户|客户|会员|业主|缴费|宽带|电表|水表|燃气表?|常旅客|里程)(?:卡)?(?:的)?(?:编号|账号|代码|号码|号|id)|(?:银行|信用|储蓄|会员|储值|健身|购物)?卡(?:的)?(?:尾)?号|用户id|用户名"
        r"|尾号(?!\s*\d{1,3}(?!\d))(?=的?卡)|(?:account|acct|a/c|acc|customer|client|member(?:ship)?|loyalty|frequent flyer|frequent flier|subscriber|meter|user|card|rewards|tenant)"
        r"(?: ?(?:number|no\b\.?|num\b|nr\b|id\b|ref(?:erence)?|code|#|name))|(?:card|account) (?:ending|ends)(?: in| with)?|\baccount(?= ?#| (?:is )?[a-z]*-?\d{4})|(?<![a-z])account(?=是[a-z]*-?\d)|\bcard(?= \d{4}\b)",
    ),
    (
        "serial_number",
        r"序列号|序号(?=\s*[:是a-z\d])|机身(?:编码|编号|号码?|码)|机器(?:编码|编号|号码?)|设备(?:编码|编号|号)|出厂(?:编码|编号|号)|产品(?:编码|编号|序列号)|商品(?:编码|编号)|车架号码?|防伪码|串号|(?<![a-z])imei(?: ?(?:码|号|number|no\b))?"
        r"|(?<![a-z])s/?n(?:码|号|\b)(?= ?[:#是为]| ?[a-z0-9]{6}| (?:is|number))|serial(?: ?(?:number|no\b\.?|num\b|nr\b|code|#))?|chassis (?:number|no\b)|\bvin\b(?: number)?|registration code|device id",
    ),
    (
        "model",
        r"(?:产品|商品|规格|机器|设备|手机|车|电脑)?(?<!同)(?<!各)(?<!错)(?<!什么)(?<!哪个)型号|机型|款号|货号|款式(?=\s*[:是])|规格(?=\s*[:是])|车型|(?<!business )(?<!role )model(?: ?(?:number|no\b\.?|num\b|nr\b|code|name|#)|(?='?s? ?(?:is|:|-) )|(?= [a-z]*-?\d))|\bsku\b|part (?:number|no\b)|article (?:number|no\b)|item (?:number|no\b\.?|code)|product (?:code|number|no\b)|style (?:number|no\b|code)",
    ),
    (
        "flight",
        r"航班(?:号|编号|号码)?|车次|列车号?|flight(?: ?(?:number|no\b\.?|num\b|#))?|train (?:number|no\b)",
    ),
    (
        "noise",
        r"(?:车牌|手机|电话|号码|身份证|银行卡|信用卡)?尾号|(?:手机|电话|号码|身份证)(?:号码?)?(?:的)?(?:后四位|后4位|末四位)|条形?码(?:号)?|二维码|批号|批次(?:号)?|生产批号|邮编|邮政编码|(?:客服|员工|骑手|店员|师傅)?工号|学号|门牌号?|护照号?码?|身份证号?码?|barcode(?: number)?|bar code|\bean\b|\bupc\b|post ?code|\bzip(?: ?code)?\b|batch(?: (?:number|no\b|code))?(?= ?[:#]? ?[a-z]*\d)|\blot (?:number|no\b|code)|(?:employee|staff|badge|agent|driver|passport|ssn|tax|vat) ?(?:number|no\b|id\b|#)|(?:visa|mastercard|amex|card) (?:ending|ends)(?: in| with)?",
    ),
    (
        "tag",
        r"(?:bag(?:gage)?|luggage) (?:tag|claim)(?: (?:number|no\b\.?|#))?|行李(?:牌|条|标签)(?:号码?|编号)",
    ),
    (
        "plate",
        r"车牌(?:号码?)?|牌照(?:号)?|(?:number|license|licence|reg(?:istration)?) ?plate|reg(?:istration)? (?:number|no\b)",
    ),
    (
        "booking",
        r"(?:预订|预定|预约|订房|订座|订位|确认|取票|取件|取货|取餐|提货|核销|兑换|入住|机票|客票|车票|电子票|票|团购券?|券|验证|挂号|就诊|病历|排队|报名|学员|活动|中奖)(?:的)?(?:编号|编码|单号|号码|号|码)|(?:trip|ride|hire|rental) (?:id|number|no\b\.?|ref(?:erence)?)|\bpnr\b(?: ?(?:是|为|码|号))?"
        r"|(?:booking|reservation|confirmation|conf|itinerary|ticket|e-ticket|locator|record locator|voucher|appointment|registration|enrol(?:l)?ment|application|student|patient|docket|permit|fine|pcn|receipt|transaction|payment|invoice|bill|statement|quote|deposit)"
        r"(?: ?(?:number|no\b\.?|num\b|nr\b|id\b|ref(?:erence)?(?: (?:number|no\b\.?|code))?|code|#|locator))|record locator|\bbooking(?= ?[:#]| (?=[a-z0-9]{6}\b)[a-z0-9]*\d)|\b(?:ticket|booking|reservation|confirmation|invoice|receipt|voucher|itinerary)(?= (?:is )?#?[a-z]{0,5}-?\d{3})|\b(?:my|our|the) (?:booking|reservation|ref|reference|confirmation)(?: is|:)?(?= )"
        r"|(?:reference|ref)(?: ?(?:number|no\b\.?|num\b|id\b|code|#))?|发票(?:号码?|编号)|小票(?:号码?|编号)|收据(?:号码?|编号)|参考号码?|凭证号",
    ),
    (
        "order",
        r"(?:订|定)单(?:的)?(?:编号|编码|号码|代码|号|id|尾号|后[四五六八4568]位(?:数)?(?:号码)?|最后[四4]位)|(?:购物|下单|交易|商户|支付|付款|流水|外卖|采购|团购)(?:的)?(?:单号|编号|订单号|流水号|号)|单号(?:尾号|后四位)?"
        r"|(?:purchase|sales|web|online|amazon|ebay|my)? ?\b(?:orders?(?:'s)?|o(?:der|rdr|rdre|drer|rder|reder))(?: ?(?:number|numbers|nubmer|numebr|nunber|numbr|nummber|nummer|numb\b|n°|№|nr\b|no\b\.?|nos\b|num\b|id\b|ref(?:erence)?(?: (?:number|no\b))?|code|#|confirmation))+|\bp\.?o\.?(?: ?(?:number|no\b\.?|#))|\bord(?:er)? ?(?:(?:no|num|nr)\b|#)|\bordered under(?= [a-z]{0,5}-?\d)|\bordernumber|\bon ?# ?(?=\d)|\bi ordered(?=, [a-z]{1,4}-\d{4})",
    ),
    (
        "order_loose",
        r"(?:订|定)单(?:是|为)?|单子|[下拍买]的单(?=[号\s:是]{0,3}[a-z]{0,5}-?\d{2})|\b(?:order(?:'?s|ed)?|oder|ordr|ordre|odrer)\b(?= ?(?:was|is|ending|ending in)? ?[:#(]?\s?[a-z#]{0,6}-?\d)|\border(?=[:#] ?[a-z]{1,4} \d{3})|\bpurchase(?= #?\d{5})",
    ),
)

LABEL = re.compile("|".join(f"(?P<{kind}>(?:{words}))" for kind, words in _WORDS), re.ASCII)
"""The words for a number; the name of the group that matched is the kind, as `kind_of` reads it."""

FILLER = re.compile(
    r"(?:'?s(?![a-z0-9'-]))?(?:[\s:#=(\[\"'*,.>~-]|是|系|为|呢|嘛|嘅|喺|哈|的话|你记一下|记一下|应该|好像|大概|可能|就|这个|那个|嗯|额|呃|哦|啊|叫|给你|(?:我|先|这里|这边|在此)*(?:给|发|报|告诉|贴|留)(?:给|一下)?[你您](?:们)?(?:了|一下|下)?|(?:[写打输说看记搞贴抄念报填弄发]|复制|给你|我)*错了?(?=[\s,.。;]{0,3}(?:应该?|要|才|其实|正确|对的|不是|是|改|[a-z]{0,5}-?\d))|有误(?=[\s,.。;]{0,3}(?:应该?|要|才|其实|正确|对的|不是|是|改))|应[为是]|正确的|对的是|改成|改为|发你|您记|记一下|您查|查一下|如下|在这|我找|找到了|等等|等下|(?:让我|我)?(?:给[你您]|帮[你您])?(?:看看?|找|查|翻|发|报|念|说)(?:一下|给[你您]|[你您])?|稍等|号码|编号|尾号|后四位|末尾|的"
    r"|(?:is\b|was\b|it's\b|its\b|it is\b|that's\b|that is\b|should be\b|should read\b|it should be\b|it should read\b|the (?:right|correct) one is\b|(?:wrong|incorrect|mistyped|not (?:right|correct))\b(?=[,.;: -]+(?:it|it's|its|should|the (?:right|correct))\b)|i think\b|i believe\b|let me (?:see|check|look)\b|here(?: it is| you go)?\b|goes\b|you go\b|well\b|um+\b|uh+\b|er+\b|hmm\b|of\b"
    r"|number\b|num\b|no\b|ref\b|code\b|for this\b|for that\b|in question\b|reads\b|starts with\b|ending(?: in| with)?\b|ends (?:in|with)\b|as follows\b|(?:on|from|at|in) (?:top of )?(?:the|my|our|your|this|that) (?:last |latest |top of (?:the |my )?|back of (?:the |my )?)?(?:email|e-mail|receipt|box|label|slip|app|bill|invoice|statement|letter|card|contract|paperwork|packaging|sticker|quote|website)\b|which\b|would be\b|being\b|are\b|to be\b|if that helps\b|says\b|so\b|ok\b|okay\b|right\b|sorry\b|with\b)(?![-_/]\w)){0,14}",
    re.ASCII,
)
"""What people put between such words and the number."""

AFTER = re.compile(
    r"[\s,，)）\"'\]]{0,3}(?:这|这是|是|就是|那是|that's|thats|this is|is|it's|is the|was|being)?\s?(?:这个|我的|我们的|个|一个|这张|这|my|the|our|your|an|that)?(?:的)?\s?"
    r"(?:(?P<tracking>快递单号|运单号|物流单号|快递单?|包裹|tracking(?: number| no| id)?\b|parcel number\b)|(?P<work_order>工单号?|报修单号?|work order\b|case (?:number|no|ref)\b|complaint number\b)"
    r"|(?P<contract>合同号|合同|contract (?:number|no)\b|policy (?:number|no)\b)|(?P<account>账号|户号|account (?:number|no)\b|customer (?:number|no)\b)"
    r"|(?P<serial_number>序列号|机身号|serial(?: number| no)?\b)|(?P<model>型号|model(?: number| no)?\b)|(?P<booking>预订号|确认号|票号|booking(?: ref(?:erence)?| number| code)?\b|confirmation(?: number| code)?\b|reservation(?: number)?\b|reference(?: number)?\b)"
    r"|(?P<order>订单号码?|订单编号|订单|单号|[这那呢嗰][个张]?单|单子|order(?: number| no\b| id\b| ref)?\b))",
    re.ASCII,
)
"""The words that may follow a number and say what it is."""

REFERENCE_TYPES = {
    "tracking": "tracking", "contract": "contract", "account": "account", "work_order": "work_order",
    "case": "work_order", "booking": "other", "flight": "other", "plate": "other", "tag": "other",
}  # fmt: skip
STANDS_FOR_ORDER = frozenset({"tracking", "contract", "work_order", "booking"})
"""References that name the bought thing itself, so that they may serve as its order number."""


def kind_of(label: re.Match[str]) -> str:
    """Return the kind of number that a label names."""
    return kept_as(label.lastgroup or "")


def kept_as(kind: str) -> str:
    """Return the kind under which a number is kept: what is loosely called an order is one."""
    return "order" if kind == "order_loose" else kind
