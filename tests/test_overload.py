"""Past its capacity: a page at once, with what was sent, and no more than that."""

import re
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.trust.installation import Node
from wizard.overload import LONGEST_QUEUE

FORM = b"POST /commencer HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"


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


@pytest.fixture
def node(tmp_path):
    """A node of gunicorn that listens on a socket."""
    node = Node(tmp_path, "a")
    node.restart()
    yield node
    node.kill()


def send(path):
    """Send a form without waiting for anybody; return the status and the heading of the answer."""
    with socket.socket(socket.AF_UNIX) as person:
        person.connect(path)
        person.sendall(FORM)
        answer = person.makefile("rb").read().decode()
    return answer.split()[1], re.search(r"<h1[^>]*>\s*([^<]+)", answer)[1].strip()


@pytest.mark.sqlite(reason="the gate asks no database")
def test_a_node_past_its_capacity_says_so_at_once_and_goes_on(node):
    crowd = 4 * LONGEST_QUEUE
    with ThreadPoolExecutor(crowd) as people:
        answers = Counter(people.map(send, [str(node.socket)] * crowd))
    looked_at, refused = (
        ("403", "Cette page a été ouverte il y a trop longtemps"),
        ("503", "Beaucoup de monde en ce moment"),
    )
    assert answers.keys() == {looked_at, refused}
    # Not the whole queue: a connection that is being closed counts for a moment more.
    assert answers[looked_at] >= LONGEST_QUEUE // 2
    assert send(str(node.socket)) == looked_at
