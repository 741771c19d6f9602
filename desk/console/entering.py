"""The form by which staff enter a complaint that came by telephone, by letter or at the counter
(R6, R174, R175, R180): what was written in it, and the case that it gives."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.language.detect import detect_language
from casework.model import (
    Account,
    AuditEntry,
    Case,
    Category,
    Channel,
    Demand,
    Record,
    Threat,
)
from desk.console.parts import Console
from desk.console.texts import LANGUAGES

KEY: Final = "key"
#: What a line may hold, with what a browser is told of it.
LINES: Final = {
    "product": "text",
    "model": "text",
    "serial_number": "text",
    "quantity": "number",
    "order_number": "text",
    "incident_date": "date",
    "amount": "number",
    "contact_name": "text",
    "contact_phone": "tel",
    "contact_email": "email",
    "contact_other": "text",
}
CODES: Final = {
    "category": [str(one) for one in Category],
    "demand": [str(one) for one in Demand],
    "threats": [str(one) for one in Threat],
}
REQUIRED: Final = ("complaint_text", "category")
LONGEST_COMPLAINT: Final = 20_000
LONGEST_LINE: Final = 500
ENTERED: Final = "case.entered"
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_KEY: Final = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the form: one text a field, and the codes that are ticked."""

    key: str
    texts: Mapping[str, str]
    codes: Mapping[str, tuple[str, ...]]

    @classmethod
    def empty(cls) -> "Entry":
        """Return a form that nobody has written in, with a key of its own."""
        return cls.of([])

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> "Entry":
        """Return what a browser posted; a key that is none of ours is a new one."""
        found = dict(pairs)
        texts = {name: found.get(name, "").strip() for name in ("complaint_text", *LINES)}
        codes = {
            name: tuple(value for field, value in pairs if field == name and value)
            for name in CODES
        }
        texts["language"] = found.get("language", "")
        # A browser ends the lines of a form by two signs.
        texts["complaint_text"] = texts["complaint_text"].replace("\r\n", "\n")
        key = found.get(KEY, "")
        return cls(key if _KEY.fullmatch(key) else str(uuid.uuid4()), texts, codes)

    def problems(self) -> dict[str, str]:
        """Return by field which text of the catalogue says what is wrong with it."""
        problems = {}
        for name in REQUIRED:
            if not (self.texts.get(name) or self.codes.get(name)):
                problems[name] = "entry.missing"
        for name, known in CODES.items():
            if not set(self.codes[name]) <= set(known):
                problems[name] = "entry.unknown"
        if self.texts["language"] not in ("", *LANGUAGES):
            problems["language"] = "entry.unknown"
        if len(self.texts["complaint_text"]) > LONGEST_COMPLAINT:
            problems["complaint_text"] = "entry.too_long"
        for name in LINES:
            if len(self.texts[name]) > LONGEST_LINE:
                problems[name] = "entry.too_long"
        email = self.texts["contact_email"]
        if email and not _EMAIL.fullmatch(email):
            problems["contact_email"] = "entry.email"
        return problems

    def record(self, currency: str) -> Record:
        """Return it as the input of filing; a number that is none is kept as it was written."""
        lines: dict[str, Any] = {name: self.texts[name] or None for name in LINES}
        stated = {}
        for name, kind in (("quantity", int), ("amount", float)):
            if lines[name] is not None:
                try:
                    lines[name] = kind(lines[name])
                except ValueError:
                    stated[name] = str(lines[name])
                    lines[name] = None
        told = self.texts["complaint_text"]
        return Record(
            complaint_text=told,
            language=self.texts["language"] or detect_language(told),
            category=self.codes["category"],
            demand=self.codes["demand"],
            threats=self.codes["threats"],
            currency=currency if lines["amount"] is not None else None,
            stated=stated,
            channel=Channel.STAFF,
            **lines,
        )


def file_entry(console: Console, account: Account, entry: Entry) -> Case:
    """File what was entered and note who entered it; the same form gives the same case again.

    Raises:
        RecordInvalid: it cannot be filed as it is.
        IdempotencyKeyReused: the form was filed before with other contents.
    """
    record = entry.record(console.policy.gate.currency)
    # Another account's form, or another system's key, is never the same entry.
    done = console.filing.file_entered(record, f"desk:{account.id}:{entry.key}")
    with console.uow_factory() as uow:
        # Looked for rather than concluded from `created`: an attempt may have died in between.
        if not uow.audit.list(subject=done.case.case_no, action=ENTERED, limit=1):
            uow.audit.add(AuditEntry.by(account, console.clock.now(), ENTERED, done.case.case_no))
            uow.commit()
    return done.case
