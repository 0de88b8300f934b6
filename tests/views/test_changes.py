"""The content changes: nobody starts again, and nothing that was given is lost."""

import io
import json
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event, text

from tests.editions import whole
from wizard import database
from wizard.forms.saved import field_name
from wizard.referential import load

OLD_RESULT = "/ancien-resultat"
PAGES = ("", "/changements", "/objectifs/1.5", "/axes/1", "/conditions", "/resultat")


@pytest.fixture
def before(installation):
    return installation.visitor()


@pytest.fixture
def board(before):
    """Objective 1.5 answered: yes everywhere but for one plan, with a piece and remarks."""
    board = before.start("Les Amis", "renewal")
    form = before.open(f"{board}/objectifs/1.5").form("#objectif")
    states = {f"p-1-5-{letter}-state": "yes" for letter in "abce"}
    plan = {"p-1-5-d-state": "planned", "p-1-5-d-due": "2099-03-01", "p-1-5-d-owner": "Nadia"}
    before.send(form, ticked=["1.5.p1"], remarks="Le lundi", **states, **plan)
    return board


@pytest.fixture
def visitor(installation, before, board):
    """The same browser, once another version is published: what was answered `before`."""
    installation.publish()
    return installation.visitor(before)


def file_of(visitor, board):
    return json.loads(visitor.client.get(f"{board}/fichier").text)


def levels(page):
    """What a result says: its headline, and each axis and objective with its levels."""
    return page.heading, page.words(".lead"), page.words(".overview tr"), page.words(".steps h3")


def upload(visitor, data):
    form = visitor.open("/reprendre/fichier").form()
    sent = form.values | {"file": (io.BytesIO(json.dumps(data).encode()), "cap-clas.json")}
    return visitor._read(visitor.client.post(form.action, data=sent), 200)


def test_as_long_as_nothing_changed_nothing_is_said(before, board):
    for path in ("", "/objectifs/1.5", "/axes/1", "/resultat"):
        page = before.open(board + path)
        assert "questionnaire a changé" not in page.text
        assert "Nouvelle question" not in page.text
        assert "Questions retirées" not in page.text
    assert before.open(f"{board}/changements").heading == "Tableau de bord"
    assert before.open(board + OLD_RESULT, status=404)


def test_the_board_opens_with_what_changed(visitor, board):
    page = visitor.open(board)
    assert page.words("h2")[0] == "Le questionnaire a changé"
    (told, *_) = page.words("[aria-labelledby=changement] p")
    for words in (
        "1\u00a0nouvelle question",
        "1\u00a0question reformulée",
        "1\u00a0question qui change de niveau",
        "1\u00a0question retirée",
        "Rien de ce que vous avez donné n’est perdu",
    ):
        assert words in told


def test_nothing_given_is_lost(installation, before, board):
    given = file_of(before, board)
    installation.publish()
    visitor = installation.visitor(before)
    for path in PAGES:
        visitor.open(board + path)
    assert file_of(visitor, board) == given
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    assert form.values["p-1-5-a-state"] == "yes"
    visitor.send(form, **{"p-1-5-z-state": "no"})
    now = file_of(visitor, board)
    assert now["answers"].pop("1.5.z")["state"] == "no"
    assert now == given


def test_the_page_of_changes_says_each_with_its_answer(visitor, board):
    page = visitor.open(visitor.open(board).link("Voir ce qui a changé"))
    assert page.heading == "Ce qui a changé dans le questionnaire"
    (new,) = page.words("[aria-labelledby=nouvelles] li")
    assert new.startswith("Nous prévenons la mairie en fin de mois.")
    assert new.endswith("À répondre")
    (reworded,) = page.words("[aria-labelledby=reformulees] li")
    assert "Nous notons les enfants présents" in reworded
    assert "Maintenant\u00a0: Nous comptons les enfants." in reworded
    assert "Votre réponse est gardée\u00a0: Oui, c’est en place" in reworded
    (moved,) = page.words("[aria-labelledby=niveaux] li")
    assert "dès le niveau «\u00a0Prêt\u00a0»" in moved
    (gone,) = page.words("[aria-labelledby=retirees] li")
    assert "(1.5.d)" in gone
    assert "Prévu pour le 1er\u00a0mars\u00a02099 (Nadia)" in gone


def test_a_new_question_is_marked_until_it_is_answered(visitor, board):
    assert visitor.open(f"{board}/axes/1").words(".new-mark") == ["Nouvelle question"]
    changes = visitor.open(f"{board}/changements")
    address = changes.link("Nous prévenons la mairie")
    assert urlsplit(address).fragment == "p-1-5-z"
    page = visitor.open(address)
    (legend,) = [words for words in page.words("legend") if "Nouvelle question" in words]
    assert legend == "Nouvelle question Nous prévenons la mairie en fin de mois."
    back = visitor.send(page.form("#objectif"), then="next", **{"p-1-5-z-state": "yes"})
    assert back.url == changes.url
    assert back.words("[aria-labelledby=nouvelles] .done") == ["Répondu\u00a0: Oui, c’est en place"]
    for path in ("/objectifs/1.5", "/axes/1"):
        assert "Nouvelle question" not in visitor.open(board + path).text
    assert "à regarder" not in visitor.open(board).text


def test_what_was_removed_stands_apart_in_the_result(visitor, board):
    page = visitor.open(f"{board}/resultat")
    (gone,) = page.words(".kept li")
    assert "Réponse gardée\u00a0: Prévu pour le 1er\u00a0mars\u00a02099 (Nadia)" in gone
    assert page.text.index("Questions retirées du questionnaire") > page.text.index("4.1")
    assert "questionnaire version 2027.1" in page.text


def test_the_old_result_still_says_the_same_with_its_version(
    installation, before, referential, association, answers_of
):
    board = before.start(str(association["association"]), "renewal")
    before.fill(board, referential, answers_of(association), remarks="Le lundi")
    then = before.open(f"{board}/resultat")
    installation.publish()
    visitor = installation.visitor(before)
    now = visitor.open(visitor.open(board).link("Voir et imprimer"))
    assert now.url == board + OLD_RESULT
    assert levels(now) == levels(then)
    assert now.words(".objective-levels") == then.words(".objective-levels")
    assert now.words(".strengths li") == then.words(".strengths li")
    assert now.words(".action .facts") == then.words(".action .facts")
    assert "version 2026.1" in now.words(".certainty")[0]
    assert "questionnaire version 2026.1 (ancien questionnaire)" in now.text
    assert not now.tree.query("main form")
    assert levels(visitor.open(f"{board}/resultat")) != levels(then)


def test_the_words_of_the_scale_are_also_those_of_then(installation, before, board):
    form = before.open(f"{board}/premier-tour").form("#premier-tour")
    foundations = load().foundations
    before.send(form, **{f"{field_name(p.code)}-state": "no" for p in foundations})
    then = before.open(f"{board}/resultat").words(".action .facts")
    installation.edit("referential.toml", r'(?<=\ndays = )"[^"]*"', '"un instant"')
    installation.publish()
    visitor = installation.visitor(before)
    assert "Un instant" in " ".join(visitor.open(f"{board}/resultat").words(".action .facts"))
    assert visitor.open(board + OLD_RESULT).words(".action .facts") == then


@pytest.mark.parametrize("kind", ["read", "edit"])
def test_who_was_given_a_link_may_read_the_old_result(installation, before, board, kind):
    page = before.send(before.open(f"{board}/partage").form(), kind=kind)
    link = urlsplit(page.tree.query_one("[id^=partage-]").attrs["value"]).path
    installation.publish()
    guest = installation.visitor()
    guest.open(board + OLD_RESULT, status=404)
    guest.send(guest.open(link).form())
    result = guest.open(f"{board}/resultat")
    assert guest.open(result.link("Voir et imprimer")).url == board + OLD_RESULT
    guest.open(f"{board}/changements", status=200 if kind == "edit" else 404)


def test_an_evaluation_without_answers_takes_the_version_of_its_first_answer(installation, before):
    board = before.start()
    installation.publish()
    visitor = installation.visitor(before)
    assert "questionnaire a changé" not in visitor.open(board).text
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-a-state": "yes"})
    assert "questionnaire a changé" not in visitor.open(board).text
    assert file_of(visitor, board)["referential"] == "2027.1"


def test_what_two_versions_removed_is_named_from_each(installation, visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.send(form, **{"p-1-5-z-state": "yes"})
    installation.name("2028.1")
    installation.edit("axe-1.toml", whole("1.5.z"), "")
    installation.restart()
    later = installation.visitor(visitor)
    kept = later.open(f"{board}/resultat").words(".kept li")
    assert len(kept) == 2
    assert kept[1].startswith("«\u00a0Nous prévenons la mairie en fin de mois\u00a0»")


def test_what_was_given_to_an_objective_that_is_gone_is_kept_too(installation, before, board):
    form = before.open(f"{board}/objectifs/3.3").form("#objectif")
    before.send(form, ticked=["3.3.p1"], remarks="En juin", **{"p-3-3-a-state": "no"})
    installation.name("2027.1")
    installation.edit("axe-3.toml", r'\[\[objective\]\]\ncode = "3\.3".*', "")
    installation.restart()
    visitor = installation.visitor(before)
    for page in (visitor.open(f"{board}/resultat"), visitor.open(f"{board}/changements")):
        remarks, answer = page.words(".kept > li")
        assert remarks.startswith("Objectif 3.3")
        assert "Documents déjà là" in remarks
        assert "Remarques\u00a0: En juin" in remarks
        assert answer.endswith("Réponse gardée\u00a0: Non")
    blank = visitor.open(f"{board}/changements").words("[aria-labelledby=retirees] .changes li")
    assert all(words.endswith("Pas de réponse") for words in blank)
    assert len(blank) == 4


def test_new_and_removed_conditions_are_told(installation, before, board):
    form = before.open(f"{board}/conditions").form("#conditions")
    before.send(form, ticked=["cadre.public"])
    installation.name("2027.1")
    installation.edit("conditions.toml", r'code = "cadre\.public"', 'code = "cadre.autre"')
    installation.restart()
    visitor = installation.visitor(before)
    assert "1\u00a0nouvelle condition et 1\u00a0condition retirée" in visitor.open(board).text
    new, gone = visitor.open(f"{board}/changements").words("[aria-labelledby^=conditions-] li")
    assert gone == f"{new} (cochée)"


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM content WHERE version = '2026.1'", "UPDATE content SET data = '{' || data"],
)
def test_a_former_content_that_is_lost_breaks_no_page(installation, before, board, damage):
    with installation.app.app_context(), database.writing() as db:
        db.execute(text(damage))
    installation.publish()
    visitor = installation.visitor(before)
    for path in PAGES:
        assert "questionnaire a changé" not in visitor.open(board + path).text
    assert "Question retirée, code 1.5.d" in visitor.open(f"{board}/resultat").text
    assert "Question retirée, code 1.5.d" in visitor.open(f"{board}/changements").text
    visitor.open(board + OLD_RESULT, status=404)


def test_a_file_of_a_former_version_is_taken_up_whole(visitor, board):
    data = file_of(visitor, board)
    page = upload(visitor, data)
    assert page.heading == "Tableau de bord"
    assert "Le questionnaire a changé" in page.words("h2")
    assert file_of(visitor, page.url) == data


def test_a_file_keeps_the_pieces_and_conditions_that_are_gone(installation, before, board):
    form = before.open(f"{board}/conditions").form("#conditions")
    before.send(form, ticked=["cadre.public", "cadre.locaux"])
    data = file_of(before, board)
    installation.edit("axe-1.toml", r'  \{ code = "1\.5\.p1"[^\n]*\n', "")
    installation.edit("conditions.toml", r'code = "cadre\.public"', 'code = "cadre.autre"')
    installation.publish()
    visitor = installation.visitor(before)
    page = upload(visitor, data)
    assert page.heading == "Tableau de bord"
    assert file_of(visitor, page.url) == data


@pytest.mark.parametrize("version", ["1999.1", None, ["2026.1"], {}])
def test_a_file_of_an_unknown_version_is_taken_up_without_what_is_unknown(visitor, board, version):
    page = upload(visitor, file_of(visitor, board) | {"referential": version})
    assert page.heading == "L’évaluation est reprise, en partie"
    (refused,) = page.words("main li")
    assert "1.5.d" in refused
    board = visitor.open(page.link("Ouvrir")).url
    assert file_of(visitor, board)["referential"] == "2027.1"


def test_a_change_of_content_adds_no_statement(installation, visitor, board):
    sent = []
    engine = installation.app.extensions["database"]
    event.listen(engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    for path in (*PAGES, OLD_RESULT):
        sent.clear()
        visitor.open(board + path)
        assert len([s for s in sent if not s.startswith(("BEGIN", "PRAGMA"))]) <= 4, path
