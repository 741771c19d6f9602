"""A chat page in headless Chromium, as a customer uses it."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER: Final = shutil.which("chromedriver")
MISSING: Final = "" if CHROMIUM and DRIVER else "chromium and chromedriver are not installed"
PHONE: Final = (360, 740)
DESKTOP: Final = (1280, 800)
#: The pages for customers; all others are the desk's.
OF_CUSTOMERS: Final = ("/", "/embed")
AXE: Final = Path(__file__).parent / "vendor" / "axe.min.js"
RUN_AXE: Final = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(JSON.stringify(
  found.violations.filter((each) => ["serious", "critical"].includes(each.impact)).map((each) =>
    [each.id, each.impact, each.nodes.map((node) => node.html.slice(0, 160))]))));
"""
CONFIRM: Final = """
const done = arguments[arguments.length - 1];
import("/static/vendor/socket.io.esm.min.js").then(({ io }) => {
  const socket = io();
  socket.on("connect", () => socket.emit("session_request", {}));
  socket.on("session_confirm", (confirmed) => { socket.close(); done(confirmed); });
});
"""


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Return what the condition gives as soon as it holds; fail where it does not in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if found := condition():
                return found
        except StaleElementReferenceException:
            # The page drew itself anew in between.
            pass
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.05)


def start_browser(size: tuple[int, int], languages: str, dark: bool = False) -> webdriver.Chrome:
    """Return a headless Chromium of a size, a language and a colour scheme."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
    ):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": languages})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=DRIVER)
    )
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    return driver


def serious_faults(driver: webdriver.Chrome) -> list[Any]:
    """Return what axe-core finds serious or worse on a page as it stands."""
    # By the debugger and not by the page, whose content policy would refuse it.
    source = AXE.read_text(encoding="utf-8")
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": source})
    driver.set_script_timeout(30)
    faults: list[Any] = json.loads(driver.execute_async_script(RUN_AXE))
    return faults


class ChatPage:
    """One browser with the chat page open."""

    def __init__(
        self, size: tuple[int, int] = PHONE, languages: str = "zh-CN", dark: bool = False
    ) -> None:
        self.driver = start_browser(size, languages, dark)

    def close(self) -> None:
        """Quit the browser."""
        self.driver.quit()

    def visit(self, url: str) -> None:
        """Open an address and wait until the chat is connected."""
        self.driver.get(url)
        self.wait_online()

    def wait_online(self) -> None:
        """Wait until the chat is connected."""
        until(lambda: self.state == "online")

    @property
    def state(self) -> str | None:
        """How the connection stands."""
        return self.find("#status").get_attribute("data-state")

    @property
    def language(self) -> str | None:
        """The language of the interface."""
        return self.find("html").get_attribute("lang")

    @property
    def bubbles(self) -> list[str]:
        """The texts of all bubbles, from the first to the last, without what they quote."""
        script = (
            "return [...document.querySelectorAll('.bubble')]"
            ".map((each) => each.lastElementChild.textContent)"
        )
        found: list[str] = self.driver.execute_script(script)
        return found

    @property
    def confirmed(self) -> dict[str, Any]:
        """What the server confirms of this browser's session, its whole history included."""
        found: dict[str, Any] = self.driver.execute_async_script(CONFIRM)
        return found

    def find(self, selector: str) -> WebElement:
        """Return the first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Return all elements of a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def say(self, text: str) -> None:
        """Type a message and send it."""
        field = self.find("#message")
        field.send_keys(text)
        field.send_keys(Keys.ENTER)

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def tab_back(self) -> None:
        """Move the focus back by one."""
        chain = webdriver.ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB)
        chain.key_up(Keys.SHIFT).perform()

    def click(self, selector: str) -> None:
        """Bring an element into view and click it."""
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)

    def serious_faults(self) -> list[Any]:
        """Return what axe-core finds serious or worse on the page as it stands."""
        return serious_faults(self.driver)

    def complaints_of_the_console(self) -> list[Any]:
        """Return what the browser held to be wrong, the content policy's refusals among it."""
        return [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
