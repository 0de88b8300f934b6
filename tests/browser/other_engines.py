"""The main journey in Firefox and in WebKit, as Debian ships them, with and without JavaScript.

A step of .ci/run rather than of each run of the suite, whose time is counted. One after the other
(-n 0): sessions of WebKit that started together hung, perhaps for want of a port of their own.

.venv/bin/pytest -n 0 tests/browser/other_engines.py
"""

from base64 import b64decode
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from tests.browser.webdriver import Page, choices, firefox, webkit
from tests.pdfs import Sheet
from tests.programs import needed

ENGINES = {"firefox": (firefox, "firefox-esr"), "webkit": (webkit, "webkit2gtk-driver")}
PROGRAMS = {"firefox": ("firefox-esr", "firefox"), "webkit": ("WebKitWebDriver",)}
DAY = date(2099, 3, 1)
FEEDBACK = "//*[@id='objective_feedback']"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def open_browser(request: pytest.FixtureRequest, engine: str, tmp_path: Path):
    """Start this engine, its scripts on or off."""

    def start(script: bool) -> AbstractContextManager[Page]:
        launch, package = ENGINES[engine]
        if engine == "webkit":
            needed(request, "xvfb", "Xvfb")
        return launch(needed(request, package, *PROGRAMS[engine]), tmp_path, script)

    return start


def begin(page: Page, address: str) -> str:
    """From the home page to the board of a new evaluation; return its address."""
    page.open(address)
    page.link("Commencer").click()
    page.heading("Avant de commencer")
    page.field("Nom de l’association").fill("Les Amis du Quartier")
    marks_lie_on_their_labels(page, "kind")
    page.choice("kind", "Une première demande").click()
    page.is_chosen("kind", "Une première demande")
    page.button("Commencer l’évaluation").click()
    page.heading("Tableau de bord")
    return page.url


def marks_lie_on_their_labels(page: Page, group: str) -> None:
    """Each radio button is drawn inside the box that says what it means."""
    for number in (1, 2):
        mark = page.find(f"({choices(group)}//input)[{number}]").rect
        box = page.find(f"({choices(group)}//input/following-sibling::label[1])[{number}]").rect
        assert box["x"] <= mark["x"] <= box["x"] + 30
        assert box["y"] <= mark["y"]
        assert mark["y"] + mark["height"] <= box["y"] + box["height"]


def answer(page: Page, practice: str, label: str, saved: bool = True) -> None:
    page.choice(practice, label).click()
    page.is_chosen(practice, label)
    if saved:
        page.see("Enregistré à", "//*[@id='save-status']")


def test_the_journey_with_scripts(open_browser, base_url, engine):
    with open_browser(script=True) as page:
        board = begin(page, base_url)
        page.link("1.5").click()
        answer(page, "p-1-5-a", "Oui")
        page.see("Cet objectif, aujourd’hui (provisoire) : à consolider", FEEDBACK)
        page.is_chosen("p-1-5-a", "Oui")
        nothing_is_lost_between_two_tabs(page)
        answer(page, "p-1-5-b", "Prévu", saved=False)
        page.field("Pour quand", within="//*[@id='p-1-5-b']").fill_date(DAY)
        page.see("Le 1er mars 2099 vient après")
        page.button("Continuer").click()
        the_stored_answers_are_seen_by_who_comes_back(page)
        the_result_the_plan_and_the_paper(page, board, prints=engine == "firefox")


def test_the_journey_without_scripts(open_browser, base_url, engine):
    with open_browser(script=False) as page:
        board = begin(page, base_url)
        page.link("1.5").click()
        for practice, label in (("p-1-5-a", "Non"), ("p-1-5-b", "Prévu"), ("p-1-5-c", "Je ne")):
            answer(page, practice, label, saved=False)
        page.field("Pour quand", within="//*[@id='p-1-5-b']").fill_date(DAY)
        page.button("Continuer").click()
        # Over http WebKit keeps the page in its memory, the form emptied: a reload fills it.
        the_stored_answers_are_seen_by_who_comes_back(page, reload=engine == "webkit")
        the_result_the_plan_and_the_paper(page, board, prints=engine == "firefox")


def nothing_is_lost_between_two_tabs(page: Page) -> None:
    """An answer changed elsewhere is shown, and decided; a reload shows what is stored."""
    url, first = page.url, page.do("GetWindowHandle")
    other = page.do("NewWindow", type="window")["handle"]
    page.do("SwitchToWindow", handle=other)
    page.open(url)
    answer(page, "p-1-5-a", "Non")
    page.do("SwitchToWindow", handle=first)
    answer(page, "p-1-5-a", "Je ne sais pas", saved=False)
    page.see("Cette réponse a changé entre-temps")
    page.button("Garder la réponse enregistrée").click()
    page.see("il reste à pouvoir dire", FEEDBACK)
    page.is_chosen("p-1-5-a", "Non")
    page.do("SwitchToWindow", handle=other)
    answer(page, "p-1-5-c", "Je ne sais pas")
    page.do("SwitchToWindow", handle=first)
    page.do("Refresh")
    page.is_chosen("p-1-5-c", "Je ne sais pas")
    page.is_chosen("p-1-5-a", "Non")


def the_stored_answers_are_seen_by_who_comes_back(page: Page, reload: bool = False) -> None:
    page.heading("Vérifiez vos réponses")
    page.do("Back")
    page.heading("Suivi des présences")
    if reload:
        page.do("Refresh")
    for practice, label in (("p-1-5-a", "Non"), ("p-1-5-b", "Prévu"), ("p-1-5-c", "Je ne")):
        page.is_chosen(practice, label)
    page.do("Forward")
    page.heading("Vérifiez vos réponses")
    page.do("Refresh")
    page.heading("Vérifiez vos réponses")


def the_result_the_plan_and_the_paper(page: Page, board: str, prints: bool) -> None:
    page.open(f"{board}/partage")
    marks_lie_on_their_labels(page, "kind")
    page.open(f"{board}/resultat")
    page.heading("Résultat provisoire")
    page.link("Plan d’action").click()
    page.heading("Plan d’action")
    assert page.field("pour quand").value == "2099-03-01"
    action = page.find("//ul[@class='to-plan']//a")
    title = action.text
    action.click()
    page.see(title, "//h3")
    assert page.focused.text == title
    page.link("Synthèse").click()
    page.heading("Synthèse")
    if prints:
        assert "1er mars 2099" in Sheet(b64decode(page.do("Print"))).text
