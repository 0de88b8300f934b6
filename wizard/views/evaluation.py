"""One evaluation seen whole: its board, the check of each axis, what was asked at the start."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, current, database, journey, shares
from wizard.forms.saved import SAVED, SavedForm
from wizard.forms.start import ChangeForm, DeletionForm
from wizard.models import Assessment, Right
from wizard.savefile import SaveFile
from wizard.scoring import Result, score
from wizard.views import changes, saving

bp = Blueprint("evaluation", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("")
def board(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    access.prolong()
    result = score(current.referential(), assessment.scored_answers)
    asked = [axis for axis in result.axes if axis.axis.code in assessment.asked]
    following = journey.next_page(result, assessment.asked)
    former = saving.last_year(assessment)
    return render_template(
        "pages/board.html",
        assessment=assessment,
        axes=sorted(result.axes, key=lambda axis: axis not in asked),
        asked=[objective for axis in asked for objective in axis.objectives],
        changes=changes.since(assessment),
        result=result,
        progress=saving.progress(assessment, former),
        repeatable=_repeatable(assessment, former),
        next_url=saving.url_of(public_id, following),
        next_code=following.code,
        keys=access.keys_of(assessment.workspace) if assessment.right is Right.OWN else None,
        opens_new_ones=access.opens_new_ones(assessment),
        checked=len(assessment.checked(current.referential())),
        twins=_twins(assessment) if request.args.get("fait") == "fichier" else [],
    )


def _repeatable(assessment: Assessment, former: SaveFile | None) -> set[str]:
    """The codes of the axes where something may still be said as the year before (`former`)."""
    return {
        axis.code
        for axis in current.referential().axes
        if former and former.repeatable(saving.subjects(axis.objectives) - assessment.rows.keys())
    }


def _twins(assessment: Assessment) -> list[Assessment]:
    """The other evaluations of the same association, project and school year."""
    found = assessments.alike(access.evaluations(), assessments.details(assessment))
    return [row for row in found if row.id != assessment.id]


@bp.route("/modifier", methods=["GET", "POST"])
def details(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id)
    form = ChangeForm(current.today(), assessment)
    status = 422 if form.is_submitted() else 200
    if form.is_submitted() and saving.valid(form):
        with access.to_change(public_id) as (_db, stored):
            if given := form.over(assessments.details(stored)):
                assessments.change_details(stored, given)
                return redirect(saving.board(public_id), 303)
        status = 409
    return render_template("pages/details.html", form=form, assessment=assessment), status


@bp.route("/effacer", methods=["GET", "POST"])
def delete(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id)
    form = DeletionForm(assessment)
    if form.is_submitted() and saving.valid(form):
        with access.to_change(public_id) as (db, stored):
            assessments.delete(db, stored)
        others = access.evaluations()
        if not others and not access.shared_evaluations():
            access.leave()
        return render_template("pages/deleted.html", evaluations=others)
    status = 422 if form.is_submitted() else 200
    with database.reading() as db:
        links = sum(share.revoked is None for share in shares.of(db, assessment))
    shown = {"form": form, "assessment": assessment, "links": links}
    return render_template("pages/delete.html", **shown), status


@bp.get("/axes/<code>")
def axis(public_id: str, code: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    shown = current.axis(code)
    result = score(current.referential(), assessment.scored_answers)
    here = journey.Page(journey.Kind.AXIS, code)
    former = saving.last_year(assessment)
    progress = saving.progress(assessment, former)
    return render_template(
        "pages/axis.html",
        assessment=assessment,
        result=next(part for part in result.axes if part.axis == shown),
        new_codes=changes.since(assessment).to_answer(assessment.scored_answers),
        repeated=request.args.get("repris", type=int),
        back=saving.before(assessment, here),
        progress=progress,
        last_year=former,
        blank=saving.subjects(shown.objectives) - assessment.rows.keys(),
        page_token=SavedForm.new_page(),
        next_url=_after(assessment, result, here),
    )


@bp.post("/axes/<code>")
def repeat_axis(public_id: str, code: str) -> ResponseReturnValue:
    """Say of a whole axis what was said the year before, where nothing is said yet."""
    objectives = current.axis(code).objectives
    form = SavedForm()
    saving.valid(form)
    saved = saving.save(public_id, saving.as_last_year(form, objectives))
    mine = [row for row in saved.assessment.answers.values() if row.page == form.page.data]
    note = any(row.page == form.page.data for row in saved.assessment.notes.values())
    url = url_for(
        ".axis",
        public_id=public_id,
        code=code,
        fait=SAVED,
        repris=len(mine),
        note=1 if note else None,
    )
    return redirect(url, 303)


def _after(assessment: Assessment, result: Result, here: journey.Page) -> str:
    """What follows the check of an axis: the board for who was asked for axes, and answered."""
    public_id = assessment.public_id
    if not result.unanswered:
        return saving.url_of(public_id, journey.Page(journey.Kind.RESULT))
    asked = [axis for axis in result.axes if axis.axis.code in assessment.asked]
    if asked and not any(objective.unanswered for axis in asked for objective in axis.objectives):
        return url_for(".board", public_id=public_id)
    return saving.url_after(public_id, here)
