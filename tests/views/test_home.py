"""Home and start."""

from datetime import date

import pytest

from wizard import french


def test_home_says_what_it_is_and_leads_to_the_start(visitor):
    page = visitor.open("/")
    assert page.heading == "Votre projet Clas est-il prêt\u202f?"
    for words in (
        "4\u00a0axes",
        "14\u00a0objectifs",
        "Environ une demi-heure",
        "Rien n’est envoyé à la Caf",
    ):
        assert words in page.text
    assert page.link("Commencer") == "/commencer"
    assert page.link("Reprendre") == "/reprendre"


def test_nothing_is_stored_before_the_start(visitor):
    page = visitor.open("/")
    assert "Set-Cookie" not in page.headers


def test_starting_leads_to_the_board(visitor):
    board = visitor.start("Les Amis du Quartier")
    page = visitor.open(board)
    assert page.heading == "Tableau de bord"
    assert "Les Amis du Quartier" in page.title
    assert len(page.words(".tasks .status")) == 14


def test_a_missing_name_is_told_and_nothing_typed_is_lost(visitor):
    form = visitor.open("/commencer").form()
    page = visitor.send(form, status=422, project="Après l’école", deadline="2027-06-30")
    assert page.title.startswith("Erreur\u00a0: ")
    assert page.words(".error-summary a") == [
        "Indiquez le nom de votre association.",
        "Choisissez\u00a0: une première demande, ou un renouvellement.",
    ]
    values = page.form().values
    assert values["project"] == "Après l’école"
    assert values["deadline"] == "2027-06-30"
    assert "Reprendre où vous en étiez" not in visitor.open("/").text


def test_one_evaluation_is_made_for_each_project(visitor):
    assert "deux projets Clas, faites-en deux" in visitor.open("/commencer").text


def test_a_name_of_spaces_is_no_name(visitor):
    form = visitor.open("/commencer").form()
    page = visitor.send(form, status=422, association="   ", kind="first")
    assert page.words(".error-summary a") == ["Indiquez le nom de votre association."]


@pytest.mark.parametrize("forged", [{"kind": "x"}, {"school_year": "1789"}, {"admin": "1"}])
def test_what_the_page_does_not_offer_is_refused(visitor, forged):
    form = visitor.open("/commencer").form()
    visitor.send(form, status=400, **({"association": "A", "kind": "first"} | forged))


def test_an_impossible_date_stays_on_screen_with_what_to_write(visitor):
    form = visitor.open("/commencer").form()
    page = visitor.send(form, status=422, association="A", kind="first", deadline="31/02/2027")
    assert "Indiquez une date complète, par exemple 15/03/2027." in page.text
    assert page.form().values["deadline"] == "31/02/2027"


def test_a_year_that_may_be_a_slip_is_asked_about_or_refused_as_a_year(visitor):
    form = visitor.open("/commencer").form()
    sent = {"association": "A", "kind": "first"}
    page = visitor.send(form, status=422, **sent, deadline="2127-03-15")
    assert page.words(".error-summary a") == ["Vérifiez l’année de cette date\u00a0: 2127."]
    page = visitor.send(page.form(), **sent, deadline="2062-03-15")
    assert "est-ce la bonne année\u202f?" in page.text
    assert page.link("Changer la date").endswith("/modifier#deadline")


def test_a_date_may_be_typed_the_french_way(visitor):
    form = visitor.open("/commencer").form()
    page = visitor.send(form, association="A", kind="first", deadline="30/06/2027")
    assert "Dépôt le 30\u00a0juin\u00a02027 au plus tard" in page.text


def test_the_board_says_how_far_the_deadline_is_and_leads_to_change_one_that_has_passed(visitor):
    form = visitor.open("/commencer").form()
    page = visitor.send(form, association="A", kind="first", deadline="30/06/2020")
    assert "date dépassée" in page.text
    form = visitor.open(page.link("Changer la date")).form()
    assert form.values["deadline"] == "2020-06-30"


@pytest.mark.parametrize(
    ("day", "said"),
    [(23, "date dépassée"), (24, "aujourd’hui"), (25, "demain"), (30, "dans 6\u00a0jours")],
)
def test_how_far_a_day_is_is_said_in_words(day, said):
    assert french.until(date(2026, 11, day), date(2026, 11, 24)) == said


def test_who_comes_back_is_led_to_the_last_evaluation(visitor):
    visitor.start("Les Amis")
    assert visitor.open("/").words(".panel .button")[0].startswith("Reprendre Les Amis,")
    board = visitor.start("Les Voisins")
    assert visitor.open("/").link("Reprendre Les Voisins, 2") == board


def test_the_details_can_be_changed(visitor):
    board = visitor.start("Les Ami")
    form = visitor.open(f"{board}/modifier").form()
    assert form.values["association"] == "Les Ami"
    page = visitor.send(form, association="Les Amis", kind="renewal")
    assert "Les Amis" in page.title
    assert "Renouvellement" in page.text


def test_two_evaluations_of_one_browser_are_both_found_at_home(visitor):
    visitor.start("La première")
    visitor.start("La seconde")
    names = visitor.open("/").words(".evaluation-list a")
    assert [name.split(",")[0] for name in names] == ["La seconde", "La première"]


def test_hostile_names_are_text_and_nothing_else(visitor):
    board = visitor.start("<script>alert(1)</script> & {{ 7*7 }}")
    page = visitor.open(board)
    assert "<script>alert(1)</script> & {{ 7*7 }}" in page.title
    assert not [node for node in page.tree.query("script") if not node.attrs.get("src")]


def test_what_stands_in_a_field_of_one_line_is_one_line(visitor):
    page = visitor.open(visitor.start("Les Amis\r\n\tdu Quartier\n=1+1"))
    assert "Les Amis du Quartier =1+1" in page.tree.query_one("title").to_text()
    form = visitor.open(page.link("Effacer")).form()
    assert visitor.send(form, name="les amis du quartier =1+1").heading.startswith("L’évaluation")
