"""The desk's pages in a browser, as staff use them."""

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.pages import until
from tests.people import PASSWORD


def log_in(browser: webdriver.Chrome, url: str, username: str = "ann") -> None:
    """Log in by the form and wait for the page that comes after it."""
    browser.get(f"{url}/desk")
    until(lambda: browser.find_elements(By.ID, "username"))
    browser.find_element(By.ID, "username").send_keys(username)
    browser.find_element(By.ID, "password").send_keys(PASSWORD + Keys.ENTER)
    until(lambda: not browser.current_url.endswith("/login"))


def online(browser: webdriver.Chrome) -> bool:
    """Tell whether the live list is connected."""
    return bool(browser.find_elements(By.CSS_SELECTOR, "#socket[data-state=online]"))
