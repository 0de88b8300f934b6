"""axe-core on a page, in light and in dark.

A theme changes colours only: what is read of a page is checked once, its colours in both themes.
"""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
