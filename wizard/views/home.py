"""The home page, and the few questions before an evaluation."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, current, throttling
from wizard.forms.start import StartForm
from wizard.scoring import score
from wizard.views import saving

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    example = current.example_assessment()
    return render_template(
        "pages/home.html",
        evaluations=access.evaluations(),
        shared=access.shared_evaluations(),
        example=example,
        example_result=example and score(current.referential(), example.scored_answers),
    )


@bp.route("/commencer", methods=["GET", "POST"])
@throttling.creations
def start() -> ResponseReturnValue:
    started = access.evaluations()
    form = StartForm(current.today(), other=started[0] if started else None)
    if form.is_submitted() and saving.valid(form):
        return redirect(url_for("evaluation.board", public_id=_create(form)), 303)
    status = 422 if form.is_submitted() else 200
    joined = any(map(access.opens_new_ones, started))
    page = render_template("pages/start.html", form=form, evaluations=started, joined=joined)
    return page, status


def _create(form: StartForm) -> str:
    """Create the evaluation; return its public id."""
    with access.own_workspace(form.shared_computer.data) as (db, workspace):
        created = assessments.create(db, workspace.id, form.details(), current.referential())
    return created.public_id
