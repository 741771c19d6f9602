"""What a case has to be to stand in a list, as conditions of SQL."""

from typing import Final

import sqlalchemy as sa

from casework.model import CaseFilters
from casework.storage.tables import cases
from casework.text import storable

ESCAPE: Final = "/"


def conditions(filters: CaseFilters) -> list[sa.ColumnElement[bool]]:
    """Return what has to hold of a row of the cases."""
    found: list[sa.ColumnElement[bool]] = []
    for name in ("status", "grade", "department", "priority"):
        if (wanted := getattr(filters, name)) is not None:
            found.append(cases.c[name] == wanted)
    if filters.category is not None:
        # The codes of a case stand as a list in JSON, which reads alike as text in every database.
        codes = sa.cast(cases.c.category, sa.Text)
        found.append(codes.contains(f'"{filters.category}"', autoescape=True))
    contacts = [cases.c.contact_phone, cases.c.contact_email, cases.c.contact_other]
    if filters.contacts:
        found.append(sa.or_(*(one.in_(filters.contacts) for one in contacts)))
    if text := storable(filters.text or ""):
        # The database folds the letters of both, so that both are folded alike.
        pattern = sa.func.lower(f"%{_escaped(text)}%")
        found.append(cases.c.searched.like(pattern, escape=ESCAPE))
    return found


def _escaped(text: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return text
