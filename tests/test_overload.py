"""Past its capacity: a page at once, with what was sent, and no more than that."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests.trust.installation import Node
from wizard import nodes
from wizard.overload import LONGEST_QUEUE

FORM = (
    b"POST /commencer HTTP/1.0\r\nHost: localhost\r\nContent-Length: %d\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


@pytest.fixture
def crowded(app, monkeypatch):
    """Call it with how many requests wait."""
    gate = app.extensions["gate"]
    for name, value in (("refused", 0), ("told", float("-inf")), ("turns", count(1))):
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


def test_one_in_four_is_answered_all_the_same_and_one_line_counts_the_others(
    visitor, crowded, caplog
):
    """People who insist keep the queue full: were all refused, nobody would ever be answered."""
    crowded(LONGEST_QUEUE + 1)
    answers = [visitor.client.get("/").status_code for _ in range(20)]
    assert answers == [503, 503, 503, 200] * 5
    assert [record.getMessage() for record in caplog.records] == [
        "overloaded: 1 requests refused since the start"
    ]


@pytest.fixture
def node(tmp_path):
    """A node of gunicorn that listens on a socket, where two people at most wait to come in."""
    node = Node(tmp_path, "a", GUNICORN_CMD_ARGS="--backlog 1")
    node.restart()
    yield node
    node.kill()


def send(node, length=0):
    """Send a form that lacks so many bytes; return the socket, on which its answer will come."""
    person = socket.socket(socket.AF_UNIX)
    person.connect(str(node.socket))
    person.sendall(FORM % length)
    return person


def listen(person):
    """The status and the heading of the answer."""
    with person, person.makefile("rb") as heard:
        answer = heard.read().decode()
    return answer.split()[1], re.search(r"<h1[^>]*>\s*([^<]+)", answer)[1].strip()


@pytest.mark.sqlite(reason="the gate asks no database")
def test_a_node_past_its_capacity_says_so_at_once_and_goes_on(node):
    slow = [send(node, length=1) for _ in range(nodes.threads)]  # nobody else is looked at
    crowd = slow + [send(node) for _ in range(2 * LONGEST_QUEUE)]
    for person in slow:
        person.sendall(b"x")
    with ThreadPoolExecutor(len(crowd)) as people:
        answers = set(people.map(listen, crowd))
    looked_at = ("403", "La session de cette page est perdue")
    assert answers == {looked_at, ("503", "Beaucoup de monde en ce moment")}
    assert listen(send(node)) == looked_at
