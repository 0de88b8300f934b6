"""What every answer carries, and who may open what; taken from the app's own list of routes."""

from urllib.parse import urlsplit

import pytest

from wizard import create_app
from wizard.security import HEADERS

# "result.former" answers 404 to all as long as the content did not change: see views/test_changes.
READERS = {
    ("GET", "result.page"),
    ("GET", "summary.page"),
    ("GET", "summary.pdf"),
    ("GET", "plan.page"),
    ("GET", "plan.pdf"),
    ("GET", "plan.calendar"),
    ("GET", "model_documents.catalogue"),
    ("GET", "model_documents.page"),
    ("GET", "model_documents.file"),
}
HELPERS = READERS | {
    ("GET", "evaluation.board"),
    ("GET", "changes.page"),
    ("GET", "evaluation.axis"),
    ("GET", "objective.page"),
    ("POST", "objective.save"),
    ("GET", "next_year.compare"),
    ("GET", "conditions.page"),
    ("POST", "conditions.save"),
    ("GET", "plan.action"),
    ("POST", "plan.save"),
    ("GET", "dossier.page"),
    ("GET", "paper.first"),
    ("GET", "paper.page"),
    ("GET", "first_pass.page"),
    ("POST", "first_pass.save"),
    ("POST", "paper.save"),
    ("GET", "dossier.file"),
}
CODES = {
    "evaluation.axis": "1",
    "paper.page": "1",
    "paper.save": "1",
    "plan.save": "1.1.a",
    "plan.action": "1.1.a",
    "model_documents.page": "feuille-de-presence",
    "model_documents.file": "feuille-de-presence",
}


def addresses(app, board):
    """Every address of one evaluation, for each method it accepts, with its endpoint."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "public_id" in rule.arguments:
            values = {
                "public_id": board.rpartition("/")[2],
                "code": CODES.get(rule.endpoint, "1.1"),
                "share_id": 1,
            }
            values = {name: values[name] for name in rule.arguments}
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield method, adapter.build(rule.endpoint, values, method=method), rule.endpoint


def form_of(visitor, endpoint, url):
    """What the page of a POST address sends, from an evaluation that is the visitor's own."""
    board = "/".join(url.split("/")[:3])
    pages = {
        "plan.save": (f"{board}/resultat", "[id='plan-1.1.a']"),
        "sharing.revoke": (f"{board}/partage", "form[action$='/retirer']"),
        # There is no mail here: test_mail.py tries them with it.
        "keys.leave_email": (f"{board}/cles", "main form"),
        "keys.remove_email": (f"{board}/cles", "main form"),
    }
    page, selector = pages.get(endpoint, (url, "main form"))
    values = visitor.open(page).form(selector).values
    return values | ({"replace": "link"} if endpoint == "keys.replace" else {})


def start_and_share(visitor, name, kind="read"):
    """Begin an evaluation and share it; return the address of its board and the path of the link.

    Prepared from another year and with a link to revoke, it has every page with its form.
    """
    board = visitor.send(visitor.open(f"{visitor.start(name)}/annee-suivante").form()).url
    page = visitor.send(visitor.open(f"{board}/partage").form(), kind=kind)
    return board, urlsplit(page.tree.query_one("[id^=partage-]").attrs["value"]).path


@pytest.mark.parametrize("role", ["stranger", "reader", "helper", "former helper"])
def test_each_may_open_and_send_what_was_given_and_nothing_else(app, new_visitor, role):
    owner, guest = new_visitor(), new_visitor()
    mine, _link = start_and_share(guest, "La sienne")
    board, link = start_and_share(owner, "Les Amis", "read" if role == "reader" else "edit")
    if role != "stranger":
        guest.send(guest.open(link).form())
    if role == "former helper":
        owner.send(owner.open(f"{board}/partage").form("form[action$='/retirer']"))
    allowed = {"reader": READERS, "helper": HELPERS}.get(role, set())
    found = list(addresses(app, board))
    assert len(found) >= 20
    for method, url, endpoint in found:
        own_url = url.replace(board, mine)
        data = form_of(guest, endpoint, own_url) if method == "POST" else {}
        response = guest.client.open(url, method=method, data=data)
        if (method, endpoint) in allowed:
            assert response.status_code in (200, 303), (method, url)
        else:
            assert response.status_code == 404, (method, url)
            assert "Les Amis" not in response.text


def test_an_evaluation_that_does_not_exist_answers_like_that_of_a_stranger(app, visitor):
    own, _link = start_and_share(visitor, "La sienne")
    token = visitor.open("/commencer").form().values["csrf_token"]
    stranger = visitor.client
    for method, url, endpoint in addresses(app, "/evaluations/abcdefghjkmn"):
        data = {"csrf_token": token}
        if method == "POST":
            data = form_of(visitor, endpoint, url.replace("/evaluations/abcdefghjkmn", own))
        assert stranger.open(url, method=method, data=data).status_code == 404, (method, url)


def test_every_route_answers_with_the_headers(visitor):
    board = visitor.start()
    for url in ["/", "/methode", "/reprendre", board, f"{board}/resultat", "/nulle-part"]:
        headers = visitor.client.get(url).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert headers["Cache-Control"] == "no-store"
        assert "HX-Request" in headers["Vary"]


def test_posts_without_the_token_are_refused_htmx_or_not(app, visitor):
    board = visitor.start()
    for method, url, _endpoint in addresses(app, board):
        if method == "POST":
            assert visitor.client.post(url).status_code == 403
            assert visitor.client.post(url, headers={"HX-Request": "true"}).status_code == 403
    assert visitor.client.post("/commencer").status_code == 403
    assert visitor.client.post("/reprendre/x").status_code == 403


def cookie(app, base_url):
    client = app.test_client()
    return client.get("/commencer", base_url=base_url).headers["Set-Cookie"]


def test_the_cookie_is_plain_on_a_local_address(app):
    found = cookie(app, "http://127.0.0.1:8000")
    assert found.startswith("capclas=")
    assert "HttpOnly" in found
    assert "SameSite=Lax" in found
    assert "Secure" not in found


def test_the_cookie_is_locked_to_the_host_in_https(instance):
    app = create_app({"URL": "https://capclas.example.org"})
    found = cookie(app, "https://capclas.example.org")
    assert found.startswith("__Host-capclas=")
    assert "Secure" in found
    assert "Path=/" in found
    assert app.test_client().get("/", base_url="https://evil.example").status_code == 400


def test_a_declared_proxy_is_believed_and_the_private_link_has_the_public_address(
    instance, monkeypatch
):
    monkeypatch.setenv("WIZARD_SECRET_KEY", "123456789012")
    public = "https://capclas.example.org"
    app = create_app({"URL": public, "PROXIES": 1, "WTF_CSRF_ENABLED": False})
    client = app.test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "capclas.example.org"}
    details = {"association": "A", "kind": "first", "school_year": "x"}
    page = client.get("/commencer", headers=forwarded).text
    details["school_year"] = page.partition('<option value="')[2][:4]
    started = client.post("/commencer", data=details, headers=forwarded)
    board = client.get(started.headers["Location"], headers=forwarded)
    assert f'value="{public}/reprendre/' in board.text


def test_json_is_refused(visitor):
    token = visitor.open("/commencer").form().values["csrf_token"]
    for body in ("[1]", "5", '{"association": "A"}'):
        response = visitor.client.post(
            "/commencer",
            data=body,
            headers={"Content-Type": "application/json", "X-CSRFToken": token},
        )
        assert response.status_code == 400


def test_static_files_are_kept_for_ever_and_typed(visitor):
    page = visitor.open("/")
    for node in page.tree.query("script, link"):
        url = node.attrs.get("src") or node.attrs["href"]
        with visitor.client.get(url) as response:
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "Access-Control-Allow-Origin" not in response.headers


def test_addresses_given_to_associations_do_not_disappear(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert rules >= {
        "/",
        "/commencer",
        "/evaluations/<public_id>",
        "/evaluations/<public_id>/objectifs/<code>",
        "/evaluations/<public_id>/axes/<code>",
        "/evaluations/<public_id>/conditions",
        "/evaluations/<public_id>/resultat",
        "/reprendre",
        "/reprendre/<secret>",
        "/methode",
        "/confidentialite",
        "/accessibilite",
        "/mentions-legales",
        "/sante",
        "/quitter",
        "/espace",
        "/evaluations/<public_id>/effacer",
        "/evaluations/<public_id>/changements",
        "/evaluations/<public_id>/ancien-resultat",
        "/evaluations/<public_id>/partage",
        "/partage/<secret>",
        "/invitation/<secret>",
    }
