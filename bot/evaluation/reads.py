"""What a reader said about one message, whichever reader it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.nlu.reading import COMPLAINT


@dataclass(frozen=True)
class Read:
    """The labels of one message; category, tone and mindset are None where nobody complains."""

    complaint: float
    anger: float
    category: str | None = None
    tone: str | None = None
    mindset: str | None = None
    threats: frozenset[str] = frozenset()
    demand: frozenset[str] = frozenset()
    #: How sure the reader was of its category, tone and mindset.
    sure: Mapping[str, float] = field(default_factory=dict)
    #: What rules found: pairs of a label and the words that gave it.
    evidence: tuple[tuple[str, str], ...] = ()

    @property
    def complains(self) -> bool:
        """Say whether the message was taken for a complaint."""
        return self.complaint >= COMPLAINT


def read_of(reading: Mapping[str, Any]) -> Read:
    """Return a `reading` of the parse result in this form."""
    category = reading["category"]
    # The tone `none` stands for no complaint, which `complaint` says already.
    first = {
        "category": category[0] if category else None,
        "tone": reading["tone"] if reading["is_complaint"] >= COMPLAINT else None,
        "mindset": reading["mindset"],
    }
    names = {name: found["name"] for name, found in first.items() if found}
    return Read(
        complaint=reading["is_complaint"],
        anger=reading["anger"],
        category=names.get("category"),
        tone=names.get("tone"),
        mindset=names.get("mindset"),
        threats=frozenset(reading["threats"]),
        demand=frozenset(reading["demand"]),
        sure={name: found["confidence"] for name, found in first.items() if found},
        evidence=tuple((item["label"], item["text"]) for item in reading["evidence"]),
    )


def packed(read: Read) -> str:
    """Return the labels as one short string: `k=0.97 a=1.25 c=other t=passive m=rational d=refund`.

    Confidences and evidence are left out.
    """
    parts = [f"k={read.complaint:g}", f"a={read.anger:g}"]
    named = {
        "c": read.category or "",
        "t": read.tone or "",
        "m": read.mindset or "",
        "h": ",".join(sorted(read.threats)),
        "d": ",".join(sorted(read.demand)),
    }
    return " ".join([*parts, *(f"{key}={value}" for key, value in named.items() if value)])


def unpacked(text: str) -> Read:
    """Return what `packed` wrote."""
    given = dict(part.split("=", 1) for part in text.split())
    return Read(
        complaint=float(given["k"]),
        anger=float(given["a"]),
        category=given.get("c"),
        tone=given.get("t"),
        mindset=given.get("m"),
        threats=frozenset(filter(None, given.get("h", "").split(","))),
        demand=frozenset(filter(None, given.get("d", "").split(","))),
    )
