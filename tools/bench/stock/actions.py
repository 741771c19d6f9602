"""The stock bot's action server on loopback: `python -m tools.bench.stock.actions PORT FILE`.

Its one action writes the form's slots into a table, which is all that a plain bot does.
"""

from __future__ import annotations

import sqlite3
import sys
import uuid
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.endpoint import create_app
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

SLOTS = ("complaint_text", "product", "order_number", "demand", "contact")


class ActionFile(Action):
    """Files the form."""

    def name(self) -> str:
        """Return the name that stands in the domain."""
        return "action_file"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Insert a row and tell its number."""
        number = uuid.uuid4().hex[:8]
        with sqlite3.connect(sys.argv[2]) as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS complaints "
                "(number, complaint_text, product, order_number, demand, contact)"
            )
            values = [number, *(tracker.get_slot(slot) for slot in SLOTS)]
            connection.execute("INSERT INTO complaints VALUES (?, ?, ?, ?, ?, ?)", values)
        dispatcher.utter_message(text=f"Filed as {number}.")
        return [AllSlotsReset()]


if __name__ == "__main__":
    create_app("tools.bench.stock.actions").run(host="127.0.0.1", port=int(sys.argv[1]), workers=1)
