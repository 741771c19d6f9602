"""The catalogue of wordings: loads `data/responses`, picks by language and tone, fills values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import yaml

ANY = "any"
_HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Variant:
    """One wording of one response key, known by language, tone and its place in the list."""

    id: str
    text: str


class Catalogue:
    """All wordings and labels of the bot, in both languages."""

    def __init__(self, responses: Mapping[str, Any], labels: Mapping[str, Any]) -> None:
        self.responses = responses
        self.labels = labels

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read every YAML file of the folder; raise ValueError where a key stands twice."""
        responses: Dict[str, Any] = {}
        labels: Dict[str, Any] = {}
        for path in sorted(folder.glob("*.yml")):
            data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            for target, section in ((responses, "responses"), (labels, "labels")):
                for key, value in (data.get(section) or {}).items():
                    if key in target:
                        raise ValueError(f"{path.name}: {key} stands twice in data/responses")
                    target[key] = value
        return cls(responses, labels)

    def variants(self, key: str, locale: str, tone: Optional[str]) -> List[Variant]:
        """Return the wordings for the tone, or the general ones where the tone has none."""
        wordings = (self.responses.get(key) or {}).get(language_of(locale)) or {}
        tone = tone if tone and wordings.get(tone) else ANY
        return [
            Variant(f"{language_of(locale)}.{tone}.{index}", text)
            for index, text in enumerate(wordings.get(tone) or [])
        ]

    def label(self, name: str, locale: str) -> str:
        """Return the word for a field, a demand, a state or a button."""
        word = (self.labels.get(name) or {}).get(language_of(locale))
        return _in_script(str(word), locale) if word is not None else name

    def render(self, variant: Variant, values: Mapping[str, str], locale: str) -> str:
        """Return the wording with its values; the customer's own words stay as they were.

        A line of a list for which there is no value, such as a clock that the policy does not
        have, is left out.
        """
        lines = [
            line
            for line in _in_script(variant.text, locale).split("\n")
            if not line.startswith("·") or set(_PLACE.findall(line)) <= values.keys()
        ]
        text = "\n".join(lines)
        return _PLACE.sub(lambda match: values.get(match.group(1), match.group(0)), text)

    def join(self, parts: Sequence[str], locale: str) -> str:
        """Put leads and request into one bubble, with a blank where the language has one."""
        text = parts[0]
        for part in parts[1:]:
            text += ("" if language_of(locale) == "zh" and _HAN.match(text[-1:]) else " ") + part
        return text

    def values(self, facts: Mapping[str, Any], locale: str) -> Dict[str, str]:
        """Return the facts as text; `lines` becomes `record`, `changed` becomes `changes`."""
        texts = {name: str(value) for name, value in facts.items() if isinstance(value, (str, int))}
        colon = "：" if language_of(locale) == "zh" else ": "
        if facts.get("lines"):
            texts["record"] = "\n".join(
                f"· {field}{colon}{value}" for field, value in self._lines(facts["lines"], locale)
            )
        if facts.get("changed"):
            stop = "；" if language_of(locale) == "zh" else "; "
            texts["changes"] = stop.join(
                f"{field}{colon}{value}" for field, value in self._lines(facts["changed"], locale)
            )
        if facts.get("status_code"):
            texts["status"] = self.label(f"status_{facts['status_code']}", locale)
        for name, instant in (facts.get("instants") or {}).items():
            texts[name] = self._instant(instant, locale)
        for name, (unit, count) in (facts.get("durations") or {}).items():
            form = f"format_{unit}_{'one' if count == 1 else 'many'}"
            texts[name] = _filled(self.label(form, locale), {"count": count})
        if facts.get("hours"):
            texts["office_hours"] = self._hours(facts["hours"], locale)
        return texts

    def _instant(self, instant: str, locale: str) -> str:
        at = datetime.fromisoformat(instant)
        return _filled(
            self.label("format_instant", locale),
            {
                "month": at.month,
                "month_name": self.label(f"month_{at.month}", locale),
                "day": at.day,
                "time": f"{at:%H:%M}",
            },
        )

    def _hours(self, hours: Mapping[str, Any], locale: str) -> str:
        days = list(hours["days"])
        names = [self.label(f"weekday_{day}", locale) for day in days]
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            shown = _filled(
                self.label("format_days", locale), {"first": names[0], "last": names[-1]}
            )
        else:
            shown = ("、" if language_of(locale) == "zh" else ", ").join(names)
        return _filled(
            self.label("format_hours", locale),
            {"days": shown, "start": hours["start"], "end": hours["end"]},
        )

    def _lines(self, lines: Sequence[Sequence[Any]], locale: str) -> List[Tuple[str, str]]:
        comma = "、" if language_of(locale) == "zh" else ", "
        shown = []
        for field, value in lines:
            if value is None:
                value = self.label("none_given", locale)
            elif isinstance(value, list):
                value = comma.join(self.label(f"{field}_{item}", locale) for item in value)
            shown.append((self.label(f"field_{field}", locale), str(value)))
        return shown


def _filled(form: str, values: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda match: str(values.get(match.group(1), match.group(0))), form)


def language_of(locale: str) -> str:
    """Return `zh` or `en` for a locale."""
    return "en" if locale.startswith("en") else "zh"


def _in_script(text: str, locale: str) -> str:
    if not locale.startswith("zh-Hant"):
        return text
    return str(_converter("s2hk" if locale.endswith("HK") else "s2twp").convert(text))


@lru_cache(maxsize=4)
def _converter(scheme: str) -> Any:
    """Load opencc's tables once, and only where somebody writes Traditional Chinese."""
    import opencc

    return opencc.OpenCC(scheme)
