"""Last year beside this year: levels, and what became of what was promised.

Both are read with the same referential, so that only answers make a difference. Knows neither web
nor database.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wizard.referential import Level, Practice, Referential
from wizard.scoring import Answer, Answers, ObjectiveResult, Result, State, score


class Outcome(StrEnum):
    """What became of an action that was planned last year."""

    DONE = "done"
    POSTPONED = "postponed"
    ADVANCED = "advanced"
    STILL_PLANNED = "still_planned"
    NOT_DONE = "not_done"
    NOT_KNOWN = "not_known"
    NOT_SAID = "not_said"


_OUTCOMES: Mapping[State, Outcome] = {
    State.YES: Outcome.DONE,
    State.NO: Outcome.NOT_DONE,
    State.UNKNOWN: Outcome.NOT_KNOWN,
}


@dataclass(frozen=True)
class Promise:
    """A practice planned last year, as it was planned and as it is answered this year."""

    practice: Practice
    promised: Answer
    now: Answer | None

    @property
    def outcome(self) -> Outcome:
        if self.now is None:
            return Outcome.NOT_SAID
        if self.now.state is State.PLANNED:
            return _planned_again(self.promised.due, self.now.due)
        return _OUTCOMES[self.now.state]


def _planned_again(promised: date | None, now: date | None) -> Outcome:
    """What became of a date; a date that was taken away is a later one."""
    if promised == now or promised is None:
        return Outcome.STILL_PLANNED
    return Outcome.ADVANCED if now and now < promised else Outcome.POSTPONED


@dataclass(frozen=True)
class ObjectiveComparison:
    """One objective, last year and this year."""

    before: ObjectiveResult
    now: ObjectiveResult

    @property
    def change(self) -> int:
        """How many levels higher today than last year; below zero when lower.

        Missing answers count as not in place: as long as there are some, nothing is said lower.
        """
        change = self.now.today - self.before.today
        return max(change, 0) if self.now.unanswered else change

    @property
    def recovers(self) -> bool:
        """Whether it stands lower today, and no more once what is planned is done."""
        return self.change < 0 and self.now.projected >= self.before.today

    @property
    def steady(self) -> bool:
        """Whether it stands where it did, and what is planned changes nothing."""
        return self.filled and not self.change and self.now.projected is self.now.today

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(
            Promise(practice, answer, self.now.answers.get(practice.code))
            for practice in self.before.objective.practices
            if (answer := self.before.answers.get(practice.code)) and answer.state is State.PLANNED
        )

    @property
    def _promised(self) -> frozenset[str]:
        return frozenset(promise.practice.code for promise in self.promises)

    @property
    def gained(self) -> tuple[Practice, ...]:
        """In place this year, and said not to be last year, without having been promised."""
        return tuple(practice for practice in self._unpromised if self._was_no(practice))

    @property
    def learnt(self) -> tuple[Practice, ...]:
        """In place this year, when nobody knew last year: it may have been already."""
        return tuple(practice for practice in self._unpromised if not self._was_no(practice))

    @property
    def _unpromised(self) -> tuple[Practice, ...]:
        return tuple(
            practice
            for practice in self.now.objective.practices
            if practice.code in self.now.done - self.before.done - self._promised
        )

    def _was_no(self, practice: Practice) -> bool:
        return self.before.answers.get(practice.code) == Answer(State.NO)

    @property
    def newly_planned(self) -> tuple[Practice, ...]:
        """Planned this year, neither planned nor in place last year."""
        return tuple(
            practice
            for practice in self.now.objective.practices
            if practice.code not in self._promised | self.before.done
            and (answer := self.now.answers.get(practice.code))
            and answer.state is State.PLANNED
        )

    @property
    def filled(self) -> bool:
        """Whether every answer of this year is given: before that, levels cannot be compared."""
        return not self.now.unanswered

    @property
    def lost(self) -> tuple[Practice, ...]:
        """In place last year, and said not to be any more."""
        return self._were_done(State.NO)

    @property
    def doubtful(self) -> tuple[Practice, ...]:
        """In place last year, and nobody knows this year."""
        return self._were_done(State.UNKNOWN)

    @property
    def replanned(self) -> tuple[Practice, ...]:
        """In place last year, and planned this year."""
        return self._were_done(State.PLANNED)

    def _were_done(self, state: State) -> tuple[Practice, ...]:
        answers = self.now.answers
        return tuple(
            practice
            for practice in self.now.objective.practices
            if practice.code in self.before.done
            and practice.code in answers
            and answers[practice.code].state is state
        )


@dataclass(frozen=True)
class Comparison:
    """Two years of one association; `axes` holds the objectives axis by axis."""

    before: Result
    now: Result
    axes: tuple[tuple[ObjectiveComparison, ...], ...]

    @property
    def objectives(self) -> tuple[ObjectiveComparison, ...]:
        return tuple(objective for axis in self.axes for objective in axis)

    @property
    def promises(self) -> tuple[Promise, ...]:
        return tuple(promise for part in self.objectives for promise in part.promises)

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many promises came to each outcome."""
        return Counter(promise.outcome for promise in self.promises)

    @property
    def filled(self) -> tuple[ObjectiveComparison, ...]:
        """The objectives whose answers of this year are all given: those that are counted."""
        return tuple(part for part in self.objectives if part.filled)

    @property
    def higher(self) -> int:
        """How many filled objectives stand higher than last year."""
        return sum(part.change > 0 for part in self.filled)

    @property
    def lower(self) -> int:
        return sum(part.change < 0 for part in self.filled)

    @property
    def recovering(self) -> int:
        """How many of the lower ones are no more so with what is planned."""
        return sum(part.recovers for part in self.filled)

    @property
    def ready_before(self) -> int:
        """How many of the filled objectives were ready last year."""
        return sum(part.before.today >= Level.READY for part in self.filled)

    @property
    def ready_now(self) -> int:
        return sum(part.now.today >= Level.READY for part in self.filled)


def compare(referential: Referential, before: Answers, now: Answers) -> Comparison:
    """Compare the answers of two years. Codes that the referential does not have are left out."""
    then, today = score(referential, before), score(referential, now)
    return Comparison(
        then,
        today,
        tuple(
            tuple(map(ObjectiveComparison, old.objectives, new.objectives))
            for old, new in zip(then.axes, today.axes, strict=True)
        ),
    )
