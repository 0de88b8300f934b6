"""From one school year to the next."""

import json

import pytest

from tests.views.test_savefile import download, upload
from tests.views.test_sharing import accept, share


@pytest.fixture
def former(visitor):
    """This year: one practice in place, two planned, remarks."""
    board = visitor.start("Les Étoiles")
    sent = {"p-1-5-a-state": "yes", "remarks": "Le lundi\nsurtout"}
    for letter, due in (("b", "2027-03-01"), ("c", "")):
        sent |= {f"p-1-5-{letter}-state": "planned", f"p-1-5-{letter}-due": due}
    sent |= {"p-1-5-b-owner": "Ana", "ticked": "1.5.p1"}
    visitor.send(visitor.open(f"{board}/objectifs/1.5").form("#objectif"), **sent)
    form = visitor.open(f"{board}/conditions").form("#conditions")
    visitor.send(form, ticked="cadre.public", remarks="Vu en mairie")
    return board


@pytest.fixture
def board(visitor, former):
    page = visitor.open(former)
    (link,) = [word for word in page.words("main a") if word.startswith("Préparer ")]
    return visitor.send(visitor.open(page.link(link)).form()).url


def test_the_new_year_says_what_it_begins_with_and_asks_for_its_deadline(visitor, former):
    page = visitor.send(visitor.open(f"{former}/annee-suivante").form())
    assert page.heading == "Tableau de bord"
    assert "vous verrez la réponse de" in page.text
    assert page.link("Donner la date limite") == f"{page.url}/modifier#deadline"


def test_the_new_year_shows_last_years_answers_and_ticks_none(visitor, former, board):
    assert board != former
    old, new = visitor.open(former), visitor.open(board)
    assert "Renouvellement" in new.text
    year = int(old.title.rpartition(", ")[2][:4])
    assert f"{year + 1}-{year + 2}" in new.title
    page = visitor.open(f"{board}/objectifs/1.5")
    assert page.words(".last-year strong")[:4] == [
        "Oui, c’est en place",
        "Prévu pour le 1er\u00a0mars\u00a02027 (Ana)",
        "Prévu, sans date",
        "Pas de réponse",
    ]
    assert "Le lundi surtout" in page.words(".last-year")[-1]
    values = page.form("#objectif").values
    assert not [name for name in values if name.endswith("-state")]
    assert (values["p-1-5-b-owner"], values["remarks"]) == ("", "")
    assert "0\u00a0objectif sur\u00a014 prêt" in visitor.open(f"{board}/resultat").text


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("/objectifs/1.5", ["Oui, c’est en place", "coché", "Le lundi surtout"]),
        ("/saisie/1", ["Oui, c’est en place", "coché", "Le lundi surtout"]),
        ("/premier-tour", ["Oui, c’est en place"]),
        ("/conditions", ["coché", "Vu en mairie"]),
    ],
)
def test_every_page_that_asks_shows_what_was_said_the_year_before(
    visitor, former, board, page, shown
):
    beside = " ".join(visitor.open(board + page).words(".last-year"))
    assert [words for words in shown if words not in beside] == []
    assert not visitor.open(former + page).words(".last-year")


def test_the_comparison_says_what_was_kept(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    sent = {"a": "no", "b": "yes", "c": "planned", "d": "yes"}
    visitor.send(form, **{f"p-1-5-{letter}-state": state for letter, state in sent.items()})
    page = visitor.open(visitor.open(board).link("Comparer avec"))
    assert "2\u00a0actions étaient prévues" in page.text
    assert "1\u00a0faite, 1\u00a0toujours prévue." in page.text
    outcomes = page.words("#promesses ~ table tbody td:last-child")
    assert [words.split()[0] for words in outcomes] == ["Fait", "Toujours"]
    assert len(page.words("h2 ~ ul li")) == 2
    assert "Ana" in page.text
    assert "trop tôt pour comparer l’ensemble" in page.text
    assert "Aucun objectif n’a changé" not in page.text


def test_the_comparison_says_what_nobody_knows_and_which_new_date_is_past(visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    sent = {"p-1-5-b-state": "planned", "p-1-5-b-due": "2020-03-01", "p-1-5-c-state": "unknown"}
    visitor.send(form, **sent)
    page = visitor.open(f"{board}/comparaison")
    assert "1\u00a0avancée, 1\u00a0à éclaircir." in page.text
    assert page.words("#promesses ~ table tbody td:last-child") == [
        "Avancé au 1er\u00a0mars\u00a02020 (date dépassée)",
        "À éclaircir (je ne sais pas)",
    ]


def test_an_evaluation_that_follows_no_other_has_no_comparison(visitor, former):
    visitor.open(f"{former}/comparaison", status=404)
    assert "Comparer avec" not in visitor.open(former).text
    assert not visitor.open(f"{former}/objectifs/1.5").words(".last-year")


def test_what_changes_later_in_last_year_does_not_change_the_copy(visitor, former, board):
    form = visitor.open(f"{former}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "no"})
    assert visitor.open(f"{board}/objectifs/1.5").words(".last-year strong")[0].startswith("Oui")
    visitor.send(visitor.open(f"{former}/effacer").form(), name="Les Étoiles")
    visitor.open(f"{board}/comparaison")


def test_one_is_asked_before_preparing_the_same_year_twice(visitor, former, board):
    page = visitor.open(f"{former}/annee-suivante")
    assert page.words("h2")[0].endswith("est déjà commencée")
    assert page.link("Les Étoiles") == board
    visitor.send(visitor.open(f"{board}/modifier").form(), project="Le deuxième")
    assert "une deuxième fois" not in visitor.open(f"{former}/annee-suivante").text


def test_the_year_before_goes_with_the_file(visitor, new_visitor, board):
    text = download(visitor, board)
    other = new_visitor()
    page = upload(other, text)
    assert other.open(f"{page.url}/objectifs/1.5").words(".last-year strong")[0].startswith("Oui")
    assert json.loads(download(other, page.url)) == json.loads(text)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"answers": {"9.9.z": "yes", "1.5.a": "yes"}, "x": "<script>"}, 1),
        ({"association": ""}, 1),
        ({"format": "other"}, 1),
    ],
)
def test_what_cannot_be_read_of_the_year_before_is_reported(visitor, board, change, refused):
    data = json.loads(download(visitor, board))
    data["last_year"] |= change
    page = upload(visitor, json.dumps(data))
    assert page.heading == "L’évaluation est reprise, en partie"
    assert len(page.words("main li")) == refused
    copy = json.loads(download(visitor, page.link("Ouvrir")))
    assert "x" not in (copy["last_year"] or {})
    assert (copy["last_year"] is None) is ("answers" not in change)


def test_a_year_before_that_is_no_object_is_refused(visitor, board):
    data = json.loads(download(visitor, board)) | {"last_year": [1]}
    assert "l’année précédente" in upload(visitor, json.dumps(data)).text


def test_the_result_leads_to_the_comparison_but_not_for_who_only_reads(visitor, new_visitor, board):
    compared = visitor.open(f"{board}/resultat").link("comparer avec")
    assert visitor.open(compared).url == f"{board}/comparaison"
    reader = new_visitor()
    assert "comparer avec" not in accept(reader, share(visitor, board, "read")).text
    reader.open(compared, status=404)


def test_a_year_cannot_become_the_one_that_it_was_prepared_from(visitor, former, board):
    page = visitor.open(f"{board}/modifier")
    (hint,) = page.words("#school_year-hint")
    year = int(page.form().values["school_year"])
    assert f"après {year - 1}-{year}" in hint
    visitor.send(page.form(), status=400, school_year=str(year - 1))
    assert len(visitor.open(f"{former}/modifier").words("#school_year option")) > 1


def test_before_its_year_begins_one_is_told_what_to_answer(visitor, board, former):
    told = "n’a pas encore commencé"
    page = visitor.open(f"{board}/objectifs/1.1")
    assert (told in page.text) is (told in visitor.open(f"{board}/premier-tour").text) is True
    visitor.send(page.form("#objectif"), **{"p-1-1-a-state": "yes"})
    assert told not in visitor.open(f"{board}/objectifs/1.1").text


def test_one_button_answers_an_objective_as_the_year_before(visitor, former, board):
    given = {"p-1-5-d-state": "no", "p-1-5-e-state": "unknown"}
    visitor.send(visitor.open(f"{former}/objectifs/1.5").form("#objectif"), **given)
    following = visitor.open(f"{former}/annee-suivante").form()
    board = visitor.send(following).url
    page = visitor.open(f"{board}/objectifs/1.5")
    assert "Répondre comme en" in page.text
    meanwhile = visitor.open(page.url).form("#objectif")
    visitor.fetch(meanwhile, **{"p-1-5-a-state": "no"})
    sent = {"then": "last_year", "p-1-5-d-state": "yes", "remarks": "Cette année"}
    page = visitor.send(page.form("#objectif"), **sent)
    assert page.url == f"{board}/objectifs/1.5"
    assert page.words("#repris")[0].startswith("1\u00a0réponse est reprise de")
    values = page.form("#objectif").values
    states = [values.get(f"p-1-5-{letter}-state") for letter in "abcde"]
    assert states == ["no", None, None, "yes", "unknown"]
    assert values["remarks"] == "Cette année"


def test_the_button_also_brings_documents_and_remarks_and_tells_what_is_left(visitor, board):
    page = visitor.open(f"{board}/objectifs/1.5")
    page = visitor.send(page.form("#objectif"), then="last_year")
    values = page.form("#objectif").values
    assert (values["ticked"], values["remarks"]) == ("1.5.p1", "Le lundi\nsurtout")
    assert values["p-1-5-a-state"] == "yes"
    left = page.tree.query("#repris a")
    assert [node.attrs["href"] for node in left] == [f"#p-1-5-{letter}" for letter in "bcde"]
    assert "Répondre comme" not in page.text


def test_another_button_answers_a_whole_axis_to_be_read_again(visitor, former, board):
    page = visitor.open(visitor.open(board).link("Reprendre les réponses"))
    assert page.url == f"{board}/axes/1"
    page = visitor.send(page.form())
    assert "C’est enregistré." in page.text
    assert "Oui, c’est en place" in page.words("td")
    assert "Répondre à tout l’axe" not in page.text
    values = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert (values["p-1-5-a-state"], values["remarks"]) == ("yes", "Le lundi\nsurtout")
    assert "p-1-5-b-state" not in values  # what was planned is decided anew
    assert "Répondre à tout l’axe" not in visitor.open(f"{former}/axes/1").text


def test_what_was_answered_since_is_not_replaced_by_the_year_before(visitor, board):
    before = visitor.open(f"{board}/axes/1").form()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "no", "remarks": "Le mardi"})
    visitor.send(before)
    values = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert (values["p-1-5-a-state"], values["remarks"]) == ("no", "Le mardi")


def test_without_a_year_before_no_button_answers(visitor, former):
    page = visitor.open(f"{former}/objectifs/1.1")
    assert "Répondre comme" not in page.text
    again = visitor.send(page.form("#objectif"), then="last_year")
    assert not [name for name in again.form("#objectif").values if name.endswith("-state")]
