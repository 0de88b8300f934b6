"""The rule: answers in, levels and next actions out. Pure: knows neither web nor database.

An objective is at level 4 if all its practices are satisfied, 3 if all those of rung 2 and 3 are,
2 if all those of rung 2 are, 1 otherwise. An axis takes its weakest objective and the project its
weakest axis, because the source document asks for the four axes "de manière cumulative".
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from wizard.referential import Axis, Level, Objective, Practice, Referential

FIRST_STEPS = 3


class State(StrEnum):
    """The four answers to a practice. No answer at all is the absence of an `Answer`."""

    YES = "yes"
    PLANNED = "planned"
    NO = "no"
    UNKNOWN = "unknown"


class Horizon(StrEnum):
    """The three readings of the same answers."""

    TODAY = "today"
    PROJECTED = "projected"
    BEST = "best"


@dataclass(frozen=True)
class Answer:
    """One answer. `due` (when) and `owner` (who) speak of what is planned."""

    state: State
    due: date | None = None
    owner: str = ""

    @property
    def is_dated_plan(self) -> bool:
        return self.state is State.PLANNED and self.due is not None

    def overdue(self, today: date) -> bool:
        """Whether it is still planned for a day that is past: only the association knows whether
        it is done."""
        return self.state is State.PLANNED and self.due is not None and self.due < today


Answers = Mapping[str, Answer]


def _is_yes(answer: Answer | None) -> bool:
    return answer is not None and answer.state is State.YES


def _is_yes_or_dated(answer: Answer | None) -> bool:
    return answer is not None and (answer.state is State.YES or answer.is_dated_plan)


def _is_not_no(answer: Answer | None) -> bool:
    return answer is None or answer.state is not State.NO


_SATISFIES: Mapping[Horizon, Callable[[Answer | None], bool]] = {
    Horizon.TODAY: _is_yes,
    Horizon.PROJECTED: _is_yes_or_dated,
    Horizon.BEST: _is_not_no,
}


@dataclass(frozen=True)
class Verdict:
    """The level of an objective and its reason: the practices that hold it there.

    `missing` are the unsatisfied practices of the next rung; empty at the highest level.
    """

    level: Level
    missing: tuple[Practice, ...]

    @property
    def next_level(self) -> Level | None:
        return self.missing[0].rung if self.missing else None


class Scored(ABC):
    """Anything that has a level for each horizon."""

    @abstractmethod
    def level(self, horizon: Horizon) -> Level: ...

    @property
    def today(self) -> Level:
        return self.level(Horizon.TODAY)

    @property
    def projected(self) -> Level:
        return self.level(Horizon.PROJECTED)

    @property
    def best(self) -> Level:
        return self.level(Horizon.BEST)


@dataclass(frozen=True)
class ObjectiveResult(Scored):
    objective: Objective
    verdicts: Mapping[Horizon, Verdict]
    answers: Answers
    unanswered: tuple[Practice, ...]
    unknown: tuple[Practice, ...]

    def level(self, horizon: Horizon) -> Level:
        return self.verdicts[horizon].level

    def missing_later(self, horizon: Horizon) -> tuple[Practice, ...]:
        """What else "prêt" asks, after what holds the objective at its level."""
        following = self.verdicts[horizon].next_level
        return tuple(
            practice
            for practice in self.objective.practices
            if following
            and following < practice.rung <= Level.READY
            and not _SATISFIES[horizon](self.answers.get(practice.code))
        )

    @property
    def begun(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answers)

    @property
    def done(self) -> frozenset[str]:
        """The codes of the practices in place."""
        return frozenset(code for code, answer in self.answers.items() if _is_yes(answer))

    def filled(self, horizon: Horizon) -> Level:
        """The level once every answer that lacks is a yes."""
        yes = {practice.code: Answer(State.YES) for practice in self.unanswered}
        return _verdict(self.objective, {**self.answers, **yes}, horizon).level

    @property
    def ahead(self) -> tuple[Practice, ...]:
        """The practices in place that count only beyond the next level."""
        following = self.verdicts[Horizon.TODAY].next_level
        return tuple(
            practice
            for practice in self.objective.practices
            if following and practice.rung > following and practice.code in self.done
        )

    @property
    def contradicted(self) -> Mapping[str, Practice]:
        """By the code of a practice that is not in place: one in place that cannot be without it.

        A level takes each answer as it was given: nobody but the association knows which is right.
        """
        return {
            code: practice
            for practice in self.objective.practices
            if practice.code in self.done
            for code in practice.implies
            if code in self.answers and code not in self.done
        }


@dataclass(frozen=True)
class AxisResult(Scored):
    axis: Axis
    objectives: tuple[ObjectiveResult, ...]

    def level(self, horizon: Horizon) -> Level:
        return min(objective.level(horizon) for objective in self.objectives)

    @property
    def begun(self) -> bool:
        return any(objective.begun for objective in self.objectives)

    def weakest(self, horizon: Horizon) -> tuple[ObjectiveResult, ...]:
        """The objectives that hold the axis at its level: the reason of that level."""
        return tuple(o for o in self.objectives if o.level(horizon) is self.level(horizon))

    def ready(self, horizon: Horizon) -> int:
        return sum(o.level(horizon) >= Level.READY for o in self.objectives)


class Rank(NamedTuple):
    """Why an action stands where it does; the smaller comes first. `position` makes it total."""

    axis_level: Level
    objective_level: Level
    rung: Level
    effort: int
    position: int


@dataclass(frozen=True)
class Step:
    """One action of the distance to "prêt"; `planned` when it already has a date.

    `contradicting`, if any, is a practice in place that cannot be without this one.
    """

    rank: Rank
    practice: Practice
    objective: Objective
    axis: Axis
    answer: Answer | None
    contradicting: Practice | None = None

    @property
    def planned(self) -> bool:
        return self.answer is not None and self.answer.is_dated_plan

    def may_be_done(self, held: Container[str]) -> bool:
        """Whether what cannot be without it is in place, the condition that says the same is
        ticked, or its document is at hand, unless the answer is no: a document may exist without
        what it is for. `held` are the codes of all that is ticked."""
        if self.contradicting or self.practice.same_as in held:
            return True
        return self.practice.action.evidence in held and self.answer != Answer(State.NO)


@dataclass(frozen=True)
class Result(Scored):
    referential: Referential
    axes: tuple[AxisResult, ...]
    distance: tuple[Step, ...]

    def level(self, horizon: Horizon) -> Level:
        return min(axis.level(horizon) for axis in self.axes)

    @property
    def begun(self) -> bool:
        return any(axis.begun for axis in self.axes)

    def weakest(self, horizon: Horizon) -> tuple[AxisResult, ...]:
        """The axes that hold the project at its level: the reason of that level."""
        return tuple(axis for axis in self.axes if axis.level(horizon) is self.level(horizon))

    def filled(self, horizon: Horizon) -> Level:
        """The level once every answer that lacks is a yes: it may fall short of the best, which
        also takes what is not known, or planned without a date, for a yes."""
        return min(part.filled(horizon) for part in self.objectives)

    def holding(self, horizon: Horizon) -> tuple[ObjectiveResult, ...]:
        """The objectives that hold the project at its level: the weakest of the weakest axes."""
        return tuple(o for axis in self.weakest(horizon) for o in axis.weakest(horizon))

    def missing(self, horizon: Horizon) -> tuple[Practice, ...]:
        """What has to come for the project to leave its level."""
        held = self.holding(horizon)
        return tuple(practice for o in held for practice in o.verdicts[horizon].missing)

    def ready(self, horizon: Horizon) -> int:
        return sum(axis.ready(horizon) for axis in self.axes)

    @property
    def objectives(self) -> tuple[ObjectiveResult, ...]:
        return tuple(objective for axis in self.axes for objective in axis.objectives)

    @property
    def unanswered(self) -> int:
        return sum(len(objective.unanswered) for objective in self.objectives)

    @property
    def unplanned(self) -> tuple[Step, ...]:
        return tuple(step for step in self.distance if not step.planned)

    @property
    def too_few(self) -> int:
        """How many answers more the short first pass asks than were given: before, nothing can be
        advised."""
        answered = len(self.referential.practices) - self.unanswered
        return max(len(self.referential.foundations) - answered, 0)

    @property
    def barely_begun(self) -> bool:
        return self.too_few > 0

    def first_steps(self, held: Container[str] = ()) -> tuple[Step, ...]:
        """The first actions that have no date; none while too little is answered, nor one that is
        `to_confirm`, nor one before another that it cannot be without. `held` are the codes of all
        that is ticked."""
        asked = [step for step in self._advised if not step.may_be_done(held)]
        undone = {step.practice.code for step in self.unplanned}
        possible = [step for step in asked if undone.isdisjoint(step.practice.implies)]
        return tuple((possible or asked)[:FIRST_STEPS])

    def to_confirm(self, held: Container[str]) -> tuple[Step, ...]:
        """The actions that may be done already, whatever was answered; one that has a date, only
        when another answer contradicts it."""
        if self.barely_begun:
            return ()
        return tuple(
            step
            for step in self.distance
            if step.contradicting or (not step.planned and step.may_be_done(held))
        )

    def cautions(self, held: Container[str] = ()) -> tuple[Practice, ...]:
        """The practices answered, but neither in place nor planned with a date, without which one
        had better not apply, and that nothing ticked settles."""
        return tuple(
            practice
            for part in self.objectives
            for practice in part.objective.practices
            if practice.caution
            and practice.settled_by not in held
            and practice.code in part.answers
            and not _is_yes_or_dated(part.answers[practice.code])
        )

    @property
    def _advised(self) -> tuple[Step, ...]:
        return () if self.barely_begun else self.unplanned

    def objective(self, code: str) -> ObjectiveResult:
        return next(o for o in self.objectives if o.objective.code == code)


def score(referential: Referential, answers: Answers) -> Result:
    """Score `answers`, keyed by practice code; a code the referential lacks is ignored."""
    axes = tuple(
        AxisResult(axis, tuple(score_objective(o, answers) for o in axis.objectives))
        for axis in referential.axes
    )
    return Result(referential, axes, _distance(axes))


def score_objective(objective: Objective, answers: Answers) -> ObjectiveResult:
    """The three verdicts of one objective, from its own practices only."""
    own = {p.code: answers[p.code] for p in objective.practices if p.code in answers}
    return ObjectiveResult(
        objective,
        verdicts={horizon: _verdict(objective, own, horizon) for horizon in Horizon},
        answers=own,
        unanswered=tuple(p for p in objective.practices if p.code not in own),
        unknown=tuple(
            p for p in objective.practices if p.code in own and own[p.code].state is State.UNKNOWN
        ),
    )


def _verdict(objective: Objective, answers: Answers, horizon: Horizon) -> Verdict:
    satisfies = _SATISFIES[horizon]
    for rung in (Level.TO_CONSOLIDATE, Level.READY, Level.EXEMPLARY):
        missing = tuple(
            practice
            for practice in objective.practices
            if practice.rung is rung and not satisfies(answers.get(practice.code))
        )
        if missing:
            return Verdict(Level(rung - 1), missing)
    return Verdict(Level.EXEMPLARY, ())


def _distance(axes: tuple[AxisResult, ...]) -> tuple[Step, ...]:
    """What separates the project from "prêt": practices of rung 3 at most not answered yes."""
    steps: list[Step] = []
    for axis in axes:
        for result in axis.objectives:
            for practice in result.objective.practices:
                answer = result.answers.get(practice.code)
                if practice.rung <= Level.READY and not _is_yes(answer):
                    rank = Rank(
                        axis.projected,
                        result.projected,
                        practice.rung,
                        practice.action.effort.rank,
                        position=len(steps),
                    )
                    contradicting = result.contradicted.get(practice.code)
                    steps.append(
                        Step(rank, practice, result.objective, axis.axis, answer, contradicting)
                    )
    return tuple(sorted(steps, key=lambda step: step.rank))
