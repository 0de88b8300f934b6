"""Evaluations with their answers and notes: read in one statement, written row by row.

As mapped objects, seventy answers took two statements more and three quarters of the time of a
page: 1.4 ms, in place of 0.3 ms as two JSON values beside the evaluation.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Insert,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    insert,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, contains_eager
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from wizard.models import ANSWERS, NOTES, Assessment, Base
from wizard.revisions import Remarks, Rows, Stored
from wizard.scoring import Answer, State


class _AsLists(FunctionElement[list[list[Any]]]):
    """The rows of a query as one JSON list of lists; NULL or an empty list without rows."""

    name = "as_lists"
    type = JSON()
    inherit_cache = True


@compiles(_AsLists, "sqlite")
def _of_sqlite(element: _AsLists, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(_AsLists, "postgresql")
def _of_postgresql(element: _AsLists, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"


def _lists(table: Table, *columns: ColumnElement[Any]) -> ColumnElement[list[list[Any]]]:
    own = table.c.assessment_id == Assessment.id
    return select(_AsLists(*columns)).where(own).correlate(Assessment).scalar_subquery()


_ANSWERS = _lists(
    ANSWERS,
    *(ANSWERS.c[name] for name in ("practice", "state", "due", "owner", "revision", "page")),
)
_NOTES = _lists(
    NOTES,
    NOTES.c.subject,
    cast(NOTES.c.ticked, Text),
    NOTES.c.remarks,
    NOTES.c.revision,
    NOTES.c.page,
)

# Evaluations with their workspace and all that hangs on them, for `read`.
WHOLE: Select[tuple[Assessment, list[list[Any]], list[list[Any]]]] = (
    select(Assessment, _ANSWERS, _NOTES)
    .join(Assessment.workspace)
    .options(contains_eager(Assessment.workspace))
)


def read(
    session: Session, query: Select[Any], given: Mapping[str, object] | None = None
) -> Iterator[Assessment]:
    """The evaluations that `query`, made from `WHOLE`, finds; `given` are its parameters."""
    for assessment, answers, notes in session.execute(query, given):
        assessment.answers = {
            practice: Stored(_answer(state, due, owner), revision, page)
            for practice, state, due, owner, revision, page in answers or ()
        }
        assessment.notes = {
            subject: Stored(Remarks(tuple(json.loads(ticked)), remarks), revision, page)
            for subject, ticked, remarks, revision, page in notes or ()
        }
        yield assessment


def _answer(state: str, due: str | None, owner: str) -> Answer:
    if not due and not owner:
        return _PLAIN[state]
    return Answer(State(state), date.fromisoformat(due) if due else None, owner)


_PLAIN = {state.value: Answer(state) for state in State}  # most answers, made once


def write(session: Session, assessment: Assessment, rows: Rows) -> None:
    """Write new and changed `rows` of an evaluation that is stored."""
    put(assessment, rows)
    sent: dict[_Writing, list[dict[str, object]]] = {}
    for subject, row in rows.items():
        kind = ANSWERS if isinstance(row.value, Answer) else NOTES
        statement = (_ADDING if row.revision == 1 else _CHANGING)[kind]
        where = {"evaluation": assessment.id, "code": subject}
        stamp = {"revision": row.revision, "page": row.page}
        sent.setdefault(statement, []).append(where | _columns(row.value) | stamp)
    for statement, values in sent.items():
        session.execute(statement, values)


def note_change(session: Session, assessment: Assessment, changed: datetime) -> None:
    """Write when an evaluation was last changed. By hand: the mapped object takes 0.2 ms more."""
    session.execute(_DATING, {"evaluation": assessment.id, "changed": changed})
    set_committed_value(assessment, "updated", changed)


def put(assessment: Assessment, rows: Rows) -> None:
    """Let an evaluation hold `rows`, without writing them."""
    for subject, row in rows.items():
        if isinstance(row.value, Answer):
            assessment.answers[subject] = Stored(row.value, row.revision, row.page)
        else:
            assessment.notes[subject] = Stored(row.value, row.revision, row.page)


def _columns(value: Answer | Remarks) -> dict[str, object]:
    if isinstance(value, Answer):
        return {"state": value.state.value, "due": value.due, "owner": value.owner}
    return {"ticked": list(value.ticked), "remarks": value.text}


_Writing = Insert | Update
_ASSESSMENTS = Base.metadata.tables["assessment"]
_KEYS = {ANSWERS: ANSWERS.c.practice, NOTES: NOTES.c.subject}
_ADDING: Mapping[Table, _Writing] = {
    table: insert(table).values(
        {table.c.assessment_id: bindparam("evaluation"), key: bindparam("code")}
    )
    for table, key in _KEYS.items()
}
_CHANGING: Mapping[Table, _Writing] = {
    table: update(table).where(
        table.c.assessment_id == bindparam("evaluation"), key == bindparam("code")
    )
    for table, key in _KEYS.items()
}
_DATING = (
    update(_ASSESSMENTS)
    .where(_ASSESSMENTS.c.id == bindparam("evaluation"))
    .values(updated=bindparam("changed"))
)
