"""Fixtures: an application on an empty instance, and visitors who use it through its pages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from tests.editions import Installation
from tests.visitor import Visitor
from wizard import create_app, exchange
from wizard.referential import Referential, load
from wizard.scoring import Answers

# A busy machine is no reason to fail: laws are about levels, not about milliseconds.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")

ASSOCIATIONS = sorted((Path(__file__).parent / "associations").glob("*.json"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skip", action="store_true", help="fail where something needed by a test is missing"
    )


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hundreds of applications are made here: they share what Jinja compiles."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": cache}


@pytest.fixture(scope="session")
def referential() -> Referential:
    return load()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
    return create_app({"TESTING": True})


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """One whose content can be changed."""
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path / "instance"))
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
