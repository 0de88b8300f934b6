"""How long evaluations are kept, the warning before their end, and the deletion past it."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, update
from sqlalchemy.orm import Session

from wizard import rows
from wizard.models import ANSWERS, NOTES, Assessment, Workspace

NOTICE = timedelta(days=14)  # how long before its deletion an evaluation is announced


@dataclass(frozen=True)
class Retention:
    """How long an evaluation is kept after its last change; one without answers, fewer days."""

    months: int
    empty_days: int

    def end(self, assessment: Assessment) -> datetime:
        """When the evaluation is deleted if nothing changes in it. Needs its answers and notes."""
        if not assessment.answers and not assessment.notes:
            return assessment.updated + timedelta(days=self.empty_days)
        return _shift(assessment.updated, self.months)


def purge(session: Session, retention: Retention, now: datetime) -> int:
    """Delete what is past its end, then the workspaces left empty; return how many evaluations."""
    ended = delete(Assessment).where(_ends_before(retention, now))
    number: int = session.execute(ended).rowcount  # type: ignore[attr-defined]
    without = ~exists().where(Assessment.workspace_id == Workspace.id)
    a_day_ago = now - timedelta(days=1)  # one that is being created has no evaluation yet
    session.execute(delete(Workspace).where(without, Workspace.created < a_day_ago))
    return number


def to_remind(session: Session, retention: Retention, now: datetime) -> list[Assessment]:
    """What ends within `NOTICE`, left an address, and was not announced since its last change.

    With workspace, answers and notes. What is past its end is not announced any more.
    """
    soon, past = (_ends_before(retention, moment) for moment in (now + NOTICE, now))
    told = Assessment.reminded >= Assessment.updated
    query = (
        rows.WHOLE.where(Workspace.email.is_not(None), soon, ~past)
        .where(or_(Assessment.reminded.is_(None), ~told))
        .order_by(Assessment.workspace_id, Assessment.updated)
    )
    return list(rows.read(session, query))


def note_reminded(session: Session, announced: Iterable[Assessment], when: datetime) -> None:
    """Note that their deletion was announced, as they were at `when`."""
    ids = [row.id for row in announced]
    session.execute(update(Assessment).where(Assessment.id.in_(ids)).values(reminded=when))


def _ends_before(retention: Retention, moment: datetime) -> ColumnElement[bool]:
    empty = and_(
        ~exists().where(ANSWERS.c.assessment_id == Assessment.id),
        ~exists().where(NOTES.c.assessment_id == Assessment.id),
    )
    too_old = Assessment.updated < _shift(moment, -retention.months)
    empty_too_long = Assessment.updated < moment - timedelta(days=retention.empty_days)
    return or_(too_old, and_(empty, empty_too_long))


def _shift(moment: datetime, months: int) -> datetime:
    """The same day so many months later; the last of the month when that day does not exist."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
