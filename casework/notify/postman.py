"""Takes notices out of the outbox and hands each to its courier."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from casework.errors import JieyouError, Undeliverable
from casework.informing import CONVERSATION
from casework.model import Message
from casework.model.work import Outgoing
from casework.notify.couriers import Courier
from casework.notify.texts import NoticeTexts
from casework.services.outbox import OutboxService

log: Final = structlog.get_logger()


class Postman:
    """Delivers what is due; a process without open pages leaves the conversations to the desk."""

    def __init__(
        self,
        outbox: OutboxService,
        texts: NoticeTexts,
        couriers: Mapping[str, Courier],
        *,
        speaks: bool,
    ) -> None:
        self._outbox = outbox
        self._texts = texts
        self._couriers = couriers
        self._channels = (*couriers, CONVERSATION) if speaks else tuple(couriers)

    def claim(self) -> Sequence[Outgoing]:
        """Take notices that are due."""
        return self._outbox.claim(self._channels)

    def speak(self, outgoing: Outgoing) -> Message | None:
        """Say a notice in its conversation, if its time has come."""
        try:
            return self._outbox.say(outgoing, self._texts.letter(outgoing).text)
        except Undeliverable as error:
            self._outbox.failed(outgoing, str(error), for_good=True)
            return None

    def carry(self, outgoing: Outgoing) -> str | None:
        """Hand a notice to its courier; return why that failed, None where it did not."""
        try:
            self._couriers[outgoing.channel].deliver(outgoing, self._texts.letter(outgoing))
        except JieyouError as error:
            return f"{type(error).__name__}: {error.detail}"
        except Exception as error:
            # A courier's library may raise anything; the notice must not be lost for it.
            log.exception("notice.courier.failed", error=type(error).__name__)
            return type(error).__name__
        return None

    def settle(self, outgoing: Outgoing, problem: str | None) -> None:
        """Note how the delivery went."""
        if problem is None:
            self._outbox.sent(outgoing)
            return
        for_good = problem.startswith(Undeliverable.__name__)
        settled = self._outbox.failed(outgoing, problem, for_good=for_good)
        log.warning(
            "notice.not_delivered",
            notice_id=outgoing.id,
            key=outgoing.key,
            channel=outgoing.channel,
            state=str(settled.state),
            attempts=settled.attempts,
            reason=problem,
        )

    def deliver(self) -> int:
        """Deliver what is due, one after the other, and return how much that was."""
        claimed = self.claim()
        for outgoing in claimed:
            if outgoing.channel == CONVERSATION:
                self.speak(outgoing)
            else:
                self.settle(outgoing, self.carry(outgoing))
        return len(claimed)
