"""What one may look at before starting: a finished example, and the words of the field."""

from datetime import date
from itertools import pairwise

import pytest

from tests.pdfs import Sheet
from wizard import current, example
from wizard.referential import load


def test_the_home_page_leads_to_a_finished_example(visitor):
    page = visitor.open(visitor.open("/").link("Voir l’exemple en entier"))
    assert page.heading.startswith("Le projet est")
    assert "Cette association est inventée" in page.text
    assert not page.words("form")
    assert "date dépassée" not in page.text
    assert page.link("Commencer votre évaluation") == "/commencer"


@pytest.mark.parametrize("page", ["plan", "synthese"])
def test_the_example_can_be_read_further(visitor, page):
    assert "Les Petits Phares" in visitor.open(f"/evaluations/exemple/{page}").text


def test_a_printed_example_says_that_it_is_made_up(visitor):
    paper = Sheet(visitor.client.get("/evaluations/exemple/synthese.pdf").data)
    assert "exemple inventé" in paper.text


@pytest.mark.parametrize("page", ["", "/objectifs/1.1", "/cles", "/partage", "/effacer"])
def test_nobody_can_change_the_example(visitor, page):
    visitor.open(f"/evaluations/exemple{page}", status=404)


def test_the_example_answers_everything_and_holds_nothing_unknown(referential):
    file = example.load(referential)
    assert file.refused == ()
    assert file.answers.keys() == {practice.code for practice in referential.practices}


def test_the_dates_of_the_example_move_with_the_year(referential):
    file = example.load(referential)
    years = [example.assessment(file, year) for year in (2027, 2028, 2029)]
    for before, after in pairwise(years):
        for code, one in before.scored_answers.items():
            other = after.scored_answers[code]
            assert (one.due and one.due.year + 1) == (other.due and other.due.year)
    answers = years[0].scored_answers.values()
    assert all(answer.due > date(2027, 8, 31) for answer in answers if answer.due)


def test_a_content_of_ones_own_may_have_neither_example_nor_words(installation):
    (installation.content / "exemple.json").unlink()
    (installation.content / "glossaire.toml").unlink()
    installation.restart()
    visitor = installation.visitor()
    assert "exemple" not in visitor.open("/").text
    visitor.open("/evaluations/exemple/resultat", status=404)
    assert visitor.open("/glossaire").words("dt") == []


def test_a_page_explains_the_words_that_it_uses(visitor):
    board = visitor.start()
    words = visitor.open(f"{board}/objectifs/2.3").words(".words dt")
    assert "Codes de l’école" in words
    assert "RIB" not in words
    assert "Caf" in visitor.open(f"{board}/conditions").words(".words dt")


def test_every_word_of_the_glossary_is_used_somewhere(app):
    with app.app_context():
        words, content = current.words(), load()
    shown = (content.heading, content.axes, content.conditions)
    shown = (
        *shown,
        "Un exemple. Première demande ou renouvellement. Échelon. Axe. Pratique. Ps Clas",
        "Niveau. Premier tour : l’essentiel. Synthèse. Passer le relais. Porteur de projet.",
    )
    assert set(words.terms) == set(words.explaining(shown))


def test_the_texts_of_the_example_can_be_read_from_the_first_page(visitor):
    page = visitor.open(visitor.open("/").link("Des textes"))
    assert page.heading == "Textes pour votre dossier"
    assert page.words(".to-paste")
    assert "Changer les réponses" not in page.text
