"""Several nodes on one PostgreSQL: they start at once, clean at once, and lose the database."""

import multiprocessing
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import event, text

from tests.trust.installation import GUNICORN, PATIENCE
from wizard import create_app, database, server

NODES = 4
LONG_AGO = "UPDATE assessment SET updated = '2020-01-01'"
spawn = multiprocessing.get_context("spawn")


def last_migration():
    return ScriptDirectory(str(database.MIGRATIONS)).get_current_head()


def _start(number, folder, url, ready, outcomes):
    """One node that starts; reports the version of the tables that it finds then."""
    os.environ["WIZARD_INSTANCE"] = f"{folder}/{number}"
    os.environ["WIZARD_DATABASE_URL"] = url
    try:
        ready.wait(60)
        with create_app().app_context(), database.reading() as db:
            outcomes.put(db.scalar(text("SELECT version_num FROM alembic_version")))
    except BaseException as error:
        outcomes.put(repr(error))


def test_nodes_that_start_at_once_on_an_empty_database_migrate_it_once(postgres, tmp_path):
    with postgres.database() as url:
        ready, outcomes = spawn.Barrier(NODES), spawn.Queue()
        nodes = [
            spawn.Process(target=_start, args=(number, str(tmp_path), url, ready, outcomes))
            for number in range(NODES)
        ]
        for node in nodes:
            node.start()
        found = {outcomes.get(timeout=120) for _ in nodes}
        for node in nodes:
            node.join()
    assert found == {last_migration()}


@pytest.fixture
def node(instance, postgres):
    """Another application on the same database at each call."""
    return lambda: create_app({"TESTING": True})


def test_nodes_that_purge_at_once_delete_everything_once(node, new_visitor, app):
    for number in range(12):
        new_visitor().start(str(number))
    with app.app_context(), database.writing() as db:
        db.execute(text(LONG_AGO))
    nodes = [node() for _ in range(NODES)]
    with ThreadPoolExecutor(NODES) as pool:
        deleted = list(pool.map(server.purge_once, nodes))
    assert sum(deleted) == 12


def test_a_node_leaves_the_purge_to_the_one_that_is_at_it(node, visitor, app):
    visitor.start()
    with app.app_context(), database.writing() as db:
        db.execute(text(LONG_AGO))
    with app.app_context(), database.alone() as mine:
        assert mine
        assert server.purge_once(node()) == 0
    assert server.purge_once(node()) == 1


def test_what_is_read_together_is_one_state(app, visitor):
    visitor.start("Avant")
    with app.app_context():
        with database.reading() as before:
            names = text("SELECT association FROM assessment")
            assert before.scalars(names).all() == ["Avant"]
            with database.writing() as db:
                db.execute(text("UPDATE assessment SET association = 'Après'"))
            assert before.scalars(names).all() == ["Avant"]
        with database.reading() as after:
            assert after.scalars(names).all() == ["Après"]


@pytest.mark.parametrize(
    "path",
    [
        "/evaluations/abc%00def",
        "/evaluations/%ED%A0%80",
        "/reprendre/%00",
        "/partage/%00",
        "/invitation/%00",
        "/evaluations/abcdefghjkmn/ancien-resultat?version=%00",
        "/espace?tri=%00&niveau=%00",
    ],
)
def test_addresses_that_a_database_cannot_hold_are_not_found(visitor, path):
    visitor.start()
    assert visitor.client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_share_of_an_impossible_number_is_not_found(visitor, number):
    board = visitor.start()
    form = visitor.open(f"{board}/partage").form()
    page = visitor.send(form, kind="read")
    form = page.form("form[action$='/retirer']")
    form.action = form.action.replace("/1/", f"/{number}/")
    assert str(number) in form.action
    visitor.send(form, status=404)


def test_a_node_whose_database_is_out_of_reach_says_so_in_one_line(tmp_path):
    settings = {"WIZARD_INSTANCE": str(tmp_path / "instance")}
    settings["WIZARD_DATABASE_URL"] = f"postgresql://capclas@/capclas?host={tmp_path}"
    node = subprocess.run(
        [*GUNICORN, "--bind", f"unix:{tmp_path}/node.sock"],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert node.returncode > 0
    said = [line for line in node.stderr.splitlines() if not line.startswith("[")]  # gunicorn’s
    why = "la base ne peut pas servir\u00a0: la base ne répond pas"
    assert said == [f"Cap Clas ne démarre pas\u00a0: {why}"]


KEPT = {"p-1-1-a-state": "planned", "p-1-1-a-owner": "Aïcha", "remarks": "Déjà écrit"}


def kept_in(page):
    """The form that a page shows again, or that it only keeps when nothing can be read."""
    return page.form("#objectif" if page.tree.query("#objectif") else "main form")


def held(page):
    return {name: kept_in(page).values.get(name) for name in KEPT}


@pytest.fixture
def form(visitor):
    return visitor.open(f"{visitor.start()}/objectifs/1.1").form("#objectif")


def test_while_the_database_is_down_a_form_keeps_what_was_typed(postgres, visitor, form):
    with postgres.down():
        kept = visitor.send(form, status=503, **KEPT)
        assert visitor.client.get(form.action).status_code == 503
        assert visitor.client.get("/sante").status_code == 503
    assert held(kept) == KEPT
    visitor.send(kept_in(kept))
    assert held(visitor.open(form.action)) == KEPT


@pytest.mark.parametrize("moment", ["before_cursor_execute", "commit"])
def test_a_connection_cut_amid_a_save_costs_one_more_sending(postgres, app, visitor, form, moment):
    engine = app.extensions["database"]

    def cut(connection, *_statement):
        process = connection.connection.driver_connection.info.backend_pid
        postgres.execute(f"SELECT pg_terminate_backend({process})")

    event.listen(engine, moment, cut)
    kept = visitor.send(form, status=503, **KEPT)
    event.remove(engine, moment, cut)
    assert held(kept) == KEPT
    visitor.send(kept_in(kept))
    assert held(visitor.open(form.action)) == KEPT


@pytest.fixture
def read_only(postgres, app):
    """As while another server takes over: what stands can be read."""
    engine = app.extensions["database"]
    change = f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only TO "
    postgres.execute(change + "on")
    engine.dispose()
    yield
    postgres.execute(change + "off")


def test_while_the_database_is_read_only_pages_are_read_and_forms_kept(visitor, form, read_only):
    assert held(visitor.send(form, status=503, **KEPT)) == KEPT
    visitor.open(form.action)
