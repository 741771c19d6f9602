"""The gate's labelled sentences are whole, and are those on which the figures were taken."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).with_name("gate")
KINDS = {"commitment", "admission", "blame", "inflammatory", "opinion"}


@pytest.mark.parametrize("name", ["en.yml", "zh.yml"])
def test_the_sentences_are_frozen(name: str) -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {line.split()[1]: line.split()[0] for line in lines}
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == sums[name]


@pytest.mark.parametrize("name", ["en.yml", "zh.yml"])
def test_half_of_them_are_innocent_look_alikes(name: str) -> None:
    entries = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert Counter(entry["verdict"] for entry in entries) == {"stop": 130, "pass": 130}
    assert len({entry["text"] for entry in entries}) == len(entries)
    for entry in entries:
        assert set(entry["kinds"]) <= KINDS
        assert bool(entry["kinds"]) is (entry["verdict"] == "stop")
