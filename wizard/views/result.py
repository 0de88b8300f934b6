"""The result: where the project stands, why, and what to do next."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, assessments, current, htmx, journey, paragraphs
from wizard.assessments import Conflict
from wizard.forms.saved import PlanForm
from wizard.models import Assessment, Right
from wizard.referential import Condition, Practice
from wizard.scoring import score
from wizard.views import saving

bp = Blueprint("result", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/resultat")
def page(public_id: str) -> ResponseReturnValue:
    nothing_sent = {"practice": None, "form": None, "conflict": None}
    assessment = access.opened(public_id, Right.READ)
    return render_template("pages/result.html", **_shown(assessment), **nothing_sent)


@bp.get("/actions/<code>")
def planned(public_id: str, code: str) -> ResponseReturnValue:
    """The address left in the browser by a plan that was refused, opened again."""
    access.opened(public_id, Right.FILL)
    return redirect(url_for(".page", public_id=public_id, _anchor=f"action-{code}"), 303)


@bp.post("/actions/<code>")
def plan(public_id: str, code: str) -> ResponseReturnValue:
    """Plan the action of one practice, or give up the plan."""
    practice = current.practice(code)
    form = PlanForm()
    if not saving.valid(form):
        return _planned(access.opened(public_id, Right.FILL), practice, form), 422
    former = access.opened(public_id, Right.FILL).answer(code)
    sent = form.sent(code, former)
    assessment, conflicts = saving.save(public_id, sent)
    form.seen.data = assessments.seen_after(assessment, sent)[code]
    if conflicts:
        return _planned(assessment, practice, form, conflicts[code]), 409
    if htmx.wants_fragment():
        return _planned(assessment, practice, form)
    anchor = f"action-{code}"
    return redirect(url_for(".page", public_id=public_id, _anchor=anchor), 303)


def _shown(assessment: Assessment) -> dict[str, Any]:
    """What the page and its fragment show, from one scoring."""
    result = score(current.referential(), assessment.scored_answers)
    return {
        "assessment": assessment,
        "result": result,
        "progress": journey.progress(result),
        "next_url": saving.url_of(assessment.public_id, journey.next_page(result)),
        "first_codes": {step.practice.code for step in result.first_steps},
        "strengths": paragraphs.strengths(result),
        "unchecked": _unchecked(assessment),
        "overdue": sum(step.overdue(current.today()) for step in result.distance),
        "page_token": PlanForm.new_page(),
    }


def _unchecked(assessment: Assessment) -> list[Condition]:
    """The conditions that are not ticked yet: what to ask one's own Caf."""
    content = current.referential()
    checked = assessment.checked(content)
    groups = content.conditions.groups
    return [c for group in groups for c in group.conditions if c.code not in checked]


def _planned(
    assessment: Assessment, practice: Practice, form: PlanForm, conflict: Conflict | None = None
) -> str:
    """The whole page with what was typed still in it, or what HTMX replaces in it after a save."""
    fragment = htmx.wants_fragment()
    return render_template(
        "partials/plan_update.html" if fragment else "pages/result.html",
        **_shown(assessment),
        practice=practice,
        form=form,
        conflict=conflict,
        saved_at=current.now(),
    )
