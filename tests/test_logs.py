"""What an installation writes of itself: useful to who hosts, silent about who uses it."""

import json
import subprocess
import sys

import pytest

from wizard import create_app
from wizard.config import ConfigError

TYPED = "Les Amis du Secret"
SERVE_ONE_VISIT = """
from tests.visitor import Visitor
from wizard import create_app
app = create_app()
app.view_functions["pages.glossary"] = lambda: {}["secret-key"]
visitor = Visitor(app.test_client())
board = visitor.start("Les Amis du Secret")
visitor.client.get("/reprendre/very-secret")
visitor.client.get("/glossaire?q=very-secret")
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The lines that a process writes on standard error while it is visited, with settings."""
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))

    def run(**settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"WIZARD_{name}", value)
        command = [sys.executable, "-c", SERVE_ONE_VISIT]
        return subprocess.run(command, check=True, capture_output=True, text=True).stderr

    return run


def test_each_request_is_one_object_without_address_name_or_secret(written):
    lines = written(LOG_FORMAT="json", LOG_REQUESTS="true")
    rows = [json.loads(line) for line in lines.splitlines()]
    asked = [(row["method"], row["page"], row["status"]) for row in rows if "page" in row]
    assert ("POST", "home.start", 303) in asked
    assert ("GET", "resume.link", 404) in asked
    assert all(isinstance(row["milliseconds"], int) for row in rows if "page" in row)
    for secret in (TYPED, "very-secret", "/evaluations/"):
        assert secret not in lines


def test_a_fault_tells_its_kind_and_place_but_not_its_message(written):
    lines = written()
    assert "fault in pages.glossary: KeyError" in lines
    assert "secret-key" not in lines.replace('{}["secret-key"]', "")
    assert "home.start" not in lines, "requests are logged on demand only"


def test_an_unknown_format_stops_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
    with pytest.raises(ConfigError, match="LOG_FORMAT"):
        create_app({"LOG_FORMAT": "xml"})
