"""Fills a believable company: three months of complaints in both languages, and their handling."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from casework.gate.service import GateService
from casework.informing import CONVERSATION
from casework.model import Case, Grade, Record
from casework.model.work import OutgoingState, Step
from casework.services.clockwork import ClockWorker
from casework.services.doing import StepDetails
from casework.services.filing import FilingService
from casework.services.handling import HandlingService
from casework.settings import ROOT
from desk.cli.company import Company
from desk.gateway.screening import simplified

STORIES: Final = ROOT / "data" / "demo"
CHANNELS: Final = ("console", "email", "webhook", "chat", CONVERSATION)
DAYS: Final = 91
SOON: Final = 1.0
STAFF: Final = ("chen.jing", "li.wei", "wang.fang", "ann.moore", "tom.reed")
NAMES: Final = {
    "zh": "王芳 李强 张敏 刘洋 陈静 杨磊 赵艳 黄勇 周杰 吴霞 徐丽 孙浩 胡军 朱琳 高峰 林娜".split(),
    "en": (
        "Amy Walker,Ben Carter,Chloe Evans,Dan Hughes,Ella Price,Finn Doyle,Grace Kim,Hal Singh,"
        "Isla Grant,Jack Owens,Kate Lowe,Leo Marsh,Maya Patel,Nick Shaw,Olive Reid,Paul Quinn"
    ).split(","),
}
# When people complain: by the hour of the day, the evening most of all.
HOURS: Final = (1, 1, 0, 0, 0, 0, 1, 2, 4, 6, 7, 6, 5, 5, 6, 6, 5, 5, 6, 8, 9, 8, 5, 3)


@dataclass(slots=True)
class MovableClock:
    """Shows the instant that the demonstration has reached."""

    at: datetime

    def now(self) -> datetime:
        """Return that instant."""
        return self.at


class Demo:
    """Lets three months pass before the product's present."""

    def __init__(self, company: Company, ids: Any, seed: int, folder: Path = STORIES) -> None:
        self._random = random.Random(seed)
        self._stories = {code: _read(folder / f"{code}.yml") for code in ("zh", "en")}
        self._words = yaml.safe_load((folder / "words.yml").read_text(encoding="utf-8"))
        self._clock = MovableClock(company.clock.now())
        self._end = self._clock.at
        tz, policy, storage = company.settings.tz, company.policy, company.storage
        self._tz = tz
        gate = GateService(storage, policy, self._clock, ids, tz, simplified)
        self._filing = FilingService(storage, policy, self._clock, ids, tz, company.calendar)
        self._handling = HandlingService(storage, policy, self._clock, company.calendar, tz, gate)
        self._worker = ClockWorker(storage, policy, self._clock, company.calendar, tz)
        self._storage = storage
        self._run = self._random.randrange(16**6)

    def fill(self, count: int) -> Iterator[int]:
        """File and handle so many cases, yielding how many there are so far.

        What the company would have sent is marked as sent: nobody is written to.
        """
        instants = sorted(self._instant() for _ in range(count))
        todo: list[tuple[datetime, int, Case, Step]] = []
        for number, at in enumerate(instants):
            self._until(at, todo)
            todo += self._plan(self._file(number, at), number)
            todo.sort(key=lambda each: each[:2])
            yield number + 1
        self._until(self._end, todo)
        # Quiet hours put notices off into the next morning; these are sent, too.
        self._clock.at = self._end + timedelta(days=1)
        self._settle()

    def _until(self, at: datetime, todo: list[tuple[datetime, int, Case, Step]]) -> None:
        """Do what was planned before an instant, and let the clocks do theirs."""
        while todo and todo[0][0] <= at:
            when, _, case, step = todo.pop(0)
            self._advance(when)
            author = self._random.choice(STAFF)
            details = self._details(step, case)
            self._handling.do(case.case_no, step, author, details)
        self._advance(at)
        self._settle()

    def _advance(self, at: datetime) -> None:
        self._clock.at = at
        while self._worker.work().cases:
            pass

    def _settle(self) -> None:
        now = self._clock.at
        with self._storage() as uow:
            while claimed := uow.outbox.claim(now, now, 200, CHANNELS):
                for outgoing in claimed:
                    sent = replace(outgoing, state=OutgoingState.SENT, sent_at=now)
                    uow.outbox.update(sent)
            uow.commit()

    def _instant(self) -> datetime:
        days_ago = self._random.randrange(DAYS)
        hour = self._random.choices(range(24), HOURS)[0]
        local = self._end.astimezone(self._tz) - timedelta(days=days_ago)
        at = local.replace(
            hour=hour, minute=self._random.randrange(60), second=self._random.randrange(60)
        )
        return min(at.astimezone(self._end.tzinfo), self._end)

    def _file(self, number: int, at: datetime) -> Case:
        self._clock.at = at
        language = self._random.choices(("zh", "en"), (3, 2))[0]
        stories = self._stories[language]
        story = self._random.choices(stories, [each["weight"] for each in stories])[0]
        record = self._record(story, language, at)
        return self._filing.file_entered(record, f"demo-{self._run:06x}-{number}").case

    def _record(self, story: dict[str, Any], language: str, at: datetime) -> Record:
        draw = self._random
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

    def _plan(self, case: Case, number: int) -> list[tuple[datetime, int, Case, Step]]:
        """Return the steps of a case: most in time, some late, some never."""
        draw, at = self._random, self._clock.at
        course: list[tuple[float, Step]] = [
            (draw.uniform(0.1, 0.5), Step.ASSIGNED),
            (draw.choices((draw.uniform(0.2, 0.9), draw.uniform(1.2, 20)), (8, 2))[0],
             Step.AGENT_REPLIED),
            (draw.uniform(1, 10), Step.ADMITTED),
            (draw.uniform(4, 22), Step.CALLED_BACK),
            (draw.uniform(6, 30), Step.TRANSMITTED),
            (draw.uniform(10, 26), Step.SOLUTION_SENT),
            (draw.uniform(24, 80), Step.DEPARTMENT_REPLIED),
            (draw.uniform(60, 150), Step.CUSTOMER_ANSWERED),
            (draw.uniform(90, 200), Step.IMPLEMENTED),
            (draw.uniform(92, 210), Step.COMPLETED),
            (draw.uniform(220, 320), Step.REVISITED),
        ]  # fmt: skip
        # Some cases nobody takes up, and some stop on the way.
        reached = draw.choices((0, draw.randrange(2, len(course)), len(course)), (1, 3, 8))[0]
        # A general case is soon done; a heavy one takes its time.
        pace = draw.uniform(0.08, 0.3) if case.grade is Grade.GENERAL else draw.uniform(0.2, 0.8)
        planned = [
            (at + timedelta(hours=after * (pace if after > SOON else 1)), number, case, step)
            for after, step in course[:reached]
        ]
        planned.sort(key=lambda each: each[0])
        return [each for each in planned if each[0] <= self._end]

    def _details(self, step: Step, case: Case) -> StepDetails:
        if step is Step.ASSIGNED:
            return StepDetails(to=(self._random.choice(STAFF),))
        texts = self._words["en" if case.language == "en" else "zh"].get(str(step))
        return StepDetails(text=self._random.choice(texts) if texts else None)


def _read(path: Path) -> Sequence[dict[str, Any]]:
    stories: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return stories


def _spoken(day: date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day:%d %B}".lstrip("0")
