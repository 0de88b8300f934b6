"""Paragraphs to paste into an application."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wizard import access, current, dossier
from wizard.models import Right
from wizard.scoring import score
from wizard.views import summary

bp = Blueprint("dossier", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/dossier")
def page(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    result = score(current.referential(), assessment.scored_answers)
    text = dossier.write(summary.about(assessment), result, summary.notes(assessment))
    return render_template("pages/dossier.html", assessment=assessment, dossier=text)
