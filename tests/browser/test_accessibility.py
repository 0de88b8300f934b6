"""axe-core on every page and state, in light and in dark.

A theme changes colours only: what is read of a page is checked once, its colours in both themes.
"""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import developed
from tests.browser.addresses import (
    OF_A_CHANGED_CONTENT,
    OF_A_SECOND_YEAR,
    OF_AN_EVALUATION,
    PLAIN,
    WITH_MAIL,
)
from tests.browser.conftest import follow, start
from tests.editions import Installation
from tests.served import Server

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS = RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}


def check(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    for theme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour on its way
        conforms(page, rules)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def conforms(page: Page, rules: dict) -> None:
    """Run axe, which the page holds already."""
    found = page.evaluate("rules => axe.run(rules).then(({violations}) => ({violations}))", rules)
    results = AxeResults(found)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def test_pages_that_only_tell(page):
    for url in PLAIN:
        page.goto(url)
        check(page)


def test_every_component_and_every_page_of_what_went_wrong(page, instance):
    with developed.served() as site:
        for path in developed.PATHS:
            page.goto(site + path)
            check(page)


def test_pages_of_an_empty_evaluation(page):
    board = start(page)
    for url in OF_AN_EVALUATION:
        page.goto(board + url)
        check(page)


def test_pages_of_a_started_evaluation_everything_unfolded(page):
    board = start(page)
    page.goto(f"{board}/objectifs/1.5")
    for letter, label in zip("abcd", ("Oui", "Prévu", "Non", "Je ne sais pas"), strict=True):
        page.locator(f"#p-1-5-{letter}").get_by_label(label).check()
    page.locator("#p-1-5-b").get_by_label("Pour quand").fill("2020-03-01")
    expect(page.locator("#objective_feedback")).to_contain_text("date dépassée")
    page.goto("/espace")
    check(page)
    for url in ["/objectifs/1.5", *OF_AN_EVALUATION]:
        page.goto(board + url)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        check(page)


def test_next_year_a_shared_result_and_an_invitation(page, new_page, base_url):
    board = start(page)
    page.goto(f"{board}/partage")
    page.get_by_label("Lire le résultat").check()
    page.get_by_role("button", name="Créer le lien").click()
    link = page.get_by_label("Le lien à donner").input_value()
    check(page)
    reader = new_page(base_url=base_url)
    reader.goto(link)
    check(reader)
    follow(reader.get_by_role("button", name="Lire le résultat"))
    check(reader)
    page.get_by_label("Aider à remplir").check()
    page.get_by_role("button", name="Créer le lien").click()
    expect(page.get_by_label("Le lien à donner")).to_have_count(2)
    reader.goto(page.get_by_label("Le lien à donner").first.input_value())
    check(reader)
    follow(reader.get_by_role("button", name="Ouvrir l’évaluation"))
    check(reader)
    page.goto(f"{board}/annee-suivante")
    follow(page.get_by_role("button", name="Préparer"))
    following = page.url
    for url in ("/objectifs/1.5", *OF_A_SECOND_YEAR):
        page.goto(following + url)
        check(page)


class Served(Installation):
    """The installation whose content changes, as a process."""

    server = None

    def restart(self) -> Server:
        if self.server:
            self.server.stop()
            self.server.start()
        else:
            self.instance.mkdir()
            self.server = Server(self.instance, WIZARD_CONTENT=str(self.content), **MAIL)
        return self.server


MAIL = {
    "WIZARD_SMTP_URL": "smtp://127.0.0.1:9",
    "WIZARD_MAIL_FROM": "capclas@example.org",
    "WIZARD_URL": "http://127.0.0.1",
}


def test_another_content_and_mail(new_page, tmp_path):
    served = Served(tmp_path)
    try:
        page = new_page(base_url=served.server.url)
        board = start(page, base_url=served.server.url)
        for url in [*WITH_MAIL, f"{board}/cles"]:
            page.goto(url)
            check(page)
        page.goto(f"{board}/objectifs/1.5")
        for letter in "abd":
            page.locator(f"#p-1-5-{letter}").get_by_label("Oui").check()
        follow(page.get_by_role("button", name="Enregistrer et revenir"))
        served.publish()
        for url in ["", "/objectifs/1.5", "/resultat", *OF_A_CHANGED_CONTENT]:
            page.goto(board + url)
            assert page.url == board + url
            check(page)
    finally:
        served.server.stop()


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
