"""The order of the pages of an evaluation, and where one is. Knows neither web nor database."""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from wizard.referential import Axis, Objective, Referential
from wizard.scoring import ObjectiveResult, Result

SECONDS_PER_PRACTICE = 20  # 74 practices in twenty-five minutes, reading included
SECONDS_TO_REPEAT = 6  # an answer given the year before, to be read again


class Kind(StrEnum):
    """The kinds of page of the journey, in the words of the endpoints that serve them."""

    OBJECTIVE = "objective"
    AXIS = "axis"
    CONDITIONS = "conditions"
    RESULT = "result"


@dataclass(frozen=True)
class Page:
    """A page of the journey: `code` is that of an objective or an axis, else None; `practice`, the
    question to go to on it, when it is not the first."""

    kind: Kind
    code: str | None = None
    practice: str | None = None


class Status(StrEnum):
    """How far an objective is filled, as the task list shows it."""

    TO_DO = "À compléter"
    STARTED = "En cours"
    DONE = "Rempli"


@dataclass(frozen=True)
class Place:
    """Where an objective stands: axis 2 of 4, objective 3 of 5."""

    axis: Axis
    axis_number: int
    axis_count: int
    number: int
    count: int


@dataclass(frozen=True)
class Progress:
    """How many objectives are complete, and how long the rest takes, in minutes."""

    done: int
    total: int
    minutes_left: int

    @property
    def finished(self) -> bool:
        return self.done == self.total


def pages(referential: Referential) -> list[Page]:
    """Every page in reading order: objectives, the check of each axis, conditions, result."""
    order: list[Page] = []
    for axis in referential.axes:
        order += [Page(Kind.OBJECTIVE, objective.code) for objective in axis.objectives]
        order.append(Page(Kind.AXIS, axis.code))
    return [*order, Page(Kind.CONDITIONS), Page(Kind.RESULT)]


def page_after(referential: Referential, page: Page) -> Page:
    order = pages(referential)
    return order[min(order.index(page) + 1, len(order) - 1)]


def page_before(referential: Referential, page: Page) -> Page | None:
    """The previous page; None before the first one, where the board is the way back."""
    order = pages(referential)
    position = order.index(page)
    return order[position - 1] if position else None


def next_page(result: Result, asked: Container[str] = ()) -> Page:
    """The one clear next step: the first objective still to complete, else the result.

    Those of the axes `asked` (codes) come first.
    """
    for axis in sorted(result.axes, key=lambda axis: axis.axis.code not in asked):
        for objective in axis.objectives:
            if objective.unanswered:
                practice = objective.unanswered[0].code if objective.answers else None
                return Page(Kind.OBJECTIVE, objective.objective.code, practice)
    return Page(Kind.RESULT)


def place(referential: Referential, objective: Objective) -> Place:
    axis = referential.axis_of[objective.code]
    return Place(
        axis=axis,
        axis_number=referential.axes.index(axis) + 1,
        axis_count=len(referential.axes),
        number=axis.objectives.index(objective) + 1,
        count=len(axis.objectives),
    )


def status(result: ObjectiveResult) -> Status:
    if not result.unanswered:
        return Status.DONE
    return Status.STARTED if result.answers else Status.TO_DO


def progress(
    referential: Referential,
    answered: Container[str],
    known: Container[str] = (),
    asked: Container[str] = (),
) -> Progress:
    """How far one is when the practices of the codes `answered` are; those `known` from the year
    before can be repeated. Who is `asked` for some axes (codes) has the time of those left, until
    they are complete."""
    left = [p.code for p in referential.practices if p.code not in answered]
    mine = [code for code in left if referential.axis_of_practice(code).code in asked]
    left = mine or left
    seconds = sum(SECONDS_TO_REPEAT if code in known else SECONDS_PER_PRACTICE for code in left)
    complete = [
        all(p.code in answered for p in objective.practices) for objective in referential.objectives
    ]
    return Progress(sum(complete), len(complete), ceil(seconds / 60))


def minutes(questions: int) -> int:
    """How long it takes to answer that many questions."""
    return ceil(questions * SECONDS_PER_PRACTICE / 60)


def first_pass_only(result: Result) -> bool:
    """Whether the short first pass was made, and most of the whole questionnaire is left."""
    foundations = {p.code for p in result.referential.foundations}
    blank = {p.code for objective in result.objectives for p in objective.unanswered}
    return 2 * len(blank) > len(result.referential.practices) and not blank & foundations
