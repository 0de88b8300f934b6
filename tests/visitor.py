"""A visitor without a script: opens pages, reads them, fills their forms.

Every page it opens is inspected, whatever the test is about: valid HTML, one h1, a title that
begins with it, unique ids, labels, French typography, nothing from another site.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

from flask.testing import FlaskClient
from justhtml import JustHTML

from wizard.forms.saved import field_name
from wizard.referential import Referential
from wizard.savefile import FORMAT, VERSION
from wizard.scoring import Answers

ERROR_MARK = "Erreur\u00a0: "
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
NO_TYPOGRAPHY = {"script", "style", "textarea", "code"}
TOKEN = re.compile('name="csrf_token" value="([^"]+)"')
WRONG_TYPOGRAPHY = re.compile(r"'|[ \t\n][:;!?»](\s|$)|«[ \t\n]")


@dataclass
class Page:
    status: int
    url: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = JustHTML(self.html, sanitize=False, strict=True)

    @property
    def heading(self) -> str:
        return _words(self.tree.query_one("h1"))

    @property
    def title(self) -> str:
        return _words(self.tree.query_one("title"))

    @property
    def text(self) -> str:
        return _words(self.tree.query_one("main"))

    def words(self, selector: str) -> list[str]:
        """The text of each element that `selector` finds."""
        return [_words(node) for node in self.tree.query(selector)]

    def link(self, text: str) -> str:
        """The address of the first link whose text begins with `text`."""
        for node in self.tree.query("a"):
            if _words(node).startswith(text):
                return node.attrs["href"]
        raise AssertionError(f"no link {text!r} in {self.url}: {self.words('a')}")

    def form(self, selector: str = "main form") -> "FormData":
        node = self.tree.query_one(selector)
        assert node, f"no form {selector} in {self.url}"
        return FormData(node.attrs["action"], dict(_default_values(node)))


@dataclass
class FormData:
    """What a browser would send: the names and values that the page holds."""

    action: str
    values: dict[str, str | list[str]]


class Visitor:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, url: str, status: int = 200) -> Page:
        return self._read(self.client.get(url), status)

    def send(self, form: FormData, status: int = 200, **changes: str | list[str]) -> Page:
        """Send a form with `changes` ("-" and "." of names are written "_"), follow redirects."""
        return self._read(self.client.post(form.action, data=form.values | changes), status)

    def fetch(self, form: FormData, status: int = 200, **changes: str | list[str]) -> str:
        """Send a form as htmx does, and return the fragment."""
        response = self.client.post(
            form.action, data=form.values | changes, headers={"HX-Request": "true"}
        )
        assert response.status_code == status, response.text
        return response.text

    def start(self, name: str = "Les Amis du Quartier", kind: str = "first") -> str:
        """Begin an evaluation; return the address of its board, which is not looked at."""
        form = self._usual_form("/commencer")
        return self._sent(form.action, form.values | {"association": name, "kind": kind})

    def _usual_form(self, address: str) -> FormData:
        """The form of a page that most tests begin with: it is read anew only when it changed."""
        html = self.client.get(address).text
        token = TOKEN.search(html)[1]
        form = _inspected_form(address, html.replace(token, "token"))
        return FormData(form.action, form.values | {"csrf_token": token})

    def _sent(self, action: str, values: dict[str, object]) -> str:
        """Where a form that is accepted leads."""
        response = self.client.post(action, data=values)
        assert response.status_code == 303, response.text
        return response.headers["Location"]

    def fill(
        self, board: str, referential: Referential, answers: Answers, **beside: object
    ) -> None:
        """Give `answers` through the objective pages; `beside` is sent with each page."""
        for objective in referential.objectives:
            form = self.open(f"{board}/objectifs/{objective.code}").form("#objectif")
            sent = dict(beside)
            for practice in objective.practices:
                if practice.code in answers:
                    answer, name = answers[practice.code], field_name(practice.code)
                    sent[f"{name}-state"] = answer.state.value
                    sent[f"{name}-due"] = answer.due.isoformat() if answer.due else ""
                    sent[f"{name}-owner"] = answer.owner
            self._sent(form.action, form.values | {"then": "board"} | sent)

    def bring(self, referential: Referential, answers: object, **details: object) -> str:
        """Begin with a file that holds `answers`, much sooner than page after page; return the
        address of the board."""
        content = {"association": "Les Amis du Quartier", "kind": "first", "deadline": None}
        content |= {"school_year": datetime.now(UTC).year, "answers": answers, "notes": {}}
        header = {"format": FORMAT, "version": VERSION, "referential": referential.version}
        file = io.BytesIO(json.dumps(header | content | details).encode())
        form = self._usual_form("/reprendre/fichier")
        board = self._sent(form.action, form.values | {"file": (file, "cap-clas.json")})
        return board.partition("?")[0]

    def _read(self, response, status: int) -> Page:
        while response.status_code in (302, 303):
            response = self.client.get(response.headers["Location"])
        page = Page(
            response.status_code,
            response.request.path,
            response.text,
            dict(response.headers),
        )
        assert page.status == status, f"{page.status} instead of {status}: {page.text}"
        inspect(page)
        return page


@lru_cache
def _inspected_form(address: str, html: str) -> FormData:
    page = Page(200, address, html)
    inspect(page)
    return page.form()


def inspect(page: Page) -> None:
    """What must hold on every page. The tree is walked once: hundreds of pages are inspected."""
    elements = list(_elements(page.tree.root))
    assert sum(node.name == "h1" for node in elements) == 1
    h1, title, body = (_first(elements, name) for name in ("h1", "title", "body"))
    assert _words(title).removeprefix(ERROR_MARK).startswith(_words(h1))
    levels = [int(node.name[1]) for node in elements if node.name in HEADINGS]
    jumps = [level for before, level in pairwise([1, *levels]) if level > before + 1]
    assert not jumps, f"headings of {page.url}: {levels}"
    ids = Counter(node.attrs["id"] for node in elements if "id" in node.attrs)
    assert not [name for name, count in ids.items() if count > 1], f"repeated ids in {page.url}"
    for node in elements:
        _inspect_links(page, node, ids)
        _inspect_print(page, node)
    assert all(node.attrs.get("action") for node in elements if node.name == "form")
    assert all(_is_named(node) for node in elements if node.name == "table"), page.url
    _inspect_controls(page, elements)
    _inspect_sources(elements)
    _inspect_typography(page, body)


def _elements(root) -> Iterator:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not node.name.startswith(("#", "!")):
            yield node
        waiting += reversed(node.children or [])


def _first(elements: list, name: str):
    return next(node for node in elements if node.name == name)


def _inspect_links(page: Page, node, ids: Counter[str]) -> None:
    """What a node points to inside the page is there."""
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for name in (node.attrs.get(attribute) or "").split():
            assert name in ids, f"{attribute}={name} points nowhere in {page.url}"
    if node.name == "a" and (node.attrs.get("href") or "").startswith("#"):
        assert node.attrs["href"][1:] in ids, f"{node.attrs['href']} in {page.url}"


def _inspect_print(page: Page, node) -> None:
    """A sentence of which a part is left out on paper ends there: the rest would make no sense."""
    left_out = False
    for child in node.children or []:
        if child.name in ("a", "span") and "no-print" in (child.attrs.get("class") or ""):
            left_out = True
        elif left_out:
            rest = child.data if child.name == "#text" else child.to_text()
            assert not rest.strip(), f"{rest!r} is printed alone in {page.url}"


def _is_named(table) -> bool:
    labelled = "aria-labelledby" in table.attrs or "grid" in table.attrs.get("class", "")
    return labelled or table.query_one("caption") is not None


def _inspect_controls(page: Page, elements: list) -> None:
    labelled = {node.attrs.get("for") for node in elements if node.name == "label"}
    for node in elements:
        if node.name in ("input", "select", "textarea") and node.attrs.get("type") != "hidden":
            assert node.attrs["id"] in labelled, f"{node.attrs['id']} has no label in {page.url}"


def _inspect_sources(elements: list) -> None:
    """Nothing inline that the content security policy refuses, nothing from elsewhere."""
    for node in elements:
        assert node.name != "style"
        assert not {"style", "onclick"} & node.attrs.keys()
        if node.name in ("script", "link", "img"):
            source = node.attrs.get("src") or node.attrs["href"]
            assert source.startswith("/static/"), source


def _inspect_typography(page: Page, body) -> None:
    """No straight apostrophe, and no space that breaks where French wants one that does not."""
    for text in _texts(body):
        assert not WRONG_TYPOGRAPHY.search(text), f"typography of {page.url}: {text!r}"


def _texts(node) -> Iterator[str]:
    for child in node.children or []:
        if child.name == "#text":
            yield child.data
        elif child.name not in NO_TYPOGRAPHY:
            yield from _texts(child)


def _words(node) -> str:
    return re.sub(r"[ \t\n]+", " ", node.to_text(separator=" ")).strip() if node else ""


def _default_values(form) -> Iterator[tuple[str, str | list[str]]]:
    several: dict[str, list[str]] = {}
    for node in form.query("input, textarea, select"):
        name, kind = node.attrs.get("name"), node.attrs.get("type")
        if not name or (kind in ("radio", "checkbox") and "checked" not in node.attrs):
            continue
        several.setdefault(name, []).append(_value(node))
    for name, values in several.items():
        yield name, values if len(values) > 1 else values[0]


def _value(node) -> str:
    if node.name == "textarea":
        return node.to_text()
    if node.name == "select":
        return node.query_one("option[selected]").attrs["value"]
    return node.attrs.get("value", "")
