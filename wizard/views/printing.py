"""Sheets to print and files to edit."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from flask import Response, current_app, send_file
from werkzeug.utils import secure_filename

from wizard import counters, current, database, editable, example, faults, report
from wizard.counters import Event
from wizard.documents import Document
from wizard.french import school_year
from wizard.models import Assessment


def pdf_response(template: str, data: Any, filename: str) -> Response:
    """A PDF of `data`, a dataclass or a mapping. `report.Busy` is answered by 503."""
    shown = data if isinstance(data, dict) else asdict(data)
    file = report.pdf(template, shown, current.now())
    return send_file(BytesIO(file), mimetype="application/pdf", download_name=filename)


def counted(assessment: Assessment, file: Response) -> Response:
    """The same file, counted as a print, unless it is that of the example.

    Whoever reads it gets it in any case: that a number cannot be written is for the log.
    """
    if assessment.public_id == example.PUBLIC_ID:
        return file
    try:
        with database.writing() as db:
            counters.count(db, Event.PRINTED, current.now())
    except faults.Unavailable:
        current_app.logger.warning("a print was not counted")
    return file


def docx_response(document: Document, filename: str) -> Response:
    """A document to go on writing in an editor."""
    file = editable.docx_file(document, current.now())
    return send_file(
        BytesIO(file), mimetype=editable.MIMETYPE, as_attachment=True, download_name=filename
    )


def filename(kind: str, assessment: Assessment, extension: str) -> str:
    """A name for a file, in letters that every system takes: synthese-les-amis-2026-2027.pdf."""
    whose = (_in_plain_letters(name) for name in (assessment.association, assessment.project))
    year = school_year(assessment.school_year)
    return "-".join(filter(None, (kind, *whose, year))) + f".{extension}"


def _in_plain_letters(name: str) -> str:
    return secure_filename(name.lower().replace("’", "-"))[:40]
