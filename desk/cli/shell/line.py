"""The customer's way to the desk, and the looks behind it that a customer does not get."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from casework.model import Case, Channel, Message, Sender, Supplement
from casework.ports import UnitOfWorkFactory
from casework.settings import Settings
from desk.cli.shell.view import View, view_of
from desk.gateway.assistant import SECRET_HEADER

EXPLAIN_PATH: Final = "/webhooks/gateway/explain"
#: Longer than the desk ever takes to give a word.
ANSWER_SECONDS: Final = 60.0
#: So long a desk that died is waited for; the supervisor starts it again.
OUTAGE_SECONDS: Final = 30.0
RETRY_SECONDS: Final = 0.5


class LineError(Exception):
    """A message did not get through, or what stands behind it cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A case and what was added to it."""

    case: Case
    supplements: Sequence[Supplement]


class Line:
    """Speaks over REST as any client does; reads the rows and Rasa's tracker."""

    def __init__(
        self,
        settings: Settings,
        uow_factory: UnitOfWorkFactory,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._uow_factory = uow_factory
        self._sleep = sleep
        # All of it is on loopback; a proxy of the machine has no business here.
        self._http = httpx.Client(timeout=ANSWER_SECONDS, trust_env=False, transport=transport)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def post(
        self, conversation_id: str, text: str, message_id: str, metadata: Mapping[str, Any]
    ) -> None:
        """Send a message and return when it is answered, or when its notice is there.

        Raises:
            LineError: the desk refuses the message, or stays away.
        """
        body = {
            "sender": conversation_id,
            "message": text,
            "message_id": message_id,
            "metadata": {**metadata, "channel": str(Channel.SHELL)},
        }
        deadline = time.monotonic() + OUTAGE_SECONDS
        while True:
            try:
                response = self._http.post(
                    f"http://127.0.0.1:{self._settings.desk_port}/webhooks/rest/webhook",
                    # In ASCII a broken sign of the terminal gets through; the desk mends it.
                    content=json.dumps(body),
                    headers={
                        "Authorization": f"Bearer {self._settings.api_token}",
                        "Content-Type": "application/json",
                    },
                )
            except httpx.TransportError as error:
                # The same message id twice is one message, whether the first got there or not.
                if time.monotonic() >= deadline:
                    raise LineError(f"the desk does not answer ({error})") from error
                self._sleep(RETRY_SECONDS)
                continue
            if response.status_code != httpx.codes.OK:
                raise LineError(f"the desk answers {response.status_code}: {_detail(response)}")
            return

    def arrivals(self, conversation_id: str, after: int) -> Sequence[Message]:
        """Return what came to the customer after the message with this number."""
        with self._uow_factory(read_only=True) as uow:
            messages = uow.messages.after(conversation_id, after)
        return [message for message in messages if message.sender is not Sender.CUSTOMER]

    def is_pending(self, conversation_id: str, message_id: str) -> bool:
        """Tell whether a message still waits for its answer."""
        with self._uow_factory(read_only=True) as uow:
            message = uow.messages.find(conversation_id, message_id)
        return message is not None and message.is_pending

    def view(self, conversation_id: str, message_id: str = "") -> View:
        """Return how a message was read, and the slots as they stand now.

        Raises:
            LineError: Rasa does not tell.
        """
        url = f"{self._settings.rasa_url}/conversations/{conversation_id}/tracker"
        try:
            response = self._http.get(url, params={"token": self._settings.rasa_token})
            response.raise_for_status()
            return view_of(response.json(), message_id)
        except (httpx.HTTPError, ValueError) as error:
            # Its text would show the address, and with it the token.
            raise LineError(f"Rasa does not show its tracker ({type(error).__name__})") from error

    def weighed(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Return which words of a text weighed most for each answer that was learned.

        Raises:
            LineError: Rasa does not tell.
        """
        try:
            response = self._http.post(
                f"{self._settings.rasa_url}{EXPLAIN_PATH}",
                json={"text": text},
                headers={SECRET_HEADER: self._settings.rasa_token},
            )
            response.raise_for_status()
            found: Sequence[Mapping[str, Any]] = response.json().get("weighed") or ()
        except (httpx.HTTPError, ValueError) as error:
            raise LineError(f"Rasa does not tell why ({type(error).__name__})") from error
        return found

    def filed(self, conversation_id: str) -> list[Filed]:
        """Return what the conversation filed, the oldest first."""
        with self._uow_factory(read_only=True) as uow:
            cases = uow.cases.list(conversation_id=conversation_id)
            return [Filed(case, uow.cases.list_supplements(case.case_no)) for case in cases[::-1]]


def _detail(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return response.text[:200]
    return str(body.get("detail") or body) if isinstance(body, dict) else str(body)
