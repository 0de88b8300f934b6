"""An installation moves to PostgreSQL and back: people find their results as they left them."""

import json

import pytest
from click.testing import CliRunner

from tests.conftest import ASSOCIATIONS
from tests.visitor import Visitor
from wizard import create_app, exchange
from wizard.cli import main
from wizard.models import Base

PAGES = ("", "/resultat", "/plan", "/synthese", "/dossier", "/conditions", "/objectifs/1.1")


@pytest.fixture
def old(tmp_path, monkeypatch):
    """The address of the SQLite database of an installation that is in use."""
    monkeypatch.delenv("WIZARD_DATABASE_URL", raising=False)
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
    return f"sqlite:///{tmp_path}/capclas.sqlite"


@pytest.fixture
def new(postgres):
    """The address of an empty database of PostgreSQL."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def visitor(old):
    return Visitor(create_app({"TESTING": True}).test_client())


def copy(source, destination):
    return CliRunner().invoke(main, ["copy-database", source, destination])


def moved(visitor, address):
    """The same browser, once the installation was started on the database at `address`."""
    app = create_app({"TESTING": True, "DATABASE_URL": address})
    visitor.client.application = app
    return app.extensions["database"]


def fill(visitor, referential):
    """Three associations that answered, the second shared with somebody; return their boards."""
    boards = []
    for path in ASSOCIATIONS:
        answers = exchange.parse_answers(path.read_text("utf-8"), referential)
        boards.append(
            visitor.start(json.loads(path.read_text("utf-8")).get("association", "L’été"))
        )
        visitor.fill(
            boards[-1], referential, answers, remarks="Élèves & parents\u00a0: oui\u00a0! 🎒"
        )
    page = visitor.send(visitor.open(f"{boards[1]}/partage").form(), kind="read")
    visitor.send(visitor.open(f"{boards[2]}/annee-suivante").form())
    return boards, page.tree.query_one("[id^=partage-]").attrs["value"]


def shown(visitor, boards):
    """What people read of their evaluations; what changes at each request is left out."""
    return [visitor.open(board + page).text for board in boards for page in PAGES]


def test_results_links_and_keys_are_the_same_after_moving_to_postgresql_and_back(
    visitor, old, new, tmp_path, referential
):
    boards, shared = fill(visitor, referential)
    before = shown(visitor, boards)
    done = copy(old, new)
    assert done.exit_code == 0, done.stderr
    assert "4 évaluations donnent le même résultat" in done.stdout

    engine = moved(visitor, new)
    assert shown(visitor, boards) == before
    guest = Visitor(visitor.client.application.test_client())
    assert (
        "Les 3 premiers pas" in guest.send(guest.open(shared.partition("localhost")[2]).form()).text
    )
    boards.append(visitor.start("Commencée après"))  # its numbers follow those that were copied
    guest.start("Dans un autre espace")
    before = shown(visitor, boards)
    engine.dispose()

    back = f"sqlite:///{tmp_path}/back.sqlite"
    done = copy(new, back)
    assert done.exit_code == 0, done.stderr
    moved(visitor, back)
    assert shown(visitor, boards) == before


def test_a_destination_that_holds_something_is_refused_and_left_as_it_is(
    visitor, old, new, tmp_path
):
    visitor.start()
    other = f"sqlite:///{tmp_path}/other.sqlite"
    assert copy(old, new).exit_code == 0
    for destination in (new, other):
        copy(old, destination)
        again = copy(old, destination)
        assert again.exit_code == 2
        assert "la base d’arrivée n’est pas vide" in again.stderr
    done = copy(new, f"sqlite:///{tmp_path}/third.sqlite")
    assert done.exit_code == 0, done.stderr


def test_a_database_of_something_else_is_refused(visitor, old, new, postgres):
    postgres.execute_in(new, "CREATE TABLE customers (id integer)")
    done = copy(old, new)
    assert done.exit_code == 2
    assert "n’est pas vide" in done.stderr


@pytest.mark.parametrize(
    ("source", "destination", "said"),
    [
        ("sqlite:////nowhere/capclas.sqlite", "{new}", "n’existe pas"),
        ("capclas.sqlite", "{new}", "s’écrit"),
        ("{old}", "mysql://somewhere", "s’écrit"),
        ("{old}", "postgresql://nobody@/nothing?host=/nowhere", "la base répond"),
        ("{empty}", "{new}", "les tables de cette version"),
    ],
)
def test_what_cannot_be_copied_is_said_in_one_line(
    visitor, old, new, tmp_path, source, destination, said
):
    (tmp_path / "empty.sqlite").touch()
    known = {"old": old, "new": new, "empty": f"sqlite:///{tmp_path}/empty.sqlite"}
    done = copy(source.format(**known), destination.format(**known))
    assert done.exit_code == 2
    assert done.stderr.startswith("Rien n’a été copié")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_copy_that_fails_in_the_middle_leaves_no_row(visitor, old, new, postgres, tmp_path):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "yes"})
    assert copy(old, new).exit_code == 0  # makes the tables
    postgres.execute_in(new, f"TRUNCATE {', '.join(Base.metadata.tables)}")
    postgres.execute_in(new, "ALTER TABLE answer ADD CONSTRAINT broken CHECK (state = 'no')")
    failed = copy(old, new)
    assert failed.exit_code == 1
    assert "La copie a été défaite" in failed.stderr
    assert failed.stderr.count("\n") == 1
    postgres.execute_in(new, "ALTER TABLE answer DROP CONSTRAINT broken")
    assert copy(old, new).exit_code == 0  # it was empty
