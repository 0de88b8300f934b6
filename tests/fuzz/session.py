"""Three browsers, what the model knows of them, and what must always hold."""

import os
import tempfile
from functools import cache
from urllib.parse import urlsplit

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.fuzz.model import OWN, Evaluation, Hands, Space
from tests.fuzz.pages import Reader
from tests.security.routes import every_route
from wizard import create_app

BROWSERS = st.integers(0, 2)
PICKED = st.integers(0, 99)


@cache
def application() -> Flask:
    """One for all runs: evaluations pile up in it, and each run sees only its own."""
    os.environ["WIZARD_INSTANCE"] = tempfile.mkdtemp(prefix="cap-clas-fuzz-")
    return create_app({"TESTING": True, "RATELIMIT_ENABLED": False})


class Session(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.readers = [Reader(application()) for _ in range(3)]
        self.hands = [Hands() for _ in range(3)]
        self.evaluations: list[Evaluation] = []
        self.opened: list[tuple] = []

    def own(self, browser: int, picked: int) -> Evaluation | None:
        mine = [one for one in self.evaluations if self.hands[browser].right(one) == OWN]
        return mine[picked % len(mine)] if mine else None

    def adopt(self, browser: int, board: str, data: dict) -> Evaluation:
        """A new evaluation that the application says this browser has."""
        page = self.readers[browser].page(board)
        link = urlsplit(page.tree.query_one("#lien-prive").attrs["value"]).path
        spaces = {one.space.link: one.space for one in self.evaluations}
        space = spaces.get(link)
        if space:  # never the space of another browser
            assert self.hands[browser].keys & {space.link, space.code}
        else:
            space = Space(link, page.words(".code")[0])
            self.hands[browser].keys.add(link)
        made = Evaluation(board, space, data)
        self.evaluations.append(made)
        return made

    def file_of(self, browser: int, evaluation: Evaluation) -> dict:
        return self.readers[browser].ask("GET", f"{evaluation.board}/fichier").json

    @invariant()
    def every_browser_opens_what_its_keys_open_and_nothing_else(self) -> None:
        for evaluation in self.evaluations[-3:]:
            for reader, hands in zip(self.readers, self.hands, strict=True):
                right = hands.right(evaluation)
                pages = {"/cles": 3, "": 2, "/resultat": 1}
                for page, needed in pages.items():
                    answer = reader.client.get(f"{evaluation.board}{page}")
                    assert answer.status_code == (200 if right >= needed else 404)

    @invariant()
    def what_is_stored_is_what_was_sent(self) -> None:
        for evaluation in self.evaluations[-3:]:
            for browser, hands in enumerate(self.hands):
                if hands.right(evaluation) == OWN:
                    assert self.file_of(browser, evaluation) == evaluation.data
                    break

    @rule(browser=BROWSERS, picked=PICKED, route=st.integers(0, 200))
    def read_anything(self, browser: int, picked: int, route: int) -> None:
        """Any page or file of an evaluation is sound; `Reader.ask` looks at it."""
        if not self.evaluations:
            return
        board = self.evaluations[picked % len(self.evaluations)].board
        routes = [r for r in every_route(application(), board) if r.method == "GET"]
        self.readers[browser].ask("GET", routes[route % len(routes)].url)
