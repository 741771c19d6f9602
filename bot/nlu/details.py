"""Reads the intake's details (numbers, dates, contacts …) into Rasa entities."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.agreeing import agrees
from bot.language.answers import is_affirm, is_deny, is_skip, skips_first
from bot.language.contrast import find_contrasts
from bot.language.declined import declines, find_declined
from bot.language.details import Detail, read_details
from bot.language.detect import detect_language, detect_locale
from bot.language.names import find_names
from bot.language.normalize import fold, has_simplified
from bot.language.numerals import find_numbers
from bot.language.tails import find_tail
from bot.language.withdrawing import lets_go

TIMEZONE = "timezone"
_HAN = re.compile(r"[\u3400-\u9fff]")
_GO_ON = re.compile(
    r"(?:那就?|好,?|还是|我要|请|let's|yes,? |ok,? |please )?"
    r"(?:继续|接着)(?:登记|投诉|办|说|填|走|来|吧|下去)*|(?:let's |yes,? |ok,? |please )?"
    r"(?:carry on|go on|keep going|continue)(?: please| then)?",
    re.IGNORECASE,
)
#: What says something about the message, and is no part of what it tells.
_REMARKS = frozenset({"answer", "contrast", "declined", "figure"})
_NUMERIC = frozenset({"amount", "quantity", "order_number", "incident_date", "contact_phone"})
_LONGEST_FIGURE = 30
#: Questions whose answer is itself a word that may look like a name.
_WORDED = frozenset({"product", "model", "complaint_text", "contact_name"})
_CAPITALISED = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][A-Za-z'’.-]+){0,3}[.!]?")
#: "yh", "aight": unless it was asked for, no name is written so.
_IN_SMALL = re.compile(r"[a-z]{1,6}")
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DetailExtractor(GraphComponent):
    """Puts each detail, and the language where it shows, among the message's entities.

    Relative dates resolve against `metadata.received_at` where the channel gives it, else now.
    `metadata.expecting` names the slot that was asked for, which decides what a bare answer is.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DetailExtractor:
        """Build the component from its settings."""
        return cls(config)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Return the settings: the time zone of dates where the channel names none."""
        return {TIMEZONE: "Asia/Shanghai"}

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the entities of each message."""
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            metadata = message.get("metadata") or {}
            expecting = _text(metadata.get("expecting"))
            now = received_at(metadata.get("received_at"))
            tz = _text(metadata.get(TIMEZONE)) or self._config[TIMEZONE]
            details = read_details(text, now=now, tz=tz, expecting=expecting)
            tail = find_tail(text)
            remarks: List[Detail] = [*([tail] if tail else [])]
            if expecting:
                remarks += find_contrasts(text, now=now, tz=tz)
                remarks += lone_figure(text, details, expecting)
                details += bare_name(text, details, expecting)
            found = [self._entity(detail) for detail in [*details, *remarks]]
            found += self._whole(text, "answer", short_answer(text, expecting))
            for slot in find_declined(text) if expecting else []:
                found += self._whole(text, "declined", slot)
            if speaks(text, found):
                language = detect_language(text)
                locale = shown_locale(text, language, metadata.get("speaking"))
                found += self._whole(text, "language", language)
                found += self._whole(text, "locale", locale)
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _entity(self, detail: Detail) -> Dict[str, Any]:
        """Return a detail in the form of Rasa's entities."""
        return {
            "entity": detail.name,
            "value": detail.value,
            "start": detail.start,
            "end": detail.end,
            "text": detail.text,
            "extractor": type(self).__name__,
            **({"extra": dict(detail.extra)} if detail.extra else {}),
        }

    def _whole(self, text: str, name: str, value: Optional[str]) -> List[Dict[str, Any]]:
        """Return an entity that stands for the whole message, or none where it shows nothing."""
        if value is None:
            return []
        return [
            {
                "entity": name,
                "value": value,
                "start": 0,
                "end": len(text),
                "extractor": type(self).__name__,
            }
        ]


def short_answer(text: str, expecting: Optional[str]) -> Optional[str]:
    """Return `affirm`, `deny`, `skip` … for a short answer; '没有' skips a detail, denies else."""
    if _GO_ON.fullmatch(fold(text).text.strip(" .。!！,，~")):
        return "go_on"
    if expecting is not None and lets_go(text):
        return "cancel"
    if expecting not in (None, "confirm") and is_skip(text):
        return "skip"
    if expecting not in (None, "confirm", "demand", "complaint_text") and (
        skips_first(text) or declines(text, expecting)
    ):
        return "skip"
    if is_affirm(text) or (expecting == "confirm" and not is_deny(text) and agrees(text)):
        return "affirm"
    if is_deny(text):
        return "deny"
    return "skip" if is_skip(text) else None


def lone_figure(text: str, details: List[Detail], expecting: str) -> List[Detail]:
    """Return the one number of a short remark at the read-back that names no field."""
    numbers = find_numbers(text) if expecting == "confirm" and len(text) <= _LONGEST_FIGURE else []
    if len(numbers) != 1 or any(detail.name in _NUMERIC for detail in details):
        return []
    number = numbers[0]
    if number.kind != "figures" and number.value < 2:
        # 等一下, 改一个: no figure is meant.
        return []
    return [Detail("figure", number.value, number.start, number.end, number.text)]


def bare_name(text: str, details: List[Detail], expecting: str) -> List[Detail]:
    """Return the name that a message consists of, given after the question for it has passed."""
    if expecting in _WORDED or details:
        return []
    if expecting not in ("confirm", "contact") and not _CAPITALISED.fullmatch(text.strip()):
        # 包换, 和解: elsewhere a short answer in Chinese may look like a name.
        return []
    if is_skip(text) or is_affirm(text) or is_deny(text) or agrees(text):
        return []
    return [
        Detail("contact_name", name.value, name.start, name.end, name.text, {"how": "bare"})
        for name in find_names(text, expected=True)
        if name.text.strip() == text.strip(" .。!！,，") and not _IN_SMALL.fullmatch(name.text)
    ]


def shown_locale(text: str, language: Optional[str], speaking: Optional[str]) -> Optional[str]:
    """Return the locale of a message; words that both scripts write alike keep the script."""
    if language != "zh":
        return language
    locale = detect_locale(text)
    if locale and locale != "zh-Hans":
        # Taiwan or Hong Kong stays known while the words show Traditional only.
        if locale == "zh-Hant" and (speaking or "").startswith("zh-Hant"):
            return None
        return locale
    if (speaking or "").startswith("zh-Hant") and not has_simplified(text):
        return None
    return "zh-Hans"


def speaks(text: str, details: List[Dict[str, Any]]) -> bool:
    """Say whether a message shows a language that the conversation should follow.

    An 'OK', a number, a name or a model does not: what is left of the message without its
    details must hold a word, and more than one where the only word is a short answer.
    """
    if text.startswith(("/", "／")) and not _HAN.search(text):
        return False
    rest = list(text)
    for detail in details:
        if detail["entity"] not in _REMARKS:
            rest[detail["start"] : detail["end"]] = " " * (detail["end"] - detail["start"])
    words = _WORD.findall("".join(rest))
    if not any(detail["entity"] == "answer" for detail in details):
        return bool(words)
    return len(words) > 1 or bool(_HAN.search("".join(words)))


def received_at(value: Any) -> datetime:
    """Return the instant that the channel gave, or now where it gave none or nonsense."""
    try:
        given = datetime.fromisoformat((_text(value) or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc)
    return given if given.tzinfo else given.replace(tzinfo=timezone.utc)


def _text(value: Any) -> Optional[str]:
    """Return what a channel gave where it is text: metadata may hold anything."""
    return value if isinstance(value, str) else None
