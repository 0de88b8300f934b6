"""The keys: shown, printed on a card, replaced, handed over."""

from urllib.parse import urlsplit

import pytest


@pytest.fixture
def board(visitor):
    return visitor.start("Les Étoiles")


def link(page):
    return urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path


def code(page):
    return page.words(".code")[0]


def come_in(visitor, key):
    """Open a link or a code in another browser; return the status."""
    if key.startswith("/"):
        response = visitor.client.get(key)
        if response.status_code != 200:
            return response.status_code
        return visitor.send(visitor.open(key).form()).status
    form = visitor.open("/reprendre").form()
    return visitor.client.post(form.action, data=form.values | {"key": key}).status_code


def test_the_card_has_the_five_words_and_a_square_for_phones(visitor, board):
    page = visitor.open(visitor.open(board).link("Imprimer ces clés"))
    assert page.words(".code-words li") == code(page).split()
    assert page.tree.query_one(".key-card svg.qr")
    assert "localhost/reprendre" in page.words(".key-card .address")[0]
    assert page.words(".key-card .hint")[0] == "Les Étoiles"


@pytest.mark.parametrize(
    ("replaced", "dead"), [("link", {"link"}), ("code", {"code"}), ("both", {"link", "code"})]
)
def test_a_replaced_key_dies_at_once_and_so_do_the_browsers_it_opened(
    visitor, new_visitor, board, replaced, dead
):
    page = visitor.open(f"{board}/cles")
    old = {"link": link(page), "code": code(page)}
    others = {name: new_visitor() for name in old}
    for name, other in others.items():
        come_in(other, old[name])
        other.open(board)
    page = visitor.send(page.form(), replace=replaced)
    assert page.words("#fait strong")[0].startswith("Le ")
    for name, other in others.items():
        other.open(board, status=404 if name in dead else 200)
        assert ("Les Étoiles" in other.open("/").text) is (name not in dead)
        assert (come_in(new_visitor(), old[name]) in (404, 422)) is (name in dead)
        for shown in ("/espace", "/quitter"):  # nor are the new keys told to who held the old
            assert (link(page) in other.open(shown).html) is (name not in dead)
    assert {
        name for name, new in (("link", link(page)), ("code", code(page))) if new != old[name]
    } == dead
    assert visitor.open(board).heading == "Tableau de bord"
    for key in (link(page), code(page)):
        assert come_in(new_visitor(), key) in (200, 303)


def test_who_came_by_the_code_stays_in_when_replacing_it(visitor, new_visitor, board):
    other = new_visitor()
    come_in(other, code(visitor.open(board)))
    other.send(other.open(f"{board}/cles").form(), replace="code")
    other.open(board)
    visitor.open(board)
    assert code(visitor.open(board)) == code(other.open(board))


def test_only_the_keys_that_the_page_offers_can_be_replaced(visitor, board):
    visitor.send(visitor.open(f"{board}/cles").form(), status=400, replace="all")


def test_keys_are_on_no_printed_page_but_their_own(visitor, board):
    page = visitor.open(f"{board}/cles")
    secrets = [link(page).rpartition("/")[2], code(page)]
    for path in ("", "/resultat", "/conditions", "/axes/1", "/objectifs/1.1", "/relais"):
        page = visitor.open(board + path)
        for node in page.tree.query(".no-print"):
            node.parent.remove_child(node)
        printed = page.tree.query_one("main").to_html()
        assert not [secret for secret in secrets if secret in printed], path


@pytest.fixture
def several(visitor, board):
    """A second year of the same association, and another association."""
    return board, visitor.start("les etoiles"), visitor.start("Atelier du soir")


def test_the_relay_gives_new_keys_and_says_what_is_promised(visitor, new_visitor, board):
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    sent = {"p-1-5-a-state": "planned", "p-1-5-a-due": "2027-03-01", "p-1-5-a-owner": "Ana"}
    visitor.send(form, **sent)
    old = visitor.open(board)
    page = visitor.open(old.link("Passer le relais"))
    assert not page.words(".code-words")
    assert page.words("main table:last-of-type td")[-2:] == ["Ana", "1er\u00a0mars\u00a02027"]
    page = visitor.send(page.form())
    assert page.words(".code-words li") != code(old).split()
    assert "Ana" in page.text
    assert come_in(new_visitor(), code(old)) == 422
    assert come_in(new_visitor(), link(old)) == 404
    assert come_in(new_visitor(), " ".join(page.words(".code-words li"))) == 303
    visitor.open(board)


def test_the_relay_of_one_association_keeps_the_others(visitor, new_visitor, several):
    board, second, other = several
    keys = visitor.open(other)
    page = visitor.send(visitor.open(f"{board}/relais").form())
    heir = new_visitor()
    come_in(heir, " ".join(page.words(".code-words li")))
    heir.open(board)
    heir.open(second)
    heir.open(other, status=404)
    former = new_visitor()
    come_in(former, code(keys))
    former.open(other)
    former.open(board, status=404)
    for mine in several:  # until this device is left
        visitor.open(mine)


def test_keys_that_were_handed_over_are_not_said_to_open_what_is_started_next(visitor):
    board = visitor.start()
    also = "Elles ouvrent aussi les autres évaluations"
    assert also in visitor.open(board).text
    visitor.send(visitor.open(f"{board}/relais").form())
    assert also not in visitor.open(board).text
    assert "La nouvelle aura ses propres clés" in visitor.open("/commencer").text
    other = visitor.start("Une autre")
    assert code(visitor.open(other)) != code(visitor.open(board))
    assert also in visitor.open(other).text
    assert "Les mêmes clés ouvriront aussi la nouvelle" in visitor.open("/commencer").text


def cookie(visitor):
    return visitor.client.get_cookie("capclas").value


def without_its_answer(visitor, form, **changes):
    """Send a form whose answer never arrives: the browser keeps the cookie that it had."""
    before = cookie(visitor)
    visitor.send(form, **changes)
    visitor.client.set_cookie("capclas", before)


@pytest.mark.parametrize("kind", ["link", "code", "both"])
def test_a_lost_answer_does_not_lock_out_who_replaced_the_keys(visitor, kind):
    board = visitor.start()
    form = visitor.open(f"{board}/cles").form("form[action$='/cles']")
    without_its_answer(visitor, form, replace=kind)
    visitor.open(board)
    page = visitor.open(f"{board}/cles")
    visitor.send(page.form("form[action$='/cles']"), replace=kind)
    visitor.open(board)


def test_sent_twice_the_keys_are_the_same(visitor):
    board = visitor.start()
    form = visitor.open(f"{board}/cles").form("form[action$='/cles']")
    before = cookie(visitor)
    first = visitor.send(form, replace="both").words(".code-words li")
    visitor.client.set_cookie("capclas", before)
    assert visitor.send(form, replace="both").words(".code-words li") == first


@pytest.mark.parametrize("others", [[], ["Une autre association"]])
def test_a_lost_answer_does_not_lose_what_was_handed_over(visitor, others):
    for name in others:
        visitor.start(name)
    board = visitor.start()
    without_its_answer(visitor, visitor.open(f"{board}/relais").form())
    assert visitor.open("/").link("Les Amis du Quartier") == board
    assert "Les Amis du Quartier" in visitor.open("/espace").text
    visitor.open(board)
    page = visitor.send(visitor.open(f"{board}/relais").form())
    assert len(page.words(".code-words li")) == 5
    visitor.open(board)


def test_who_only_looked_at_the_keys_is_shut_out_by_those_of_another(visitor, new_visitor):
    board = visitor.start()
    secret = visitor.open(f"{board}/cles").words(".code-words li")
    other = new_visitor()
    other.send(other.open("/reprendre").form(), key=" ".join(secret))
    other.open(f"{board}/cles")
    visitor.send(visitor.open(f"{board}/cles").form("form[action$='/cles']"), replace="both")
    other.open(board, status=404)


def test_a_save_never_sets_the_cookie(visitor):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    sent = form.values | {"p-1-5-a-state": "yes"}
    response = visitor.client.post(form.action, data=sent, headers={"HX-Request": "true"})
    assert "Enregistré" in response.text
    assert "Set-Cookie" not in response.headers
    assert "Set-Cookie" in visitor.client.get(board).headers
