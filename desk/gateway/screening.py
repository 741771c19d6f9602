"""Lets no reply of the assistant out that the promise gate stops (R165, R168)."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import structlog

from casework.gate.service import GateService
from casework.model import Message, Reply, Sender
from casework.notify.scripts import converter
from casework.ports import UnitOfWork
from desk.gateway.notices import NoticeBook
from desk.gateway.voice import locale_for

log: Final = structlog.get_logger()

REPLACED: Final = "utter_gate_replaced"


class ReplyScreen:
    """Stands between the assistant and the rows: a stopped reply is kept aside and replaced."""

    def __init__(self, gate: GateService, wordings: NoticeBook) -> None:
        self._gate = gate
        self._wordings = wordings

    def screened(self, uow: UnitOfWork, inbound: Message, replies: Sequence[Reply]) -> list[Reply]:
        """Return the replies that may go out, in the transaction that will store them."""
        return [self._screened(uow, inbound, place, one) for place, one in enumerate(replies)]

    def _screened(self, uow: UnitOfWork, inbound: Message, place: int, reply: Reply) -> Reply:
        if not reply.text.strip():
            return reply
        conversation = uow.conversations.get(inbound.conversation_id)
        locale = locale_for(inbound, conversation)
        language = "en" if locale.startswith("en") else "zh"
        verdict = self._gate.check_reply(uow, reply.text, language, inbound.conversation_id)
        if not verdict.stopped:
            return reply
        self._gate.keep_stop(
            uow,
            inbound.conversation_id,
            inbound.turn_id or "",
            reply.text,
            verdict,
            str(Sender.BOT),
            place,
        )
        log.warning(
            "gateway.reply.stopped",
            turn_id=inbound.turn_id,
            key=(reply.payload or {}).get("key"),
            kinds=[str(kind) for kind in verdict.kinds],
            rules=sorted({finding.rule for finding in verdict.findings}),
        )
        text = self._wordings.pick(REPLACED, locale, turn=inbound.seq + place)
        return Reply(text, {**(reply.payload or {}), "key": REPLACED})


def simplified(text: str) -> str:
    """Return the text with each Traditional character as its Simplified one, place by place."""
    return "".join(map(_simplified, text))


@cache
def _simplified(sign: str) -> str:
    if not "\u3400" <= sign <= "\u9fff":
        return sign
    converted = str(converter("t2s").convert(sign))
    return converted if len(converted) == 1 else sign
