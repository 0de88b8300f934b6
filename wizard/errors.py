"""Errors, said in French: what happened, what is kept, what to do."""

from http import HTTPStatus

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from wizard.assessments import UnknownAssessment

KNOWN = frozenset({400, 404, 405, 413, 500})


def init_app(app: Flask) -> None:
    app.register_error_handler(UnknownAssessment, _unknown)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _refused)


def _unknown(_error: UnknownAssessment) -> ResponseReturnValue:
    return _page(HTTPStatus.NOT_FOUND)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/expired.html"), HTTPStatus.FORBIDDEN


def _refused(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # asked under a name that is not ours: no page has a link
        return "Cette adresse n’est pas celle de Cap Clas.", HTTPStatus.BAD_REQUEST
    if error.response is not None or error.code is None:
        return error.get_response()
    return _page(error.code)


def _page(code: int) -> ResponseReturnValue:
    name = str(code) if code in KNOWN else "400" if code < 500 else "500"
    return render_template(f"errors/{name}.html"), code
