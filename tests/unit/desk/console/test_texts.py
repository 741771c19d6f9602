"""The desk's texts: both languages, everything that is asked for, nothing foreign in the files."""

import re
from pathlib import Path

import pytest

from casework.model import (
    Category,
    ClockName,
    Demand,
    Department,
    Grade,
    Permission,
    Priority,
    QueueReason,
    ReferenceType,
    Role,
    Status,
    Threat,
    Tone,
)
from casework.settings import ROOT
from desk.console.building import PHRASES
from desk.console.phrases import PhraseBook, PhrasesInvalid
from desk.console.texts import load_texts

CONSOLE = ROOT / "desk" / "console"
TEXTS = load_texts()
SCRIPTS = sorted((CONSOLE / "static" / "js").glob("*.js"))
TEMPLATES = sorted((CONSOLE / "templates").glob("*.html"))
PLACE = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    assert list(TEXTS["zh"]) == list(TEXTS["en"])
    for key, text in TEXTS["zh"].items():
        assert text.strip() or key == "desk.comma", key
        assert set(PLACE.findall(text)) == set(PLACE.findall(TEXTS["en"][key])), key


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("category", Category),
        ("clock", ClockName),
        ("demand", Demand),
        ("department", Department),
        ("grade", Grade),
        ("priority", Priority),
        ("reason", QueueReason),
        ("reference", ReferenceType),
        ("role", Role),
        ("status", Status),
        ("threat", Threat),
        ("tone", Tone),
    ],
)
def test_every_code_has_a_word(prefix: str, codes: type) -> None:
    assert [code for code in codes if f"{prefix}.{code}" not in TEXTS["zh"]] == []  # type: ignore[var-annotated,attr-defined]


@pytest.mark.parametrize("path", [*SCRIPTS, *TEMPLATES], ids=lambda path: path.name)
def test_every_text_that_is_named_is_there(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    named = set(re.findall(r"""\b(?:text|word)\("([a-z_]+\.[a-z_.]+)"[,)]""", source))
    named |= set(re.findall(r"""t\[["']([a-z_]+\.[a-z_.]+)["']\]""", source))
    assert named - set(TEXTS["zh"]) == set()


def test_every_refusal_of_a_deed_has_a_word() -> None:
    services = (ROOT / "casework" / "services").glob("*.py")
    source = "".join(path.read_text(encoding="utf-8") for path in services)
    reasons = set(re.findall(r'TakeoverRefused\("(\w+)"\)', source))
    reasons |= set(re.findall(r'AccountRefused\("(\w+)"\)', source))
    named = {f"deed.failed.{reason}" for reason in reasons}
    spoken = {key for key in named if key not in TEXTS["zh"]}
    # These the form itself rules out, or the password page says.
    assert spoken <= {
        f"deed.failed.{reason}"
        for reason in ("role", "chat_limit", "password_length", "password_same")
    }


@pytest.mark.parametrize("path", [*SCRIPTS, *TEMPLATES], ids=lambda path: path.name)
def test_pages_load_nothing_from_elsewhere_and_build_no_markup(path: Path) -> None:
    source = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in source and "https://" not in source
    for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert risky not in source
    assert "|safe" not in source and "| safe" not in source


def test_the_shipped_phrases_are_in_both_languages() -> None:
    book = PhraseBook.load(PHRASES)
    assert len(book.phrases) >= 12
    for phrase in book.phrases:
        assert re.search(r"[一-鿿]", phrase.texts["zh"])
        assert not re.search(r"[一-鿿]", phrase.texts["en"])


def test_a_phrase_whose_field_is_not_known_is_not_offered() -> None:
    book = PhraseBook.load(PHRASES)
    keys = {one["key"] for one in book.offered("en", "zh", {"agent": "Ann"})}
    assert "greet" in keys and "number" not in keys
    with_case = book.offered("en", "zh", {"agent": "Ann", "case_no": "JY-{agent}"})
    told = {one["key"]: one["text"] for one in with_case}
    # What a customer's data holds is not filled in a second time.
    assert "JY-{agent}" in told["number"]


@pytest.mark.parametrize(
    "content",
    [
        "phrases: []",
        "phrases: {a: {b: {zh: x}}}",
        "phrases: {a: {b: {zh: '{agent}', en: x}}}",
        "phrases: {a: {b: {zh: '{secret}', en: '{secret}'}}}",
        "other: 1",
        "[",
    ],
)
def test_a_mistake_in_the_phrases_stops_the_start(tmp_path: Path, content: str) -> None:
    path = tmp_path / "desk.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PhrasesInvalid):
        PhraseBook.load(path)


def test_every_permission_is_granted_to_somebody() -> None:
    from tests.desks import shipped_policy

    granted = set().union(*shipped_policy().desk.roles.values())
    assert granted == set(Permission)
