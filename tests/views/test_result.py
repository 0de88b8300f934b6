"""The result page: the same answers as the command line, in words; planning in place."""

import json

import pytest
from click.testing import CliRunner

from tests.pdfs import Sheet, plain
from wizard.cli import main
from wizard.forms.saved import field_name
from wizard.referential import Level


def test_page_and_command_line_say_the_same(visitor, referential, association, answers_of):
    renewal = "renouvellement" in str(association["association"])
    board = visitor.start(str(association["association"]), "renewal" if renewal else "first")
    visitor.fill(board, referential, answers_of(association))
    page = visitor.open(f"{board}/resultat")
    command = CliRunner().invoke(main, ["score", "-"], input=json.dumps(association))
    data = json.loads(command.stdout)
    levels = referential.heading.levels

    rows = page.tree.query(".overview tbody tr:not(.axis-row)")
    cells = [[" ".join(cell.to_text().split()) for cell in row.query("th, td")] for row in rows]
    shown = [(c[0].split(" ")[0], c[1].split(" (")[0], c[2]) for c in cells]
    objectives = [o for axis in data["axes"] for o in axis["objectives"]]
    assert shown == [
        (o["code"], *(levels[Level(o[at])].name for at in ("today", "projected")))
        for o in objectives
    ]
    overall = data["overall"]
    counts = " ".join(page.words(".counts dd"))
    assert f"{overall['objectives_ready']}\u00a0objectif" in counts
    assert f"{overall['objectives_ready_projected']}\u00a0objectif" in counts
    unplanned = [action["practice"] for action in data["actions"] if not action["planned"]]
    first = [node.attrs["id"] for node in page.tree.query(".steps .action")]
    assert first == [f"action-{code}" for code in unplanned[:3]]
    plan = visitor.open(f"{board}/plan")
    everywhere = {node.attrs["id"] for node in plan.tree.query("[id^=action-]")}
    assert {f"action-{action['practice']}" for action in data["actions"]} <= everywhere


@pytest.fixture
def board(visitor):
    return visitor.start()


def test_without_answers_the_result_is_a_range_and_says_what_is_missing(visitor, board):
    page = visitor.open(f"{board}/resultat")
    assert page.heading == (
        "Résultat provisoire\u00a0: entre «\u00a0À construire\u00a0» et «\u00a0Exemplaire\u00a0»"
    )
    assert "le niveau peut encore monter" in page.text
    assert page.link("Continuer à répondre").endswith("/objectifs/1.1")
    assert "0\u00a0objectif sur\u00a014 prêt" in page.text
    assert page.words(".counts .level") == ["Pas encore rempli"] * 2


def test_on_a_few_answers_no_advice_is_built_and_no_axis_is_judged(visitor, referential):
    board = visitor.bring(
        referential, {"1.1.a": "no", "1.2.a": "yes", "1.5.a": {"state": "planned"}}
    )
    page = visitor.open(f"{board}/resultat")
    assert page.heading == "Résultat provisoire\u00a0: «\u00a0À construire\u00a0»"
    assert "Votre prochain pas\u00a0: répondre à la suite" in page.words("h2")
    assert not page.words(".steps")
    assert "ne sont pas encore commencés" in page.text
    summary = visitor.open(f"{board}/synthese")
    assert "Le prochain pas\u00a0: répondre à la suite" in summary.words("h2")
    assert "Répondre aux 71\u00a0questions qui restent" in visitor.open(f"{board}/relais").text
    for path in ("resultat", "synthese", "relais"):
        assert "Pas encore rempli" in visitor.open(f"{board}/{path}").text


def test_a_document_at_hand_is_not_asked_for_as_a_first_step(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices} | {"1.4.a": "no"}
    held = {"1.4": {"ticked": ["1.4.p1"], "remarks": ""}}
    board = visitor.bring(referential, answers, notes=held)
    title = "Remplir un tableau"
    page = visitor.open(f"{board}/resultat")
    assert title not in page.text
    there = "le document «\u00a0Tableau «\u00a0Je sais faire, je cherche\u00a0»\u00a0» est coché"
    assert there in page.words(".confirm li")[0]
    assert page.link("Revoir cette réponse").endswith("#p-1-4-a")
    plan = visitor.open(f"{board}/plan")
    assert not plan.words("#premiers-pas")
    assert "document déjà là" in plan.words("[id='action-1.4.a']")[0]
    assert there in visitor.open(f"{board}/synthese").text
    for path in ("synthese", "relais"):
        assert title not in visitor.open(f"{board}/{path}").text


def test_answers_that_do_not_go_together_are_to_be_checked_first(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices} | {"1.2.a": "unknown"}
    board = visitor.bring(referential, answers)
    page = visitor.open(f"{board}/resultat")
    assert not page.words(".steps")
    told = "D’abord, 1\u00a0réponse à vérifier"
    assert told in page.words("h2")
    why = "je ne sais pas. Pourtant, «\u00a0Chaque trimestre"
    assert why in page.words(".confirm li")[0]
    summary = visitor.open(f"{board}/synthese")
    assert told in summary.words("h2")
    assert why in summary.text
    assert plain(why) in plain(Sheet(visitor.client.get(f"{board}/synthese.pdf").data).text)
    assert "réponse à vérifier" in visitor.open(f"{board}/plan").words("[id='action-1.2.a']")[0]
    objective = visitor.open(f"{board}/objectifs/1.2")
    assert "Deux réponses ne vont pas ensemble" in objective.text
    visitor.send(objective.form("#objectif"), **{"p-1-2-a-state": "yes"})
    assert "ne vont pas ensemble" not in visitor.open(f"{board}/objectifs/1.2").text
    assert told not in visitor.open(f"{board}/synthese").text


def test_a_plan_that_what_is_in_place_contradicts_is_to_be_checked_too(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices}
    planned = {"state": "planned", "due": "2098-03-01"}
    board = visitor.bring(referential, answers | {"1.2.a": planned})
    for path in ("resultat", "synthese"):
        page = visitor.open(f"{board}/{path}")
        assert "D’abord, 1\u00a0réponse à vérifier" in page.words("h2")
        assert "prévu pour le 1er\u00a0mars\u00a02098. Pourtant" in page.text


def test_what_is_in_place_beyond_the_next_level_is_told(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices} | {"2.1.a": "no"}
    board = visitor.bring(referential, answers)
    told = "4\u00a0pratiques plus avancées sont déjà en place."
    for path in ("resultat", "objectifs/2.1"):
        assert told in visitor.open(f"{board}/{path}").text
    visitor.send(
        visitor.open(f"{board}/objectifs/2.1").form("#objectif"), **{"p-2-1-a-state": "yes"}
    )
    assert told not in visitor.open(f"{board}/resultat").text


def test_help_with_homework_alone_is_told_not_to_be_enough(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices}
    warning = "à elle seule, n’est pas un Clas"
    board = visitor.bring(referential, answers | {"1.1.c": "no"})
    page = visitor.open(f"{board}/resultat")
    assert warning in page.text
    assert "pas une règle de la Caf" in page.text
    assert "\u00a0: 1.1\u00a0Appui et méthode" in page.text
    opened = visitor.open(page.link("Voir l’action\u00a0: choisir trois méthodes"))
    assert opened.words("#ouverte") == ["Choisir trois méthodes à travailler ce trimestre"]
    summary = visitor.open(f"{board}/synthese").text
    assert warning in summary
    assert "pas une règle de la Caf" in summary
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-c-state": "yes"})
    for path in ("resultat", "synthese"):
        assert warning not in visitor.open(f"{board}/{path}").text


def test_a_condition_that_is_ticked_settles_a_warning_or_contradicts_an_answer(
    visitor, referential
):
    answers = {practice.code: "yes" for practice in referential.practices}
    ticked = {"ticked": ["cadre.contenu", "cadre.encadrement"], "remarks": ""}
    board = visitor.bring(
        referential, answers | {"1.1.c": "no", "1.1.d": "no"}, notes={"conditions": ticked}
    )
    page = visitor.open(f"{board}/resultat")
    assert "n’est pas un Clas" not in page.text
    told = "Pourtant, la condition «\u00a0Deux adultes encadrent chaque groupe\u00a0» est cochée"
    assert told in page.words(".confirm li")[0]
    assert page.words(".first-steps h3") == ["Choisir trois méthodes à travailler ce trimestre"]
    assert told in visitor.open(f"{board}/synthese").text
    conditions = visitor.open(f"{board}/conditions")
    box = conditions.tree.query_one("#cadre-encadrement")
    told = "deux adultes encadrent chaque groupe\u00a0», vous avez répondu «\u00a0Non\u00a0»"
    assert told in conditions.words(f"#{box.attrs['aria-describedby'].split()[0]}")[0]
    for objective, given in {
        "1.1": {"ticked": "1.1.p2"},
        "1.2": {"ticked": "1.2.p1", "p-1-2-c-state": "unknown"},
    }.items():
        visitor.send(visitor.open(f"{board}/objectifs/{objective}").form("#objectif"), **given)
    document, calendar = visitor.open(f"{board}/resultat").words(".confirm li")
    named = "«\u00a0Tableau des groupes et des encadrants\u00a0»"
    assert f"est cochée et le document {named} est coché." in document
    assert "le document «\u00a0Calendrier des visites et des sorties\u00a0» est coché." in calendar


def test_who_is_named_for_a_first_step_stands_in_place_of_who_usually_does_it(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices}
    board = visitor.bring(referential, answers | {"1.1.c": {"state": "planned", "owner": "Zoé"}})
    summary = visitor.open(f"{board}/synthese").text
    assert "Zoé. Document à garder" in summary
    assert "Souvent" not in summary


def test_an_excellent_association_is_told_so(visitor, board, referential):
    for objective in referential.objectives:
        form = visitor.open(f"{board}/objectifs/{objective.code}").form("#objectif")
        yes = {f"{field_name(p.code)}-state": "yes" for p in objective.practices}
        visitor.send(form, then="board", **yes)
    page = visitor.open(f"{board}/resultat")
    assert page.heading == "Votre projet est exemplaire"
    assert "14\u00a0objectifs sur\u00a014 prêts" in page.text
    assert "Il n’y a aucune action à prévoir" in page.text
    assert "Il n’y a aucune action à prévoir" in visitor.open(f"{board}/plan").text
    assert "aucune action n’est à promettre" in visitor.open(f"{board}/relais").text
    assert len(page.words(".strengths li")) == len(referential.practices)
    assert "Vous avez répondu aux 74\u00a0questions" in visitor.open(board).text


@pytest.fixture
def advised(visitor, referential):
    """The board of the fewest answers that give advice; its first step is 1.1.a, unanswered."""
    codes = [practice.code for practice in referential.foundations if practice.code != "1.1.a"]
    return visitor.bring(referential, dict.fromkeys([*codes, "4.1.b"], "no"))


def plan_form(visitor, board, page="resultat"):
    return visitor.open(f"{board}/{page}").form("[id='action-1.1.a'] form")


def test_planning_an_action_answers_the_practice(visitor, advised):
    form = plan_form(visitor, advised)
    page = visitor.send(form, planned="y", due="2099-03-01", owner="Nadia")
    assert "Le reste du questionnaire dira ce qui manque encore." in page.text
    counted = "56\u00a0actions (1\u00a0datée, 55\u00a0à prévoir)"
    assert counted in visitor.open(f"{advised}/plan").text
    values = visitor.open(f"{advised}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-a-state"] == "planned"
    assert values["p-1-1-a-due"] == "2099-03-01"
    assert values["p-1-1-a-owner"] == "Nadia"


def test_planning_updates_the_projection_in_place(visitor, advised):
    fragment = visitor.fetch(plan_form(visitor, advised), planned="y", due="2099-03-01")
    assert "Enregistré à" in fragment
    assert 'id="result_overview"' in fragment
    assert "<title>Résultat provisoire" in fragment
    assert "[id='objectif-1.1'] .objective-levels" in fragment
    page = visitor.open(f"{advised}/resultat")
    levels = page.words("[id='objectif-1.1'] .objective-levels")[0]
    assert "à consolider. Pour atteindre «\u00a0Prêt\u00a0», il manque" in levels


def test_a_plan_without_a_date_does_not_count_yet(visitor, advised):
    fragment = visitor.fetch(plan_form(visitor, advised), planned="y")
    assert "mais sans date" in fragment


def test_what_is_not_known_is_to_be_asked_before_it_is_planned(visitor, referential):
    implied = {code for practice in referential.practices for code in practice.implies}
    asked = next(p for p in referential.foundations if p.code not in implied and not p.same_as)
    answers = {practice.code: "yes" for practice in referential.practices} | {asked.code: "unknown"}
    page = visitor.open(f"{visitor.bring(referential, answers)}/resultat")
    where = referential.objective_of[asked.code].code
    told = f": 1\u00a0de ces réponses est parmi ce qui retient le projet, en {where}."
    assert told in page.text
    assert "Demandez d’abord à l’équipe." in page.words(".practice-named")[0]
    assert page.link("C’est déjà en place").endswith(f"#{field_name(asked.code)}")


def test_once_filed_the_next_year_is_offered_and_no_date_for_the_application(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "planned", "p-1-1-a-due": "2021-03-01"})
    papers = [f"{board}/{path}" for path in ("resultat", "synthese")]
    before = [visitor.open(paper).text for paper in papers]
    assert ["vant de déposer" in text for text in before] == [True, True]
    assert "préparer" not in before[0]
    visitor.send(visitor.open(f"{board}/modifier").form(), deadline="2020-04-30")
    assert visitor.open(papers[0]).link("préparer").endswith("/annee-suivante")
    filed = [visitor.open(paper).text for paper in papers]
    assert ["vant de déposer" in text for text in filed] == [False, False]
    assert "après le dépôt" not in filed[0]


def test_a_plan_can_be_given_up(visitor, advised):
    board = advised
    visitor.send(plan_form(visitor, board), planned="y", due="2099-03-01")
    form = plan_form(visitor, board, "plan")
    assert form.values["planned"] == "y"
    form.values.pop("planned")
    assert "est maintenant «\u00a0Non\u00a0»" in visitor.fetch(form)
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-a-state"] == "no"


def test_a_date_that_has_passed_is_marked(visitor, advised):
    visitor.send(plan_form(visitor, advised), planned="y", due="2020-03-01")
    assert "date dépassée" in visitor.open(f"{advised}/resultat").text
    assert "date dépassée" in visitor.open(f"{advised}/objectifs/1.1").text


def test_a_wrong_date_of_a_plan_stays_on_screen(visitor, advised):
    form = plan_form(visitor, advised)
    page = visitor.send(form, status=422, planned="y", due="31/02/2027", owner="Nadia")
    again = page.form("[id='action-1.1.a'] form").values
    assert (again["due"], again["owner"], again["planned"]) == ("31/02/2027", "Nadia", "y")
    assert "Non enregistré" in visitor.fetch(form, status=422, planned="y", due="31/02/2027")


def test_a_plan_never_overwrites_what_someone_else_answered(visitor, advised):
    form = plan_form(visitor, advised)
    objective = visitor.open(f"{advised}/objectifs/1.1").form("#objectif")
    visitor.send(objective, **{"p-1-1-a-state": "yes"})
    fragment = visitor.fetch(form, status=409, planned="y", due="2099-03-01")
    assert "cette action a changé entre-temps" in fragment
    visitor.send(form, status=409, planned="y", due="2099-03-01")
    values = visitor.open(f"{advised}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-a-state"] == "yes"


def test_a_plan_that_someone_else_fulfilled_is_explained_without_a_script(visitor, advised):
    form = plan_form(visitor, advised)
    objective = visitor.open(f"{advised}/objectifs/1.1").form("#objectif")
    visitor.send(objective, **{"p-1-1-a-state": "yes"})
    page = visitor.send(form, status=409, planned="y", due="2099-03-01")
    assert "Elle est gardée" in page.words(".error-summary")[0]


def test_an_unticked_box_says_nothing_of_what_was_not_planned(visitor, advised):
    form = plan_form(visitor, advised)
    visitor.send(form, due="n’importe quoi", owner="x" * 200)
    assert visitor.open(advised).words(".status")[0] == "À compléter"


def test_the_address_of_a_refused_plan_can_be_opened_again(visitor, board):
    assert visitor.open(f"{board}/actions/1.1.a").url == f"{board}/resultat"


@pytest.mark.parametrize("code", ["9.9.z", "1.1", "1"])
def test_only_practices_can_be_planned(visitor, advised, code):
    form = plan_form(visitor, advised)
    form.action = f"{advised}/actions/{code}"
    visitor.send(form, status=404, planned="y")


def test_remarks_and_pieces_are_shown_as_text(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, remarks="<b>Le lundi</b>", ticked=["1.5.p1"])
    page = visitor.open(f"{board}/resultat")
    assert "<b>Le lundi</b>" in page.text
    assert "Documents déjà là\u00a0: cahier ou feuilles de présence." in page.text


def test_what_is_planned_after_the_deadline_is_told_from_the_rest(visitor, board):
    visitor.send(visitor.open(f"{board}/modifier").form(), deadline="2098-06-30")
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "planned", "p-1-1-a-due": "2099-03-01"})
    assert "1\u00a0action est prévue après" in visitor.open(f"{board}/resultat").text


def test_the_picture_tells_what_holds_back_from_what_can_wait(visitor, board):
    visitor.send(
        visitor.open(f"{board}/objectifs/1.1").form("#objectif"), **{"p-1-1-a-state": "no"}
    )
    page = visitor.open(f"{board}/resultat")
    towers = page.tree.query(".tower")
    rungs = [[r.attrs["class"] for r in tower.query("rect, path")] for tower in towers]
    assert rungs[0] == ["rung-later", "rung-missing", "rung-missing"]
    assert all(set(others) == {"rung-none"} for others in rungs[1:])  # nobody answered these yet
    assert "pas encore de réponse" in page.words(".legend")[0]
