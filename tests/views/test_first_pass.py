"""Five minutes: what no objective can do without, and an honest partial result."""

import pytest

from wizard.forms.saved import field_name
from wizard.referential import Level


@pytest.fixture
def board(visitor):
    return visitor.start()


def sent(referential, state):
    return {f"{field_name(p.code)}-state": state for p in referential.foundations}


def test_a_first_pass_asks_one_practice_an_objective_and_ends_at_the_result(
    visitor, board, referential
):
    page = visitor.open(visitor.open(board).link("Faire un premier tour en 14"))
    assert len(page.words("fieldset.practice legend h3")) == len(referential.objectives)
    page = visitor.send(page.form("#premier-tour"), **sent(referential, "yes"))
    assert page.heading.startswith("Résultat provisoire")
    assert (
        "Premier tour\u00a0: l’essentiel est en place pour 14\u00a0objectifs sur\u00a014"
        in page.text
    )
    assert "Il manque 60\u00a0réponses" in page.text


def test_what_the_first_pass_asked_is_not_asked_again(visitor, board, referential):
    form = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    visitor.send(form, **sent(referential, "no"))
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    asked = next(p for p in referential.objectives[0].practices if p.rung is Level.TO_CONSOLIDATE)
    assert values[f"{field_name(asked.code)}-state"] == "no"
    assert "premier tour" not in visitor.open(board).text


def test_a_dated_plan_is_told_apart(visitor, board, referential):
    form = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    name = field_name(referential.foundations[0].code)
    answers = sent(referential, "yes")
    answers |= {f"{name}-state": "planned", f"{name}-due": "2027-03-01"}
    page = visitor.send(form, **answers)
    assert "pour 13\u00a0objectifs sur\u00a014, et prévu avec une date pour 1 de plus" in page.text
    visitor.send(visitor.open(f"{board}/objectifs/1.1").form("#objectif"), then="board")
    started = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    assert started.values[f"{name}-due"] == "2027-03-01"


def test_who_skips_some_is_told_how_many_are_missing_for_an_advice(visitor, board, referential):
    form = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    answers = dict(list(sent(referential, "no").items())[:11])
    page = visitor.send(form, **answers)
    assert "Il manque encore 3\u00a0réponses pour dire par quoi commencer" in page.text
    assert page.link("répondre au premier tour") == f"{board}/premier-tour"


def test_each_change_is_saved_as_one_answers(visitor, board):
    form = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    answered = visitor.fetch(form, **{"p-1-1-a-state": "yes"})
    assert "Enregistré à" in answered
    assert 'id="sheet_seen"' in answered
    again = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    assert again.values["p-1-1-a-state"] == "yes"


def test_a_wrong_date_keeps_the_page(visitor, board):
    form = visitor.open(f"{board}/premier-tour").form("#premier-tour")
    wrong = {"p-1-1-a-state": "planned", "p-1-1-a-due": "demain"}
    page = visitor.send(form, status=422, **wrong)
    assert page.form("#premier-tour").values["p-1-1-a-due"] == "demain"


def test_after_the_last_answer_the_result_comes_by_itself(visitor, board, referential, answers_of):
    answers = {"answers": {p.code: "yes" for p in referential.practices}}
    visitor.fill(board, referential, answers_of(answers))
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    page = visitor.send(form, then="next")
    assert page.url == f"{board}/resultat"
    assert "répondu aux 74\u00a0questions" in visitor.open(f"{board}/objectifs/1.1").text


def test_every_page_says_how_long_it_still_takes(visitor, board):
    assert "Il reste environ 25\u00a0minutes" in visitor.open(f"{board}/objectifs/1.1").text
    assert "Il reste environ 25\u00a0minutes" in visitor.open(f"{board}/axes/1").text
