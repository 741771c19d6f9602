"""Finds the language of a message and the script and country that its characters show."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.lexicon import words
from bot.language.normalize import fold
from bot.language.surnames import COMPOUND, SINGLE

_FILE = "detect.txt"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_ACCENTED = re.compile(r"[À-ÖØ-öø-ÿĀ-ſ]")
_OTHER_SCRIPT = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0eff]")
_ENGLISH_ENDING = re.compile(
    r"(?:ed|ing|ly|ness|tion|tions|ment|able|ible|ful|less|n't|n’t|ers|ies)$"
)
_ZH_FUNCTION = re.compile(
    r"[的了是我你他她它们在不有没就都也还吗呢吧很太被把给和跟要这那什么怎么为个得着过]|嘅|咗|唔|係|佢|冇"
)
_LINK = re.compile(
    r"https?://\S{1,300}|www\.\S{1,200}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w{1,40}"
)


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return words(_FILE, "english"), words(_FILE, "shared"), words(_FILE, "foreign")


def _english_score(plain: str) -> tuple[float, int]:
    """Return how many words are English, and how many stand there at all."""
    english, shared, foreign = _lists()
    hits = 0.0
    total = 0
    strangers = 0
    for found in _WORD.finditer(plain):
        word = found.group().replace("’", "'")
        lowered = word.lower().strip("'")
        total += 1
        if lowered in english and lowered not in shared:
            hits += 1
        elif lowered in shared:
            hits += 0.1
        elif len(word) > 4 and word[1:].islower() and _ENGLISH_ENDING.search(lowered):
            hits += 0.8
        elif lowered.endswith("'s") and lowered[:-2] in english:
            hits += 1
        if lowered in foreign and lowered not in english:
            strangers += 1
    if strangers > hits or (_ACCENTED.search(plain) and strangers * 2 > hits):
        return 0.0, total
    return hits, total


def detect_language(text: str | None) -> str | None:
    """Return `zh`, `en`, or None where no language shows: a number, an emoji, `OK`, a bare name."""
    plain = _LINK.sub(" ", fold(text).cased)
    han = len(_HAN.findall(plain))
    kana, hangul = len(_KANA.findall(plain)), len(_HANGUL.findall(plain))
    if kana > max(1, han * 0.25) or hangul > han:
        return None
    hits, total = _english_score(plain)
    english = (hits >= 1 and (hits >= total * 0.3 or (hits >= 3 and hits >= total * 0.2))) or (
        hits >= 0.7 and total <= 2
    )
    if han == 0:
        return "en" if english and len(_OTHER_SCRIPT.findall(plain)) <= total else None
    if not english:
        return None if _bare_name(plain, han) else "zh"
    if _bare_name(plain, han):
        return "en"
    # A word of English weighs about as much as one and a half characters; grammar weighs more than names.
    grammar = len(_ZH_FUNCTION.findall(plain))
    return "zh" if han / 1.6 + grammar * 0.6 >= hits * 1.1 else "en"


def _bare_name(plain: str, han: int) -> bool:
    """Say whether the Chinese characters are no more than a name."""
    only = "".join(_HAN.findall(plain))
    if han > 4 or han < 2 or only in words("not_names_zh.txt"):
        return False
    simplified = fold(only).text
    if _ZH_FUNCTION.search(simplified) or simplified in words("not_names_zh.txt"):
        return False
    return (simplified[:2] in COMPOUND and 3 <= han <= 4) or (
        simplified[0] in SINGLE and han in (2, 3)
    )


@lru_cache(maxsize=1)
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters that only Traditional and only Simplified text uses."""
    traditional = frozenset("".join(words("characters.txt", "traditional-only")))
    simplified = frozenset("".join(words("characters.txt", "simplified-only")))
    return traditional, simplified


@lru_cache(maxsize=1)
def _regions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the words of Taiwan and of Hong Kong."""
    taiwan, hongkong = (
        "|".join(re.escape(word) for word in words(_FILE, part)) for part in ("taiwan", "hongkong")
    )
    return re.compile(taiwan), re.compile(hongkong)


def detect_locale(text: str | None) -> str | None:
    """Return the locale that the characters show: `zh-Hans`, `zh-Hant`, `zh-Hant-TW`, `zh-Hant-HK`, `en`.

    None means that nothing shows it: no language, or characters that both scripts share.
    """
    source = (text or "").strip()
    language = detect_language(source)
    if language != "zh":
        return language
    traditional, simplified = _scripts()
    hant = sum(character in traditional for character in source)
    hans = sum(character in simplified for character in source)
    taiwan, hongkong = _regions()
    lowered = source.lower()
    spoken = len(hongkong.findall(lowered))
    if hans > hant:
        return "zh-Hans"
    if hant == 0 and spoken < 2:
        return None
    islander = len(taiwan.findall(lowered))
    if spoken > islander:
        return "zh-Hant-HK"
    return "zh-Hant-TW" if islander > spoken else "zh-Hant"
