"""One objective: its practices, what is planned, its pieces and remarks."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current, htmx, journey
from wizard.forms.saved import ObjectiveForm
from wizard.models import Assessment, Right
from wizard.referential import Objective
from wizard.revisions import Conflict
from wizard.scoring import Answers, ObjectiveResult, score_objective
from wizard.views import changes, saving

bp = Blueprint("objective", __name__)
ADDRESS = "/evaluations/<public_id>/objectifs/<code>"


@bp.get(ADDRESS)
def page(public_id: str, code: str) -> ResponseReturnValue:
    current.objective(code)
    assessment = access.opened(public_id, Right.FILL)
    return _answer(assessment, current.objective_form(code).showing(assessment))


@bp.post(ADDRESS)
def save(public_id: str, code: str) -> ResponseReturnValue:
    current.objective(code)
    form = current.objective_form(code)()
    return saving.answer(public_id, form, _answer, lambda saved: _after(saved, form))


def _answer(
    assessment: Assessment, form: ObjectiveForm, conflicts: dict[str, Conflict] | None = None
) -> str:
    """The whole page, or what HTMX replaces in it after a save."""
    objective = form.objective
    saved = request.method == "POST"
    fragment = saved and htmx.wants_fragment()
    here = journey.Page(journey.Kind.OBJECTIVE, objective.code)
    answers = assessment.scored_answers
    former = saving.last_year(assessment)
    return render_template(
        "partials/objective_update.html" if fragment else "pages/objective.html",
        assessment=assessment,
        objective=objective,
        result=score_objective(objective, answers),
        new_codes=changes.since(assessment).to_answer(answers),
        form=form,
        conflicts=conflicts or {},
        last_year=former,
        blank=saving.subjects([objective]) - assessment.rows.keys(),
        repeated=request.args.get("repris", type=int),
        saved_at=current.now() if saved else None,
        progress=saving.progress(assessment, former),
        skipped=_skipped(answers),
        place=journey.place(current.referential(), objective),
        back=_origin(assessment, objective) or saving.before(assessment, here),
    )


def _after(assessment: Assessment, form: ObjectiveForm) -> str:
    """Where the button that was pressed leads. After the last answer the result comes by itself."""
    public_id, objective = assessment.public_id, form.objective
    if form.repeats:
        return _with_what_was_repeated(assessment, form)
    if request.form.get("then") == "board":
        return saving.board(public_id)
    if origin := _origin(assessment, objective):
        return origin.url
    if journey.progress(current.referential(), assessment.scored_answers).finished:
        return url_for("result.page", public_id=public_id)
    blank = any(p.code not in assessment.answers for p in objective.practices)
    return saving.url_of(
        public_id, _next_page(assessment, objective), passe=objective.code if blank else None
    )


def _next_page(assessment: Assessment, objective: Objective) -> journey.Page:
    """The page after; where that has nothing to answer, the next that has, or the check of the
    axis. Never one before: a question may be left."""
    content, answers = current.referential(), assessment.scored_answers
    page = journey.page_after(content, journey.Page(journey.Kind.OBJECTIVE, objective.code))
    place = content.objectives.index(objective)
    later = [score_objective(other, answers) for other in content.objectives[place + 1 :]]
    if page.kind is not journey.Kind.OBJECTIVE or later[0].unanswered:
        return page
    for part in later:
        if part.unanswered:
            return journey.Page(journey.Kind.OBJECTIVE, part.objective.code)
    return journey.Page(journey.Kind.AXIS, content.axis_of[objective.code].code)


def _skipped(answers: Answers) -> ObjectiveResult | None:
    """The objective that was just left with questions unanswered, if they still are."""
    if "passe" not in request.args:
        return None
    found = score_objective(current.objective(request.args["passe"]), answers)
    return found if found.unanswered else None


def _with_what_was_repeated(assessment: Assessment, form: ObjectiveForm) -> str:
    """The same page, to read what was answered as the year before."""
    written = [assessment.answers.get(code) for code in form.repeated]
    note = assessment.notes.get(form.objective.code)
    return url_for(
        "objective.page",
        public_id=assessment.public_id,
        code=form.objective.code,
        retour=request.args.get("retour"),
        repris=sum(row is not None and row.page == form.page.data for row in written),
        note=1 if note and form.objective.code in form.repeated else None,
        _anchor="repris",
    )


def _origin(assessment: Assessment, objective: Objective) -> saving.Back | None:
    """The page from which one came to change an answer, when it was not the one before."""
    public_id = assessment.public_id
    match request.args.get("retour"):
        case "axe":
            axis = current.referential().axis_of[objective.code]
            url = url_for("evaluation.axis", public_id=public_id, code=axis.code)
            return saving.Back(url, f"vérifier l’axe {axis.code} {axis.short}")
        case "resultat":
            anchor = f"objectif-{objective.code}"
            url = url_for("result.page", public_id=public_id, _anchor=anchor)
            return saving.Back(url, "résultat")
        case "pas":
            return saving.Back(url_for("result.page", public_id=public_id), "résultat")
        case "plan":
            anchor = f"action-{request.args.get('comment', '')}"
            url = url_for("plan.page", public_id=public_id, _anchor=anchor)
            return saving.Back(url, "plan d’action")
        case "changements":
            return saving.Back(url_for("changes.page", public_id=public_id), "ce qui a changé")
    return None
