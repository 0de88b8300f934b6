"""Copies of the database, made and put back by the command line."""

import re
import shutil
import sqlite3
import stat
from contextlib import closing

import pytest
from click.testing import CliRunner

from tests.trust.disks import no_growth
from tests.visitor import Visitor
from wizard import create_app
from wizard.cli import main

pytestmark = pytest.mark.sqlite(reason="PostgreSQL has commands of its own for this")


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(words, *arguments):
    done = run(*arguments)
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert words in done.stderr, done.stderr


@pytest.fixture
def copy(visitor, tmp_path_factory):
    """A copy of an installation with one evaluation; the database stays open meanwhile."""
    visitor.start("Les Amis")
    file = tmp_path_factory.mktemp("copies") / "copy.sqlite"
    done = run("backup", file)
    assert done.exit_code == 0, done.output
    assert "évaluations\u00a0: 1" in done.stdout
    assert "clé secrète n’y est pas" in done.stdout
    return file


@pytest.fixture
def elsewhere(tmp_path_factory, monkeypatch):
    """An empty instance folder, which the commands that follow use."""
    folder = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv("WIZARD_INSTANCE", str(folder))
    return folder


def pages(visitor, board):
    for page in ("", "/resultat", "/plan", "/cles"):
        html = visitor.open(board + page).html
        yield re.sub(r'name="(csrf_token|page)" value="[^"]*"', "", html)


def test_a_copy_put_back_gives_the_same_pages(
    instance, visitor, referential, association, answers_of, tmp_path, monkeypatch
):
    board = visitor.start()
    visitor.fill(board, referential, answers_of(association), remarks="Le lundi")
    before = list(pages(visitor, board))
    run("backup", tmp_path / "copy.sqlite")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("WIZARD_INSTANCE", str(elsewhere))
    shutil.copy(instance / "secret_key", elsewhere)
    done = run("restore", tmp_path / "copy.sqlite")
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    client = create_app({"TESTING": True}).test_client()
    client.set_cookie("capclas", visitor.client.get_cookie("capclas").value)
    assert list(pages(Visitor(client), board)) == before


def test_without_its_key_a_copy_opens_nothing_by_itself_and_the_host_is_told(
    visitor, copy, elsewhere
):
    words = " ".join(visitor.open(visitor.start()).words(".code"))
    done = run("restore", copy)
    assert done.exit_code == 0
    assert "remettez aussi la clé secrète" in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["capclas.sqlite"]
    client = create_app({"TESTING": True}).test_client()
    client.set_cookie("capclas", visitor.client.get_cookie("capclas").value)
    assert "Les Amis" not in Visitor(client).open("/espace").text
    assert words not in Visitor(client).open("/").html


def test_a_copy_is_for_its_owner_only_and_replaces_nothing(copy):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    refused("existe déjà", "backup", copy)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


@pytest.mark.parametrize("name", ["capclas.sqlite", "capclas.sqlite-wal"])
def test_nothing_is_put_back_over_a_database_nor_beside_the_rest_of_one(copy, elsewhere, name):
    (elsewhere / name).write_bytes(b"x")
    refused(name, "restore", copy)
    assert [path.name for path in elsewhere.iterdir()] == [name]


def spoil(file):
    content = bytearray(file.read_bytes())
    content[8_192:12_288] = b"\xff" * 4_096
    file.write_bytes(content)


def cut(file):
    file.write_bytes(file.read_bytes()[:-4_096])


def make_newer(file):
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()


def replace_by_another(file):
    file.unlink()
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE recipes (name)")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spoil, "abîmé"),
        (cut, "abîmé"),
        (make_newer, "plus récente"),
        (replace_by_another, "n’est pas une base de Cap Clas"),
        (lambda file: file.write_bytes(b""), "n’est pas une base de Cap Clas"),
        (lambda file: file.write_bytes(b"PK" * 5_000), "abîmé"),
        (lambda file: file.unlink(), "n’existe pas"),
    ],
)
def test_what_cannot_serve_is_not_put_back(copy, elsewhere, change, words):
    change(copy)
    refused(words, "restore", copy)
    assert list(elsewhere.iterdir()) == []


def test_a_disk_without_room_gets_no_half_copy(copy, instance, elsewhere, monkeypatch):
    with no_growth(elsewhere):
        refused("", "restore", copy)
    assert list(elsewhere.iterdir()) == []
    monkeypatch.setenv("WIZARD_INSTANCE", str(instance))
    with no_growth(elsewhere):
        refused("Rien n’est sauvegardé", "backup", elsewhere / "other.sqlite")
    assert list(elsewhere.iterdir()) == []


def test_an_installation_without_database_is_not_created_by_a_backup(elsewhere, tmp_path):
    refused("pas de base", "backup", tmp_path / "copy.sqlite")
    assert list(elsewhere.iterdir()) == []


def test_other_databases_have_their_own_commands(monkeypatch, tmp_path):
    monkeypatch.setenv("WIZARD_DATABASE_URL", "postgresql://localhost/capclas")
    refused("pg_dump", "backup", tmp_path / "copy.sqlite")
    refused("pg_restore", "restore", tmp_path / "copy.sqlite")
