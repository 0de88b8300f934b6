"""Leaving and coming back."""

from urllib.parse import urlsplit

import pytest


@pytest.fixture
def board(visitor):
    return visitor.start("Les Amis")


@pytest.fixture
def link(visitor, board):
    value = visitor.open(board).tree.query_one("#lien-prive").attrs["value"]
    return urlsplit(value).path


def test_the_same_browser_finds_its_draft_at_home(visitor, board):
    page = visitor.open("/")
    assert page.link("Les Amis") == board


def test_a_link_is_opened_in_two_steps(new_visitor, board, link):
    other = new_visitor()
    page = other.open(link)
    assert page.heading == "Reprendre votre évaluation"
    assert "Les Amis" not in page.text
    other.open(board, status=404)
    assert other.send(page.form()).url == board
    assert "Les Amis" in other.open(board).title


def test_a_link_can_be_pasted_and_a_wrong_one_is_told_at_once(new_visitor, board, link):
    other = new_visitor()
    form = other.open("/reprendre").form()
    page = other.send(form, status=422, link="")
    assert page.words(".error-summary a") == ["Collez le lien que vous avez gardé."]
    for wrong in ("coucou", "http://[abc", f"{link[:-1]}", "http://x/.."):
        page = other.send(page.form(), status=422, link=wrong)
        assert "Vérifiez qu’il est entier" in page.words(".error-summary a")[0]
        assert page.form().values["link"] == wrong
    page = other.send(page.form(), link=f" voici : https://example.org{link} . ")
    assert page.url == board


def test_leaving_a_device_forgets_it_but_not_the_evaluation(visitor, board, link):
    page = visitor.open(visitor.open(board).link("Quittez cet appareil"))
    assert page.tree.query_one("#lien-prive").attrs["value"].endswith(link)
    page = visitor.send(page.form())
    assert page.heading == "Cet appareil ne garde plus rien"
    visitor.open(board, status=404)
    assert "Les Amis" not in visitor.open("/").text
    assert visitor.send(visitor.open(link).form()).url == board


def test_a_wrong_link_opens_nothing_and_says_what_to_do(visitor, link):
    page = visitor.open(f"{link[:-1]}_", status=404)
    assert page.heading == "Ce lien n’ouvre aucune évaluation"
    form = visitor.open(link).form()
    form.action += "_"
    assert visitor.send(form, status=404).heading == page.heading


def test_the_page_of_a_link_does_not_tell_its_address_to_what_it_asks_for(visitor, link):
    assert visitor.open(link).headers["Referrer-Policy"] == "strict-origin"


def test_opening_a_link_changes_the_session_and_its_csrf_token(new_visitor, link):
    other = new_visitor()
    before = other.open("/commencer").form()
    other.send(other.open(link).form())
    page = other.send(before, status=403, association="A", kind="first")
    assert page.heading == "Cette page a été ouverte il y a trop longtemps"


def test_a_link_of_several_evaluations_leads_to_their_list(visitor, new_visitor, link):
    visitor.start("Une autre")
    other = new_visitor()
    page = other.send(other.open(link).form())
    assert page.url == "/espace"
    assert len(page.words(".evaluations tbody tr")) == 2
