"""Random requests over the application's own routes, with the names of its own forms."""

import io
import json
from urllib.parse import quote

from hypothesis import strategies as st

from tests.fuzz.pages import Reader
from tests.fuzz.session import application
from tests.fuzz.texts import DATES, HOSTILE, NAMES, REMARKS
from tests.security.routes import every_route, start_and_share
from tests.visitor import Page

METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]
VALUES = st.one_of(NAMES, REMARKS, DATES, st.sampled_from(["yes", "planned", "0-e3b0c442", "1"]))
PARTS = st.sampled_from([quote(text, errors="replace") for text in HOSTILE]) | st.text(
    "0123456789.abc-_%é/", max_size=50
)
HEADER_NAMES = (
    *("HX-Request", "HX-Current-URL", "Referer", "Origin", "Sec-Fetch-Site", "X-CSRFToken"),
    *("X-Forwarded-For", "X-Forwarded-Host", "Accept", "Range", "If-None-Match", "Cookie"),
)
HEADERS = st.dictionaries(
    st.sampled_from(HEADER_NAMES),
    st.sampled_from(["true", "bytes=0-9", "cross-site", "null", "*", "\xff", "capclas=e30.a.b"]),
    max_size=3,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(VALUES, inner, max_size=3),
    max_leaves=8,
)


class Owner(Reader):
    """A browser with one evaluation, and the forms that its pages offer."""

    def __init__(self) -> None:
        super().__init__(application())
        self.board, self.link = start_and_share(self, "Les Amis")
        self.routes = list(every_route(application(), self.board, self.link.rpartition("/")[2]))

    def _read(self, response, status):
        return self.follow(response, status)

    def form_of(self, url: str) -> dict:
        """The names and values that the first form of this address sends; none of a file."""
        answer = self.client.get(url, follow_redirects=True)
        if answer.mimetype != "text/html":
            return {}
        page = Page(answer.status_code, url, answer.text)
        forms = page.tree.query("form[method=post]")
        return page.form("form[method=post]").values if forms else {}


def mutated(draw, values: dict) -> dict:
    """The values of a form, some of them replaced, taken out, repeated or added."""
    changed = dict(values)
    for name in draw(st.lists(st.sampled_from(sorted(values) or ["x"]), max_size=4)):
        if name != "csrf_token":
            changed[name] = draw(VALUES | st.lists(VALUES, max_size=3))
    if draw(st.integers(0, 9)) == 0:
        changed[draw(VALUES)] = draw(VALUES)
    return changed


def send_one(draw, owner: Owner) -> None:
    route = draw(st.sampled_from(owner.routes))
    url = route.url
    if draw(st.integers(0, 4)) == 0:
        place = draw(st.integers(1, url.count("/")))
        parts = url.split("/")
        parts[place] = draw(PARTS)
        url = "/" + "/".join(parts).lstrip("/")
    if draw(st.booleans()):
        url += "?" + draw(st.sampled_from(["retour", "tri", "annee", "nom", "ajouter", "nouveau"]))
        url += "=" + quote(draw(VALUES), errors="replace")
    method = draw(st.sampled_from([route.method] * 8 + METHODS))
    data = mutated(draw, owner.form_of(route.url)) if method == "POST" else {}
    owner.ask(method, url, data=data, headers=draw(HEADERS))


def bring_file(draw, owner: Owner) -> None:
    """A file of ours with some of its values replaced; what is taken comes back the same."""
    whole = owner.client.get(f"{owner.board}/fichier").json
    for key in draw(st.lists(st.sampled_from(sorted(whole)), max_size=3)):
        whole[key] = draw(JSON)
    if isinstance(whole["answers"], dict):
        answer = {"state": draw(st.sampled_from(["yes", "planned", "?"])), "due": draw(DATES)}
        whole["answers"]["1.1.a"] = answer | {"owner": draw(VALUES)}
    if isinstance(whole["notes"], dict):
        whole["notes"]["1.1"] = {"ticked": draw(JSON), "remarks": draw(VALUES)}
    send_file(owner, json.dumps(whole).encode())


def send_file(owner: Owner, text: bytes) -> None:
    """Bring a file; what is taken of it, every page takes too."""
    form = owner.page("/reprendre/fichier").form()
    answer = owner.post(form, file=(io.BytesIO(text), "f.json"))
    if answer.status_code == 422:
        return
    page = owner.follow(answer)
    board = page.url if page.url.startswith("/evaluations/") else page.link("Ouvrir")
    board = board.partition("?")[0]
    check_that_pages_take_it(owner, board)


def check_that_pages_take_it(owner: Owner, board: str) -> None:
    """No page refuses what is stored, and sending it again changes nothing."""
    before = owner.client.get(f"{board}/fichier").json
    for path, selector in (("objectifs/1.1", "#objectif"), ("modifier", "main form")):
        form = owner.page(f"{board}/{path}").form(selector)
        assert owner.post(form).status_code == 303, path
    assert owner.client.get(f"{board}/fichier").json == before
    for file in ("plan.ics", "plan.pdf", "synthese.pdf", "dossier.docx", "resultat", "dossier"):
        assert owner.ask("GET", f"{board}/{file}").status_code == 200
    for other in ("comparaison", "objectifs/1.1"):
        owner.ask("GET", f"{board}/{other}")


def any_request_is_answered(data: st.DataObject) -> None:
    owner = Owner()
    for _ in range(data.draw(st.integers(1, 6))):
        send_one(data.draw, owner)


def any_file_is_taken_or_refused(data: st.DataObject) -> None:
    bring_file(data.draw, Owner())
