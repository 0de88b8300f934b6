"""What changed in the content since an evaluation was answered; what is kept of before."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wizard import access, archive, current
from wizard.changes import NOTHING, Changes, Removed, compare, removed
from wizard.models import CONDITIONS, Assessment, Right
from wizard.referential import Referential
from wizard.revisions import Remarks

bp = Blueprint("changes", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/changements")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    changes, kept = since(assessment), kept_by(assessment)
    if changes.is_empty and not kept:
        return redirect(url_for("evaluation.board", public_id=public_id), 303)
    return render_template(
        "pages/changes.html",
        assessment=assessment,
        changes=changes,
        kept=kept,
        answers=assessment.scored_answers,
        former=former_of(assessment),
    )


def former_of(assessment: Assessment) -> Referential | None:
    """The content it was answered with; None when that is the one of today, or unknown."""
    return archive.version_of(assessment.referential_version)


def since(assessment: Assessment) -> Changes:
    """What changed since it was answered; nothing where nothing was, or the content is unknown."""
    old = former_of(assessment) if assessment.rows else None
    return compare(old, current.referential()) if old else NOTHING


def kept_by(assessment: Assessment) -> list[Removed]:
    """What it holds under codes that the content of today lacks: answers, and remarks."""
    codes = {subject for subject, row in assessment.rows.items() if row.value != Remarks()}
    own, others = former_of(assessment), archive.former().values()
    contents = [own, *others] if own else others
    return removed(codes - {CONDITIONS}, current.referential(), contents)
