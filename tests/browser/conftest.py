"""A real server and a real browser. Without Chromium on the machine these tests say so and skip."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.programs import found, needed
from tests.served import Server
from tests.visitor import Page as Read

expect.set_options(timeout=15_000)  # a busy machine is no reason to fail

WINDOWED = ("chromium", "chromium-browser", "google-chrome")
# The same engine without what draws windows starts and answers in half the time.
NAMES = ("chromium-headless-shell", *WINDOWED)
CHROMIUM = found(*NAMES)
QUIET = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session", autouse=True)
def needs_chromium(request: pytest.FixtureRequest) -> None:
    needed(request, NAMES[0], *NAMES)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    # The sandbox cannot start for root, which is who runs tests on many build machines.
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "chromium_sandbox": False,
        "args": QUIET,
    }


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("instance"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, that it may stop."""
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {
        "locale": "fr-FR",
        "viewport": {"width": 360, "height": 740},
        "reduced_motion": "reduce",  # drawing what fades keeps a core busy
    }


EXPECTED = (
    "Failed to load resource",
    "net::ERR",
    "htmx: htmx:error: Failed to fetch",
)  # refusals that a test provokes on purpose


def watch(page: Page) -> Page:
    """Fail on whatever the page complains of: a refused style, a fault of a script."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type in ("error", "warning") and not message.text.startswith(EXPECTED)
            else None
        ),
    )
    page.faults = faults
    return page


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = watch(context.new_page())
    yield page
    assert page.faults == []


@pytest.fixture
def new_page(browser: Browser, browser_context_args: dict) -> Iterator:
    """A page of another browser profile at each call; options are those of a context."""
    contexts = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(**(browser_context_args | options))
        contexts.append(context)
        return watch(context.new_page())

    yield open_page
    for context in contexts:
        faults = [fault for page in context.pages for fault in page.faults]
        context.close()
        assert faults == []


def follow(control: Locator) -> None:
    """Press a link or a button and wait for the page it leads to, redirections included."""
    left = control.page.url
    control.click()
    control.page.wait_for_url(lambda url: url != left)


def start(page: Page, name: str = "Les Amis du Quartier", base_url: str = "") -> str:
    """Begin an evaluation; return the address of its board, which is opened.

    The tests of the journey walk through the page itself.
    """
    board = send(page, f"{base_url}/commencer", {"association": name, "kind": "first"})
    page.goto(board)
    return page.url


def prepare_next_year(page: Page, board: str) -> str:
    """Prepare the year after an evaluation; return the address of its board, which is opened."""
    page.goto(f"{board}/annee-suivante")
    follow(page.get_by_role("button", name="Préparer"))
    return page.url.partition("?")[0]


def send(page: Page, address: str, changes: dict[str, str], form: str = "main form") -> str:
    """Send the form of a page with `changes`, without opening it; return where that leads."""
    read = Read(200, address, page.request.get(address).text()).form(form)
    answer = page.request.post(urljoin(address, read.action), form=read.values | changes)
    assert answer.ok
    return answer.url
