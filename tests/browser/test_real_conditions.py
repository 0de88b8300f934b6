"""A slow network, a session that is lost, Back and Forward, two tabs of one browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow, start

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


@pytest.fixture
def board(page: Page) -> str:
    return start(page)


def answer(page: Page, practice: str, label: str) -> None:
    page.locator(f"#{practice}").get_by_label(label, exact=True).check()


def is_answered(page: Page, practice: str, label: str) -> None:
    expect(page.locator(f"#{practice}").get_by_label(label, exact=True)).to_be_checked()


def test_on_a_slow_network_each_answer_is_saved_in_its_turn(page, board):
    page.goto(f"{board}/objectifs/1.5")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    for letter in "abcd":
        answer(page, f"p-1-5-{letter}", "Non")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    expect(page.locator("#objective_feedback")).to_contain_text("4 réponses sur 5")
    page.reload()
    for letter in "abcd":
        is_answered(page, f"p-1-5-{letter}", "Non")


def test_what_was_typed_when_the_session_was_lost_is_saved_with_the_code(page, board):
    page.goto(board)
    code = page.locator(".code").inner_text()
    page.goto(f"{board}/objectifs/1.5")
    page.context.clear_cookies()
    page.get_by_label("Remarques").fill("La feuille est dans le classeur.")
    expect(page.locator("#save-status")).to_contain_text("Non enregistré")
    expect(page.get_by_label("Remarques")).to_have_value("La feuille est dans le classeur.")
    page.get_by_role("button", name="Rouvrir l’évaluation").click()
    page.get_by_label("Votre code ou votre lien").fill(code)
    follow(page.get_by_role("button", name="Ouvrir l’évaluation"))
    follow(page.get_by_role("button", name="Enregistrer ce que j’avais écrit"))
    expect(page).to_have_url(f"{board}/objectifs/1.5")
    expect(page.get_by_text("C’est enregistré.").first).to_be_visible()
    expect(page.get_by_label("Remarques")).to_have_value("La feuille est dans le classeur.")
    page.reload()  # it is said once: what is saved next has its own words
    expect(page.get_by_label("Remarques")).to_have_value("La feuille est dans le classeur.")
    expect(page.get_by_text("C’est enregistré.")).to_have_count(0)


def test_a_plan_whose_session_was_lost_says_so_after_its_fields_and_is_not_left(page, board):
    page.goto(f"{board}/plan?ajouter=1.1.a")
    form = page.locator("[id='action-1.1.a'] form")
    form.get_by_label("Je prévois").check()
    expect(form.locator(".saved")).to_be_attached()
    page.context.clear_cookies()
    form.get_by_label("Qui s’en charge").fill("Samira")
    expect(form.get_by_role("alert")).to_contain_text("Non enregistré")
    expect(form.get_by_role("status")).to_have_text("")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(form.get_by_role("button", name="Rouvrir l’évaluation")).to_be_focused()
    asked = []  # whether to leave
    page.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    page.locator("li > a[href*='ajouter=']").first.click()
    expect(form.get_by_label("Qui s’en charge")).to_have_value("Samira")
    assert asked == ["beforeunload"]
    assert "ajouter=1.1.a" in page.url


def test_of_two_plans_lost_at_once_the_second_stays_behind_the_first(page, board):
    page.goto(f"{board}/premier-tour")
    for row in page.locator("fieldset.practice").all():
        row.get_by_label("Non", exact=True).check()
    follow(page.locator(".form-end").get_by_role("button", name="Voir le résultat"))
    plans = page.locator(".first-steps form").all()[:2]
    for form in plans:
        form.get_by_label("Je prévois").check()
        expect(form.locator(".saved")).to_be_attached()
    page.context.clear_cookies()
    for form in plans:
        form.get_by_label("Qui s’en charge").fill("Karim")
        expect(form.get_by_role("alert")).to_contain_text("Non enregistré")
    with page.expect_popup() as lost:
        plans[0].get_by_role("button", name="Rouvrir l’évaluation").click()
    expect(lost.value.get_by_role("heading", level=1)).to_contain_text("session")
    expect(lost.value.get_by_label("Ce que la page contenait")).to_have_value(re.compile("Karim"))
    expect(plans[0].get_by_role("alert")).to_contain_text("dans un nouvel onglet")
    expect(plans[1].get_by_label("Qui s’en charge")).to_have_value("Karim")


def test_back_forward_and_reload_show_what_is_stored(page, board):
    page.goto(f"{board}/objectifs/1.4")
    answer(page, "p-1-4-a", "Oui, c’est en place")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    follow(page.get_by_role("button", name="Continuer").last)
    answer(page, "p-1-5-a", "Non")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    page.go_back()
    is_answered(page, "p-1-4-a", "Oui, c’est en place")
    page.go_forward()
    is_answered(page, "p-1-5-a", "Non")
    page.reload()
    is_answered(page, "p-1-5-a", "Non")


def test_what_was_typed_just_before_loading_again_is_there_and_is_no_conflict(page, board):
    page.goto(f"{board}/objectifs/1.5")
    remarks = page.get_by_label("Remarques")
    remarks.fill("La feuille")
    page.reload()
    expect(remarks).to_have_value("La feuille")
    remarks.fill("La feuille est dans le classeur.")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    expect(page.locator(".conflict")).to_have_count(0)


def test_two_tabs_of_one_browser_never_overwrite_each_other(page, board):
    page.goto(f"{board}/objectifs/1.5")
    other = page.context.new_page()
    other.goto(f"{board}/objectifs/1.5")
    answer(other, "p-1-5-a", "Non")
    expect(other.locator("#save-status")).to_contain_text("Enregistré à")
    answer(page, "p-1-5-b", "Oui, c’est en place")
    expect(page.locator("#save-status")).to_contain_text("Enregistré à")
    page.goto(f"{board}/objectifs/1.5")
    is_answered(page, "p-1-5-a", "Non")
    is_answered(page, "p-1-5-b", "Oui, c’est en place")
