"""The home page, and the few questions before an evaluation."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, current, database, workspaces
from wizard.forms.start import StartForm
from wizard.views import saving

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    return render_template("pages/home.html", evaluations=access.evaluations())


@bp.route("/commencer", methods=["GET", "POST"])
def start() -> ResponseReturnValue:
    form = StartForm(current.today())
    if form.is_submitted() and saving.valid(form):
        return redirect(url_for("evaluation.board", public_id=_create(form)), 303)
    status = 422 if form.is_submitted() else 200
    started = access.evaluations()
    return render_template("pages/start.html", form=form, evaluations=started), status


def _create(form: StartForm) -> str:
    """Create the evaluation, and silently the workspace at the first one; return its public id."""
    with database.writing() as db:
        mine = workspaces.opened_by(db, access.owner())
        workspace = mine or workspaces.create(db, access.secret_key())
        assessment = assessments.create(db, workspace.id, form.details(), current.referential())
    if mine is None:
        access.enter(workspace)
    return assessment.public_id
