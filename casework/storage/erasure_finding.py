"""Finds everything that is stored of one person, on either database."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from casework.erasing import (
    LONGEST_COUNTRY_CODE,
    PHONE_MARKS,
    WHOLE_NUMBER,
    KnownCase,
    Person,
    Wanted,
    only_digits,
    spellings,
    telling,
)
from casework.model import Sender, Status
from casework.storage.erasure_tables import ALL, OF_A_CASE, OF_A_CONVERSATION
from casework.storage.tables import cases, conversations, intakes, is_pending, messages
from casework.storage.tables_desk import audit_entries, callbacks
from casework.storage.tables_work import case_events, outbox

CLOSED = (Status.CLOSED, Status.CLOSED_CUSTOMER, Status.NOT_ADMITTED)
CONTACTS = (cases.c.contact_phone, cases.c.contact_email)
TRACES = (
    cases.c.contact_name,
    cases.c.contact_other,
    cases.c.order_number,
    cases.c.serial_number,
)


class Finder:
    """Looks through the tables of one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, wanted: Wanted, *, follow: bool = True) -> Person:
        """Return the person; with `follow` also what is theirs by the same phone or address."""
        talks, numbers = self._first(wanted)
        seen: set[str] = set()
        while True:
            size = len(talks) + len(numbers)
            numbers |= self._cases_of(talks)
            talks |= self._conversations_of(numbers)
            if follow:
                for contact in self._contacts(numbers) - seen:
                    seen.add(contact)
                    more = Wanted(email=contact) if "@" in contact else Wanted(phone=contact)
                    found = self._first(more)
                    talks |= found[0]
                    numbers |= found[1]
            if len(talks) + len(numbers) == size:
                break
        return self.described(talks, numbers, wanted)

    def described(
        self, talks: Collection[str], numbers: Collection[str], wanted: Wanted | None = None
    ) -> Person:
        """Return what is stored of these conversations and cases."""
        talks, numbers = set(talks), set(numbers)
        wanted = wanted or Wanted()
        known = self._rows(sa.select(cases).where(cases.c.case_no.in_(numbers)))
        told = self._column(
            sa.select(callbacks.c.contact).where(callbacks.c.conversation_id.in_(talks))
        )
        identifiers: set[str | None] = {*talks, *told}
        identifiers |= {row[column.name] for row in known for column in CONTACTS}
        identifiers |= {wanted.phone, wanted.email}
        traces = {row[column.name] for row in known for column in TRACES}
        traces |= {item["value"] for row in known for item in row["references"]}
        traces |= {str(value) for row in known for value in row["stated"].values()}
        return Person(
            conversations=tuple(sorted(talks)),
            cases=tuple(
                KnownCase(
                    case_no=row["case_no"],
                    status=row["status"],
                    grade=row["grade"],
                    created_at=row["created_at"],
                    is_open=row["status"] not in CLOSED,
                )
                for row in sorted(known, key=lambda row: row["created_at"])
            ),
            rows=self._counts(talks, numbers),
            in_flight=self._count(
                messages, sa.and_(messages.c.conversation_id.in_(talks), is_pending)
            ),
            identifiers=telling(identifiers),
            traces=telling(traces),
        )

    def left_over(self, words: Iterable[str]) -> dict[str, int]:
        """Return in how many rows of which columns one of the words still stands."""
        spelt = sorted(spellings(words))
        found: dict[str, int] = {}
        if not spelt:
            return found
        for table in ALL:
            for column in table.columns:
                text = sa.cast(column, sa.Text)
                if isinstance(column.type, sa.Integer | sa.Float | sa.Boolean | sa.DateTime):
                    continue
                hits = sa.or_(*(text.contains(word, autoescape=True) for word in spelt))
                count = self._connection.execute(
                    sa.select(sa.func.count()).select_from(table).where(hits)
                ).scalar_one()
                if count:
                    found[f"{table.name}.{column.name}"] = count
        return found

    # -- steps --------------------------------------------------------------------------------

    def _first(self, wanted: Wanted) -> tuple[set[str], set[str]]:
        talks, numbers = set[str](), set[str]()
        if wanted.conversation_id:
            same = conversations.c.id == wanted.conversation_id
            talks |= self._column(sa.select(conversations.c.id).where(same))
        if wanted.case_no:
            is_it = cases.c.case_no == wanted.case_no
            numbers |= self._column(sa.select(cases.c.case_no).where(is_it))
        for fits in self._contact_conditions(wanted):
            talks |= self._column(sa.select(conversations.c.id).where(fits(conversations.c.id)))
            numbers |= self._column(
                sa.select(cases.c.case_no).where(
                    sa.or_(
                        fits(cases.c.contact_phone),
                        fits(cases.c.contact_email),
                        fits(cases.c.contact_other),
                        fits(cases.c.complaint_text),
                        fits(sa.cast(cases.c.stated, sa.Text)),
                    )
                )
            )
            talks |= self._column(
                sa.select(callbacks.c.conversation_id).where(fits(callbacks.c.contact))
            )
            talks |= self._column(
                sa.select(messages.c.conversation_id)
                .distinct()
                .where(messages.c.sender == str(Sender.CUSTOMER))
                .where(sa.or_(fits(messages.c.text), fits(sa.cast(messages.c.extra, sa.Text))))
            )
        return talks, numbers

    @staticmethod
    def _contact_conditions(wanted: Wanted) -> list[Any]:
        conditions: list[Any] = []
        if wanted.phone:
            conditions += [_has_digits(digits) for digits in _phone_forms(wanted.phone)]
        if wanted.email:
            email = wanted.email.casefold()
            conditions.append(lambda column: sa.func.lower(column).contains(email, autoescape=True))
        return conditions

    def _cases_of(self, talks: Collection[str]) -> set[str]:
        here = sa.select(cases.c.case_no).where(cases.c.conversation_id.in_(talks))
        filed = sa.select(intakes.c.case_no).where(
            intakes.c.conversation_id.in_(talks), intakes.c.case_no.is_not(None)
        )
        return self._column(here) | self._column(filed)

    def _conversations_of(self, numbers: Collection[str]) -> set[str]:
        here = sa.select(cases.c.conversation_id).where(
            cases.c.case_no.in_(numbers), cases.c.conversation_id.is_not(None)
        )
        return self._column(here) | self._column(
            sa.select(intakes.c.conversation_id).where(intakes.c.case_no.in_(numbers))
        )

    def _contacts(self, numbers: Collection[str]) -> set[str]:
        found: set[str] = set()
        for column in CONTACTS:
            query = sa.select(column).where(cases.c.case_no.in_(numbers), column.is_not(None))
            found |= self._column(query)
        return {each for each in found if "@" in each or len(only_digits(each)) >= WHOLE_NUMBER}

    def _counts(self, talks: Collection[str], numbers: Collection[str]) -> dict[str, int]:
        counts = {"conversations": len(talks), "cases": len(numbers)}
        for table in OF_A_CONVERSATION:
            counts[table.name] = self._count(table, table.c.conversation_id.in_(talks))
        for table in (*OF_A_CASE, case_events):
            condition: sa.ColumnElement[bool] = table.c.case_no.in_(numbers)
            if table is outbox:
                condition = sa.or_(condition, outbox.c.address.in_(told_in(talks)))
            counts[table.name] = self._count(table, condition)
        subjects = {*talks, *numbers}
        counts[audit_entries.name] = self._count(
            audit_entries, audit_entries.c.subject.in_(subjects)
        )
        return {name: count for name, count in counts.items() if count}

    def _count(self, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(condition)
        return int(self._connection.execute(query).scalar_one())

    def _column(self, query: sa.Select[Any]) -> set[str]:
        return {value for value in self._connection.execute(query).scalars() if value is not None}

    def _rows(self, query: sa.Select[Any]) -> list[sa.RowMapping]:
        return list(self._connection.execute(query).mappings())


def told_in(talks: Iterable[str]) -> list[str]:
    """Return the addresses of the outbox that are these conversations."""
    return [f"conversation:{talk}" for talk in talks]


def _phone_forms(digits: str) -> set[str]:
    """Return the digits, and what is left of them without a country's code."""
    shorter = {digits[cut:] for cut in range(1, LONGEST_COUNTRY_CODE + 1)}
    return {digits, *(each for each in shorter if len(each) > WHOLE_NUMBER + 1)}


def _has_digits(digits: str) -> Any:
    def fits(column: Any) -> sa.ColumnElement[bool]:
        bare = column
        for mark in PHONE_MARKS:
            bare = sa.func.replace(bare, mark, "")
        return bare.contains(digits)  # type: ignore[no-any-return]

    return fits
