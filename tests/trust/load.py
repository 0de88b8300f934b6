"""Many coordinators at once on the default server: no error, and no acknowledged answer lost.

.venv/bin/python -m tests.trust.load [PEOPLE [SECONDS]]       200 for a minute; CI asks for less

First each thinks a few seconds between two answers, as people do: everything must be saved. Then
nobody thinks and there are twice as many: past its capacity the server tells some to wait, and
loses nothing either.
"""

import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.served import Server
from tests.trust.people import Coordinator, together, told

THINKING = (2.0, 6.0)  # seconds between two answers of one person
RETRY = (4.0, 6.0)  # seconds before one who is told to wait tries again, about as told


class Crowd:
    """People who answer until the time is over, each in a thread of its own."""

    def __init__(self, url: str, first: int, size: int) -> None:
        self.people = [Coordinator(url, first + number) for number in range(size)]
        for person in self.people:
            person.begin()
        self.durations: list[float] = []

    def answer(self, seconds: float, thinking: tuple[float, float]) -> None:
        end = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._answer, args=(person, end, thinking))
            for person in self.people
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _answer(self, person: Coordinator, end: float, thinking: tuple[float, float]) -> None:
        time.sleep(random.uniform(0, thinking[1]))  # not all in the same instant
        while time.monotonic() < end:
            begun = time.monotonic()
            outcome = person.save()
            self.durations.append(time.monotonic() - begun)
            time.sleep(random.uniform(*(RETRY if outcome == "busy" else thinking)))

    def report(self, title: str) -> bool:
        """Print the figures; return whether there was no error and nothing was lost."""
        outcomes, lost = together(self.people), sum(not one.kept() for one in self.people)
        centiles = statistics.quantiles(self.durations, n=100)
        errors = outcomes.total() - outcomes["saved"] - outcomes["busy"]
        print(f"{title}: {len(self.people)} people")
        print(f"  {told(outcomes)}; acknowledged and lost {lost}")
        print(
            f"  an answer took {centiles[49] * 1000:.0f} ms (median), "
            f"{centiles[94] * 1000:.0f} (19 in 20), {max(self.durations) * 1000:.0f} at most"
        )
        return outcomes["saved"] > 0 and errors == lost == 0


def main(size: int, seconds: float) -> int:
    """Print the figures; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), WIZARD_PROXIES="1")
        calm = Crowd(server.url, 0, size)
        calm.answer(seconds, THINKING)
        well = calm.report("thinking between answers") and not together(calm.people)["busy"]
        rush = Crowd(server.url, size, 2 * size)
        rush.answer(seconds / 4, (0, 0))
        well = rush.report("without thinking") and well
        server.stop()
        sys.stdout.write("".join(f"  log: {line}\n" for line in server.log().splitlines()))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) if len(sys.argv) > 2 else main(200, 60))
