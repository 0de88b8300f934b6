"""The model documents: a page to print and a file to edit, blank or with the association's name."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from wizard import access, current, throttling
from wizard.french import school_year
from wizard.model_documents import ModelDocument
from wizard.models import Assessment, Right
from wizard.views import printing

bp = Blueprint("model_documents", __name__)
OWN = "/evaluations/<public_id>"


@bp.get("/modeles", defaults={"public_id": None})
@bp.get(f"{OWN}/modeles")
def catalogue(public_id: str | None) -> ResponseReturnValue:
    return render_template(
        "pages/model_documents.html",
        assessment=_opened(public_id),
        catalogue=current.catalogue(),
    )


@bp.get("/modeles/<code>", defaults={"public_id": None})
@bp.get(f"{OWN}/modeles/<code>")
def page(public_id: str | None, code: str) -> ResponseReturnValue:
    assessment, model = _opened(public_id), _model(code)
    return render_template(
        "pages/model_document.html",
        assessment=assessment,
        model=model,
        document=model.filled(_words(assessment)),
    )


@bp.get("/modeles/<code>.docx", defaults={"public_id": None})
@bp.get(f"{OWN}/modeles/<code>.docx")
@throttling.prints
def file(public_id: str | None, code: str) -> ResponseReturnValue:
    document = _model(code).filled(_words(_opened(public_id)))
    return printing.docx_response(document, f"{code}.docx")


def _opened(public_id: str | None) -> Assessment | None:
    return access.opened(public_id, Right.READ) if public_id else None


def _model(code: str) -> ModelDocument:
    return current.catalogue().by_code.get(code) or abort(404)


def _words(assessment: Assessment | None) -> dict[str, str]:
    """What a model names of the association; nothing for a blank one."""
    if assessment is None:
        return {}
    return {
        "association": assessment.association,
        "school_year": school_year(assessment.school_year),
    }
