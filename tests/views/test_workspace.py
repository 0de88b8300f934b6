"""All evaluations of a workspace in one table, and the link that opens them."""

import csv
import io

import pytest


@pytest.fixture
def boards(visitor):
    names = ("Les Étoiles", "Atelier du soir", "=HYPERLINK(1)")
    return {name: visitor.start(name) for name in names}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_name_is_computed_by_a_spreadsheet(visitor, first):
    visitor.start(f"{first}1+1")
    cell = visitor.client.get("/espace.csv").text.splitlines()[1].partition(";")[0]
    assert cell == f"'{first}1+1"


def rows(page):
    return [name.split(" (")[0] for name in page.words(".evaluations tbody th a")]


def test_without_an_evaluation_the_page_says_what_to_do(visitor):
    page = visitor.open("/espace")
    assert "Aucune évaluation" in page.text
    assert page.link("Commencer") == "/commencer"


def test_one_evaluation_needs_no_search(visitor):
    visitor.start("Les Amis")
    page = visitor.open("/espace")
    assert rows(page) == ["Les Amis"]
    assert not page.tree.query(".filters")
    page = visitor.open("/espace?nom=autre")
    assert page.tree.query(".filters")
    assert "0\u00a0évaluation sur\u00a01" in page.text


def test_two_of_the_same_name_are_told_apart_by_the_hour(visitor):
    visitor.start("Les Amis")
    hour = "[data-label='Dernier changement']"
    assert " à " not in visitor.open("/espace").words(hour)[0]
    visitor.start("Les Amis")
    assert [" à " in words for words in visitor.open("/espace").words(hour)] == [True, True]


def test_every_evaluation_is_in_the_table_with_its_levels(visitor, boards):
    form = visitor.open(boards["Les Étoiles"] + "/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "yes"})
    page = visitor.open("/espace")
    assert rows(page) == ["Les Étoiles", "=HYPERLINK(1)", "Atelier du soir"]
    first = page.words(".evaluations tbody tr:first-child td")
    assert first[1].startswith("1 sur")
    assert first[2:4] == ["Provisoire", "Provisoire"]
    assert page.words(".evaluations tbody tr:last-child td")[2] == "Pas encore rempli"
    assert page.link("Les Étoiles") == boards["Les Étoiles"]


def test_the_table_shows_levels_and_deadlines_where_there_are_some(visitor, referential, boards):
    answers = dict.fromkeys([practice.code for practice in referential.practices], "no")
    assert "Dépôt au plus tard le" not in visitor.open("/espace").words("th")
    visitor.bring(referential, answers, association="Zèbre", deadline="2027-06-30")
    page = visitor.open("/espace?tri=niveau")
    assert rows(page)[0] == "Zèbre"
    first = page.words(".evaluations tbody tr:first-child td")
    standing = "À construire 0\u00a0objectif sur\u00a014 prêt"
    assert first[2:5] == [standing, standing, "30\u00a0juin\u00a02027"]


def test_the_table_is_sorted_and_filtered_without_a_script(visitor, boards):
    assert rows(visitor.open("/espace?tri=association"))[1:] == ["Atelier du soir", "Les Étoiles"]
    assert rows(visitor.open("/espace?nom=etoiles")) == ["Les Étoiles"]
    assert len(rows(visitor.open("/espace?tri=x&annee=x"))) == len(boards)
    page = visitor.open("/espace?annee=1999")
    assert rows(page) == []
    assert "0\u00a0évaluation sur\u00a03" in page.text


def test_the_table_can_be_opened_in_a_spreadsheet_which_computes_nothing(visitor, boards):
    response = visitor.client.get("/espace.csv?tri=association")
    assert response.mimetype == "text/csv"
    found = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in found] == [
        "Association",
        "'=HYPERLINK(1)",
        "Atelier du soir",
        "Les Étoiles",
    ]
    assert found[2][9] == boards["Atelier du soir"].rpartition("/")[2]


def test_before_a_second_evaluation_one_is_asked_about_the_first(visitor, boards):
    page = visitor.open("/commencer")
    assert page.words("main .certainty")[0].startswith("Vous avez déjà")
    assert "Les mêmes clés ouvriront aussi la nouvelle" in page.text
    assert page.form().values["association"] in boards
    assert page.link("Les Étoiles") == boards["Les Étoiles"]
