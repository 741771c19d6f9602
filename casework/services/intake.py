"""Opens and cancels intakes."""

from dataclasses import replace
from datetime import datetime

from casework.model import Channel, Intake
from casework.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from casework.services.retrying import until_settled


class IntakeService:
    """Keeps at most one open intake in a conversation."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock, ids: IdSource) -> None:
        self._uow_factory = uow_factory
        self._clock = clock
        self._ids = ids

    def open_intake(self, conversation_id: str, channel: Channel = Channel.REST) -> Intake:
        """Return the open intake of the conversation, opened when there is none.

        Args:
            conversation_id: the conversation; an unknown one is created.
            channel: the channel of an unknown conversation.
        """
        return until_settled(lambda: self._open(conversation_id, channel))

    def cancel_intake(self, conversation_id: str) -> Intake | None:
        """Close the open intake without filing, and return it if there was one."""
        now = self._clock.now()
        with self._uow_factory() as uow:
            intake = uow.intakes.find_open(conversation_id)
            if intake is None:
                return None
            cancelled = replace(intake, cancelled_at=now)
            uow.intakes.update(cancelled)
            uow.commit()
        return cancelled

    def _open(self, conversation_id: str, channel: Channel) -> Intake:
        now = self._clock.now()
        with self._uow_factory() as uow:
            uow.conversations.ensure(conversation_id, channel, now)
            uow.conversations.lock(conversation_id)
            intake = uow.intakes.find_open(conversation_id)
            if intake is None:
                intake = add_intake(uow, conversation_id, now, self._ids)
                uow.commit()
        return intake


def add_intake(uow: UnitOfWork, conversation_id: str, at: datetime, ids: IdSource) -> Intake:
    """Store a new open intake in a running transaction and return it."""
    intake = Intake(id=ids.new_id(), conversation_id=conversation_id, opened_at=at)
    uow.intakes.add(intake)
    return intake
