"""The labels of a training message, in the one short string that stands beside it in the YAML.

`c=return_refund,response_speed t=expressive a=2 h=churn d=refund m=victim p=resolve`: category,
tone, anger, threats, demand, mindset, purpose; `g=-` says that the text names no product (one
that it names is marked in it, as Rasa marks entities). Rasa copies a mapping of eight keys with
every example, which takes 6,000 examples from 0.4 to 91 seconds; a string costs little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Optional, Tuple

CATEGORIES = (
    "product_quality", "product_use", "billing_price", "delivery_logistics", "service_attitude",
    "response_speed", "return_refund", "installation_repair", "property_engineering",
    "false_advertising_fraud", "safety_privacy", "other",
)  # fmt: skip
TONES = ("aggressive", "expressive", "passive", "constructive")
THREATS = ("media", "regulator", "legal", "violence", "churn")
DEMANDS = (
    "refund", "return", "replacement", "repair", "compensation", "apology", "explanation",
    "improvement", "punish_staff", "delivery", "other",
)  # fmt: skip
MINDSETS = ("supervisor", "rational", "negotiator", "victim")
PURPOSES = ("resolve", "compensate", "vent", "improve", "help")
_MARKED = re.compile(r"\[([^\]]+)\]\(product\)")
#: The letters before the equals signs, in the order of the fields below.
KEYS = "ctahdmpg"


@dataclass(frozen=True)
class Labels:
    """What people said of one complaint: R38 to R41 (tone), R75 to R78 (mindset), R87 (purpose)."""

    category: Tuple[str, ...]
    tone: str
    anger: float
    threats: Tuple[str, ...] = ()
    demand: Tuple[str, ...] = ()
    mindset: Optional[str] = None
    purpose: Optional[str] = None
    #: Whether somebody looked for a product in the text and it names none (`g=-`).
    unnamed: bool = False

    def __post_init__(self) -> None:
        for given, known in (
            (self.category, CATEGORIES),
            ((self.tone,), TONES),
            (self.threats, THREATS),
            (self.demand, DEMANDS),
            ((self.mindset,) if self.mindset else (), MINDSETS),
            ((self.purpose,) if self.purpose else (), PURPOSES),
        ):
            for code in given:
                if code not in known:
                    raise ValueError(f"unknown label {code!r}; known: {', '.join(known)}")
        if not 0 <= self.anger <= 3:
            raise ValueError(f"anger {self.anger} is not within 0 and 3")

    def packed(self) -> str:
        """Return the labels as the string of the YAML."""
        parts = [f"c={','.join(self.category)}", f"t={self.tone}", f"a={self.anger:g}"]
        parts += [
            f"{key}={value}"
            for key, value in (
                ("h", ",".join(self.threats)),
                ("d", ",".join(self.demand)),
                ("m", self.mindset or ""),
                ("p", self.purpose or ""),
                ("g", "-" if self.unnamed else ""),
            )
            if value
        ]
        return " ".join(parts)


def unpacked(text: str) -> Labels:
    """Read the string of the YAML; raise ValueError where it is not of the form."""
    try:
        pairs = [part.split("=", 1) for part in text.split()]
        parts = {key: value for key, value in pairs}
        if len(parts) < len(pairs) or not parts.keys() <= set(KEYS):
            raise ValueError(f"each of {', '.join(KEYS)} once at most, and nothing else")
        return Labels(
            category=tuple(parts["c"].split(",")),
            tone=parts["t"],
            anger=float(parts["a"]),
            threats=_several(parts.get("h")),
            demand=_several(parts.get("d")),
            mindset=parts.get("m"),
            purpose=parts.get("p"),
            unnamed=parts.get("g") == "-",
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"labels {text!r}: {error}") from error


def unmarked(text: str) -> str:
    """Return an example's text without the marks of the product that it names."""
    return _MARKED.sub(r"\1", text)


def labels_of(metadata: Any) -> Optional[Labels]:
    """Return the labels of a training example's metadata (Rasa: {"example": …}), if it has any."""
    packed = metadata.get("example") if isinstance(metadata, dict) else metadata
    return unpacked(packed) if isinstance(packed, str) and packed.startswith("c=") else None


def _several(value: Optional[str]) -> Tuple[str, ...]:
    return tuple(value.split(",")) if value else ()
