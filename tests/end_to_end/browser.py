"""A Chromium without a window, steered from outside."""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.end_to_end.command import until
from tests.servers.running import HOST, missing

_SETTINGS = (
    "--headless=new",
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-proxy-server",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",  # it visits nobody but our own servers
    "--window-size=1280,900",
)


class Browser:
    """Names of elements are CSS selectors. What is not there yet is waited for."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def visit(self, url: str) -> None:
        self._driver.get(url)

    def forget(self) -> None:
        """Signs out everywhere."""
        self._driver.delete_all_cookies()

    def script(self, text: str) -> Any:
        """What a script returns, run in the page."""
        return self._driver.execute_script(text)

    def devtools(self, command: str, **given: Any) -> Any:
        """What a command of the devtools protocol answers, such as "Page.printToPDF"."""
        return self._driver.execute_cdp_cmd(command, given)

    def press(self, key: str) -> None:
        """A key, by its name in selenium ("TAB"), where the focus is."""
        from selenium.webdriver import ActionChains, Keys

        ActionChains(self._driver).send_keys(getattr(Keys, key.upper())).perform()

    def accessible(self, role: str) -> list[tuple[str, str]]:
        """All of that role that a screen reader finds: name and description."""
        self.devtools("Accessibility.enable")
        nodes = self.devtools("Accessibility.getFullAXTree")["nodes"]
        return [
            (str(node.get("name", {}).get("value", "")), str(node.get("description", {}).get("value", "")))
            for node in nodes
            if not node["ignored"] and node.get("role", {}).get("value") == role
        ]

    def write(self, selector: str, text: str) -> None:
        self._shown(selector).send_keys(text)

    def click(self, selector: str) -> None:
        self._shown(selector).click()

    def double_click(self, selector: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self._driver).double_click(self._shown(selector)).perform()

    def value(self, selector: str) -> str:
        """What stands in a field."""
        return str(self._shown(selector).get_property("value"))

    def screenshot(self, name: str, *, whole: bool = False) -> None:
        """Kept for looking at, where GRACE_SCREENSHOTS names a folder.

        Args:
            whole: the page to its end, not only what is seen of it.
        """
        folder = os.environ.get("GRACE_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            taken = self.devtools("Page.captureScreenshot", captureBeyondViewport=whole)
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(taken["data"]))

    def comes(self, selector: str, seconds: float) -> bool:
        """Whether it is shown within a time."""
        try:
            self._shown(selector, seconds)
        except AssertionError:
            return False
        return True

    def _shown(self, selector: str, seconds: float = 30.0) -> Any:
        found: list[Any] = []

        def look() -> bool:
            from selenium.common.exceptions import StaleElementReferenceException

            with suppress(StaleElementReferenceException):  # the page is just being replaced
                found[:] = [
                    one for one in self._driver.find_elements("css selector", selector) if one.is_displayed()
                ]
            return bool(found)

        until(f"{selector} is shown at {self._driver.current_url} ({self._driver.title})", look, seconds)
        return found[0]


@contextmanager
def running_browser(folder: Path) -> Iterator[Browser]:
    """Starts a browser, or says with `missing` that there is none.

    Args:
        folder: an empty one, where it keeps what it remembers.
    """
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        missing("Chromium is not installed (chromium, chromium-driver)")
    if importlib.util.find_spec("selenium") is None:
        missing("selenium is not installed (pip install selenium)")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for setting in (*_SETTINGS, f"--user-data-dir={folder}"):
        options.add_argument(setting)
    # With a path, selenium looks for a driver nowhere else.
    running = webdriver.Chrome(options, webdriver.ChromeService(executable_path=driver))
    try:
        yield Browser(running)
    finally:
        running.quit()
