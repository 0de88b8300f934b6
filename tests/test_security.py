"""What every answer carries, and who may open what; taken from the app's own list of routes."""

import pytest

from wizard import create_app
from wizard.security import HEADERS


def addresses(app, board):
    """Every address of one evaluation, for each method it accepts."""
    public_id = board.rpartition("/")[2]
    values = {"code": {"evaluation.axis": "1", "result.plan": "1.1.a"}}
    for rule in app.url_map.iter_rules():
        if "public_id" in rule.arguments:
            code = values["code"].get(rule.endpoint, "1.1")
            adapter = app.url_map.bind("localhost")
            arguments = {"public_id": public_id, "code": code}
            arguments = {name: arguments[name] for name in rule.arguments}
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield method, adapter.build(rule.endpoint, arguments, method=method)


@pytest.mark.parametrize("known", [True, False])
def test_an_evaluation_of_someone_else_is_like_one_that_does_not_exist(
    app, visitor, new_visitor, known
):
    board, stranger = visitor.start(), new_visitor()
    stranger.start("Une autre association")
    if not known:
        board = "/evaluations/abcdefghjkmn"
    found = list(addresses(app, board))
    assert len(found) >= 10
    csrf = stranger.open("/commencer").form().values["csrf_token"]
    own = next(iter(stranger.open("/").tree.query(".evaluation-list a"))).attrs["href"]
    for method, url in found:
        path = url.replace(board, own)
        data = {"csrf_token": csrf}
        if method == "POST" and "/modifier" not in path:
            source = path.partition("/actions/")[0] + "/resultat" if "/actions/" in path else path
            selector = "[id='plan-1.1.a']" if "/actions/" in path else "main form"
            data = stranger.open(source).form(selector).values
        response = stranger.client.open(url, method=method, data=data)
        assert response.status_code == 404, (method, url)
        assert "Les Amis" not in response.text


def test_every_route_answers_with_the_headers(visitor):
    board = visitor.start()
    for url in ["/", "/methode", "/reprendre/x", board, f"{board}/resultat", "/nulle-part"]:
        headers = visitor.client.get(url).headers
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert headers["Cache-Control"] == "no-store"
        assert "HX-Request" in headers["Vary"]


def test_posts_without_the_token_are_refused_htmx_or_not(app, visitor):
    board = visitor.start()
    for method, url in addresses(app, board):
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


def test_the_cookie_is_locked_to_the_host_in_https(tmp_path, monkeypatch):
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
    app = create_app({"URL": "https://capclas.example.org"})
    found = cookie(app, "https://capclas.example.org")
    assert found.startswith("__Host-capclas=")
    assert "Secure" in found
    assert "Path=/" in found
    assert app.test_client().get("/", base_url="https://evil.example").status_code == 400


def test_a_declared_proxy_is_believed_and_the_private_link_has_the_public_address(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
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
    }
