"""A customer who talks with the actions themselves: what Rasa would read is given by the test."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.filing import ActionFileCase
from actions.intake.action import ValidateIntakeForm
from actions.intake.notes import OUTCOME_SLOT
from actions.turn import Entity, Turn

Entities = Iterable[dict[str, Any]]


def entity(name: str, value: Any, text: str | None = None, **extra: Any) -> dict[str, Any]:
    """Return a detail as the readers give it; a value of None did not fit its form."""
    found = {"entity": name, "value": value, "text": text or str(value), "start": 0, "end": 1}
    return {**found, "extra": extra} if extra else found


def unfit(name: str, words: str, problem: str = "form") -> dict[str, Any]:
    """Return a detail that does not fit its form, with the customer's words."""
    return entity(name, None, words, stated=words, problem=problem)


def reading(**given: Any) -> dict[str, Any]:
    """Return a reading that says nothing but what the test gives."""
    plain: dict[str, Any] = {
        "language": None,
        "is_complaint": 0.0,
        "category": [],
        "tone": {"name": "none", "confidence": 1.0},
        "anger": 0.0,
        "threats": [],
        "demand": [],
        "mindset": None,
        # A rule finds what is demanded, unless the test says that it was only guessed.
        "evidence": [
            {"label": f"demand.{code}", "start": 0, "end": 1, "text": "x"}
            for code in given.get("demand") or []
        ],
    }
    return {**plain, **given}


def complaint(category: str = "product_quality", **given: Any) -> dict[str, Any]:
    """Return the reading of a complaint about this matter."""
    return reading(
        **{
            "is_complaint": 0.95,
            "category": [{"name": category, "confidence": 0.8}],
            "tone": {"name": "expressive", "confidence": 0.8},
            "anger": 1.2,
            "mindset": {"name": "victim", "confidence": 0.6},
            **given,
        }
    )


def make_turn(text: str = "x", intent: str = "inform", **given: Any) -> Turn:
    """Return a turn as the actions see it; `entities` as the readers give them."""
    found = tuple(
        Entity(e["entity"], e["value"], e["text"], e["start"], e.get("extra") or {})
        for e in given.pop("entities", ())
    )
    return Turn(
        **{
            "conversation_id": "c-1",
            "turn_id": "t-1",
            "text": text,
            "intent": intent,
            "confidence": 0.9,
            "entities": found,
            "reading": reading(),
            **given,
        }
    )


@dataclass
class Said:
    """What the bot said in one turn: for each bubble its key, its leads and its facts."""

    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        """The key of each bubble."""
        return [message["response"] for message in self.messages]

    @property
    def leads(self) -> list[str]:
        """The leads before the last bubble."""
        return list(self.messages[-1].get("lead") or []) if self.messages else []

    @property
    def request(self) -> str | None:
        """The slot that the turn asks for, or the field that it asks to check."""
        for prefix in ("utter_request_", "utter_check_"):
            for key in self.keys:
                if key.startswith(prefix):
                    return key.removeprefix(prefix)
        return None

    def fact(self, name: str) -> Any:
        """Return a fact of the last bubble."""
        return self.messages[-1].get(name)


class Talk:
    """One conversation; the slots stay from turn to turn as Rasa's tracker keeps them."""

    def __init__(self, conversation_id: str = "c-1", locale: str = "zh-Hans") -> None:
        self.conversation_id = conversation_id
        self.slots: dict[str, Any] = {"locale": locale}
        self.events: list[dict[str, Any]] = []
        self.turns = 0
        self.latest: dict[str, Any] = {}

    @property
    def open(self) -> bool:
        """Whether the form is open."""
        return bool(self.slots.get("requested_slot"))

    def hears(
        self,
        text: str,
        *entities: dict[str, Any],
        intent: str = "inform",
        confidence: float = 0.9,
        turn_id: str | None = None,
        read: dict[str, Any] | None = None,
        **metadata: Any,
    ) -> None:
        """Take down a message as Rasa read it."""
        self.turns += 1
        self.latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": list(entities),
            "metadata": {"turn_id": turn_id or f"t-{self.turns}", "channel": "rest", **metadata},
            "reading": read or reading(),
        }
        self.events.append({"event": "user", "parse_data": self.latest})

    def tracker(self) -> dict[str, Any]:
        """Return the tracker as Rasa posts it."""
        return {
            "sender_id": self.conversation_id,
            "slots": self.slots,
            "latest_message": self.latest,
            "events": self.events,
            "paused": False,
            "active_loop": {},
        }

    def runs(self, action: Action) -> Said:
        """Run an action on the message that was taken down, and keep the slots it sets."""
        dispatcher = CollectingDispatcher()
        events = action.run(dispatcher, Tracker.from_dict(self.tracker()), {})
        for event in events:
            assert event["event"] == "slot"
            self.slots[event["name"]] = event["value"]
        said = Said(dispatcher.messages)
        self.events += [{"event": "bot", "metadata": {"utter_action": key}} for key in said.keys]
        return said

    def says(self, text: str, *entities: dict[str, Any], **given: Any) -> Said:
        """Say something to the intake; a record that is confirmed is filed, as the rule has it."""
        self.hears(text, *entities, **given)
        said = self.runs(ValidateIntakeForm())
        if self.slots.get(OUTCOME_SLOT) == "filing":
            said.messages += self.runs(ActionFileCase()).messages
        return said

    def tells(self, text: str, *entities: dict[str, Any], **given: Any) -> Said:
        """Tell a complaint."""
        return self.says(text, *entities, **{"intent": "complain", "read": complaint(), **given})

    def skips(self, text: str = "没有") -> Said:
        """Say that there is nothing to give."""
        return self.says(text, entity("answer", "skip", text), intent="skip")

    def affirms(self, text: str = "是的", **given: Any) -> Said:
        """Say yes."""
        return self.says(text, entity("answer", "affirm", text), intent="affirm", **given)

    def denies(self, text: str = "不对", **given: Any) -> Said:
        """Say no."""
        return self.says(text, entity("answer", "deny", text), intent="deny", **given)

    def skips_to(self, slot: str) -> Said:
        """Skip every question until this one is put."""
        said = Said()
        for _ in range(20):
            if self.slots.get("requested_slot") == slot:
                return said
            said = self.skips()
        raise AssertionError(f"{slot} was never asked for")
