"""The plan: read, changed in place, printed, put in a calendar."""

import re

import pytest
from icalendar import Calendar

from tests.pdfs import Sheet, plain

COUNTS = "2\u00a0datées, 1\u00a0sans date"


@pytest.fixture
def board(visitor, referential):
    """One whose plan holds three actions, and whose filing deadline is known."""
    plan = dict.fromkeys([practice.code for practice in referential.foundations], "no") | {
        "1.1.b": {"state": "planned", "due": "2098-03-01", "owner": "Nadia"},
        "1.1.a": {"state": "planned", "due": "2098-06-01", "owner": "Karim"},
        "1.5.a": {"state": "planned"},
    }
    return visitor.bring(referential, plan, deadline="2098-04-02")


def add(visitor, board, code, **sent):
    page = visitor.open(f"{board}/plan?ajouter={code}")
    return visitor.send(page.form(f"[id='action-{code}'] form"), planned="y", **sent)


def line(visitor, board, code):
    return visitor.open(f"{board}/plan").form(f"[id='action-{code}'] form")


def titles(page):
    return page.words("main h2")


def test_the_plan_follows_the_deadline(visitor, board):
    page = visitor.open(f"{board}/plan")
    assert titles(page) == [
        "À faire avant le dépôt du 2\u00a0avril\u00a02098",
        "Les 3 premiers pas, à prévoir",
        "Prévu avant le dépôt",
        "Prévu après le dépôt",
        "À prévoir ensuite",
        "Pour aller plus loin",
    ]
    undated = "Mettre une feuille de présence à l’entrée"
    assert undated in page.words("[aria-labelledby=premiers-pas] h3")
    assert page.words(".by-date h3") == [
        "Écrire le déroulé d’une séance type",
        "Commencer la séance par l’agenda",
    ]
    assert f"Pour être prêt\u00a0: 56\u00a0actions ({COUNTS}, 53\u00a0à prévoir)." in page.text
    assert "Pour aller plus loin\u00a0: 18\u00a0actions, toutes à prévoir." in page.text


def test_a_date_moved_across_the_deadline_is_told_to_be(visitor, board):
    told = "Cela compte dans «\u00a0avec ce qui est prévu\u00a0», {} le dépôt."
    assert told.format("après") in visitor.fetch(line(visitor, board, "1.1.b"), due="2098-04-03")
    assert told.format("avant") in visitor.fetch(line(visitor, board, "1.1.b"), due="2098-04-02")


def test_without_a_deadline_the_plan_says_what_is_dated(visitor):
    board = visitor.start()
    assert "56\u00a0actions, toutes à prévoir" in visitor.open(f"{board}/plan").text
    page = add(visitor, board, "1.1.a", due="2098-06-01")
    assert titles(page) == [
        "À faire avant le dépôt",
        "Prévu et daté",
        "À prévoir",
        "Pour aller plus loin",
    ]


def test_an_added_action_is_an_answer(visitor, board):
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-b-state"] == "planned"
    assert values["p-1-1-b-due"] == "2098-03-01"
    assert values["p-1-1-b-owner"] == "Nadia"


def test_done_is_a_yes(visitor, board):
    form = visitor.open(f"{board}/plan")
    statement = "Le déroulé de nos séances est écrit"
    assert f"«\u00a0{statement}\u00a0» devient «\u00a0Oui" in form.words("[for='fait-1.1.b']")[0]
    page = visitor.send(form.form("[id='action-1.1.b'] form"), done="y")
    assert f"{statement}\u00a0» est maintenant «\u00a0Oui, c’est en place" in page.text
    assert page.link("Revoir cette réponse").endswith("#p-1-1-b")
    assert "55\u00a0actions (1\u00a0datée, 1\u00a0sans date, 53\u00a0à prévoir)" in page.text
    assert "1\u00a0pratique est déjà en place" in page.text
    values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
    assert values["p-1-1-b-state"] == "yes"


def test_in_place_the_counts_follow(visitor, board):
    fragment = visitor.fetch(line(visitor, board, "1.1.b"), done="y")
    assert "est maintenant «\u00a0Oui, c’est en place\u00a0»" in fragment
    assert 'id="plan_counts"' in fragment
    assert "1\u00a0pratique est déjà en place" in fragment


def test_date_and_person_are_changed_in_place(visitor, board):
    fragment = visitor.fetch(line(visitor, board, "1.1.b"), due="2098-05-05", owner="Zoé")
    assert "Prévu\u00a0: en place pour le 5\u00a0mai\u00a02098 – Zoé" in fragment
    assert titles(visitor.open(f"{board}/plan"))[2] == "Prévu après le dépôt"


def test_a_wrong_date_stays_on_the_page_of_the_plan(visitor, board):
    form = line(visitor, board, "1.1.b")
    page = visitor.send(form, status=422, due="31/02/2027")
    assert page.heading == "Plan d’action"
    assert page.form("[id='action-1.1.b'] form").values["due"] == "31/02/2027"
    assert "Non enregistré" in visitor.fetch(form, status=422, due="31/02/2027")


def test_a_wrong_date_of_an_added_action_too(visitor, board):
    form = visitor.open(f"{board}/plan?ajouter=1.2.a").form("[id='action-1.2.a'] form")
    assert "planned" not in form.values  # opened to be read, it is not in the plan yet
    page = visitor.send(form, status=422, planned="y", due="31/02/2027", owner="Zoé")
    assert page.form("[id='action-1.2.a'] form").values["owner"] == "Zoé"


def test_two_people_on_one_line_are_told(visitor, board):
    form = line(visitor, board, "1.1.b")
    visitor.send(line(visitor, board, "1.1.b"), done="y")
    page = visitor.send(form, status=409, due="2098-01-01")
    assert page.heading == "Plan d’action"
    assert "cette action a changé entre-temps" in visitor.fetch(form, status=409, due="2098-01-01")


def test_to_keep_that_it_is_done_says_so_where_the_action_has_left_the_plan(visitor, board):
    visitor.send(line(visitor, board, "1.1.b"), done="y")
    kept = visitor.open(f"{board}/actions/1.1.b?retour=plan")  # « Garder ce qui est enregistré »
    assert "est maintenant «\u00a0Oui, c’est en place\u00a0»" in kept.words(".certainty")[0]


def test_who_dates_an_action_and_who_names_somebody_are_kept_together(visitor, board):
    former = line(visitor, board, "1.1.b").values
    dated, named = line(visitor, board, "1.1.b"), line(visitor, board, "1.1.b")
    visitor.send(dated, due="2098-02-20", owner=former["owner"])
    fragment = visitor.fetch(named, owner="Zoé")
    assert "en place pour le 20\u00a0février\u00a02098 – Zoé" in fragment
    assert "Une partie a changé ailleurs." in fragment
    again = line(visitor, board, "1.1.b").values
    assert (again["due"], again["owner"]) == ("2098-02-20", "Zoé")


def test_a_reader_sees_the_plan_and_no_form(visitor, board, new_visitor):
    page = visitor.send(visitor.open(f"{board}/partage").form(), kind="read")
    link = page.tree.query_one("[id^=partage-]").attrs["value"]
    reader = new_visitor()
    reader.send(reader.open(link).form())
    page = reader.open(f"{board}/plan")
    assert "Prévu\u00a0: en place pour le 1er\u00a0mars\u00a02098 – Nadia" in page.text
    assert not page.tree.query("main form")
    opened = reader.open(page.link("Parler à trois parents de leur enfant"))
    assert "Choisir trois enfants avant la séance." in opened.words("li")
    assert not opened.tree.query("main form")
    assert "Ajouter les dates" not in page.text


def test_the_first_steps_are_those_of_the_result_and_open_from_the_plan(visitor, referential):
    answers = {practice.code: "no" for practice in referential.foundations}
    board = visitor.bring(referential, answers)
    plan, result = visitor.open(f"{board}/plan"), visitor.open(f"{board}/resultat")
    steps = plan.words("[aria-labelledby=premiers-pas] li a")
    assert steps == result.words(".first-steps h3")
    for step in steps:
        assert visitor.open(plan.link(step)).words("#ouverte") == [step]


def test_the_sheet_holds_the_plan(visitor, board):
    response = visitor.client.get(f"{board}/plan.pdf")
    paper = Sheet(response.data)
    assert paper.title.startswith("Plan d’action – Les Amis du Quartier")
    assert paper.claims_accessibility
    for words in (
        "« Le déroulé de nos séances est écrit »",
        "Pour y arriver : écrire le déroulé d’une séance type",
        "À faire avant le dépôt du 2 avril 2098",
        "compter quelques jours",
        "Nadia",
        "1er mars 2098",
        "Les 3 premiers pas, à prévoir",
        "Pour être prêt : 56 actions (2 datées, 1 sans date, 53 à prévoir).",
        "Le budget prévisionnel du Clas est équilibré",
    ):
        assert words in paper.text
    assert "Plan provisoire" in paper.text
    ready, _, further = paper.text.partition("Pour aller plus loin, sans urgence")
    assert "À prévoir ensuite pour être prêt" in ready
    assert "Faire voter les enfants pour une sortie" in further
    assert {"/TH", "/TD", "/H2"} <= paper.tags


def test_a_document_already_there_is_told_on_screen_and_on_paper(visitor, referential):
    answers = {practice.code: "no" for practice in referential.practices}
    board = visitor.bring(referential, answers, notes={"2.1": {"ticked": ["2.1.p3"]}})
    line = visitor.open(f"{board}/plan").words("[id='action-2.1.d']")[0]
    assert line.endswith("quelques semaines, document déjà là")
    paper = " ".join(Sheet(visitor.client.get(f"{board}/plan.pdf").data).text.split())
    assert "(2.1, compter quelques semaines, document déjà là)" in paper


def test_the_dates_go_to_a_calendar(visitor, board):
    response = visitor.client.get(visitor.open(f"{board}/plan").link("Ajouter les dates"))
    assert response.headers["Content-Type"].startswith("text/calendar")
    days = [e["dtstart"].dt.isoformat() for e in Calendar.from_ical(response.data).walk("VEVENT")]
    assert sorted(days) == ["2098-03-01", "2098-04-02", "2098-06-01"]
    assert "dépôt du dossier à la Caf" in response.text


def test_what_is_past_is_marked(visitor, board):
    page = visitor.send(line(visitor, board, "1.1.b"), due="2020-03-01")
    assert "1\u00a0action prévue a une date dépassée" in page.text
    assert "date dépassée" in Sheet(visitor.client.get(f"{board}/plan.pdf").data).text


def test_an_action_planned_without_a_date_is_opened_where_it_stands(visitor, board):
    page = visitor.open(f"{board}/plan?ajouter=1.1.c")
    assert page.words("#ouverte") == ["Choisir trois méthodes à travailler ce trimestre"]
    assert "open" in page.tree.query_one("[id='action-1.1.c'] details").attrs


def test_a_plan_changed_meanwhile_can_be_kept_as_one_wrote_it(visitor, board):
    mine, theirs = (line(visitor, board, "1.1.b") for _ in range(2))
    visitor.send(theirs, owner="Inès")
    fragment = visitor.fetch(mine, status=409, owner="Rachid")
    assert "Garder la mienne" in fragment
    keep = re.search(r'name="keep" value="([^"]*)"', fragment)[1]
    page = visitor.send(mine, owner="Rachid", keep=keep)
    assert "– Rachid" in page.text


def test_a_date_kept_and_moved_again_leaves_the_name_that_somebody_else_gave(visitor, board):
    mine, theirs = (line(visitor, board, "1.1.b") for _ in range(2))
    visitor.send(theirs, due="2098-04-15", owner="Inès")
    fragment = visitor.fetch(mine, status=409, due="2098-05-15")
    kept = "Prévu pour le 15\u00a0mai\u00a02098 (Inès)\u00a0»"  # with what only the other touched
    assert f"Si vous gardez la vôtre\u00a0: «\u00a0{kept}" in fragment
    keep = re.search(r'name="keep" value="([^"]*)"', fragment)[1]
    fragment = visitor.fetch(mine, due="2098-05-15", keep=keep)
    assert "15\u00a0mai\u00a02098 – Inès" in fragment
    seen = re.search(r'name="seen"[^>]* value="([^"]*)"', fragment)[1]
    fragment = visitor.fetch(mine, due="2098-05-20", seen=seen)  # its field still names nobody new
    assert "20\u00a0mai\u00a02098 – Inès" in fragment
    assert "Une partie a changé ailleurs" in fragment


@pytest.fixture
def exemplary(visitor, referential):
    """All in place but for one promise, dated, that leads beyond "prêt"; and one not dated."""
    answers = {practice.code: "yes" for practice in referential.practices}
    answers["3.3.e"] = {"state": "planned", "due": "2098-03-31", "owner": "Hélène"}
    answers["2.4.d"] = {"state": "planned"}
    return visitor.bring(referential, answers)


def test_a_promise_beyond_ready_stands_on_every_sheet_and_counts_once(visitor, exemplary):
    sheets = [visitor.open(f"{exemplary}/{path}").text for path in ("plan", "synthese", "relais")]
    for text in sheets[:2]:
        assert "Pour être prêt\u00a0: 1\u00a0action, sans date." in text
        assert "Pour aller plus loin\u00a0: 1\u00a0action, datée." in text
    for text in sheets[1:]:
        assert "1\u00a0action datée. 1\u00a0autre est sans date" in text
    sheets += [
        Sheet(visitor.client.get(f"{exemplary}/{name}.pdf").data).text
        for name in ("plan", "synthese")
    ]
    for text in sheets:
        assert "milieu d’année" in text  # the action, or the practice on the summary
        assert "Hélène" in text
        assert "31\u00a0mars\u00a02098" in text or "31 mars 2098" in text
    assert "Aucune action n’a encore de date" not in sheets[2]


def test_who_usually_does_it_is_not_told_as_decided(visitor, referential):
    board = visitor.bring(referential, {"2.4.c": {"state": "planned", "due": "2098-03-01"}})
    suggested = "à décider (souvent\u00a0: le bureau de l’association)"
    assert plain(suggested) in Sheet(visitor.client.get(f"{board}/plan.pdf").data).text
    relay = visitor.open(f"{board}/relais").text
    assert "à décider" in relay
    assert "le bureau de l’association" not in relay
    assert "qui\u00a0: à décider." in visitor.open(f"{board}/synthese").text


def test_a_section_that_goes_on_says_so_on_its_next_page(visitor, referential):
    answers = {p.code: {"state": "planned", "due": "2098-03-01"} for p in referential.practices}
    board = visitor.bring(referential, answers)
    pages = Sheet(visitor.client.get(f"{board}/plan.pdf").data).pages
    assert "(suite)" not in pages[0]
    assert len(pages) > 4
    assert all("Prévu et daté (suite)" in page for page in pages[2:-1])


@pytest.mark.parametrize("before", ["no", "unknown"])
def test_what_is_unticked_goes_back_to_what_was_answered(visitor, referential, before):
    answers = dict.fromkeys([practice.code for practice in referential.foundations], "no")
    board = visitor.bring(referential, answers | {"1.1.b": before})
    page = visitor.open(f"{board}/plan?ajouter=1.1.b")
    for box in ("done", "planned"):
        form = page.form("[id='action-1.1.b'] form")
        visitor.fetch(form, **{box: "y"})
        visitor.fetch(form)
        values = visitor.open(f"{board}/objectifs/1.1").form("#objectif").values
        assert values["p-1-1-b-state"] == before


def test_a_date_that_looks_like_a_slip_is_told_in_the_plan_too(visitor, board):
    assert "est-ce la bonne année" in visitor.fetch(line(visitor, board, "1.1.b"), due="2062-01-15")


def test_the_sheet_has_room_to_write_where_there_is_some(visitor, referential):
    answers = {practice.code: "yes" for practice in referential.practices} | {"1.5.a": "no"}
    checked = {"conditions": {"ticked": sorted(referential.conditions.codes), "remarks": ""}}
    board = visitor.bring(referential, answers, notes=checked)
    assert "À compléter à la main" in Sheet(visitor.client.get(f"{board}/plan.pdf").data).text
