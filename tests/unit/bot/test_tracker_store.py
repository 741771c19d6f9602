"""The tracker store keeps what Rasa's own keeps, and writes a turn by one statement."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)

from bot.tracker_store import TrackerStore

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet"],
        "slots": {"colour": {"type": "text", "mappings": [{"type": "custom"}]}},
        "actions": ["utter_greet"],
    }
)


def turn(text: str) -> list[Event]:
    return [
        UserUttered(text, {"name": "greet", "confidence": 0.9}),
        SlotSet("colour", f"{text} 红"),
        ActionExecuted("utter_greet"),
        BotUttered(text, metadata={"utter_action": "utter_greet"}),
        ActionExecuted("action_listen"),
    ]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture
def store(url: str) -> TrackerStore:
    return TrackerStore(DOMAIN, url)


async def say(store: SQLTrackerStore, *events: Event) -> Any:
    tracker = await store.get_or_create_tracker("c-1", append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)
    return tracker


def rows(store: TrackerStore) -> list[tuple[Any, ...]]:
    table = store.SQLEvent.__table__
    query = sa.select(
        [table.c.type_name, table.c.intent_name, table.c.action_name, table.c.data]
    ).order_by(table.c.id)
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


async def test_every_event_is_kept_once_however_often_the_tracker_is_saved(
    store: TrackerStore,
) -> None:
    for number in range(3):
        tracker = await say(store, *turn(f"turn {number}"))
        await store.save(tracker)
    kept = await store.retrieve("c-1")
    assert kept is not None
    assert [event.text for event in kept.events if isinstance(event, UserUttered)] == [
        "turn 0", "turn 1", "turn 2",
    ]  # fmt: skip
    assert len(rows(store)) == len(kept.events) == 15
    assert kept.get_slot("colour") == "turn 2 红"


async def test_the_rows_are_those_that_rasa_writes(store: TrackerStore, tmp_path: Path) -> None:
    plain = SQLTrackerStore(DOMAIN, host=f"sqlite:///{tmp_path / 'plain.db'}")
    events = [*turn("hello"), ActionExecuted("action_session_start"), SessionStarted(), *turn("x")]
    await say(store, *events)
    await say(plain, *events)
    assert rows(store) == rows(plain)


async def test_a_new_session_begins_behind_what_is_kept(store: TrackerStore) -> None:
    await say(store, *turn("old"))
    await say(store, ActionExecuted("action_session_start"), SessionStarted())
    await say(store, *turn("new"))
    latest, whole = await store.retrieve("c-1"), await store.retrieve_full_tracker("c-1")
    assert latest is not None and whole is not None
    assert [event.text for event in latest.events if isinstance(event, UserUttered)] == ["new"]
    assert [event.text for event in whole.events if isinstance(event, UserUttered)] == [
        "old", "new",
    ]  # fmt: skip


async def test_a_tracker_is_the_one_that_rasa_reads(store: TrackerStore, url: str) -> None:
    plain = SQLTrackerStore(DOMAIN, host=url)
    assert await store.retrieve("c-1") is None
    for text in ("old", "older"):
        await say(store, *turn(text), ActionExecuted("action_session_start"), SessionStarted())
    await say(store, *turn("now"))
    for ours, theirs in (
        (await store.retrieve("c-1"), await plain.retrieve("c-1")),
        (await store.retrieve_full_tracker("c-1"), await plain.retrieve_full_tracker("c-1")),
    ):
        assert ours is not None and theirs is not None
        assert [each.as_dict() for each in ours.events] == [
            each.as_dict() for each in theirs.events
        ]
        assert ours.current_slot_values() == theirs.current_slot_values()


async def test_a_turn_is_one_insert(store: TrackerStore) -> None:
    await say(store, *turn("before"))
    written: list[str] = []
    sa.event.listen(
        store.engine, "before_cursor_execute",
        lambda _conn, _cursor, statement, *_rest: written.append(statement),
    )  # fmt: skip
    await say(store, *turn("now"))
    assert sum(statement.startswith("INSERT") for statement in written) == 1
    assert not any("count(" in statement for statement in written)


async def test_a_store_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="JIEYOU_TRACKER_URL"):
        TrackerStore(DOMAIN, "")
