"""The short first pass: one page with the practice that each objective cannot do without."""

from functools import partial

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current
from wizard.models import Right
from wizard.views import saving

bp = Blueprint("first_pass", __name__)
ADDRESS = "/evaluations/<public_id>/premier-tour"
_shown = partial(saving.sheet, "pages/first_pass.html")


@bp.get(ADDRESS)
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    return _shown(assessment, current.first_pass_form().showing(assessment))


@bp.post(ADDRESS)
def save(public_id: str) -> ResponseReturnValue:
    return saving.answer(
        public_id,
        current.first_pass_form()(),
        _shown,
        lambda saved: url_for("result.page", public_id=saved.public_id),
    )
