"""The words of money: signs, codes and names of currencies, and what an amount was for."""

from __future__ import annotations

import re

from bot.language.lexicon import alternatives

_SIGNS = {
    "hk$": "HKD", "nt$": "TWD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD", "sg$": "SGD", "r$": "BRL", "mop$": "MOP",
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "₩": "KRW", "₹": "INR", "₽": "RUB", "฿": "THB", "₱": "PHP", "₫": "VND", "₺": "TRY", "₪": "ILS",
}  # fmt: skip
_CODES = {
    "rmb": "CNY", "cny": "CNY", "usd": "USD", "gbp": "GBP", "eur": "EUR", "hkd": "HKD", "twd": "TWD", "ntd": "TWD", "jpy": "JPY", "krw": "KRW", "aud": "AUD", "cad": "CAD",
    "nzd": "NZD", "sgd": "SGD", "chf": "CHF", "inr": "INR", "myr": "MYR", "thb": "THB", "php": "PHP", "aed": "AED", "zar": "ZAR", "sek": "SEK", "nok": "NOK", "dkk": "DKK",
    "pln": "PLN", "mxn": "MXN", "mop": "MOP", "rs": "INR", "rm": "MYR", "vnd": "VND", "人民币": "CNY", "港币": "HKD", "台币": "TWD", "新台币": "TWD", "美元": "USD",
    "hk": "HKD", "nt": "TWD",
}  # fmt: skip
_UNITS_ZH = {
    "元人民币": "CNY", "块人民币": "CNY", "人民币": "CNY", "软妹币": "CNY", "大洋": "CNY", "块大洋": "CNY", "块钱": "CNY", "元钱": "CNY", "元整": "CNY", "元": "CNY", "块": "CNY", "圆": "CNY", "rmb": "CNY", "cny": "CNY", "米": "CNY",
    "美元": "USD", "美金": "USD", "美刀": "USD", "刀": "USD", "欧元": "EUR", "欧": "EUR", "英镑": "GBP", "镑": "GBP", "港币": "HKD", "港元": "HKD", "港纸": "HKD", "蚊": "HKD", "元港币": "HKD", "块港币": "HKD",
    "新台币": "TWD", "台币": "TWD", "元台币": "TWD", "元新台币": "TWD", "日元": "JPY", "日币": "JPY", "円": "JPY", "韩元": "KRW", "韩币": "KRW", "澳元": "AUD", "澳币": "AUD", "加元": "CAD", "加币": "CAD",
    "新币": "SGD", "新加坡元": "SGD", "泰铢": "THB", "卢布": "RUB", "马币": "MYR", "澳门元": "MOP", "葡币": "MOP", "usd": "USD", "hkd": "HKD", "eur": "EUR", "gbp": "GBP", "twd": "TWD", "ntd": "TWD",
}  # fmt: skip
_UNITS_EN = {
    "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD", "quid": "GBP", "pound": "GBP", "pounds": "GBP", "pounds sterling": "GBP", "pound sterling": "GBP", "euro": "EUR", "euros": "EUR",
    "yuan": "CNY", "kuai": "CNY", "hk dollar": "HKD", "hk dollars": "HKD", "nt dollar": "TWD", "nt dollars": "TWD", "yen": "JPY", "won": "KRW", "rupee": "INR", "rupees": "INR", "ringgit": "MYR", "baht": "THB",
    "peso": "PHP", "pesos": "PHP", "dirham": "AED", "dirhams": "AED", "rand": "ZAR", "kr": "SEK", "zloty": "PLN", "cent": "USD", "cents": "USD", "pence": "GBP", "p": "GBP",
}  # fmt: skip
CURRENCIES: dict[str, str] = {**_SIGNS, **_CODES, **_UNITS_ZH, **_UNITS_EN}
"""The ISO code behind every sign and word."""

SIGN = alternatives(list(_SIGNS))
CODE = alternatives(list(_CODES))
UNIT = alternatives([unit for unit in _UNITS_ZH if unit != "米"])
NOT_MONEY_AFTER = r"(?:(?<=块)(?:屏|表|砖|板|玻璃|电池|地|肉|蛋糕|布|面膜|硬盘|瓷砖|木板|石|手表|钢化|主板|饼干|肥皂|香皂|砧板|芯片)|(?<=元)(?:素|旦|宵|件|气|老|凶|首)|(?<=刀)(?:具|片|头|切|剪)|(?<=欧)(?:洲|式|美|盟|莱|派|姆)|(?<=镑)\x00)"
BARE_AFTER = (
    r"\d|[.:/-]\d|\s?(?:个|件|台|部|天|年|月|号|日|次|小时|分钟|分|点|周|星期|礼拜|人|位|双|套|箱|瓶|包|盒|条|张|只|本|袋|斤|公斤|倍|折|%|度|寸|楼|层|室|米|平|岁|克|g\b|kg|ml|gb|遍|趟|回|句|页|字|星|级|秒|家|种|份|下|通|代|款|批|期|赔|罐|桶|把|支|辆|盏|颗|片|粒|杯|碗|盘|道|间|栋|单|项|门|节|课|辈子|半|直|起|早|会|点|些|定|样|共|再|切|般|旦|边|方|股|肚|脸|身|堆|户|口|票|亩|栋|桶|段|路|番|行"
    r"|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|times|nights?|items?|pieces?|pcs|people|persons?|of\b|percent|stars?|miles|km|kg|lbs?|am\b|pm\b|st\b|nd\b|rd\b|th\b|phone|calls?|emails?|more|other|different|separate|out of|business|working|adults?|kids|children|tickets?|seats?|rooms?|units?|pairs?|sets?|packs?|boxes|bottles|consecutive|straight|months|o'clock|gb|mb|inch|(?!(?:was|is|has|as|this|plus|less|us|its|yes|pls|thanks)\b)\w+s\b)"
)
NOT_MONEY_BEFORE = re.compile(
    r"(?:不要|只要|需要|要求|重要|主要|还要|就要|第|no\b|前|近)\s?$", re.ASCII
)

ROLES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(before, re.ASCII), re.compile(after, re.ASCII))
    for name, before, after in (
        (
            "offered",
            r"只肯|只愿意|只给|只赔|只退|只补|才赔|才退|才给|愿意赔|愿意给|说给我|优惠券|红包|代金券|抵用券|补偿券|打发|offer(?:ed|ing)?|goodwill|gesture|voucher|coupon|credit of|only (?:refunded|gave|giving|refund)",
            r"\s?(?:的)?(?:优惠券|代金券|抵用券|券|红包|话费补偿|积分|voucher|coupon|gift card|credit\b|store credit|goodwill)",
        ),
        (
            "loss",
            r"赔偿|赔我|赔|损失费?|误工费?|医药费?|医疗费?|治疗费?|检查费|补偿|精神(?:损失)?费?|营养费|鉴定费|交通费|维修花|自费|compensat|damages|loss(?:es)?\b|lost (?:wages|earnings|income)|lost|out of pocket|medical|vet bill|reimburse",
            r"\s?(?:的)?(?:损失|赔偿|误工费|医药费|医疗费|补偿|精神损失|in (?:damages|compensation|losses|lost)|compensation|worth of damage|of damage)",
        ),
        (
            "disputed",
            r"多扣|多收|乱收|扣了|扣费|扣款|扣|收了|收取|收费|退款|退我|退还|退回|退|押金|定金|订金|手续费|违约金|违约|罚款|罚|被骗|骗了|转账|盗刷|少退|差价|差|服务费|取消费|上门费|费|charged|charge|overcharg|billed|bill|refund|fee|deposit|debited|deducted|taken|took|owe|fined?|penalty|scammed|stole|missing|short(?:ed)?|balance|disputed?|double",
            r"\s?(?:的)?(?:押金|定金|订金|手续费|违约金|服务费|差价|滞纳金|费用|上门费|罚款|fee|charge|deposit|refund|fine|penalty|bill|extra|more than|too much|overcharge|to cancel|cancellation)",
        ),
        (
            "paid",
            r"花了|花费|花|付了|付款|付|买的|买了|买|购|价格|价钱|原价|售价|一共|总共|总价|合计|充值|充了|交了|交|学费|月租|房租|租金|货款|标价|值|卖|工资|paid|pay|cost|bought|purchas|spent|price|worth|total|ordered|invoice|quote|for",
            r"\s?(?:买的|入手|一个月|一斤|一台|一件|一晚|/|一年|的|a month|per|each|a night|a year|month|jacket|phone|laptop|ticket)",
        ),
    )
)
"""What an amount was for, by the words before and behind it; the word nearest before it decides."""
