"""Numbers for who hosts, that lead to nobody."""

import json
import subprocess
import sys
from datetime import UTC, datetime

from wizard import counters, database
from wizard.counters import Event
from wizard.models import Counter
from wizard.scoring import Answer, State


def numbers(app):
    with app.app_context(), database.reading() as db:
        return counters.by_month(db).get(f"{datetime.now(UTC):%Y-%m}", {})


def all_yes(referential):
    return {practice.code: Answer(State.YES) for practice in referential.practices}


def test_what_is_created_finished_and_printed_is_counted_once(app, visitor, referential):
    board = visitor.start()
    visitor.start("Une autre")
    visitor.fill(board, referential, all_yes(referential))
    visitor.fill(board, referential, {"1.1.a": Answer(State.NO)})
    visitor.client.get(f"{board}/synthese.pdf")
    visitor.client.get(f"{board}/plan.pdf")
    visitor.client.get(f"{board}/synthese")
    assert numbers(app) == {Event.CREATED: 2, Event.FINISHED: 1, Event.PRINTED: 2}


def test_the_example_and_the_blank_questionnaire_are_nobodys_prints(app, visitor):
    assert visitor.client.get("/evaluations/exemple/synthese.pdf").status_code == 200
    assert visitor.client.get("/questionnaire.pdf").status_code == 200
    assert numbers(app) == {}


def test_nothing_of_a_counter_leads_to_an_evaluation():
    assert set(Counter.__table__.columns.keys()) == {"month", "event", "number"}
    assert not Counter.__table__.foreign_keys


def test_a_month_begins_at_one_and_the_command_prints_all(app, visitor):
    with app.app_context(), database.writing() as db:
        for day in (1, 31):
            counters.count(db, Event.PRINTED, datetime(2026, 1, day, tzinfo=UTC))
    visitor.start()
    command = [sys.executable, "-m", "wizard", "counters"]
    shown = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert shown["2026-01"] == {"created": 0, "finished": 0, "printed": 2}
    assert sum(month["created"] for month in shown.values()) == 1
