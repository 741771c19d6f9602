"""Reads the ways to reach a customer that are neither phone nor e-mail: WeChat, QQ, LINE and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.normalize import Folded, fold
from bot.language.spans import Span

_JOINT = r"(?:号码?|id|账号|帐号|user ?name|name|handle|number)?\s*(?:是|为|叫|:|=|is|搜|加|加我|[吧哈呢嘛啊哦呀]|,|-|\s){0,5}\s*@?"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.ASCII))
    for kind, pattern in (
        (
            "wechat",
            rf"(?:微信|薇信|威信|v信|\bvx|\bwx|\bwechat|\bweixin|\bwei ?xin|\bv(?=:)|绿泡泡){_JOINT}(?P<id>[a-z][a-z0-9_-]{{4,19}}|1[3-9]\d{{9}}|\d{{5,11}})(?![a-z0-9_@.])",
        ),
        ("qq", rf"(?:\bqq|扣扣|企鹅){_JOINT}(?P<id>[1-9]\d{{4,10}})(?![\d@])"),
        (
            "line",
            rf"(?<![a-z])line{_JOINT.replace('?:号码?|id', '?:号码?|id')}(?P<id>[a-z0-9._-]{{4,20}})(?<![.])(?![a-z0-9@])",
        ),
        (
            "whatsapp",
            rf"(?:\bwhatsapp|\bwhats app){_JOINT}(?P<id>[a-z][a-z0-9._-]{{4,20}})(?![a-z0-9@])",
        ),
        (
            "telegram",
            rf"(?:\btelegram|\btg|电报|飞机){_JOINT}(?P<id>[a-z][a-z0-9_]{{4,31}})(?![a-z0-9@])",
        ),
        (
            "instagram",
            rf"(?:\binstagram|\binsta|\big|\btwitter|\bfacebook|\bmessenger|\bskype|\bdiscord|\bsnapchat|\bsnap|微博|抖音|小红书|钉钉|飞书){_JOINT}(?P<id>[a-z0-9_][a-z0-9_.#]{{3,30}})(?<![.])(?![a-z0-9@])",
        ),
        (
            "handle",
            r"(?:my handle is|dm me(?: at| on)?|message me(?: at| on)?|find me at)\s+(?P<id>@[a-z0-9_.]{3,30})(?<![.])",
        ),
    )
)
_IDLE = frozenset(
    "please number account contact group message messages payment transfer video phone email same service support manager staff online never always still about after again "
    "telling saying asking which there where because before group1 and the that with wechat weixin whatsapp line official business customer".split()
)


@dataclass(frozen=True)
class Handle(Span):
    """A way to reach someone on a service; `kind` names the service."""

    value: str = ""
    kind: str = "wechat"


def find_handles(text: str | Folded | None) -> list[Handle]:
    """Return the names and numbers under which the customer is reached on chat services."""
    folded = fold(text)
    found: list[Handle] = []
    for kind, pattern in _KINDS:
        for match in pattern.finditer(folded.text):
            said = match.group("id")
            needs_digit = kind in ("line", "whatsapp", "telegram", "instagram")
            sign = re.search(
                r"(?:id|号|账号|:|is|是|name|handle|@|加我)\s*@?$",
                folded.text[match.start() : match.start("id")],
            )
            if said in _IDLE or (needs_digit and not re.search(r"[\d_]", said) and not sign):
                continue
            if kind == "wechat" and said.isalpha() and not sign:
                continue
            if kind == "line" and not (
                sign and (re.search(r"[\d_]", said) or re.search(r"id|账号|@", sign.group()))
            ):
                continue
            start, end = folded.back(*match.span("id"))
            source = folded.source[start:end]
            if not any(start < other.end and other.start < end for other in found):
                found.append(
                    Handle(start, end, source, folded.cased[slice(*match.span("id"))], kind)
                )
    return sorted(found, key=lambda item: item.start)
