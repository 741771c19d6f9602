"""Names agree: what code and rules name exists, and nothing exists that nobody names."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from rasa_sdk import Action

from actions.intake.acts import ASIDES
from actions.intake.needs import CHECKED
from actions.intake.notes import DETAIL_SLOTS, INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT
from actions.resuming import STRETCH_SLOT
from actions.status import QUERY
from bot.nlu.labels import CATEGORIES, DEMANDS, MINDSETS, THREATS, TONES
from casework.model import Category, Demand, Mindset, Status, Threat, Tone
from casework.policy_yaml import load_policy
from casework.settings import ROOT
from tests.corpus import LANGUAGES, LEADS, NLU, RULES, labels, load, training, wordings

DOMAIN = load(ROOT / "domain.yml")
#: No example teaches it: the reader gives it where no intent fits.
UNTAUGHT = {"nlu_fallback"}
#: What each button does, by the intent that its title has to be read as.
BUTTONS = {
    "button_file_it": "affirm",
    "button_change": "deny",
    "button_report": "new_complaint",
    "button_status": "check_status",
    "button_person": "ask_human",
    "button_cancel_yes": "cancel",
    "button_pass_on": "affirm",
}
#: Understood by its words alone, whatever was learned (bot/nlu/details.py).
UNDERSTOOD = {"button_cancel_no", "button_skip"}


def constants(*folders: str) -> Iterator[tuple[Path, str]]:
    """Return every string that stands in the code of these folders."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if any(part.startswith(".") for part in path.relative_to(ROOT).parts):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path, node.value


@lru_cache(maxsize=1)
def strings() -> frozenset[str]:
    """Return the strings of the actions and of the desk."""
    return frozenset(text for _, text in constants("actions", "desk"))


def steps() -> Iterator[dict[str, object]]:
    """Return every step of every rule."""
    for path in sorted(RULES.glob("*.yml")):
        for rule in load(path)["rules"]:
            yield from rule["steps"]


IN_RULES = {str(step["action"]) for step in steps() if "action" in step}
INTENTS_IN_RULES = {str(step["intent"]) for step in steps() if "intent" in step}


def shipped_actions() -> set[type[Action]]:
    """Return the classes that rasa-sdk finds in the package: every action in it."""
    for path in (ROOT / "actions").rglob("*.py"):
        if path.stem != "__main__":
            parts = path.relative_to(ROOT).with_suffix("").parts
            import_module(".".join(part for part in parts if part != "__init__"))
    return {one for one in Action.__subclasses__() if one.__module__.startswith("actions.")}


def named_in_code() -> set[str]:
    """Return the keys that the code names; those that end in a slot are spelled out."""
    found = {text for text in strings() if text.startswith(("utter_", "notice_"))}
    # Rasa's own name of the place where a wording's key stands.
    found.discard("utter_action")
    prefixes = {"utter_request_": {*INTAKE_SLOTS}, "utter_check_": {*CHECKED}}
    for prefix, slots in prefixes.items():
        assert prefix in found
        found = found - {prefix} | {prefix + slot for slot in slots}
    return found


def test_training_labels_messages_with_the_words_of_cases() -> None:
    assert set(CATEGORIES) == set(Category)
    assert set(DEMANDS) == set(Demand)
    assert set(THREATS) == set(Threat)
    assert set(MINDSETS) == set(Mindset)
    assert set(TONES) == set(Tone) - {Tone.NONE}


def test_every_key_that_is_named_has_wordings() -> None:
    named = named_in_code() | {name for name in IN_RULES if name.startswith("utter_")}
    assert named - set(wordings()) == set()


def test_no_wording_is_there_for_nobody() -> None:
    named = named_in_code() | {name for name in IN_RULES if name.startswith("utter_")}
    assert set(wordings()) - named == set()


def test_the_leads_are_those_that_the_intake_says() -> None:
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "actions" / "intake").glob("*.py"))
    ]
    found: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        is_lead = isinstance(node, ast.Call) and ast.unparse(node.func) == "draft.leads.append"
        if is_lead or (isinstance(node, ast.FunctionDef) and node.name == "_heard_lead"):
            found |= {
                part.value
                for part in ast.walk(node)
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and part.value.startswith("utter_")
            }
    assert found == set(LEADS)


def test_the_domain_names_the_keys_of_the_rules_alone() -> None:
    in_rules = {name for name in IN_RULES if name.startswith("utter_")}
    assert set(DOMAIN["responses"]) == in_rules


def test_the_domain_names_the_actions_that_there_are() -> None:
    assert set(DOMAIN["actions"]) == {action().name() for action in shipped_actions()}
    ours = {name for name in IN_RULES if name.startswith("action_")} - {"action_listen"}
    assert ours <= set(DOMAIN["actions"])


def test_the_intents_of_the_domain_are_those_that_are_taught() -> None:
    assert set(DOMAIN["intents"]) - UNTAUGHT == {one.intent for one in training()}
    assert len(DOMAIN["intents"]) == len(set(DOMAIN["intents"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_taught_in_both_languages(language: str) -> None:
    taught: dict[str, int] = {}
    for one in training():
        if one.path.parent.name == language:
            taught[one.intent] = taught.get(one.intent, 0) + 1
    assert set(taught) == set(DOMAIN["intents"]) - UNTAUGHT
    assert {intent: count for intent, count in taught.items() if count < 10} == {}


def test_every_intent_stands_in_the_file_of_its_name() -> None:
    for language in LANGUAGES:
        for path in (NLU / language).glob("*.yml"):
            # `praise-public.yml` holds more of `praise.yml`, from another hand.
            intent = path.stem.partition("-")[0]
            assert {group["intent"] for group in load(path)["nlu"]} == {intent}


def test_outside_an_intake_every_intent_has_its_rule() -> None:
    assert set(DOMAIN["intents"]) - INTENTS_IN_RULES == set()
    assert set(DOMAIN["intents"]) >= INTENTS_IN_RULES


def test_the_side_questions_are_intents() -> None:
    assert set(ASIDES) <= set(DOMAIN["intents"])


def test_the_slots_of_the_intake_are_those_of_the_domain_and_its_form() -> None:
    assert DOMAIN["forms"]["intake_form"]["required_slots"] == [
        "complaint_text",
        *DETAIL_SLOTS[: DETAIL_SLOTS.index("amount")],
        "demand",
        "amount",
        *DETAIL_SLOTS[DETAIL_SLOTS.index("demand") + 1 :],
        "confirm",
    ]
    beyond = {
        *("language", "locale", "tone", "last_case_no", "misunderstood", "said", QUERY),
        STRETCH_SLOT,
    }
    assert set(DOMAIN["slots"]) == {*INTAKE_SLOTS, NOTES_SLOT, OUTCOME_SLOT, *beyond}


def test_the_outcomes_of_an_intake_are_those_of_the_rules() -> None:
    values = DOMAIN["slots"][OUTCOME_SLOT]["values"]
    assert {"filing", "cancelled"} == set(values)
    waited_for = {
        entry[OUTCOME_SLOT]
        for step in steps()
        for entry in step.get("slot_was_set", [])  # type: ignore[attr-defined]
        if OUTCOME_SLOT in entry
    }
    assert waited_for == {*values, None}


def test_every_button_has_a_title_and_every_title_a_button() -> None:
    titles = {name for name in labels() if name.startswith("button_")}
    named = {text for text in strings() if text.startswith("button_")}
    assert titles == named == {*BUTTONS, *UNDERSTOOD}


@pytest.mark.parametrize("button", sorted(BUTTONS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_button_is_taught_as_what_it_does(button: str, language: str) -> None:
    title = labels()[button][language].lower()
    taught = {one.intent for one in training() if one.text.lower() == title}
    assert taught == {BUTTONS[button]}


def test_every_field_demand_and_status_has_its_word() -> None:
    expected = {
        *(f"field_{slot}" for slot in ("complaint_text", "reference", *DETAIL_SLOTS)),
        *(f"demand_{code}" for code in Demand),
        *(f"status_{code}" for code in Status),
        *(f"month_{number}" for number in range(1, 13)),
        *(f"weekday_{number}" for number in range(1, 8)),
        *(f"format_{name}" for name in ("instant", "hours", "days")),
        *(f"format_{unit}_{count}" for unit in ("hours", "days") for count in ("one", "many")),
        "none_given",
    }
    words = {name for name in labels() if not name.startswith("button_")}
    assert words == expected


def test_the_codes_of_the_readers_are_those_of_the_cases() -> None:
    assert set(DEMANDS) == set(Demand)


def test_the_policy_asks_for_details_of_the_intake_alone() -> None:
    policy = load_policy(ROOT / "policy.yml")
    asked = {slot for category in Category for slot in policy.details_for(category)}
    assert asked <= set(DETAIL_SLOTS)
