"""axe-core on the pages of the journey, and when something is wrong.

`every_page.py` looks at all pages and states.
"""

from playwright.sync_api import Page, expect

from tests.browser.axe import check
from tests.browser.conftest import follow, start


def start_unfolded(page: Page) -> str:
    """An evaluation with one answer of each kind and a date that is past; its board."""
    board = start(page)
    page.goto(f"{board}/objectifs/1.5")
    for letter, label in zip("abcd", ("Oui", "Prévu", "Non", "Je ne sais pas"), strict=True):
        page.locator(f"#p-1-5-{letter}").get_by_label(label).check()
    page.locator("#p-1-5-b").get_by_label("Pour quand").fill("2020-03-01")
    expect(page.locator("#objective_feedback")).to_contain_text("date dépassée")
    return board


def unfold(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def test_pages_of_the_journey_everything_unfolded(page):
    board = start_unfolded(page)
    for url in ("/objectifs/1.5", "/resultat", "/plan"):
        unfold(page, board + url)
        check(page)


def test_errors_and_conflicts(page, new_page, base_url):
    page.goto("/commencer")
    page.get_by_role("button", name="Commencer l’évaluation").click()
    expect(page.locator("#erreurs")).to_be_focused()
    check(page)
    board = start(page)
    other = new_page(base_url=base_url)
    other.goto(page.get_by_label("Votre lien privé").input_value())
    follow(other.get_by_role("button", name="Reprendre"))
    page.goto(f"{board}/objectifs/1.5")
    other.goto(f"{board}/objectifs/1.5")
    other.locator("#p-1-5-a").get_by_label("Oui").check()
    expect(other.locator("#save-status")).to_contain_text("Enregistré à")
    page.locator("#p-1-5-a").get_by_label("Non").check()
    expect(page.locator(".conflict")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("#erreurs")).to_be_focused()
    check(page)
