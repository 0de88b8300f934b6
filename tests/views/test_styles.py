"""The page of components: for who works on the product, never for visitors."""

from tests.visitor import Visitor
from wizard import create_app


def test_the_components_are_shown_in_development_only(visitor, tmp_path, monkeypatch):
    page = visitor.open("/styles")
    assert "Cette réponse a changé entre-temps" in page.text
    assert "Indiquez le nom de votre association." in page.text
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path / "served"))
    Visitor(create_app().test_client()).open("/styles", status=404)
