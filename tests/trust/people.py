"""Coordinators who answer over the network, as their browsers would: cookie, CSRF token, htmx."""

import http.client
import re
from collections import Counter
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

Looked = TypeVar("Looked")

OBJECTIVE, PRACTICE = "1.5", "p-1-5-a"
BUSY = 503
SAVED = "Enregistré à"


class Coordinator:
    """One person with an evaluation, who gives the same practice one number after the other.

    `number` makes a visitor's address: the server must trust one proxy (WIZARD_PROXIES=1), since
    it limits what one address may create. `outcomes` counts what became of the saves.
    """

    def __init__(self, url: str, number: int) -> None:
        self.host = urlsplit(url).netloc
        self.headers = {"X-Forwarded-For": f"10.0.{number // 256}.{number % 256}"}
        self.connection: http.client.HTTPConnection | None = None
        self.sent = self.acknowledged = 0
        self.outcomes: Counter[str] = Counter()

    def begin(self) -> None:
        """Start an evaluation, and open the page of one objective."""
        details = self._fields(self.read("/commencer"))
        details |= {"association": "Les Amis", "kind": "first"}
        status, _html, headers = self._ask("POST", "/commencer", details)
        assert status == 303, status
        self.page = f"{urlsplit(headers['Location']).path}/objectifs/{OBJECTIVE}"
        self.form = self._fields(self.read(self.page))

    def save(self) -> str:
        """Plan the practice under the next number; return "saved", "busy", or what was wrong."""
        self.sent += 1
        plan = {f"{PRACTICE}-state": "planned", f"{PRACTICE}-owner": str(self.sent)}
        try:
            status, html, _headers = self._ask("POST", self.page, self.form | plan, htmx=True)
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            outcome = type(error).__name__
        else:
            outcome = self._outcome(status, html)
        self.outcomes[outcome] += 1
        return outcome

    def _outcome(self, status: int, html: str) -> str:
        if status == 200 and SAVED in html:
            self.acknowledged = self.sent
            return "saved"
        told = status == BUSY and "<h1>" in html
        return "busy" if told else f"status {status}"

    def kept(self) -> bool:
        """Whether the server has the last number acknowledged, or one sent since without word."""
        return self.acknowledged <= self.stored() <= self.sent

    def stored(self) -> int:
        """The number that the page shows; -1 where the answer or the whole page is missing."""
        found = re.search(rf'name="{PRACTICE}-owner" value="(\d+)"', self.read(self.page))
        return int(found[1]) if found else 0 if not self.acknowledged else -1

    def read(self, path: str) -> str:
        return self._ask("GET", path)[1]

    def moved_to(self, url: str, look: Callable[..., Looked], *arguments: object) -> Looked:
        """What `look` finds with this person's cookie on another server."""
        home, self.host = self.host, urlsplit(url).netloc
        self.hang_up()
        try:
            return look(self, *arguments)
        finally:
            self.host = home
            self.hang_up()

    def hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, htmx: bool = False
    ) -> tuple[int, str, http.client.HTTPMessage]:
        self.connection = self.connection or http.client.HTTPConnection(self.host, timeout=60)
        headers = self.headers | ({"HX-Request": "true"} if htmx else {})
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        html = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.headers["Cookie"] = cookie.partition(";")[0]
        return answer.status, html, answer.headers

    @staticmethod
    def _fields(html: str) -> dict[str, str]:
        """The hidden fields of a page, and its chosen options."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
        chosen = re.search(r'<select [^>]*name="([^"]+)".*?value="([^"]*)" selected', html, re.S)
        return hidden | ({chosen[1]: chosen[2]} if chosen else {})


def together(people: list[Coordinator]) -> Counter[str]:
    """What became of everybody's saves."""
    return sum((person.outcomes for person in people), Counter())


def told(outcomes: Counter[str]) -> str:
    """The same in a line."""
    others = {k: v for k, v in outcomes.items() if k not in ("saved", "busy")}
    wrong = ", ".join(f"{name} {count}" for name, count in sorted(others.items())) or "none"
    return f"saved {outcomes['saved']}, told to wait (503) {outcomes['busy']}, errors: {wrong}"
