"""No other site, and no request that no page of ours sends, changes anything."""

import pytest

from tests.security.routes import every_route, start_and_share
from tests.visitor import Visitor


@pytest.fixture
def board_and_link(visitor):
    return start_and_share(visitor, "Les Amis")


def posts(app, board, link=None):
    secret = link.rpartition("/")[2] if link else "x" * 43
    return [route for route in every_route(app, board, secret) if route.method == "POST"]


def token_of(visitor):
    return visitor.open("/commencer").form().values["csrf_token"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("token", [None, "", "wrong", "another browser's"])
def test_posts_without_the_token_of_this_browser_are_refused(
    app, visitor, new_visitor, board_and_link, headers, token
):
    if token == "another browser's":
        token = token_of(new_visitor())
    data = {} if token is None else {"csrf_token": token}
    for route in posts(app, *board_and_link):
        answer = visitor.client.post(route.url, data=data, headers=headers)
        assert answer.status_code == 403, route
    visitor.open(board_and_link[0])


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_posts_of_another_site_are_refused_even_with_the_token(app, visitor, board_and_link, site):
    data = {"csrf_token": token_of(visitor)}
    for route in posts(app, *board_and_link):
        answer = visitor.client.post(route.url, data=data, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403, route
    visitor.open(board_and_link[0])


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_may_send(app, site):
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = site
    assert Visitor(client).start().startswith("/evaluations/")


def test_no_address_that_is_only_opened_changes_anything(app, visitor, board_and_link):
    board, link = board_and_link
    before = visitor.client.get(f"{board}/fichier").data
    for route in every_route(app, board, link.rpartition("/")[2]):
        if route.method == "GET":
            visitor.client.get(route.url).close()
            visitor.client.head(route.url).close()
    assert visitor.client.get(f"{board}/fichier").data == before
    assert visitor.open(f"{board}/partage").words(".shares li")


@pytest.mark.parametrize("body", ["[1]", "5", '{"association": "A"}'])
def test_json_is_refused(visitor, body):
    headers = {"Content-Type": "application/json", "X-CSRFToken": token_of(visitor)}
    assert visitor.client.post("/commencer", data=body, headers=headers).status_code == 400


def test_a_name_that_no_form_offers_is_refused_everywhere(visitor, board_and_link):
    """No field that a page does not ask can be written: neither workspace, nor right, nor id."""
    board, _link = board_and_link
    forms = ["/commencer", f"{board}/modifier", f"{board}/objectifs/1.1", f"{board}/partage"]
    for url in forms:
        form = visitor.open(url).form("main form[method=post]")
        for name in ("workspace_id", "public_id", "right", "association_id"):
            answer = visitor.client.post(form.action, data=form.values | {name: "1"})
            assert answer.status_code == 400, (url, name)
