"""One objective: answers, saving, what is shown in return."""

import re

import pytest

OBJECTIVE = "/objectifs/1.5"


@pytest.fixture
def board(visitor):
    return visitor.start()


def test_the_page_shows_the_documents_words_and_a_row_a_practice(visitor, board, referential):
    page = visitor.open(board + OBJECTIVE)
    objective = referential.by_code["1.5"]
    assert page.heading == objective.short
    assert objective.title in page.text
    assert "Axe 1 sur 4 – Objectif 5 sur 5" in page.text
    assert page.words("fieldset.practice legend h2") == [p.statement for p in objective.practices]
    labels = page.words("fieldset.practice:first-child .answers > label")
    assert labels == ["Oui, c’est en place", "Prévu", "Non", "Je ne sais pas"]
    assert objective.why in page.text
    assert page.words(".advice summary")[0].startswith("Ce que vous pouvez faire")
    assert "N’écrivez aucun nom d’enfant ni de famille" in page.text


def test_every_objective_opens_and_leads_to_the_next_page(visitor, board, referential):
    visited, page = [], visitor.open(f"{board}/objectifs/1.1")
    while page.tree.query("#objectif"):
        visited.append(page.url.rpartition("/")[2])
        page = visitor.send(page.form("#objectif"), then="next")
        if "/axes/" in page.url:
            page = visitor.open(page.link("Continuer"))
    assert visited == [objective.code for objective in referential.objectives]
    assert page.heading == "Conditions à vérifier"
    assert "/resultat" in visitor.send(page.form("#conditions"), then="next").url


def test_answers_dates_persons_pieces_and_remarks_are_kept(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    visitor.send(
        form,
        **{
            "p-1-5-a-state": "yes",
            "p-1-5-b-state": "planned",
            "p-1-5-b-due": "2027-03-01",
            "p-1-5-b-owner": "Fatou",
            "ticked": ["1.5.p1", "1.5.p3"],
            "remarks": "Le lundi\r\net le jeudi.",
            "then": "board",
        },
    )
    again = visitor.open(board + OBJECTIVE).form("#objectif").values
    assert again["p-1-5-a-state"] == "yes"
    assert again["p-1-5-b-due"] == "2027-03-01"
    assert again["p-1-5-b-owner"] == "Fatou"
    assert again["ticked"] == ["1.5.p1", "1.5.p3"]
    assert again["remarks"] == "Le lundi\net le jeudi."
    assert "p-1-5-c-state" not in again


def test_buttons_lead_where_they_say(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    assert "/axes/1" in visitor.send(form, then="next").url
    page = visitor.send(form, then="board")
    assert page.url == board
    assert "C’est enregistré." in page.text
    form = visitor.open(f"{board}/objectifs/2.1?retour=axe").form("#objectif")
    assert "/axes/2" in visitor.send(form, then="next").url
    form = visitor.open(f"{board}/objectifs/2.1?retour=resultat").form("#objectif")
    assert "/resultat" in visitor.send(form, then="next").url


def test_the_first_page_goes_back_to_the_board_the_next_to_the_page_before(visitor, board):
    assert visitor.open(f"{board}/objectifs/1.1").link("Retour\u00a0: tableau de bord") == board
    assert visitor.open(f"{board}/objectifs/1.2").link("Retour").endswith("/objectifs/1.1")
    assert visitor.open(f"{board}/objectifs/2.1").link("Retour").endswith("/axes/1")
    assert visitor.open(f"{board}/objectifs/2.1?retour=axe").link("Retour").endswith("/axes/2")
    conditions = visitor.open(board).link("Conditions à vérifier")
    assert visitor.open(conditions).link("Retour\u00a0: tableau de bord") == board
    assert visitor.open(f"{board}/conditions").link("Retour").endswith("/axes/4")


def test_htmx_gets_the_level_and_what_is_missing_in_place(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    fragment = visitor.fetch(form, **{"p-1-5-a-state": "yes"})
    assert "Enregistré à" in fragment
    assert "<html" not in fragment
    assert "aujourd’hui (provisoire)\u00a0: <strong>à consolider</strong>" in fragment
    assert "Nous remplissons une feuille de présence" in fragment
    assert visitor.open(board + OBJECTIVE).form("#objectif").values["p-1-5-a-state"] == "yes"


def test_the_fragment_is_what_the_whole_page_shows(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    fragment = visitor.fetch(form, **{"p-1-5-a-state": "yes", "p-1-5-b-state": "unknown"})
    page = visitor.open(board + OBJECTIVE)
    shown = page.tree.query_one("#objective_feedback").to_html()
    for line in page.words("#objective_feedback li, #objective_feedback p"):
        assert (
            line.split(" (")[0].removeprefix("Pas encore\u00a0: ").split(" aujourd’hui")[0]
            in fragment
        )
    assert "4 réponses" not in shown
    assert "2\u00a0réponses sur 5" in shown


def test_a_wrong_date_is_told_and_nothing_typed_is_lost(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    wrong = {
        "p-1-5-a-state": "planned",
        "p-1-5-a-due": "31/02/2027",
        "p-1-5-a-owner": "Fatou",
        "remarks": "à garder",
    }
    page = visitor.send(form, status=422, **wrong)
    assert page.title.startswith("Erreur\u00a0: ")
    assert page.words(".error-summary a") == ["Indiquez une date complète, par exemple 15/03/2027."]
    values = page.form("#objectif").values
    assert {name: values[name] for name in wrong} == wrong
    assert "Non enregistré" in visitor.fetch(form, status=422, **wrong)


def test_a_date_is_not_read_when_nothing_is_planned(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    page = visitor.send(form, **{"p-1-5-a-state": "no", "p-1-5-a-due": "n’importe quoi"})
    assert "/axes/1" in page.url


def test_a_french_date_is_understood_where_there_is_no_calendar(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "planned", "p-1-5-a-due": "01/03/2027"})
    values = visitor.open(board + OBJECTIVE).form("#objectif").values
    assert values["p-1-5-a-due"] == "2027-03-01"


@pytest.mark.parametrize(
    "forged",
    [
        {"p-1-5-a-state": "maybe"},
        {"p-1-5-a-state": " "},
        {"p-9-9-z-state": "yes"},
        {"p-1-1-a-state": "yes"},
        {"ticked": ["1.1.p1"]},
        {"p-1-5-a-seen": "x"},
        {"seen": "1"},
        {"page": ""},
        {"page": "<b>"},
        {"admin": "1"},
    ],
)
def test_what_no_page_sends_is_refused_and_nothing_is_saved(visitor, board, forged):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    sent = {"p-1-5-b-state": "yes"} | forged
    page = visitor.send(form, status=400, **sent)
    assert page.heading == "Cette demande n’a pas été comprise"
    again = visitor.open(board + OBJECTIVE).form("#objectif").values
    assert "p-1-5-b-state" not in again


def test_unknown_objectives_do_not_exist(visitor, board):
    for code in ("1.6", "1", "1.1.a", "x"):
        visitor.open(f"{board}/objectifs/{code}", status=404)


def test_two_browsers_on_different_practices_lose_nothing(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.fetch(mine, **{"p-1-5-a-state": "yes"})
    other.fetch(theirs, **{"p-1-5-b-state": "no"})
    visitor.fetch(mine, **{"p-1-5-a-state": "yes", "p-1-5-c-state": "unknown"})
    values = visitor.open(board + OBJECTIVE).form("#objectif").values
    states = [values[f"p-1-5-{letter}-state"] for letter in "abc"]
    assert states == ["yes", "no", "unknown"]


def test_what_someone_else_changed_is_not_undone_by_saving_something_else(
    visitor, new_visitor, board
):
    """A save must not make the page believe that it has shown what it has not."""
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    visitor.send(visitor.open(board + OBJECTIVE).form("#objectif"), **{"p-1-5-a-state": "no"})
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    other.fetch(theirs, **{"p-1-5-a-state": "yes", "remarks": "Le lundi"})
    for letter in "bcd":
        fragment = visitor.fetch(mine, **{f"p-1-5-{letter}-state": "yes"})
        mine.values |= hidden(fragment) | {f"p-1-5-{letter}-state": "yes"}
    values = visitor.open(board + OBJECTIVE).form("#objectif").values
    assert (values["p-1-5-a-state"], values["remarks"]) == ("yes", "Le lundi")


def hidden(fragment):
    """The hidden fields that a fragment brings to the page, by name."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', fragment)
    assert found
    return dict(found)


def test_enter_in_a_field_never_decides_a_conflict(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, **{"p-1-5-a-state": "yes"})
    page = other.send(theirs, status=409, **{"p-1-5-a-state": "no"})
    buttons = [node.attrs.get("name") for node in page.tree.query("#objectif button")]
    assert buttons[0] == "then"
    assert {"keep", "drop"} <= set(buttons)


def test_remarks_are_counted_as_the_browser_counts_them(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    text = "x\r\n" * 2_499 + "xx"
    visitor.send(form, remarks=text)
    stored = visitor.open(board + OBJECTIVE).form("#objectif").values["remarks"]
    assert stored == text.replace("\r\n", "\n")


def test_control_characters_are_left_out(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    visitor.send(form, remarks="a\x00b\x1bc")
    assert visitor.open(board + OBJECTIVE).form("#objectif").values["remarks"] == "abc"


def test_a_fragment_only_answers_a_save(visitor, board):
    response = visitor.client.get(board + OBJECTIVE, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "<html" in response.text


def button(page, name):
    """What a button that decides a conflict sends."""
    return page.tree.query_one(f".conflict [name={name}]").attrs["value"]


def private_link(visitor, board):
    page = visitor.open(board)
    return page.tree.query_one("#lien-prive").attrs["value"].partition("localhost")[2]


def test_two_browsers_on_the_same_practice_are_shown_both_answers(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, **{"p-1-5-a-state": "yes"})
    page = other.send(theirs, status=409, **{"p-1-5-a-state": "no", "p-1-5-b-state": "yes"})
    conflict = page.words(".conflict")[0]
    assert "La réponse enregistrée\u00a0: Oui, c’est en place." in conflict
    assert "Si vous gardez la vôtre\u00a0: Non." in conflict
    assert visitor.open(board + OBJECTIVE).form("#objectif").values["p-1-5-b-state"] == "yes"

    kept = other.send(page.form("#objectif"), keep=button(page, "keep"))
    assert kept.form("#objectif").values["p-1-5-a-state"] == "no"


def test_what_somebody_else_answered_meanwhile_is_told_and_shown(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, **{"p-1-5-a-state": "yes", "p-1-5-c-state": "no"})
    told = "Une partie de cette page a changé ailleurs"
    fragment = other.fetch(theirs, **{"p-1-5-b-state": "yes"})
    assert told in fragment
    assert '#p-1-5-a">Voir la page à jour' in fragment
    sent = {"p-1-5-a-state": "no", "p-1-5-b-state": "yes"}
    page = other.send(theirs, status=409, **sent)
    values = page.form("#objectif").values
    assert [values[f"p-1-5-{letter}-state"] for letter in "abc"] == ["no", "yes", "no"]
    assert told not in visitor.fetch(
        visitor.open(board + OBJECTIVE).form("#objectif"), **{"p-1-5-d-state": "yes"}
    )


def test_two_notes_are_kept_together(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, remarks="le lundi", ticked=["1.5.p1"])
    other.send(theirs, ticked=["1.5.p2"])
    values = other.open(board + OBJECTIVE).form("#objectif").values
    assert (values["remarks"], values["ticked"]) == ("le lundi", ["1.5.p1", "1.5.p2"])
    page = visitor.send(mine, status=409, remarks="le mardi")
    both = visitor.send(page.form("#objectif"), both="1.5").form("#objectif").values
    assert both["remarks"].split("\n") == ["le lundi", "le mardi"]
    page = other.send(theirs, status=409, remarks="le jeudi", ticked=[])
    kept = other.send(page.form("#objectif"), keep=button(page, "keep")).form("#objectif").values
    assert kept["remarks"] == "le jeudi"


def test_two_long_notes_are_not_cut(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, remarks="a" * 3_000)
    page = other.send(theirs, status=409, remarks="b" * 3_000)
    page = other.send(page.form("#objectif"), status=409, both="1.5")
    assert page.form("#objectif").values["remarks"] == "b" * 3_000
    assert "a" * 3_000 in page.text


def test_deciding_a_conflict_on_an_open_page_undoes_nothing_else(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    sent = {"p-1-5-a-state": "yes", "p-1-5-c-state": "no", "remarks": "le lundi"}
    visitor.send(mine, **sent)
    # What the open page sends once its hidden fields are those of the fragment: its other fields
    # still show what was there before.
    fragment = other.fetch(theirs, status=409, **{"p-1-5-a-state": "no"})
    hidden = dict(re.findall(r'name="([^"]+-seen|seen)" value="([^"]*)"', fragment))
    theirs.values.update(hidden)
    keep = re.search(r'name="keep" value="([^"]*)"', fragment)[1]
    page = other.send(theirs, keep=keep, **{"p-1-5-a-state": "no"})
    values = page.form("#objectif").values
    assert [values[f"p-1-5-{letter}-state"] for letter in "ac"] == ["no", "no"]
    assert values["remarks"] == "le lundi"


def test_the_other_answer_can_be_kept(visitor, new_visitor, board):
    other = new_visitor()
    other.send(other.open(private_link(visitor, board)).form())
    mine, theirs = (v.open(board + OBJECTIVE).form("#objectif") for v in (visitor, other))
    visitor.send(mine, **{"p-1-5-a-state": "yes", "remarks": "le lundi"})
    fragment = other.fetch(theirs, status=409, **{"p-1-5-a-state": "no", "remarks": "mardi"})
    assert "a changé entre-temps" in fragment
    assert "le lundi" in fragment
    page = other.send(theirs, status=409, **{"p-1-5-a-state": "no", "remarks": "mardi"})
    page = other.send(page.form("#objectif"), status=409, drop="1.5.a")
    page = other.send(page.form("#objectif"), drop="1.5", **{"p-1-5-a-state": "yes"})
    values = page.form("#objectif").values
    assert (values["p-1-5-a-state"], values["remarks"]) == ("yes", "le lundi")


@pytest.mark.parametrize(
    ("due", "told"), [("2020-01-15", "déjà passé"), ("2062-01-15", "vient après l’année")]
)
def test_a_date_that_looks_like_a_slip_is_told_where_it_was_typed(visitor, board, due, told):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "planned", "p-1-5-a-due": due})
    page = visitor.open(board + OBJECTIVE)
    assert told in page.words("#p-1-5-a-alert")[0]
    assert page.words("#p-1-5-b-alert") == [""]


def test_a_date_and_a_name_that_go_with_planned_are_told_to_be_gone(visitor, board):
    form = visitor.open(board + OBJECTIVE).form("#objectif")
    planned = {"p-1-5-a-state": "planned", "p-1-5-a-due": "2099-03-01"}
    told = "la date et le nom sont effacés"
    assert told not in visitor.fetch(form, **planned)
    assert told in visitor.fetch(form, **{"p-1-5-a-state": "no"})
    assert told not in visitor.fetch(form, **{"p-1-5-a-state": "no", "p-1-5-b-state": "yes"})
