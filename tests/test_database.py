"""The database as it really is: several processes, migrations, an empty folder."""

import multiprocessing
import os
import stat

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import String, text
from sqlalchemy.exc import DatabaseError

from wizard import assessments, config, create_app, current, database, revisions, workspaces
from wizard.assessments import Details
from wizard.keyring import Keyring
from wizard.revisions import Save, Submitted
from wizard.scoring import Answer, State

WRITERS, SAVES = 4, 20
spawn = multiprocessing.get_context("spawn")


def _answer_all(instance, public_id, owner, number, failures):
    """One process: answers its own practice again and again, then every one a practice of all."""
    os.environ["WIZARD_INSTANCE"] = instance
    try:
        app = create_app()
        with app.app_context():
            codes = [p.code for p in current.referential().practices]
            for turn in range(SAVES):
                code = codes[number * SAVES + turn]
                with database.writing() as db:
                    row = assessments.load(db, public_id, owner, for_update=True)
                    sent = Submitted(Answer(State.YES), revisions.seen(None))
                    page = Save(f"page-{number}", {code: sent})
                    assert assessments.save(db, row, page) == []
    except BaseException as error:
        failures.put(repr(error))


@pytest.mark.parametrize("processes", [3])
def test_processes_that_write_at_once_lose_nothing_and_never_fail(app, referential, processes):
    details = Details("Les Amis", "", 2026, renewal=False, deadline=None)
    with app.app_context(), database.writing() as db:
        workspace = workspaces.create(db, "key")
        public_id = assessments.create(db, workspace.id, details, referential).public_id
        owner = Keyring.of_workspace(workspace)
    failures = spawn.Queue()
    workers = [
        spawn.Process(
            target=_answer_all, args=(app.instance_path, public_id, owner, number, failures)
        )
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures.empty(), failures.get()
    with app.app_context(), database.reading() as db:
        assert len(assessments.load(db, public_id, owner).answers) == processes * SAVES


def _start(instance, keys):
    os.environ["WIZARD_INSTANCE"] = instance
    keys.put(create_app().config["SECRET_KEY"])


def test_processes_that_start_at_once_on_an_empty_folder_share_database_key_and_content(
    instance, referential
):
    keys = spawn.Queue()
    workers = [spawn.Process(target=_start, args=(str(instance), keys)) for _ in range(WRITERS)]
    for worker in workers:
        worker.start()
    found = {keys.get(timeout=60) for _ in workers}
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(found) == 1
    with create_app().extensions["database"].connect() as connection:
        assert connection.scalars(text("SELECT version FROM content")).all() == [
            referential.version
        ]


def test_the_secret_key_is_readable_by_its_owner_only(tmp_path):
    key = config.secret_key(tmp_path / "secret_key")
    assert len(key) >= 43
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert config.secret_key(tmp_path / "secret_key") == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_models_and_migrations_agree(app):
    with app.extensions["database"].begin() as connection:
        command.check(database.alembic_config(connection))


@pytest.mark.sqlite(reason="only SQLite copies a table to change it")
def test_a_migration_that_copies_a_table_deletes_no_answer(app, referential):
    details = Details("Les Amis", "", 2026, renewal=False, deadline=None)
    with app.app_context(), database.writing() as db:
        workspace = workspaces.create(db, "key")
        row = assessments.create(db, workspace.id, details, referential)
        row = assessments.load(db, row.public_id, Keyring.of_workspace(workspace))
        sent = Submitted(Answer(State.YES), revisions.seen(None))
        assessments.save(db, row, Save("page", {"1.1.a": sent}))
    engine = app.extensions["database"]
    with engine.execution_options(writes=True).connect() as connection:
        with database._without_cascades(connection), connection.begin():
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("assessment") as table:
                table.alter_column("project", type_=String(300))
        count = connection.execute(text("SELECT count(*) FROM answer")).scalar_one()
    assert count == 1


@pytest.mark.sqlite(reason="SQLite’s own settings; PostgreSQL does so by default")
def test_acknowledged_saves_survive_a_power_cut(app):
    with app.app_context(), database.reading() as db:
        assert db.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.scalar(text("PRAGMA foreign_keys")) == 1


def _create_and_fail():
    with database.writing() as db:
        workspaces.create(db, "key")
        raise RuntimeError


def test_a_failed_transaction_leaves_nothing(app):
    with app.app_context():
        with pytest.raises(RuntimeError):
            _create_and_fail()
        with database.reading() as db:
            assert db.scalar(text("SELECT count(*) FROM workspace")) == 0


def test_an_error_of_the_database_holds_no_value_whoever_prints_it(app):
    with (
        pytest.raises(DatabaseError) as raised,
        app.app_context(),
        database.reading() as db,
    ):
        db.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Quartier"})
    assert "nowhere" in str(raised.value)
    assert "Quartier" not in str(raised.value)


@pytest.mark.sqlite(reason="where the file of SQLite is")
def test_the_instance_folder_comes_from_the_environment(instance):
    create_app()
    assert (instance / "capclas.sqlite").exists()
