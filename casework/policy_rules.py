"""The kinds of rule that several parts of the policy share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from casework.model import ClockName, Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPatterns:
    """What wording states a fact, and what wording in the same sentence takes it back."""

    any: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One promise: so many hours or working days from filing, for some grades or for all."""

    name: ClockName
    explanation: Mapping[str, str]
    hours: int | None = None
    working_days: int | None = None
    grades: tuple[Grade, ...] = ()
