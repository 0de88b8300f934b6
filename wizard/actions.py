"""Every action still to do, and those that are promised: the one list that all the sheets count.

What leads beyond "prêt" is promised too once it is planned. Knows neither web nor database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wizard.french import lower_first
from wizard.referential import Axis, Level, Objective, Practice
from wizard.scoring import Answer, Result, State


@dataclass(frozen=True)
class Line:
    """One action; `answer` is None when its practice has none yet."""

    practice: Practice
    objective: Objective
    axis: Axis
    answer: Answer | None

    @property
    def due(self) -> date | None:
        return self.answer.due if self.answer else None

    @property
    def owner(self) -> str:
        """Who said to do it; empty as long as it is not decided."""
        return self.answer.owner if self.answer else ""

    @property
    def who(self) -> str:
        """Who said to do it, else who usually does, told as a suggestion."""
        return self.owner or f"à décider (souvent\u00a0: {lower_first(self.practice.action.who)})"

    @property
    def planned(self) -> bool:
        return self.answer is not None and self.answer.state is State.PLANNED

    @property
    def further(self) -> bool:
        """Whether it leads beyond "prêt"."""
        return self.practice.rung > Level.READY

    def overdue(self, today: date) -> bool:
        return self.due is not None and self.due < today

    def planned_after(self, deadline: date) -> bool:
        """Whether it is for later than the day when the application has to leave."""
        return self.due is not None and self.due > deadline


@dataclass(frozen=True)
class Tally:
    """How many actions are promised with a date, promised without, and not promised."""

    dated: int
    undated: int
    not_planned: int

    @property
    def total(self) -> int:
        return self.dated + self.undated + self.not_planned


def tally(lines: Iterable[Line]) -> Tally:
    """Count `lines` by what is promised."""
    counts = Counter(_promise(line) for line in lines)
    return Tally(*(counts[promise] for promise in ("dated", "undated", "not planned")))


def _promise(line: Line) -> str:
    if not line.planned:
        return "not planned"
    return "dated" if line.due else "undated"


def undone(result: Result) -> list[Line]:
    """Every action still to do: the distance to "prêt" in its order, then what leads further."""
    lines = [Line(s.practice, s.objective, s.axis, s.answer) for s in result.distance]
    for axis in result.axes:
        for part in axis.objectives:
            lines += [
                Line(practice, part.objective, axis.axis, part.answers.get(practice.code))
                for practice in part.objective.practices
                if practice.rung > Level.READY and practice.code not in part.done
            ]
    return lines


def is_filed(deadline: date | None, today: date) -> bool:
    """Whether the day to leave the application has passed: what one prepares is the next year."""
    return deadline is not None and deadline < today


def planned_after(lines: Iterable[Line], deadline: date | None, today: date) -> int:
    """How many are for after the application has left; none once that day has passed."""
    if deadline is None or is_filed(deadline, today):
        return 0
    return sum(line.planned_after(deadline) for line in lines)


def by_date(lines: Iterable[Line]) -> list[Line]:
    """In the order of the dates, then what has none; stable: else as they came."""
    return sorted(lines, key=lambda line: line.due or date.max)


def planned(result: Result) -> list[Line]:
    """What is answered "planned", by date; what has no date comes last."""
    return by_date([line for line in undone(result) if line.planned])


def dated(result: Result) -> list[Line]:
    """What is promised: every planned action that has a date, whatever its level."""
    return [line for line in planned(result) if line.due]
