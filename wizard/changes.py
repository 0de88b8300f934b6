"""What a new version of the content changed for who answered a former one.

Knows neither web nor database. What was given under a code that is gone is kept, and named in the
words of the content that had it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from wizard.referential import Axis, Condition, Objective, Practice, Referential
from wizard.scoring import Answers


@dataclass(frozen=True)
class Found:
    """A practice where it stands, in the content that has it."""

    objective: Objective
    practice: Practice


@dataclass(frozen=True)
class Revised:
    """A practice that kept its code, hence its answer: as it was, and as it is now."""

    objective: Objective
    before: Practice
    now: Practice

    @property
    def reworded(self) -> bool:
        return self.before.statement != self.now.statement

    @property
    def moved(self) -> bool:
        """Whether it counts from another level than before."""
        return self.before.rung is not self.now.rung


@dataclass(frozen=True)
class Changes:
    """What is new, what was revised and what was removed, in the order of the content."""

    new: tuple[Found, ...]
    revised: tuple[Revised, ...]
    removed: tuple[Found, ...]
    new_conditions: tuple[Condition, ...]
    removed_conditions: tuple[Condition, ...]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())

    @property
    def reworded(self) -> tuple[Revised, ...]:
        return tuple(revised for revised in self.revised if revised.reworded)

    @property
    def moved(self) -> tuple[Revised, ...]:
        return tuple(revised for revised in self.revised if revised.moved)

    def to_answer(self, answers: Answers) -> frozenset[str]:
        """The codes of the new practices that have no answer yet."""
        return frozenset(new.practice.code for new in self.new) - answers.keys()


@dataclass(frozen=True)
class Removed:
    """A code that has no place in the content of today; None when no known content had it."""

    code: str
    item: Axis | Objective | Practice | None


NOTHING = Changes((), (), (), (), ())


def compare(old: Referential, new: Referential) -> Changes:
    """What changed from `old` to `new`, code by code. Order, titles and help do not count."""
    return Changes(
        new=_missing_from(old, new),
        revised=_revised(old, new),
        removed=_missing_from(new, old),
        new_conditions=_conditions_missing_from(old, new),
        removed_conditions=_conditions_missing_from(new, old),
    )


def removed(
    codes: Collection[str], now: Referential, former: Iterable[Referential]
) -> list[Removed]:
    """Those of `codes` that `now` lacks, each in the words of the first of `former` that has it."""
    contents = list(former)
    return [
        Removed(code, next((c.by_code[code] for c in contents if code in c.by_code), None))
        for code in sorted(codes)
        if code not in now.by_code
    ]


def _missing_from(content: Referential, other: Referential) -> tuple[Found, ...]:
    """The practices of `other` whose code `content` lacks."""
    return tuple(
        Found(other.objective_of[practice.code], practice)
        for practice in other.practices
        if practice.code not in content.objective_of
    )


def _revised(old: Referential, new: Referential) -> tuple[Revised, ...]:
    before: Mapping[str, Practice] = {practice.code: practice for practice in old.practices}
    both = [
        Revised(new.objective_of[practice.code], before[practice.code], practice)
        for practice in new.practices
        if practice.code in before
    ]
    return tuple(revised for revised in both if revised.reworded or revised.moved)


def _conditions_missing_from(content: Referential, other: Referential) -> tuple[Condition, ...]:
    return tuple(
        condition
        for group in other.conditions.groups
        for condition in group.conditions
        if condition.code not in content.conditions.codes
    )
