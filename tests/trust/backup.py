"""A backup amid saves, put back elsewhere: the same pages come out of it.

.venv/bin/python -m tests.trust.backup [TIMES]       ten backups; CI asks for two

The server is then killed and another one started on the copy: each person finds there a number
that was acknowledged, between the last before the backup and the last sent when it ended, and
whoever had stopped before it finds the very same result page.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.served import Server
from tests.trust.people import Coordinator, together, told

PEOPLE = 8


def command(instance: Path, *arguments: str) -> float:
    """Run `cap-clas` and return the seconds it took."""
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "wizard", *arguments],
        env={"WIZARD_INSTANCE": str(instance), "PATH": ""},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - begun


def between(person: Coordinator, earliest: int, latest: int) -> bool:
    """Whether the number stored for a person is one that the copy may hold."""
    return earliest <= person.stored() <= latest


def result(person: Coordinator) -> str:
    """The result page, without what changes with each request."""
    html = person.read(person.page.partition("/objectifs")[0] + "/resultat")
    return re.sub(r'name="(csrf_token|page)" value="[^"]*"', "", html)


def main(times: int) -> int:
    """Print the figures; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        there, elsewhere, copy = Path(folder, "a"), Path(folder, "b"), Path(folder, "copy.sqlite")
        there.mkdir()
        server = Server(there, WIZARD_PROXIES="1")
        quiet, *busy = [Coordinator(server.url, number) for number in range(PEOPLE + 1)]
        for person in (quiet, *busy):
            person.begin()
        quiet.save()
        before, wrong, seconds = result(quiet), 0, []
        for _ in range(times):
            copy.unlink(missing_ok=True)
            shutil.rmtree(elsewhere, ignore_errors=True)
            earliest, latest, took = _backup_amid_saves(there, copy, busy)
            seconds.append(took)
            elsewhere.mkdir()
            shutil.copy(there / "secret_key", elsewhere)
            command(elsewhere, "restore", str(copy))
            other = Server(elsewhere, WIZARD_PROXIES="1")
            for person, low, high in zip(busy, earliest, latest, strict=True):
                wrong += not person.moved_to(other.url, between, low, high)
            wrong += quiet.moved_to(other.url, result) != before
            other.stop()
        server.stop()
    print(f"backups amid saves: {times}, {max(seconds):.1f} s at most; {told(together(busy))}")
    print(f"pages that differ after restoring: {wrong}")
    return 1 if wrong else 0


def _backup_amid_saves(
    instance: Path, copy: Path, people: list[Coordinator]
) -> tuple[list[int], list[int], float]:
    """Make a copy while everybody saves; return the numbers acknowledged before it, those sent
    when it ended, and the seconds it took."""
    over = threading.Event()

    def save(person: Coordinator) -> None:
        while not over.is_set():
            person.save()

    threads = [threading.Thread(target=save, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    earliest = [person.acknowledged for person in people]
    took = command(instance, "backup", str(copy))
    latest = [person.sent for person in people]
    over.set()
    for thread in threads:
        thread.join()
    return earliest, latest, took


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
