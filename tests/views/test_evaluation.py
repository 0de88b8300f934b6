"""The board, the check of an axis, the conditions."""

from urllib.parse import urlsplit

import pytest

from wizard.forms.saved import field_name


@pytest.fixture
def board(visitor):
    return visitor.start()


def test_the_board_shows_where_one_is_and_the_next_step(visitor, board):
    page = visitor.open(board)
    assert page.words(".status") == ["À compléter"] * 14
    assert page.link("Commencer par le premier objectif").endswith("/objectifs/1.1")
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "yes"})
    page = visitor.open(board)
    assert page.words(".status")[:2] == ["En cours", "À compléter"]
    states = {f"p-1-1-{letter}-state": "no" for letter in "bcdef"}
    visitor.send(visitor.open(f"{board}/objectifs/1.1").form("#objectif"), **states)
    page = visitor.open(board)
    assert page.words(".status")[:2] == ["Rempli", "À compléter"]
    assert page.link("Continuer").endswith("/objectifs/1.2")
    assert "1\u00a0objectif sur 14 terminé" in page.text


def test_the_board_says_until_when_it_is_kept_and_gives_the_private_link(visitor, board):
    page = visitor.open(board)
    assert "sera effacée le" in page.text
    assert "/reprendre/" in page.tree.query_one("#lien-prive").attrs["value"]


def test_the_check_of_an_axis_shows_each_answer_and_comes_back_after_a_change(visitor, board):
    form = visitor.open(f"{board}/objectifs/3.1").form("#objectif")
    visitor.send(form, **{"p-3-1-a-state": "planned", "p-3-1-a-due": "2099-03-01"})
    page = visitor.open(f"{board}/axes/3")
    assert page.heading == "Vérifiez vos réponses\u00a0: école"
    missing = "Pas de réponse : répondre"
    planned, answer = page.words("td")[:2]
    assert planned == "Prévu pour le 1er\u00a0mars\u00a02099"
    assert answer.startswith(missing)
    assert page.link(missing).endswith("#p-3-1-b")
    change = visitor.open(page.link("Modifier")).form("#objectif")
    assert visitor.send(change, **{"p-3-1-a-state": "yes"}).url == f"{board}/axes/3"
    assert visitor.open(f"{board}/axes/3").words("td")[0] == "Oui, c’est en place"


def test_an_evaluation_is_erased_once_its_name_is_typed(visitor, board):
    visitor.send(visitor.open(f"{board}/objectifs/1.1").form("#objectif"), remarks="à effacer")
    page = visitor.open(board)
    link = urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path
    page = visitor.open(page.link("Effacer maintenant"))
    kept = visitor.client.get(page.link("Télécharger un fichier"))
    assert kept.json["notes"]["1.1"]["remarks"] == "à effacer"
    page = visitor.send(page.form(), status=422, name="Les Amis")
    assert "Rien n’est effacé" in page.words(".error-summary a")[0]
    assert visitor.open(board).heading == "Tableau de bord"
    page = visitor.send(page.form(), name="lès amis du QUARTIER ")  # as on some keyboards
    assert page.heading == "L’évaluation est effacée"
    visitor.open(board, status=404)
    visitor.open(link, status=404)


def test_two_projects_of_one_association_are_told_apart(visitor, referential):
    primary, secondary = (visitor.bring(referential, {}, project=f"Clas {n}") for n in "ab")
    for board, name in ((primary, "Les Amis du Quartier, Clas a"), (secondary, "Clas b")):
        for path in ("", "/objectifs/1.1", "/plan", "/effacer"):
            page = visitor.open(board + path)
            assert name in page.title
            assert name in page.words(".evaluation-nav p")[0]
        for path in ("plan.ics", "dossier.docx", "fichier"):
            said = visitor.client.get(f"{board}/{path}").headers["Content-Disposition"]
            assert f"les_amis_du_quartier-clas_{name[-1]}-" in said
    assert [name.split(", 20")[0] for name in visitor.open("/").words(".evaluation-list a")] == [
        "Les Amis du Quartier, Clas b",
        "Les Amis du Quartier, Clas a",
    ]
    form = visitor.open(f"{primary}/effacer").form()
    visitor.send(form, status=422, name="Clas b")
    assert visitor.send(form, name="Clas a").heading == "L’évaluation est effacée"


def test_unknown_axes_do_not_exist(visitor, board):
    for code in ("5", "1.1", "x"):
        visitor.open(f"{board}/axes/{code}", status=404)


def test_conditions_are_ticked_and_remarked_without_any_level(visitor, board, referential):
    page = visitor.open(f"{board}/conditions")
    assert len(page.words(".check label")) == len(referential.conditions.codes)
    assert "Souvent demandé, à vérifier" in page.text
    assert "Source\u00a0:" in page.text
    result = visitor.open(f"{board}/resultat").words(".counts dd")
    ticked = sorted(referential.conditions.codes)[:2]
    visitor.send(page.form("#conditions"), ticked=ticked, remarks="Vu avec la Caf")
    again = visitor.open(f"{board}/conditions").form("#conditions").values
    assert sorted(again["ticked"]) == ticked
    assert again["remarks"] == "Vu avec la Caf"
    page = visitor.open(f"{board}/resultat")
    assert page.words(".counts dd") == result
    assert f"2\u00a0points vérifiés sur\u00a0{len(referential.conditions.codes)}" in page.text


def test_a_condition_answered_as_a_practice_is_not_asked_twice(visitor, board, referential):
    (code,) = referential.stating
    practice = referential.stating[code]
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{f"{field_name(practice.code)}-state": "yes"})
    assert "vous avez répondu «\u00a0Oui\u00a0» à" in visitor.open(f"{board}/conditions").text
    assert "24\u00a0points à passer en revue, 1\u00a0déjà acquis" in visitor.open(board).text
    statement = referential.conditions.by_code[code].statement
    assert statement not in visitor.open(f"{board}/synthese").words(".todo li")


def test_a_question_that_is_left_does_not_keep_one_on_its_page(visitor, board, referential):
    for code in ("1.2", "1.3", "1.4", "1.5"):
        form = visitor.open(f"{board}/objectifs/{code}").form("#objectif")
        states = [name for name in form.values if name.startswith("p-") and name.endswith("-seen")]
        visitor.send(form, **{name.replace("-seen", "-state"): "no" for name in states})
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    assert visitor.send(form, **{"p-1-1-a-state": "yes"}).url == f"{board}/objectifs/2.1"
    answers = {practice.code: "no" for practice in referential.practices[1:]}
    board = visitor.bring(referential, answers)
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    assert visitor.send(form).url == f"{board}/axes/1"


def test_questions_left_blank_are_told_on_the_next_page(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    page = visitor.send(form, **{"p-1-1-a-state": "yes"})
    (told,) = page.words(".certainty")
    assert "questions sont restées sans réponse" in told
    assert page.link("Y revenir") == f"{board}/objectifs/1.1#p-1-1-b"
    axis = visitor.open(f"{board}/axes/1")
    assert axis.link("Il manque") == "#sans-reponse"
    assert axis.tree.query_one("#sans-reponse").attrs["href"].endswith("#p-1-1-b")


def test_conditions_are_saved_in_place_and_conflicts_are_shown(visitor, board, referential):
    one, other = (visitor.open(f"{board}/conditions").form("#conditions") for _ in range(2))
    code, *codes = sorted(referential.conditions.codes)
    assert "Enregistré à" in visitor.fetch(one, ticked=[code])
    assert "Enregistré à" in visitor.fetch(other, ticked=[codes[1]])
    both = visitor.open(f"{board}/conditions").form("#conditions")
    assert sorted(both.values["ticked"]) == [code, codes[1]]
    visitor.send(both, remarks="le lundi")
    told = "Vos remarques ne sont pas enregistrées"
    assert told in visitor.fetch(other, status=409, ticked=[codes[1]], remarks="x")
    page = visitor.send(other, status=409, ticked=[codes[1]], remarks="x")
    kept = visitor.send(page.form("#conditions"), drop="conditions")
    assert kept.form("#conditions").values["remarks"] == "le lundi"


def test_unknown_conditions_are_refused(visitor, board):
    form = visitor.open(f"{board}/conditions").form("#conditions")
    visitor.send(form, status=400, ticked=["cadre.invente"])


def test_too_long_remarks_stay_on_screen(visitor, board):
    form = visitor.open(f"{board}/conditions").form("#conditions")
    page = visitor.send(form, status=422, remarks="x" * 5_001)
    assert "5\u00a0000\u00a0caractères au plus" in page.text
    assert len(page.form("#conditions").values["remarks"]) == 5_001


def test_two_pages_that_change_other_details_lose_nothing(visitor, board):
    one, other = (visitor.open(f"{board}/modifier").form() for _ in range(2))
    visitor.send(one, project="Après l’école")
    visitor.send(other, deadline="2098-03-15")
    values = visitor.open(f"{board}/modifier").form().values
    assert (values["project"], values["deadline"]) == ("Après l’école", "2098-03-15")


def test_details_that_two_pages_change_are_told_and_kept_when_sent_again(visitor, board):
    one, other = (visitor.open(f"{board}/modifier").form() for _ in range(2))
    visitor.send(one, project="Après l’école", deadline="2098-03-15", kind="renewal")
    sent = {"project": "Le soir", "deadline": "2098-04-15", "kind": "first"}
    page = visitor.send(other, status=409, **sent)
    assert "«\u00a0Après l’école\u00a0»" in page.words("#project-error")[0]
    assert "«\u00a015\u00a0mars\u00a02098\u00a0»" in page.words("#deadline-error")[0]
    values = page.form().values
    assert (values["project"], values["deadline"]) == ("Le soir", "2098-04-15")
    assert "Après l’école" in visitor.open(board).text
    visitor.send(page.form())
    assert "Le soir" in visitor.open(board).text


@pytest.mark.parametrize("seen", ["", "00000000", "0-0-0-0-0"])
def test_details_that_no_page_showed_are_refused(visitor, board, seen):
    visitor.send(visitor.open(f"{board}/modifier").form(), status=400, seen=seen)
