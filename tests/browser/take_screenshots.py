"""Take the README's screenshots, and with a folder as argument all pages on phone, desktop and
paper, in light and dark.

.venv/bin/python -m tests.browser.take_screenshots [FOLDER]
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import developed
from tests.browser.addresses import OF_AN_EVALUATION, PLAIN, name
from tests.browser.conftest import QUIET, WINDOWED, Server, follow, prepare_next_year, start
from tests.browser.test_journey import ASSOCIATION, answer_objective
from tests.programs import found

README = Path(__file__).parent.parent / "screenshots"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


def fill(page: Page, server: Server) -> str:
    """An evaluation answered from a realistic association; return the address of its board."""
    board = start(page, "Centre social des Trois Ponts", base_url=server.url)
    answers = json.loads(ASSOCIATION.read_text("utf-8"))["answers"]
    follow(page.get_by_role("link", name="Commencer par le premier objectif"))
    while "/resultat" not in page.url:
        if "/objectifs/" in page.url:
            answer_objective(page, answers)
        else:
            follow(page.get_by_role("link", name="Continuer").last)
    return board


def shoot_readme(page: Page, board: str) -> None:
    README.mkdir(exist_ok=True)
    page.set_viewport_size(DESKTOP)
    page.goto(f"{board}/resultat")
    page.screenshot(path=README / "result-desktop.png")
    page.set_viewport_size(PHONE)
    page.goto(f"{board}/objectifs/1.5")
    page.locator("#p-1-5-b").scroll_into_view_if_needed()
    page.screenshot(path=README / "objective-phone.png")
    page.goto(f"{board}/resultat")
    page.locator(".skyline").evaluate("node => node.scrollIntoView({behavior: 'instant'})")
    page.screenshot(path=README / "result-phone.png")


def next_year(page: Page, board: str) -> str:
    """The following year, prepared and answered in part; return the address of its board."""
    following = prepare_next_year(page, board)
    answers = json.loads(ASSOCIATION.read_text("utf-8"))["answers"]
    page.goto(f"{following}/objectifs/1.1")
    for _ in range(6):
        if "/objectifs/" in page.url:
            answer_objective(page, dict.fromkeys(answers, "yes"))
    return following


def shoot_all(page: Page, server: Server, board: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    addresses = {name(path): server.url + path for path in PLAIN}
    addresses |= {name(path, True): board + path for path in [*OF_AN_EVALUATION, "/objectifs/1.5"]}
    for kind, label in (("Lire le résultat", "Le bureau"), ("Aider à remplir", "Ana")):
        page.goto(f"{board}/partage")
        page.get_by_label(kind).check()
        page.get_by_label("À qui").fill(label)
        page.get_by_role("button", name="Créer le lien").click()
        page.locator(".shares").get_by_text(label, exact=True).wait_for()
    following = next_year(page, board)
    addresses |= {
        "last-year": f"{following}/objectifs/1.5",
        "comparison": f"{following}/comparaison",
    }
    with developed.served() as workshop:
        shoot(page, addresses | {name(path): workshop + path for path in developed.PATHS}, folder)


def shoot(page: Page, addresses: dict[str, str], folder: Path) -> None:
    """Each address in every light, size and on paper, under its name."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for kind, size in (("phone", PHONE), ("desktop", DESKTOP)):
            page.set_viewport_size(size)
            for own, address in addresses.items():
                page.goto(address)
                page.screenshot(path=folder / f"{own}-{kind}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    for own, address in addresses.items():
        page.goto(address)
        page.pdf(path=folder / f"{own}.pdf", format="A4")


def shoot_the_first_visit(browser: Browser, server: Server, folder: Path) -> None:
    """The home page of who has nothing to go on with."""
    for kind, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page = browser.new_page(locale="fr-FR", viewport=size)
        page.goto(server.url)
        page.screenshot(path=folder / f"premiere-visite-{kind}-light.png", full_page=True)


def run(browser: Browser, server: Server) -> None:
    page = browser.new_context(locale="fr-FR", viewport=PHONE).new_page()
    board = fill(page, server)
    shoot_readme(page, board)
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        shoot_all(page, server, board, folder)
        shoot_the_first_visit(browser, server, folder)


if __name__ == "__main__":
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as instance:
        os.environ["WIZARD_INSTANCE"] = instance
        server = Server(Path(instance))
        try:
            run(
                playwright.chromium.launch(
                    executable_path=found(*WINDOWED), chromium_sandbox=False, args=QUIET
                ),
                server,
            )
        finally:
            server.stop()
