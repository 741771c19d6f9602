"""Words the notices: for customers in their language and script, for staff in both languages."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from casework.errors import Undeliverable
from casework.informing import CUSTOMER
from casework.model.work import Outgoing
from casework.notify.scripts import in_script
from casework.services.outbox import SAID

LANGUAGES: Final = ("zh", "en")
_PLACE: Final = re.compile(r"\{(\w+)\}")
LABELLED: Final = ("grade", "priority", "department", "category", "clock", "remedy")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in words."""

    subject: str
    text: str


class NoticeTexts:
    """The wordings of `data/notify`."""

    def __init__(
        self, customers: Mapping[str, Any], staff: Mapping[str, Any], tz: ZoneInfo
    ) -> None:
        self._customers = customers
        self._staff = staff
        self._tz = tz

    @classmethod
    def load(cls, folder: Path, tz: ZoneInfo) -> "NoticeTexts":
        """Read both files."""
        customers, staff = (
            yaml.safe_load((folder / name).read_text(encoding="utf-8"))
            for name in ("customers.yml", "staff.yml")
        )
        return cls(customers, staff, tz)

    def letter(self, outgoing: Outgoing) -> Letter:
        """Return a notice in words.

        Raises:
            Undeliverable: there is no wording for it.
        """
        if outgoing.recipient == CUSTOMER:
            return self._for_customer(outgoing)
        texts = self._staff["texts"].get(outgoing.key)
        if texts is None:
            raise Undeliverable(f"no wording for {outgoing.key}")
        filled = (texts[code].format(**self._staff_values(outgoing, code)) for code in LANGUAGES)
        lines = [line.strip() for line in filled]
        return Letter(subject=lines[0], text="\n".join(lines))

    def _for_customer(self, outgoing: Outgoing) -> Letter:
        locale = outgoing.locale or "zh"
        code = "en" if locale.partition("-")[0] == "en" else "zh"
        values = self._values(outgoing, code)
        subject = in_script(self._customers["subjects"]["customer"][code], locale)
        if outgoing.key == SAID:
            return Letter(subject.format(**values), str(outgoing.facts["text"]))
        variants = self._customers["texts"].get(outgoing.key, {}).get(code)
        if not variants:
            raise Undeliverable(f"no wording for {outgoing.key}")
        # The same for every attempt, and different from case to case.
        number = zlib.crc32(outgoing.dedupe_key.encode()) % len(variants)
        text = _without_missing(in_script(variants[number], locale), values)
        return Letter(subject.format(**values), text.format(**values))

    def _staff_values(self, outgoing: Outgoing, code: str) -> dict[str, str]:
        values = self._values(outgoing, code)
        for name in LABELLED:
            label = self._staff["labels"].get(f"{name}_{values.get(name)}")
            if label is not None:
                values[name] = label[code]
        return values

    def _values(self, outgoing: Outgoing, code: str) -> dict[str, str]:
        facts = outgoing.facts
        values = {
            # What the company wrote in both languages comes in the reader's.
            name: str(value[code] if isinstance(value, Mapping) else value)
            for name, value in facts.items()
            if name != "instants"
        }
        for name, instant in (facts.get("instants") or {}).items():
            values[name] = self._instant(instant, code)
        return values

    def _instant(self, text: str, code: str) -> str:
        at = datetime.fromisoformat(text).astimezone(self._tz)
        formats = self._customers["formats"]
        return str(
            formats["instant"][code].format(
                month=at.month,
                month_name=formats["months"][at.month - 1],
                day=at.day,
                time=f"{at:%H:%M}",
            )
        )


def _without_missing(text: str, values: Mapping[str, str]) -> str:
    """Return the wording without the lines of a list that name a clock the case does not have."""
    lines = text.split("\n")
    return "\n".join(
        line for line in lines if not line.startswith("·") or set(_PLACE.findall(line)) <= {*values}
    )
