"""Every page and state: axe-core in light and dark, every screen, letters twice as large.

A step of .ci/run: with it the suite, which looks at the pages of the journey, would be too long.

.venv/bin/pytest tests/browser/every_page.py
"""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests import developed
from tests.browser.addresses import (
    OF_A_CHANGED_CONTENT,
    OF_A_SECOND_YEAR,
    OF_AN_EVALUATION,
    PLAIN,
    WITH_MAIL,
)
from tests.browser.axe import check
from tests.browser.conftest import follow, prepare_next_year, send, start
from tests.browser.test_accessibility import start_unfolded, unfold
from tests.editions import Installation
from tests.served import Server


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
    board = start_unfolded(page)
    page.goto("/espace")
    check(page)
    for url in OF_AN_EVALUATION:
        unfold(page, board + url)
        check(page)


def test_a_page_whose_session_was_lost(page):
    board = start(page)
    page.goto(board)
    code = page.locator(".code").inner_text()
    page.goto(f"{board}/objectifs/1.5")
    page.context.clear_cookies()
    page.get_by_label("Remarques").fill("La feuille est dans le classeur.")
    page.get_by_role("button", name="Rouvrir l’évaluation").click()
    for key in ("", "trois mots seulement", code):
        page.get_by_label("Votre code ou votre lien").fill(key)
        check(page)
        page.get_by_role("button", name="Ouvrir l’évaluation").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("L’évaluation est ouverte")
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
    following = prepare_next_year(page, board)
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


def restyle(page: Page, css: str) -> None:
    """What a reader's own style sheet does; the policy of the pages forbids a style element."""
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
                    document.adoptedStyleSheets = [sheet]; }""",
        css,
    )


CUT = """() => [...document.querySelectorAll('main *')].filter(e => {
  const s = getComputedStyle(e);
  return e.offsetParent && !e.closest('.visually-hidden, .scroll, thead') && s.clipPath === 'none'
    && ['hidden', 'clip'].includes(s.overflowX)
    && !['svg', 'INPUT'].includes(e.tagName) && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.outerHTML.slice(0, 120))"""


# In a flex box each part of a text becomes a column.
SPLIT = """() => [...document.querySelectorAll('a, button, label, summary')].filter(e =>
  getComputedStyle(e).display.includes('flex') && e.querySelector('span:not(.visually-hidden)')
    && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim())
).map(e => e.outerHTML.slice(0, 120))"""


LARGE = "html { font-size: 200% }"
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
               word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"""


def fits(page: Page, width: int, css: str = "") -> None:
    page.set_viewport_size({"width": width, "height": 800})
    restyle(page, css)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width, css)
    if css:
        assert page.evaluate(CUT) == [], (page.url, css)


def test_every_page_fits_every_screen_and_every_text(page):
    board = start(page, name="Association" + "très" * 40)
    for url in [*PLAIN, *(board + path for path in OF_AN_EVALUATION)]:
        page.goto(url)
        assert page.evaluate(SPLIT) == [], url
        for width in (320, 768, 1280):
            fits(page, width)
        fits(page, 1280, LARGE)
        fits(page, 360, SPACED)


def test_no_table_is_cut_on_a_computer(page):
    details = {"association": "Les Ateliers du Canal", "kind": "first", "deadline": "2026-12-31"}
    board = urlsplit(send(page, "/commencer", details)).path
    for width in (1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for url in (
            "/espace",
            f"{board}/synthese",
            f"{board}/axes/1",
            "/methode",
            "/accessibilite",
        ):
            page.goto(url)
            cut = "found => found.filter(e => e.scrollWidth > e.clientWidth).length"
            assert page.locator(".scroll").evaluate_all(cut) == 0, (url, width)
