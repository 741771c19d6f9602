"""Reads e-mail addresses as typed and as said aloud."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.language.lexicon import words
from bot.language.normalize import Folded, fold
from bot.language.numerals import ZH_DIGITS
from bot.language.spans import Span
from bot.language.spelled import TENS

_TOP = (
    "com|cn|net|org|edu|gov|co|uk|io|hk|tw|me|info|biz|de|fr|au|ca|nz|ie|eu|us|sg|my|jp|kr|in|ru|it|es|nl|ch|at|"
    "se|no|dk|fi|pl|be|pt|za|br|mx|app|dev|xyz|top|vip|tv|cc|ac|live|pro|online|shop|tech|ph|th|vn|id|mo"
)
_TYPED = re.compile(
    r"(?<![a-z0-9._%+-])([a-z0-9][a-z0-9._%+'-]{0,63})[ ]?@[ ]?"
    r"([a-z0-9](?:[a-z0-9-]{0,62})(?:(?:[ ]?[.。][ ]?|,(?=(?:com?|net|org|cn|uk)(?![a-z])))[a-z0-9-]{1,62}(?![a-z0-9-])){1,4})",
    re.ASCII,
)
_AT = r"(?:,?\s?(?:艾特|小老鼠|圈a|花a)\s?,?|\(\s*at\s*\)|\[\s*at\s*\]|\{at\}|<at>|_at_|@|(?<=[a-z0-9])(?:\s+)at(?=\s))"
_DOT = r"(?:\s*(?:\(\s*dot\s*\)|\[\s*dot\s*\]|\bdot\b|\bpoint\b|点)\s*|\s*[.。](?:(?!\s)|\s+(?=(?:com?|cn|net|org)\b)))"
_SPOKEN = re.compile(
    rf"(?P<at>{_AT})\s*(?P<domain>(?:(?:(?:zero|one|two|three|four|five|six|seven|eight|nine)\s+){{2,4}}(?=dot|point)|[a-z0-9零一二三四五六七八九六幺-]{{1,30}}(?:\s[a-z]{{1,12}}(?=\s+(?:dot|point)\b))?)(?:{_DOT}[a-z0-9-]{{1,20}}){{0,2}}"
    rf"{_DOT}(?:{_TOP}))(?![a-z0-9])",
    re.ASCII,
)
_LOCAL_ZH = re.compile(
    r"(?:[a-z0-9._+-]|零|一|二|三|四|五|六|七|八|九|幺|点|下划线|横杠|减号|杠|\s(?=[a-z0-9点下横减杠]))+$",
    re.ASCII,
)
_STOPPERS = frozenset(
    "is email mail address it its it's to me on use try at and my the contact reach through via as by or that's thats "
    "e-mail account under be was so yes yeah ok okay um uh er here send you can write emailed me. also just i".split()
)
_PROVIDERS = frozenset(
    "gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol proton protonmail gmx web qq 163 126 foxmail "
    "sina sohu 139 189 yeah naver hanmail btinternet sky virginmedia comcast verizon att mail zoho fastmail tutanota".split()
)
_ABOUT_MAIL = re.compile(r"e-?mail|\bmail\b|address|reach me|contact me|邮箱|邮件", re.ASCII)
_ASIDE = re.compile(
    r",? ?\(?\b(?:(?:that's |it's )?(?:all )?(?:one word|lower ?case|small letters|together|no (?:spaces?|dots?|caps)|joined up))\)?,?",
    re.ASCII,
)
#: Behind an address, the words at its beginning that are written together.
_ONE_WORD = re.compile(
    r"[\s,.;:(-]{0,4}(?:(?:so|and|where|the|with|that's|thats) )*(?P<words>[a-z0-9]{1,15}(?: [a-z0-9]{1,15}){1,3}?)"
    r"(?:'s| is| are| being| as|,)? (?:all |written |just )?(?:one word|together|joined(?: up| together)?)\b",
    re.ASCII,
)
_JOINTS = {
    "dot": ".",
    "point": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
    "plus": "+",
}
_SAID = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9",
}  # fmt: skip
#: Fewer than with other numbers: treble and quadruple may be words of the address itself.
_TIMES = {"double": 2, "triple": 3}


def find_emails(text: str | Folded | None) -> list[tuple[Span, str]]:
    """Return every address with its span, in plain form."""
    folded = fold(text)
    found = [*_typed(folded), *_spoken(folded)]
    taken: list[tuple[Span, str]] = []
    for span, address in found:
        if not any(span.overlaps(other) for other, _ in taken):
            taken.append((span, address))
    return sorted(taken, key=lambda pair: pair[0].start)


def _span(folded: Folded, start: int, end: int) -> Span:
    first, last = folded.back(start, end)
    return Span(first, last, folded.source[first:last])


def _typed(folded: Folded) -> list[tuple[Span, str]]:
    found = []
    for match in _TYPED.finditer(folded.text):
        around = folded.text[match.end(1) : match.start(2)]
        handle = around == " @" or (around == "@ " and " " in match.group(2))
        parted = re.search(r"[.。] ([a-z]+)$", match.group(2))
        capital = parted and folded.cased[match.end() - len(parted.group(1))].isupper()
        if handle or (
            parted
            and (capital or not re.fullmatch(_TOP, parted.group(1)))
            and not re.search(r"[.。]", match.group(2)[: parted.start()])
        ):
            continue
        domain = match.group(2)
        end = match.end()
        # A sentence may go on right after the address: "me@x.com. Thanks".
        loose = re.search(r"[.。]\s+[^.。]*$|\s+[.。]?[^.。]*$", domain)
        tops = re.split(r"[.。\s]+", domain)
        if loose and (not re.fullmatch(_TOP, tops[-1]) or len(tops) > 2):
            shorter = domain[: loose.start()]
            if re.search(r"[.。]", shorter):
                end -= len(domain) - len(shorter)
                domain = shorter
        local = match.group(1).rstrip(".'")
        start = match.start()
        address = (
            folded.cased[start : start + len(local)] + "@" + folded.cased[end - len(domain) : end]
        )
        address = re.sub(r"\s+", "", address).replace("。", ".").replace(",", ".").strip(".")
        if re.fullmatch(r"[A-Za-z]{2,}", address.rpartition(".")[2]):
            found.append((_span(folded, start, end), address))
    return found


def _spoken(folded: Folded) -> list[tuple[Span, str]]:
    found = []
    text = _ASIDE.sub(lambda match: " " * len(match.group()), folded.text)
    for match in _SPOKEN.finditer(text):
        domain = _plain_domain(match.group("domain"))
        head = text[max(0, match.start() - 80) : match.start()]
        local, start = _local_part(head)
        local, start = _as_one_word(folded.text[match.end() :], head, local, start)
        if local and "." in domain and _meant(match, domain, head, local):
            offset = match.start() - len(head) + start
            found.append((_span(folded, offset, match.end()), f"{local}@{domain}"))
    return found


def _as_one_word(behind: str, head: str, local: str, start: int) -> tuple[str, int]:
    """Return the local part with the words before it that are said to belong: "its kai is one word"."""
    said = _ONE_WORD.match(behind)
    for count in range(len(said["words"].split()) if said else 0, 1, -1):
        words_said = said["words"].split()[-count:] if said else []
        pattern = re.compile(rf"(?<![a-z0-9']){' +'.join(map(re.escape, words_said))}(?![a-z0-9])")
        places = [m for m in pattern.finditer(head) if m.start() < start < m.end()]
        whole = "".join(words_said)
        if places and local.startswith(words_said[-1]):
            return whole + local[len(words_said[-1]) :], places[-1].start()
    return local, start


def _meant(match: re.Match[str], domain: str, head: str, local: str) -> bool:
    """Say whether `at` joins an address, and not a verb and a shop as in `ordered at amazon dot com`."""
    if match.group("at").strip() != "at":
        return True
    if (
        " dot " in match.group()
        and local not in words("detect.txt", "english")
        and not re.search(r"(?:ed|ing)$", local)
    ):
        return True
    return bool(
        domain.split(".")[0] in _PROVIDERS
        or _ABOUT_MAIL.search(head)
        or re.search(r"[._\d]", local)
    )


def _plain_domain(said: str) -> str:
    """Return the domain behind `gmail dot com` or `幺六三点com`."""
    domain = re.sub(_DOT, ".", said)
    domain = "".join(str(ZH_DIGITS[c]) if c in ZH_DIGITS else c for c in domain)
    plain = re.sub(
        r"\b(zero|one|two|three|four|five|six|seven|eight|nine)\b",
        lambda m: _SAID[m.group()],
        domain,
    )
    return re.sub(r"\s+", "", plain)


def _local_part(head: str) -> tuple[str, int]:
    """Return the local part that ends a piece of text, and where it begins there."""
    stripped = head.rstrip()
    if re.search(r"[\u4e00-\u9fff]\s*[a-z0-9._+-]*$", stripped) or "下划线" in stripped:
        tail = _LOCAL_ZH.search(stripped)
        if not tail:
            return "", 0
        said = tail.group().lstrip(" 点.")
        start = len(stripped) - len(said)
        for word, sign in (("下划线", "_"), ("横杠", "-"), ("减号", "-"), ("杠", "-"), ("点", ".")):
            said = said.replace(word, sign)
        plain = "".join(str(ZH_DIGITS[c]) if c in ZH_DIGITS else c for c in said)
        return re.sub(r"\s+", "", plain).strip(".-"), start
    return _local_words(stripped)


def _local_words(head: str) -> tuple[str, int]:
    """Return the local part that English words spell out, reading backwards."""
    tokens = [(m.group(), m.start()) for m in re.finditer(r"[a-z0-9._%+'-]+|[^\sa-z0-9]", head)]
    taken: list[tuple[str, int]] = []
    stopped = False
    for word, start in reversed(tokens):
        # A letter between letters is spelled out, even when it is also a word.
        letter = len(word) == 1 and taken and len(taken[0][0]) == 1
        if (
            (word.rstrip(".") in _STOPPERS and not letter)
            or not re.fullmatch(r"[a-z0-9._%+-]+", word)
            or len(taken) > 40
        ):
            stopped = True
            break
        taken.insert(0, (word, start))
    else:
        stopped = len(taken) <= 6
    said = [word for word, _ in taken]
    plain_words = [
        w
        for w in said
        if not (w in _JOINTS or len(w) == 1 or w in _SAID or w in TENS or w in _TIMES)
    ]
    if not stopped or len(plain_words) > 4:
        # Too much stands before: only what joins the last word belongs to the address.
        while len(taken) > 1 and not (taken[-1][0] in _JOINTS or len(taken) < 2):
            keep = len(taken) - 1
            while keep > 1 and (taken[keep][0] in _JOINTS or taken[keep - 1][0] in _JOINTS):
                keep -= 1
            taken = taken[keep:]
            break
    while taken and taken[0][0] in _JOINTS:
        taken.pop(0)
    return _joined([word for word, _ in taken]).strip(".-"), taken[0][1] if taken else 0


def _joined(said: list[str]) -> str:
    """Return the signs that words stand for: `double o` and `ninety nine` as well."""
    local = ""
    repeat = 1
    for word, following in pairwise([*said, ""]):
        if word in _TIMES:
            repeat = _TIMES[word]
            continue
        sign = _JOINTS.get(word) or _SAID.get(word) or TENS.get(word) or word
        if word in TENS and following in _SAID and _SAID[following] != "0":
            # The unit takes the nought's place.
            sign = sign[0]
        local += sign * repeat
        repeat = 1
    return local
