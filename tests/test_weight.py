"""What goes over the wire, in bytes, headers and all: phones are old and links slow."""

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.test import TestResponse

from tests.visitor import FormData, Visitor
from wizard.referential import Referential
from wizard.scoring import Answers

KB = 1_000
LOADED = "link[rel=stylesheet], link[rel=icon], link[rel=prefetch], script[src], img[src]"
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd", "Sec-Fetch-Site": "same-origin"}
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def weight(response: TestResponse) -> int:
    """The bytes of an answer: its status, its headers, its body as it was sent."""
    headers = f"HTTP/1.1 {response.status}\r\n{response.headers}"
    return len(headers.encode()) + len(response.data)


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    return client.get(address, headers=BROWSER | headers, buffered=True)


def read(response: TestResponse) -> str:
    return UNPACK[response.headers.get("Content-Encoding")](response.data).decode()


def loaded_by(client: FlaskClient, page: str) -> set[str]:
    """The addresses of all that a browser loads beside a page, fonts included."""
    nodes = JustHTML(page, sanitize=False).query(LOADED)
    found = {node.attrs.get("href") or node.attrs["src"] for node in nodes}
    for sheet in [address for address in found if ".css" in address]:
        fonts = re.findall(r'url\("\.\.(/fonts/[^"]+)"\)', read(get(client, sheet)))
        found |= {f"/static{font}" for font in fonts}
    return found


def test_a_first_visit_takes_six_requests_and_sixty_kilobytes(app):
    client = app.test_client()
    home = get(client, "/", **{"Sec-Fetch-Site": "cross-site"})
    files = [get(client, address) for address in loaded_by(client, read(home))]
    assert 1 + len(files) <= 6
    assert weight(home) + sum(weight(file) for file in files) <= 60 * KB


@pytest.fixture
def filled(visitor: Visitor, referential: Referential, association, answers_of) -> str:
    """The board of an evaluation with realistic answers."""
    answers: Answers = answers_of(association)
    board = visitor.start(str(association["association"]))
    visitor.fill(board, referential, answers)
    return board


def test_a_next_page_takes_eight_kilobytes(visitor, filled):
    paths = ("", "/objectifs/1.1", "/objectifs/2.1", "/axes/1", "/conditions", "/synthese")
    paths += ("/resultat", "/plan", "/premier-tour", "/saisie", "/dossier")
    pages = ["/commencer", "/methode", *(filled + path for path in paths)]
    sizes = {page: weight(get(visitor.client, page)) for page in pages}
    assert {page: size for page, size in sizes.items() if size > 8 * KB} == {}


def test_a_result_without_answers_is_no_heavier(visitor):
    assert weight(get(visitor.client, f"{visitor.start()}/resultat")) <= 6 * KB


def test_a_save_takes_three_kilobytes_each_way(visitor, filled):
    address = f"{filled}/objectifs/1.1"
    form: FormData = visitor.open(address).form("#objectif")
    sent = BROWSER | {"HX-Request": "true", "HX-Current-URL": f"http://localhost{address}"}
    answer = visitor.client.post(
        form.action, data=form.values | {"p-1-1-a-state": "no"}, headers=sent
    )
    assert answer.status_code == 200
    assert weight(answer) <= 3 * KB
    asked = answer.request
    assert len(str(asked.headers)) + int(asked.content_length) <= 3 * KB


def test_what_another_site_asks_for_with_a_cookie_is_not_compressed(visitor):
    board = visitor.start()
    for site in ("cross-site", "same-site"):
        answer = get(visitor.client, board, **{"Sec-Fetch-Site": site})
        assert "Content-Encoding" not in answer.headers
    headers = {"Accept-Encoding": "gzip"}  # an old browser, which does not say who asks
    assert "Content-Encoding" not in visitor.client.get(board, headers=headers).headers
    assert get(visitor.client, board).headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    ("asked", "coding"),
    [("gzip, br;q=1", "br"), ("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("zstd", None)],
)
def test_pages_and_files_come_in_the_best_coding_that_the_browser_reads(app, asked, coding):
    client = app.test_client()
    page = client.get("/methode", headers={"Accept-Encoding": "identity"}).text
    for address in ("/methode", *loaded_by(client, page)):
        plain = client.get(address, buffered=True)
        packed = client.get(address, headers={"Accept-Encoding": asked}, buffered=True)
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert packed.headers.get("Content-Encoding") == (None if "woff2" in address else coding)
        assert UNPACK[packed.headers.get("Content-Encoding")](packed.data) == plain.data


def test_files_are_kept_for_ever_and_change_their_address_with_their_content(app):
    client = app.test_client()
    for address in loaded_by(client, read(get(client, "/commencer"))):
        answer = get(client, address)
        assert "immutable" in answer.headers["Cache-Control"], address
        assert "?v=" in address or "/fonts/" in address
        if address.partition("?")[0].endswith((".css", ".js", ".svg")):
            assert answer.headers["Content-Encoding"] == "br", address
