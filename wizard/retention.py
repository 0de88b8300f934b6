"""How long evaluations are kept, and the deletion of those past their end."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_
from sqlalchemy.orm import Session

from wizard.models import Answer, Assessment, Note, Workspace


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
    empty = and_(
        ~exists().where(Answer.assessment_id == Assessment.id),
        ~exists().where(Note.assessment_id == Assessment.id),
    )
    too_old = Assessment.updated < _shift(now, -retention.months)
    empty_too_long = Assessment.updated < now - timedelta(days=retention.empty_days)
    ended = delete(Assessment).where(or_(too_old, and_(empty, empty_too_long)))
    number: int = session.execute(ended).rowcount  # type: ignore[attr-defined]
    without = ~exists().where(Assessment.workspace_id == Workspace.id)
    a_day_ago = now - timedelta(days=1)  # one that is being created has no evaluation yet
    session.execute(delete(Workspace).where(without, Workspace.created < a_day_ago))
    return number


def _shift(moment: datetime, months: int) -> datetime:
    """The same day so many months later; the last of the month when that day does not exist."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    last = calendar.monthrange(year, month)[1]
    return moment.replace(year=year, month=month, day=min(moment.day, last))
