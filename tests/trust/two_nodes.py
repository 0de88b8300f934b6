"""Two nodes on one database: each is killed (-9) in turn, under a load of saves.

.venv/bin/python -m tests.trust.two_nodes [KILLS [PEOPLE]]       ten and twelve; CI asks for two

People go on as browsers do: what got no answer is sent again, once. Exit 1 when an acknowledged
save is lost, or when once was not enough.
"""

import http.client
import re
import sys
import threading
import time
from http import HTTPStatus

from tests.trust import installation
from tests.trust.installation import Installation
from tests.trust.people import PRACTICE, Coordinator, together

BETWEEN = 60  # saves from a kill to the restart, and again until the next kill
KEYS_A_MINUTE = 30  # what `throttling` lets an address try, on all the nodes together
WRONG = "ancien ancien ancien ancien ancien"
SECRET = "S" * 43


class Person(Coordinator):
    """A coordinator who sends again what got no answer, and sees which nodes answer."""

    def __init__(self, url: str, number: int) -> None:
        super().__init__(url, number)
        self.nodes: list[str] = []  # which answered, one after the other
        self.retries = self.errors = 0

    def insist(self) -> None:
        """Save; if it is not acknowledged, send the same once more."""
        if self.save() == "saved":
            return
        self.retries += 1
        self.sent -= 1
        self.errors += self.save() != "saved"

    def guess(self, times: int) -> list[int]:
        """Try a wrong code so many times; return the statuses."""
        form = self._fields(self.read("/reprendre")) | {"key": WRONG}
        return [self._ask("POST", "/reprendre", form)[0] for _ in range(times)]

    def lost(self) -> int:
        """How many acknowledged saves the evaluation does not hold: each made a revision."""
        found = re.search(rf'name="{PRACTICE}-seen" value="(\d+)-', self.read(self.page))
        revisions = int(found[1]) if found else 0
        return max(self.outcomes["saved"] - revisions, 0 if self.kept() else 1)

    def _ask(self, *request: object, **options: object) -> tuple[int, str, http.client.HTTPMessage]:
        status, html, headers = super()._ask(*request, **options)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self.nodes.append(headers["X-Node"].rpartition(", ")[2])  # the last that was tried
        return status, html, headers


class Crowd:
    """People who save at once, each in a thread, until the end."""

    def __init__(self, people: list[Person]) -> None:
        self.people, self.over = people, False
        self.saved = threading.Condition()
        self.threads = [threading.Thread(target=self._live, args=(one,)) for one in people]
        for thread in self.threads:
            thread.start()

    def wait_for_saves(self, number: int) -> None:
        """Return when so many more saves were tried."""
        until = self._tried() + number
        with self.saved:
            self.saved.wait_for(lambda: self._tried() >= until)

    def wait_for_nodes(self, number: int) -> None:
        """Return when so many nodes have answered from now on."""
        before = [len(one.nodes) for one in self.people]
        with self.saved:
            self.saved.wait_for(lambda: len(self._answering(before)) >= number)

    def end(self) -> None:
        self.over = True
        for thread in self.threads:
            thread.join()

    def _tried(self) -> int:
        return sum(one.sent for one in self.people)

    def _answering(self, before: list[int]) -> set[str]:
        pairs = zip(self.people, before, strict=True)
        return {node for one, number in pairs for node in one.nodes[number:]}

    def _live(self, person: Person) -> None:
        while not self.over:
            person.insist()
            with self.saved:
                self.saved.notify_all()


def kill_in_turn(site: Installation, crowd: Crowd, kills: int) -> None:
    """Never both at once: the next dies once the proxy has found the former again."""
    for number in range(kills):
        node = site.nodes[number % len(site.nodes)]
        crowd.wait_for_nodes(len(site.nodes))
        crowd.wait_for_saves(BETWEEN)
        node.kill()
        crowd.wait_for_saves(BETWEEN)
        node.restart()
    crowd.wait_for_nodes(len(site.nodes))
    crowd.end()


def wrong_codes(site: Installation) -> int:
    """How many codes one address may try: counts are common to the nodes, and outlive them."""
    return Person(site.url, 0).guess(2 * KEYS_A_MINUTE).index(HTTPStatus.TOO_MANY_REQUESTS)


def secrets_in_logs(site: Installation) -> int:
    """How often the secret of a link stands in the logs, once each node was asked for it."""
    visitor = Person(site.url, 0)
    visitor.headers["Referer"] = f"{site.url}/partage/{SECRET}"
    for _node in site.nodes:
        visitor.read(f"/reprendre/{SECRET}")
    end = time.monotonic() + installation.PATIENCE  # a line is written after its answer
    while not all(masked in site.logs for masked in ("/reprendre/…", "/partage/…")):
        assert time.monotonic() < end
        time.sleep(0.02)
    return site.logs.count(SECRET)


def report(people: list[Person], kills: int, seconds: float) -> bool:
    """Print the figures of the saves; return whether all is well."""
    lost, errors = sum(one.lost() for one in people), sum(one.errors for one in people)
    apart = [one for one in people if len(set(one.nodes)) < 2]
    print(f"two nodes, {kills} kill -9 in {seconds:.0f} s, {len(people)} people saving")
    print(f"saves acknowledged {together(people)['saved']}, lost {lost}")
    print(f"sent again once {sum(one.retries for one in people)}, more than once {errors}")
    print(f"people whom both nodes served {len(people) - len(apart)}")
    return not (lost or errors or apart)


def main(kills: int = 10, size: int = 12) -> int:
    """Print the figures; return the exit code."""
    with installation.running() as site:
        people = [Person(site.url, number) for number in range(size)]
        for person in people:
            person.begin()
        began = time.monotonic()
        kill_in_turn(site, Crowd(people), kills)
        well = report(people, kills, time.monotonic() - began)
        tried, shown = wrong_codes(site), secrets_in_logs(site)
    print(f"wrong codes before a refusal {tried}, secrets in the logs {shown}")
    return 0 if well and tried == KEYS_A_MINUTE and not shown else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
