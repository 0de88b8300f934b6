"""Who uses the product while it is measured: evaluations filled like real ones, and their requests.

They are made through the front door of an application on the same instance folder; the answers of
the realistic associations are then stored in one go.
"""

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from flask import Flask

from tests.benchmarks import wrk
from tests.visitor import FormData, Visitor
from wizard import assessments, database, exchange
from wizard.keyring import Door, Keyring
from wizard.models import Workspace
from wizard.referential import Referential
from wizard.scoring import Answers

ASSOCIATIONS = sorted((Path(__file__).parent.parent / "associations").glob("*.json"))
NUMBER = 32  # more than connections, for each loader of wrk
OBJECTIVE = "1.5"
SAVED = "p-1-5-a"
STATES = ("yes", "no", "planned", "unknown")
HTMX = {
    "HX-Request": "true",
    "HX-Request-Type": "partial",
    "HX-Source": "form#objectif",
    "HX-Target": "p#save-status",
}


def realistic_answers(content: Referential) -> list[Answers]:
    return [exchange.parse_answers(path.read_text("utf-8"), content) for path in ASSOCIATIONS]


class Person:
    """One browser with its evaluation, and what it sends."""

    def __init__(self, app: Flask, answers: Answers) -> None:
        visitor = Visitor(app.test_client())
        self.board = visitor.start()
        public_id = self.board.rpartition("/")[2]
        with app.app_context(), database.writing() as db:
            workspace = db.query(Workspace).order_by(Workspace.id.desc()).first()
            keyring = Keyring.of_workspace(workspace, Door.LINK)
            assessments.fill(db, assessments.load(db, public_id, keyring), answers)
        self.address = f"{self.board}/objectifs/{OBJECTIVE}"
        self.form = visitor.open(self.address).form("#objectif")
        cookie = visitor.client.get_cookie("capclas")
        self.headers = {"Cookie": f"capclas={cookie.value}"}

    def opens(self, page: str) -> list[str]:
        """Opens one page of the evaluation, "" being its board."""
        return [wrk.get(self.board + page, self.headers)]

    def saves(self) -> list[str]:
        """Changes one answer, as htmx does: the whole form, each time with another state."""
        current = f"http://127.0.0.1{self.address}"
        headers = {**self.headers, **HTMX, "HX-Current-URL": current}
        return [wrk.post(self.address, headers, form) for form in _changed(self.form)]


def _changed(form: FormData) -> Iterator[dict[str, object]]:
    for state in STATES:
        due = date(2099, 3, 1).isoformat() if state == "planned" else ""
        yield {**form.values, f"{SAVED}-state": state, f"{SAVED}-due": due}


def settle(app: Flask) -> list[Person]:
    """The people, on the instance of `app`."""
    with app.app_context():
        answers = realistic_answers(app.extensions["referential"])
    return [Person(app, own) for own in islice(cycle(answers), NUMBER)]


def writes(app: Flask) -> int:
    """How many times the answer that these people change was written."""
    code = SAVED.removeprefix("p-").replace("-", ".")
    with app.app_context(), database.reading() as db:
        found = db.connection().exec_driver_sql(
            f"SELECT sum(revision) FROM answer WHERE practice = '{code}'"
        )
        return int(found.scalar_one())
