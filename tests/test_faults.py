"""Real faults of the disk and the database: told in French, nothing lost, nothing to repair."""

import logging
import re
import sqlite3
from contextlib import closing, contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from tests.trust.disks import filled, mounted, no_growth, read_only
from wizard import create_app, database
from wizard.cli import main

pytestmark = pytest.mark.sqlite(reason="these are faults of a file and of its disk")

TYPED = "Le lundi et le jeudi, avec Camille"


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """A server that waits a tenth of a second for the database, not five."""
    pragmas = [p for p in database.SQLITE_PRAGMAS if not p.startswith("busy_timeout")]
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", (*pragmas, "busy_timeout=100"))


@pytest.fixture
def app(app, monkeypatch):
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", None)  # it writes files, on any disk
    return app


@contextmanager
def occupied(folder):
    """Another program writes in the database, and does not end."""
    with closing(sqlite3.connect(folder / "capclas.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def frozen(_folder, app):
    """The database refuses to write, as on a disk that the system has made read-only.

    A mount cannot be made so under files that are open: this is SQLite's own refusal.
    """

    def freeze(connection, value):
        connection.exec_driver_sql(f"PRAGMA query_only={value}")

    engine = app.extensions["database"]
    with engine.connect() as connection:
        freeze(connection, 1)
    yield
    with engine.connect() as connection:
        freeze(connection, 0)


def one_line(caplog):
    """The only line of the log, without a word of the visitor."""
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1, lines
    assert not any(record.exc_info for record in caplog.records)
    assert "Camille" not in lines[0]
    assert "\n" not in lines[0]
    return lines[0]


FAULTS = {
    "occupied": (lambda folder, _app: occupied(folder), "occupe la base"),
    "no growth": (lambda folder, _app: no_growth(folder), "disque"),
    "read-only": (frozen, "lecture seule"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_save_that_fails_keeps_what_was_typed_and_works_once_the_cause_is_gone(
    instance, visitor, app, caplog, fault
):
    begin, words = FAULTS[fault]
    board = visitor.start()
    asked = visitor.open(f"{board}/objectifs/1.5")
    form = asked.form("#objectif")
    sent = {"p-1-5-a-state": "planned", "p-1-5-a-owner": "Camille", "remarks": TYPED}
    with begin(instance, app):
        page = visitor.send(form, status=503, **sent)
    assert words in one_line(caplog)
    assert page.heading == asked.heading
    assert page.title.startswith("Erreur")
    assert page.words("#erreurs h2") == ["Non enregistré"]
    assert ("Retry-After" in page.headers) == (fault == "occupied")
    again = page.form("#objectif")
    assert again.values["remarks"] == TYPED
    assert again.values["p-1-5-a-owner"] == "Camille"
    visitor.send(again)
    stored = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert (stored["remarks"], stored["p-1-5-a-owner"]) == (TYPED, "Camille")


@pytest.mark.parametrize("fault", FAULTS)
def test_htmx_is_told_that_nothing_was_saved(instance, visitor, app, fault):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    with FAULTS[fault][0](instance, app):
        html = visitor.fetch(form, status=503, remarks=TYPED)
    assert "Enregistré" not in html
    assert "Enregistré" in visitor.fetch(form, remarks=TYPED)


def test_forms_of_every_kind_are_shown_again(instance, visitor):
    board = visitor.start()
    pages = {
        "/commencer": {"association": TYPED, "kind": "first"},
        f"{board}/modifier": {"association": TYPED},
        f"{board}/conditions": {"remarks": TYPED},
        f"{board}/premier-tour": {"p-1-1-a-owner": TYPED, "p-1-1-a-state": "planned"},
        f"{board}/saisie/1": {"p-1-1-remarks": TYPED},
    }
    for url, typed in pages.items():
        form = visitor.open(url).form()
        with occupied(instance):
            page = visitor.send(form, status=503, **typed)
        assert page.words("#erreurs h2") == ["Non enregistré"], url
        again = page.form()
        assert again.values | typed == again.values, url


def test_what_cannot_even_be_read_is_kept_to_be_sent_again(instance, visitor, app, caplog):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    file = instance / "capclas.sqlite"
    app.extensions["database"].dispose()
    sound = file.read_bytes()
    file.write_bytes(b"not a database at all" * 500)
    assert visitor.open(board, status=503).heading == "Le service a un problème"
    caplog.clear()
    page = visitor.send(form, status=503, remarks=TYPED)
    assert "abîmé" in one_line(caplog)
    assert visitor.open("/methode")
    app.extensions["database"].dispose()
    file.write_bytes(sound)
    visitor.send(page.form())
    assert visitor.open(f"{board}/objectifs/1.5").form("#objectif").values["remarks"] == TYPED


def test_a_full_disk_loses_no_save_that_was_acknowledged(tmp_path, monkeypatch, new_visitor):
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("WIZARD_INSTANCE", str(disk))
    with mounted(disk, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        app = create_app({"TESTING": True})
        try:
            fill_up(disk, app, type(new_visitor())(app.test_client()))
        finally:
            app.extensions["database"].dispose()


def fill_up(disk, app, visitor):
    """Save long remarks until the disk is full, then after room was made."""
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    acknowledged, status = "", 200
    with filled(disk):
        for turn in range(200):
            sent = form.values | {"remarks": f"{turn} " + "mot " * 1_200}
            response = visitor.client.post(form.action, data=sent, headers={"HX-Request": "true"})
            status = response.status_code
            if status != 200:
                break
            acknowledged = sent["remarks"].strip()
        assert status == 503
        stored = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values["remarks"]
        assert stored == acknowledged
    assert "Enregistré" in visitor.fetch(form, remarks=TYPED)
    with app.extensions["database"].connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


# What keeps the application from starting.


def start():
    """Open the installation as `serve` does; return the exit code and what stderr says."""
    done = CliRunner().invoke(main, ["purge"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stderr


def refused(words):
    code, said = start()
    assert code == 1
    assert re.fullmatch(r"Cap Clas ne démarre pas\u00a0: [^\n]+\n", said), said
    assert words in said


@pytest.fixture
def folder(app, instance):
    """The instance folder of an installation that is stopped."""
    app.extensions["database"].dispose()
    return instance


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(folder):
    with closing(sqlite3.connect(folder / "capclas.sqlite")) as other:
        known = other.execute("SELECT version_num FROM alembic_version").fetchone()
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    refused("version plus récente")
    with closing(sqlite3.connect(folder / "capclas.sqlite")) as other:
        assert other.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
        other.execute("UPDATE alembic_version SET version_num = ?", known)
        other.commit()
    assert start() == (0, "")


@pytest.mark.parametrize("spoiled", ["all", "one page"])
def test_a_damaged_database_is_refused_and_left_as_it_is(folder, spoiled):
    file = folder / "capclas.sqlite"
    sound = file.read_bytes()
    noise = b"\xff" * 4_096
    bad = noise * 9 if spoiled == "all" else sound[:8_192] + noise + sound[12_288:]
    file.write_bytes(bad)
    refused("abîmé")
    assert file.read_bytes() == bad
    file.write_bytes(sound)
    assert start() == (0, "")


def test_a_database_that_another_program_occupies_is_told(folder):
    with occupied(folder):
        refused("occupe la base")
    assert start() == (0, "")


def test_a_read_only_folder_is_told(folder):
    with read_only(folder):
        refused("accepte l’écriture")
    assert start() == (0, "")


def test_a_full_disk_is_told(folder):
    with no_growth(folder):
        refused("disque")
    assert start() == (0, "")


@pytest.mark.parametrize("key", [b"", b"\n", b"court", b"\xff" * 64, b"deux\nlignes" * 9])
def test_a_spoiled_secret_key_is_refused_and_left_as_it_is(folder, key):
    file = folder / "secret_key"
    sound = file.read_bytes()
    file.write_bytes(key)
    refused("clé secrète")
    assert file.read_bytes() == key
    file.write_bytes(sound + b"\n")  # as an editor saves it
    assert start() == (0, "")


def test_a_secret_key_that_cannot_be_read_is_told(folder):
    (folder / "secret_key").unlink()
    (folder / "secret_key").mkdir()  # what root cannot read either
    refused("clé secrète")


def test_a_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path / "file"))
    refused("ne peut pas être créé")
