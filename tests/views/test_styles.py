"""The page of components: for who works on the product, never for visitors."""

from tests.visitor import Visitor
from wizard import create_app


def test_the_components_are_shown_in_development_only(visitor):
    page = visitor.open("/styles")
    assert "Cette réponse a changé entre-temps" in page.text
    assert "Indiquez le nom de votre association." in page.text
    Visitor(create_app().test_client()).open("/styles", status=404)
