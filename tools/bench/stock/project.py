"""Writes the stock bot's folder: the installed Rasa's own template, our messages, a plain form.

The pipeline and the policies are those of `rasa init`: its `config.yml` leaves both empty, and Rasa
then trains its defaults (DIET, TED, UnexpecTED and the rest).
"""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.nlu.labels import unmarked
from desk.cli.environment import ROOT

TEMPLATE: Final = "lib/python3.10/site-packages/rasa/cli/initial_project"
LANGUAGES: Final = ("zh", "en")
#: DIET's time grows with the longest message of a batch; longer ones are left out of the sample.
MOST_CHARACTERS: Final = 160
SLOTS: Final = ("complaint_text", "product", "order_number", "demand", "contact")
GREETING, THANKS = "greet", "thanks"

# What Rasa writes into the template's config.yml as its defaults.
DEFAULTS: Final[dict[str, Any]] = {
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
    "policies": [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {
            "name": "UnexpecTEDIntentPolicy",
            "max_history": 5,
            "epochs": 100,
        },
        {
            "name": "TEDPolicy",
            "max_history": 5,
            "epochs": 100,
            "constrain_similarities": True,
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Example:
    """A training message as it stands in our files."""

    intent: str
    text: str
    metadata: str | None


def sample(count: int, root: Path = ROOT) -> list[Example]:
    """Return `count` messages of each language, the same ones each time: their hash decides.

    Every intent keeps at least two messages of each language where it has them.
    """
    found: list[Example] = []
    for language in LANGUAGES:
        own = {
            each.text: each
            for path in sorted((root / "data" / "nlu" / language).glob("*.yml"))
            for each in _examples(path)
            if len(each.text) <= MOST_CHARACTERS
        }
        ordered = sorted(own.values(), key=lambda each: _hash(each.text))
        first: list[Example] = []
        for intent in sorted({each.intent for each in ordered}):
            first += [each for each in ordered if each.intent == intent][:2]
        rest = [each for each in ordered if each not in first]
        found += (first + rest)[:count]
    return found


def write_stock(folder: Path, examples: Sequence[Example], epochs: int | None) -> None:
    """Write the stock bot; `epochs` replaces those of all its models, None keeps Rasa's 100."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    template = (ROOT / "bot" / ".venv" / TEMPLATE / "config.yml").read_text(encoding="utf-8")
    config = re.sub(r"^assistant_id:.*$", "assistant_id: stock", template, flags=re.MULTILINE)
    if epochs is not None:
        config = json.dumps(_shortened(epochs), indent=1)
    (folder / "config.yml").write_text(config, encoding="utf-8")
    write_messages(folder / "data" / "nlu.yml", examples, labelled=False)
    _write(folder / "domain.yml", _domain(sorted({each.intent for each in examples})))
    _write(folder / "data" / "rules.yml", {"version": "3.1", "rules": _rules()})
    _write(folder / "data" / "stories.yml", {"version": "3.1", "stories": _stories()})


def write_endpoints(folder: Path, actions_port: int) -> None:
    """Write where the stock bot finds its actions, and its one channel."""
    url = f"http://127.0.0.1:{actions_port}/webhook"
    store = {"type": "SQL", "dialect": "sqlite", "db": str(folder / "tracker.db")}
    _write(folder / "endpoints.yml", {"action_endpoint": {"url": url}, "tracker_store": store})
    _write(folder / "credentials.yml", {"rest": None})


def write_messages(path: Path, examples: Sequence[Example], *, labelled: bool) -> None:
    """Write messages in Rasa's YAML, with our labels and the marks of products or without."""
    path.parent.mkdir(parents=True, exist_ok=True)
    intents: dict[str, list[dict[str, str]]] = {}
    for each in examples:
        text = each.text if labelled else unmarked(each.text)
        told = {"metadata": each.metadata} if labelled and each.metadata else {}
        intents.setdefault(each.intent, []).append({"text": text, **told})
    blocks = [{"intent": intent, "examples": found} for intent, found in intents.items()]
    _write(path, {"version": "3.1", "nlu": blocks})


def _examples(path: Path) -> list[Example]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    found: list[Example] = []
    for block in content["nlu"]:
        examples = block.get("examples") if "intent" in block else ()
        if isinstance(examples, str):
            texts = re.findall(r"^- +(.*)$", examples, flags=re.MULTILINE)
            found += [Example(block["intent"], text.strip(), None) for text in texts]
            continue
        for each in examples:
            text = str(each["text"]).strip()
            found.append(Example(block["intent"], text, each.get("metadata")))
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _shortened(epochs: int) -> dict[str, Any]:
    parts: dict[str, Any] = {
        kind: [{**each, **({"epochs": epochs} if "epochs" in each else {})} for each in found]
        for kind, found in DEFAULTS.items()
    }
    return {"recipe": "default.v1", "assistant_id": "stock", "language": "en", **parts}


def _domain(intents: list[str]) -> dict[str, Any]:
    asked = {f"utter_ask_{slot}": [{"text": f"Please tell us: {slot}."}] for slot in SLOTS}
    return {
        "version": "3.1",
        "intents": intents,
        "slots": {
            slot: {
                "type": "text",
                "influence_conversation": False,
                "mappings": [
                    {
                        "type": "from_text",
                        "conditions": [{"active_loop": "complaint_form", "requested_slot": slot}],
                    }
                ],
            }
            for slot in SLOTS
        },
        "forms": {"complaint_form": {"required_slots": list(SLOTS)}},
        "actions": ["action_file"],
        "responses": {
            "utter_greet": [{"text": "Hey! How are you?"}],
            "utter_thanks": [{"text": "You are welcome."}],
            **asked,
        },
    }


def _rules() -> list[dict[str, Any]]:
    return [
        {"rule": "greet", "steps": [{"intent": GREETING}, {"action": "utter_greet"}]},
        {"rule": "thanks", "steps": [{"intent": THANKS}, {"action": "utter_thanks"}]},
        {
            "rule": "start",
            "steps": [
                {"intent": "complain"},
                {"action": "complaint_form"},
                {"active_loop": "complaint_form"},
            ],
        },
        {
            "rule": "file",
            "condition": [{"active_loop": "complaint_form"}],
            "steps": [
                {"action": "complaint_form"},
                {"active_loop": None},
                {"slot_was_set": [{"requested_slot": None}]},
                {"action": "action_file"},
            ],
        },
    ]


def _stories() -> list[dict[str, Any]]:
    """Return three stories, as many as `rasa init` writes: TED and UnexpecTED learn from them."""
    greeted = [{"intent": GREETING}, {"action": "utter_greet"}]
    thanked = [{"intent": THANKS}, {"action": "utter_thanks"}]
    return [
        {"story": "both", "steps": [*greeted, *thanked]},
        {"story": "twice", "steps": [*greeted, *greeted, *thanked]},
        {"story": "back", "steps": [*thanked, *greeted]},
    ]


def _write(path: Path, content: Any) -> None:
    path.write_text(
        yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000),
        encoding="utf-8",
    )
