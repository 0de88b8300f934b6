"""The whole journey in a real browser, with and without JavaScript: the same answers and result."""

import json
import sqlite3
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, follow
from wizard.forms.saved import field_name
from wizard.paragraphs import STATES
from wizard.scoring import State

ASSOCIATION = Path(__file__).parent.parent / "associations" / "centre-social-renouvellement.json"


def walk(page: Page, server: Server, answers: dict) -> tuple[dict, list[str]]:
    """From the home page to the result; return the stored answers and what the result says."""
    page.goto(server.url)
    page.get_by_role("link", name="Commencer", exact=True).click()
    page.get_by_label("Nom de l’association").fill("Centre social des Trois Ponts")
    page.get_by_label("Un renouvellement").check()
    follow(page.get_by_role("button", name="Commencer l’évaluation"))
    public_id = page.url.rpartition("/")[2]
    follow(page.get_by_role("link", name="Commencer par le premier objectif"))
    while "/resultat" not in page.url:
        if "/objectifs/" in page.url:
            answer_objective(page, answers)
        elif "/conditions" in page.url:
            page.get_by_label("Les enfants accueillis sont scolarisés").check()
            follow(page.get_by_role("button", name="Voir le résultat"))
        else:
            follow(page.get_by_role("link", name="Continuer").last)
    summary = page.locator("h1, .counts, .first-steps h3, .overview tr").all_inner_texts()
    return stored(server, public_id), [text.strip() for text in summary]


def answer_objective(page: Page, answers: dict) -> None:
    objective = page.url.rpartition("/")[2]
    for code, answer in answers.items():
        if code.rpartition(".")[0] != objective:
            continue
        row = page.locator(f"#{field_name(code)}")
        state = answer if isinstance(answer, str) else answer["state"]
        row.get_by_label(STATES[State(state)], exact=True).check()
        if state == "planned":
            row.get_by_label("Pour quand").fill(answer.get("due", ""))
            row.get_by_label("Qui s’en charge").fill(answer.get("owner", ""))
    follow(page.get_by_role("button", name="Continuer"))


def stored(server: Server, public_id: str) -> dict:
    query = """SELECT practice, state, due, owner FROM answer JOIN assessment
               ON assessment.id = assessment_id WHERE public_id = ?"""
    with sqlite3.connect(server.instance / "capclas.sqlite") as db:
        return {code: rest for code, *rest in db.execute(query, [public_id])}


def test_the_journey_ends_the_same_with_and_without_javascript(new_page, server):
    answers = json.loads(ASSOCIATION.read_text("utf-8"))["answers"]
    with_script = walk(new_page(reduced_motion="no-preference"), server, answers)
    without = walk(new_page(java_script_enabled=False), server, answers)
    expected = {
        code: [answer, None, ""]
        if isinstance(answer, str)
        else [answer["state"], answer.get("due"), answer.get("owner", "")]
        for code, answer in answers.items()
    }
    assert with_script[0] == without[0] == expected
    assert with_script[1] == without[1]
    assert with_script[1][0] == "Votre projet est à consolider"


def test_the_journey_is_possible_with_the_keyboard_alone(page, server):
    page.goto(f"{server.url}/commencer")
    page.get_by_label("Nom de l’association").focus()
    page.keyboard.type("Les Amis")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Une première demande")).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evaluations/*")
    page.goto(f"{page.url}/objectifs/1.5")
    page.get_by_text("Les mots de cette page").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    row = page.locator("#p-1-5-a")
    expect(row.get_by_label("Oui, c’est en place")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(row.get_by_label("Prévu")).to_be_checked()
    page.keyboard.press("Tab")
    expect(row.get_by_label("Pour quand")).to_be_focused()
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")


def test_a_closed_browser_finds_its_draft_again(browser, browser_context_args, server):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto(f"{server.url}/commencer")
    page.get_by_label("Nom de l’association").fill("La Revenante")
    page.get_by_label("Une première demande").check()
    follow(page.get_by_role("button", name="Commencer l’évaluation"))
    link = page.get_by_label("Votre lien privé").input_value()
    kept = context.storage_state()
    context.close()
    again = browser.new_context(**browser_context_args, storage_state=kept).new_page()
    again.goto(server.url)
    expect(again.get_by_role("link", name="Reprendre La Revenante")).to_be_visible()
    elsewhere = browser.new_context(**browser_context_args).new_page()
    elsewhere.goto(link)
    follow(elsewhere.get_by_role("button", name="Reprendre"))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Tableau de bord")
    assert "/reprendre/" not in elsewhere.url
    for context in (again.context, elsewhere.context):
        context.close()
