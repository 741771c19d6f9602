"""The policy file, and how its mistakes are told."""

from pathlib import Path

import pytest

from casework.errors import PolicyError
from casework.model import Category, Fact
from casework.policy import Policy
from casework.policy_yaml import load_policy, parse_policy
from casework.settings import ROOT

TEXT = (ROOT / "policy.yml").read_text(encoding="utf-8")


@pytest.mark.rows("R117", "R118", "R153", "R157", "R195", "R196", "R197")
def test_the_shipped_policy_holds_the_documents_figures(policy: Policy) -> None:
    """R117, R118, R153, R157, R195 to R197."""
    assert policy.promise_figures() == {
        "first_reply_hours": 1,
        "preliminary_solution_hours": 24,
        "customer_reply_working_days": 5,
        "department_reply_working_days": 3,
        "general_completion_hours": 24,
        "next_update_hours": 24,
        "major_callback_hours": 24,
        "major_completion_hours": 48,
    }


def test_every_category_has_a_department_and_its_details(policy: Policy) -> None:
    assert set(policy.departments) == set(policy.intake_details) == set(Category)
    assert policy.details_for(Category.SAFETY_PRIVACY)[0] == "contact"
    assert set(policy.facts) == set(Fact)


@pytest.mark.rows("R168")
def test_nothing_is_promised_that_nobody_approved(policy: Policy) -> None:
    """R168 and C5."""
    assert policy.approved_remedies == ()
    assert policy.service_phone is None


def test_a_phone_may_be_set() -> None:
    assert parse_policy(TEXT.replace("service_phone: null", "service_phone: 400-1")).service_phone


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hours: 1\n", "hours: one\n", "clocks[0].hours: write a whole number from 1"),
        ("hours: 1\n", "hours: 0\n", "clocks[0].hours: write a whole number from 1"),
        ("hours: 1\n", "hours: [1]\n", "clocks[0].hours: write a single value"),
        ("hours: 1\n", "hour: 1\n", "clocks[0].hour: unknown key, write hours"),
        ("    hours: 1\n", "", "clocks[0]: write either hours or working_days"),
        ("hours: 1\n", "hours: 1\n    hours: 2\n", "the key stands here twice, remove one"),
        ("name: first_reply", "name: revisited", "'revisited' is unknown, use one of"),
        ("name: first_reply", "name: major_callback", "a promise stands here twice"),
        ("{hours} hour(s)", "{minutes}", "name only {hours}, {working_days} and {due}"),
        ("other: customer_service", "others: quality", "'others' is unknown, use one of"),
        ("    other: customer_service\n", "", "add the category other"),
        ("[product, model, order_number, demand,", "[colour,", "'colour' is unknown, use one of"),
        ("lease_seconds: 90", "lease_seconds: 5", "write a whole number from 10"),
        ("      quiet: low\n", "", "add the reason quiet"),
        ("    manager: [", "    managers: [", "'managers' is unknown, use one of"),
        ("administrator: [accounts.manage, ", "administrator: [", "keep accounts.manage"),
        ("[accounts.manage,", "[accounts.mange,", "'accounts.mange' is unknown"),
        ("version:", "versoin:", "unknown key, write version"),
        ("version:", "zzz:", "unknown key, use one of"),
        ("silent_reminder:\n  after_minutes: 30", "silent_reminder:", "add the key after_minutes"),
        ('start: "09:00"', 'start: "9am"', 'write a time such as "09:00"'),
        ("days: [1, 2,", "days: [8, 2,", "write a weekday from 1, Monday, to 7"),
        ("days: [1, 2, 3, 4, 5]", "days: monday", "write a list"),
        ("anger_from: 2.5", "anger_from: hot", "write a number"),
        ("'退一", "'(退一", "not a regular expression"),
        (
            "\n  major: [general_manager]\n  batch: [general_manager]\n  claim: [general_manager]",
            " 3",
            "copies: write a mapping of keys to values",
        ),
        ('version: "2026-11-1"', 'version: ""', "version: write a text"),
        ("version:", "\tversion:", "found character '\\t'"),
    ],
)
def test_a_mistake_is_named_with_its_fix(old: str, new: str, message: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError) as caught:
        parse_policy(TEXT.replace(old, new, 1))
    assert message in str(caught.value)


def test_a_mistake_is_named_with_its_line() -> None:
    line = TEXT.splitlines().index("    hours: 1") + 1
    with pytest.raises(PolicyError) as caught:
        parse_policy(TEXT.replace("hours: 1\n", "hours: one\n", 1))
    assert f"policy.yml line {line}:" in str(caught.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a list\n", "\x00"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        parse_policy(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"none\.yml: it cannot be read"):
        load_policy(tmp_path / "none.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(PolicyError, match=r"bytes\.yml: it cannot be read"):
        load_policy(tmp_path / "bytes.yml")
