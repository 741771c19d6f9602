"""One customer in every table, with a marker in every text, and ways to look for it."""

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from casework.storage.engine import database_url, open_engine
from casework.storage.tables import metadata
from casework.storage.trackers import SCHEMA, TABLE
from tests.databases import fresh_postgres
from tests.doubles import MONDAY

MARKER = "王标记Zq7"
PHONE = "13900005678"
EMAIL = "marker-zq7@mail.cn"
TALK = "rest-zq7-marker"
CASE = "JY20261123-ZQ7MARKX"
#: What nothing may hold any more.
WORDS = (MARKER, PHONE, EMAIL, TALK)
#: What has to be a code word, or a column that only staff fill.
CODES: dict[str, dict[str, Any]] = {
    "conversations": {"id": TALK, "channel": "rest"},
    "messages": {"sender": "customer", "kind": "message", "state": "done"},
    "cases": {
        "case_no": CASE,
        "status": "received",
        "category": ["product_quality"],
        "tone": "none",
        "threats": [],
        "mindset": None,
        "demand": ["refund"],
        "grade": "general",
        "grade_reasons": ["remedy_only"],
        "references": [{"type": "tracking", "value": MARKER}],
        "contact_phone": PHONE,
        "contact_email": EMAIL,
        "stated": {"amount": MARKER},
        "department": "quality",
        "copied_to": [],
        "priority": "normal",
        "channel": "rest",
        "incident": None,
        "parent": None,
        "policy_version": "1",
        "reader_version": None,
        "language": "zh",
        "locale": None,
        "incident_date": "2026-11-20",
    },
    "case_clocks": {"name": "first_reply", "explanation": {"zh": MARKER, "en": MARKER}},
    "clock_runs": {
        "ticks": [],
        "starts": None,
        "pauses": [[MONDAY.isoformat(), "li", MARKER, None]],
    },
    "case_handling": {
        "assignee": "li",
        "shared_with": [],
        "complex_reasons": [],
        "warnings": [],
        "symptom": "noise",
        "origin": None,
        "nature": None,
        "joined": [],
    },
    "case_events": {"author": "li", "kind": "noted", "data": {"text": MARKER, "grade": "general"}},
    "case_symptoms": {"symptom": "noise"},
    "incident_watches": {"symptom": "noise"},
    "outbox": {"channel": "email", "address": f"email:{EMAIL}", "state": "pending"},
    "queue_entries": {"reason": "asked", "priority": "normal", "outcome": None, "left_by": None},
    "gate_approvals": {
        "id": "a-1",
        "author": "li",
        "author_role": "manager",
        "remedies": [],
        "amount": "10",
        "currency": "CNY",
        "revoked_by": None,
    },
    "audit_entries": {
        "actor": None,
        "actor_name": "li",
        "action": "lease.taken",
        "subject": TALK,
        "address": "",
    },
    "leases": {"holder": None, "holder_name": None, "resume_turn_id": None},
    "intakes": {"filed_turn_id": None},
}
STAFF = ("accounts", "desk_sessions", "incidents", "product_clock")


def plant(url: str) -> None:
    """Store one customer who stands in every table."""
    engine = open_engine(url)
    with engine.begin() as connection:
        numbers: dict[str, Any] = {}
        for table in metadata.sorted_tables:
            if table.name in STAFF:
                continue
            stored = [column for column in table.columns if column.computed is None]
            row = {column.key: _value(table, column, numbers) for column in stored}
            row = {name: value for name, value in row.items() if value is not _NOTHING}
            done = connection.execute(sa.insert(table).values(row))
            key = done.inserted_primary_key
            numbers[table.name] = key[0] if key else None
    engine.dispose()


def plant_tracker(url: str) -> None:
    """Store an event of the customer as Rasa does."""
    engine = open_engine(url)
    schema = None if engine.dialect.name == "sqlite" else SCHEMA
    events = sa.Table(
        TABLE,
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("type_name", sa.String(255), nullable=False),
        sa.Column("data", sa.Text),
        schema=schema,
    )
    with engine.begin() as connection:
        events.create(connection)
        for sender in (TALK, "somebody-else"):
            mine = json.dumps({"text": f"{MARKER} {PHONE}" if sender == TALK else "hello"})
            connection.execute(
                sa.insert(events).values(sender_id=sender, type_name="user", data=mine)
            )
    engine.dispose()


_NOTHING = object()


def _value(table: sa.Table, column: sa.Column[Any], numbers: dict[str, Any]) -> Any:
    fixed = CODES.get(table.name, {})
    if column.key in fixed:
        return fixed[column.key]
    for foreign in column.foreign_keys:
        other = foreign.column.table.name
        return None if other == table.name else numbers[other]
    if column.key == "conversation_id":
        return TALK
    if column.key == "case_no":
        return CASE
    if column.primary_key and isinstance(column.type, sa.BigInteger | sa.Integer):
        return _NOTHING
    return _filled(column.type)


def _filled(kind: sa.types.TypeEngine[Any]) -> Any:
    if isinstance(kind, sa.JSON):
        return {"marker": [MARKER, PHONE, EMAIL, TALK]}
    if isinstance(kind, sa.TypeDecorator):
        return MONDAY if isinstance(kind.impl_instance, sa.DateTime) else f"{MARKER} {PHONE}"
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.BigInteger | sa.Float):
        return 1
    if isinstance(kind, sa.Date):
        return MONDAY.date()
    return f"{MARKER} {PHONE}"


def whole_text(url: str) -> str:
    """Return every row of every table of a database, all schemas included, as one text."""
    parsed = sa.make_url(database_url(url))
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(parsed.database or "")) as connection:
            return "\n".join(connection.iterdump())
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        tables = connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        rows = [
            str(row[0])
            for (table,) in tables
            for row in connection.execute(f"SELECT t::text FROM {table} t").fetchall()  # type: ignore[arg-type]
        ]
    return "\n".join(rows)


def words_in(text: str, words: tuple[str, ...] = WORDS) -> set[str]:
    """Return the words that a text holds, as they are or escaped as JSON escapes them."""
    return {word for word in words if word in text or json.dumps(word)[1:-1] in text}


def words_in_files(folder: Path, words: tuple[str, ...] = WORDS) -> dict[str, set[str]]:
    """Return the words that the bytes of each file of a folder hold; those without any left out.

    The files are read by a child: when a process closes a file of SQLite it loses all its locks
    on it, and the next one to open the database would take the write-ahead log from under the
    connections that the process still has (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            shown = subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout
            held = words_in(shown.decode("utf-8", "replace"), words)
            if held:
                found[str(path.relative_to(folder))] = held
    return found


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """Yield the URL of a database of either kind with nothing in it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'jieyou.db'}"
    else:
        with fresh_postgres() as url:
            yield url
