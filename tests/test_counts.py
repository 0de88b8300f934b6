"""What can be counted: SQL statements do not grow with what is stored."""

import pytest
from sqlalchemy import event

PAGES = ("", "/objectifs/1.5", "/axes/1", "/conditions", "/resultat")
MOST_OF_A_PAGE = 4  # the evaluation with its workspace, its answers, its notes


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


def test_a_save_takes_few_statements(visitor, statements):
    form = visitor.open(f"{visitor.start()}/objectifs/1.5").form("#objectif")
    visitor.fetch(form, **{"p-1-5-a-state": "no"})
    statements.clear()
    visitor.fetch(form, **{"p-1-5-a-state": "yes"})
    assert len(statements) <= 5, statements  # three reads, the answer, the date of the change
