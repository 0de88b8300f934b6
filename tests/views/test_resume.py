"""Leaving and coming back."""

import unicodedata
from urllib.parse import urlsplit

import pytest

from tests.visitor import ERROR_MARK


@pytest.fixture
def board(visitor):
    return visitor.start("Les Amis")


@pytest.fixture
def link(visitor, board):
    return private_link(visitor, board)


def private_link(visitor, board):
    value = visitor.open(board).tree.query_one("#lien-prive").attrs["value"]
    return urlsplit(value).path


def test_the_same_browser_finds_its_draft_at_home(visitor, board):
    page = visitor.open("/")
    assert page.link("Les Amis") == board


def test_a_link_is_opened_in_two_steps(new_visitor, board, link):
    other = new_visitor()
    page = other.open(link)
    assert page.heading == "Reprendre votre évaluation"
    assert "Les Amis" not in page.text
    other.open(board, status=404)
    assert other.send(page.form()).url == board
    assert "Les Amis" in other.open(board).title


def test_a_link_can_be_pasted_and_a_wrong_one_is_told_at_once(new_visitor, board, link):
    other = new_visitor()
    form = other.open("/reprendre").form()
    page = other.send(form, status=422, key="")
    assert page.words(".error-summary a") == [
        "Écrivez votre code de cinq mots, ou collez votre lien privé."
    ]
    for wrong in ("http://[abc", f"{link[:-1]}", "http://x/..", "/reprendre/" + "a" * 43):
        page = other.send(page.form(), status=422, key=wrong)
        assert "Vérifiez qu’il est entier" in page.words(".error-summary a")[0]
        assert page.form().values["key"] == wrong
    page = other.send(page.form(), key=f" voici : https://example.org{link} . ")
    assert page.url == board


@pytest.fixture
def code(visitor, board):
    return visitor.open(board).words(".code")[0].split()


def without_accents(word):
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize(
    "typed",
    [
        " ".join,
        lambda words: ", ".join(words).upper() + ".",
        lambda words: "-".join(map(without_accents, words)),
        lambda words: "\n".join(without_accents(word)[:4] for word in words),
        lambda words: unicodedata.normalize("NFD", "  ".join(words)),
    ],
)
def test_a_code_opens_however_it_is_typed(new_visitor, board, code, typed):
    other = new_visitor()
    assert other.send(other.open("/reprendre").form(), key=typed(code)).url == board


def test_five_long_words_with_hyphens_are_no_link(new_visitor):
    typed = "abaisser-abdiquer-abreuver-academie-accabler"
    assert len(typed) >= 43
    visitor = new_visitor()
    page = visitor.send(visitor.open("/reprendre").form(), status=422, key=typed)
    assert "leur ordre" in page.words(".error-summary a")[0]


def test_a_slip_in_a_code_is_explained(new_visitor, code):
    other = new_visitor()
    form = other.open("/reprendre").form()
    page = other.send(form, status=422, key="parrole abeille abeille abeille")
    assert page.words(".error-summary a") == [
        "Le mot «\u00a0parrole\u00a0» n’est pas dans la liste\u202f; "
        "vouliez-vous dire «\u00a0parole\u00a0»\u202f?",
        "Le code a cinq mots. Ici, il y en a 4.",
    ]
    assert page.form().values["key"] == "parrole abeille abeille abeille"
    # Whether the slip stands in a code that exists makes no difference.
    for words in (code, ["abeille"] * 5):
        page = other.send(form, status=422, key=" ".join(["xyz", *words[1:]]))
        assert page.words(".error-summary a") == [
            "Le mot «\u00a0xyz\u00a0» n’est pas dans la liste."
        ]
    page = other.send(form, status=422, key=" ".join(reversed(code)))
    assert "leur ordre" in page.words(".error-summary a")[0]


def test_the_reference_of_a_paper_is_told_to_be_no_key(new_visitor, board):
    visitor = new_visitor()
    form = visitor.open("/reprendre").form()
    page = visitor.send(form, status=422, key=board.rpartition("/")[2].upper())
    assert "référence écrite sur vos papiers" in page.text


def test_keys_cannot_be_guessed_by_repeating(visitor, new_visitor, board, link, code):
    other = new_visitor()
    form = other.open("/reprendre").form()
    for _ in range(40):  # slips that are not looked up are not attempts
        other.client.post(form.action, data=form.values | {"key": "parol"})
    tries = []
    for number in range(16):
        words = form.values | {"key": "abeille " * 5}
        tries.append(other.client.post(form.action, data=words).status_code)
        tries.append(other.client.get(f"/partage/{number:043}").status_code)
    assert tries[:30] == [422, 404] * 15
    assert tries[30:] == [429, 429]
    page = other.send(form, status=429, key=" ".join(code))
    assert page.heading == "Trop d’essais à la suite"
    other.open(link, status=429)
    visitor.open(board)


def expiry(response):
    return "Expires=" in response.headers["Set-Cookie"]


def test_a_shared_computer_keeps_nothing_once_the_browser_is_closed(new_visitor, link, code):
    for shared in ({}, {"shared_computer": "y"}):
        key = {"key": " ".join(code)}
        details = {"association": "A", "kind": "first"}
        for url, sent in (("/reprendre", key), (link, {}), ("/commencer", details)):
            other = new_visitor()
            form = other.open(url).form()
            response = other.client.post(form.action, data=form.values | sent | shared)
            assert response.status_code == 303
            assert expiry(response) is not bool(shared), url
            page = other._read(response, 200)
            assert ("Cet appareil est partagé" in page.text) is bool(shared)


def test_a_second_workspace_does_not_shut_the_first(new_visitor, board, link):
    other = new_visitor()
    mine = other.start("La mienne")
    other.send(other.open(link).form())
    assert {name.split(",")[0] for name in other.open("/").words(".evaluation-list a")} == {
        "La mienne",
        "Les Amis",
    }
    other.open(mine)
    other.open(board)
    page = other.open("/espace")
    opened = [words.rpartition(", ")[0] for words in page.words("h2")]
    assert opened == ["Les clés qui ouvrent Les Amis", "Les clés qui ouvrent La mienne"]


def test_leaving_a_device_forgets_it_but_not_the_evaluation(visitor, board, link):
    page = visitor.open(visitor.open(board).link("Quittez cet appareil"))
    assert page.tree.query_one("#lien-prive").attrs["value"].endswith(link)
    page = visitor.send(page.form())
    assert page.heading == "Cap Clas est quitté sur cet appareil"
    assert "encore dans l’historique" in page.text
    visitor.open(board, status=404)
    assert "Les Amis" not in visitor.open("/").text
    assert visitor.send(visitor.open(link).form()).url == board


def test_a_wrong_link_opens_nothing_and_says_what_to_do(visitor, link):
    page = visitor.open(f"{link[:-1]}_", status=404)
    assert page.heading == "Ce lien n’ouvre aucune évaluation"
    form = visitor.open(link).form()
    form.action += "_"
    assert visitor.send(form, status=404).heading == page.heading


def test_the_page_of_a_link_does_not_tell_its_address_to_what_it_asks_for(visitor, link):
    assert visitor.open(link).headers["Referrer-Policy"] == "strict-origin"
    for path in ("reprendre", "partage", "invitation"):
        page = visitor.open(f"/{path}/{'x' * 43}", status=404)
        assert page.headers["Referrer-Policy"] == "strict-origin"


def test_opening_a_link_changes_the_session_and_its_csrf_token(new_visitor, link):
    other = new_visitor()
    before = other.open("/commencer").form()
    other.send(other.open(link).form())
    page = other.send(before, status=403, association="<b>L’Escale</b>", kind="first")
    assert page.heading == "La session de cette page est perdue"
    assert page.words("#ecrit") == ["Nom de l’association\u00a0: <b>L’Escale</b>"]
    assert "<b>L’Escale</b>" in other.send(page.form()).title


TYPED = {
    "p-1-1-a-state": "planned",
    "p-1-1-a-due": "2099-03-01",
    "p-1-1-a-owner": "Ana",
    "remarks": "Le mardi\net le jeudi & l’été",
}


@pytest.fixture
def lost(visitor, board):
    """The page that answers an objective sent after the cookies were cleared."""
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.client.delete_cookie("capclas")
    return visitor.send(form, status=403, then="board", **TYPED)


def is_kept(page):
    [text] = page.words("#ecrit")
    for words in ("1er mars 2099", "Prévu", "Qui s’en charge : Ana", "Remarques : Le mardi"):
        assert words in text.replace("\u00a0", " ")


def test_what_was_typed_before_the_session_was_lost_is_saved_with_the_code(
    visitor, board, code, lost
):
    assert lost.heading == "La session de cette page est perdue"
    is_kept(lost)
    page = visitor.send(lost.form(), key=" ".join(code))
    assert page.heading == "L’évaluation est ouverte\u00a0: enregistrez vos réponses"
    is_kept(page)
    saved = visitor.send(page.form())
    assert saved.url == f"{board}/objectifs/1.1"
    assert "C’est enregistré." in saved.html
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    assert {name: form.values[name].replace("\r", "") for name in TYPED} == TYPED


def test_what_was_typed_stays_as_long_as_the_key_is_wrong(visitor, board, lost, new_visitor):
    page = visitor.send(lost.form(), status=422, key="table table table table table")
    is_kept(page)
    assert page.title.startswith(ERROR_MARK)
    other = new_visitor()
    other_link = private_link(other, other.start("Une autre"))
    page = visitor.send(page.form(), status=422, key=other_link)
    assert "c’est celle d’une autre évaluation, maintenant ouverte ici aussi" in page.text
    is_kept(page)
    visitor.client.delete_cookie("capclas")
    is_kept(visitor.send(page.form(), status=403, key=other_link))


def test_what_was_typed_is_sent_again_at_once_when_the_evaluation_is_still_open(
    visitor, board, new_visitor
):
    other = new_visitor()
    link = private_link(other, other.start("Une autre"))
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(visitor.open(link).form())
    page = visitor.send(form, status=403, then="board", **TYPED)
    is_kept(page)
    saved = visitor.send(page.form())
    assert saved.url == f"{board}/objectifs/1.1"
    assert "C’est enregistré." in saved.html


def test_a_lost_page_leads_nowhere_else(visitor, board, lost):
    form = lost.form()
    for path in ("https://ailleurs.example/", "//ailleurs.example/", "/nulle-part"):
        page = visitor.send(form, status=422, path=path, key="table")
        assert page.link("Reprendre avec votre lien") == "/reprendre"
        assert not page.tree.query("main form")
    page = visitor.send(form, status=422, path="//commencer?http://ailleurs.example/", key="table")
    assert page.form().action == "/commencer?http://ailleurs.example/"
    assert visitor.open("/reprendre/page-perdue").url == "/reprendre"


def test_the_address_of_a_page_is_said_to_be_no_key(visitor, board):
    page = visitor.send(
        visitor.open("/reprendre").form(), status=422, key=f"http://localhost{board}/resultat"
    )
    assert "C’est l’adresse d’une page\u00a0: elle n’ouvre rien." in page.text


def test_no_code_is_shown_when_the_session_is_lost(visitor):
    form = visitor.open("/reprendre").form()
    visitor.client.delete_cookie("capclas")
    page = visitor.send(form, status=403, key="cinq mots que nul ne lit")
    assert "cinq mots" not in page.html.partition("<main")[2]


def test_a_link_of_several_evaluations_leads_to_their_list(visitor, new_visitor, link):
    visitor.start("Une autre")
    other = new_visitor()
    page = other.send(other.open(link).form())
    assert page.url == "/espace"
    assert len(page.words(".evaluations tbody tr")) == 2
