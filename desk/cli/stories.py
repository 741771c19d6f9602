"""Makes complaints up: from the stories in `data/demo`, with invented people, orders and days."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from casework.model import Record
from casework.settings import ROOT

STORIES: Final = ROOT / "data" / "demo"
NAMES: Final = {
    "zh": "王芳 李强 张敏 刘洋 陈静 杨磊 赵艳 黄勇 周杰 吴霞 徐丽 孙浩 胡军 朱琳 高峰 林娜".split(),
    "en": (
        "Amy Walker,Ben Carter,Chloe Evans,Dan Hughes,Ella Price,Finn Doyle,Grace Kim,Hal Singh,"
        "Isla Grant,Jack Owens,Kate Lowe,Leo Marsh,Maya Patel,Nick Shaw,Olive Reid,Paul Quinn"
    ).split(","),
}
# When people complain: by the hour of the day, the evening most of all.
HOURS: Final = (1, 1, 0, 0, 0, 0, 1, 2, 4, 6, 7, 6, 5, 5, 6, 6, 5, 5, 6, 8, 9, 8, 5, 3)


class Stories:
    """Draws complaints, three in Chinese for two in English."""

    def __init__(self, draw: random.Random, tz: ZoneInfo, folder: Path = STORIES) -> None:
        self._draw = draw
        self._tz = tz
        self._stories = {code: _read(folder / f"{code}.yml") for code in ("zh", "en")}
        self._words = yaml.safe_load((folder / "words.yml").read_text(encoding="utf-8"))

    def instant(self, end: datetime, days: int) -> datetime:
        """Return an instant of the `days` before an end, by the hours at which people complain."""
        days_ago = self._draw.randrange(days)
        hour = self._draw.choices(range(24), HOURS)[0]
        local = end.astimezone(self._tz) - timedelta(days=days_ago)
        at = local.replace(
            hour=hour, minute=self._draw.randrange(60), second=self._draw.randrange(60)
        )
        return min(at.astimezone(end.tzinfo), end)

    def record(self, at: datetime) -> Record:
        """Return what an intake at this instant collected."""
        language = self._draw.choices(("zh", "en"), (3, 2))[0]
        stories = self._stories[language]
        story = self._draw.choices(stories, [each["weight"] for each in stories])[0]
        return self._record(story, language, at)

    def words(self, language: str | None, step: str) -> str | None:
        """Return what somebody writes at a step, None where a step needs no words."""
        texts = self._words["en" if language == "en" else "zh"].get(step)
        return self._draw.choice(texts) if texts else None

    def _record(self, story: dict[str, Any], language: str, at: datetime) -> Record:
        draw = self._draw
        product = story.get("product")
        amount = round(draw.uniform(19, 900), 1) if "{amount}" in story["text"] else None
        happened = (at - timedelta(days=draw.randrange(1, 9))).astimezone(self._tz).date()
        order = f"{draw.choice('ABCD')}{draw.randrange(10**6, 10**7)}"
        model = f"{draw.choice(('DR', 'HX', 'KL', 'MT'))}-{draw.randrange(10, 99)}"
        text = story["text"].format(
            order=order,
            model=model,
            amount="" if amount is None else f"{amount:g}",
            days=draw.randrange(3, 26),
            date=_spoken(happened, language),
        )
        name = draw.choice(NAMES[language])
        return Record(
            complaint_text=text,
            language=language,
            locale="zh-Hans" if language == "zh" else "en",
            category=story["category"],
            demand=story["demand"],
            tone=story["tone"],
            anger=min(3.0, max(0.0, story["anger"] + draw.uniform(-0.2, 0.2))),
            threats=story.get("threats", ()),
            product=product,
            model=model if "{model}" in story["text"] else None,
            order_number=order if "{order}" in story["text"] else None,
            incident_date=happened.isoformat() if "{date}" in story["text"] else None,
            amount=amount,
            currency=None if amount is None else "CNY",
            contact_name=name,
            contact_phone=f"1{draw.choice('3578')}{draw.randrange(10**8, 10**9)}",
            # A reserved domain: nobody is ever written to by mistake.
            contact_email=f"customer{draw.randrange(10**6)}@example.com",
            channel="staff",
        )


def _read(path: Path) -> Sequence[dict[str, Any]]:
    stories: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return stories


def _spoken(day: date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day:%d %B}".lstrip("0")
