"""The paper loop: a questionnaire to print, then an axis a page to key it in."""

import re

import pytest

from tests.pdfs import Sheet, plain
from wizard.forms.saved import field_name


@pytest.fixture
def board(visitor):
    return visitor.start()


def test_the_questionnaire_asks_everything_in_six_pages_at_most(visitor, referential):
    paper = Sheet(visitor.client.get(visitor.open("/questionnaire").link("Ouvrir")).data)
    assert len(paper.pages) <= 6
    assert paper.claims_accessibility
    assert paper.language.startswith("fr")
    printed = without_spaces(paper.text)
    for practice in referential.practices:
        assert without_spaces(practice.code + practice.statement + practice.precision) in printed
    for objective in referential.objectives:
        for piece in objective.evidence:
            assert without_spaces(piece.name) in printed
    for group in referential.conditions.groups:
        for condition in group.conditions:
            assert without_spaces(condition.statement.rstrip(".")) in printed
            assert without_spaces(f"({condition.origin})") in printed


def test_the_questionnaire_holds_each_objective_on_one_page_and_says_what_follows(
    visitor, referential
):
    pages = Sheet(visitor.client.get("/questionnaire.pdf").data).pages
    assert "localhost/questionnaire dit comment" in plain(pages[0].replace("\u200b", ""))
    for objective in referential.objectives:
        title, last = f"{objective.code} {objective.short}", objective.evidence[-1].name
        (page,) = [page for page in map(without_spaces, pages) if without_spaces(title) in page]
        assert without_spaces(last) in page


def test_what_decides_of_an_answer_is_said_wherever_the_question_is_asked(
    visitor, board, referential
):
    told = [practice for practice in referential.practices if practice.precision]
    assert len(told) > 10
    blank = visitor.open("/questionnaire").text
    for practice in told:
        objective = referential.objective_of[practice.code].code
        pages = (f"{board}/objectifs/{objective}", f"{board}/saisie/{objective[0]}")
        for text in (blank, *(visitor.open(page).text for page in pages)):
            assert practice.precision in text


def test_the_paper_opened_from_an_evaluation_leads_back_to_where_it_is_keyed(visitor, board):
    paper = visitor.open(visitor.open(board).link("Questionnaire papier"))
    assert paper.link("saisissez ici") == f"{board}/saisie"
    assert paper.link("Tableau de bord") == board


def test_who_goes_on_keying_lands_where_something_is_left(visitor, referential):
    first, second, *_ = referential.axes
    keyed = {p.code: "no" for part in first.objectives for p in part.practices}
    board = visitor.bring(referential, keyed)
    assert visitor.open(f"{board}/saisie").url == f"{board}/saisie/{second.code}"
    board = visitor.bring(referential, {p.code: "no" for p in referential.practices})
    page = visitor.open(f"{board}/saisie")
    assert page.url == f"{board}/saisie/{first.code}"
    assert "«\u00a0Prévu\u00a0» sans date ne compte pas encore." in page.text


def without_spaces(text):
    """Lines may break after a hyphen: spaces tell nothing."""
    return re.sub(r"\s", "", text)


def test_keying_leads_from_axis_to_axis_then_to_the_conditions(visitor, board, referential):
    page = visitor.open(visitor.open(board).link("saisir ici"))
    for axis in referential.axes:
        assert axis.short.lower() in page.heading.lower()
        page = visitor.send(page.form("#saisie"))
    assert page.heading == "Conditions à vérifier"
    assert page.link("Retour\u00a0: saisir l’axe 4") == f"{board}/saisie/4"


def test_a_keyed_paper_gives_the_result_of_the_wizard(
    visitor, referential, association, answers_of
):
    answers = answers_of(association)
    wizard, paper = visitor.start("Les Amis"), visitor.start("Les Amis")
    visitor.fill(wizard, referential, answers)
    for axis in referential.axes:
        sent = {}
        for code, answer in answers.items():
            if code.startswith(f"{axis.code}."):
                sent[f"{field_name(code)}-state"] = answer.state.value
                sent[f"{field_name(code)}-due"] = answer.due.isoformat() if answer.due else ""
                sent[f"{field_name(code)}-owner"] = answer.owner
        visitor.send(visitor.open(f"{paper}/saisie/{axis.code}").form("#saisie"), **sent)
    texts = [
        visitor.open(f"{board}/resultat").text.replace(board[13:], "") for board in (wizard, paper)
    ]
    assert texts[0] == texts[1]


def test_pieces_and_remarks_are_keyed_too(visitor, board):
    form = visitor.open(f"{board}/saisie/1").form("#saisie")
    sent = {"p-1-5-ticked": ["1.5.p1"], "p-1-5-remarks": "Le mardi"}
    visitor.send(form, **sent)
    values = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert (values["ticked"], values["remarks"]) == ("1.5.p1", "Le mardi")


def test_a_wrong_date_keeps_the_whole_page(visitor, board):
    form = visitor.open(f"{board}/saisie/1").form("#saisie")
    sent = {"p-1-1-a-state": "planned", "p-1-1-a-due": "31/02/2027", "p-1-5-b-state": "yes"}
    page = visitor.send(form, status=422, **sent)
    assert "Indiquez une date complète" in page.text
    again = page.form("#saisie").values
    assert (again["p-1-1-a-due"], again["p-1-5-b-state"]) == ("31/02/2027", "yes")


def test_what_someone_else_answered_meanwhile_is_shown(visitor, board):
    form = visitor.open(f"{board}/saisie/1").form("#saisie")
    other = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(other, **{"p-1-1-a-state": "no", "remarks": "À eux"})
    mine = {"p-1-1-a-state": "yes", "p-1-1-b-state": "yes", "p-1-1-remarks": "À moi"}
    page = visitor.send(form, status=409, **mine)
    assert "La réponse enregistrée\u00a0: Non" in page.text
    assert "À eux" in page.text
    assert page.link("Nous aidons les enfants à organiser").endswith("#p-1-1-a")
    assert page.link("Les remarques de l’objectif 1.1").endswith("#p-1-1-alert")
    page = visitor.send(
        page.form("#saisie"),
        status=409,
        keep=page.tree.query_one("[name=keep]").attrs["value"],
        **mine,
    )
    page = visitor.send(page.form("#saisie"), drop="1.1")
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    assert (values["p-1-1-a-state"], values["p-1-1-b-state"]) == ("yes", "yes")
    assert values["remarks"] == "À eux"


def test_an_axis_that_does_not_exist_is_not_found(visitor, board):
    visitor.open(f"{board}/saisie/9", status=404)
