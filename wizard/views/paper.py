"""The paper loop: a blank questionnaire to fill in a meeting, then keyed in one axis a page."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, current, questionnaire, throttling
from wizard.models import Right
from wizard.referential import Axis
from wizard.views import printing, saving

bp = Blueprint("paper", __name__)
ADDRESS = "/evaluations/<public_id>/saisie/<code>"


@bp.get("/questionnaire", defaults={"public_id": None}, endpoint="questionnaire")
@bp.get("/evaluations/<public_id>/questionnaire", endpoint="questionnaire")
def blank(public_id: str | None) -> ResponseReturnValue:
    """What the paper asks; opened from an evaluation, it leads back to where it is keyed in."""
    assessment = access.opened(public_id, Right.FILL) if public_id else None
    return render_template("pages/questionnaire.html", assessment=assessment)


@bp.get("/questionnaire.pdf")
@throttling.prints
def pdf() -> ResponseReturnValue:
    address = url_for(".questionnaire", _external=True)
    sheet = questionnaire.blank(current.referential(), address)
    return printing.pdf_response("questionnaire", sheet, "questionnaire-clas.pdf")


@bp.get("/evaluations/<public_id>/saisie")
def first(public_id: str) -> ResponseReturnValue:
    """Where there is something left to key in; all filled, from the beginning."""
    answers = access.opened(public_id, Right.FILL).answers
    axes = current.referential().axes
    blank = (
        axis
        for axis in axes
        if any(p.code not in answers for part in axis.objectives for p in part.practices)
    )
    return redirect(url_for(".page", public_id=public_id, code=next(blank, axes[0]).code), 303)


@bp.get(ADDRESS)
def page(public_id: str, code: str) -> ResponseReturnValue:
    axis = current.axis(code)
    assessment = access.opened(public_id, Right.FILL)
    return _shown(axis)(assessment, current.axis_form(code).showing(assessment))


@bp.post(ADDRESS)
def save(public_id: str, code: str) -> ResponseReturnValue:
    axis = current.axis(code)
    return saving.answer(
        public_id, current.axis_form(code)(), _shown(axis), lambda _: _after(public_id, axis)
    )


def _shown(axis: Axis) -> saving.Shown:
    return partial(saving.sheet, "pages/keying.html", axis=axis, next_axis=_next(axis))


def _next(axis: Axis) -> Axis | None:
    """The axis after this one; None after the last."""
    axes = current.referential().axes
    following = axes[axes.index(axis) + 1 :]
    return following[0] if following else None


def _after(public_id: str, axis: Axis) -> str:
    following = _next(axis)
    if following is None:
        return url_for("conditions.page", public_id=public_id, retour="saisie")
    return url_for(".page", public_id=public_id, code=following.code)
