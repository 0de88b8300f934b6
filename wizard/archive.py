"""The contents of former versions, so that what was answered with them can still be read.

Each start stores the content that is served. The others never change any more: they are read
once, at start, and asked for without a statement.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from logging import Logger

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wizard import database
from wizard.models import Content
from wizard.referential import ContentError, Referential, as_json, from_json


def init_app(app: Flask) -> None:
    """Store the content that `app` serves, and read those of its former versions."""
    served: Referential = app.extensions["referential"]
    with app.app_context():
        with database.writing() as db:
            store(db, served, app.logger)
        with database.reading() as db:
            app.extensions["former_contents"] = _former(db, served, app.logger)


def former() -> Mapping[str, Referential]:
    """The contents that are no longer served, by version, the last stored first."""
    contents: Mapping[str, Referential] = current_app.extensions["former_contents"]
    return contents


def version_of(version: str) -> Referential | None:
    """The content of a former version; None when it is served today, or unknown."""
    return former().get(version)


def store(session: Session, content: Referential, log: Logger) -> None:
    """Keep a content under its version. One log line when another one had the same version."""
    text, now = as_json(content), datetime.now(UTC)
    row = session.get(Content, content.version, with_for_update=True)
    if row is None:
        _add(session, Content(version=content.version, data=text, stored=now))
    elif row.data != text:
        row.data, row.stored = text, now
        log.warning(
            "the content changed under the same version %s: publish it under another, or nobody "
            "is told what changed",
            content.version,
        )


def _add(session: Session, row: Content) -> None:
    """Insert a row, unless another process that starts at the same time was first.

    That cannot happen on SQLite, where writers wait for each other.
    """
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        pass


def _former(session: Session, served: Referential, log: Logger) -> dict[str, Referential]:
    query = select(Content).where(Content.version != served.version).order_by(Content.stored.desc())
    found = {row.version: _read(row, log) for row in session.scalars(query)}
    return {version: content for version, content in found.items() if content}


def _read(row: Content, log: Logger) -> Referential | None:
    """The content of a row; None, and one log line, when it cannot be read."""
    try:
        return from_json(row.data)
    except ContentError as error:
        log.error("the content of version %s cannot be read: %s", row.version, error)
        return None
