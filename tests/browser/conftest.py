"""A real Chromium against a real server: pages that complain in the console or break the policy fail the test."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from otop_registry import clock
from registration.models import User

NARROW, WIDE = 360, 1280
WIDTHS = (NARROW, 768, 1100, WIDE)
ONE_LINE = 64  # px; the bar of the menu in two lines is twice as high
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session", autouse=True)
def _sync_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, which Django otherwise takes for a mistake."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium: Playwright's own download is neither needed nor reachable everywhere."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing: apt-get install chromium", pytrace=False)
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]}


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What pages complained about; must be empty at the end. A test that provokes one removes it itself."""
    found: list[str] = []
    yield found
    if found:
        pytest.fail("The pages complained:\n  " + "\n  ".join(found), pytrace=False)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, troubles: list[str]) -> Iterator[OpenPage]:
    """`open_page(user=None, width=WIDE, javascript=True)`: a fresh browser window, signed in as the user."""
    contexts: list[BrowserContext] = []

    def open_it(user: User | None = None, width: int = WIDE, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            reduced_motion="reduce",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(60_000)  # ms; a closing draws the whole country, and CI machines are busy
        watch(page, troubles)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One watched window of 1280 pixels that nobody has signed in to."""
    return open_page()


@pytest.fixture(params=[NARROW, WIDE])
def width(request: pytest.FixtureRequest) -> int:
    """The smallest telephone and a desk; a test that takes it runs twice."""
    return int(request.param)


@pytest.fixture
def train(settings: Settings) -> Iterator[Callable[[date], None]]:
    """`train(day)` puts the whole site on that day, as a newcomer would: a frozen clock would freeze Chromium too."""
    settings.DEMO = True
    yield clock.set_training_day
    clock.set_training_day(None)


def session_cookie(user: User, url: str) -> dict[str, Any]:
    """The cookie of a session that the user has just begun."""
    client = Client()
    client.force_login(user)
    cookie = next(iter(client.cookies.values()))
    return {"name": cookie.key, "value": cookie.value, "url": url}


def watch(page: Page, troubles: list[str]) -> None:
    """Adds console errors, exceptions, server errors and broken policies (Chromium's console) to `troubles`.

    A page that is itself refused or not found is an answer, not a trouble; a missing file of a page is one.
    """

    def on_response(response: Response) -> None:
        if response.status >= 500:
            troubles.append(f"{response.url}: status {response.status}")

    def on_console(message: ConsoleMessage) -> None:
        is_answer = re.search(r"status of 4\d\d", message.text) and message.location["url"] == page.url
        if message.type == "error" and not is_answer:
            troubles.append(f"{page.url}: {message.text}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))


def check_accessible(page: Page) -> None:
    """Fails with each broken rule of WCAG 2.2 AA and where it is broken."""
    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    broken = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n      "
        + "\n      ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:5])
        for violation in result.response["violations"]
    ]
    if broken:
        pytest.fail(f"{page.url} breaks\n    " + "\n    ".join(broken), pytrace=False)


# Words of headings, buttons and heads of columns that something cuts off or that stand outside the window, told with
# where: what can be scrolled to inside its own frame is whole.
CLIPPED = """() => {
  const found = [];
  for (const element of document.querySelectorAll("h1, h2, h3, legend, button, summary, .btn, th")) {
    const own = element.getBoundingClientRect();
    if (own.width <= 1 || own.height <= 1 || !element.checkVisibility({visibilityProperty: true})) continue;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect(), words = text.data.trim();
      if (!words || box.width <= 1) continue;
      let outer = {left: 0, right: window.innerWidth}, cut = null;
      for (let up = text.parentElement; up && up !== document.body; up = up.parentElement) {
        const style = getComputedStyle(up), frame = up.getBoundingClientRect();
        if (frame.width <= 1 || frame.height <= 1) { outer = null; break; }  // for those who listen
        if (style.overflowX === "visible") continue;
        if (box.right > frame.right + 1 || box.left < frame.left - 1) cut = up;
        if (["auto", "scroll"].includes(style.overflowX)) { cut = null; outer = null; break; }
      }
      if (cut || (outer && (box.right > outer.right + 1 || box.left < -1)))
        found.push(`${element.tagName.toLowerCase()} "${words}"`);
    }
  }
  return found;
}"""


def misfits(page: Page) -> list[str]:
    """What does not fit at a width the page is designed for. The window stays as it was."""
    own, faults = page.viewport_size, []
    for wanted in WIDTHS:
        page.set_viewport_size({"width": wanted, "height": own["height"]})
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if wide > seen:
            faults.append(f"{page.url} is {wide} px wide in a window of {seen} px")
        bar = page.locator(".nav-bar")
        if bar.is_visible() and bar.bounding_box()["height"] >= ONE_LINE:
            faults.append(f"{page.url}: the menu breaks at {seen} px")
        faults += [f"{page.url}: {each} is cut off at {seen} px" for each in page.evaluate(CLIPPED)]
    page.set_viewport_size(own)
    return faults


def check_fits(page: Page) -> None:
    """Fails when the page must be scrolled sideways or cuts words off at a width it is designed for."""
    assert misfits(page) == []
