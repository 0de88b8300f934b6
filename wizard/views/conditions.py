"""The conditions to check outside the 14 objectives; never scored."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current, htmx, journey
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
    return saving.answer(public_id, form, _answer, lambda _: _after(public_id, form))


def _answer(
    assessment: Assessment, form: ConditionsForm, conflicts: dict[str, Conflict] | None = None
) -> str:
    """The whole page, or what HTMX replaces in it after a save."""
    saved = request.method == "POST"
    fragment = saved and htmx.wants_fragment()
    return render_template(
        "partials/conditions_update.html" if fragment else "pages/conditions.html",
        assessment=assessment,
        conditions=current.referential().conditions,
        form=form,
        conflict=(conflicts or {}).get(CONDITIONS),
        last_year=saving.last_year(assessment),
        saved_at=current.now() if saved else None,
        back=_origin(assessment),
    )


def _origin(assessment: Assessment) -> saving.Back:
    """The page from which one came."""
    public_id = assessment.public_id
    match request.args.get("retour"):
        case "tableau":
            return saving.from_board(public_id)
        case "saisie":
            axis = current.referential().axes[-1]
            url = url_for("paper.page", public_id=public_id, code=axis.code)
            return saving.Back(url, f"saisir l’axe {axis.code} {axis.short}")
        case "resultat":
            return saving.Back(url_for("result.page", public_id=public_id), "résultat")
        case "plan":
            return saving.Back(url_for("plan.page", public_id=public_id), "plan d’action")
    return saving.before(assessment, journey.Page(journey.Kind.CONDITIONS))


def _after(public_id: str, form: ConditionsForm) -> str:
    if form.then.data == "board":
        return saving.board(public_id)
    return saving.url_after(public_id, journey.Page(journey.Kind.CONDITIONS))
