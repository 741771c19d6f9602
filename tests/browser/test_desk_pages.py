"""The agents' desk in a real browser: log-in, takeover beside the customer's page, hand-back."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from casework.clock import SystemClock
from casework.model import Intake, Record, Reply, Role
from casework.numbering import RandomIds
from casework.services.filing import FilingService
from casework.storage.memory import MemoryUnitOfWorkFactory
from desk.gateway.assistant import AssistantAnswer
from tests.assistants import FakeAssistant
from tests.browser.desk_pages import log_in, online, until
from tests.browser.pages import DESKTOP, PHONE
from tests.desks import build_desk, desk_settings, serving, shipped_policy
from tests.minds import FakeMind
from tests.people import PASSWORD, QUICK, employ


def answer(text: str) -> AssistantAnswer:
    reading = {
        "language": "en",
        "anger": 2.7,
        "tone": {"name": "aggressive", "confidence": 0.9},
        "threats": ["media"],
        "demand": ["refund"],
        "category": [{"name": "product_quality", "confidence": 0.8}],
        "evidence": [{"label": "threats.media", "start": 0, "end": 5, "text": "<i>TV</i>"}],
    }
    return AssistantAnswer(replies=[Reply(f"<b>{text}</b>")], language="en", reading=reading)


@pytest.fixture
def storage() -> MemoryUnitOfWorkFactory:
    storage = MemoryUnitOfWorkFactory()
    employ(storage, SystemClock(), "ann", display_name="<i>Ann</i>")
    employ(storage, SystemClock(), "max", Role.ADMINISTRATOR)
    return storage


@pytest.fixture
def mind() -> FakeMind:
    return FakeMind(
        remembered={
            "product": "kettle",
            "requested_slot": "contact",
            "intake_notes": {"heard": {"category": {"product_quality": 0.9}}},
        }
    )


@pytest.fixture
def url(storage: MemoryUnitOfWorkFactory, mind: FakeMind, unused_port: int) -> Iterator[str]:
    origin = f"http://127.0.0.1:{unused_port}"
    app = build_desk(
        assistant=FakeAssistant(answer),
        mind=mind,
        uow_factory=storage,
        settings=desk_settings(JIEYOU_ALLOWED_ORIGINS=origin),
        passwords=QUICK,
        clock=SystemClock(),
        look_every=0.1,
    )
    with serving(app, unused_port):
        yield origin


def bubbles(browser: webdriver.Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('.bubble')].map((each) => each.textContent)"
    found: list[str] = browser.execute_script(script)
    return found


def write(browser: webdriver.Chrome, text: str) -> None:
    """Write as the customer."""
    field = until(lambda: browser.find_element(By.ID, "message"))
    field.send_keys(text)
    browser.find_element(By.ID, "send").click()


def fits(browser: webdriver.Chrome) -> bool:
    script = "return document.documentElement.scrollWidth <= window.innerWidth"
    return bool(browser.execute_script(script))


def complaints(browser: webdriver.Chrome) -> list[str]:
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.mark.rows("R124")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_agent_steps_in_and_gives_back(
    url: str,
    open_browser: Callable[..., webdriver.Chrome],
    storage: MemoryUnitOfWorkFactory,
    mind: FakeMind,
    size: tuple[int, int],
) -> None:
    desk, customer = open_browser(size), open_browser(PHONE)
    log_in(desk, url)
    until(lambda: online(desk))
    customer.get(url)
    until(lambda: customer.find_elements(By.CSS_SELECTOR, "#status[data-state=online]"))
    write(customer, "my kettle leaks <script>alert(1)</script>")

    # A furious customer who threatens stands in the list, with why, and is announced.
    line = until(lambda: desk.find_elements(By.CSS_SELECTOR, ".line"))[0]
    until(lambda: "threatens" in desk.find_element(By.CSS_SELECTOR, ".line").text)
    until(lambda: desk.find_elements(By.CSS_SELECTOR, ".toast"))
    with storage() as uow:
        conversation = uow.overviews.recent(SystemClock().now() - timedelta(days=1), 1)[0]
        uow.intakes.add(
            Intake(
                id="i-1",
                conversation_id=conversation.conversation.id,
                opened_at=SystemClock().now(),
            )
        )
        uow.commit()
    line = desk.find_element(By.CSS_SELECTOR, ".line")
    line.send_keys(Keys.ENTER)
    until(lambda: len(bubbles(desk)) == 2)
    assert bubbles(desk)[0] == "my kettle leaks <script>alert(1)</script>"
    desk.find_element(By.ID, "take").click()
    until(lambda: desk.find_element(By.ID, "speaker").text == "You are answering")

    write(customer, "is anybody there?")
    until(lambda: "is anybody there?" in bubbles(desk))
    field = desk.switch_to.active_element
    assert field.get_attribute("id") == "text"
    field.send_keys("Hello <b>there</b>" + Keys.ENTER)
    until(lambda: "Hello <b>there</b>" in bubbles(customer))
    until(lambda: field.get_attribute("value") == "")

    # A whisper stays among colleagues.
    desk.find_element(By.CSS_SELECTOR, "input[value=whisper]").click()
    field.send_keys("careful" + Keys.ENTER)
    until(lambda: "careful" in bubbles(desk))

    if size == PHONE:
        desk.find_element(By.ID, "to-brief").click()
    brief = desk.find_element(By.ID, "brief-body")
    until(lambda: "kettle" in brief.text and "Contact" in brief.text)
    assert "<i>TV</i>" in brief.text
    edit = "//dt[.='Product or service']/following-sibling::dd[1]//button"
    desk.find_element(By.XPATH, edit).click()
    product = until(lambda: desk.find_element(By.ID, "edit-field"))
    product.clear()
    product.send_keys("Kettle K2" + Keys.ENTER)
    until(lambda: "Written into the record." in brief.text)
    assert mind.remembered["product"] == "Kettle K2"
    assert fits(desk)
    if size == PHONE:
        desk.find_element(By.ID, "brief-back").click()

    desk.find_element(By.ID, "give-back").click()
    until(lambda: "I'm back." in bubbles(customer))
    until(lambda: desk.find_element(By.ID, "speaker").text == "The assistant is answering")
    assert "careful" not in bubbles(customer)
    before = bubbles(desk)
    desk.refresh()
    until(lambda: bubbles(desk) == before)
    assert fits(desk)
    assert complaints(desk) == []


def test_the_desk_is_used_by_keyboard_alone(
    url: str, open_browser: Callable[..., webdriver.Chrome]
) -> None:
    desk, customer = open_browser(), open_browser(PHONE)
    customer.get(url)
    until(lambda: customer.find_elements(By.CSS_SELECTOR, "#status[data-state=online]"))
    write(customer, "my kettle leaks")
    log_in(desk, url)
    until(lambda: online(desk) and desk.find_elements(By.CSS_SELECTOR, ".line .tag.urgent"))
    keys = webdriver.ActionChains(desk)
    keys.key_down(Keys.ALT).send_keys("n").key_up(Keys.ALT).perform()
    until(lambda: desk.find_element(By.ID, "speaker").text == "You are answering")
    until(lambda: desk.switch_to.active_element.get_attribute("id") == "text" or _focus(desk))
    desk.switch_to.active_element.send_keys("Hello" + Keys.ENTER)
    until(lambda: "Hello" in bubbles(customer))
    webdriver.ActionChains(desk).key_down(Keys.ALT).send_keys("g").key_up(Keys.ALT).perform()
    until(lambda: "I'm back." in bubbles(customer))


@pytest.mark.rows("R6", "R175", "R124")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_complaint_from_the_telephone_is_entered_by_the_form(
    url: str,
    open_browser: Callable[..., webdriver.Chrome],
    storage: MemoryUnitOfWorkFactory,
    size: tuple[int, int],
) -> None:
    browser = open_browser(size)
    log_in(browser, url)
    until(lambda: browser.current_url.endswith("/desk"))
    browser.get(f"{url}/desk/cases")
    browser.find_element(By.LINK_TEXT, "Enter a complaint").click()
    submit = until(lambda: browser.find_element(By.CSS_SELECTOR, ".entry .main"))
    submit.click()
    # The browser itself names what is missing and sends nothing.
    missing = browser.find_elements(By.CSS_SELECTOR, ".entry :invalid:not(fieldset)")
    assert [one.get_attribute("name") for one in missing] == ["complaint_text", "category"]
    browser.find_element(By.NAME, "complaint_text").send_keys("By phone: the kettle leaks.")
    Select(browser.find_element(By.NAME, "category")).select_by_value("product_quality")
    browser.find_element(By.CSS_SELECTOR, "[name=demand][value=refund]").click()
    browser.find_element(By.NAME, "product").send_keys("Kettle")
    browser.find_element(By.NAME, "contact_phone").send_keys("13800138000")
    assert fits(browser)
    submit.click()
    number = until(lambda: browser.find_elements(By.CSS_SELECTOR, "h1.number"))[0].text
    assert browser.current_url == f"{url}/desk/cases/{number}"
    with storage(read_only=True) as uow:
        (case,) = uow.cases.list()
    assert (case.case_no, case.product, case.demand) == (number, "Kettle", ("refund",))
    assert "Entered by staff" in browser.page_source


def test_a_wrong_password_is_told_and_an_administrator_makes_an_account(
    url: str, open_browser: Callable[..., webdriver.Chrome]
) -> None:
    browser = open_browser(PHONE)
    browser.get(f"{url}/desk/login")
    browser.find_element(By.ID, "username").send_keys("max")
    browser.find_element(By.ID, "password").send_keys("wrong" + Keys.ENTER)
    until(lambda: browser.find_elements(By.CSS_SELECTOR, ".problem"))
    assert browser.find_element(By.ID, "username").get_attribute("value") == "max"
    browser.find_element(By.ID, "password").send_keys(PASSWORD + Keys.ENTER)
    until(lambda: browser.current_url.endswith("/desk/accounts"))
    browser.find_element(By.ID, "c-username").send_keys("zoe")
    browser.find_element(By.ID, "c-name").send_keys("Zoë")
    Select(browser.find_element(By.ID, "c-role")).select_by_value("supervisor")
    browser.find_element(By.CSS_SELECTOR, "#create button").click()
    told = until(lambda: browser.find_element(By.ID, "told").text)
    assert "zoe" in told and len(told.split()[-1]) == 19
    assert fits(browser)
    browser.get(f"{url}/desk/cases")
    assert "Your role doesn't include this page" in browser.page_source


def test_a_stopped_draft_is_marked_approved_and_sent(
    url: str, open_browser: Callable[..., webdriver.Chrome], storage: MemoryUnitOfWorkFactory
) -> None:
    employ(storage, SystemClock(), "mia", Role.MANAGER)
    desk, customer = open_browser(), open_browser(PHONE)
    customer.get(url)
    until(lambda: customer.find_elements(By.CSS_SELECTOR, "#status[data-state=online]"))
    write(customer, "my kettle leaks")
    log_in(desk, url)
    until(lambda: online(desk) and desk.find_elements(By.CSS_SELECTOR, ".line"))
    with storage(read_only=True) as uow:
        yesterday = SystemClock().now() - timedelta(days=1)
        conversation_id = uow.overviews.recent(yesterday, 1)[0].conversation.id
    ids, tz = RandomIds(), desk_settings().tz
    filing = FilingService(storage, shipped_policy(), SystemClock(), ids, tz)
    filing.file(conversation_id, "t-1", Record(complaint_text="my kettle leaks", language="en"))
    desk.find_element(By.CSS_SELECTOR, ".line").click()
    until(lambda: desk.find_element(By.ID, "take").is_displayed())
    desk.find_element(By.ID, "take").click()
    until(lambda: desk.find_element(By.ID, "speaker").text == "You are answering")

    # Signs beyond the basic plane and markup stand before the words, and do not move the marks.
    draft = "<b>Hello</b> \U0001f600, we'll refund you 200 yuan."
    field = desk.find_element(By.ID, "text")
    desk.execute_script("arguments[0].value = arguments[1]", field, draft)
    field.send_keys(Keys.ENTER)
    stopped = desk.find_element(By.ID, "stopped")
    until(stopped.is_displayed)
    mark = stopped.find_element(By.TAG_NAME, "mark")
    assert mark.text == "we'll refund you 200 yuan"
    assert stopped.find_element(By.CSS_SELECTOR, ".draft").text == draft
    assert (
        "R168" in stopped.text and "Who may approve it: Manager, General manager." in stopped.text
    )
    assert stopped.get_attribute("role") == "alert"
    assert field.get_attribute("value") == draft
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby") == "stopped"
    # A finding leads to its words in the box.
    stopped.find_element(By.CSS_SELECTOR, ".findings button").send_keys(Keys.ENTER)
    assert desk.switch_to.active_element == field
    chosen = (
        "return arguments[0].value.slice(arguments[0].selectionStart, arguments[0].selectionEnd)"
    )
    assert desk.execute_script(chosen, field) == mark.text
    assert draft not in bubbles(customer)

    manager = open_browser(PHONE)
    log_in(manager, url, "mia")
    manager.get(f"{url}/desk#{conversation_id}")
    manager.refresh()
    until(lambda: online(manager) and manager.find_element(By.ID, "to-brief").is_displayed())
    manager.find_element(By.ID, "to-brief").click()
    until(lambda: manager.find_elements(By.CSS_SELECTOR, ".approve"))
    shown = "return document.querySelector('.stopped-draft mark').textContent"
    assert manager.execute_script(shown) == mark.text
    # Whatever is drawn anew meanwhile, the keys go to the field that has the focus.
    manager.execute_script("document.querySelector('.approve input').focus()")
    webdriver.ActionChains(manager).send_keys("Form 12").perform()
    typed = "return document.querySelector('.approve input').value"
    assert manager.execute_script(typed) == "Form 12"
    webdriver.ActionChains(manager).send_keys(Keys.ENTER).perform()

    # The agent hears of it, and finds the approved draft in the brief.
    until(lambda: desk.find_elements(By.CSS_SELECTOR, ".stopped-draft button"))
    until(lambda: "has been approved" in desk.find_element(By.ID, "toasts").text)
    desk.execute_script("arguments[0].value = ''", field)
    desk.execute_script("document.querySelector('.stopped-draft button').click()")
    assert field.get_attribute("value") == draft
    assert not stopped.is_displayed() and field.get_attribute("aria-invalid") is None
    field.send_keys(Keys.ENTER)
    until(lambda: draft in bubbles(customer))
    until(lambda: not desk.find_elements(By.CSS_SELECTOR, ".stopped-draft"))
    assert fits(desk) and fits(manager)
    assert [one for one in complaints(desk) if "422" not in one] == []
    assert complaints(manager) == []


def _focus(browser: webdriver.Chrome) -> bool:
    browser.find_element(By.ID, "text").click()
    return True
