"""Complaints that staff enter at the desk: the form, what is wrong with it, the case it gives."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest

from casework.model import Case
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.console.identity import CSRF_HEADER
from tests.people import Person, person_at

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PLACE = "/desk/cases/new"
LETTER = {
    "complaint_text": "来信：电热毯用了两天就不热了，\r\n要求退货。",
    "category": "product_quality",
    "demand": ["return", "apology"],
    "threats": ["regulator"],
    "product": "电热毯",
    "quantity": "2",
    "amount": "129.50",
    "incident_date": "2026-11-20",
    "contact_name": "王女士",
    "contact_phone": "138 0013 8000",
}


@pytest.fixture
async def agent(app: DeskApp) -> AsyncIterator[Person]:
    async with person_at(app, "agent") as person:
        # As a browser does, the form brings its token along by itself.
        del person.client.headers[CSRF_HEADER]
        yield person


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


async def blank(person: Person) -> dict[str, str]:
    page = (await person.client.get(PLACE)).text
    return {name: field(page, name) for name in ("csrf", "key")}


async def send(person: Person, form: dict[str, object]) -> httpx.Response:
    return await person.client.post(PLACE, content=urlencode(form, doseq=True), headers=FORM)


def cases(storage: MemoryUnitOfWorkFactory) -> list[Case]:
    with storage(read_only=True) as uow:
        return list(uow.cases.list())


@pytest.mark.rows("R6", "R174", "R175", "R180")
async def test_a_letter_becomes_a_case_and_the_case_page_follows(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    assert PLACE in (await agent.client.get("/desk/cases")).text
    answer = await send(agent, {**await blank(agent), **LETTER})
    (case,) = cases(storage)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/cases/{case.case_no}")
    page = (await agent.client.get(answer.headers["location"])).text
    assert "电热毯" in page and "工作人员登记" in page
    assert case.complaint_text == "来信：电热毯用了两天就不热了，\n要求退货。"
    assert (case.channel, case.language, case.department) == ("staff", "zh", "quality")
    assert (case.category, case.demand) == (("product_quality",), ("return", "apology"))
    assert (case.quantity, case.amount, case.currency) == (2, 129.5, "CNY")
    assert (case.contact_phone, case.incident_date) == ("13800138000", "2026-11-20")
    assert case.threats == ("regulator",) and case.clocks
    with storage(read_only=True) as uow:
        (line,) = uow.audit.list(action="case.entered")
    assert (line.subject, line.actor_name) == (case.case_no, "agent")


async def test_the_desk_lists_cases_by_their_category(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    await send(agent, {**await blank(agent), **LETTER})
    (case,) = cases(storage)
    for category, shown in (("product_quality", True), ("other", False)):
        page = await agent.client.get("/desk/cases", params={"category": category})
        assert (case.case_no in page.text) is shown
        assert f'<option value="{category}" selected' in page.text


async def test_the_case_list_goes_on_where_its_page_ended_and_refuses_a_foreign_cursor(
    agent: Person, storage: MemoryUnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.console.case_pages.PAGE", 2)
    for _ in range(3):
        await send(agent, {**await blank(agent), **LETTER})
    read, place = [], "/desk/cases"
    for shown in (2, 1):
        page = (await agent.client.get(place)).text
        numbers = [case.case_no for case in cases(storage) if case.case_no in page]
        assert len(numbers) == shown
        read += numbers
        more = re.search(r'class="more" href="([^"]*)"', page)
        place = html.unescape(more[1]) if more else ""
    assert place == "" and read == [case.case_no for case in cases(storage)]
    for cursor in ("nonsense", "é", "WzEsMl0="):
        page = await agent.client.get("/desk/cases", params={"cursor": cursor})
        assert page.status_code == 422


async def test_a_form_that_is_sent_again_gives_the_same_case(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    form = {**await blank(agent), **LETTER}
    answers = await asyncio.gather(*(send(agent, form) for _ in range(4)))
    (case,) = cases(storage)
    assert {answer.headers["location"] for answer in answers} == {f"/desk/cases/{case.case_no}"}
    with storage(read_only=True) as uow:
        assert len(uow.audit.list(action="case.entered")) == 1


async def test_a_form_that_was_changed_after_the_filing_files_nothing_by_accident(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    form = {**await blank(agent), **LETTER}
    await send(agent, form)
    changed = {**form, "product": "电暖器"}
    page = await send(agent, changed)
    assert page.status_code == 409 and len(cases(storage)) == 1
    assert field(page.text, "key") != form["key"] and field(page.text, "product") == "电暖器"
    again = await send(agent, {**changed, "key": field(page.text, "key")})
    assert again.status_code == 303 and len(cases(storage)) == 2


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"complaint_text": "  "}, "complaint_text"),
        ({"category": ""}, "category"),
        ({"category": "the_moon"}, "category"),
        ({"demand": ["refund", "the moon"]}, "demand"),
        ({"threats": "the moon"}, "threats"),
        ({"language": "fr"}, "language"),
        ({"contact_email": "wang at home"}, "contact_email"),
        ({"product": "x" * 501}, "product"),
        ({"complaint_text": "x" * 20_001}, "complaint_text"),
    ],
)
async def test_what_is_wrong_is_marked_and_what_was_written_stays(
    agent: Person, storage: MemoryUnitOfWorkFactory, changes: dict[str, object], wrong: str
) -> None:
    form = {**await blank(agent), **LETTER, **changes}
    page = await send(agent, form)
    assert page.status_code == 422 and cases(storage) == []
    assert re.findall(r'id="p-(\w+)"', page.text) == [wrong]
    assert field(page.text, "key") == form["key"]
    assert field(page.text, "contact_name") == "王女士"
    assert 'value="regulator" checked' in page.text or wrong == "threats"


@pytest.mark.parametrize(
    ("name", "given"), [("amount", "about 50"), ("quantity", "a few"), ("amount", "nan")]
)
async def test_a_number_that_is_none_is_kept_as_it_was_said(
    agent: Person, storage: MemoryUnitOfWorkFactory, name: str, given: str
) -> None:
    await send(agent, {**await blank(agent), **LETTER, name: given})
    (case,) = cases(storage)
    assert getattr(case, name) is None and case.stated[name] == given


async def test_the_form_speaks_english_and_so_may_the_customer(
    agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    agent.client.headers["Accept-Language"] = "en"
    page = (await agent.client.get(PLACE)).text
    assert "Enter a complaint" in page and "Product quality" in page
    assert re.findall(r'name="(\w+)"[^>]* required', page) == ["complaint_text", "category"]
    told = {"complaint_text": "By phone: my kettle leaks.", "category": "product_quality"}
    await send(agent, {**await blank(agent), **told})
    assert [case.language for case in cases(storage)] == ["en"]


async def test_nobody_enters_a_complaint_without_the_permission_or_the_token(
    app: DeskApp, agent: Person, storage: MemoryUnitOfWorkFactory
) -> None:
    form = {**await blank(agent), **LETTER}
    assert (await send(agent, {**form, "csrf": "0" * 64})).status_code == 403
    async with person_at(app, "administrator") as administrator:
        assert (await administrator.client.get(PLACE)).status_code == 403
        assert (await send(administrator, form)).status_code == 403
    assert cases(storage) == []
