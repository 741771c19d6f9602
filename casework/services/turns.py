"""Remembers which actions of a turn the action server completed."""

from casework.model import CompletedTurn
from casework.ports import Clock, UnitOfWorkFactory


class TurnService:
    """Tells a retried turn what it has done already."""

    def __init__(self, uow_factory: UnitOfWorkFactory, clock: Clock) -> None:
        self._uow_factory = uow_factory
        self._clock = clock

    def complete(self, conversation_id: str, turn_id: str, action: str) -> None:
        """Record that an action of a turn is complete."""
        turn = CompletedTurn(
            conversation_id=conversation_id,
            turn_id=turn_id,
            action=action,
            at=self._clock.now(),
        )
        with self._uow_factory() as uow:
            uow.turns.add(turn)
            uow.commit()

    def completed(self, conversation_id: str, turn_id: str) -> tuple[str, ...]:
        """Return the completed actions of a turn in the order of their completion."""
        with self._uow_factory(read_only=True) as uow:
            return tuple(turn.action for turn in uow.turns.list(conversation_id, turn_id))
