"""One objective: its practices, what is planned, its pieces and remarks."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, archive, assessments, current, htmx, journey, savefile
from wizard.assessments import Conflict
from wizard.forms.saved import ObjectiveForm
from wizard.models import Assessment, Right
from wizard.referential import Objective
from wizard.scoring import score_objective
from wizard.views import changes, saving

bp = Blueprint("objective", __name__)
ADDRESS = "/evaluations/<public_id>/objectifs/<code>"


@bp.get(ADDRESS)
def page(public_id: str, code: str) -> ResponseReturnValue:
    objective = current.objective(code)
    assessment = access.opened(public_id, Right.FILL)
    form = current.objective_form(code).showing(assessment)
    return _answer(assessment, objective, form)


@bp.post(ADDRESS)
def save(public_id: str, code: str) -> ResponseReturnValue:
    objective = current.objective(code)
    form = current.objective_form(code)()
    if not saving.valid(form):
        return _answer(access.opened(public_id, Right.FILL), objective, form), 422
    sent = form.sent()
    assessment, conflicts = saving.save(public_id, sent)
    form.mark_seen(assessments.seen_after(assessment, sent))
    if conflicts:
        for subject in sent.drop & sent.values.keys():
            form.show(subject, assessment)
        return _answer(assessment, objective, form, conflicts), 409
    if htmx.wants_fragment():
        return _answer(assessment, objective, form)
    return redirect(_after(assessment, objective, form), 303)


def _answer(
    assessment: Assessment,
    objective: Objective,
    form: ObjectiveForm,
    conflicts: dict[str, Conflict] | None = None,
) -> str:
    """The whole page, or what HTMX replaces in it after a save."""
    saved = request.method == "POST"
    fragment = saved and htmx.wants_fragment()
    here = journey.Page(journey.Kind.OBJECTIVE, objective.code)
    return render_template(
        "partials/objective_update.html" if fragment else "pages/objective.html",
        assessment=assessment,
        objective=objective,
        result=score_objective(objective, assessment.scored_answers),
        new_codes=changes.since(assessment).to_answer(assessment.scored_answers),
        form=form,
        conflicts=conflicts or {},
        last_year=savefile.last_year(assessment, current.referential(), archive.former()),
        saved_at=current.now() if saved else None,
        place=journey.place(current.referential(), objective),
        back_url=_origin(assessment, objective) or saving.url_before(assessment.public_id, here),
    )


def _after(assessment: Assessment, objective: Objective, form: ObjectiveForm) -> str:
    """Where the button that was pressed leads."""
    public_id = assessment.public_id
    if form.decides:
        return url_for(".page", public_id=public_id, code=objective.code)
    if form.then.data == "board":
        return url_for("evaluation.board", public_id=public_id)
    here = journey.Page(journey.Kind.OBJECTIVE, objective.code)
    return _origin(assessment, objective) or saving.url_after(public_id, here)


def _origin(assessment: Assessment, objective: Objective) -> str | None:
    """The page from which one came to change an answer, when it was not the one before."""
    public_id = assessment.public_id
    match request.args.get("retour"):
        case "axe":
            axis = current.referential().axis_of[objective.code]
            return url_for("evaluation.axis", public_id=public_id, code=axis.code)
        case "resultat":
            anchor = f"objectif-{objective.code}"
            return url_for("result.page", public_id=public_id, _anchor=anchor)
        case "changements":
            return url_for("changes.page", public_id=public_id)
    return None
