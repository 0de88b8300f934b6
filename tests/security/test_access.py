"""Who may open and send what, taken from the application's own list of routes."""

import pytest

from tests.security.routes import UNKNOWN, of_evaluations, start_and_share

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


def form_of(visitor, endpoint, url):
    """What the page of a POST address sends, from an evaluation that is the visitor's own."""
    board = "/".join(url.split("/")[:3])
    pages = {
        "plan.save": (f"{board}/plan?ajouter=1.1.a", "[id='plan-1.1.a']"),
        "sharing.revoke": (f"{board}/partage", "form[action$='/retirer']"),
        # There is no mail here: test_mail.py tries them with it.
        "keys.leave_email": (f"{board}/cles", "main form"),
        "keys.remove_email": (f"{board}/cles", "main form"),
    }
    page, selector = pages.get(endpoint, (url, "main form"))
    values = visitor.open(page).form(selector).values
    return values | ({"replace": "link"} if endpoint == "keys.replace" else {})


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
    found = of_evaluations(app, board)
    assert len(found) >= 20
    for route in found:
        method, url, endpoint = route.method, route.url, route.endpoint
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
    for route in of_evaluations(app, UNKNOWN):
        data = {"csrf_token": token}
        if route.method == "POST":
            data = form_of(visitor, route.endpoint, route.url.replace(UNKNOWN, own))
        answer = stranger.open(route.url, method=route.method, data=data)
        assert answer.status_code == 404, route


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
