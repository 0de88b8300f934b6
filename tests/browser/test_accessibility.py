"""axe-core on every page and state."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import follow, start

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PLAIN = ["/", "/commencer", "/reprendre", "/reprendre/fichier", "/reprendre/x", "/espace",
         "/quitter", "/methode", "/confidentialite", "/accessibilite",
         "/glossaire", "/plan-du-site", "/evaluations/exemple/resultat",
         "/evaluations/exemple/synthese", "/mentions-legales", "/nulle-part",
         "/questionnaire", "/modeles"]  # fmt: skip
OF_AN_EVALUATION = [
    "",
    "/objectifs/1.2",
    "/axes/2",
    "/conditions",
    "/resultat",
    "/plan",
    "/plan?ajouter=1.1.a",
    "/synthese",
    "/dossier",
    "/premier-tour",
    "/saisie/1",
    "/modeles/fiche-seance-type",
    "/modifier",
    "/effacer",
    "/cles",
    "/partage",
    "/relais",
    "/relais?feuille=1",
    "/annee-suivante",
]


def check(page: Page) -> None:
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.fixture(params=["light", "dark"])
def themed(request, new_page, base_url) -> Page:
    return new_page(color_scheme=request.param, base_url=base_url)


def test_pages_that_only_tell(themed):
    for url in PLAIN:
        themed.goto(url)
        check(themed)


def test_pages_of_an_empty_evaluation(themed):
    board = start(themed)
    for url in OF_AN_EVALUATION:
        themed.goto(board + url)
        check(themed)


def test_pages_of_a_started_evaluation_everything_unfolded(themed):
    board = start(themed)
    themed.goto(f"{board}/objectifs/1.5")
    for letter, label in zip("abcd", ("Oui", "Prévu", "Non", "Je ne sais pas"), strict=True):
        themed.locator(f"#p-1-5-{letter}").get_by_label(label).check()
    themed.locator("#p-1-5-b").get_by_label("Pour quand").fill("2020-03-01")
    expect(themed.locator("#objective_feedback")).to_contain_text("date dépassée")
    themed.goto("/espace")
    check(themed)
    for url in ["/objectifs/1.5", *OF_AN_EVALUATION]:
        themed.goto(board + url)
        themed.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        check(themed)


def test_next_year_and_a_shared_result(themed, new_page, base_url):
    board = start(themed)
    themed.goto(f"{board}/partage")
    themed.get_by_label("Lire le résultat").check()
    themed.get_by_role("button", name="Créer le lien").click()
    link = themed.get_by_label("Le lien à donner").input_value()
    check(themed)
    reader = new_page(base_url=base_url)
    reader.goto(link)
    check(reader)
    follow(reader.get_by_role("button", name="Lire le résultat"))
    check(reader)
    themed.goto(f"{board}/annee-suivante")
    follow(themed.get_by_role("button", name="Préparer"))
    following = themed.url
    for url in ("/objectifs/1.5", "/comparaison"):
        themed.goto(following + url)
        check(themed)


def test_errors_and_conflicts(themed, new_page, base_url):
    themed.goto("/commencer")
    themed.get_by_role("button", name="Commencer l’évaluation").click()
    expect(themed.locator("#erreurs")).to_be_focused()
    check(themed)
    board = start(themed)
    other = new_page(base_url=base_url)
    other.goto(themed.get_by_label("Votre lien privé").input_value())
    follow(other.get_by_role("button", name="Reprendre"))
    themed.goto(f"{board}/objectifs/1.5")
    other.goto(f"{board}/objectifs/1.5")
    other.locator("#p-1-5-a").get_by_label("Oui").check()
    expect(other.locator("#save-status")).to_contain_text("Enregistré à")
    themed.locator("#p-1-5-a").get_by_label("Non").check()
    expect(themed.locator(".conflict")).to_be_visible()
    check(themed)
    themed.get_by_role("button", name="Continuer").click()
    expect(themed.locator("#erreurs")).to_be_focused()
    check(themed)
