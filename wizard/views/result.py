"""The result: where the project stands, why, and what to do next."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from wizard import access, actions, current, journey, paragraphs
from wizard.forms.saved import PlanForm
from wizard.models import Assessment, Right
from wizard.paragraphs import Wording
from wizard.referential import Referential
from wizard.scoring import score
from wizard.views import changes, saving

bp = Blueprint("result", __name__, url_prefix="/evaluations/<public_id>")
NOTHING_SENT = {"practice": None, "form": None, "conflict": None}


@bp.get("/resultat")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.READ)
    return render_template("pages/result.html", **shown(assessment), **NOTHING_SENT)


@bp.get("/ancien-resultat")
def former(public_id: str) -> ResponseReturnValue:
    """The result by the content that it was answered with, to be read and printed."""
    assessment = access.opened(public_id, Right.READ)
    content = changes.former_of(assessment)
    if content is None:
        abort(404)
    assessment.right = Right.READ  # on this page, whoever opens it
    return render_template("pages/result.html", **shown(assessment, content), **NOTHING_SENT)


def shown(assessment: Assessment, former: Referential | None = None) -> dict[str, Any]:
    """What the page and its fragment show, from one scoring, by the content of today or a former.

    The content and its wording stand in place of those that all templates have.
    """
    content = former or current.referential()
    result = score(content, assessment.scored_answers)
    held = assessment.ticked
    dated = actions.dated(result)
    filed = actions.is_filed(assessment.deadline, current.today())
    return {
        "referential": content,
        "wording": Wording(content, current.today()),
        "former": former is not None,
        "changed": former is None and not changes.since(assessment).is_empty,
        "kept": [] if former else changes.kept_by(assessment),
        "assessment": assessment,
        "result": result,
        "progress": journey.progress(content, assessment.scored_answers),
        "next_url": saving.url_of(assessment.public_id, journey.next_page(result)),
        "first": result.first_steps(held),
        "confirm": result.to_confirm(held),
        "cautions": result.cautions(held),
        "undone": actions.undone(result),
        "strengths": paragraphs.strengths(result, assessment.renewal),
        "checked": len(assessment.checked(content)),
        "overdue": sum(line.overdue(current.today()) for line in dated),
        "after_deadline": actions.planned_after(dated, assessment.deadline, current.today()),
        "page_token": PlanForm.new_page(),
        "filed": filed,
        "next_year": filed and assessment.right is Right.OWN,
    }
