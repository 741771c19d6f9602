"""What the benchmarks say is computed rightly, and what they measure on is the same each time."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.bench.page import BEGIN, END, measured, write_block
from tools.bench.stock.project import LANGUAGES, sample, write_messages, write_stock
from tools.bench.timing import times
from tools.bench.year import SLOT, end_of_slot

FOUND = {
    "quick": False,
    "at": "2026-11-25 12:00 UTC",
    "load_before": 0.5,
    "load": 0.7,
}
YEAR: dict[str, Any] = {
    **FOUND,
    "cases": 200,
    "seconds": 4.0,
    "cpu": 1.0,
    "steps": 3,
    "ticks": 1,
    "missed": 0,
    "escalated": 0,
    "delivered": 9,
    "spent": {"filing": 1.0, "clocks": 3.0},
}
LISTING: dict[str, Any] = {
    **FOUND,
    "cases": 1000,
    "combinations": [
        {"filters": [], "found": {"count": 4, "p50": 1.0, "p95": 2.0}},
        {"filters": ["status", "text"], "found": {"count": 4, "p50": 100.0, "p95": 301.0}},
    ],
}


def test_times_are_the_median_and_the_nearest_rank_of_95_percent() -> None:
    found = times([number / 1000 for number in range(100, 0, -1)])
    assert (found.count, found.p50, found.p95) == (100, 50.0, 95.0)
    assert times([0.002]).p95 == 2.0
    with pytest.raises(ValueError, match="nothing"):
        times([])


@pytest.mark.parametrize(
    ("at", "end"),
    [("12:00:00", "12:30:00"), ("12:29:59", "12:30:00"), ("12:30:00", "13:00:00")],
)
def test_a_slot_of_the_year_ends_after_its_instant(at: str, end: str) -> None:
    found = end_of_slot(datetime.fromisoformat(f"2026-11-20T{at}+00:00"))
    assert found == datetime.fromisoformat(f"2026-11-20T{end}").replace(tzinfo=UTC)
    assert found.timestamp() % SLOT.total_seconds() == 0


def test_a_sample_is_the_same_each_time_and_holds_every_intent_of_both_languages() -> None:
    first, second = sample(150), sample(150)
    assert first == second and len(first) == 300
    assert len({(each.intent, each.text) for each in first}) == 300
    intents = Counter(each.intent for each in first)
    assert min(intents.values()) >= len(LANGUAGES)
    assert {"complain", "greet", "thanks"} <= set(intents)


def test_the_stock_bot_knows_the_intents_of_its_messages_and_no_other(tmp_path: Path) -> None:
    examples = sample(100)
    write_stock(tmp_path / "stock", examples, epochs=None)
    domain = yaml.safe_load((tmp_path / "stock" / "domain.yml").read_text(encoding="utf-8"))
    assert domain["intents"] == sorted({each.intent for each in examples})
    messages = (tmp_path / "stock" / "data" / "nlu.yml").read_text(encoding="utf-8")
    assert "metadata" not in messages
    assert any("](product)" in each.text for each in examples)
    assert "](product)" not in messages
    rules = yaml.safe_load((tmp_path / "stock" / "data" / "rules.yml").read_text("utf-8"))
    named = {s["intent"] for rule in rules["rules"] for s in rule["steps"] if "intent" in s}
    assert named <= set(domain["intents"])


def test_messages_keep_their_texts_and_labels(tmp_path: Path) -> None:
    examples = sample(100)
    write_messages(tmp_path / "nlu.yml", examples, labelled=True)
    content = yaml.safe_load((tmp_path / "nlu.yml").read_text(encoding="utf-8"))
    found = {
        (block["intent"], each["text"], each.get("metadata"))
        for block in content["nlu"]
        for each in block["examples"]
    }
    assert found == {(each.intent, each.text, each.metadata) for each in examples}


def test_a_run_replaces_what_was_measured_and_leaves_the_words_alone(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Speed\n\nBefore.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", encoding="utf-8")
    write_block(page, {"machine": "two cores", "year": YEAR})
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Speed\n\nBefore.\n") and text.endswith("\nAfter.\n")
    assert "old" not in text and "two cores" in text
    assert "| a case, from filing to the last notice | 20.0 ms |" in text
    assert "| of it processor time without PostgreSQL's | 5.0 ms |" in text
    assert "| 20,000 cases at that rate | 6.7 min |" in text
    assert "at that rate" not in measured({"machine": "", "year": {**YEAR, "quick": True}})
    page.write_text("# Speed\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no block"):
        write_block(page, {"machine": "two cores"})


def test_the_slowest_combinations_come_first_and_those_over_the_limit_are_counted() -> None:
    text = measured({"machine": "two cores", "listing": LISTING})
    assert "Of 2 combinations of filters 1 took more than 300 ms" in text
    assert text.index("| status, text | 100.0 / 301.0 ms |") < text.index("| no filter |")
    assert "load average 0.5 before and 0.7 after" in text
