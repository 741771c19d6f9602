"""Reads the intake's details (numbers, dates, contacts …) into Rasa entities."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.details import read_details
from bot.language.detect import detect_language, detect_locale

TIMEZONE = "timezone"


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
    ) -> "DetailExtractor":
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
            found = [
                {
                    "entity": detail.name,
                    "value": detail.value,
                    "start": detail.start,
                    "end": detail.end,
                    "text": detail.text,
                    "extractor": type(self).__name__,
                    **({"extra": dict(detail.extra)} if detail.extra else {}),
                }
                for detail in read_details(
                    text,
                    now=received_at(metadata.get("received_at")),
                    tz=metadata.get(TIMEZONE) or self._config[TIMEZONE],
                    expecting=metadata.get("expecting"),
                )
            ]
            found += self._language(text, found)
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _language(self, text: str, details: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """Return the language as entities, unless the message is but an 'OK', a number or a name."""
        language = detect_language(text)
        if language is None:
            return []
        locale = detect_locale(text) or ("en" if language == "en" else "zh-Hans")
        return [
            {
                "entity": name,
                "value": value,
                "start": 0,
                "end": len(text),
                "extractor": type(self).__name__,
            }
            for name, value in (("language", language), ("locale", locale))
        ]


def received_at(value: Optional[str]) -> datetime:
    """Return the instant that the channel gave, or now where it gave none or nonsense."""
    try:
        given = datetime.fromisoformat((value or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc)
    return given if given.tzinfo else given.replace(tzinfo=timezone.utc)
