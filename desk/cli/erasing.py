"""`jieyou erase`: finds a person, shows what is stored of them, and removes it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from casework.clock import ProductClock
from casework.erasing import Person, Wanted, telling
from casework.model.accounts import AuditEntry
from casework.numbering import RandomIds
from casework.settings import Settings
from casework.storage.engine import open_engine
from casework.storage.erasure import SqlEraser
from casework.storage.migrate import migrate
from casework.storage.sql import SqlUnitOfWorkFactory
from casework.storage.trackers import Trackers
from desk.cli.backup_archive import SUFFIX
from desk.cli.environment import tracker_url
from desk.cli.erased import Remembered
from desk.cli.erasing_files import blot_out, still_in

#: Seconds beyond the longest turn.
MARGIN: Final = 1.0
ACTION: Final = "person.erased"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an erasure left, if anything: where identifiers can still be found."""

    found: bool
    left_over: Mapping[str, int]
    files: tuple[Path, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not self.left_over and not self.files


class Erasure:
    """One look for a person, and what may follow from it."""

    def __init__(self, environ: Mapping[str, str], settings: Settings, say: Say = print) -> None:
        migrate(settings.database_url)
        self._settings = settings
        self._say = say
        self._engine = open_engine(settings.database_url)
        self._trackers = Trackers(tracker_url(environ, settings))
        self._eraser = SqlEraser(self._engine, self._trackers)
        self._clock = ProductClock(SqlUnitOfWorkFactory(self._engine))

    def close(self) -> None:
        """Close all connections; what comes later opens new ones.

        None may be open while the files are read: when a process closes a file of SQLite it
        loses all its locks on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
        """
        self._engine.dispose()
        self._trackers.close()

    def show(self, wanted: Wanted, *, follow: bool) -> bool:
        """Print what is stored of the person, without any of their words; false: it is nothing."""
        person = self._eraser.find(wanted, follow=follow)
        events = self._eraser.tracked({*person.conversations, *_own(wanted)})
        for conversation_id in person.conversations:
            self._say(f"conversation  {conversation_id}")
        for case in person.cases:
            state = "OPEN, will be closed" if case.is_open else "closed"
            day = case.created_at.astimezone(self._settings.tz).date()
            self._say(f"case          {case.case_no}  {day}  {case.grade}  {case.status} ({state})")
        for table, count in sorted(person.rows.items()):
            self._say(f"  {count:>6}  {table}")
        if events:
            self._say(f"  {events:>6}  Rasa's events")
        return person.is_known or bool(events)

    def erase(self, wanted: Wanted, *, follow: bool, by: str) -> Outcome:
        """Erase, look everywhere once more, and print what is left.

        A turn in flight ends before Rasa's side is erased for good: its tracker is written last.
        """
        now = self._clock.now()
        number = RandomIds().new_id()
        note = AuditEntry(at=now, action=ACTION, actor_name=by, subject=number)
        person = self._eraser.erase(wanted, note, follow=follow, at=now)
        # At once, and by the clock that dates backups: what fails below does not undo the rows.
        Remembered(self._settings).add(datetime.now(UTC), number, person)
        if person.in_flight:
            time.sleep(self._settings.turn_timeout + MARGIN)
        self._trackers.delete({*person.conversations, *_own(wanted)})
        if not self._eraser.compact():
            self._say("a reader keeps the database busy: its log is emptied at the next erasure")
        words = person.words | telling([wanted.phone, wanted.email, wanted.conversation_id])
        self.close()
        cleaned = blot_out(self._settings.var, words - set(person.case_nos))
        self._say(f"erased; {cleaned.count} lines of files blotted out; trail entry {number}")
        return self._looked_again(person)

    def repeat(self, since: datetime, *, by: str) -> int:
        """Erase again whoever was erased after an instant; return how many erasures that were.

        A backup that is brought back holds them again. What was erased is known by its cases'
        numbers and by keyed sums of the conversations' ids.
        """
        repeated = 0
        for entry in Remembered(self._settings).after(since):
            now = self._clock.now()
            note = AuditEntry(at=now, action=ACTION, actor_name=by, subject=entry.number)
            talks = [each for each in self._eraser.conversations() if entry.is_of(each)]
            people = [
                *(Wanted(case_no=each) for each in entry.cases),
                *(Wanted(conversation_id=each) for each in talks),
            ]
            for wanted in people:
                self._eraser.erase(wanted, note, follow=False, at=now)
            repeated += bool(people)
        self._eraser.compact()
        return repeated

    def _looked_again(self, person: Person) -> Outcome:
        var = self._settings.var
        left = self._eraser.left_over(person.identifiers)
        self.close()
        files = [each for each in still_in(var, person.identifiers) if each.suffix != SUFFIX]
        for place, count in left.items():
            self._say(f"still in {place}: {count} rows, of others or written meanwhile")
        for path in files:
            self._say(f"still in {path}")
        self._say(
            "backups made before now still hold this person: delete them when their time is up "
            "(jieyou restore erases again whom they still hold)"
        )
        return Outcome(person.is_known, left, tuple(files))


def _own(wanted: Wanted) -> set[str]:
    return {wanted.conversation_id} if wanted.conversation_id else set()
