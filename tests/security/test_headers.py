"""What every answer carries: each route and method, for each visitor, errors and files included."""

import pytest

from tests.security.routes import every_route, start_and_share
from wizard import create_app
from wizard.security import HEADERS, STRICT_TRANSPORT_SECURITY

KEY_PAGES = {"resume.link", "resume.open_link", "sharing.reading", "sharing.open_reading"}
KEY_PAGES |= {"sharing.invitation", "sharing.open_invitation"}
TYPES = {
    "text/html; charset=utf-8",
    "application/json",
    "application/pdf",
    "text/csv; charset=utf-8",
    "text/calendar; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@pytest.fixture
def visitors(new_visitor):
    """One browser a role, the address of the evaluation, and the secret of its link."""
    owner, reader, helper, stranger = (new_visitor() for _ in range(4))
    board, link = start_and_share(owner, "Les Amis")
    reader.send(reader.open(link).form())
    invited = owner.send(owner.open(f"{board}/partage").form(), kind="edit")
    last = invited.tree.query_one("[id^=partage-]").attrs["value"]
    helper.send(helper.open("/" + last.split("/", 3)[3]).form())
    return [owner, helper, reader, stranger], board, link.rpartition("/")[2]


def test_the_headers_are_those_of_the_threat_model():
    assert HEADERS == {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
        "font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    assert STRICT_TRANSPORT_SECURITY == "max-age=31536000"


def test_every_route_answers_everybody_with_the_headers(app, visitors):
    browsers, board, secret = visitors
    routes = list(every_route(app, board, secret))
    assert len(routes) > 60
    for browser in browsers:
        for route in routes:
            with browser.client.open(route.url, method=route.method) as answer:
                check(answer, route.endpoint)


def check(answer, endpoint):
    expected = dict(HEADERS)
    if endpoint in KEY_PAGES:
        expected["Referrer-Policy"] = "strict-origin"
    found = {name: answer.headers.get(name) for name in expected}
    assert found == expected, (endpoint, answer.status_code)
    assert answer.headers.getlist("Content-Security-Policy") == [HEADERS["Content-Security-Policy"]]
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"HX-Request", "Cookie"} & set(answer.vary.as_set(preserve_casing=True))
    assert answer.headers["Content-Type"] in TYPES
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/nulle-part", 404),
        ("POST", "/methode", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/", 200),
        ("HEAD", "/", 200),
        ("GET", "/evaluations/" + "a" * 5000, 404),
        ("GET", "/evaluations/%00", 404),
        ("GET", "/evaluations/%ff%fe", 404),
        ("POST", "/commencer", 403),
    ],
)
def test_errors_and_other_methods_carry_them_too(visitor, method, url, status):
    answer = visitor.client.open(url, method=method)
    assert answer.status_code == status
    check(answer, None)


def test_an_answer_to_a_fault_of_ours_carries_them_too(app, visitor):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["pages.method"] = lambda **_: 1 / 0
    answer = visitor.client.get("/methode")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    check(answer, None)


def test_static_files_are_kept_for_ever_and_typed(visitor):
    page = visitor.open("/")
    for node in page.tree.query("script, link"):
        url = node.attrs.get("src") or node.attrs["href"]
        with visitor.client.get(url) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
            assert "Access-Control-Allow-Origin" not in answer.headers
        again = visitor.client.get(url, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert visitor.client.post(url).status_code == 405


def test_a_static_file_that_is_being_written_is_asked_for_each_time(instance):
    client = create_app({"DEBUG": True}).test_client()
    assert client.get("/static/css/capclas.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("url", ["/static/", "/static/js/", "/static/../pyproject.toml", "/.git/"])
def test_no_folder_is_listed_and_nothing_else_is_served(visitor, url):
    assert visitor.client.get(url).status_code == 404


def test_no_page_says_what_serves_it(visitor):
    headers = visitor.client.get("/").headers
    assert not {"Server", "X-Powered-By"} & {name.title() for name, _ in headers}


# Cookies


def cookie(app, base_url):
    return app.test_client().get("/commencer", base_url=base_url).headers["Set-Cookie"]


def test_the_cookie_is_plain_on_a_local_address(app):
    found = cookie(app, "http://127.0.0.1:8000")
    assert found.startswith("capclas=")
    assert "HttpOnly" in found
    assert "SameSite=Lax" in found
    assert "Secure" not in found


@pytest.fixture
def public_app(instance):
    return create_app({"URL": "https://capclas.example.org"})


def test_the_cookie_is_locked_to_the_host_in_https(public_app):
    found = cookie(public_app, "https://capclas.example.org")
    assert found.startswith("__Host-capclas=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(found.split("; "))
    assert "Domain" not in found


def test_every_cookie_is_the_session_and_no_route_sets_another(app, visitors):
    [owner, *_], board, secret = visitors
    for route in every_route(app, board, secret):
        if route.method == "GET":
            for sent in owner.client.get(route.url).headers.getlist("Set-Cookie"):
                assert sent.startswith("capclas=")
                assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(sent.split("; "))


def test_https_is_asked_for_the_next_time_and_only_where_it_is_there(public_app, visitor):
    secure = public_app.test_client().get("/", base_url="https://capclas.example.org")
    assert secure.headers["Strict-Transport-Security"] == STRICT_TRANSPORT_SECURITY
    assert "Strict-Transport-Security" not in visitor.client.get("/").headers


def test_another_host_name_is_refused(public_app):
    client = public_app.test_client()
    assert client.get("/", base_url="https://evil.example").status_code == 400
    answer = client.get(
        "/", base_url="https://capclas.example.org", headers={"X-Forwarded-Host": "evil.example"}
    )
    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def test_a_session_that_was_tampered_with_opens_nothing(new_visitor):
    owner, other = new_visitor(), new_visitor()
    board = owner.start()
    value = owner.client.get_cookie("capclas").value
    for forged in (value[:-2], value[1:], value.replace(".", "", 1), "", "e30.x.y"):
        other.client.set_cookie("capclas", forged)
        other.open(board, status=404)
    other.client.set_cookie("capclas", value)
    other.open(board)
