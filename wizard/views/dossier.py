"""Paragraphs to paste into an application."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wizard import access, current, dossier, example, throttling
from wizard.dossier import Dossier
from wizard.models import Assessment, Right
from wizard.scoring import score
from wizard.views import printing, summary

bp = Blueprint("dossier", __name__, url_prefix="/evaluations/<public_id>")


@bp.get("/dossier")
def page(public_id: str) -> ResponseReturnValue:
    shown = current.example_assessment() if public_id == example.PUBLIC_ID else None
    assessment = shown or access.opened(public_id, Right.FILL)
    return render_template(
        "pages/dossier.html", assessment=assessment, dossier=_written(assessment)
    )


@bp.get("/dossier.docx")
@throttling.prints
def file(public_id: str) -> ResponseReturnValue:
    assessment = access.opened(public_id, Right.FILL)
    document = dossier.document(_written(assessment))
    name = printing.filename("dossier", assessment, "docx")
    return printing.docx_response(document, name)


def _written(assessment: Assessment) -> Dossier:
    result = score(current.referential(), assessment.scored_answers)
    return dossier.write(summary.about(assessment), result, summary.notes(assessment))
