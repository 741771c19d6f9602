"""What a company decides about the work between filing and answer; a part of the policy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from casework.model import Category, ClockName, Demand, Fact, Grade, Priority, Threat
from casework.model.work import Nature, Step
from casework.policy_rules import ClockRule, FactPatterns


class CategorySet(StrEnum):
    """The four sets of categories that the documents use (C7): R13, R32, R108, R170."""

    DOMAIN = "domain"
    COMMON = "common"
    SURVEY = "survey"
    QUALITY = "quality"


CATEGORY_SETS: Mapping[CategorySet, tuple[str, ...]] = {
    CategorySet.DOMAIN: ("product", "sales", "service"),
    CategorySet.COMMON: ("product_defect", "billing", "delivery", "poor_service", "other"),
    CategorySet.SURVEY: ("product_use", "service_attitude", "response_speed", "other"),
    CategorySet.QUALITY: ("quality", "non_quality"),
}


class CalendarKind(StrEnum):
    """From where the working days come."""

    WEEK = "week"
    CHINA = "china"
    REGION = "region"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRule:
    """The working days: the week's, the mainland's, or another region's, with exceptions."""

    kind: CalendarKind
    region: str | None = None
    subdivision: str | None = None
    overrides: Mapping[date, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of an escalation ladder: who is told, how long after the due instant."""

    after: timedelta
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPlan:
    """What meets a clock, when it reminds, and which ladder it climbs when it is missed."""

    met_by: tuple[Step, ...]
    remind_before: tuple[timedelta, ...] = ()
    ladder: str | None = None
    tells_customer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterClock:
    """A clock that starts with a step and not with the filing (R161, R205)."""

    starts: Step
    rule: ClockRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRule:
    """A name and the conditions, any of which gives it."""

    name: str
    grades: tuple[Grade, ...] = ()
    categories: tuple[Category, ...] = ()
    threats: tuple[Threat, ...] = ()
    facts: tuple[Fact, ...] = ()
    signals: tuple[str, ...] = ()
    anger_from: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRules:
    """Who among the customers is served first, and by how many steps of priority (R131)."""

    groups: tuple[ConditionRule, ...] = ()
    raise_to: Mapping[str, Priority] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InsistingRules:
    """Of which grades a customer who writes again is told to whom (R188)."""

    grades: tuple[Grade, ...]
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRules:
    """When the same trouble of several customers is one incident (R185), in both languages."""

    customers: int
    window: timedelta
    raises: tuple[Grade, ...]
    grade: Grade
    tell: tuple[str, ...]
    products: Mapping[str, re.Pattern[str]]
    symptoms: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeRules:
    """So many cases in so long a time are a surge, and whom that is told (R112)."""

    cases: int
    window: timedelta
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """When nobody is disturbed over these channels, unless the notice is urgent."""

    start: str
    end: str
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A role that notices may name, in both languages, and where it is reached."""

    title: Mapping[str, str]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantRemedy:
    """A remedy approved beforehand that may be offered at once (R54, C5)."""

    name: str
    categories: tuple[Category, ...]
    grades: tuple[Grade, ...]
    written_form: str
    offer: Mapping[str, str]
    amount_up_to: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What a department is told to do at once with cases of these categories (R171, R172, R189)."""

    categories: tuple[Category, ...]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedFaults:
    """By what a fault that a person confirmed is made good, and who has to know (R34)."""

    categories: tuple[Category, ...]
    remedy: Demand
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PunishmentRules:
    """Which cases may end in a punishment, by demand or judged nature, and who is told (R208)."""

    demands: tuple[Demand, ...]
    natures: tuple[Nature, ...]
    tell: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHelp:
    """Whether articles are offered after the filing, and how well one has to fit."""

    offer_articles: bool
    least_score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockNotes:
    """The sentences that are added to an explanation, by language."""

    paused: Mapping[str, str]
    provisional: Mapping[str, str]
    announced: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPolicy:
    """Everything that a company decides about the work on its cases."""

    calendar: CalendarRule
    people: Mapping[str, Person]
    category_sets: Mapping[CategorySet, Mapping[Category, str]]
    natures: Mapping[Category, Nature]
    instructions: tuple[Instruction, ...]
    signals: Mapping[str, FactPatterns]
    customers: CustomerRules
    complexity: tuple[ConditionRule, ...]
    warnings: tuple[ConditionRule, ...]
    warned: tuple[str, ...]
    insisting: InsistingRules
    refusals: tuple[str, ...]
    incidents: IncidentRules
    surge: SurgeRules
    plans: Mapping[ClockName, ClockPlan]
    later_clocks: tuple[LaterClock, ...]
    ladders: Mapping[str, tuple[Rung, ...]]
    clock_notes: ClockNotes
    quiet_hours: QuietHours
    first_help: FirstHelp
    instant_remedies: tuple[InstantRemedy, ...] = ()
    confirmed_faults: ConfirmedFaults | None = None
    punishment: PunishmentRules | None = None

    def instruction(self, category: Category) -> Mapping[str, str]:
        """Return what the department is told to do, in both languages; nothing by default."""
        found = (each.text for each in self.instructions if category in each.categories)
        return next(found, {"zh": "", "en": ""})

    def person(self, role: str) -> Person:
        """Return how a role is reached; a role without an entry is reached as `everyone`."""
        return self.people.get(role) or self.people["everyone"]
