"""Every request that the application answers, from its own list of routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask

from tests.visitor import Visitor

NOT_ASKED = {"HEAD", "OPTIONS"}
CODES = {
    "evaluation.axis": "1",
    "evaluation.repeat_axis": "1",
    "paper.page": "1",
    "paper.save": "1",
    "plan.save": "1.1.a",
    "plan.action": "1.1.a",
    "model_documents.page": "feuille-de-presence",
    "model_documents.file": "feuille-de-presence",
}
NO_SECRET = "x" * 43
UNKNOWN = "/evaluations/abcdefghjkmn"  # the board of an evaluation that does not exist


@dataclass(frozen=True)
class Route:
    method: str
    url: str
    endpoint: str


def every_route(app: Flask, board: str = UNKNOWN, secret: str = NO_SECRET) -> Iterator[Route]:
    """Each address that the application knows, for each method it accepts; those of evaluations
    are below `board`, and links end with `secret`."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        known = {
            "public_id": board.rpartition("/")[2],
            "code": CODES.get(rule.endpoint, "1.1"),
            "share_id": 1,
            "secret": secret,
        }
        values = {name: known[name] for name in rule.arguments - (rule.defaults or {}).keys()}
        for method in rule.methods - NOT_ASKED:
            url = adapter.build(rule.endpoint, values | (rule.defaults or {}), method=method)
            yield Route(method, url, rule.endpoint)


def of_evaluations(app: Flask, board: str) -> list[Route]:
    """The routes of one evaluation."""
    return [route for route in every_route(app, board) if route.url.startswith(board)]


def start_and_share(visitor: Visitor, name: str, kind: str = "read") -> tuple[str, str]:
    """Begin an evaluation and share it; return the address of its board and the path of the link.

    Prepared from another year and with a link to revoke, it has every page with its form.
    """
    former = visitor.start(name)
    form = visitor.open(f"{former}/objectifs/1.1").form("#objectif")
    visitor.send(form, **{"p-1-1-a-state": "yes"})
    board = visitor.send(visitor.open(f"{former}/annee-suivante").form()).url
    page = visitor.send(visitor.open(f"{board}/partage").form(), kind=kind)
    return board, urlsplit(page.tree.query_one("[id^=partage-]").attrs["value"]).path
