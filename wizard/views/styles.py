"""Every component in every state, on one page. Served in development and in tests only."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wizard import current
from wizard.forms.saved import ObjectiveForm
from wizard.forms.start import StartForm
from wizard.referential import Referential
from wizard.revisions import Conflict
from wizard.scoring import Answer, Result, State, score

bp = Blueprint("styles", __name__)


@bp.get("/styles")
def page() -> ResponseReturnValue:
    content = current.referential()
    form, conflicts = _answered(content)
    wrong = StartForm(current.today())
    del wrong.csrf_token  # nothing is sent from here
    wrong.validate()
    return render_template(
        "pages/styles.html",
        practices=form.objective.practices,
        form=form,
        conflicts=conflicts,
        wrong=wrong,
        results=_results(content),
    )


def _answered(content: Referential) -> tuple[ObjectiveForm, dict[str, Conflict]]:
    """The form of an objective, a practice in each state; the last one in conflict."""
    objective = content.objectives[0]
    form = current.objective_form(objective.code)(formdata=None)
    for practice, state in zip(objective.practices, [*State, None], strict=False):
        form.practice(practice.code).state.data = state.value if state else None
    last = objective.practices[-1].code
    return form, {last: Conflict(last, Answer(State.YES), Answer(State.NO))}


def _results(content: Referential) -> list[Result]:
    """Nothing, something of everything, and everything in place."""
    states = (State.YES, State.PLANNED, State.NO)
    mixed = {
        practice.code: Answer(states[number % 3], current.today())
        for number, practice in enumerate(content.practices)
    }
    whole = {practice.code: Answer(State.YES) for practice in content.practices}
    return [score(content, answers) for answers in ({}, mixed, whole)]
