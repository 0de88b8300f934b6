"""Who may open and send what, taken from the application's own list of routes."""

import pytest
from sqlalchemy import event

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
    ("POST", "evaluation.repeat_axis"),
    ("GET", "objective.page"),
    ("POST", "objective.save"),
    ("GET", "next_year.compare"),
    ("GET", "conditions.page"),
    ("POST", "conditions.save"),
    ("GET", "plan.action"),
    ("POST", "plan.save"),
    ("GET", "dossier.page"),
    ("GET", "paper.questionnaire"),
    ("GET", "paper.first"),
    ("GET", "paper.page"),
    ("GET", "first_pass.page"),
    ("POST", "first_pass.save"),
    ("POST", "paper.save"),
    ("GET", "dossier.file"),
}
# What each page that checks what was typed would show again: that is a way to read it.
TOO_LONG = "x" * 5_001
SLIPS = {
    "evaluation.details": {"association": ""},
    "evaluation.delete": {"name": ""},
    "objective.save": {"remarks": TOO_LONG},
    "conditions.save": {"remarks": TOO_LONG},
    "first_pass.save": {"p-1-1-a-state": "planned", "p-1-1-a-owner": TOO_LONG},
    "paper.save": {"p-1-1-remarks": TOO_LONG},
    "plan.save": {"planned": "y", "owner": TOO_LONG},
    "sharing.page": {"label": TOO_LONG},
}


def form_of(visitor, endpoint, url):
    """What the page of a POST address sends, from an evaluation that is the visitor's own."""
    board = "/".join(url.split("/")[:3])
    pages = {
        "plan.save": (f"{board}/plan?ajouter=1.1.a", "[id='action-1.1.a'] form"),
        "sharing.revoke": (f"{board}/partage", "form[action$='/retirer']"),
        "evaluation.repeat_axis": (f"{board}/axes/1", "main form"),
        # There is no mail here: test_mail.py tries them with it.
        "keys.leave_email": (f"{board}/cles", "main form"),
        "keys.remove_email": (f"{board}/cles", "main form"),
    }
    page, selector = pages.get(endpoint, (url, "main form"))
    values = visitor.open(page).form(selector).values
    pressed = {"keys.replace": {"replace": "link"}, "sharing.page": {"kind": "read"}}
    return values | pressed.get(endpoint, {})


@pytest.mark.parametrize("role", ["stranger", "reader", "helper", "former helper"])
def test_each_may_open_and_send_what_was_given_and_nothing_else(app, new_visitor, role):
    owner, guest = new_visitor(), new_visitor()
    # The owner's first: the shared link that routes take back is hers.
    board, link = start_and_share(owner, "Les Amis", "read" if role == "reader" else "edit")
    mine, _link = start_and_share(guest, "La sienne")
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
        allows = (method, endpoint) in allowed
        response = guest.client.open(url, method=method, data=data)
        assert response.status_code in ((200, 303) if allows else (404,)), (method, url)
        assert allows or "Les Amis" not in response.text
        if method == "POST" and endpoint in SLIPS:
            refused = guest.client.post(url, data=data | SLIPS[endpoint])
            assert refused.status_code == (422 if allows else 404), url


def test_who_loses_the_keys_while_a_form_is_on_its_way_changes_nothing(app, new_visitor):
    """The evaluation is read in time, to check the form; the transaction comes too late."""
    late, other = new_visitor(), new_visitor()
    board, link = start_and_share(other, "Les Amis")
    late.send(late.open(link).form())  # a right to read is what will remain
    for path, typed in (("modifier", {"association": "Autre"}), ("effacer", {"name": "Les Amis"})):
        keys = other.open(f"{board}/cles")
        late.send(late.open("/reprendre").form(), key=keys.words(".code")[0])
        form, replacing = late.open(f"{board}/{path}").form(), keys.form("form[action$='/cles']")

        def meanwhile(_connection, replacing=replacing):
            other.send(replacing, replace="both")

        event.listen(app.extensions["database"], "rollback", meanwhile, once=True)  # ends a reading
        late.send(form, 404, **typed)
        assert other.open(f"{board}/modifier").form().values["association"] == "Les Amis"


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
