"""Two processes that answer at once, through the pages: every conflict shows, nothing is lost.

.venv/bin/python -m tests.saves_at_once [ROUNDS]    (250: a thousand saves)

In each round, each process saves twice: a practice of its own, and one that both answer.
"""

import multiprocessing
import os
import re
import sys
import tempfile
from time import perf_counter

from tests.visitor import Visitor
from wizard import create_app

A_THOUSAND = 250
SHARED, OWN = "1.2.a", ("1.1.a", "1.1.b")
spawn = multiprocessing.get_context("spawn")


def field(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


class Hand:
    """One person in one process, without a script and without waiting."""

    def __init__(self, instance, code, board):
        os.environ["WIZARD_INSTANCE"] = instance
        self.client, self.board = create_app().test_client(), board
        token = field(self.client.get("/reprendre").text, "csrf_token")
        self.client.post("/reprendre", data={"csrf_token": token, "key": code})

    def look(self, practice):
        """What a browser holds of the page of a practice."""
        name = "p-" + practice.replace(".", "-")
        html = self.client.get(f"{self.board}/objectifs/{practice[:3]}").text
        held = {key: field(html, key) for key in ("csrf_token", "page", f"{name}-seen")}
        return name, held

    def save(self, practice, owner, looked, **decided):
        """Plan a practice with `owner`; return the status and the page."""
        name, held = looked
        sent = held | {f"{name}-state": "planned", f"{name}-due": "2027-03-01"} | decided
        response = self.client.post(
            f"{self.board}/objectifs/{practice[:3]}",
            data=sent | {f"{name}-owner": owner},
            headers={"HX-Request": "true"},
        )
        return response.status_code, response.text


def answer_shared(hand, turn, number, looked):
    """Answer what the other answers too; return what was written, and how many conflicts."""
    same = turn % 2 == 0
    mine = f"tour {turn}" if same else f"tour {turn} main {number}"
    status, html = hand.save(SHARED, mine, looked)
    if status == 200:
        return [mine], 0
    assert status == 409
    assert not same
    assert mine in html
    assert f"tour {turn} main {1 - number}" in html
    decision = "keep" if turn % 4 == 1 else "drop"
    status, _html = hand.save(SHARED, mine, looked, **{decision: field(html, decision)})
    assert status == 200
    return [mine] if decision == "keep" else [], 1


def answer(instance, code, board, rounds, number, together, reports):
    """What one process does; reports (writes of the shared practice, conflicts, fault)."""
    writes, conflicts, fault = [], 0, None
    try:
        hand = Hand(instance, code, board)
        for turn in range(rounds):
            looked = hand.look(SHARED)
            together.wait(60)  # both have seen the same page
            written, conflict = answer_shared(hand, turn, number, looked)
            writes, conflicts = writes + written, conflicts + conflict
            status, _html = hand.save(OWN[number], f"tour {turn}", hand.look(OWN[number]))
            assert status == 200
            together.wait(60)
    except BaseException as error:
        fault = repr(error)
        together.abort()
    reports.put((writes, conflicts, fault))


def save_at_once(instance, code, board, rounds):
    """Let two processes save; return what each wrote of the shared practice, and the conflicts."""
    reports, together = spawn.Queue(), spawn.Barrier(2)
    given = (instance, code, board, rounds)
    workers = [
        spawn.Process(target=answer, args=(*given, number, together, reports))
        for number in range(2)
    ]
    for worker in workers:
        worker.start()
    found = [reports.get(timeout=600) for _ in workers]
    for worker in workers:
        worker.join()
    assert [fault for _writes, _conflicts, fault in found if fault] == []
    written = [write for writes, _conflicts, _fault in found for write in writes]
    return written, sum(conflicts for _writes, conflicts, _fault in found)


def check(visitor, instance, rounds):
    """Fail if anything was lost or hidden; return the number of conflicts, all shown."""
    board = visitor.start()
    code = visitor.open(board).words(".code")[0]
    written, conflicts = save_at_once(instance, code, board, rounds)
    assert conflicts == rounds // 2  # they differ in every second round
    html = visitor.client.get(f"{board}/objectifs/1.2").text
    revision, last = int(field(html, "p-1-2-a-seen").split("-")[0]), field(html, "p-1-2-a-owner")
    assert revision == len(set(written))  # the same answer given twice is written once
    assert last in written
    assert last.startswith(f"tour {rounds - 1}")
    html = visitor.client.get(f"{board}/objectifs/1.1").text
    for practice in OWN:
        name = "p-" + practice.replace(".", "-")
        assert int(field(html, f"{name}-seen").split("-")[0]) == rounds
        assert field(html, f"{name}-owner") == f"tour {rounds - 1}"
    return conflicts


def main(rounds):
    with tempfile.TemporaryDirectory() as instance:
        os.environ["WIZARD_INSTANCE"] = instance
        began = perf_counter()
        conflicts = check(Visitor(create_app().test_client()), instance, rounds)
    print(
        f"{4 * rounds} saves from two processes in {perf_counter() - began:.0f} s: "
        f"nothing lost, {conflicts} conflicts, all shown"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else A_THOUSAND)
