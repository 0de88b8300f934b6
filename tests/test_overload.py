"""Past its capacity: a page at once, with what was sent, and no more than that."""

import pytest

from wizard.overload import LONGEST_QUEUE


@pytest.fixture
def crowded(app, monkeypatch):
    """Call it with how many requests wait."""
    gate = app.extensions["gate"]
    for name, value in (("refused", 0), ("told", float("-inf"))):
        monkeypatch.setattr(gate, name, value)
    return lambda number: monkeypatch.setattr(gate, "waiting", lambda: number)


def test_a_crowd_is_told_to_wait_and_what_was_sent_is_kept(visitor, crowded):
    board = visitor.start()
    form = visitor.open(f"{board}/objectifs/1.5").form("#objectif")
    crowded(LONGEST_QUEUE + 1)
    page = visitor.send(form, status=503, remarks="Le lundi")
    assert page.heading == "Beaucoup de monde en ce moment"
    assert int(page.headers["Retry-After"]) > 0
    assert "Enregistré" not in visitor.fetch(form, status=503, remarks="Le lundi")
    assert visitor.client.get("/sante").status_code == 200
    crowded(LONGEST_QUEUE)
    visitor.send(page.form())
    stored = visitor.open(f"{board}/objectifs/1.5").form("#objectif").values
    assert stored["remarks"] == "Le lundi"


def test_the_log_counts_the_refused_in_one_line(visitor, crowded, caplog):
    crowded(LONGEST_QUEUE + 1)
    for _ in range(20):
        visitor.open("/", status=503)
    assert [record.getMessage() for record in caplog.records] == [
        "overloaded: 1 requests refused since the start"
    ]
