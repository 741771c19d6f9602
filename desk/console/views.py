"""What the desk's pages show of conversations, read in one transaction each."""

from datetime import timedelta
from typing import Any, Final

from casework.errors import ConversationNotFound
from casework.model import Account
from casework.presenting import instant_as_json
from desk.console.parts import Console
from desk.console.showing import shown_lease, shown_lines, shown_message, shown_whisper

RECENT: Final = timedelta(hours=24)
MOST_LISTED: Final = 200
PAGE: Final = 200


def listed(console: Console) -> dict[str, Any]:
    """Return who waits, who is held and who wrote lately, as lines of the live list."""
    now = console.clock.now()
    with console.uow_factory(read_only=True) as uow:
        queue = uow.queue.list_open()
        held = {lease.conversation_id: lease for lease in uow.leases.held()}
        recent = list(uow.overviews.recent(now - RECENT, MOST_LISTED))
        known = {one.conversation.id for one in recent}
        others = [one.conversation_id for one in queue if one.conversation_id not in known]
        others += [one for one in held if one not in known]
        shown = shown_lines(
            [*recent, *uow.overviews.of(sorted(set(others)))],
            queue,
            lambda one: held.get(one) or uow.leases.get(one),
        )
    return {"items": shown, "now": instant_as_json(now)}


def opened(console: Console, conversation_id: str, after: int) -> dict[str, Any]:
    """Return a conversation from a number on, or its latest page."""
    with console.uow_factory(read_only=True) as uow:
        conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationNotFound(conversation_id)
        if after == 0:
            # The latest page first: nobody reads a conversation of a year from its beginning.
            after = max(0, conversation.last_seq - PAGE)
        messages = uow.messages.after(conversation_id, after, PAGE)
        lease = uow.leases.get(conversation_id)
        whispers = uow.whispers.list(conversation_id)
    return {
        "id": conversation.id,
        "channel": str(conversation.channel),
        "language": conversation.language,
        "locale": conversation.locale,
        "last_seq": conversation.last_seq,
        "first_seq": after + 1,
        "messages": [shown_message(message) for message in messages],
        "lease": shown_lease(lease),
        "whispers": [shown_whisper(one) for one in whispers],
    }


def phrase_values(
    console: Console, conversation_id: str, account: Account
) -> tuple[dict[str, str], str]:
    """Return what fills the phrases' fields, and the customer's language."""
    with console.uow_factory(read_only=True) as uow:
        conversation = uow.conversations.get(conversation_id)
        if conversation is None:
            raise ConversationNotFound(conversation_id)
        latest = next(iter(uow.cases.list(conversation_id=conversation_id, limit=1)), None)
    values = {"agent": account.display_name}
    if latest is not None:
        due = [clock.due_at for clock in latest.clocks if clock.name == "first_reply"]
        values["case_no"] = latest.case_no
        values["contact_name"] = latest.contact_name or ""
        values["product"] = latest.product or ""
        values["first_reply"] = f"{due[0].astimezone(console.tz):%m-%d %H:%M}" if due else ""
    language = conversation.language or ("en" if account.languages == ("en",) else "zh")
    return values, language
