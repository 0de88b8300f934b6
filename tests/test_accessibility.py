"""The statement says what is proved; the colours of each theme stand out."""

import re
from pathlib import Path

import pytest

from tests.browser.addresses import (
    NO_PAGES,
    OF_A_CHANGED_CONTENT,
    OF_A_SECOND_YEAR,
    OF_AN_EVALUATION,
    PLAIN,
    WITH_MAIL,
)
from wizard import accessibility
from wizard.accessibility import Status
from wizard.config import ROOT

CSS = (ROOT / "static" / "css" / "capclas.css").read_text("utf-8")
TEXTS = ("ink", "ink-soft", "accent", "accent-hover", "alert", "good")
SHAPES = ("line", "accent", "focus", "alert")
GROUNDS = ("paper", "surface", "sun-soft", "alert-soft")


def test_the_statement_answers_the_hundred_and_six_criteria():
    statement = accessibility.load()
    assert len({criterion.code for criterion in statement.criteria}) == 106
    assert sum(statement.number(status) for status in Status) == 106


def test_each_test_that_the_statement_names_exists():
    written = "".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("*.py"))
    for criterion in accessibility.load().criteria:
        if criterion.test:
            assert f"def {criterion.test}(" in written, criterion.code


def test_the_page_says_what_the_data_says(visitor):
    page = visitor.open("/accessibilite")
    statement = accessibility.load()
    rows = page.words("tbody tr")
    assert len(rows) == 106
    assert f"{statement.number(Status.MET)} respectés" in page.text
    assert "ne se déclare donc pas conforme" in page.text


def test_the_site_map_leads_everywhere(visitor):
    board = visitor.start("Les Amis")
    page = visitor.open("/plan-du-site")
    assert page.link("Les Amis") == board
    for node in page.tree.query("main a"):
        visitor.open(node.attrs["href"])


def test_no_page_is_forgotten_by_what_looks_at_all_of_them(app):
    routes = app.url_map.bind("localhost")
    listed = {
        routes.match(path.partition("?")[0])[0]
        for path in [
            *(path for path in [*PLAIN, *WITH_MAIL] if path != "/nulle-part"),
            *(
                f"/evaluations/x{path}"
                for path in OF_AN_EVALUATION + OF_A_CHANGED_CONTENT + OF_A_SECOND_YEAR
            ),
        ]
    }
    answered = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert listed == answered - NO_PAGES


def themes():
    """The tokens of each theme: those of the light one, then what the others change."""
    blocks = re.findall(r"(?:@media \(([^{]*)\) \{\s*)?:root \{([^}]*)\}", CSS)
    found = [
        (name, dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", body))) for name, body in blocks
    ]
    light = found[0][1]
    dark = light | dict(found)["prefers-color-scheme: dark"]
    for name, own in found:
        if "ink" in own and "size" not in name:
            yield name or "light", (dark if "dark" in name else light) | own


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("name", "tokens"), list(themes()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_colours_of_each_theme_stand_out(name, tokens):
    needed = 7 if "contrast" in name else 4.5
    for ground in GROUNDS:
        for text in TEXTS:
            assert contrast(tokens[text], tokens[ground]) >= needed, (name, text, ground)
        for shape in SHAPES:
            assert contrast(tokens[shape], tokens[ground]) >= 3, (name, shape, ground)
    assert contrast(tokens["on-accent"], tokens["accent"]) >= needed, name


def test_there_is_a_light_a_dark_and_two_high_contrast_themes():
    names = [name for name, _tokens in themes()]
    assert len([name for name in names if "print" not in name]) >= 4
