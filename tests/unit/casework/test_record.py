"""What an intake collected, brought into form."""

from typing import Any

import pytest

from casework.errors import RecordInvalid
from casework.model import Category, Channel, Mindset, Record, Reference, ReferenceType, Tone


def test_code_words_become_codes_once_each() -> None:
    record = Record(
        complaint_text=" 坏了 ",
        category=["product_quality", "product_quality", "other"],
        tone="passive",
        mindset="victim",
        channel="web",
        references=[Reference("tracking", "SF1")],  # type: ignore[arg-type]
    )
    assert record.complaint_text == "坏了"
    assert record.category == (Category.PRODUCT_QUALITY, Category.OTHER)
    assert (record.tone, record.mindset, record.channel) == (
        Tone.PASSIVE,
        Mindset.VICTIM,
        Channel.WEB,
    )
    assert record.references == (Reference(ReferenceType.TRACKING, "SF1"),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("complaint_text", "  \x00 "),
        ("category", ["quality"]),
        ("tone", "angry"),
        ("threats", ["blackmail"]),
        ("demand", ["money"]),
        ("mindset", "curious"),
        ("channel", "fax"),
        ("references", [Reference("phone", "1")]),  # type: ignore[arg-type]
    ],
)
def test_an_unknown_code_word_is_named(field: str, value: Any) -> None:
    with pytest.raises(RecordInvalid) as caught:
        Record(**{"complaint_text": "坏了", field: value})
    assert caught.value.field == field
    assert str(caught.value).startswith(f"The record cannot be filed: {field}:")


@pytest.mark.parametrize(
    ("field", "value", "stated"),
    [
        ("incident_date", "2026-02-30", "2026-02-30"),
        ("incident_date", "20261120", "20261120"),
        ("incident_date", "last week", "last week"),
        ("quantity", 0, "0"),
        ("quantity", True, "True"),
        ("quantity", 10**12, "1000000000000"),
        ("amount", -1.0, "-1.0"),
        ("amount", float("nan"), "nan"),
        ("amount", 1e300, "1e+300"),
        ("contact_phone", "call me", "call me"),
        ("contact_phone", "123", "123"),
        ("contact_phone", "１３８００１３８０００", "１３８００１３８０００"),
    ],
)
def test_what_does_not_fit_is_kept_in_the_customers_words(
    field: str, value: Any, stated: str
) -> None:
    record = Record(**{"complaint_text": "坏了", field: value})
    assert getattr(record, field) is None
    assert record.stated == {field: stated}


def test_words_that_were_stated_already_are_not_overwritten() -> None:
    record = Record(complaint_text="?", incident_date="?", stated={"incident_date": "上周五"})
    assert record.stated == {"incident_date": "上周五"}


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("contact_phone", "+44 7700 900123", "447700900123"),
        ("contact_phone", "(010) 6552-9988", "01065529988"),
        ("incident_date", "2026-11-20", "2026-11-20"),
        ("quantity", 3, 3),
        ("amount", 0, 0),
        ("anger", 9.0, 3.0),
        ("anger", -1.0, 0.0),
        ("anger", float("nan"), 0.0),
        ("product", " 电热毯\x00 ", "电热毯"),
        ("product", "  ", None),
        ("contact_name", "\ud800", "?"),
    ],
)
def test_what_fits_is_kept_clean(field: str, value: Any, kept: Any) -> None:
    record = Record(**{"complaint_text": "坏了", field: value})
    assert getattr(record, field) == kept
    assert record.stated == {}
