"""What the pages that save have in common: refuse what no page sends, save, go on."""

from flask import abort, request, url_for

from wizard import access, assessments, current, journey
from wizard.assessments import Conflict, Save
from wizard.forms.base import BaseForm
from wizard.models import Assessment, Right

_ENDPOINTS = {
    journey.Kind.OBJECTIVE: "objective.page",
    journey.Kind.AXIS: "evaluation.axis",
    journey.Kind.CONDITIONS: "conditions.page",
    journey.Kind.RESULT: "result.page",
}


def valid(form: BaseForm) -> bool:
    """Whether `form` can be saved. A request that no page of ours sends is refused with 400."""
    right: bool = form.validate()
    if form.forged(request.form):
        abort(400)
    return right


def save(public_id: str, sent: Save) -> tuple[Assessment, dict[str, Conflict]]:
    """Save durably; return the evaluation as it is now, and the conflicts by subject."""
    with access.to_change(public_id, Right.FILL) as (_db, assessment):
        assessments.answer_with(assessment, current.referential())
        conflicts = assessments.save(assessment, sent)
    return assessment, {conflict.subject: conflict for conflict in conflicts}


def url_of(public_id: str, page: journey.Page) -> str:
    """The address of a page of the journey."""
    if page.code is None:
        return url_for(_ENDPOINTS[page.kind], public_id=public_id)
    return url_for(_ENDPOINTS[page.kind], public_id=public_id, code=page.code)


def url_after(public_id: str, page: journey.Page) -> str:
    return url_of(public_id, journey.page_after(current.referential(), page))


def url_before(public_id: str, page: journey.Page) -> str:
    """The address of the previous page; that of the board before the first."""
    before = journey.page_before(current.referential(), page)
    return url_of(public_id, before) if before else url_for("evaluation.board", public_id=public_id)
