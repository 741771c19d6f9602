"""Decides in which language the gateway speaks to a customer."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.language.detect import detect_language
from casework.model import Conversation, Message
from casework.notify.scripts import TRADITIONAL
from desk.gateway.notices import is_written_in_simplified, is_written_in_traditional

DEFAULT_LANGUAGE: Final = "zh"
HAN: Final = re.compile(r"[\u3400-\u9fff]")
LATIN: Final = re.compile(r"[A-Za-z]")


def locale_for(message: Message, conversation: Conversation | None, hint: str | None = None) -> str:
    """Return `en`, `zh` or a Traditional locale for what is said about a message.

    The message's own language counts first, then the conversation's, the page's, the letters.

    Args:
        message: what the customer wrote.
        conversation: its conversation.
        hint: the language that the assistant read, where it got so far.
    """
    asked = requested_locale(message.metadata)
    language = (
        hint
        or detect_language(message.text)
        or (conversation.language if conversation else None)
        or (asked or _script(message.text)).partition("-")[0]
    )
    if language != "zh":
        return "en" if language == "en" else DEFAULT_LANGUAGE
    known = asked or (conversation.locale if conversation else None) or ""
    region = known if known.startswith(TRADITIONAL) else None
    if is_written_in_traditional(message.text):
        return region or TRADITIONAL
    if region and not is_written_in_simplified(message.text):
        return region
    return DEFAULT_LANGUAGE


def _script(text: str) -> str:
    """A word that may stand in any language still shows in which letters its writer thinks."""
    return "en" if LATIN.search(text) and not HAN.search(text) else DEFAULT_LANGUAGE


def requested_locale(metadata: Mapping[str, Any]) -> str | None:
    """Return the locale that the page or the client asked for."""
    locale = metadata.get("locale")
    return locale if isinstance(locale, str) and locale else None
