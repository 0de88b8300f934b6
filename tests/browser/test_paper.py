"""What a real browser prints, and a paper keyed in with the keyboard only."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import start
from tests.browser.test_journey import ASSOCIATION
from tests.pdfs import Sheet
from wizard import exchange
from wizard.referential import load
from wizard.scoring import State

PRESSES = {State.YES: 0, State.PLANNED: 1, State.NO: 2, State.UNKNOWN: 3}


def date_order(page: Page) -> str:
    """In which order this browser wants the parts of a date: it follows its own language."""
    page.goto("/commencer")
    page.locator("input[type=date]").focus()
    page.keyboard.type("02032027")
    typed = page.locator("input[type=date]").input_value()
    return "%d%m%Y" if typed == "2027-03-02" else "%m%d%Y"


def key_axis(page: Page, axis, answers, order: str) -> None:
    """Tab to each line, choose with the arrows, type the date and the person."""
    page.locator("#contenu").focus()
    for objective in axis.objectives:
        for practice in objective.practices:
            page.keyboard.press("Tab")
            if answer := answers.get(practice.code):
                key_answer(page, answer, order)
        for _ in (*objective.evidence, "remarks"):
            page.keyboard.press("Tab")
    page.keyboard.press("Tab")


def key_answer(page: Page, answer, order: str) -> None:
    page.keyboard.press("Space")
    for _ in range(PRESSES[answer.state]):
        page.keyboard.press("ArrowRight")
    if answer.state is State.PLANNED:
        page.keyboard.press("Tab")
        if answer.due:
            page.keyboard.type(answer.due.strftime(order))
        while page.evaluate("document.activeElement.type") == "date":
            page.keyboard.press("Tab")
        page.keyboard.type(answer.owner)


def test_a_paper_is_keyed_with_the_keyboard_alone(page: Page):
    referential = load()
    text = ASSOCIATION.read_text("utf-8")
    answers = exchange.parse_answers(text, referential)
    board = start(page, "Les Amis")
    order = date_order(page)
    for axis in referential.axes:
        page.goto(f"{board}/saisie/{axis.code}")
        key_axis(page, axis, answers, order)
        expect(page.get_by_role("button", name="Enregistrer et passer")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(re.compile(f"/saisie/{axis.code}$"))
    saved = page.request.get(f"{board}/fichier").json()
    assert {code: normal(answer) for code, answer in saved["answers"].items()} == {
        code: normal(answer) for code, answer in json.loads(text)["answers"].items()
    }


def normal(answer: str | dict[str, str]) -> dict[str, str]:
    """One way to write an answer of a file."""
    given = {"state": answer} if isinstance(answer, str) else answer
    return {key: value for key, value in given.items() if value}


@pytest.mark.parametrize("model", ["plaquette-de-presentation", "feuille-de-presence"])
def test_a_model_is_printed_without_a_word_of_this_site(page: Page, model: str):
    told = ("autoévaluation indicative", "page 1 sur")
    page.goto(f"/modeles/{model}")
    given = Sheet(page.pdf(prefer_css_page_size=True)).text
    assert [words for words in told if words in given] == []
    page.goto("/confidentialite")
    ours = Sheet(page.pdf(prefer_css_page_size=True)).text
    assert [words for words in told if words in ours] == list(told)


def test_what_does_not_count_stands_below_its_question_however_high_the_answer_is(page: Page):
    board = start(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{board}/saisie/1")
    row = page.locator("#p-1-1-c")
    row.get_by_text("Prévu", exact=True).click()
    expect(row.get_by_label("Qui s’en charge")).to_be_visible()
    question, hint = (row.locator(of).bounding_box() for of in (".statement", "p.hint"))
    assert 0 <= hint["y"] - question["y"] - question["height"] < 8
