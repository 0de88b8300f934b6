"""A Caf or a federation serves its own version; evaluations live through a change of content."""

import re
import shutil

import pytest

from tests.visitor import Visitor
from wizard import create_app
from wizard.referential import CONTENT_FOLDER, ContentError

PAGES = ("", "/objectifs/1.5", "/axes/1", "/conditions", "/resultat")


@pytest.fixture
def content(instance, tmp_path, monkeypatch):
    monkeypatch.setenv("WIZARD_CONTENT", str(tmp_path / "content"))
    return shutil.copytree(CONTENT_FOLDER, tmp_path / "content")


def edit(content, old, new):
    path = content / "axe-1.toml"
    text = path.read_text("utf-8")
    assert re.search(old, text, re.DOTALL)
    path.write_text(re.sub(old, new, text, count=1, flags=re.DOTALL), "utf-8")


def test_another_folder_is_served(content):
    edit(content, "Nous notons les enfants présents", "Nous comptons les enfants présents")
    visitor = Visitor(create_app().test_client())
    page = visitor.open(visitor.start() + "/objectifs/1.5")
    assert "Nous comptons les enfants présents" in page.text


def test_answers_outlive_what_the_content_drops(content):
    app = create_app()
    visitor = Visitor(app.test_client())
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    states = {f"p-1-5-{letter}-state": "yes" for letter in "abcde"}
    visitor.send(form, ticked=["1.5.p1", "1.5.p2"], **states)
    assert "exemplaire" in visitor.open(board).words(".tasks li")[4]

    edit(
        content,
        r'\[\[objective\.practice\]\]\ncode = "1\.5\.d".*?(?=\[\[objective\.practice\]\])',
        "",
    )
    edit(content, r'  \{ code = "1\.5\.p1"[^\n]*\n', "")
    newer = create_app().test_client()
    newer.set_cookie("capclas", visitor.client.get_cookie("capclas").value)
    visitor = Visitor(newer)
    for path in PAGES:
        visitor.open(board + path)
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    assert "p-1-5-d-state" not in form.values
    visitor.send(form, **{"p-1-5-e-state": "no"})

    shutil.copytree(CONTENT_FOLDER, content, dirs_exist_ok=True)
    older = create_app().test_client()
    older.set_cookie("capclas", visitor.client.get_cookie("capclas").value)
    form = Visitor(older).open(f"{board}/objectifs/1.5").form("#objectif")
    assert form.values["p-1-5-d-state"] == "yes"
    assert form.values["ticked"] == ["1.5.p1", "1.5.p2"]


def test_a_content_that_cannot_be_read_stops_the_start(content):
    (content / "axe-2.toml").write_text("code = 2", "utf-8")
    with pytest.raises(ContentError, match="axe-2"):
        create_app()
