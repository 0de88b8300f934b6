"""Fixtures: an application on an empty instance, and visitors who use it through its pages."""

import gc
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from tests import installed
from tests import postgres as postgresql
from tests.editions import Installation
from tests.postgres import Postgres
from tests.programs import missing
from tests.visitor import Visitor
from wizard import database, exchange
from wizard.referential import Referential, load
from wizard.scoring import Answers

# A busy machine is no reason to fail: laws are about levels, not about milliseconds.
COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("in-short", max_examples=25, **COMMON)
settings.register_profile("at-length", max_examples=500, **COMMON)
settings.load_profile("in-short")

# The trees of pages are full of cycles: by default the collector looks for them all the time.
gc.set_threshold(100_000, 50, 100)

ASSOCIATIONS = sorted((Path(__file__).parent / "associations").glob("*.json"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skip", action="store_true", help="fail where something needed by a test is missing"
    )
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the applications of the tests store in",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what stores something or is about PostgreSQL; on SQLite, all the rest."""
    on_sqlite = config.getoption("--database") == "sqlite"
    runs = _runs_on_sqlite if on_sqlite else _runs_on_postgresql
    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = filter(runs, items)


def _runs_on_postgresql(item: pytest.Item) -> bool:
    if about_sqlite := item.get_closest_marker("sqlite"):
        item.add_marker(pytest.mark.skip(reason=about_sqlite.kwargs["reason"]))
    return bool({"instance", "postgres"}.intersection(item.fixturenames))


def _runs_on_sqlite(item: pytest.Item) -> bool:
    return "postgres" not in item.fixturenames


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hundreds of applications are made here: they share what Jinja compiles."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": cache}


@pytest.fixture(scope="session")
def referential() -> Referential:
    return load()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """A PostgreSQL server of this test process."""
    wheel = postgresql.wheel()
    if wheel is None:
        missing(request, "PostgreSQL", "pip install -r requirements-dev.txt")
    with postgresql.server(wheel) as running:
        yield running


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> Iterator[str]:
    """The address of a database with our tables, for the tests of this process in turn."""
    with postgres.database() as url:
        engine = database.new_engine(url)
        database.upgrade(engine)
        engine.dispose()
        yield url


@pytest.fixture
def instance(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The empty folder where this test's applications keep what they store.

    With --database postgresql they store in a database, whose tables are empty.
    """
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path / "instance"))
    if request.config.getoption("--database") == "postgresql":
        url = request.getfixturevalue("migrated")
        request.getfixturevalue("postgres").empty(url)
        monkeypatch.setenv("WIZARD_DATABASE_URL", url)
    return tmp_path / "instance"


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """To be used through `app`."""
    return installed.install(tmp_path_factory.mktemp("installed"))


@pytest.fixture
def app(instance: Path, shared_app: Flask) -> Iterator[Flask]:
    """An application that nobody has used, on a folder of the test's own."""
    with installed.moved(shared_app, instance) as app:
        yield app


@pytest.fixture
def installation(instance: Path, tmp_path: Path) -> Installation:
    """One whose content can be changed."""
    return Installation(tmp_path)


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    """Another browser at each call."""
    return lambda: Visitor(app.test_client())


@pytest.fixture
def visitor(new_visitor: Callable[[], Visitor]) -> Visitor:
    return new_visitor()


@pytest.fixture(params=ASSOCIATIONS, ids=lambda path: path.stem)
def association(request: pytest.FixtureRequest) -> dict[str, object]:
    """One of the realistic associations, as the command line reads it."""
    return json.loads(request.param.read_text("utf-8"))


@pytest.fixture
def answers_of(referential: Referential) -> Callable[[dict[str, object]], Answers]:
    return lambda data: exchange.parse_answers(json.dumps(data), referential)
