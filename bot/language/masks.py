"""Finds the figures that are no detail of a case: times, versions, shares, sizes, hotlines, durations."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PATTERNS = (
    # Times of day, and spans between them.
    r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b)?(?![\d:])|(?<!\d)\d{1,2}(?:\.\d{2})?\s?(?:[ap]\.?m\b|o'clock)|(?<![\d.])\d{1,2}点(?:钟|半|多|\d{1,2}分?|[一二三四五]?十?[一二三四五六七八九]?分|左右|一刻|三刻)?(?!\d)",
    # Shares, ratios, versions, network addresses.
    r"(?<!\d)\d{1,6}(?:\.\d{1,4})?\s?%|百分之[\d零一二三四五六七八九十百]{1,8}|\b\d{1,4} ?percent\b|(?<![\w.])v?\d{1,4}(?:\.\d{1,6}){2,5}(?![\w.])|(?:版本|version|ver\.?|ios|android|安卓|windows|鸿蒙|firmware)\s?v?\d{1,4}(?:\.\d{1,6}){0,5}",
    # Short public numbers that people complain to or call.
    r"(?<!\d)(?:12315|12345|12318|12328|12329|12333|12300|12321|12320|12326|12358|12365|12378|12363|12381|12393|12398|12306|12388|11185|11183|95\d{3}|96\d{3,4}|100\d{2}|110|119|120|122|114|315)(?!\d|\.\d|元|块|个|台|件|天|年|月|人|次)",
    # Lengths of time, counts of calls, ages, sizes, places.
    r"(?<![\d.])\d{1,6}(?:\.\d{1,3})?\s?(?:多|余|来)?个?(?:小时|钟头|分钟|秒|天|周|星期|礼拜|月|年|工作日|学期|季度)(?!前)|(?<!\d)\d{1,7}\s?(?:多|余)?(?:次|遍|趟|回|通电话|个电话|条短信|岁|楼|层|号楼|栋|幢|单元|室|平方米|平米|平|公里|里|米|厘米|毫米|寸|英寸|斤|公斤|千克|克|毫升|升|度|瓦|伏|安|匹|毫安|像素|卡|页|字|分|星|级|倍|折|步|人|位客服|家|户)(?!\d)",
    r"\b\d{1,7}(?:\.\d{1,3})?[\s-]?(?:hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|nights?|weeks?|months?|years?|yrs?|times|miles?|km|kg|kgs|lbs?|oz|grams?|mg|ml|litres?|liters?|cm|mm|metres?|meters?|feet|ft|inch(?:es)?|stars?|degrees?|watts?|volts?|mbps|gbps|mb|gb|tb|mah|hz|fps|mpg|mph|sq ?ft|bedrooms?|people|calls|emails|phone calls|year[- ]olds?)\b",
    r"\b(?:room|suite|apt|apartment|flat|unit|floor|gate|terminal|seat|platform|row|page|chapter|level|house|building|block|store|branch|bay|aisle|exit|route|bus|line|highway|interstate|step|option|press|age|aged|error|code)\s?#?\d{1,6}\w?\b|\b\d{1,5}\s(?:[a-z]{1,20}\s){1,3}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|court|close|way|place)\b",
    r"第\d{1,6}|(?<!\d)\d{1,4}号(?:楼|院|线|店|机|窗口|柜台|门|仓|房|桌|技师|车厢)|(?<!\d)\d{1,4}-\d{1,4}-\d{1,5}(?:室|号|房)|(?<!\d)\d{1,4}栋\d{1,5}|(?:房号|门牌|房间)\s?\d{1,6}",
    # Addresses of pages.
    r"https?://[^\s\u4e00-\u9fff]{1,300}|www\.[^\s\u4e00-\u9fff]{1,200}",
)
_ALL = [re.compile(pattern, re.ASCII) for pattern in _PATTERNS]


def find_masks(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a plain text whose figures no reader may take."""
    for pattern in _ALL:
        for found in pattern.finditer(plain):
            yield found.span()
