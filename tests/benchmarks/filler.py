"""A whole département in the database: evaluations copied in bulk, by SQL alone."""

import secrets
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import Connection, func, insert, select, text

from wizard.models import Workspace

# Each new evaluation is a copy of one of the first, taken in turn.
COPY_ASSESSMENTS = """
INSERT INTO assessment (public_id, workspace_id, association, project, school_year, renewal,
                        referential_version, created, updated)
SELECT 'copy' || place.id, place.id, model.association, model.project, model.school_year,
       model.renewal, model.referential_version, model.created, model.updated
FROM workspace place JOIN assessment model ON model.id = 1 + place.id % :models
WHERE place.id > :last ORDER BY place.id
"""
COPY_ANSWERS = """
INSERT INTO answer (assessment_id, practice, state, due, owner, revision, page)
SELECT copied.id, model.practice, model.state, model.due, model.owner, 1, ''
FROM assessment copied JOIN answer model ON model.assessment_id = 1 + copied.workspace_id % :models
WHERE copied.workspace_id > :last ORDER BY copied.id, model.practice
"""
COPY_NOTES = """
INSERT INTO note (assessment_id, subject, ticked, remarks, revision, page)
SELECT copied.id, model.subject, model.ticked, model.remarks, 1, ''
FROM assessment copied JOIN note model ON model.assessment_id = 1 + copied.workspace_id % :models
WHERE copied.workspace_id > :last
"""


def fill(app: Flask, number: int, models: int) -> None:
    """Add `number` evaluations, copies of the first `models` ones, each in its own workspace."""
    with app.extensions["database"].begin() as connection:
        last = connection.scalar(select(func.max(Workspace.id)))
        _add_workspaces(connection, number)
        for statement in (COPY_ASSESSMENTS, COPY_ANSWERS, COPY_NOTES):
            connection.execute(text(statement), {"last": last, "models": models})
    with app.extensions["database"].connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _add_workspaces(connection: Connection, number: int) -> None:
    now = datetime.now(UTC)
    rows = [
        {
            "link_salt": secrets.token_bytes(16),
            "link_hash": secrets.token_bytes(32),
            "created": now,
            "opened": now,
        }
        for _ in range(number)
    ]
    connection.execute(insert(Workspace), rows)
