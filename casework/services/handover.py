"""Takes down the wish to speak with a person (R145)."""

from casework.model import HandoverWish
from casework.ports import Clock, UnitOfWorkFactory
from casework.text import storable


class HandoverService:
    """Keeps the customers' wishes for a person."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock

    def wish(self, conversation_id: str, turn_id: str, reason: str) -> HandoverWish:
        """Record a wish, once for a turn."""
        wish = HandoverWish(
            conversation_id=conversation_id,
            turn_id=turn_id,
            reason=storable(reason),
            at=self._clock.now(),
        )
        with self._uow_factory() as uow:
            uow.handovers.add(wish)
            uow.commit()
        return wish
