"""Reads the parts of the policy that concern the work between filing and answer."""

from collections.abc import Mapping
from typing import Final

from casework.model import Category, ClockName, Demand, Fact, Grade, Priority, Threat
from casework.model.work import Nature, Step
from casework.policy_people_yaml import CHANNELS, read_calendar, read_people, role
from casework.policy_rules_yaml import LANGUAGES, clock_rule, fact_patterns, listed
from casework.policy_work import (
    CATEGORY_SETS,
    CategorySet,
    ClockNotes,
    ClockPlan,
    ConditionRule,
    ConfirmedFaults,
    CustomerRules,
    FirstHelp,
    IncidentRules,
    InsistingRules,
    InstantRemedy,
    Instruction,
    LaterClock,
    Person,
    PunishmentRules,
    QuietHours,
    Rung,
    SurgeRules,
    WorkPolicy,
)
from casework.yaml_nodes import YamlNode

# What meets a clock that a policy from before there was one does not name.
PLANS_BY_DEFAULT: Final = {
    ClockName.INSTRUCTION_LETTER: ClockPlan(met_by=(Step.SOLUTION_SENT, Step.CUSTOMER_ANSWERED)),
    ClockName.INSTRUCTION_CALL: ClockPlan(met_by=(Step.CALLED_BACK,)),
}
WORK_SECTIONS: Final = (
    "calendar",
    "people",
    "category_sets",
    "natures",
    "instructions",
    "signals",
    "customers",
    "complexity",
    "warnings",
    "incidents",
    "surge",
    "clock_plans",
    "later_clocks",
    "ladders",
    "clock_notes",
    "quiet_hours",
    "first_help",
    "instant_remedies",
)


def read_work(root: Mapping[str, YamlNode]) -> WorkPolicy:
    """Return the work's part of the policy; names that point nowhere are mistakes."""
    people = read_people(root["people"])
    signals = {name: fact_patterns(node) for name, node in root["signals"].items()}
    ladders = {name: _ladder(node, people) for name, node in root["ladders"].items()}
    first_help = root["first_help"].fields("offer_articles", "least_score")
    warnings = root["warnings"].fields("rules", "tell", "insisting", "refusals")
    insisting = warnings["insisting"].fields("grades", "tell")
    return WorkPolicy(
        calendar=read_calendar(root["calendar"]),
        people=people,
        category_sets=_category_sets(root["category_sets"]),
        natures=root["natures"].codes(Category, lambda n: n.code(Nature)),
        instructions=root["instructions"].each(_instruction),
        signals=signals,
        customers=_customers(root["customers"], signals),
        complexity=root["complexity"].each(lambda n: _condition(n, signals)),
        warnings=warnings["rules"].each(lambda n: _condition(n, signals)),
        warned=warnings["tell"].each(lambda n: role(n, people)),
        insisting=InsistingRules(
            grades=insisting["grades"].each(lambda n: n.code(Grade)),
            tell=insisting["tell"].each(lambda n: role(n, people)),
        ),
        refusals=warnings["refusals"].each(lambda n: role(n, people)),
        incidents=_incidents(root["incidents"], people),
        surge=_surge(root["surge"], people),
        plans=_plans(root["clock_plans"], ladders),
        later_clocks=root["later_clocks"].each(_later_clock),
        ladders=ladders,
        clock_notes=_clock_notes(root["clock_notes"]),
        quiet_hours=_quiet_hours(root["quiet_hours"]),
        first_help=FirstHelp(
            offer_articles=first_help["offer_articles"].flag(),
            least_score=first_help["least_score"].number(),
        ),
        instant_remedies=root["instant_remedies"].each(_instant_remedy),
        confirmed_faults=(
            _confirmed_faults(root["confirmed_faults"], people)
            if "confirmed_faults" in root
            else None
        ),
        punishment=_punishment(root["punishment"], people) if "punishment" in root else None,
    )


def _category_sets(node: YamlNode) -> dict[CategorySet, dict[Category, str]]:
    found = node.codes(CategorySet, lambda n: n)
    for name in CategorySet:
        if name not in found:
            raise node.error(f"add the set {name}")
    return {name: _category_set(each, CATEGORY_SETS[name]) for name, each in found.items()}


def _category_set(node: YamlNode, words: tuple[str, ...]) -> dict[Category, str]:
    found = node.codes(Category, lambda n: _one_of(n, words))
    for category in Category:
        if category not in found:
            raise node.error(f"add the category {category}")
    return found


def _one_of(node: YamlNode, words: tuple[str, ...]) -> str:
    word = node.text()
    if word not in words:
        raise node.error(f"{word!r} is unknown, use one of {', '.join(words)}")
    return word


def _instruction(node: YamlNode) -> Instruction:
    parts = node.fields("categories", *LANGUAGES)
    return Instruction(
        categories=parts["categories"].each(lambda n: n.code(Category)),
        text={code: parts[code].text() for code in LANGUAGES},
    )


def _condition(node: YamlNode, signals: Mapping[str, object]) -> ConditionRule:
    parts = node.fields(
        "name",
        optional=("grades", "categories", "threats", "facts", "signals", "anger_from"),
    )
    if len(parts) == 1:
        raise node.error("add a condition, such as signals or categories")
    return ConditionRule(
        name=parts["name"].text(),
        grades=listed(parts, "grades", lambda n: n.code(Grade)),
        categories=listed(parts, "categories", lambda n: n.code(Category)),
        threats=listed(parts, "threats", lambda n: n.code(Threat)),
        facts=listed(parts, "facts", lambda n: n.code(Fact)),
        signals=listed(parts, "signals", lambda n: _one_of(n, tuple(signals))),
        anger_from=parts["anger_from"].number() if "anger_from" in parts else None,
    )


def _customers(node: YamlNode, signals: Mapping[str, object]) -> CustomerRules:
    parts = node.fields("groups", "raise_to")
    groups = parts["groups"].each(lambda n: _condition(n, signals))
    names = tuple(group.name for group in groups)
    raised = {}
    for name, each in parts["raise_to"].items():
        if name not in names:
            raise each.error(f"{name!r} is no group, use one of {', '.join(names)}")
        raised[name] = each.code(Priority)
    return CustomerRules(groups=groups, raise_to=raised)


def _confirmed_faults(node: YamlNode, people: Mapping[str, Person]) -> ConfirmedFaults:
    parts = node.fields("categories", "remedy", "tell")
    return ConfirmedFaults(
        categories=parts["categories"].each(lambda n: n.code(Category)),
        remedy=parts["remedy"].code(Demand),
        tell=parts["tell"].each(lambda n: role(n, people)),
    )


def _punishment(node: YamlNode, people: Mapping[str, Person]) -> PunishmentRules:
    parts = node.fields("demands", "natures", "tell")
    return PunishmentRules(
        demands=parts["demands"].each(lambda n: n.code(Demand)),
        natures=parts["natures"].each(lambda n: n.code(Nature)),
        tell=parts["tell"].each(lambda n: role(n, people)),
    )


def _incidents(node: YamlNode, people: Mapping[str, Person]) -> IncidentRules:
    parts = node.fields("customers", "window", "raises", "grade", "tell", "products", "symptoms")
    return IncidentRules(
        customers=parts["customers"].count(2),
        window=parts["window"].duration(),
        raises=parts["raises"].each(lambda n: n.code(Grade)),
        grade=parts["grade"].code(Grade),
        tell=parts["tell"].each(lambda n: role(n, people)),
        products={name: each.pattern() for name, each in parts["products"].items()},
        symptoms={name: each.pattern() for name, each in parts["symptoms"].items()},
    )


def _surge(node: YamlNode, people: Mapping[str, Person]) -> SurgeRules:
    parts = node.fields("cases", "window", "tell")
    return SurgeRules(
        cases=parts["cases"].count(2),
        window=parts["window"].duration(),
        tell=parts["tell"].each(lambda n: role(n, people)),
    )


def _plans(node: YamlNode, ladders: Mapping[str, object]) -> dict[ClockName, ClockPlan]:
    found = node.codes(ClockName, lambda n: _plan(n, ladders))
    for name in ClockName:
        if name not in found and name not in PLANS_BY_DEFAULT:
            raise node.error(f"add the clock {name}")
    return {**PLANS_BY_DEFAULT, **found}


def _plan(node: YamlNode, ladders: Mapping[str, object]) -> ClockPlan:
    parts = node.fields("met_by", optional=("remind_before", "ladder", "tells_customer"))
    return ClockPlan(
        met_by=parts["met_by"].each(lambda n: n.code(Step)),
        remind_before=listed(parts, "remind_before", YamlNode.duration),
        ladder=_one_of(parts["ladder"], tuple(ladders)) if "ladder" in parts else None,
        tells_customer="tells_customer" in parts and parts["tells_customer"].flag(),
    )


def _later_clock(node: YamlNode) -> LaterClock:
    parts = node.fields("starts", "clock")
    return LaterClock(starts=parts["starts"].code(Step), rule=clock_rule(parts["clock"]))


def _ladder(node: YamlNode, people: Mapping[str, Person]) -> tuple[Rung, ...]:
    rungs = node.each(lambda n: _rung(n, people))
    if not rungs:
        raise node.error("add a level with the keys after and to")
    if list(rungs) != sorted(rungs, key=lambda rung: rung.after):
        raise node.error("write the levels in the order of their times")
    return rungs


def _rung(node: YamlNode, people: Mapping[str, Person]) -> Rung:
    parts = node.fields("after", "to")
    return Rung(after=parts["after"].duration(), to=_rung_role(parts["to"], people))


def _rung_role(node: YamlNode, people: Mapping[str, Person]) -> str:
    return "department" if node.text() == "department" else role(node, people)


def _clock_notes(node: YamlNode) -> ClockNotes:
    parts = node.fields("paused", "provisional", "announced")
    return ClockNotes(
        paused=_texts(parts["paused"], due="", count=1, reasons=""),
        provisional=_texts(parts["provisional"], year=1),
        announced=_texts(parts["announced"], due="", reason=""),
    )


def _texts(node: YamlNode, **values: object) -> dict[str, str]:
    return {code: _filled(each, values) for code, each in node.fields(*LANGUAGES).items()}


def _filled(node: YamlNode, values: Mapping[str, object]) -> str:
    text = node.text()
    try:
        text.format(**values)
    except (LookupError, ValueError) as error:
        names = ", ".join(f"{{{name}}}" for name in values)
        raise node.error(f"name only {names} in braces") from error
    return text


def _quiet_hours(node: YamlNode) -> QuietHours:
    parts = node.fields("start", "end", "channels")
    return QuietHours(
        start=parts["start"].time(),
        end=parts["end"].time(),
        channels=parts["channels"].each(lambda n: _one_of(n, CHANNELS)),
    )


def _instant_remedy(node: YamlNode) -> InstantRemedy:
    parts = node.fields(
        "name", "categories", "grades", "written_form", "offer", optional=("amount_up_to",)
    )
    return InstantRemedy(
        name=parts["name"].text(),
        categories=parts["categories"].each(lambda n: n.code(Category)),
        grades=parts["grades"].each(lambda n: n.code(Grade)),
        written_form=parts["written_form"].text(),
        offer=_texts(parts["offer"]),
        amount_up_to=parts["amount_up_to"].number() if "amount_up_to" in parts else None,
    )
