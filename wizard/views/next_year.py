"""From one school year to the next: prepare it from this one, then compare the two."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, comparison, current, savefile, throttling
from wizard.forms.base import BaseForm
from wizard.models import Right
from wizard.views import saving

bp = Blueprint("next_year", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/annee-suivante")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id)
    following = assessments.next_year(assessment)
    return render_template(
        "pages/next_year.html",
        assessment=assessment,
        evaluations=assessments.alike(access.evaluations(), following),
    )


@bp.post("/annee-suivante")
@throttling.creations
def prepare(public_id: str) -> ResponseReturnValue:
    """Begin the next school year beside the answers of this one."""
    saving.valid(BaseForm())
    with access.to_change(public_id) as (db, assessment):
        created = assessments.create(
            db,
            assessment.workspace_id,
            assessments.next_year(assessment),
            current.referential(),
            last_year=savefile.one_year(assessment),
        )
    return redirect(url_for("evaluation.board", public_id=created.public_id, fait="annee"), 303)


@bp.get("/comparaison")
def compare(public_id: str) -> ResponseReturnValue:
    """Last year beside this year; 404 when the evaluation was not prepared from another."""
    assessment = access.opened(public_id, Right.FILL)
    content = current.referential()
    last_year = saving.last_year(assessment)
    if last_year is None:
        abort(404)
    return render_template(
        "pages/comparison.html",
        assessment=assessment,
        last_year=last_year,
        compared=comparison.compare(content, last_year.answers, assessment.scored_answers),
    )
