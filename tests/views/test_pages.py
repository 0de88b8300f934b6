"""Pages that only tell, and errors."""

import pytest

from tests.visitor import Visitor
from wizard import create_app


@pytest.mark.parametrize(
    ("url", "heading"),
    [
        ("/methode", "Comment le niveau est calculé"),
        ("/confidentialite", "Confidentialité"),
        ("/accessibilite", "Accessibilité"),
        ("/mentions-legales", "Mentions légales"),
    ],
)
def test_pages_are_linked_from_every_page(visitor, url, heading):
    assert visitor.open("/").link(heading) == url
    assert visitor.open(url).heading == heading


def test_the_method_states_the_rule_from_the_content(visitor, referential):
    page = visitor.open("/methode")
    for level in referential.heading.levels.values():
        assert level.name in page.text
    assert f"{len(referential.practices)} pratiques" in page.text
    assert "convention prudente" in page.text
    assert "«\u00a0aujourd’hui\u00a0» pour un renouvellement" in page.text


def test_privacy_tells_the_retention_of_this_installation(instance, monkeypatch):
    monkeypatch.setenv("WIZARD_RETENTION_MONTHS", "7")
    monkeypatch.setenv("WIZARD_CONTACT", "contact@example.org")
    page = create_app().test_client().get("/confidentialite").text
    assert "effacée 7\u00a0mois" in page
    assert "contact@example.org" in page


def test_who_is_stuck_is_told_whom_to_ask(instance, monkeypatch):
    for name in ("PUBLISHER", "HOSTING", "CONTACT"):
        monkeypatch.delenv(f"WIZARD_{name}", raising=False)
    visitor = Visitor(create_app().test_client())
    for path in ("/mentions-legales", "/accessibilite"):
        page = visitor.open(path)
        assert "à qui vous a donné l’adresse" in page.text
        assert "WIZARD_" not in page.html
    assert "Libre réponse 71120" in page.text
    monkeypatch.setenv("WIZARD_CONTACT", "contact@example.org")
    visitor = Visitor(create_app().test_client())
    assert "contact@example.org" in visitor.open("/accessibilite").text
    assert "contact@example.org" in visitor.open("/").words(".site-footer")[0]


def test_who_has_an_evaluation_finds_it_again_from_every_page(visitor, new_visitor):
    visitor.start()
    for url in ("/glossaire", "/methode", "/plan-du-site"):
        assert visitor.open(url).link("Mes évaluations").endswith("/espace")
    assert "Mes évaluations" not in new_visitor().open("/glossaire").text


def test_the_site_map_leads_to_the_example(visitor):
    assert visitor.open("/plan-du-site").link("Un exemple terminé").endswith("/resultat")


def test_health(visitor):
    assert visitor.client.get("/sante").json == {"status": "ok"}


def test_errors_are_pages_in_french(visitor):
    assert visitor.open("/nulle-part", status=404).heading == "Cette page n’existe pas"
    page = visitor._read(visitor.client.post("/methode"), 405)
    assert "Rien n’a été enregistré" in page.text
    assert "GET" in page.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(visitor):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    page = visitor.send(form, status=413, remarks="x" * 600_000)
    assert page.heading == "C’est trop long"


def test_a_fault_of_ours_is_a_page_too_and_its_log_holds_no_secret(app, visitor, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["resume.link"] = lambda **_: 1 / 0
    page = visitor.open("/reprendre/very-secret", status=500)
    assert page.heading == "Le service a un problème"
    assert "resume.link" in caplog.text
    assert "very-secret" not in caplog.text
