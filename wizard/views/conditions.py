"""The conditions to check outside the 14 objectives; never scored."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current, htmx, journey, revisions
from wizard.forms.saved import ConditionsForm
from wizard.models import CONDITIONS, Assessment, Right
from wizard.revisions import Conflict
from wizard.views import saving

bp = Blueprint("conditions", __name__)
ADDRESS = "/evaluations/<public_id>/conditions"


@bp.get(ADDRESS)
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    form = ConditionsForm.showing(current.referential().conditions, assessment)
    return _answer(assessment, form)


@bp.post(ADDRESS)
def save(public_id: str) -> ResponseReturnValue:
    form = ConditionsForm(current.referential().conditions)
    if not saving.valid(form):
        return _answer(access.opened(public_id, Right.FILL), form), 422
    sent = form.sent()
    assessment, conflicts = saving.save(public_id, sent)
    form.seen.data = revisions.seen_after(assessment.rows, sent)[CONDITIONS]
    if conflicts:
        return _answer(assessment, form, conflicts[CONDITIONS]), 409
    if htmx.wants_fragment():
        return _answer(assessment, form)
    return redirect(_after(public_id, form), 303)


def _answer(assessment: Assessment, form: ConditionsForm, conflict: Conflict | None = None) -> str:
    """The whole page, or what HTMX replaces in it after a save."""
    saved = request.method == "POST"
    fragment = saved and htmx.wants_fragment()
    return render_template(
        "partials/conditions_update.html" if fragment else "pages/conditions.html",
        assessment=assessment,
        conditions=current.referential().conditions,
        form=form,
        conflict=conflict,
        saved_at=current.now() if saved else None,
        back_url=saving.url_before(assessment.public_id, journey.Page(journey.Kind.CONDITIONS)),
    )


def _after(public_id: str, form: ConditionsForm) -> str:
    if form.decides:
        return url_for(".page", public_id=public_id)
    if form.then.data == "board":
        return url_for("evaluation.board", public_id=public_id)
    return saving.url_after(public_id, journey.Page(journey.Kind.CONDITIONS))
