"""Keys and sessions: drawn, stretched, ended."""

import hashlib
import re
from datetime import timedelta

import pytest

from tests.security.routes import start_and_share
from tests.visitor import Visitor
from wizard import create_app, keys


def test_keys_are_drawn_anew_and_long(app):
    salts = {keys.new_salt() for _ in range(1000)}
    assert len(salts) == 1000
    assert {len(salt) for salt in salts} == {16}  # 128 bits
    links = {keys.link(salt, "key", "use") for salt in salts}
    assert len(links) == 1000
    assert {len(link) for link in links} == {43}  # 256 bits
    words = [word for salt in salts for word in keys.code(salt, "key")]
    assert len(set(words)) > 1700  # of 2048: none is left out
    assert len(app.config["SECRET_KEY"]) >= 64


def test_a_code_has_a_slow_hash(monkeypatch):
    asked = []

    def scrypt(_letters, **cost):
        asked.append(cost)
        return bytes(32)

    monkeypatch.setattr(hashlib, "scrypt", scrypt)
    keys.hash_code(("abeille",) * 5)
    assert [cost["n"] * cost["r"] for cost in asked] == [2**15]


@pytest.mark.parametrize("kind", ["read", "edit"])
def test_a_key_to_what_was_deleted_opens_nothing_that_comes_after(new_visitor, kind):
    """The database gives the numbers of deleted rows again: a number alone is no key."""
    first, second, guest = (new_visitor() for _ in range(3))
    board, link = start_and_share(first, "La première", kind)
    guest.send(guest.open(link).form())
    first.send(first.open(f"{board}/effacer").form(), name="La première")
    [other] = first.open("/").words("a[href^='/evaluations/']")[:1] or [""]
    assert "La première" in other  # the one that it was prepared from
    new_board, _link = start_and_share(second, "La seconde", kind)
    guest.open(f"{new_board}/resultat", status=404)
    assert "La seconde" not in guest.open("/espace").text


def test_the_session_of_a_deleted_workspace_opens_none_that_comes_after(new_visitor):
    first, copy, second = (new_visitor() for _ in range(3))
    board = first.start("La première")
    copy.client.set_cookie("capclas", first.client.get_cookie("capclas").value)
    copy.open(board)
    first.send(first.open(f"{board}/effacer").form(), name="La première")
    new_board = second.start("La seconde")
    copy.open(new_board, status=404)
    assert "La seconde" not in copy.open("/espace").text
    assert "La seconde" not in copy.open("/quitter").text


def opens(app, cookie, board):
    client = app.test_client()
    client.set_cookie("capclas", cookie)
    return client.get(board).status_code == 200


def test_another_secret_key_ends_every_session(app, visitor, instance):
    board = visitor.start()
    cookie = visitor.client.get_cookie("capclas").value
    assert opens(app, cookie, board)
    (instance / "secret_key").write_text("x" * 64)
    assert not opens(create_app({"TESTING": True}), cookie, board)


def test_a_cookie_past_its_time_opens_nothing(app, visitor):
    board = visitor.start()
    cookie = visitor.client.get_cookie("capclas").value
    assert opens(app, cookie, board)
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(seconds=-1)
    assert not opens(app, cookie, board)


def test_a_name_of_a_file_is_safe(app):
    visitor = Visitor(app.test_client())
    board = visitor.start('../../x"; filename="evil.exe\r\nX: y')
    for path in ("plan.ics", "synthese.pdf", "dossier.docx", "fichier"):
        with visitor.client.get(f"{board}/{path}") as answer:
            said = answer.headers["Content-Disposition"]
        assert re.fullmatch(r'(attachment|inline); filename="?[\w.-]+"?', said), said


def test_a_search_is_text(visitor):
    visitor.start("Les (Amis")
    for words in ("(", "[", "\\", ".*", "%", "_"):
        page = visitor.client.get("/espace", query_string={"nom": words}).text
        assert ("Les (Amis" in page.partition("<tbody")[2]) == (words == "(")


def test_no_page_asks_for_anything_elsewhere(visitor):
    board = visitor.start()
    for path in ("", "/objectifs/1.1", "/resultat", "/plan", "/synthese", "/dossier", "/cles"):
        tree = visitor.open(f"{board}{path}").tree
        asked = [node.attrs.get("src") or node.attrs["href"] for node in tree.query("[src], link")]
        asked += [form.attrs["action"] for form in tree.query("form")]
        assert not [url for url in asked if not re.match(r"/(?!/)", url)]
        # Sources lead elsewhere when they are followed, and only there.
        led = [node.attrs["href"] for node in tree.query("a[href]")]
        assert not [url for url in led if not re.match(r"/(?!/)|#|\?|https://", url)]
