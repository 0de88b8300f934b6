"""How often the product served: numbers by month, for who hosts, that lead to nobody.

A number is all that is kept: neither an evaluation, nor a workspace, nor a day, nor an address.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wizard.models import Counter


class Event(StrEnum):
    """What is counted."""

    CREATED = "created"  # an evaluation, from nothing, from the year before or from a file
    FINISHED = "finished"  # its last practice was answered
    PRINTED = "printed"  # its summary or its plan, as a PDF


def count(session: Session, event: Event, when: datetime) -> None:
    """Add one to the number of `event` in the month of `when`, in UTC."""
    month = f"{when.astimezone(UTC):%Y-%m}"
    if not _add_one(session, event, month):
        _begin(session, event, month)


def _add_one(session: Session, event: Event, month: str) -> bool:
    """Whether the month had begun."""
    row = (Counter.month == month, Counter.event == event.value)
    done = session.execute(update(Counter).where(*row).values(number=Counter.number + 1))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _begin(session: Session, event: Event, month: str) -> None:
    """Begin a month, unless another process was first: that cannot happen on SQLite."""
    try:
        with session.begin_nested():
            session.add(Counter(month=month, event=event.value, number=1))
    except IntegrityError:
        _add_one(session, event, month)


def by_month(session: Session) -> dict[str, dict[Event, int]]:
    """All numbers: month (2026-11) -> event -> how often, the first month first."""
    found: dict[str, dict[Event, int]] = {}
    for row in _rows(session):
        found.setdefault(row.month, dict.fromkeys(Event, 0))[Event(row.event)] = row.number
    return found


def _rows(session: Session) -> Sequence[Counter]:
    return session.scalars(select(Counter).order_by(Counter.month)).all()
