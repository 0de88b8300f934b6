"""The action plan: see it, change it in place, take it away."""

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from wizard import (
    access,
    calendar_file,
    current,
    htmx,
    paragraphs,
    planning,
    revisions,
    throttling,
)
from wizard.forms.saved import SAVED, PlanForm
from wizard.models import Assessment, Right
from wizard.planning import Plan
from wizard.referential import Practice
from wizard.revisions import Conflict
from wizard.scoring import Result, State, score
from wizard.views import printing, result, saving, summary

bp = Blueprint("plan", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/plan")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    return render_template("pages/plan.html", **_shown(assessment), **result.NOTHING_SENT)


@bp.get("/plan.pdf")
@throttling.prints
def pdf(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    content = current.referential()
    unchecked = paragraphs.to_check(_result(assessment), assessment.checked(content))
    sheet = planning.printed(
        _plan(assessment), summary.about(assessment), unchecked, content, current.catalogue()
    )
    name = printing.filename("plan", assessment, "pdf")
    return printing.counted(assessment, printing.pdf_response("plan", sheet, name))


@bp.get("/plan.ics")
@throttling.prints
def calendar(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    about, found = summary.about(assessment), _plan(assessment)
    file = calendar_file.ics(found.planned, about, current.now())
    return send_file(
        BytesIO(file),
        mimetype=calendar_file.MIMETYPE,
        as_attachment=True,
        download_name=printing.filename("plan", assessment, "ics"),
    )


@bp.get("/actions/<code>")
def action(public_id: str, code: str) -> ResponseReturnValue:
    """The address left in the browser by a plan that was refused, opened again."""
    answer = access.opened(public_id, Right.FILL).scored_answers.get(code)
    done = answer is not None and answer.state is State.YES
    return redirect(_origin(public_id, code, done=done), 303)


@bp.post("/actions/<code>")
def save(public_id: str, code: str) -> ResponseReturnValue:
    """Plan the action of one practice, give up the plan, or say that it is done."""
    practice = current.practice(code)
    form = PlanForm()
    former = access.opened(public_id, Right.FILL)
    if not saving.valid(form):
        return _sent(former, practice, form), 422
    sent = form.sent(code, former.answers.get(code))
    assessment, conflicts, _ = saving.save(public_id, sent)
    form.seen.data = revisions.seen_after(assessment.rows, sent)[code]
    if conflicts:
        return _sent(assessment, practice, form, conflicts[code]), 409
    if htmx.wants_fragment():
        return _sent(assessment, practice, form)
    onwards = _origin(public_id, code, done=form.done.data, stays=form.stays)
    if code in revisions.changed_elsewhere(assessment.rows, sent, {code: form.seen.data}):
        onwards = saving.telling(onwards.partition("#")[0], code)
    return redirect(onwards, 303)


def _from_plan() -> bool:
    """Whether the form stood on the page of the plan; else on that of the result."""
    return request.args.get("retour") == "plan"


def _origin(public_id: str, code: str, done: bool, stays: bool = False) -> str:
    if done:  # its line has left the plan
        return url_for(".page", public_id=public_id, fait=code)
    page = ".page" if _from_plan() else "result.page"
    said = SAVED if stays else None
    return url_for(page, public_id=public_id, fait=said, _anchor=f"action-{code}")


def _just_done(assessment: Assessment) -> Practice | None:
    """The practice that the address says to be done, if its answer is still yes."""
    if request.args.get("fait") in (None, SAVED):
        return None
    practice = current.practice(request.args["fait"])
    answer = assessment.scored_answers.get(practice.code)
    return practice if answer and answer.state is State.YES else None


def _result(assessment: Assessment) -> Result:
    return score(current.referential(), assessment.scored_answers)


def _plan(assessment: Assessment) -> Plan:
    found = _result(assessment)
    return planning.plan(found, assessment.deadline, current.today(), assessment.ticked)


def _shown(assessment: Assessment, adding: str | None = None) -> dict[str, Any]:
    """What the page of the plan shows; `adding` is the practice whose action is being added."""
    found = _plan(assessment)
    return {
        "assessment": assessment,
        "plan": found,
        "confirm": found.confirm,
        "checked": len(assessment.checked(current.referential())),
        "just_done": _just_done(assessment),
        "adding": adding or request.args.get("ajouter"),
        "page_token": PlanForm.new_page(),
    }


def _sent(
    assessment: Assessment, practice: Practice, form: PlanForm, conflict: Conflict | None = None
) -> str:
    """The whole page with what was typed still in it, or what HTMX replaces in it after a save."""
    from_plan, fragment = _from_plan(), htmx.wants_fragment()
    page, partial = ("plan", "plan_counts_update") if from_plan else ("result", "plan_update")
    shown = _shown(assessment, practice.code) if from_plan else result.shown(assessment)
    return render_template(
        f"partials/{partial}.html" if fragment else f"pages/{page}.html",
        **shown,
        practice=practice,
        form=form,
        conflict=conflict,
        saved_at=current.now(),
    )
