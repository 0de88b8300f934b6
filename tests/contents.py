"""Generated referentials and answers, for the laws that must hold whatever the content says."""

from datetime import date

from hypothesis import strategies as st

from wizard.referential import (
    Action,
    Axis,
    Conditions,
    Effort,
    Heading,
    Level,
    Objective,
    Practice,
    Referential,
)
from wizard.scoring import Answer, State

RUNGS = (Level.TO_CONSOLIDATE, Level.READY, Level.EXEMPLARY)
A_DATE = date(2027, 3, 1)

# From the worst to the best; blank, no and unknown are worth the same today.
ANSWERS = {
    "blank": None,
    "no": Answer(State.NO),
    "unknown": Answer(State.UNKNOWN),
    "undated": Answer(State.PLANNED),
    "dated": Answer(State.PLANNED, A_DATE),
    "yes": Answer(State.YES),
}


@st.composite
def referentials(draw: st.DrawFn) -> Referential:
    axes = []
    for axis in range(1, draw(st.integers(1, 4)) + 1):
        objectives = [
            draw(objectives_of(f"{axis}.{number}"))
            for number in range(1, draw(st.integers(1, 5)) + 1)
        ]
        axes.append(Axis(str(axis), "", f"Axe {axis}", "", "", tuple(objectives)))
    return Referential(Heading("test", "", "", {}, {}), tuple(axes), Conditions("", ()))


@st.composite
def objectives_of(draw: st.DrawFn, code: str) -> Objective:
    """At least one practice of rung 2, two of rung 3, one of rung 4, in any order."""
    extra = draw(st.lists(st.sampled_from(RUNGS), max_size=2))
    rungs = draw(st.permutations([RUNGS[0], RUNGS[1], RUNGS[1], RUNGS[2], *extra]))
    practices = []
    for letter, rung in zip("abcdef", rungs, strict=False):
        action = Action("", draw(st.sampled_from(Effort)), "", (), "")
        practices.append(Practice(f"{code}.{letter}", rung, f"{code}.{letter}", "", "", action))
    return Objective(code, "", code, "", "", "", (), (), {}, tuple(practices))


def answers_to(referential: Referential) -> st.SearchStrategy[dict[str, Answer]]:
    one = st.sampled_from(list(ANSWERS.values()))
    every = st.fixed_dictionaries({p.code: one for p in referential.practices})
    return every.map(lambda answers: {c: a for c, a in answers.items() if a is not None})
