"""What axe-core finds on the pages of the desk: on each of them, and in what the floor shows."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pprint import pformat
from typing import Any

import pytest
from fastapi import Request
from selenium import webdriver
from selenium.webdriver.common.by import By

from casework.clock import SystemClock
from casework.model import (
    Account,
    AuditEntry,
    Callback,
    Channel,
    Intake,
    Lease,
    MessageKind,
    Priority,
    QueueEntry,
    QueueReason,
    Record,
    Reference,
    ReferenceType,
    Reply,
    Role,
    Said,
    Sender,
    Supplement,
    Whisper,
)
from casework.numbering import RandomIds
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.app import DeskApp
from desk.console.brief import SLOTS
from desk.console.rendering import HERE, Pages
from desk.web.page import AT_THE_ROOT
from tests.browser.desk_pages import log_in, online
from tests.browser.pages import DESKTOP, OF_CUSTOMERS, PHONE, serious_faults, until
from tests.desks import build_desk, desk_settings, routes_of, serving, shipped_policy
from tests.doubles import FixedClock
from tests.minds import FakeMind
from tests.people import PASSWORD, QUICK, employ

#: What a browser can open besides the interface and is no page: files, and what machines ask.
NO_PAGES = {*AT_THE_ROOT, "/healthz", "/readyz", "/metrics"}
TONES = ("passive", "constructive", "expressive", "aggressive")
#: Every kind of field that the brief lets an agent edit.
REMEMBERED = {
    "complaint_text": "漏水 The kettle leaks.",
    "product": "kettle",
    "amount": 230.0,
    "demand": ["refund", "apology"],
    "requested_slot": "contact",
    "intake_notes": {"heard": {"category": {"product_quality": 0.9}}},
}
DRAFT = "We'll refund you 200 yuan."
Seen = list[tuple[str, str]]


class Company:
    """A company with something of everything that a page of the desk can show."""

    def __init__(self) -> None:
        self.storage = MemoryUnitOfWorkFactory()
        self.now = SystemClock().now()
        self.ann = self.employ("ann", display_name="Ann Li")
        self.bob = self.employ("bob")
        self.employ("mia", Role.MANAGER)
        self.employ("max", Role.ADMINISTRATOR)
        self.employ("zoe", must_change_password=True)
        self.employ("gone", is_active=False, skills=("logistics",))
        self.talk("waits", TONES)
        self.talk("quiet", ("none",))
        self.talk("others", ("expressive",))
        self.hold("others", self.bob)
        self.case_no = self.busy("mine")

    def employ(self, username: str, role: Role = Role.AGENT, **values: Any) -> Account:
        """Give somebody an account."""
        return employ(self.storage, SystemClock(), username, role, **values)

    def talk(self, talk: str, tones: tuple[str, ...]) -> None:
        """Let a customer write in these tones, the last one as somebody who waits for a person."""
        with self.storage() as uow:
            uow.conversations.ensure(talk, Channel.WEB, self.now)
            for number, tone in enumerate(tones):
                inbound = uow.messages.append_inbound(
                    talk,
                    "my kettle leaks",
                    message_id=None,
                    turn_id=f"{talk}-{number}",
                    at=self.now,
                    metadata={"suppressed": [{"text": "一句没有发出的话。"}]},
                )
                reading = {
                    "language": "en",
                    "anger": number * 0.9,
                    "tone": {"name": tone},
                    "threats": ["media"] if tone == "aggressive" else [],
                    "demand": ["refund"],
                    "evidence": [{"label": "threats.media", "start": 0, "end": 2, "text": "TV"}],
                }
                reply = Reply("I am sorry. What is your order number?")
                uow.messages.append_replies(inbound, [reply], self.now, reading=reading)
            if tones == TONES:
                uow.queue.add(
                    QueueEntry(
                        conversation_id=talk,
                        reason=QueueReason.THREAT,
                        priority=Priority.URGENT,
                        entered_at=self.now - timedelta(hours=1),
                        alerted_at=self.now,
                    )
                )
            uow.commit()

    def hold(self, talk: str, holder: Account) -> None:
        """Let somebody hold a conversation."""
        with self.storage() as uow:
            lease = Lease(
                conversation_id=talk,
                version=1,
                holder=holder.id,
                holder_name=holder.display_name,
                since=self.now,
                expires_at=self.now + timedelta(days=1),
            )
            assert uow.leases.replace(lease, 0)
            uow.commit()

    def busy(self, talk: str) -> str:
        """Fill a conversation and two cases with all there is; return the late case's number."""
        self.talk(talk, TONES[1:])
        self.hold(talk, self.ann)
        early = FixedClock(self.now - timedelta(days=40))
        late = self._file(early, talk, "t-1", contact_phone="13800138000")
        self._file(SystemClock(), "quiet", "t-2", contact_phone="13800138000")
        with self.storage() as uow:
            for kind, text in ((MessageKind.MESSAGE, "Hello"), (MessageKind.NOTICE, "You wait.")):
                said = Said(sender=Sender.AGENT, text=text, payload={"agent": "Ann Li"}, kind=kind)
                uow.messages.append_said(talk, said, self.now)
            uow.intakes.add(Intake(id="i-1", conversation_id=talk, opened_at=self.now))
            uow.whispers.add(
                Whisper(
                    conversation_id=talk,
                    author=self.bob.id,
                    author_name="Bob",
                    text="小心。",
                    at=self.now,
                )
            )
            for hours in (-2, 2):
                uow.callbacks.add(
                    Callback(
                        conversation_id=talk if hours > 0 else "quiet",
                        contact="13800138000",
                        requested_at=self.now,
                        due_at=self.now + timedelta(hours=hours),
                    )
                )
            for author in ("desk:Ann Li", "customer"):
                uow.cases.add_supplement(
                    Supplement(case_no=late, author=author, text="Once more.", at=self.now)
                )
            uow.audit.add(
                AuditEntry.by(self.ann, self.now, "record.corrected", talk, fields=["product"])
            )
            uow.commit()
        return late

    def _file(self, clock: Any, talk: str, turn: str, **fields: Any) -> str:
        policy, tz = shipped_policy(), desk_settings().tz
        filing = FilingService(self.storage, policy, clock, RandomIds(), tz)
        record = Record(
            complaint_text="The kettle leaks, and nobody answers. I will tell the papers.",
            language="en",
            product="kettle",
            amount=230.0,
            currency="CNY",
            demand=("refund",),
            threats=("media",),
            tone="aggressive",
            anger=2.5,
            references=(Reference(ReferenceType.TRACKING, "SF123"),),
            stated={"quantity": "a dozen"},
            **fields,
        )
        return filing.file(talk, turn, record).case_no


class Look:
    """A browser at the desk that gathers what axe-core finds in one state after the other."""

    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self.browser = browser
        self.url = url
        self.faults: dict[str, list[Any]] = {}
        self.user = ""

    def enter(self, username: str) -> None:
        """Log in as somebody else."""
        self.browser.delete_all_cookies()
        log_in(self.browser, self.url, username)
        self.user = username

    def at(self, path: str) -> None:
        """Open a page and look at it."""
        self.browser.get(self.url + path)
        self.over(path)

    def over(self, state: str) -> None:
        """Look at the page as it stands, when its colours have come to rest."""
        still = "return document.getAnimations().length === 0"
        until(lambda: self.browser.execute_script(still))
        found = serious_faults(self.browser)
        if found:
            self.faults[f"{self.user}: {state}"] = found

    def click(self, selector: str) -> None:
        """Click what is shown of a selector, scrolled into view."""
        found = until(lambda: self.shown(selector))
        self.run("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def turn(self, button: str) -> None:
        """Go to another pane by its button, where one pane fills the screen."""
        if self.run("return innerWidth < 920"):
            self.click(button)

    def open(self, talk: str) -> None:
        """Open a conversation of the live list and wait until it is there."""
        self.click(f"[data-line={talk}]")
        until(lambda: self.shown(".row.customer") and self.shown("#composer"))

    def say_problem(self, selector: str) -> None:
        """Let a refusal be shown as the page shows it."""
        script = "const p = document.querySelector(arguments[0]);"
        self.run(script + "p.hidden = false; p.textContent = 'That was refused.';", selector)

    def shown(self, selector: str) -> Any:
        """Return the first element of a selector that is displayed."""
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return next((each for each in found if each.is_displayed()), None)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page."""
        return self.browser.execute_script(script, *arguments)

    def send_anyway(self, form: str) -> None:
        """Send a form that the browser itself would not send as it is filled in."""
        self.run("document.querySelector(arguments[0]).submit()", form)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def app(company: Company, unused_port: int) -> DeskApp:
    return build_desk(
        mind=FakeMind(remembered=dict(REMEMBERED)),
        uow_factory=company.storage,
        settings=desk_settings(JIEYOU_ALLOWED_ORIGINS=f"http://127.0.0.1:{unused_port}"),
        passwords=QUICK,
        clock=SystemClock(),
    )


@pytest.fixture
def url(app: DeskApp, unused_port: int) -> Iterator[str]:
    with serving(app, unused_port):
        yield f"http://127.0.0.1:{unused_port}"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What was rendered: the route and the template, as often as it was."""
    seen: Seen = []
    render = Pages.render

    def noted(self: Pages, request: Request, name: str, *more: Any, **values: Any) -> Any:
        seen.append((request.scope["route"].path, name))
        return render(self, request, name, *more, **values)

    monkeypatch.setattr(Pages, "render", noted)
    return seen


@pytest.fixture(
    params=[(DESKTOP, "en-GB", False), (PHONE, "zh-CN", True)],
    ids=["desktop-light", "phone-dark"],
)
def look(
    request: pytest.FixtureRequest, url: str, open_browser: Callable[..., webdriver.Chrome]
) -> Look:
    """A browser of each size, in each colour scheme and language, without all their pairs."""
    size, languages, dark = request.param
    return Look(open_browser(size, languages=languages, dark=dark), url)


def pages_of(app: DeskApp) -> set[str]:
    """Return the routes of a desk's pages."""
    opened = {route.path for route in routes_of(app) if "GET" in route.methods}
    return {path for path in opened - NO_PAGES if not path.startswith("/api/")}


def test_axe_finds_no_serious_fault_on_any_page_of_the_desk(
    look: Look, app: DeskApp, company: Company, rendered: Seen
) -> None:
    look.at("/desk/login")
    look.browser.find_element(By.ID, "username").send_keys("ann")
    look.browser.find_element(By.ID, "password").send_keys("wrong")
    look.click(".narrow .main")
    until(lambda: look.shown(".problem"))
    look.over("a wrong password")

    look.enter("zoe")
    look.at("/desk/password")
    for field, text in (("old", "wrong"), ("new", PASSWORD), ("again", PASSWORD)):
        look.browser.find_element(By.ID, field).send_keys(text)
    look.click(".narrow .main")
    until(lambda: look.shown(".problem"))
    look.over("a password that is not changed")

    look.enter("ann")
    look.at("/desk")
    look.at("/desk/password")
    look.at("/desk/cases")
    look.at("/desk/cases?text=nothing")
    look.at("/desk/cases/new")
    look.send_anyway(".entry")
    until(lambda: look.shown("#p-category"))
    look.over("an entry with nothing in it")
    look.at(f"/desk/cases/{company.case_no}")
    look.say_problem("#note-problem")
    look.over("a note that is refused")
    look.at("/desk/audit")
    assert rendered[-1] == ("/desk/audit", "forbidden")

    look.enter("max")
    look.at("/desk/accounts")
    look.click("details summary")
    look.click("[data-deed=password]")
    until(lambda: look.shown("#told"))
    look.over("a new password is told")
    look.browser.find_element(By.ID, "c-username").send_keys("ann")
    look.browser.find_element(By.ID, "c-name").send_keys("Another Ann")
    look.click("#create button")
    until(lambda: look.shown("#problem"))
    look.over("an account that there is already")
    look.at("/desk/audit")
    look.at("/desk/audit?subject=nothing")

    assert look.faults == {}, pformat(look.faults)
    # Whoever adds a page adds it here, or to the pages for customers.
    opened = {path for path, _ in rendered}
    assert opened == pages_of(app) - set(OF_CUSTOMERS)
    templates = {path.stem for path in (HERE / "templates").glob("*.html")} - {"base"}
    assert {name for _, name in rendered} == templates


def test_axe_finds_no_serious_fault_in_what_an_agent_sees_of_the_floor(look: Look) -> None:
    look.enter("ann")
    until(lambda: online(look.browser) and look.shown(".line .tag.urgent"))
    until(lambda: look.shown("#callback-lines .late"))
    look.over("the list")
    look.run("document.getElementById('socket').dataset.state = 'offline'")
    for tab in ("waiting", "mine"):
        look.click(f"[data-tab={tab}]")
        look.over(f"the tab {tab} of a page that is cut off")

    look.open("mine")
    until(lambda: look.shown("#give-back") and look.shown(".row.whisper"))
    look.run("document.getElementById('typing').hidden = false")
    look.over("a conversation of one's own")
    look.click("#phrases-toggle")
    until(lambda: look.shown(".phrase"))
    look.over("the phrases")
    look.click("#phrases-toggle")
    look.browser.find_element(By.ID, "text").send_keys(DRAFT)
    look.click("#send")
    until(lambda: look.shown("#stopped"))
    look.over("a stopped draft")
    look.click("#stopped .head button")
    look.click("input[value=whisper]")
    look.say_problem("#problem")
    look.over("a whisper that is refused")

    look.turn("#to-brief")
    for field in ("complaint_text", "product", "amount", "demand"):
        until(lambda: look.shown("#brief-body .facts"))
        look.over("the brief")
        number = [name for name in SLOTS if name in REMEMBERED].index(field)
        look.run(f"document.querySelectorAll('#brief-body .facts button')[{number}].click()")
        until(lambda: look.shown("#edit-field"))
        look.say_problem(".edit .problem")
        look.over(f"editing {field}")
        look.click(".edit .buttons button:last-child")
    look.turn("#brief-back")
    look.turn("#back")

    look.click("[data-tab=all]")
    look.open("waits")
    until(lambda: look.shown("#dismiss"))
    look.over("a conversation that waits")
    look.turn("#back")
    look.click("#next")
    until(lambda: look.shown("#give-back"))
    look.turn("#back")
    look.click("#next")
    until(lambda: look.shown(".toast"))
    look.over("nobody waits any more")
    assert look.faults == {}, pformat(look.faults)


def test_axe_finds_no_serious_fault_in_how_a_draft_is_approved(look: Look) -> None:
    look.enter("ann")
    until(lambda: online(look.browser))
    look.open("mine")
    look.browser.find_element(By.ID, "text").send_keys(DRAFT)
    look.click("#send")
    until(lambda: look.shown("#stopped"))

    look.enter("mia")
    until(lambda: online(look.browser))
    look.open("others")
    until(lambda: look.shown("#speaker[data-who=other]"))
    look.over("a colleague's conversation")
    look.turn("#back")
    look.open("mine")
    look.turn("#to-brief")
    until(lambda: look.shown(".approve"))
    look.say_problem(".approve .problem")
    look.over("a draft to approve")
    look.browser.find_element(By.CSS_SELECTOR, ".approve input").send_keys("Form 12")
    look.click(".approve .main")
    until(lambda: not look.shown(".approve"))

    look.enter("ann")
    until(lambda: online(look.browser))
    look.open("mine")
    look.turn("#to-brief")
    until(lambda: look.shown(".stopped-draft .tag.held"))
    look.over("a draft that is approved")
    assert look.faults == {}, pformat(look.faults)
