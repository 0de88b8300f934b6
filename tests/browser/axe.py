"""axe-core on a page, in light and in dark.

A theme changes colours only: what is read of a page is checked once, its colours in both themes.
Beside axe: nothing is wider than the window, and no word is cut in two.
"""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Words and numbers that stand on two lines, except where any place may be cut.
CUT_WORDS = r"""() => {
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, range = document.createRange();
    if (!text.parentElement.checkVisibility() || text.parentElement.closest(
        '.visually-hidden, thead, script, textarea, .address')) continue;
    for (const word of text.data.matchAll(/(?<![\p{L}\d])[\p{L}\d]{2,20}(?![\p{L}\d])/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1)
        found.push(word[0]);
    }
  }
  return found;
}"""
COLOURS = RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}


def check(page: Page) -> None:
    page.evaluate(Axe().axe_script)
    for theme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # no colour on its way
        conforms(page, rules)
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    assert page.evaluate(CUT_WORDS) == [], page.url


def conforms(page: Page, rules: dict) -> None:
    """Run axe, which the page holds already."""
    found = page.evaluate("rules => axe.run(rules).then(({violations}) => ({violations}))", rules)
    results = AxeResults(found)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
