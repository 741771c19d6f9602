"""Our response picker: the most specific wording for language and tone, never the last one again.

The wordings stand in `data/responses/<topic>.yml`, outside Rasa's domain, which names the keys
only: 1,800 variants in the domain would be posted with every action call.
"""

from __future__ import annotations

import logging
import re
import zlib
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.responses import Catalogue, Variant

logger = logging.getLogger(__name__)

#: The slot that remembers which variants were said before the tracker was shortened.
SAID = "said"
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
RESPONSES = Path(__file__).resolve().parent.parent / "data" / "responses"


def said_so_far(tracker: DialogueStateTracker) -> Dict[str, List[str]]:
    """Return the variant ids already said, each once, the one said last at the end, by key."""
    said = {key: list(ids) for key, ids in (tracker.get_slot(SAID) or {}).items()}
    for event in tracker.events:
        if isinstance(event, BotUttered):
            for key, variant in (event.metadata or {}).get("variants", []):
                said.setdefault(key, []).append(variant)
    # Only when each was said last counts: the slot does not grow with the conversation.
    return {key: list(dict.fromkeys(reversed(ids)))[::-1] for key, ids in said.items()}


class ResponsePicker(NaturalLanguageGenerator):
    """Writes what the bot says, from a key and the facts that the action names."""

    def __init__(
        self,
        endpoint_config: Optional[EndpointConfig] = None,
        domain: Optional[Domain] = None,
        catalogue: Optional[Catalogue] = None,
    ) -> None:
        self._catalogue = catalogue or Catalogue.load(RESPONSES)

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        """Return text, buttons and the variants used, or None for a key that has no wording.

        `kwargs`: `locale` and `tone` (else the slots), `lead` (a key, or a list of keys, said
        first in the same bubble), `lines` ((field, value) pairs of the record), `buttons` (label
        names), and the values that the wording names in braces.
        """
        locale = kwargs.get("locale") or tracker.get_slot("locale") or default_locale(tracker)
        tone = kwargs.get("tone") or tracker.get_slot("tone")
        said = said_so_far(tracker)
        values = self._catalogue.values(kwargs, locale)
        parts: List[str] = []
        variants: List[List[str]] = []
        leads = kwargs.get("lead") or []
        for key in [*([leads] if isinstance(leads, str) else leads), utter_action]:
            variant = self._pick(key, locale, tone, said, tracker.sender_id)
            if variant is None:
                logger.error("nlg.key.unknown key=%s locale=%s", key, locale)
                continue
            parts.append(self._catalogue.render(variant, values, locale))
            variants.append([key, variant.id])
        if not parts:
            return None
        labels = [self._catalogue.label(name, locale) for name in kwargs.get("choices") or []]
        message: Dict[str, Any] = {
            "text": self._catalogue.join(parts, locale),
            "variants": variants,
        }
        if labels:
            message["buttons"] = [{"title": label, "payload": label} for label in labels]
        return message

    def _pick(
        self,
        key: str,
        locale: str,
        tone: Optional[str],
        said: Mapping[str, List[str]],
        sender_id: str,
    ) -> Optional[Variant]:
        pool = self._catalogue.variants(key, locale, tone)
        if not pool:
            return None
        used = said.get(key, [])
        fresh = [variant for variant in pool if variant.id not in used]
        if fresh:
            # A different start for each customer, the same one whenever a turn is replayed.
            seed = zlib.crc32(f"{sender_id}/{key}/{len(used)}".encode("utf-8", "replace"))
            return fresh[seed % len(fresh)]
        return min(pool, key=lambda v: len(used) - 1 - used[::-1].index(v.id))


def default_locale(tracker: DialogueStateTracker) -> str:
    """Return the locale that the channel suggests, else one that fits the message's letters."""
    latest = tracker.latest_message
    suggested = ((latest.metadata if latest else None) or {}).get("locale") or ""
    if suggested.lower().startswith("en"):
        return "en"
    if suggested.lower() in {"zh-hant", "zh-tw", "zh-hk", "zh-mo"}:
        return "zh-Hant"
    if suggested.lower().startswith("zh"):
        return "zh-Hans"
    text = (latest.text if latest else None) or ""
    return "en" if _LATIN.search(text) and not _HAN.search(text) else "zh-Hans"
