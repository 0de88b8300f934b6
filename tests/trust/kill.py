"""kill -9 of the server amid saves, again and again: every acknowledged save is there afterwards.

.venv/bin/python -m tests.trust.kill [TIMES]       a hundred; CI asks for ten
"""

import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from tests.served import Server
from tests.trust.people import Coordinator, together

PEOPLE = 8
SECONDS = 0.5  # of saves before each kill, a little more each time


class Round:
    """One life of the server: everybody saves until it dies."""

    def __init__(self, server: Server, people: list[Coordinator]) -> None:
        self.server, self.people, self.over = server, people, threading.Event()

    def run(self, seconds: float) -> None:
        threads = [threading.Thread(target=self._save, args=(one,)) for one in self.people]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.server.stop()
        self.over.set()
        for thread in threads:
            thread.join()

    def _save(self, person: Coordinator) -> None:
        while not self.over.is_set() and person.save() in ("saved", "busy"):
            pass  # the first save that fails is that of the kill


def sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as database:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def main(times: int) -> int:
    """Print the figures; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), WIZARD_PROXIES="1")
        people = [Coordinator(server.url, number) for number in range(PEOPLE)]
        for person in people:
            person.begin()
        lost = unsound = 0
        for turn in range(times):
            Round(server, people).run(SECONDS + turn % 7 / 20)
            server.start()  # by itself: nothing was repaired
            unsound += not sound(Path(folder) / "capclas.sqlite")
            lost += sum(not person.kept() for person in people)
        server.stop()
    saves = together(people)
    print(f"kill -9: {times} times, {PEOPLE} people saving")
    print(f"saves acknowledged {saves['saved']}, cut by a kill {saves.total() - saves['saved']}")
    print(f"acknowledged and lost {lost}, databases unsound {unsound}")
    return 1 if lost or unsound or not saves["saved"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
