"""Tells what stands where a product may stand and is none: acts, people, places, corrections."""

from __future__ import annotations

import re

#: Chinese words that take back what was said, and are none of a product's name.
TAKEN_BACK_ZH = "等等|等一下|更正|不是"
#: Words that are none of a product's name, wherever they stand in it.
_NEVER_WITHIN = re.compile(
    rf"[，。！？；\n]|[：:]\S*[是为為]|{TAKEN_BACK_ZH}|改成|改为|改為|应该是|應該是|搞错|搞錯|错了|錯了|不对|不對"
    r"|\b(?:correction|sorry|wait|actually|hang on)\b",
    re.IGNORECASE,
)
#: A person, a place of sale, an act or what proves it is no product by itself.
_NO_THING = re.compile(
    r".*(?:先生|小姐|女士|太太|阿姨|师傅|師傅|老师|老師|客服|店员|店員|老板|老闆|经理|經理|顾问|顧問|主管|司机|司機|骑手|騎手|快递员|同事)"
    r"|.{1,2}[了过過着著咗]|4s店?|.{0,4}(?:门市|門市|专柜|專櫃|旗舰店|旗艦店)"
    r"|退[费費款货貨票订訂换換]|申请|申請|投诉|投訴|赔偿|賠償|道歉|截图|截圖|聊天记录|聊天記錄|凭证|憑證|[你您]好|喂|哈喽|谢谢|謝謝"
    r"|(?:the )?(?:tracking|receipts?|invoices?|refunds?|complaints?|screenshots?|agents?|staff|hello|hi|thanks?|baggage belt)",
    re.IGNORECASE,
)
#: Photos that prove something, and the belt that luggage comes on.
_PROOF = re.compile(
    r"照片|相片|图片|圖片|视频|視頻|影片|录音|錄音|(?:photo|picture|pic|video)s?", re.I
)
_PROVES_LEFT = re.compile(
    r"(?:[拿发發传傳看拍附把有]了?|看过|看過)(?:的|几|幾|张|張|个|個)*$"
    r"|\b(?:sen[dt]|took|take|taken|taking|got|have|has|see|seen|attached)(?: \w+){0,2} $",
    re.IGNORECASE,
)
_CAROUSEL = re.compile(r"\b(?:on|onto|off|from|round|around) the $", re.IGNORECASE)
#: A window that somebody looked through, or types into.
_SEEN_THROUGH = re.compile(
    r"\b(?:film|s[ae]w|see|look|watch|pictur)\w*[^.!?]{0,20} (?:through|out of|from|at) (?:the|a|my) $"
    r"|\bchat $",
    re.IGNORECASE,
)
#: The customer's own papers, whose term runs out.
_PAPERS = re.compile(r"签证|簽證|护照|護照|身份证|身分證")
_EXPIRES = re.compile(r"就?[要快]?(?:到期|过期|過期)")
#: The phone that wrote what the customer did not mean.
_MISWRITES = re.compile(
    r" (?:auto ?-?corrected|changed (?:my|the|it)|did (?:that|it)\b)|(?:自动|自動)?(?:改了|联想|聯想)"
)
#: "to King's Cross": names in capitals behind such words are places.
_TO_PLACE = re.compile(r"\b(?:to|from|at|into|via|near|towards?|between) $", re.IGNORECASE)
_PLACE_NAME = re.compile(r"[A-Z][a-z'’]+(?: [A-Z][a-z'’]+){1,2}")


def names_no_product(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is an act, a greeting, a person, a proof or holds a correction."""
    name, left = text[start:end], text[max(0, start - 40) : start]
    if _NEVER_WITHIN.search(name) or _NO_THING.fullmatch(name):
        return True
    if _PROOF.fullmatch(name) and _PROVES_LEFT.search(left):
        return True
    if _PAPERS.fullmatch(name) and _EXPIRES.match(text, end):
        return True
    if name.lower() in {"phone", "手机", "手機"} and _MISWRITES.match(text, end):
        return True
    where = {"belt": _CAROUSEL, "window": _SEEN_THROUGH}.get(name.lower())
    return bool(where and where.search(left))


def names_a_place(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is a place by the word before it: "to King's Cross"."""
    left = text[max(0, start - 12) : start]
    return bool(_PLACE_NAME.fullmatch(text[start:end]) and _TO_PLACE.search(left))
