"""One shell: a conversation at a time, and the commands round it."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any, Final, Protocol

from rich.text import Text

from casework.errors import JieyouError
from casework.model import Message
from desk.cli.scripts import load_script
from desk.cli.shell import rendering
from desk.cli.shell.clock import MovableClock
from desk.cli.shell.commands import (
    Command,
    CommandError,
    Words,
    read_duration,
    read_line,
    read_locale,
    read_switch,
)
from desk.cli.shell.line import Line, LineError
from desk.cli.shell.recording import script_text
from desk.cli.shell.replay import ReplayStopped, replay
from desk.cli.shell.view import Turn

#: So long an answer is waited for after its notice; a later one is shown when it comes.
LATE_SECONDS: Final = 60.0
LATE_EVERY: Final = 0.2
ERROR: Final = "bold red"


class Screen(Protocol):
    """Where lines are shown."""

    def show(self, lines: Iterable[Text]) -> None:
        """Print the lines."""


class Session:
    """Takes what is typed and shows what comes of it."""

    def __init__(
        self,
        line: Line,
        clock: MovableClock,
        screen: Screen,
        zone: tzinfo,
        *,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = line
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._new_id = new_id
        self._sleep = sleep
        self._shows = True
        self._locale: str | None = None
        self._saved: set[Path] = set()
        # A turn and the watch for late messages never show the same message twice.
        self._lock = threading.RLock()
        self._commands: Mapping[str, Callable[[str], None]] = {
            "say": self._replay,
            "save": self._save,
            "why": self._why,
            "case": self._case,
            "jump": self._jump,
            "lang": self._lang,
            "show": self._switch,
            "reset": lambda _: self._reset(),
            "help": lambda _: screen.show(rendering.help_lines()),
        }
        self._begin()

    def _begin(self) -> None:
        self._conversation_id = f"shell-{self._new_id()}"
        self._turns: list[Turn] = []
        self._seen = 0
        self._jumped = timedelta()

    def take(self, typed: str) -> bool:
        """Carry out one line; false when it asks to leave."""
        try:
            match read_line(typed):
                case Words(text):
                    self.say(text)
                case Command("quit"):
                    return False
                case Command(name, argument):
                    self._commands[name](argument)
        except (CommandError, LineError, ReplayStopped, JieyouError, OSError) as error:
            self._screen.show([Text(str(error), ERROR)])
        return True

    def say(self, text: str, metadata: Mapping[str, Any] | None = None) -> str | None:
        """Send a message, show its turn, and return the slot that is asked for then.

        Args:
            text: what the customer says.
            metadata: what a script sends with it, instead of what the shell is set to.

        Raises:
            LineError: the message did not get through.
        """
        sent = self._page() if metadata is None else metadata
        self._clock.wait_until_noticed()
        with self._lock:
            self.show_news()
            message_id, at, started = self._new_id(), self._clock.now(), time.monotonic()
            self._line.post(self._conversation_id, text, message_id, sent)
            seconds = time.monotonic() - started
            replies = [*self.show_news(), *self._late_answer(message_id)]
            view = self._line.view(self._conversation_id, message_id)
            turn = Turn(
                says=text,
                replies=replies,
                seconds=seconds,
                at=at,
                view=view,
                metadata=sent,
                jumped=self._jumped,
            )
            self._turns.append(turn)
            self._jumped = timedelta()
        if not replies:
            self._tell("no reply")
        if self._shows:
            self._screen.show(rendering.turn_lines(turn, self._zone))
        return view.requested

    def look(self) -> None:
        """Show what came since the last look; a database that does not answer is asked later."""
        with contextlib.suppress(JieyouError):
            self.show_news()

    def show_news(self) -> Sequence[Message]:
        """Show what came since the last look, and return it."""
        with self._lock:
            arrived = self._line.arrivals(self._conversation_id, self._seen)
            for message in arrived:
                self._seen = max(self._seen, message.seq)
                self._screen.show(rendering.reply_lines(message))
        return arrived

    def _late_answer(self, message_id: str) -> Sequence[Message]:
        """Wait for the answer of a message that has had no more than its notice so far."""
        arrived: list[Message] = []
        deadline = time.monotonic() + LATE_SECONDS
        while (
            self._line.is_pending(self._conversation_id, message_id) and time.monotonic() < deadline
        ):
            self._sleep(LATE_EVERY)
            arrived += self.show_news()
        # The answer may have come between the look at the messages and that at their state.
        return [*arrived, *self.show_news()]

    def _replay(self, argument: str) -> None:
        script = load_script(Path(argument).expanduser())
        if self._turns:
            self._reset()
        self._tell(script.name)

        def say(text: str) -> str | None:
            self._screen.show([Text.assemble(("you  ", "bold blue"), text)])
            return self.say(text, script.metadata)

        replay(script, say)

    def _save(self, argument: str) -> None:
        path = Path(argument).expanduser()
        if not self._turns:
            raise CommandError("nothing has been said yet")
        if path.exists() and path.resolve() not in self._saved:
            raise CommandError(f"{path} is there already; name another file")
        cases = [filed.case for filed in self._line.filed(self._conversation_id)]
        path.write_text(script_text(self._turns, cases, self._zone), encoding="utf-8")
        self._saved.add(path.resolve())
        self._tell(f"{len(self._turns)} messages written to {path}")

    def _why(self, argument: str) -> None:
        if not argument and not self._turns:
            raise CommandError("nothing has been said yet; write /why and a text")
        weighed = self._line.weighed(argument or self._turns[-1].says)
        if not weighed:
            self._tell("no word weighed more than the others")
        self._screen.show(rendering.weighed_lines(weighed))

    def _case(self, argument: str) -> None:
        filed = self._line.filed(self._conversation_id)
        if not filed:
            self._tell("nothing is filed yet")
        for each in filed:
            self._screen.show(rendering.case_lines(each, self._zone))

    def _jump(self, argument: str) -> None:
        ahead = read_duration(argument)
        now = self._clock.jump(ahead)
        self._jumped += ahead
        self._tell(f"it is {rendering.local(now, self._zone)} now")

    def _lang(self, argument: str) -> None:
        if argument:
            self._locale = read_locale(argument)
        self._tell(f"the page's language is {self._locale or 'not given'}")

    def _switch(self, argument: str) -> None:
        if argument:
            self._shows = read_switch(argument)
        self._tell(f"what stands behind a turn is {'shown' if self._shows else 'not shown'}")

    def _reset(self) -> None:
        with self._lock:
            self._begin()
        self._tell("a new conversation")

    def _page(self) -> dict[str, Any]:
        return {} if self._locale is None else {"locale": self._locale}

    def _tell(self, text: str) -> None:
        self._screen.show([Text(f"· {text}", rendering.FAINT)])
