"""What can be counted: SQL statements do not grow with what is stored."""

import shutil
import sys

import pytest
from sqlalchemy import event

from tests.visitor import Visitor
from wizard import create_app
from wizard.referential import CONTENT_FOLDER

PAGES = ("", "/objectifs/1.5", "/axes/1", "/conditions", "/resultat")
MOST_OF_A_PAGE = 1  # the evaluation with its workspace, its answers, its notes
MOST_OF_A_SAVE = {"sqlite": 3, "postgresql": 4}  # read, the answer, the date; first the lock


@pytest.fixture
def statements(app):
    """The statements sent to the database so far, those of the transaction itself apart."""
    sent = []
    engine = app.extensions["database"]
    event.listen(
        engine,
        "before_cursor_execute",
        lambda *arguments: (
            sent.append(arguments[2]) if not arguments[2].startswith(("BEGIN", "PRAGMA")) else None
        ),
    )
    return sent


def test_a_page_takes_the_same_few_statements_however_much_is_stored(
    new_visitor, visitor, statements
):
    board = visitor.start()
    counts = []
    for _ in range(2):
        for path in PAGES:
            statements.clear()
            visitor.client.get(board + path)
            counts.append(len(statements))
            assert len(statements) <= MOST_OF_A_PAGE, statements
        for number in range(5):
            other = new_visitor()
            form = other.open(f"{other.start(str(number))}/objectifs/1.5").form("#objectif")
            other.send(form, **{"p-1-5-a-state": "yes"})
    assert counts[: len(PAGES)] == counts[len(PAGES) :]


def test_a_save_takes_few_statements(app, visitor, statements):
    form = visitor.open(f"{visitor.start()}/objectifs/1.5").form("#objectif")
    visitor.fetch(form, **{"p-1-5-a-state": "no"})
    statements.clear()
    visitor.fetch(form, **{"p-1-5-a-state": "yes"})
    assert len(statements) <= MOST_OF_A_SAVE[app.extensions["database"].dialect.name], statements


@pytest.fixture(scope="module")
def reads():
    """Each time that this process opens a file of a content; Python never takes a hook back."""
    opened = []

    def note(name, given):
        if name == "open" and str(given[0]).endswith("axe-1.toml"):
            opened.append(given[0])

    sys.addaudithook(note)
    return opened


def test_the_content_is_read_once_by_a_server(reads, tmp_path, monkeypatch):
    monkeypatch.setenv("WIZARD_INSTANCE", str(tmp_path))
    content = shutil.copytree(CONTENT_FOLDER, tmp_path / "content")  # ours, others here have read
    settings = {"TESTING": True, "CONTENT": str(content)}
    reads.clear()
    visitor = Visitor(create_app(settings).test_client())
    board = visitor.start()
    for page in PAGES:
        visitor.open(board + page)
    assert len(reads) == 1


def test_a_save_takes_as_many_statements_however_much_is_answered(
    visitor, statements, referential, answers_of
):
    """Answering the whole questionnaire adds none to those of the first answer."""
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    visitor.fetch(form, **{"p-1-5-a-state": "no"})
    counts = []
    for state in ("yes", "no"):
        statements.clear()
        visitor.fetch(form, **{"p-1-5-a-state": state})
        counts.append(len(statements))
        data = {"answers": {p.code: "yes" for p in referential.practices if p.code[:3] != "1.5"}}
        visitor.fill(board, referential, answers_of(data))
    assert counts[0] == counts[1]
